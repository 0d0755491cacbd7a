"""Intervals are those of a Poisson-binomial variable; calls that could move the count are named with what moves them."""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import Any

import pytest
from count.made_calls import (
    CEREMONIAL,
    KREMLIN,
    SUBSTANTIVE,
    both,
    corpora,
    decided,
    exclusion,
    made_call,
    made_profile,
    occasion,
    profiles,
    told,
)
from hypothesis import given
from hypothesis import strategies as st

from communique.codebook import DateBasis, Medium, Precision
from communique.count import count_calls, interval, swing_calls
from communique.count.intervals import distribution, worlds
from communique.count.profile import Initiator, Profile, Selection
from communique.count.swing import SwingCall
from communique.records import Call, CodedReadout, Decision

ELECTION = exclusion("election", "election_victory")


@given(st.lists(st.floats(0, 1), max_size=9))
def test_the_distribution_is_that_of_all_outcomes_taken_one_by_one(chances: list[float]) -> None:
    outcomes = dict.fromkeys(range(len(chances) + 1), 0.0)
    for happened in itertools.product((0, 1), repeat=len(chances)):
        outcomes[sum(happened)] += math.prod(p if h else 1 - p for p, h in zip(chances, happened, strict=True))
    first, row = distribution(chances)
    found = dict.fromkeys(outcomes, 0.0) | {first + k: p for k, p in enumerate(row)}
    assert found == pytest.approx(outcomes, abs=1e-12)


@pytest.mark.parametrize(
    ("chances", "n", "expected"),
    [
        ([], 0, (0, 0)),
        ([1.0] * 14, 14, (14, 14)),
        ([0.0] * 14, 0, (0, 0)),
        # binomial of 100 fair coins: the textbook's 40 to 60
        ([0.5] * 100, 50, (40, 60)),
        ([1.0] * 10 + [0.5] * 100, 60, (50, 70)),
        # one doubtful call among sure ones
        ([1.0] * 5 + [0.9], 6, (5, 6)),
        ([1.0] * 5 + [0.99], 6, (6, 6)),
        # each is likelier than not, yet all together are not
        ([0.6] * 20, 20, (8, 20)),
    ],
)
def test_known_intervals(chances: list[float], n: int, expected: tuple[int, int]) -> None:
    assert interval(chances, n) == expected


@given(st.lists(st.floats(0, 1), max_size=40))
def test_an_interval_holds_its_number_and_nineteen_twentieths_of_the_probability(chances: list[float]) -> None:
    n = sum(p >= 0.5 for p in chances)
    low, high = interval(chances, n)
    first, row = distribution(chances)
    assert low <= n <= high
    assert sum(p for k, p in enumerate(row, first) if low <= k <= high) >= 0.95 - 1e-9


def test_many_thousand_doubtful_calls_are_summed_at_once() -> None:
    low, high = interval([0.99] * 20_000, 19_800)
    assert (low, high) == (19_772, 19_827)


@given(st.floats(0, 1), st.lists(st.floats(0, 1), max_size=12))
def test_the_worlds_of_a_call_sum_to_one_and_begin_with_what_is_coded(of_type: float, of_occasions: list[float]) -> None:
    paid = tuple(occasion("birthday", probability=p) for p in of_occasions)
    call = made_call("2022-02-24", occasions=paid, decisions={"call_type": decided("substantive", of_type)})
    found = list(worlds(call))
    assert math.fsum(w.probability for w in found) == pytest.approx(1)
    assert len(found) <= 256


def test_what_a_rule_or_a_person_decided_is_certain() -> None:
    call = made_call(
        "2022-02-24", occasions=(occasion("birthday"),), decisions={"call_type": decided("substantive", review=True)}
    )
    assert [(w.probability, w.call_type, w.occasions) for w in worlds(call)] == [(1.0, call.call_type, call.occasions)]


