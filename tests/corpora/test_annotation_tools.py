"""What goes to an annotation tool comes back as it was, and each tool gets what it asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from corpora.made_corpus import TITLE, made_record
from corpora.tool_tasks import (
    EMOJI,
    behind,
    coded,
    each_file,
    each_tool,
    here,
    seen,
    tasks,
    text_of,
    there_and_back,
    write,
)
from hypothesis import HealthCheck, given, settings
from strategies import coded_readouts

from communique.annotations import from_annotation, to_annotation
from communique.corpora import export_corpus, import_corpus, labelling_configuration
from communique.records import CodedReadout


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
