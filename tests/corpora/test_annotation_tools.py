"""What goes to an annotation tool comes back as it was; what was edited there comes back as it is now."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from corpora.made_corpus import TITLE, made_record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import coded_readouts

from communique.annotations import from_annotation, to_annotation
from communique.corpora import FORMATS, check_corpus, export_corpus, import_corpus, labelling_configuration, read_corpus
from communique.errors import InputError
from communique.records import Call, CodedReadout, Readout

FILES = [
    ("prodigy", "tasks.jsonl"),
    ("doccano", "tasks.jsonl"),
    ("label-studio", "tasks.json"),
    ("tif", "corpus.csv"),
    ("tif", "corpus.parquet"),
]
TOOLS = FILES[:3]
EMOJI = "\N{HANDSHAKE}\N{REGIONAL INDICATOR SYMBOL LETTER F}\N{REGIONAL INDICATOR SYMBOL LETTER R} "
"""Three characters beyond 16 bits and a space: four code points, seven UTF-16 code units."""

each_file = pytest.mark.parametrize(("form", "name"), FILES, ids=[name + " " + form for form, name in FILES])
each_tool = pytest.mark.parametrize(("form", "name"), TOOLS, ids=[form for form, _ in TOOLS])


def coded(**fields: Any) -> CodedReadout:
    return from_annotation(made_record(**fields), origin="made.jsonl:1")


def behind(noise: str) -> CodedReadout:
    """Make a readout whose text begins with something."""
    record = made_record()
    record["text"] = noise + record["text"]
    found = record["calls"][0]
    found["initiator_span"] = [offset + len(noise) for offset in found["initiator_span"]]
    for entry in (found["participants"][0], found["occasions"][0], found["tone"][0]):
        entry["span"] = [offset + len(noise) for offset in entry["span"]]
    return from_annotation(record)


def here(item: CodedReadout) -> CodedReadout:
    """Forget from which file a readout came."""
    return msgspec.structs.replace(item, readout=msgspec.structs.replace(item.readout, origin=""))


def there_and_back(path: Path, form: str, *items: CodedReadout) -> list[CodedReadout]:
    assert export_corpus(path, items, form) == len(items)
    found = import_corpus(path, form)
    assert found.rejections == ()
    return list(map(here, found.readouts))


def tasks(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    found = json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.split("\n") if line]
    assert isinstance(found, list)
    return found


def write(path: Path, items: list[Any]) -> None:
    lines = [json.dumps(item, ensure_ascii=False) for item in items]
    path.write_text("[" + ",\n".join(lines) + "]" if path.suffix == ".json" else "\n".join(lines), encoding="utf-8")


def of_utf16(text: str, start: int, end: int) -> str:
    """Cut a text as JavaScript's ``substring`` does."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def utf16(text: str, offset: int) -> int:
    return len(text[:offset].encode("utf-16-le")) // 2


def seen(form: str, task: dict[str, Any]) -> list[tuple[str, str]]:
    if form == "prodigy":
        return [(s["label"], task["text"][s["start"] : s["end"]]) for s in task["spans"]]
    if form == "doccano":
        return [(label, of_utf16(task["text"], start, end)) for start, end, label in task["label"]]
    text, values = task["data"]["text"], [r["value"] for r in task["annotations"][0]["result"]]
    return [(v["labels"][0], text[v["start"] : v["end"]]) for v in values]


def text_of(task: dict[str, Any]) -> str:
    found = task["text"] if "text" in task else task["data"]["text"]
    assert isinstance(found, str)
    return found


def labelled(form: str, task: dict[str, Any], label: str, words: str) -> None:
    """Add a label in a tool."""
    text = text_of(task)
    start = text.index(words)
    end = start + len(words)
    if form == "prodigy":
        task["spans"].append({"start": start, "end": end, "label": label})
    elif form == "doccano":
        task["label"].append([utf16(text, start), utf16(text, end), label])
        task["label"].sort()  # as doccano does
    else:
        value = {"start": start, "end": end, "text": words, "labels": [label]}
        task["annotations"][0]["result"].append({"type": "labels", "id": "n", "value": value})


