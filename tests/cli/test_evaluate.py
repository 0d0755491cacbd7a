"""``communique evaluate`` says what `communique.evaluate` computes, per source and overall."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.commands import invoke, plain

from communique import evaluate

DATA = Path(__file__).parents[1] / "evaluate" / "data"
GOLD, PREDICTED, TEXTS = (DATA / f"{name}.jsonl" for name in ("gold", "predicted", "texts"))
SOURCES = {"elysee", "kremlin", "no10"}


def told(*arguments: str | Path) -> dict[str, Any]:
    result = invoke("evaluate", "--gold", GOLD, "--predicted", PREDICTED, *arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("│┃").replace("┃", "│").split("│")]


@pytest.mark.parametrize("texts", [[], [TEXTS]], ids=["labels alone", "with the texts"])
def test_json_is_what_the_library_computes(texts: list[Path]) -> None:
    gold, predicted = evaluate.read_gold(GOLD, texts), evaluate.read_predictions(PREDICTED)
    overall, by_source = evaluate.score(gold, predicted), evaluate.score_by_source(gold, predicted)
    assert told(*(word for path in texts for word in ("--texts", path))) == evaluate.to_json(overall, by_source)


def test_json_holds_every_source_and_the_sum_of_all() -> None:
    scores = told()
    assert set(scores["by_source"]) == SOURCES
    assert scores["records"] == sum(part["records"] for part in scores["by_source"].values())
    assert scores["calls"]["n"] == sum(part["calls"]["n"] for part in scores["by_source"].values())


def test_json_agrees_with_the_numbers_that_were_computed_by_hand() -> None:
    expected = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))["without_texts"]["all"]
    assert {name: told()[name] for name in expected} == expected


@pytest.mark.parametrize("limit", [1, 3])
def test_json_lists_as_many_disagreements_as_are_asked_for(limit: int) -> None:
    gold, predicted = evaluate.read_gold(GOLD), evaluate.read_predictions(PREDICTED)
    listed = told("--errors", str(limit))["errors"]
    assert len(listed) == limit
    assert [item["record"] for item in listed] == [item.record for item in evaluate.errors(gold, predicted, limit=limit)]


def test_the_table_has_a_column_for_each_source_and_the_sum_of_all_last() -> None:
    result = invoke("evaluate", "--gold", GOLD, "--predicted", PREDICTED)
    assert result.exit_code == 0
    assert "Against hand-made labels (percent" in result.stdout
    table = [cells(line) for line in result.stdout.split("Tone by label")[0].splitlines() if line.startswith("│")]
    gold, predicted = evaluate.read_gold(GOLD), evaluate.read_predictions(PREDICTED)
    rows = evaluate.score_rows(evaluate.score(gold, predicted), evaluate.score_by_source(gold, predicted))
    assert [list(column) for column in zip(*table, strict=True)][1:] == [list(row[1:]) for row in rows]
    header = next(line for line in result.stdout.splitlines() if line.startswith("┃"))
    assert [cell.strip() for cell in header.strip("┃").split("┃")][1:] == [*sorted(SOURCES), "all"]


def test_disagreements_are_printed_with_record_field_and_both_values() -> None:
    result = invoke("evaluate", "--gold", GOLD, "--predicted", PREDICTED, "--errors", "2")
    gold, predicted = evaluate.read_gold(GOLD), evaluate.read_predictions(PREDICTED)
    for item in evaluate.errors(gold, predicted, limit=2):
        assert plain(f"{item.record} {item.field}: gold {item.gold} predicted {item.predicted}") in plain(result.stdout)


def test_every_fault_of_the_labels_is_told_with_its_line(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    people = [{"name": "Aino Virta", "polity": "FIN"}, {"name": "Per Holm", "polity": "SWE"}]
    faulty = [
        {"id": "a-1", "calls": [{"participants": people, "medium": "telegraph"}]},
        {"id": "a-2", "calls": [{"participants": people, "call_type": "ceremonious"}]},
        {"id": "a-2", "calls": []},
    ]
    gold.write_text("".join(json.dumps(record) + "\n" for record in faulty), encoding="utf-8")
    result = invoke("evaluate", "--gold", gold, "--predicted", PREDICTED)
    assert (result.exit_code, result.stdout) == (2, "")
    for line, words in ((1, "unknown medium 'telegraph'"), (2, "Did you mean ceremonial?"), (3, "'a-2' stands in line 2")):
        assert any(f"{gold}:{line}: " in told and words in told for told in result.stderr.splitlines())
