"""What cannot be taken back is named with file, line and way out; TIF tables of other programs are taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from corpora.made_corpus import TITLE, made_record
from corpora.tool_tasks import (
    EMOJI,
    Edit,
    behind,
    coded,
    each_file,
    each_tool,
    edited,
    here,
    labelled,
    tasks,
    there_and_back,
    unlabelled,
    write,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.annotations import from_annotation
from communique.corpora import FORMATS, export_corpus, import_corpus
from communique.errors import InputError
from communique.records import Readout


def renamed(label: str) -> Edit:
    return lambda form, task: labelled(form, task, label, "noon")


@each_tool
@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (renamed("occasion:thank:AUT>BEL"), "unknown occasion 'thank'. Known: "),
        (renamed("occasion:thanks:AUT"), "does not say who pays the courtesy to whom"),
        (renamed("occasion:thanks:Austria>BEL"), "'Austria' is no side. Write an ISO 3166-1 alpha-3 code"),
        (renamed("occasion:thanks"), "has not the form occasion:thanks:RUS>FRA"),
        (renamed("tone:frank:exchange"), "unknown tone label 'frank'"),
        (renamed("tone:candid:them"), "unknown toward 'them'"),
        (renamed("participant:Czechia"), "'Czechia' is no side"),
        (renamed("participant:CZE#0"), "has not the form participant:RUS"),
        (renamed("participant:CZE#2"), "the readout has 1 call(s), none with the number 2"),
        (renamed("person"), "unknown sort 'person'. Known: initiator, occasion, participant, tone"),
        (renamed("initiator:AUT:guess"), "unknown initiator_basis 'guess'"),
        (renamed("initiator:AUT:none"), "initiator AUT has the basis none"),
        (
            renamed("initiator:BEL:verb"),
            "call 1: has 2 initiators (initiator:AUT:verb at 'rang', initiator:BEL:verb at 'noon')",
        ),
        (lambda f, t: labelled(f, t, "tone:candid:exchange", "Birch\n\nAnna"), "lies partly between title and text"),
        (lambda f, t: unlabelled(f, t, "participant:BEL"), "has 1 participant(s); a call has two or more"),
    ],
)
def test_fault_is_named_with_file_and_line(tmp_path: Path, form: str, name: str, edit: Edit, says: str) -> None:
    path = tmp_path / name
    export_corpus(path, [coded(number=1), coded(number=2)], form)
    found = tasks(path)
    edit(form, found[1])
    write(path, found)
    with pytest.raises(InputError) as raised:
        import_corpus(path, form)
    assert says in str(raised.value)
    assert str(raised.value).startswith(f"{path}:2: ")


@each_tool
def test_text_that_was_changed_in_the_tool_is_a_fault(tmp_path: Path, form: str, name: str) -> None:
    path = tmp_path / name
    export_corpus(path, [coded()], form)
    path.write_text(path.read_text(encoding="utf-8").replace("at noon", "at nine"), encoding="utf-8")
    with pytest.raises(InputError, match="the text is not the one that was exported"):
        import_corpus(path, form)


@each_tool
def test_all_faults_are_named_at_once(tmp_path: Path, form: str, name: str) -> None:
    path = tmp_path / name
    export_corpus(path, [coded(number=n) for n in (1, 2, 3)], form)
    found = tasks(path)
    labelled(form, found[0], "tone:frank:exchange", "noon")
    labelled(form, found[0], "tone:candid:them", "noon")
    found[1] = {"text": "Not one of ours."}
    labelled(form, found[2], "person", "noon")
    write(path, found)
    with pytest.raises(InputError) as raised:
        import_corpus(path, form)
    places = [fault.removeprefix(f"{path}:").partition(":")[0] for fault in str(raised.value).splitlines()]
    assert places == ["1", "1", "2", "3"]
    assert "Export the texts with 'communique corpus export'" in str(raised.value)


def doccano_span(start: int, end: int) -> Edit:
    return lambda _, task: task["label"].append([start, end, "tone:candid:exchange"])


BODY = len(TITLE) + 2
"""Where the text begins behind its title."""


@pytest.mark.parametrize("place", [(0, 9999), (-1, 3), (5, 5), (6, 5), (BODY + 1, BODY + 4), (BODY, BODY + 3)], ids=str)
def test_label_that_lies_outside_or_cuts_a_character_is_a_fault(tmp_path: Path, place: tuple[int, int]) -> None:
    with pytest.raises(InputError, match=r"a\.jsonl:1: 'r1': label 'tone:candid:exchange': \[-?\d+, \d+\) does not .* again\."):
        edited(tmp_path / "a.jsonl", "doccano", behind(EMOJI), doccano_span(*place))


def test_words_that_stand_elsewhere_are_a_fault(tmp_path: Path) -> None:
    def move(_: str, task: dict[str, Any]) -> None:
        task["annotations"][0]["result"][0]["value"] |= {"start": 3, "end": 9}

    with pytest.raises(InputError, match=r"a\.json:1: 'r1': result 1: \[3, 9\) is not 'Anna Alder'"):
        edited(tmp_path / "a.json", "label-studio", coded(), move)


def test_two_annotations_in_label_studio_are_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has 2 annotations"):
        edited(tmp_path / "a.json", "label-studio", coded(), lambda _, t: t["annotations"].append(t["annotations"][0]))


@pytest.mark.parametrize(
    ("form", "name", "content", "says"),
    [
        ("prodigy", "a.jsonl", b"\n{", "a.jsonl:2: not JSON in UTF-8"),
        ("prodigy", "a.jsonl", b"[]", "a.jsonl:1: Expected `object`, got `array`"),
        ("doccano", "a.jsonl", b'{"text": "\xff"}', "a.jsonl:1: not JSON in UTF-8"),
        ("doccano", "a.jsonl", b'{"text": "a", "label": []}', "missing required field `communique`"),
        ("label-studio", "a.json", b"", "a.json:1: not a whole JSON array"),
        ("label-studio", "a.json", b"{}", "choose JSON, not JSON-MIN"),
        ("label-studio", "a.json", b"[\n\n{},\n{", "a.json:4: not JSON in UTF-8"),
        ("label-studio", "a.json", b"[\n\n{}\n", "a.json:3: Object missing required field `data`"),
        ("label-studio", "a.json", b"[1] [2]", "a.json:1: not a whole JSON array"),
        ("label-studio", "a.json", b"\xff", "a.json:1: not JSON in UTF-8"),
        ("tif", "a.csv", b"", "a.csv:1: has no column 'doc_id'"),
        ("tif", "a.csv", b"id,text\n1,a\n", "a.csv:1: has no column 'doc_id'. Rename the column that holds it"),
        ("tif", "a.csv", b"doc_id,text\n1,a\n\n2,a,b\n", "a.csv:4: has 3 cells, the header has 2"),
        ("tif", "a.csv", b'doc_id,text\n1,"a\n', "a quotation mark missing"),
        ("tif", "a.csv", b"doc_id,text\n,a\n", "a.csv:2: 'doc_id' or 'text' is empty"),
        ("tif", "a.csv", b'doc_id,text\n1,"a\nb"\n1,c\n', "a.csv:4: the id '1' stands already at"),
        ("tif", "a.csv", b"doc_id,text,calls\n1,a,none\n", "a.csv:2: '1': 'calls' is no JSON list of calls"),
        ("tif", "a.csv", b"doc_id,text,calls\n1,a,[{}]\n", "a.csv:2: record '1': field 'participants' is missing"),
        ("tif", "a.csv", b"doc_id,text\n1,\xff\n", "a.csv:1: is not UTF-8"),
        ("tif", "a.parquet", b"PAR1", "a.parquet:1: is no Parquet file"),
        ("tif", "a.txt", b"", "Name it a.csv or a.parquet"),
    ],
)
def test_malformed_file_is_an_error_that_says_where(tmp_path: Path, form: str, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as raised:
        import_corpus(tmp_path / name, form)
    assert says in str(raised.value)


@each_file
@given(content=st.binary(max_size=40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_read_or_refused_with_the_file_s_name(tmp_path: Path, form: str, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    try:
        found = import_corpus(path, form)
    except InputError as error:
        assert all(line.startswith(str(path)) for line in str(error).splitlines())  # noqa: PT017 - either may come
    else:
        assert (found.readouts, found.rejections) == ((), ())


@each_file
def test_file_that_is_not_there_or_cannot_be_written_is_an_error(tmp_path: Path, form: str, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read: "):
        import_corpus(tmp_path / "none" / name, form)
    with pytest.raises(InputError, match="cannot be written: "):
        export_corpus(tmp_path / "none" / name, [coded()], form)


@pytest.mark.parametrize("form", FORMATS)
def test_two_readouts_of_one_id_are_not_exported(tmp_path: Path, form: str) -> None:
    with pytest.raises(InputError, match="the id 'r1' stands already at"):
        export_corpus(tmp_path / "a.csv", [coded(), coded()], form)


def test_side_that_is_no_code_is_not_exported(tmp_path: Path) -> None:
    record = made_record()
    record["calls"][0]["occasions"][0]["by"] = "Austria#2"
    with pytest.raises(InputError, match=r"made\.jsonl:9: label .*Austria#2.* Mend the record first"):
        export_corpus(tmp_path / "a.jsonl", [from_annotation(record, origin="made.jsonl:9")], "prodigy")


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_table_of_another_program_gives_readouts_without_calls(tmp_path: Path, bom: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bom + b'doc_id,text,author\nd1,"They spoke,\r\nat length.",somebody\n')
    (item,) = import_corpus(path, "tif").readouts
    assert (item.readout, item.calls, item.kind) == (
        Readout("d1", "", "", "", "", "They spoke,\r\nat length.", origin=f"{path}:2"),
        (),
        "other",
    )


def test_a_changed_text_no_longer_fits_its_calls(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    export_corpus(path, [coded()], "tif")
    path.write_text(path.read_text(encoding="utf-8").replace("Alder of", "Elder of", 1), encoding="utf-8")
    with pytest.raises(InputError, match="Where the text was changed, empty the cell 'calls'"):
        import_corpus(path, "tif")


def test_long_texts_fit_into_a_cell(tmp_path: Path) -> None:
    item = here(coded(text=made_record()["text"] + " word" * 50_000))
    assert there_and_back(tmp_path / "a.csv", "tif", item) == [item]