def unlabelled(form: str, task: dict[str, Any], sort: str) -> None:
    """Remove the labels of a sort in a tool."""
    if form == "prodigy":
        task["spans"] = [s for s in task["spans"] if not s["label"].startswith(sort)]
    elif form == "doccano":
        task["label"] = [s for s in task["label"] if not s[2].startswith(sort)]
    else:
        result = task["annotations"][0]["result"]
        result[:] = [r for r in result if not r["value"]["labels"][0].startswith(sort)]


Edit = Callable[[str, dict[str, Any]], object]


def edited(path: Path, form: str, item: CodedReadout, *edits: Edit) -> CodedReadout:
    export_corpus(path, [item], form)
    found = tasks(path)
    for edit in edits:
        edit(form, found[0])
    write(path, found)
    (back,) = import_corpus(path, form).readouts
    return here(back)


def call(item: CodedReadout) -> Call:
    (found,) = item.calls
    return found


@each_file
@given(item=coded_readouts())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_any_coded_readout_comes_back_as_it_was(tmp_path: Path, form: str, name: str, item: CodedReadout) -> None:
    item = from_annotation(to_annotation(item))  # without the decisions, which annotation records do not hold either
    assert there_and_back(tmp_path / name, form, item) == [item]


@each_tool
@given(item=coded_readouts())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_a_tool_shows_the_very_words_of_each_label(tmp_path: Path, form: str, name: str, item: CodedReadout) -> None:
    export_corpus(tmp_path / name, [item], form)
    quotes = [
        e.quote for c in item.calls for e in (*(p.evidence for p in c.participants), *(o.evidence for o in c.occasions)) if e
    ]
    quotes += [t.evidence.quote for c in item.calls for t in c.tone]
    quotes += [e.quote for c in item.calls if "initiator" in c.decisions for e in c.decisions["initiator"].evidence[:1]]
    assert sorted(words for _, words in seen(form, tasks(tmp_path / name)[0])) == sorted(quotes)


@each_file
@pytest.mark.parametrize(
    "noise",
    [
        "",
        EMOJI,
        "e\u0301a\u0308 ",
        "one\r\ntwo\r\n",
        "10\u00a0000\u202f% ",
        "\u2028\u0085 ",
        '"a",b\n',
        "\N{ZERO WIDTH JOINER}",
    ],
    ids=["none", "emoji", "combining marks", "CRLF", "no-break spaces", "odd line ends", "quotes and commas", "joiner"],
)
def test_what_shifts_offsets_does_not_shift_them(tmp_path: Path, form: str, name: str, noise: str) -> None:
    item = behind(noise)
    assert there_and_back(tmp_path / name, form, item) == [item]


@each_file
def test_a_corpus_without_readouts_or_calls_comes_back(tmp_path: Path, form: str, name: str) -> None:
    letter = coded(
        number=2, kind="letter", calls=[], title="", note="by post", standing="documented", url="https://example.org/a"
    )
    assert there_and_back(tmp_path / name, form) == []
    assert there_and_back(tmp_path / name, form, here(coded()), here(letter)) == [here(coded()), here(letter)]


def test_initiator_named_in_the_title_comes_back(tmp_path: Path) -> None:
    record = made_record()
    record["calls"][0] |= {"initiator_span": [0, 4], "initiator_text": "Call", "where": "title"}
    item = from_annotation(record)
    assert from_annotation(to_annotation(item)) == item
    assert there_and_back(tmp_path / "a.jsonl", "prodigy", item) == [item]


