"""A profile says its rules in plain words, and whether its published numbers are reproduced."""

from __future__ import annotations

import dataclasses

import pytest
from count.made_calls import CEREMONIAL, KREMLIN, PHONE, SUBSTANTIVE, WINDOWS, both, exclusion, made_call, made_profile, told

from communique.codebook import Format, Medium, OccasionId
from communique.count import (
    count_calls,
    cross_source_verdict,
    leader_names,
    load_profile,
    profile_sentences,
    rule_titles,
    window_titles,
)
from communique.count.profile import CrossSource, Exclusion, Initiator, Selection, Side, When


def test_the_reference_profile_in_plain_words() -> None:
    assert profile_sentences(load_profile("facts4eu-2022")) == [
        (
            "Counted are telephone calls between Vladimir Putin and Emmanuel Macron, Theresa May, Boris Johnson or Liz Truss, "
            "as published by the Kremlin."
        ),
        (
            "The windows of time, first and last day included: before the war, from 7 May 2017 to 23 February 2022; "
            "since the war, from 24 February 2022 to 31 October 2022."
        ),
        "Several reports of one call count as one call.",
        "A call with several leaders on the other side counts once for each of them.",
        "Left out are ceremonial calls in which Vladimir Putin congratulated the other side on winning an election.",
        "Left out are ceremonial calls in which Vladimir Putin congratulated the other side on a national day.",
        "Left out are ceremonial calls in which Vladimir Putin offered the other side condolences after a terrorist attack.",
        "A call is ceremonial when nothing beyond courtesies was reported; one that does business as well is not.",
        "The counted calls, since the war, are compared with what the Élysée reports.",
    ]


@pytest.mark.parametrize(
    ("selection", "sentence"),
    [
        (Selection(), "Counted are communications by any medium between any leaders, whoever published them."),
        (PHONE, "Counted are telephone calls between any leaders, whoever published them."),
        (
            Selection(principal="vladimir-putin", medium=(Medium.PHONE, Medium.VIDEO), languages=("en", "ru")),
            (
                "Counted are telephone calls or video calls between Vladimir Putin and anybody else, whoever published them, "
                "in English or Russian."
            ),
        ),
        (
            Selection(counterparts=("emmanuel-macron",), initiators=(Initiator.COUNTERPART, Initiator.MUTUAL)),
            (
                "Counted are communications by any medium of Emmanuel Macron with anybody, "
                "begun by Emmanuel Macron or begun by both sides, whoever published them."
            ),
        ),
        (
            Selection(
                formats=(Format.BILATERAL,),
                call_types=(SUBSTANTIVE,),
                medium=(Medium.PHONE,),
                initiators=(Initiator.PRINCIPAL,),
            ),
            (
                "Counted are bilateral substantive telephone calls between any leaders, "
                "begun by the side of the publisher's own leader, whoever published them."
            ),
        ),
    ],
)
def test_a_selection_in_plain_words(selection: Selection, sentence: str) -> None:
    assert profile_sentences(made_profile(selection))[0] == sentence


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (exclusion("x", call_type=CEREMONIAL), "Left out are ceremonial calls."),
        (
            exclusion("x", "birthday", by="counterpart", call_type=None),
            "Left out are calls in which the other side wished Vladimir Putin well on a birthday.",
        ),
        (
            exclusion("x", "thanks", "bereavement", by="any"),
            "Left out are ceremonial calls in which either side thanked the other or offered the other condolences on a death.",
        ),
        (
            exclusion(
                "x", call_type=None, medium=(Medium.VIDEO,), formats=(Format.MULTILATERAL,), initiators=(Initiator.UNSTATED,)
            ),
            "Left out are multilateral video calls of which the text does not say who began them.",
        ),
    ],
)
def test_an_exclusion_in_plain_words(rule: Exclusion, sentence: str) -> None:
    assert sentence in profile_sentences(made_profile(KREMLIN, rule))


@pytest.mark.parametrize("what", OccasionId)
def test_every_courtesy_has_words(what: OccasionId) -> None:
    sentence = profile_sentences(made_profile(KREMLIN, Exclusion("x", "X", "", When((what,), Side.ANY))))[4]
    assert sentence.startswith("Left out are calls in which either side ")
    assert "the other" in sentence


@pytest.mark.parametrize("medium", Medium)
def test_every_medium_has_words(medium: Medium) -> None:
    assert "_" not in profile_sentences(made_profile(Selection(medium=(medium,))))[0]


@pytest.mark.parametrize("initiator", Initiator)
def test_every_initiator_has_words(initiator: Initiator) -> None:
    assert "beg" in profile_sentences(made_profile(Selection(initiators=(initiator,))))[0]


def test_an_open_window_and_a_comparison_in_all_windows_in_plain_words() -> None:
    windows = (WINDOWS[0], dataclasses.replace(WINDOWS[1], last=type(WINDOWS[1].last).max))
    profile = dataclasses.replace(made_profile(windows=windows), cross_source=CrossSource("elysee", ("before", "since")))
    sentences = profile_sentences(profile)
    assert sentences[1].endswith("; since the war, from 24 February 2022.")
    assert sentences[-1] == "The counted calls are compared with what the Élysée reports."


def test_only_counted_calls_that_both_sources_tell_are_compared() -> None:
    profile = dataclasses.replace(
        made_profile(KREMLIN, exclusion("all", call_type=CEREMONIAL)),
        cross_source=CrossSource("elysee", ("since",)),
        expected_cross_source={"since": {"emmanuel-macron": 2}},
    )
    calls = [
        made_call("2022-02-20", id="k0#1"),
        made_call("2022-02-24", id="k1#1"),
        made_call("2022-02-28", id="k2#1"),
        made_call("2022-03-03", id="k3#1", call_type=CEREMONIAL),
        made_call("2022-03-06", id="k4#1"),
    ]
    matches = [both("k0#1", "e0#1"), both("k2#1", "e2#1"), both("k3#1", "e3#1"), both("k4#1", "e4#1", "ambiguous")]
    ledger = count_calls(told(*calls), profile)
    assert cross_source_verdict(ledger, profile, matches) == [
        ("since", "emmanuel-macron", 2, 1),
        ("since", "theresa-may", None, 0),
        ("since", "boris-johnson", None, 0),
    ]
    assert cross_source_verdict(ledger, made_profile(), matches) == []


def test_names_for_print_come_from_the_gazetteer_and_the_profile() -> None:
    profile = made_profile(KREMLIN, exclusion("national-holiday", "national_day"))
    assert leader_names(count_calls([], profile)) == {
        "emmanuel-macron": "Emmanuel Macron",
        "theresa-may": "Theresa May",
        "boris-johnson": "Boris Johnson",
    }
    assert window_titles(profile) == {"before": "before the war", "since": "since the war"}
    assert rule_titles(profile) == {"same-call": "Told already by another report", "national-holiday": "National holiday"}
