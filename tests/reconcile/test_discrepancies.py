"""Two tellings of one call are set side by side, field by field, where they differ."""

from __future__ import annotations

from typing import Any

import pytest
from count.made_calls import CEREMONIAL, MACRON, PUTIN, made_call, occasion

from communique.codebook import Medium, ToneLabel, Toward
from communique.reconcile import differences
from communique.records import Evidence, Participant, ToneSpan


def tone(*labels: ToneLabel) -> tuple[ToneSpan, ...]:
    return tuple(ToneSpan(Evidence(0, 4, "Text"), (label,), Toward.EXCHANGE) for label in labels)


@pytest.mark.parametrize(
    ("ours", "theirs", "difference"),
    [
        ({"initiator": "FRA"}, {}, "initiator: FRA | unstated"),
        ({"initiator": "FRA"}, {"initiator": "RUS"}, "initiator: FRA | RUS"),
        ({}, {"medium": Medium.UNKNOWN}, "medium: phone | unknown"),
        ({}, {"call_type": CEREMONIAL}, "call_type: substantive | ceremonial"),
        (
            {"occasions": (occasion("thanks"), occasion("birthday"))},
            {},
            "occasions: birthday by RUS, thanks by RUS | none",
        ),
        (
            {"occasions": (occasion("thanks"),)},
            {"occasions": (occasion("thanks", "FRA"),)},
            "occasions: thanks by RUS | thanks by FRA",
        ),
        ({}, {"tone": tone(ToneLabel.CORDIAL, ToneLabel.CANDID)}, "tone: none | candid, cordial"),
        # the same words twice, or in another order, are no difference
        ({"tone": tone(ToneLabel.CANDID, ToneLabel.CANDID)}, {"tone": tone(ToneLabel.CANDID)}, None),
        ({}, {}, None),
    ],
)
def test_a_field_that_differs_is_told_with_both_values(
    ours: dict[str, Any], theirs: dict[str, Any], difference: str | None
) -> None:
    one = made_call("2022-02-24", id="k1#1", **ours)
    other = made_call("2022-02-24", id="e1#1", source="elysee", **theirs)
    assert differences(one, other) == ((difference,) if difference else ())


def test_all_differences_are_told_in_a_fixed_order() -> None:
    one = made_call("2022-02-24", initiator="FRA")
    other = made_call("2022-02-25", call_type=CEREMONIAL)
    assert [d.partition(":")[0] for d in differences(one, other)] == ["occurred_on", "initiator", "call_type"]


def test_another_spelling_of_a_name_is_no_difference_but_another_polity_is() -> None:
    one = made_call("2022-02-24", PUTIN, MACRON)
    spelt = made_call("2022-02-24", MACRON, Participant("Владимир Путин", "RUS"))
    moved = made_call("2022-02-24", PUTIN, Participant("Emmanuel Macron", "AND", "emmanuel-macron"))
    assert differences(one, spelt) == ()
    assert differences(one, moved) == (
        "participants: emmanuel-macron (FRA), vladimir-putin (RUS) | emmanuel-macron (AND), vladimir-putin (RUS)",
    )