@each_tool
def test_labels_say_sort_sides_and_call(tmp_path: Path, form: str, name: str) -> None:
    two = made_record()
    two["calls"].append(two["calls"][0])
    export_corpus(tmp_path / name, [from_annotation(two)], form)
    first = [
        ("participant:AUT", "Anna Alder"),
        ("participant:BEL", "Boris Birch"),
        ("initiator:AUT:verb", "rang"),
        ("occasion:sport_or_honour:AUT>BEL", "congratulated him on the cup"),
        ("tone:candid:exchange", "frank"),
    ]
    assert seen(form, tasks(tmp_path / name)[0]) == [*first, *((f"{label}#2", words) for label, words in first)]


def test_prodigy_gets_tokens_that_make_up_the_text_and_end_where_labels_end(tmp_path: Path) -> None:
    record = made_record()
    record["calls"][0]["tone"][0] |= {"span": [0, 2], "text": "An"}  # within a word
    export_corpus(tmp_path / "a.jsonl", [from_annotation(record)], "prodigy")
    (task,) = tasks(tmp_path / "a.jsonl")
    assert "".join(token["text"] + " " * token["ws"] for token in task["tokens"]) == task["text"]
    assert [token["id"] for token in task["tokens"]] == list(range(len(task["tokens"])))
    for span in task["spans"]:
        first, last = task["tokens"][span["token_start"]], task["tokens"][span["token_end"]]
        assert (first["start"], last["end"]) == (span["start"], span["end"])


def test_title_stands_above_the_text(tmp_path: Path) -> None:
    export_corpus(tmp_path / "a.jsonl", [coded()], "doccano")
    assert text_of(tasks(tmp_path / "a.jsonl")[0]) == f"{TITLE}\n\n{made_record()['text']}"


def test_label_studio_gets_an_interface_with_every_label() -> None:
    xml = labelling_configuration([coded()])
    assert xml.count("<Label value=") == 5
    assert '<Label value="occasion:sport_or_honour:AUT&gt;BEL"/>' in xml


