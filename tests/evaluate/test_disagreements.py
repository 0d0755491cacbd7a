from __future__ import annotations

from typing import Any

import pytest
from evaluate.labelled import TEXT, Json, call, record, records, tone
from hypothesis import given

from communique.evaluate import Disagreement, errors, score


@pytest.mark.parametrize(
    ("gold", "predicted", "told"),
    [
        ({"occurred_on": "2022-02-24"}, {"occurred_on": "2022-02-25"}, [("occurred_on", "2022-02-24", "2022-02-25")]),
        ({"initiator": None}, {"initiator": "NOR"}, [("initiator", "unstated", "NOR")]),
        (
            {"medium": "phone", "call_type": "ceremonial"},
            {"medium": "video", "call_type": "substantive"},
            [("medium", "phone", "video"), ("call_type", "ceremonial", "substantive")],
        ),
        (
            {"occasions": [{"id": "thanks"}, {"id": "birthday"}]},
            {"occasions": [{"id": "thanks", "by": "NOR"}]},
            [("occasions", "birthday, thanks", "thanks")],
        ),
        (
            {"occasions": [{"id": "thanks", "by": "NOR", "to": "ISL"}]},
            {"occasions": [{"id": "thanks", "by": "ISL"}]},
            [("occasions_by_to", "thanks NOR → ISL", "thanks ISL → ?")],
        ),
        (
            {"tone": [tone("candid", "frank")]},
            {"tone": [tone("cordial", "frank")]},
            [("tone", "candid: frank", ""), ("tone", "", "cordial: frank")],
        ),
        (
            {"tone": [tone("candid", "frank", "exchange")]},
            {"tone": [tone("candid", "frank", "third_party"), tone("candid", "frank", None)]},
            [("toward", "candid: frank → exchange", "?, third_party")],
        ),
        ({"tone": [tone("candid", "frank", None)]}, {"tone": [tone("candid", "frank", "exchange")]}, []),
        ({}, {}, []),
    ],
)
def test_difference_is_told_with_both_values(gold: Json, predicted: Json, told: list[tuple[str, str, str]]) -> None:
    found = errors([record(call(**gold), text=TEXT)], [record(call(**predicted))])
    assert found == [Disagreement("norway-1", *item) for item in told]


def test_passage_without_words_is_told_by_its_place() -> None:
    gold: dict[str, Any] = {"tone": [{"labels": ["candid"], "span": [11, 16]}]}
    assert errors([record(call(**gold))], [record(call())]) == [Disagreement("norway-1", "tone", "candid: [11, 16)", "")]


def test_lost_and_invented_calls_are_told_by_their_people() -> None:
    gold = [record(call(), call("Aino Virta", "Per Holm"))]
    predicted = [record(call("Aino Virta", "Mette Krag"), call())]
    assert errors(gold, predicted) == [
        Disagreement("norway-1", "calls", "Aino Virta (FIN) + Per Holm (SWE)", ""),
        Disagreement("norway-1", "calls", "", "Aino Virta (FIN) + Mette Krag (DNK)"),
    ]


def test_people_of_an_aligned_call_are_told_where_one_is_wrong() -> None:
    (found,) = errors([record(call("Olga Berg", "Jón Þór"))], [record(call("Olga Berg", "Jón Þór", "Per Holm"))])
    assert found == Disagreement(
        "norway-1",
        "participants",
        "Olga Berg (NOR) + Jón Þór (ISL)",
        "Olga Berg (NOR) + Jón Þór (ISL) + Per Holm (SWE)",
    )


def test_limit_takes_the_first_ones() -> None:
    gold = [record(call(), name=f"norway-{i}") for i in range(5)]
    assert [found.record for found in errors(gold, [], 2)] == ["norway-0", "norway-1"]
    assert errors(gold, [], 0) == []
    assert len(errors(gold, [])) == len(errors(gold, [], 9)) == 5


@given(records, records)
def test_no_point_is_lost_without_a_disagreement(gold: list[Json], predicted: list[Json]) -> None:
    scores, told = score(gold, predicted), {found.field for found in errors(gold, predicted)}
    for field, found in (("calls", scores.calls), ("participants", scores.participants), ("tone", scores.tone)):
        if found.n and min(found.p, found.r) < 100:
            assert told & {field, "calls"}
    accuracies = {"occurred_on": scores.date_acc, "medium": scores.medium_acc, "call_type": scores.call_type_acc}
    for field, accuracy in (accuracies | {"initiator": scores.initiator_acc}).items():
        assert (field in told) == (accuracy < 100 and scores.aligned_calls > 0)
