"""Corpora → files of annotation tools and back: no label is lost, whatever characters the texts hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from corpora.made_corpus import made_record, write_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.annotations import from_annotation, to_annotation
from communique.corpora import FORMATS, export_corpus, import_corpus, read_corpus
from communique.errors import InputError
from communique.records import CodedReadout
from communique.resources import shipped

LABELLED = tuple(name for name in FORMATS if name != "tif")
SUFFIX = {"prodigy": ".jsonl", "doccano": ".jsonl", "label-studio": ".json", "tif": ".csv"}
ODD = ("😀", "👩‍👩‍👧", "e\u0301", "\r\n", "\u00a0", "\u202e", "ﬁ", "\t", "«", "𝒳")


def labels(coded: CodedReadout) -> dict[str, Any]:
    """Give what a coder said, without who said it and why."""
    record = to_annotation(coded)
    for call in record["calls"]:
        call.pop("decisions", None)
    return {key: value for key, value in record.items() if key not in ("annotator", "note")}


def moved(number: int, before: str, after: str) -> CodedReadout:
    """Make a record whose text stands behind one string and before another."""
    record = made_record(number)
    shift = len(before)
    record["text"] = before + record["text"] + after
    for call in record["calls"]:
        call["initiator_span"] = [place + shift for place in call["initiator_span"]]
        for item in (*call["participants"], *call["occasions"], *call["tone"]):
            if item.get("where") != "title":
                item["span"] = [place + shift for place in item["span"]]
    return from_annotation(record, origin="made")


def there_and_back(folder: Path, coded: list[CodedReadout], name: str) -> list[dict[str, Any]]:
    path = folder / f"exported{SUFFIX[name]}"
    assert export_corpus(path, coded, name) == len(coded)
    found = import_corpus(path, name)
    assert found.rejections == ()
    return [labels(item) for item in found.readouts]


@pytest.mark.parametrize("name", LABELLED)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(st.sampled_from(ODD), max_size=5), after=st.lists(st.sampled_from(ODD), max_size=5))
def test_every_label_comes_back_at_its_place(tmp_path: Path, name: str, before: list[str], after: list[str]) -> None:
    coded = moved(1, "".join(before), "".join(after))
    assert there_and_back(tmp_path, [coded], name) == [labels(coded)]


@pytest.mark.parametrize("name", LABELLED)
@pytest.mark.parametrize("corpus", ["training-fr", "training-ru"])
def test_a_shipped_corpus_comes_back_as_it_was(tmp_path: Path, name: str, corpus: str) -> None:
    coded = list(read_corpus(shipped("corpora") / corpus))[:120]
    assert there_and_back(tmp_path, coded, name) == [labels(item) for item in coded]


@pytest.mark.parametrize("name", [".csv", ".parquet"])
def test_tif_tables_hold_the_texts(tmp_path: Path, name: str) -> None:
    coded = [moved(number, ODD[number], "") for number in range(3)]
    path = tmp_path / f"texts{name}"
    export_corpus(path, coded, "tif")
    back = import_corpus(path, "tif").readouts
    assert [(item.readout.id, item.readout.text) for item in back] == [(c.readout.id, c.readout.text) for c in coded]


def label_studio_tasks(path: Path, coded: CodedReadout) -> list[dict[str, Any]]:
    export_corpus(path, [coded], "label-studio")
    tasks: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return tasks


def regions(task: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        r["value"] for one in task.get("predictions", task.get("annotations")) for r in one["result"] if r["type"] == "labels"
    ]


def test_label_studio_regions_hold_their_words(tmp_path: Path) -> None:
    (task,) = label_studio_tasks(tmp_path / "tasks.json", moved(1, "😀", ""))
    text = task["data"]["text"]
    assert regions(task)
    assert all(text[r["start"] : r["end"]] == r["text"] for r in regions(task))


def test_label_studio_offsets_in_utf_16_code_units_are_understood(tmp_path: Path) -> None:
    coded = moved(1, "😀", "")
    path = tmp_path / "tasks.json"
    tasks = label_studio_tasks(path, coded)
    text = tasks[0]["data"]["text"]
    for region in regions(tasks[0]):
        for key in ("start", "end"):
            region[key] = len(text[: region[key]].encode("utf-16-le")) // 2
    path.write_text(json.dumps(tasks), encoding="utf-8")
    assert [labels(item) for item in import_corpus(path, "label-studio").readouts] == [labels(coded)]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("content", ["", "{", "[1, 2]", '{"text": 5}\n', "\x00\x01", "a,b\n1"])
def test_a_malformed_file_is_an_error_or_a_rejection_that_names_it(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / f"broken{SUFFIX[name]}"
    path.write_text(content, encoding="utf-8")
    try:
        found = import_corpus(path, name)
    except InputError as error:
        said = [str(error)]
    else:
        assert found.readouts == ()
        said = [item.origin for item in found.rejections]
    assert all(str(path) in words for words in said)


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="prodigy"):
        import_corpus(write_corpus(tmp_path, made_record()), "prodigi")
