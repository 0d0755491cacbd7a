"""The numbers of an independent implementation of the same measures, frozen.

``data/`` holds made-up labels and predictions of 48 texts, with every irregularity that files may have: nulls, words
without offsets, offsets without words, words that do not occur, names in several spellings, calls in another order.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.evaluate import read_gold, read_predictions, score, score_by_source, to_json

DATA = Path(__file__).parent / "data"
EXPECTED: dict[str, dict[str, Any]] = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
TEXTS = {"without_texts": [], "with_texts": [DATA / "texts.jsonl"]}


def measures(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if not key.startswith("without_")}


@pytest.mark.parametrize("case", TEXTS)
def test_scores_are_those_of_the_reference(case: str) -> None:
    gold, predicted = read_gold(DATA / "gold.jsonl", TEXTS[case]), read_predictions(DATA / "predicted.jsonl")
    assert measures(to_json(score(gold, predicted))) == EXPECTED[case]["all"]


@pytest.mark.parametrize("case", TEXTS)
@pytest.mark.parametrize("source", ["elysee", "kremlin", "no10"])
def test_scores_of_each_source_are_those_of_the_reference(case: str, source: str) -> None:
    gold, predicted = read_gold(DATA / "gold.jsonl", TEXTS[case]), read_predictions(DATA / "predicted.jsonl")
    found = measures(to_json(score_by_source(gold, predicted)[source]))
    del found["tone_by_label"]  # the reference gives it for all texts only
    assert found == EXPECTED[case][source]


def test_reference_tells_the_cases_apart() -> None:
    """Expected numbers that are all alike would prove nothing."""
    with_texts, without = EXPECTED["with_texts"]["all"], EXPECTED["without_texts"]["all"]
    assert with_texts["tone"] != without["tone"]
    for name in ("calls", "participants", "ceremonial", "initiator_stated", "occasions", "occasions_by_to", "tone"):
        assert 0 < with_texts[name]["r"] != with_texts[name]["p"] < 100
    for name in ("date_acc", "medium_acc", "call_type_acc", "initiator_acc", "toward_acc", "count_error_pct"):
        assert with_texts[name] not in {0.0, 100.0}
