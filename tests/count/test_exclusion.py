"""The first rule that matches a call leaves it out; a call that is told again is left out before all of them."""

from __future__ import annotations

from typing import Any

import pytest
from count.made_calls import (
    CEREMONIAL,
    JOHNSON,
    KREMLIN,
    MACRON,
    PHONE,
    PUTIN,
    SUBSTANTIVE,
    both,
    exclusion,
    made_call,
    made_profile,
    occasion,
    told,
)

from communique.codebook import CallType, Format, Medium
from communique.count import count_calls, load_profile
from communique.count.profile import Exclusion, Initiator, Selection
from communique.records import Call, CodedReadout, LedgerRow, Match

ELECTION = exclusion("election", "election_victory")
HOLIDAY = exclusion("holiday", "national_day")


def fate(call: Call, *rules: Exclusion, selection: Selection = KREMLIN) -> LedgerRow:
    (row,) = count_calls(told(call), made_profile(selection, *rules)).rows
    return row


@pytest.mark.parametrize(
    ("call_type", "occasions", "rule"),
    [
        (CEREMONIAL, ("election_victory",), "election"),
        (CEREMONIAL, ("national_day",), "holiday"),
        (CEREMONIAL, ("birthday",), ""),
        (CEREMONIAL, (), ""),
        # the call of May 2022: congratulated, and then spoke of business
        (SUBSTANTIVE, ("election_victory",), ""),
        (SUBSTANTIVE, (), ""),
        # the first rule names it, in whatever order the text pays the courtesies
        (CEREMONIAL, ("national_day", "election_victory"), "election"),
        (CEREMONIAL, ("birthday", "national_day"), "holiday"),
    ],
)
def test_only_ceremonial_calls_of_the_named_occasions_are_left_out(
    call_type: CallType, occasions: tuple[str, ...], rule: str
) -> None:
    call = made_call("2022-05-03", call_type=call_type, occasions=tuple(occasion(o) for o in occasions))
    assert fate(call, ELECTION, HOLIDAY).rule == rule


@pytest.mark.parametrize(
    ("by", "paid_by", "excluded"),
    [
        ("principal", "RUS", True),
        ("principal", "FRA", False),
        ("principal", "unstated", False),
        ("counterpart", "FRA", True),
        ("counterpart", "RUS", False),
        ("any", "RUS", True),
        ("any", "FRA", True),
        ("any", "unstated", True),
    ],
)
def test_a_courtesy_counts_only_when_the_named_side_pays_it(by: str, paid_by: str, excluded: bool) -> None:  # noqa: FBT001
    call = made_call("2022-05-03", call_type=CEREMONIAL, occasions=(occasion("election_victory", paid_by),))
    assert (fate(call, exclusion("election", "election_victory", by=by)).status == "excluded") == excluded


def test_a_mutual_greeting_is_left_out_for_the_part_that_the_named_side_pays() -> None:
    greetings = (occasion("season_greetings", "FRA", "RUS"), occasion("season_greetings", "RUS", "FRA"))
    call = made_call("2022-05-03", call_type=CEREMONIAL, occasions=greetings)
    row = fate(call, exclusion("season", "season_greetings"))
    assert row.because == ("Season: ceremonial; season_greetings by RUS to FRA (Emmanuel Macron, 2022-05-03). It is protocol.")


@pytest.mark.parametrize(
    ("rule", "fields", "excluded"),
    [
        (exclusion("any-type", "birthday", call_type=None), {"occasions": (occasion("birthday"),)}, True),
        (exclusion("business", call_type=SUBSTANTIVE), {}, True),
        (exclusion("business", call_type=SUBSTANTIVE), {"call_type": CEREMONIAL}, False),
        (exclusion("ours", call_type=None, initiators=(Initiator.PRINCIPAL,)), {"initiator": "RUS"}, True),
        (exclusion("ours", call_type=None, initiators=(Initiator.PRINCIPAL,)), {"initiator": "FRA"}, False),
        (exclusion("video", call_type=None, medium=(Medium.VIDEO,)), {"medium": Medium.VIDEO}, True),
        (exclusion("video", call_type=None, medium=(Medium.VIDEO,)), {}, False),
        (exclusion("many", call_type=None, formats=(Format.MULTILATERAL,)), {"format": Format.MULTILATERAL}, True),
        (exclusion("many", call_type=None, formats=(Format.MULTILATERAL,)), {}, False),
    ],
)
def test_all_conditions_of_a_rule_must_hold(rule: Exclusion, fields: dict[str, Any], excluded: bool) -> None:  # noqa: FBT001
    row = fate(made_call("2022-05-03", **fields), rule, selection=Selection())
    assert (row.status, row.rule) == (("excluded", rule.id) if excluded else ("counted", ""))


def test_in_a_call_of_several_the_courtesy_of_one_counterpart_leaves_out_that_leader_only() -> None:
    call = made_call(
        "2022-05-03", PUTIN, MACRON, JOHNSON, call_type=CEREMONIAL, occasions=(occasion("birthday", "GBR", "RUS"),)
    )
    found = count_calls(told(call), made_profile(KREMLIN, exclusion("wishes", "birthday", by="counterpart"))).rows
    assert [(row.leader, row.status) for row in found] == [("emmanuel-macron", "counted"), ("boris-johnson", "excluded")]