def doubtful(day: str, p: float, name: str, **fields: Any) -> Call:
    """Make a ceremonial call of congratulation, of which a model is so sure that it is ceremonial."""
    fields = {"call_type": CEREMONIAL, "occasions": (occasion("election_victory"),)} | fields
    return made_call(day, id=name, decisions={"call_type": decided(str(fields["call_type"]), p)}, **fields)


def cell(coded: list[CodedReadout], profile: Profile) -> tuple[int, int, int]:
    ledger = count_calls(coded, profile)
    (found,) = [t for t in ledger.tallies if t.by == "leader_window" and t.key == ("emmanuel-macron", "since")]
    return found.n, found.low, found.high


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([made_call("2022-03-01")], (1, 1, 1)),
        # left out, but perhaps it did business
        ([made_call("2022-03-01"), doubtful("2022-05-03", 0.6, "k2#1")], (1, 1, 2)),
        ([made_call("2022-03-01"), doubtful("2022-05-03", 0.99, "k2#1")], (1, 1, 1)),
        # counted, but perhaps it did none
        ([made_call("2022-03-01"), doubtful("2022-05-03", 0.6, "k2#1", call_type=SUBSTANTIVE)], (2, 1, 2)),
        # whether it is ceremonial is all one when no rule names its courtesy
        ([doubtful("2022-05-03", 0.6, "k2#1", occasions=(occasion("birthday"),))], (1, 1, 1)),
        # ceremonial for sure, but perhaps nobody congratulated
        (
            [made_call("2022-05-03", call_type=CEREMONIAL, occasions=(occasion("election_victory", probability=0.7),))],
            (0, 0, 1),
        ),
    ],
)
def test_a_count_has_the_interval_of_its_open_decisions(calls: list[Call], expected: tuple[int, int, int]) -> None:
    assert cell(told(*calls), made_profile(KREMLIN, ELECTION)) == expected


def test_a_call_that_is_not_selected_for_its_type_alone_still_widens_the_interval() -> None:
    selection = dataclasses.replace(KREMLIN, call_types=(SUBSTANTIVE,))
    assert cell(told(doubtful("2022-05-03", 0.6, "k2#1")), made_profile(selection)) == (0, 0, 1)


def test_a_call_told_already_does_not_widen_the_interval() -> None:
    selection = Selection(sources=("kremlin", "elysee"), principal="vladimir-putin", counterparts=("emmanuel-macron",))
    coded = told(made_call("2022-05-03"), doubtful("2022-05-03", 0.6, "e1#1", call_type=SUBSTANTIVE, source="elysee"))
    ledger = count_calls(coded, made_profile(selection, ELECTION), [both("k1#1", "e1#1")])
    assert [(t.n, t.low, t.high) for t in ledger.tallies if t.by == "leader_window" and t.n] == [(1, 1, 1)]


def swings(call: Call, profile: Profile) -> tuple[SwingCall, ...]:
    coded = told(call)
    return swing_calls(count_calls(coded, profile), coded, profile)


RELATIVE, MONTH = {"basis": DateBasis.RELATIVE}, {"precision": Precision.MONTH, "basis": DateBasis.STATED}
STATED = {"basis": DateBasis.STATED}


