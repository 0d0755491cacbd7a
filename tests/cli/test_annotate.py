"""``communique annotate``: what it writes, what becomes of what it cannot use, and that ``evaluate`` reads it back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli.commands import invoke, plain
from written_readouts import written

from communique.annotate import annotate
from communique.annotations import read_annotations, to_annotation

TEXTS = 6
BROKEN = "2018-01-02-broken.md"
FIELDS = {"id", "source", "lang", "url", "published", "title", "text", "kind", "calls", "annotator", "note"}
"""The fields of a record, by section 6 of the codebook."""

CALL_FIELDS = {
    *("occurred_on", "precision", "basis", "occurred_at", "participants", "initiator", "initiator_basis", "initiator_span"),
    *("initiator_text", "medium", "format", "call_type", "occasions", "tone", "decisions"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six readouts, in the midst of them a file that nobody can read."""
    texts = tmp_path_factory.mktemp("texts")
    for one in map(written, range(TEXTS)):
        (texts / f"{one.name}.md").write_text(one.markdown(), encoding="utf-8")
    (texts / BROKEN).write_text("---\npublished: [2018\n---\n# A call\n\nNobody can read this.\n", encoding="utf-8")
    return texts


@pytest.fixture(scope="module")
def output(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("coded") / "coded.jsonl"
    result = invoke("annotate", folder, "--output", path)
    assert result.exit_code == 0, result.stderr
    assert plain(result.stdout) == f"{TEXTS} readouts coded, {TEXTS} calls, 1 rejected: {path}"
    assert f"1 rejected, with reasons: {path.with_suffix('.rejected.jsonl')}" in plain(result.stderr)
    return path


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def passages(value: Any) -> list[dict[str, Any]]:
    """Find everything in a record that quotes the text."""
    if isinstance(value, list):
        return [found for item in value for found in passages(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if value.get("span") else []
    return own + [found for item in value.values() for found in passages(item)]


def test_each_readout_becomes_one_record_in_the_codebook_s_form(output: Path) -> None:
    assert len(records(output)) == TEXTS
    assert {frozenset(record) for record in records(output)} == {frozenset(FIELDS)}
    assert {frozenset(call) for record in records(output) for call in record["calls"]} == {frozenset(CALL_FIELDS)}


def test_every_span_quotes_the_words_it_points_to(output: Path) -> None:
    found = [(record, passage) for record in records(output) for passage in passages(record["calls"])]
    assert len(found) >= TEXTS
    for record, passage in found:
        start, end = passage["span"]
        assert record["title" if passage.get("where") == "title" else "text"][start:end] == passage["text"]


def test_the_texts_stand_in_the_records_as_they_were_read(output: Path) -> None:
    assert sorted(record["text"] for record in records(output)) == sorted(written(n).text for n in range(TEXTS))
    assert {(record["source"], record["lang"]) for record in records(output)} == {("kremlin", "en")}


def coded(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out how each field was decided, which is for people and is not read back."""
    return {**record, "calls": [{k: v for k, v in call.items() if k != "decisions"} for call in record["calls"]]}


def test_the_records_read_back_are_what_was_written(output: Path) -> None:
    read = [json.loads(json.dumps(to_annotation(item))) for item in read_annotations(output)]
    assert [coded(record) for record in read] == [coded(record) for record in records(output)]


def test_a_record_says_what_coded_it_with_versions(output: Path) -> None:
    [annotator] = {record["annotator"] for record in records(output)}
    assert re.search(r"communique.en-\d+\.\d+\.\d+; communique-decisions-\d+\.\d+\.\d+$", annotator)


def test_the_command_codes_as_the_library_does(output: Path) -> None:
    record = records(output)[0]
    told = {name: record[name] for name in ("title", "source", "published", "lang")}
    found = json.loads(json.dumps(to_annotation(annotate(record["text"], **told))))
    assert found["calls"] == record["calls"]


def test_one_broken_file_among_many_is_recorded_with_its_reason_and_skipped(output: Path) -> None:
    [rejection] = records(output.with_suffix(".rejected.jsonl"))
    assert Path(rejection["origin"]).name == BROKEN
    assert "front matter" in rejection["reason"]


def test_the_same_texts_give_the_same_bytes(output: Path, folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl"
    assert invoke("annotate", folder, "-o", again).exit_code == 0
    assert again.read_bytes() == output.read_bytes()


def test_rejects_of_an_earlier_time_do_not_stay_beside_a_clean_output(folder: Path, tmp_path: Path) -> None:
    stale = tmp_path / "coded.rejected.jsonl"
    stale.write_text("{}\n", encoding="utf-8")
    [clean, *_] = sorted(path for path in folder.iterdir() if path.name != BROKEN)
    result = invoke("annotate", clean, "-o", tmp_path / "coded.jsonl")
    assert plain(result.stdout).startswith("1 readouts coded, 1 calls, 0 rejected")
    assert not stale.exists()


def test_a_table_is_read_by_the_columns_that_are_named(tmp_path: Path) -> None:
    one = written(0)
    table = tmp_path / "calls.csv"
    table.write_text(f'heading,message,day\n"{one.title}","{one.text}",{one.published}\n', encoding="utf-8")
    columns = [word for pair in ("text=message", "title=heading", "published=day") for word in ("--column", pair)]
    result = invoke("annotate", table, "-o", tmp_path / "coded.jsonl", "--source", "kremlin", "--lang", "en", *columns)
    assert result.exit_code == 0, result.stderr
    [record] = records(tmp_path / "coded.jsonl")
    assert (record["text"], record["title"], record["source"], record["lang"]) == (one.text, one.title, "kremlin", "en")
    assert record["calls"][0]["occurred_on"] == one.published.isoformat()


@pytest.mark.parametrize("arguments", [["--predicted"], []], ids=["read", "coded now"])
def test_evaluate_reads_the_output_back_and_finds_nothing_wrong(output: Path, arguments: list[str]) -> None:
    predicted = [*arguments, output] if arguments else []
    result = invoke("evaluate", "--gold", output, *predicted, "--errors", "5", "--json")
    assert result.exit_code == 0, result.stderr
    scores = json.loads(result.stdout)
    assert scores["records"] == scores["aligned_calls"] == TEXTS
    assert "errors" not in scores
    shares = {name: scores[name]["f1"] for name in ("calls", "participants", "ceremonial")}
    accuracies = {name: scores[name] for name in ("date_acc", "medium_acc", "call_type_acc", "initiator_acc")}
    assert {*shares.values(), *accuracies.values()} == {100.0}
