"""The sentence that may be quoted from a count reads right for every profile."""

from __future__ import annotations

import dataclasses
import re

import pytest
from count.made_calls import (
    JOHNSON,
    KREMLIN,
    MACRON,
    MAY,
    MERKEL,
    PHONE,
    PUTIN,
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

from communique.codebook import UNSTATED, CallType, Medium
from communique.count import beside_the_quote, count_calls, quotable
from communique.count.profile import ALL_TIME, CrossSource, Initiator, Profile, Selection
from communique.count.story import numbered
from communique.records import Call, CodedReadout, Participant

BEFORE = "From 7 May 2017 to 23 February 2022 (before the war), the Kremlin reported"
SINCE = "From 24 February 2022 to 31 October 2022 (since the war), the Kremlin reported"


def some(number: int, *people: Participant, year: int = 2019, initiator: str = UNSTATED) -> list[Call]:
    """Make as many calls as asked, a day apart."""
    return [
        made_call(f"{year}-03-{day:02}", *people, id=f"{year}-{people[-1].person}-{day}#1", initiator=initiator)
        for day in range(1, number + 1)
    ]


@pytest.mark.parametrize(
    ("calls", "profile", "sentence"),
    [
        (
            [*some(2, PUTIN, MACRON), *some(1, PUTIN, MAY), *some(3, PUTIN, JOHNSON), *some(1, PUTIN, MACRON, year=2022)],
            made_profile(),
            (
                f"{BEFORE} 2 telephone calls between Vladimir Putin and Emmanuel Macron, 1 with Theresa May and 3 with Boris Johnson. "
                f"{SINCE} 1 telephone call between Vladimir Putin and Emmanuel Macron and none with Theresa May or Boris Johnson."
            ),
        ),
        (
            [],
            made_profile(),
            (
                f"{BEFORE} no telephone calls between Vladimir Putin and Emmanuel Macron and none with Theresa May or Boris Johnson. "
                f"{SINCE} no telephone calls between Vladimir Putin and Emmanuel Macron and none with Theresa May or Boris Johnson."
            ),
        ),
        (
            some(1, PUTIN, MACRON),
            made_profile(Selection(counterparts=("emmanuel-macron",)), windows=(ALL_TIME,)),
            "The sources reported 1 communication with Emmanuel Macron.",
        ),
        (
            [*some(3, PUTIN, MERKEL), *some(1, PUTIN, MACRON)],
            made_profile(
                Selection(sources=("kremlin",), medium=(Medium.PHONE,), principal="vladimir-putin"), windows=(ALL_TIME,)
            ),
            "The Kremlin reported 4 telephone calls of Vladimir Putin: with Angela Merkel (3) and Emmanuel Macron (1).",
        ),
        ([], made_profile(PHONE, windows=(ALL_TIME,)), "The sources reported no telephone calls."),
        (
            some(2, PUTIN, MACRON, initiator="FRA"),
            made_profile(
                dataclasses.replace(
                    KREMLIN,
                    counterparts=("emmanuel-macron",),
                    initiators=(Initiator.COUNTERPART,),
                    call_types=(CallType.SUBSTANTIVE,),
                ),
                windows=(ALL_TIME,),
            ),
            (
                "The Kremlin reported 2 substantive telephone calls between Vladimir Putin and Emmanuel Macron, "
                "each begun by Emmanuel Macron."
            ),
        ),
    ],
    ids=["several leaders, two windows", "zero", "one and no window", "anybody", "nobody at all", "who began"],
)
def test_the_sentence_to_quote(calls: list[Call], profile: Profile, sentence: str) -> None:
    assert quotable(count_calls(told(*calls), profile, ()), profile) == sentence


def test_of_many_leaders_the_most_frequent_are_named() -> None:
    calls = [call for number, person in enumerate((MACRON, MAY, JOHNSON, MERKEL), 1) for call in some(number, PUTIN, person)]
    strangers = [Participant(f"Somebody {number}", "AUT", f"somebody-{number}") for number in range(4)]
    others = [made_call("2019-05-01", PUTIN, person, id=f"{person.person}#1") for person in strangers]
    profile = made_profile(Selection(principal="vladimir-putin"), windows=(ALL_TIME,))
    sentence = quotable(count_calls(told(*calls, *others), profile, ()), profile)
    assert sentence.startswith(
        "The sources reported 14 communications of Vladimir Putin, most often with Angela Merkel (4), Boris Johnson (3), Theresa May (2), "
    )
    assert len(re.findall(r"\(\d+\)", sentence)) == 6


@pytest.mark.parametrize(("n", "words"), [(0, "no calls"), (1, "1 call"), (2, "2 calls")])
def test_numbers_and_words_agree(n: int, words: str) -> None:
    assert numbered(n, "call") == words


def test_beside_the_sentence_stand_doubt_what_was_left_out_and_who_else_tells_it() -> None:
    rule = exclusion("bastille-day", "national_day")
    unsure = {"call_type": decided("substantive", 0.6)}
    doubtful = made_call("2019-01-01", id="k1#1", occasions=(occasion("national_day"),), decisions=unsure)
    greeting = made_call("2019-07-14", id="k2#1", call_type=CallType.CEREMONIAL, occasions=(occasion("national_day"),))
    since = made_call("2022-03-01", id="k3#1")
    theirs = made_call("2022-03-01", id="e1#1", source="elysee")
    profile = dataclasses.replace(made_profile(KREMLIN, rule), cross_source=CrossSource("elysee", ("since",)))
    matches = (both("k3#1", "e1#1"),)
    ledger = count_calls(told(doubtful, greeting, since, theirs), profile, matches)
    certainty, left_out, told_too = beside_the_quote(ledger, profile, matches)
    assert certainty == "95 % intervals, where doubtful decisions leave room: Emmanuel Macron 0 to 1 (before the war)."
    assert left_out == "Left out by a rule: 1 call (Bastille day 1)."
    assert told_too == "With Emmanuel Macron (since the war): the Élysée reports 1 of the 1 too."


def test_a_count_without_doubt_and_rules_says_so() -> None:
    profile = made_profile()
    assert beside_the_quote(count_calls(told(made_call("2019-01-01")), profile, ()), profile) == (
        "No decision behind these numbers is doubtful enough to move one of them (95 % interval).",
        "Nothing that met the selection was left out.",
    )


@given(corpora(), profiles())
def test_every_count_of_every_profile_has_whole_sentences(coded: list[CodedReadout], profile: Profile) -> None:
    ledger = count_calls(coded, profile, ())
    sentence = quotable(ledger, profile)
    assert sentence.count("reported") == len(profile.windows)
    assert sentence.endswith(".")
    assert not re.search(r"  | ,| \.|\bNone\b|\b1 \w+ calls\b|\b0 \b|, and none with or", sentence)
    assert all(line.endswith(".") for line in beside_the_quote(ledger, profile))
