"""The same call of two sources is found, once, whichever source is named first; doubt is said and not hidden."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import Counter
from typing import Any

import pytest
from count.made_calls import JOHNSON, MACRON, MERKEL, PUTIN, STRANGER, corpora, made_call, told
from hypothesis import given
from hypothesis import strategies as st

from communique.codebook import Medium
from communique.errors import InputError
from communique.reconcile import match_all, match_calls, match_sources
from communique.records import Call, CodedReadout, Match, Participant

MIRRORED = {"only_a": "only_b", "only_b": "only_a", "both": "both", "ambiguous": "ambiguous"}


def kremlin(number: int, day: str, *people: Participant, **fields: Any) -> Call:
    return made_call(day, *people, id=f"k{number}#1", **fields)


def elysee(number: int, day: str, *people: Participant, **fields: Any) -> Call:
    return made_call(day, *people, id=f"e{number}#1", source="elysee", **fields)


def matched(a: list[Call], b: list[Call]) -> list[tuple[str, str, str]]:
    """Match and keep what a table shows: verdict and the numbers of the two calls."""
    found = match_calls(a, b, source_a="kremlin", source_b="elysee")
    return [(m.verdict, m.call_a.partition("#")[0], m.call_b.partition("#")[0]) for m in found]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (kremlin(1, "2022-02-24"), elysee(1, "2022-02-24"), True),
        # whoever is named first
        (kremlin(1, "2022-02-24", PUTIN, MACRON), elysee(1, "2022-02-24", MACRON, PUTIN), True),
        (kremlin(1, "2022-02-24", PUTIN, MACRON), elysee(1, "2022-02-24", PUTIN, MERKEL), False),
        (kremlin(1, "2022-02-24", PUTIN, MACRON), elysee(1, "2022-02-24", PUTIN, MACRON, MERKEL), False),
        # on two sides of midnight
        (kremlin(1, "2022-02-25"), elysee(1, "2022-02-24"), True),
        (kremlin(1, "2022-02-23"), elysee(1, "2022-02-24"), True),
        (kremlin(1, "2022-02-26"), elysee(1, "2022-02-24"), False),
        # the medium
        (kremlin(1, "2022-02-24"), elysee(1, "2022-02-24", medium=Medium.UNKNOWN), True),
        (kremlin(1, "2022-02-24"), elysee(1, "2022-02-24", medium=Medium.VIDEO), False),
        (kremlin(1, "2022-02-24", medium=Medium.VIDEO), elysee(1, "2022-02-24", medium=Medium.VIDEO), True),
        (kremlin(1, "2022-02-24", medium=Medium.VIDEO), elysee(1, "2022-02-24", medium=Medium.UNKNOWN), False),
        # people whom the gazetteer does not list
        (kremlin(1, "2022-02-24", PUTIN, STRANGER), elysee(1, "2022-02-24", PUTIN, Participant("Mme Nowhere", "AUT")), True),
        (kremlin(1, "2022-02-24", PUTIN, STRANGER), elysee(1, "2022-02-24", PUTIN, Participant("Petra Nowhere", "DEU")), False),
        (kremlin(1, "2022-02-24", PUTIN, STRANGER), elysee(1, "2022-02-24", PUTIN, Participant("Petra Nowhere", "")), True),
        # known to one side only
        (
            kremlin(1, "2022-02-24", PUTIN, MACRON),
            elysee(1, "2022-02-24", PUTIN, Participant("Un Autre Macron", "FRA")),
            True,
        ),
        (
            kremlin(1, "2022-02-24", PUTIN, JOHNSON),
            elysee(1, "2022-02-24", PUTIN, Participant("Alan Johnson", "GBR", "alan-johnson")),
            False,
        ),
        # spelt in another script, with no id
        (kremlin(1, "2022-02-24", Participant("Владимир Путин", "RUS"), MACRON), elysee(1, "2022-02-24"), True),
    ],
)
def test_two_reports_are_of_one_call_when_people_day_and_medium_agree(one: Call, other: Call, same: bool) -> None:  # noqa: FBT001
    expected = [("both", "k1", "e1")] if same else {("only_a", "k1", ""), ("only_b", "", "e1")}
    found = matched([one], [other])
    assert found == expected if same else set(found) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # each call finds its nearest day
        (["20", "21"], ["20", "21"], ["k1-e1", "k2-e2"]),
        (["20", "23"], ["21", "23"], ["k1-e1", "k2-e2"]),
        # a pair of the same day is not broken up to make two of neighbouring days
        (["20", "21"], ["21", "22"], ["k1-", "k2-e1", "-e2"]),
        # the whole record is a day late
        (["10", "20"], ["11", "21"], ["k1-e1", "k2-e2"]),
        # two calls of one day on both sides: in the order of the day
        (["20", "20"], ["20", "20"], ["k1-e1", "k2-e2"]),
        (["19", "20", "20"], ["20", "20"], ["k1-", "k2-e1", "k3-e2"]),
        ([], ["20"], ["-e1"]),
        (["20"], [], ["k1-"]),
        ([], [], []),
    ],
)
def test_pairs_are_chosen_together(a: list[str], b: list[str], expected: list[str]) -> None:
    ours = [kremlin(number, f"2022-01-{day}") for number, day in enumerate(a, 1)]
    theirs = [elysee(number, f"2022-01-{day}") for number, day in enumerate(b, 1)]
    found = matched(ours, theirs)
    assert [f"{one}-{other}" for _, one, other in found] == expected
    assert all(verdict != "ambiguous" for verdict, _, _ in found)


def test_one_call_beside_two_of_the_same_day_is_ambiguous_and_says_between_which() -> None:
    a, b = [kremlin(1, "2022-02-20")], [elysee(1, "2022-02-20"), elysee(2, "2022-02-20")]
    assert matched(a, b) == [("ambiguous", "k1", "e1"), ("ambiguous", "", "e2")]
    for match in match_calls(a, b, source_a="kremlin", source_b="elysee"):
        assert "k1#1 (2022-02-20)" in match.because
        assert "e1#1 (2022-02-20), e2#1 (2022-02-20)" in match.because


def test_a_call_between_two_days_is_ambiguous() -> None:
    found = matched([kremlin(1, "2022-02-20")], [elysee(1, "2022-02-19"), elysee(2, "2022-02-21")])
    assert sorted(found) == [("ambiguous", "", "e2"), ("ambiguous", "k1", "e1")]


def test_a_stated_time_tells_two_calls_of_a_day_apart() -> None:
    a = [kremlin(1, "2022-02-20", occurred_at="23:30:00+03:00")]
    b = [elysee(1, "2022-02-20", occurred_at="12:00:00+01:00"), elysee(2, "2022-02-20", occurred_at="21:30:00+01:00")]
    assert matched(a, b) == [("only_b", "", "e1"), ("both", "k1", "e2")]


@pytest.mark.parametrize("at", ["", "evening", "12:00"])
def test_a_time_without_a_zone_does_not_tell_calls_apart(at: str) -> None:
    a = [kremlin(1, "2022-02-20", occurred_at="23:30:00+03:00")]
    found = matched(a, [elysee(1, "2022-02-20", occurred_at=at), elysee(2, "2022-02-20", occurred_at=at)])
    assert {verdict for verdict, _, _ in found} == {"ambiguous"}


def test_a_match_says_why_and_how_far_apart() -> None:
    (found,) = match_calls([kremlin(1, "2022-02-24")], [elysee(1, "2022-02-25")], source_a="kremlin", source_b="elysee")
    assert (
        found.because == "the same people (emmanuel-macron, vladimir-putin), by phone, a day apart (2022-02-24 and 2022-02-25)"
    )
    assert found.days_apart == 1
    assert found.differences == ("occurred_on: 2022-02-24 | 2022-02-25",)


def test_a_call_that_one_side_tells_alone_says_what_is_nearest_on_the_other() -> None:
    a = [kremlin(1, "2022-02-24"), kremlin(2, "2022-02-24", PUTIN, MERKEL)]
    b = [elysee(1, "2022-03-01"), elysee(2, "2022-02-24", medium=Medium.LETTER)]
    words = {m.call_a or m.call_b: m.because for m in match_calls(a, b, source_a="kremlin", source_b="elysee")}
    assert words["k1#1"].endswith("emmanuel-macron, vladimir-putin is e2#1, 0 days away, by letter")
    assert words["k2#1"] == "the other source tells no call of angela-merkel, vladimir-putin"


def test_a_neighbouring_call_with_a_partner_of_its_own_is_said_to_have_one() -> None:
    found = match_calls(
        [kremlin(1, "2022-02-20"), kremlin(2, "2022-02-21")], [elysee(1, "2022-02-21")], source_a="kremlin", source_b="elysee"
    )
    assert found[0].because.endswith("is e1#1, 1 days away, by phone, which has a partner already")


@pytest.mark.parametrize(
    ("a", "b", "sources", "fault"),
    [
        ([], [], ("elysee", "elysee"), "'elysee' cannot be matched with itself"),
        ([kremlin(1, "2022-02-20"), kremlin(1, "2022-02-21")], [], ("kremlin", "elysee"), r"given twice: k1#1\."),
    ],
)
def test_what_cannot_be_matched_is_refused(a: list[Call], b: list[Call], sources: tuple[str, str], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        match_calls(a, b, source_a=sources[0], source_b=sources[1])


def calls_of(coded: list[CodedReadout], *sources: str) -> list[Call]:
    return [call for item in coded for call in item.calls if call.source in sources]


@given(corpora(most=12))
def test_every_call_stands_in_exactly_one_match(coded: list[CodedReadout]) -> None:
    a, b = calls_of(coded, "kremlin", ""), calls_of(coded, "elysee", "downing-street")
    found = match_calls(a, b, source_a="a", source_b="b")
    assert Counter(m.call_a for m in found if m.call_a) == Counter(call.id for call in a)
    assert Counter(m.call_b for m in found if m.call_b) == Counter(call.id for call in b)


@given(corpora(most=12))
def test_the_two_sources_can_be_exchanged(coded: list[CodedReadout]) -> None:
    a, b = calls_of(coded, "kremlin", ""), calls_of(coded, "elysee", "downing-street")
    there = match_calls(a, b, source_a="a", source_b="b")
    back = match_calls(b, a, source_a="b", source_b="a")
    assert {(m.verdict, m.call_a, m.call_b) for m in there} == {(MIRRORED[m.verdict], m.call_b, m.call_a) for m in back}


@given(corpora(most=12), st.randoms(use_true_random=False))
def test_the_order_of_the_calls_does_not_matter(coded: list[CodedReadout], shuffler: random.Random) -> None:
    a, b = calls_of(coded, "kremlin", ""), calls_of(coded, "elysee", "downing-street")
    expected = match_calls(a, b, source_a="a", source_b="b")
    shuffler.shuffle(a)
    shuffler.shuffle(b)
    assert match_calls(a, b, source_a="a", source_b="b") == expected


@given(st.lists(st.integers(0, 5), max_size=5), st.lists(st.integers(0, 5), max_size=5))
def test_no_other_choice_of_pairs_is_better(a: list[int], b: list[int]) -> None:
    start = dt.date(2022, 2, 20)
    ours = [kremlin(n, str(start + dt.timedelta(days=day))) for n, day in enumerate(a)]
    theirs = [elysee(n, str(start + dt.timedelta(days=day))) for n, day in enumerate(b)]
    found = [m.days_apart for m in match_calls(ours, theirs, source_a="kremlin", source_b="elysee") if m.days_apart is not None]
    assert all(abs(days) <= 1 for days in found)
    # a pair is worth 1.5 days less its distance: none of the ways to pair the two lists, tried one by one, is worth more
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    best = max(
        sum(max(1.5 - abs(one - other), 0) if abs(one - other) <= 1 else 0 for one, other in zip(choice, shorter, strict=True))
        for choice in itertools.permutations(longer, len(shorter))
    )
    assert sum(1.5 - abs(days) for days in found) == pytest.approx(best)


CODED = [
    *told(kremlin(1, "2022-02-23"), text="One text."),
    *told(kremlin(2, "2022-02-23"), text="One text."),
    *told(kremlin(3, "2022-02-28", PUTIN, MERKEL)),
    *told(elysee(1, "2022-02-24"), lang="fr"),
    *told(made_call("2022-02-24", id="d1#1", source="downing-street")),
]


def shown(matches: tuple[Match, ...]) -> list[tuple[str, str, str]]:
    return [(m.verdict, m.call_a, m.call_b) for m in matches]


def test_reports_that_a_source_repeats_are_matched_once() -> None:
    assert shown(match_sources(CODED, "kremlin", "elysee")) == [("both", "k1#1", "e1#1"), ("only_a", "k3#1", "")]


@pytest.mark.parametrize(
    ("restriction", "kept"),
    [
        ({"people": ("emmanuel-macron",)}, ["k1#1"]),
        ({"people": ("vladimir-putin", "angela-merkel")}, ["k3#1"]),
        ({"people": ("emmanuel-macron", "angela-merkel")}, []),
        # the Élysée's date lies in the window, the Kremlin's does not: the match stays whole
        ({"between": (dt.date(2022, 2, 24), dt.date(2022, 2, 27))}, ["k1#1"]),
        ({"between": (dt.date(2022, 2, 25), dt.date(2022, 2, 28))}, ["k3#1"]),
    ],
)
def test_matches_can_be_kept_to_a_window_or_to_some_people(restriction: dict[str, Any], kept: list[str]) -> None:
    assert [m.call_a for m in match_sources(CODED, "kremlin", "elysee", **restriction)] == kept


def test_a_source_that_tells_nothing_leaves_the_other_alone() -> None:
    assert {m.verdict for m in match_sources(CODED, "kremlin", "nato")} == {"only_a"}


def test_every_two_of_the_sources_are_matched() -> None:
    assert [(m.source_a, m.source_b, m.call_a, m.call_b) for m in match_all(CODED) if m.verdict == "both"] == [
        ("downing-street", "elysee", "d1#1", "e1#1"),
        ("downing-street", "kremlin", "d1#1", "k1#1"),
        ("elysee", "kremlin", "e1#1", "k1#1"),
    ]
    assert match_all([]) == ()
    assert match_all(told(kremlin(1, "2022-02-24"))) == ()