def test_doccano_projects_with_relations_give_entities(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    export_corpus(path, [here(coded())], "doccano")
    (task,) = tasks(path)
    entities = [{"id": n, "label": s[2], "start_offset": s[0], "end_offset": s[1]} for n, s in enumerate(task.pop("label"))]
    write(path, [{"id": 7, **task, "entities": entities, "relations": [], "Comments": []}])
    assert list(map(here, import_corpus(path, "doccano").readouts)) == [here(coded())]


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_what_was_not_accepted_in_prodigy_is_set_aside_with_its_reason(tmp_path: Path, answer: str) -> None:
    path = tmp_path / "a.jsonl"
    export_corpus(path, [coded(number=1), coded(number=2)], "prodigy")
    one, other = tasks(path)
    write(path, [one | {"answer": "accept"}, other | {"answer": answer}])
    found = import_corpus(path, "prodigy")
    assert [item.readout.id for item in found.readouts] == ["r1"]
    assert [(r.origin, r.readout_id, answer in r.reason) for r in found.rejections] == [(f"{path}:2", "r2", True)]


@pytest.mark.parametrize(
    ("annotations", "imported"),
    [
        pytest.param([], 0, id="nobody annotated it"),
        pytest.param([{"result": [], "was_cancelled": True}], 0, id="skipped"),
        pytest.param([{"result": [], "was_cancelled": True}, {"result": []}], 1, id="skipped by one, done by another"),
        pytest.param([{"result": []}, {"result": [], "ground_truth": True}], 1, id="one is the ground truth"),
    ],
)
def test_one_annotation_is_taken_from_label_studio(tmp_path: Path, annotations: list[Any], imported: int) -> None:
    path = tmp_path / "a.json"
    export_corpus(path, [coded(kind="statement", calls=[])], "label-studio")
    (task,) = tasks(path)
    write(path, [task | {"id": 3, "annotations": annotations}])
    found = import_corpus(path, "label-studio")
    assert (len(found.readouts), len(found.rejections)) == (imported, 1 - imported)


@each_tool
def test_a_moved_label_moves_the_words_and_keeps_what_no_words_say(tmp_path: Path, form: str, name: str) -> None:
    back = edited(
        tmp_path / name,
        form,
        coded(),
        lambda f, t: unlabelled(f, t, "participant:AUT"),
        lambda f, t: labelled(f, t, "participant:AUT", "Anna Alder of Austria"),
    )
    anna = call(back).participants[0]
    assert (anna.name, anna.office, anna.evidence and anna.evidence.quote) == (
        "Anna Alder",
        "President",
        "Anna Alder of Austria",
    )
    assert call(back).participants[1:] == call(coded()).participants[1:]
    assert (call(back).tone, call(back).occasions) == (call(coded()).tone, call(coded()).occasions)


@each_tool
def test_new_labels_are_added(tmp_path: Path, form: str, name: str) -> None:
    back = edited(
        tmp_path / name,
        form,
        coded(text=made_record()["text"] + f" {EMOJI}Cora Cedar joined them. They spoke at length."),
        lambda f, t: labelled(f, t, "participant:CZE", "Cora Cedar"),
        lambda f, t: labelled(f, t, "tone:businesslike+cordial:exchange", "at length"),
        lambda f, t: labelled(f, t, "occasion:thanks:unstated>BEL", "joined them"),
    )
    new = call(back).participants[-1]
    assert (new.name, new.polity, new.person) == ("Cora Cedar", "CZE", "")
    assert (call(back).format, len(call(back).participants)) == ("multilateral", 3)
    assert [(t.evidence.quote, t.labels, t.toward) for t in call(back).tone][1:] == [
        ("at length", ("businesslike", "cordial"), "exchange")
    ]
    assert [(o.id, o.by, o.to) for o in call(back).occasions] == [
        ("sport_or_honour", "AUT", "BEL"),
        ("thanks", "unstated", "BEL"),
    ]


@each_tool
def test_removed_labels_are_gone(tmp_path: Path, form: str, name: str) -> None:
    back = edited(tmp_path / name, form, coded(), *(lambda f, t, s=s: unlabelled(f, t, s) for s in ("tone", "occ", "init")))
    assert (call(back).tone, call(back).occasions) == ((), ())
    assert (call(back).initiator, call(back).initiator_basis, call(back).decisions) == ("unstated", "none", {})
    assert call(back).participants == call(coded()).participants


@each_tool
def test_initiator_is_whom_the_label_names(tmp_path: Path, form: str, name: str) -> None:
    back = edited(
        tmp_path / name,
        form,
        coded(),
        lambda f, t: unlabelled(f, t, "initiator"),
        lambda f, t: labelled(f, t, "initiator:BEL:explicit", "at noon"),
    )
    assert (call(back).initiator, call(back).initiator_basis) == ("BEL", "explicit")
    assert [e.quote for e in call(back).decisions["initiator"].evidence] == ["at noon"]


@each_tool
def test_a_name_may_be_marked_in_the_title(tmp_path: Path, form: str, name: str) -> None:
    back = edited(tmp_path / name, form, coded(), lambda f, t: labelled(f, t, "tone:cordial:exchange", "Prime"))
    assert [(t.evidence.where, t.evidence.start) for t in call(back).tone] == [("text", 106), ("title", 10)]


def test_what_comes_back_can_be_checked_as_a_corpus(tmp_path: Path) -> None:
    export_corpus(tmp_path / "a.jsonl", [coded()], "prodigy")
    (back,) = import_corpus(tmp_path / "a.jsonl", "prodigy").readouts
    (tmp_path / "back.jsonl").write_bytes(msgspec.json.encode(to_annotation(back)) + b"\n")
    assert check_corpus(tmp_path / "back.jsonl").faults == ()
    assert [here(item) for item in read_corpus(tmp_path / "back.jsonl")] == [here(coded())]


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
