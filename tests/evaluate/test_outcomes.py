"""Two codings → what was found, made up and missed in each text, by class; together the same as the scores."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from communique.evaluate import score
from communique.evaluate.outcomes import Outcome, outcomes

PUTIN, MACRON = {"name": "Vladimir Putin", "polity": "RUS"}, {"name": "Emmanuel Macron", "polity": "FRA"}
TEXT = "A frank talk. They condemned the attack."


def record(**fields: Any) -> dict[str, Any]:
    call = {"participants": [PUTIN, MACRON], "call_type": "substantive", "occasions": [], "tone": [], **fields}
    return {"id": "r1", "source": "kremlin", "text": TEXT, "calls": [call]}


def occasions(*ids: str) -> list[dict[str, str]]:
    return [{"id": name, "by": "RUS", "to": "FRA"} for name in ids]


def tone(words: str, label: str, toward: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"span": [start, start + len(words)], "text": words, "labels": [label], "toward": toward}


@pytest.mark.parametrize(
    ("gold", "predicted", "found"),
    [
        ({}, {}, ["call_type substantive hit"]),
        (
            {"call_type": "ceremonial"},
            {},
            ["call_type ceremonial missed", "call_type substantive spurious"],
        ),
        (
            {"occasions": occasions("thanks", "birthday")},
            {"occasions": occasions("birthday", "bereavement")},
            [
                "call_type substantive hit",
                "occasions birthday hit",
                "occasions thanks missed",
                "occasions bereavement spurious",
            ],
        ),
        (
            {"tone": [tone("frank", "candid", "exchange")]},
            {"tone": [tone("frank talk", "candid", "exchange")]},
            ["call_type substantive hit", "tone candid hit", "toward exchange hit"],
        ),
        (
            {"tone": [tone("condemned", "confrontational", "third_party")]},
            {"tone": [tone("condemned", "confrontational", "counterpart")]},
            [
                "call_type substantive hit",
                "tone confrontational hit",
                "toward third_party missed",
                "toward counterpart spurious",
            ],
        ),
        (
            {"tone": [tone("frank", "candid", "exchange")]},
            {"tone": [tone("condemned", "confrontational", "third_party")]},
            ["call_type substantive hit", "tone candid missed", "tone confrontational spurious"],
        ),
        (
            {"participants": [PUTIN, {"name": "Olaf Scholz", "polity": "DEU"}], "occasions": occasions("thanks")},
            {"occasions": occasions("thanks")},
            ["occasions thanks missed", "occasions thanks spurious"],  # two different calls: their types are not compared
        ),
    ],
)
def test_what_was_got_right_and_wrong(gold: dict[str, Any], predicted: dict[str, Any], found: list[str]) -> None:
    expected = Counter(Outcome(*line.split()) for line in found)
    assert outcomes([record(**gold)], [record(**predicted)]) == {"r1": expected}


def test_a_text_without_a_prediction_missed_everything() -> None:
    gold = record(occasions=occasions("thanks"), tone=[tone("frank", "candid", "exchange")])
    assert outcomes([gold], []) == {
        "r1": Counter({Outcome("occasions", "thanks", "missed"): 1, Outcome("tone", "candid", "missed"): 1})
    }


def test_outcomes_add_up_to_the_scores() -> None:
    gold = [record(occasions=occasions("thanks", "birthday"), tone=[tone("frank", "candid", "exchange")])]
    predicted = [record(occasions=occasions("birthday", "bereavement"), tone=[tone("frank", "candid", "counterpart")])]
    scores = score(gold, predicted)
    total = sum(outcomes(gold, predicted).values(), Counter())

    def recall(measure: str) -> float:
        hit = sum(n for outcome, n in total.items() if (outcome.measure, outcome.verdict) == (measure, "hit"))
        missed = sum(n for outcome, n in total.items() if (outcome.measure, outcome.verdict) == (measure, "missed"))
        return round(100 * hit / (hit + missed), 1)

    assert (recall("occasions"), recall("tone"), recall("toward")) == (scores.occasions.r, scores.tone.r, scores.toward_acc)
