"""Every call has a fate, and what is selected is counted plus left out, whatever the calls and the profile."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter

import msgspec
import pytest
from count.made_calls import (
    CEREMONIAL,
    JOHNSON,
    KREMLIN,
    MACRON,
    MERKEL,
    PHONE,
    PUTIN,
    corpora,
    exclusion,
    made_call,
    made_profile,
    occasion,
    profiles,
    told,
)
from hypothesis import given
from hypothesis import strategies as st

from communique.codebook import CallType, OccasionId, ToneLabel, Toward
from communique.count import check_ledger, count_calls, expected_verdict
from communique.count.exclusion import applies
from communique.count.profile import ALL_TIME, SAME_CALL, Profile
from communique.count.selection import CONDITIONS, Case, cases
from communique.count.tally import DIMENSIONS
from communique.errors import InputError, LedgerError
from communique.records import CodedReadout, Evidence, Ledger, LedgerRow, Match, ToneSpan
from communique.tellings import tellings_of


def tallies(ledger: Ledger, by: str) -> dict[tuple[str, ...], int]:
    return {t.key: t.n for t in ledger.tallies if t.by == by and t.n}


@given(corpora(), profiles())
def test_selected_is_counted_plus_left_out_and_no_call_is_lost(coded: list[CodedReadout], profile: Profile) -> None:
    ledger = count_calls(coded, profile)
    assert {row.call_id for row in ledger.rows} == {call.id for item in coded for call in item.calls}
    by_rule = Counter(row.rule for row in ledger.rows if row.status == "excluded")
    selected = [row for row in ledger.rows if row.status != "not_selected"]
    assert len(selected) == ledger.n("counted") + by_rule.total()
    assert set(by_rule) <= {SAME_CALL, *(e.id for e in profile.exclusions)}
    assert {row.rule for row in ledger.rows if row.status == "not_selected"} <= set(CONDITIONS)
    assert len({(row.call_id, row.leader) for row in selected}) == len(selected)
    assert all(row.because for row in ledger.rows)


@given(corpora(), profiles())
def test_every_number_is_the_length_of_its_list_and_lies_in_its_interval(coded: list[CodedReadout], profile: Profile) -> None:
    ledger = count_calls(coded, profile)
    for tally in ledger.tallies:
        assert len(set(tally.call_ids)) == len(tally.call_ids) == tally.n
        assert 0 <= tally.low <= tally.n <= tally.high
    counted = Counter((row.leader, row.window) for row in ledger.rows if row.status == "counted")
    assert tallies(ledger, "leader_window") == counted
    keys = [(tally.by, tally.key) for tally in ledger.tallies]
    assert len(set(keys)) == len(keys)
    assert {by for by, _ in keys} <= set(DIMENSIONS)


@given(corpora(), profiles())
def test_a_call_is_left_out_by_the_first_rule_that_matches_it(coded: list[CodedReadout], profile: Profile) -> None:
    rows = {(row.call_id, row.leader): row for row in count_calls(coded, profile).rows}
    for telling in tellings_of(coded):
        for case in cases(telling, profile):
            row = rows.get((telling.call.id, case.leader)) if isinstance(case, Case) else None
            if isinstance(case, Case) and row and row.rule != SAME_CALL:
                call = telling.call
                matching = [e.id for e in profile.exclusions if applies(e, case, call.call_type, call.occasions)]
                assert row.rule == next(iter(matching), "")


@given(corpora(), profiles(), st.randoms(use_true_random=False))
def test_the_order_of_the_readouts_does_not_change_the_ledger(
    coded: list[CodedReadout], profile: Profile, shuffler: random.Random
) -> None:
    shuffled = list(coded)
    shuffler.shuffle(shuffled)
    assert count_calls(shuffled, profile) == count_calls(coded, profile)


@given(corpora(), profiles(), st.data())
def test_whatever_is_matched_the_numbers_add_up_and_the_order_of_matches_does_not_matter(
    coded: list[CodedReadout], profile: Profile, data: st.DataObject
) -> None:
    ids = [call.id for item in coded for call in item.calls] or ["none"]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=5))
    matches = [Match("both", "kremlin", "elysee", a, b) for a, b in pairs if a != b]
    assert count_calls(coded, profile, matches) == count_calls(coded, profile, data.draw(st.permutations(matches)))


@given(corpora(), profiles())
def test_a_ledger_reads_back_as_it_was_written(coded: list[CodedReadout], profile: Profile) -> None:
    ledger = count_calls(coded, profile)
    assert msgspec.json.decode(msgspec.json.encode(ledger), type=Ledger) == ledger


def test_nothing_in_gives_a_ledger_of_zeros() -> None:
    ledger = count_calls([], made_profile())
    assert ledger.rows == ()
    cells = [t for t in ledger.tallies if t.by == "leader_window"]
    assert [(t.key, t.n, t.low, t.high) for t in cells] == [
        ((leader, window), 0, 0, 0)
        for leader in ("emmanuel-macron", "theresa-may", "boris-johnson")
        for window in ("before", "since")
    ]


def test_a_call_given_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"given twice: k1#1\. Give each readout once"):
        count_calls([*told(made_call("2022-02-24")), *told(made_call("2022-02-25"))], made_profile())


TONE = tuple(
    ToneSpan(Evidence(0, 4, "Text"), labels, toward)
    for labels, toward in (
        ((ToneLabel.CANDID, ToneLabel.CONSTRUCTIVE), Toward.EXCHANGE),
        ((ToneLabel.CANDID,), Toward.COUNTERPART),
        ((ToneLabel.CONFRONTATIONAL,), Toward.THIRD_PARTY),
    )
)


def test_calls_are_tallied_by_every_dimension() -> None:
    calls = [
        made_call("2022-01-28", id="k1#1", initiator="FRA", tone=TONE),
        made_call("2022-02-24", PUTIN, MACRON, JOHNSON, id="k2#1", initiator="RUS", occasions=(occasion("birthday"),)),
        made_call(
            "2022-02-28", id="k3#1", call_type=CEREMONIAL, occasions=(occasion("national_day"),), initiator="RUS", tone=TONE
        ),
    ]
    ledger = count_calls(told(*calls), made_profile(KREMLIN, exclusion("holiday", "national_day")))
    assert tallies(ledger, "leader_window") == {
        ("emmanuel-macron", "before"): 1,
        ("emmanuel-macron", "since"): 1,
        ("boris-johnson", "since"): 1,
    }
    # a call of several leaders is one call here; the excluded one is in no number but that of its rule
    assert tallies(ledger, "rule") == {("holiday",): 1}
    assert tallies(ledger, "source") == {("kremlin",): 2}
    assert tallies(ledger, "initiator") == {("FRA",): 1, ("RUS",): 1}
    assert tallies(ledger, "call_type") == {("substantive",): 2}
    assert tallies(ledger, "occasion") == {("birthday",): 1}
    assert tallies(ledger, "tone") == {("candid",): 1, ("constructive",): 1}
    assert tallies(ledger, "month") == {("2022-01",): 1, ("2022-02",): 1}
    assert tallies(ledger, "pair") == {("emmanuel-macron", "vladimir-putin"): 2, ("boris-johnson", "vladimir-putin"): 1}


def test_what_the_codebook_or_the_profile_names_is_tallied_although_it_is_zero() -> None:
    ledger = count_calls([], made_profile(KREMLIN, exclusion("holiday", "national_day")))
    keys = [(t.by, *t.key) for t in ledger.tallies]
    assert [key for key in keys if key[0] == "rule"] == [("rule", SAME_CALL), ("rule", "holiday")]
    assert [key[1] for key in keys if key[0] == "call_type"] == [str(c) for c in CallType]
    assert [key[1] for key in keys if key[0] == "tone"] == [str(label) for label in ToneLabel]
    assert [key[1] for key in keys if key[0] == "occasion"] == [str(o) for o in OccasionId]
    assert ("source", "kremlin") in keys


def test_leaders_that_the_profile_does_not_name_are_tallied_by_id() -> None:
    ledger = count_calls(told(made_call("2022-02-24", PUTIN, MERKEL, MACRON)), made_profile(PHONE, windows=(ALL_TIME,)))
    cells = [t.key for t in ledger.tallies if t.by == "leader_window"]
    assert cells == [("angela-merkel", "all"), ("emmanuel-macron", "all")]


def test_the_expected_numbers_are_put_beside_the_counted_ones() -> None:
    profile = dataclasses.replace(made_profile(), expected={"since": {"emmanuel-macron": 2, "theresa-may": 0}})
    assert expected_verdict(count_calls(told(made_call("2022-02-24")), profile)) == [
        ("since", "emmanuel-macron", 2, 1),
        ("since", "theresa-may", 0, 0),
    ]
    assert expected_verdict(count_calls([], made_profile())) == []


ROW = LedgerRow("k1#1", "counted", "", "because", "emmanuel-macron", "since")
GOOD = count_calls(told(made_call("2022-02-24")), made_profile())


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ((), "without a fate: k1#1"),
        ((*GOOD.rows, LedgerRow("k9#1", "not_selected", "medium", "by letter")), "never put in: k9#1"),
        ((ROW, ROW), "decided twice under one leader: k1#1"),
        ((msgspec.structs.replace(ROW, status="not_selected", rule="medium"),), "selected is not counted + excluded: k1#1"),
        ((msgspec.structs.replace(ROW, leader="theresa-may"),), "selected is not counted + excluded: k1#1"),
        ((msgspec.structs.replace(ROW, status="excluded", rule="whim"),), "without a named rule: k1#1"),
        ((msgspec.structs.replace(ROW, rule="same-call"),), "without a named rule: k1#1"),
        ((msgspec.structs.replace(ROW, window="before"),), "counted otherwise than tallied: k1#1"),
    ],
)
def test_a_ledger_that_does_not_add_up_is_refused_and_names_the_calls(rows: tuple[LedgerRow, ...], fault: str) -> None:
    broken = msgspec.structs.replace(GOOD, rows=rows)
    with pytest.raises(LedgerError) as refusal:
        check_ledger(broken, made_profile(), ["k1#1"], {("k1#1", "emmanuel-macron")})
    assert fault in str(refusal.value)


def test_a_long_list_of_calls_is_cut_and_counted() -> None:
    with pytest.raises(LedgerError, match="and 15 more"):
        check_ledger(GOOD, made_profile(), [f"x{number}#1" for number in range(25)], set())