@pytest.mark.parametrize(
    ("call_type", "what", "by", "rule"),
    [
        (CEREMONIAL, "election_victory", "RUS", "election-congratulations"),
        (CEREMONIAL, "national_day", "RUS", "bastille-day"),
        (CEREMONIAL, "terror_condolences", "RUS", "terror-condolences"),
        (SUBSTANTIVE, "election_victory", "RUS", ""),
        (SUBSTANTIVE, "terror_condolences", "RUS", ""),
        # re-election of Putin: it was Macron who congratulated
        (CEREMONIAL, "election_victory", "FRA", ""),
        (CEREMONIAL, "birthday", "RUS", ""),
    ],
)
def test_the_reference_profile_leaves_out_what_the_published_count_left_out(
    call_type: CallType, what: str, by: str, rule: str
) -> None:
    call = made_call("2022-05-03", call_type=call_type, occasions=(occasion(what, by),))
    (row,) = count_calls(told(call), load_profile("facts4eu-2022")).rows
    assert row.rule == rule


# --- one call, several reports

KREMLIN_CALL = made_call("2022-02-24", id="k1#1")
ELYSEE_CALL = made_call("2022-02-24", id="e1#1", source="elysee")
TWO_SOURCES = Selection(sources=("kremlin", "elysee"), principal="vladimir-putin", counterparts=("emmanuel-macron",))


def fates(
    coded: list[CodedReadout], *matches: Match, selection: Selection = TWO_SOURCES, rule: Exclusion = ELECTION
) -> dict[str, str]:
    ledger = count_calls(coded, made_profile(selection, rule), matches)
    return {row.call_id: row.rule or row.status for row in ledger.rows}


@pytest.mark.parametrize("verdict", ["both", "ambiguous"])
def test_a_call_that_two_sources_tell_is_counted_once(verdict: str) -> None:
    coded = told(KREMLIN_CALL, ELYSEE_CALL)
    assert fates(coded, both("k1#1", "e1#1", verdict)) == {"k1#1": "counted", "e1#1": "same-call"}
    row = next(r for r in count_calls(coded, made_profile(TWO_SOURCES), [both("k1#1", "e1#1")]).rows if r.rule)
    assert row.because.startswith("the same call as k1#1: told by kremlin too.")


def test_without_a_match_two_sources_tell_two_calls() -> None:
    assert set(fates(told(KREMLIN_CALL, ELYSEE_CALL)).values()) == {"counted"}


def test_the_source_that_the_profile_names_first_tells_first() -> None:
    selection = Selection(sources=("elysee", "kremlin"), principal="vladimir-putin", counterparts=("emmanuel-macron",))
    assert fates(told(KREMLIN_CALL, ELYSEE_CALL), both("k1#1", "e1#1"), selection=selection)["k1#1"] == "same-call"


def test_a_source_that_is_not_selected_leaves_the_other_alone() -> None:
    found = fates(told(KREMLIN_CALL, ELYSEE_CALL), both("k1#1", "e1#1"), selection=KREMLIN)
    assert found == {"k1#1": "counted", "e1#1": "source"}


def test_a_call_left_out_where_it_is_told_first_does_not_come_back_through_another_source() -> None:
    first = made_call("2022-02-24", id="k1#1", call_type=CEREMONIAL, occasions=(occasion("election_victory"),))
    assert fates(told(first, ELYSEE_CALL), both("k1#1", "e1#1")) == {"k1#1": "election", "e1#1": "same-call"}


def test_two_calls_of_a_day_stay_two_although_a_third_source_ties_them_together() -> None:
    calls = [
        made_call("2022-02-20", id="k1#1"),
        made_call("2022-02-20", id="k2#1"),
        made_call("2022-02-20", id="e1#1", source="elysee"),
        made_call("2022-02-20", id="d1#1", source="downing-street"),
    ]
    matches = [
        Match("both", "kremlin", "elysee", "k1#1", "e1#1"),
        Match("both", "downing-street", "elysee", "d1#1", "e1#1"),
        Match("both", "downing-street", "kremlin", "d1#1", "k2#1"),
    ]
    rows = {row.call_id: row for row in count_calls(told(*calls), made_profile(PHONE), matches).rows}
    assert {call_id: row.rule for call_id, row in rows.items()} == {
        "d1#1": "",
        "e1#1": "same-call",
        "k1#1": "same-call",
        "k2#1": "",
    }


def test_a_call_counts_once_without_a_principal_although_each_source_sees_another_leader() -> None:
    ledger = count_calls(told(KREMLIN_CALL, ELYSEE_CALL), made_profile(PHONE), [both("k1#1", "e1#1")])
    assert ledger.n("counted") == 1


def test_a_repeated_text_of_one_source_is_the_same_call() -> None:
    coded = [*told(KREMLIN_CALL, text="One text."), *told(made_call("2022-02-24", id="k2#1"), text="One  text.")]
    assert fates(coded, selection=KREMLIN) == {"k1#1": "counted", "k2#1": "same-call"}


def test_a_match_with_a_repeated_report_is_a_match_with_the_call() -> None:
    coded = [
        *told(KREMLIN_CALL, text="One text."),
        *told(made_call("2022-02-24", id="k2#1"), text="One text."),
        *told(ELYSEE_CALL),
    ]
    found = fates(coded, both("k2#1", "e1#1"))
    assert found == {"k1#1": "counted", "k2#1": "same-call", "e1#1": "same-call"}


def test_two_different_texts_of_one_source_on_one_day_are_two_calls() -> None:
    assert set(fates(told(KREMLIN_CALL, made_call("2022-02-24", id="k2#1")), selection=KREMLIN).values()) == {"counted"}


def test_the_same_person_as_both_sides_is_no_call_of_two_leaders() -> None:
    ledger = count_calls(told(made_call("2022-02-24", MACRON, MACRON)), made_profile(Selection()))
    assert ledger.rows[0].rule == "counterpart"