@pytest.mark.parametrize(
    ("call", "moves"),
    [
        (doubtful("2022-05-03", 0.6, "k1#1", **STATED), ("call_type: substantive instead of ceremonial",)),
        (doubtful("2022-05-03", 0.96, "k1#1", **STATED), ()),
        (doubtful("2022-05-03", 0.6, "k1#1", occasions=(), **STATED), ()),
        (
            made_call("2022-05-03", call_type=CEREMONIAL, occasions=(occasion("election_victory", probability=0.7),), **STATED),
            ("occasions: no election_victory",),
        ),
        (made_call("2022-05-03", medium=Medium.UNKNOWN, **STATED), ("medium: phone instead of unknown",)),
        (
            made_call("2022-05-03", decisions={"medium": decided("phone", review=True)}, **STATED),
            ("medium: unknown instead of phone",),
        ),
        (
            made_call("2022-05-03", decisions={"participants": decided("x", review=True)}, **STATED),
            ("participants: other people on the line",),
        ),
        # the invasion night
        (made_call("2022-02-24", **STATED), ()),
        (made_call("2022-02-24", **RELATIVE), ("occurred_on: 2022-02-23 instead of 2022-02-24",)),
        (made_call("2022-02-23"), ("occurred_on: 2022-02-24 instead of 2022-02-23",)),
        (made_call("2022-02-22"), ()),
        (made_call("2022-11-01"), ("occurred_on: 2022-10-31 instead of 2022-11-01",)),
        (made_call("2022-02-01", **MONTH), ("occurred_on: 2022-02-24 instead of 2022-02-01",)),
        (made_call("2022-03-01", **MONTH), ()),
        (
            made_call("2022-03-01", precision=Precision.UNKNOWN),
            ("occurred_on: 2022-02-23 instead of 2022-03-01",),
        ),
    ],
)
def test_a_call_swings_when_an_open_decision_would_change_the_count(call: Call, moves: tuple[str, ...]) -> None:
    assert tuple(move for swing in swings(call, made_profile(KREMLIN, ELECTION)) for move in swing.moves) == moves


def test_a_doubtful_initiator_swings_only_a_count_that_asks_who_began() -> None:
    call = made_call(
        "2022-05-03", initiator="RUS", decisions={"initiator": decided("RUS", review=True)}, basis=DateBasis.STATED
    )
    assert swings(call, made_profile()) == ()
    (swing,) = swings(call, made_profile(dataclasses.replace(KREMLIN, initiators=(Initiator.COUNTERPART,))))
    assert (swing.counted, swing.moves) == (False, ("initiator: FRA instead of RUS",))


@pytest.mark.parametrize(
    ("field", "day", "fields"),
    [
        ("occurred_on", "2022-02-24", {"basis": DateBasis.PUBLISHED}),
        ("medium", "2022-05-03", {"basis": DateBasis.STATED, "medium": Medium.UNKNOWN}),
    ],
)
def test_what_a_person_decided_does_not_swing(field: str, day: str, fields: dict[str, Any]) -> None:
    person = Decision("as it is", "human", "Anna Schmidt", "2026-11-24")
    profile = made_profile(dataclasses.replace(KREMLIN, medium=(Medium.PHONE,)))
    assert swings(made_call(day, **fields), profile) != ()
    assert swings(made_call(day, decisions={field: person}, **fields), profile) == ()


def test_swing_calls_are_told_the_most_doubtful_first_with_their_chance() -> None:
    coded = told(
        doubtful("2022-05-01", 0.9, "k1#1"),
        doubtful("2022-05-02", 0.55, "k2#1"),
        doubtful("2022-05-03", 0.7, "k3#1", call_type=SUBSTANTIVE),
    )
    profile = made_profile(KREMLIN, ELECTION)
    found = swing_calls(count_calls(coded, profile), coded, profile)
    assert [(s.call_id, s.counted) for s in found] == [("k2#1", False), ("k3#1", True), ("k1#1", False)]
    assert [s.chance for s in found] == pytest.approx([0.45, 0.7, 0.1])


def test_a_report_of_a_call_told_already_does_not_swing() -> None:
    coded = [
        *told(doubtful("2022-05-03", 0.6, "k1#1"), text="One text."),
        *told(doubtful("2022-05-03", 0.6, "k2#1"), text="One text."),
    ]
    profile = made_profile(KREMLIN, ELECTION)
    assert [s.call_id for s in swing_calls(count_calls(coded, profile), coded, profile)] == ["k1#1"]


@given(corpora(), profiles())
def test_a_swing_call_says_rightly_whether_it_is_counted_now(coded: list[CodedReadout], profile: Profile) -> None:
    ledger = count_calls(coded, profile)
    counted = {row.call_id for row in ledger.rows if row.status == "counted"}
    for swing in swing_calls(ledger, coded, profile):
        assert swing.counted == (swing.call_id in counted)
        assert swing.moves
        assert 0 <= swing.chance <= 1
