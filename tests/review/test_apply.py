"""Corrections over a coding: what stands afterwards, what finds its call no more, who disagrees."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review.made_corrections import (
    CODED,
    FIRST,
    MACRON,
    MAY,
    MISSED,
    PUTIN,
    READOUT,
    SECOND,
    TEXT,
    WITH_MACRON,
    WITH_MAY,
    WITH_MERKEL,
    made,
    participant,
)
from strategies import coded_readouts

from communique.annotations import to_annotation
from communique.codebook import UNSTATED, CallType, Format, InitiatorBasis, Kind, Medium
from communique.errors import InputError
from communique.records import Call, CodedReadout, Participant
from communique.review import Anchor, Correction, apply, corrected_fields, values_of

MERKEL = participant("Angela Merkel", "DEU", person="angela-merkel")


def first_of(*corrections: Correction) -> Call:
    """Apply corrections, all of which have to hold, and return the first call."""
    applied = apply([CODED], corrections)
    assert applied.in_effect == corrections, applied.orphans
    return applied.coded[0].calls[0]


@pytest.mark.parametrize(
    ("field", "value", "attributes"),
    [
        ("call_type", "ceremonial", {"call_type": CallType.CEREMONIAL}),
        ("medium", "video", {"medium": Medium.VIDEO}),
        ("format", "bilateral", {"format": Format.BILATERAL}),
        ("initiator", {"initiator": "FRA", "initiator_basis": "explicit"}, {"initiator": "FRA"}),
        (
            "initiator",
            {"initiator": "unstated", "initiator_basis": "none"},
            {"initiator": UNSTATED, "initiator_basis": InitiatorBasis.NONE},
        ),
        (
            "occurred_on",
            {"occurred_on": "2018-07-13"},
            {"occurred_on": msgspec.convert("2018-07-13", type=type(FIRST.occurred_on))},
        ),
        ("occasions", [], {"occasions": ()}),
        ("tone", [], {"tone": ()}),
    ],
)
def test_a_person_decides_a_field_and_all_else_stays(field: str, value: Any, attributes: dict[str, Any]) -> None:
    call = first_of(made(field, value))
    for name, expected in attributes.items():
        assert getattr(call, name) == expected
    decision = call.decisions[field]
    assert (decision.by, decision.name, decision.version) == ("human", "Anna Schmidt", "2026-11-24")
    assert (decision.probability, decision.review) == (None, False)
    assert [reason.what for reason in decision.reasons] == ["I read it"]
    changed = {field, *attributes, "initiator_basis", "basis"} if field in {"initiator", "occurred_on"} else {field}
    for name in set(Call.__struct_fields__) - changed - {"decisions"}:
        assert getattr(call, name) == getattr(FIRST, name)
    assert {n: d for n, d in call.decisions.items() if n != field} == {n: d for n, d in FIRST.decisions.items() if n != field}


def test_a_decision_that_confirms_the_machine_is_a_persons_and_certain() -> None:
    call = first_of(made("call_type", "substantive"), made("occasions", values_of(CODED)[0]["occasions"]))
    assert call.decisions["call_type"].by == "human"
    assert not call.review
    assert [o.decision.by for o in call.occasions if o.decision] == ["human"]


def test_the_words_of_a_correction_become_its_evidence() -> None:
    (evidence,) = first_of(made("call_type", "ceremonial", quote="congratulated his colleague")).decisions["call_type"].evidence
    assert TEXT[evidence.start : evidence.end] == "congratulated his colleague"
    (evidence,) = first_of(made("medium", "phone", quote="Conversation with")).decisions["medium"].evidence
    assert evidence.where == "title"


def test_tone_and_occasions_are_found_by_their_words() -> None:
    tone = [{"text": "frank discussion", "labels": ["candid", "businesslike"], "toward": "counterpart"}]
    occasions = [{"id": "thanks", "by": "FRA", "to": "RUS", "text": "national holiday"}]
    call = first_of(made("occasions", occasions), made("tone", tone))
    assert (call.tone[0].evidence.quote, call.tone[0].labels, call.tone[0].toward) == (
        "frank discussion",
        ("candid", "businesslike"),
        "counterpart",
    )
    assert call.occasions[0].evidence is not None
    assert call.occasions[0].evidence.quote == "national holiday"


def test_other_participants_take_with_them_what_named_those_who_were_not_there() -> None:
    call = first_of(made("participants", [participant("Emmanuel Macron", "FRA", text="Emmanuel Macron"), MERKEL]))
    assert [p.name for p in call.participants] == ["Emmanuel Macron", "Angela Merkel"]
    assert (call.initiator, call.initiator_basis) == (UNSTATED, InitiatorBasis.NONE)
    assert call.decisions["initiator"].review
    assert [(o.by, o.to) for o in call.occasions] == [(UNSTATED, "FRA")]
    assert call.occasions[0].decision is not None
    assert call.occasions[0].decision.review


def test_a_third_participant_makes_a_call_multilateral() -> None:
    people = [*values_of(CODED)[0]["participants"], MERKEL]
    call = first_of(made("participants", people), made("initiator", {"initiator": "DEU", "initiator_basis": "verb"}))
    assert (call.format, call.initiator) == (Format.MULTILATERAL, "DEU")


def test_a_call_that_was_none_is_gone_and_the_other_keeps_its_id() -> None:
    (coded,) = apply([CODED], [made("exists", "no", why="he only announced it")]).coded
    assert [call.id for call in coded.calls] == ["k1#2"]
    assert coded.kind is Kind.CALL
    assert "no such call as k1#1, says Anna Schmidt (2026-11-24): he only announced it" in coded.note


def test_a_readout_without_its_only_call_is_no_call() -> None:
    alone = msgspec.structs.replace(CODED, calls=(FIRST,))
    assert apply([alone], [made("exists", "no")]).coded[0].kind is Kind.OTHER
    assert apply([alone], [made("exists", "no"), made("kind", "letter")]).coded[0].kind is Kind.LETTER


def test_a_call_that_was_missed_is_added_and_can_be_corrected_in_its_turn() -> None:
    corrections = [made("exists", MISSED, call=WITH_MERKEL), made("medium", "video", call=WITH_MERKEL)]
    applied = apply([CODED], corrections)
    assert applied.orphans == ()
    call = applied.coded[0].calls[2]
    assert (call.id, call.initiator, call.medium) == ("k1#3", "DEU", Medium.VIDEO)
    assert [p.person for p in call.participants] == ["", "angela-merkel"]
    assert {d.by for d in call.decisions.values()} == {"human"}
    assert apply([CODED], [*corrections, made("exists", "no", call=WITH_MERKEL)]).coded[0].calls == (FIRST, SECOND)


def test_a_missed_call_that_a_later_model_finds_is_not_there_twice() -> None:
    day = msgspec.convert(MISSED["occurred_on"], type=type(FIRST.occurred_on))
    found = msgspec.structs.replace(
        FIRST, occurred_on=day, participants=(PUTIN, Participant("Angela Merkel", "DEU")), occasions=(), tone=()
    )
    later = msgspec.structs.replace(CODED, calls=(found,))
    (call,) = apply([later], [made("exists", MISSED, call=WITH_MERKEL)]).coded[0].calls
    assert (call.id, call.initiator) == ("k1#1", "DEU")


def test_the_later_decision_wins_and_people_who_disagree_are_named() -> None:
    anna, ben = made("call_type", "ceremonial"), made("call_type", "substantive", who="Ben")
    applied = apply([CODED], [anna, ben])
    assert applied.coded[0].calls[0].call_type is CallType.SUBSTANTIVE
    assert (applied.in_effect, applied.superseded, applied.conflicts) == ((ben,), (anna,), ((anna, ben),))


def test_people_who_come_to_agree_are_no_conflict() -> None:
    words = [made("medium", "video"), made("medium", "phone", who="Ben"), made("medium", "phone")]
    assert apply([CODED], words).conflicts == ()


@pytest.mark.parametrize(
    "calls",
    [
        (SECOND, FIRST),  # in another order
        (FIRST,),
        (msgspec.structs.replace(FIRST, call_type=CallType.CEREMONIAL, occasions=()),),
        (msgspec.structs.replace(FIRST, participants=(MACRON, PUTIN)),),
        (
            msgspec.structs.replace(FIRST, participants=(PUTIN, Participant("E. Macron", ""))),
        ),  # a model that does not know France
    ],
)
def test_a_correction_finds_its_call_in_what_another_model_made_of_the_text(calls: tuple[Call, ...]) -> None:
    numbered = tuple(msgspec.structs.replace(call, id=f"k1#{n}") for n, call in enumerate(calls, 1))
    later = msgspec.structs.replace(CODED, calls=numbered, annotator="machine-2")
    applied = apply([later], [made("medium", "video")])
    assert applied.orphans == ()
    assert {MACRON.name, "E. Macron"} & {
        p.name for c in applied.coded[0].calls if c.medium is Medium.VIDEO for p in c.participants
    }
    assert sum(c.medium is Medium.VIDEO for c in applied.coded[0].calls) == 1


@pytest.mark.parametrize(
    ("correction", "reason"),
    [
        (made("medium", "video", readout="k9"), "there is no readout 'k9'"),
        (made("medium", "video", digest="0" * 64), "the text of the readout is not the one that was read"),
        (made("medium", "video", call=WITH_MERKEL), "the readout has no call of DEU:merkel – RUS:putin now"),
        (made("initiator", {"initiator": "DEU", "initiator_basis": "verb"}), "DEU is no side of the call"),
        (made("occasions", [{"id": "thanks", "by": "DEU", "to": "RUS"}]), "DEU is no side of the call"),
        (made("format", "multilateral"), "the call has 2 participants, which is not multilateral"),
        (made("kind", "letter"), "a readout of the kind letter tells no call"),
        (made("exists", {**MISSED, "initiator": "GBR"}, call=WITH_MERKEL), "GBR is no side of the call"),
    ],
)
def test_a_correction_that_cannot_be_applied_is_given_back_with_the_reason(correction: Correction, reason: str) -> None:
    applied = apply([CODED], [correction])
    assert applied.coded == (CODED,)
    assert [o.correction for o in applied.orphans] == [correction]
    assert reason in applied.orphans[0].reason


def test_two_calls_of_the_same_people_are_told_apart_by_their_number() -> None:
    twice = msgspec.structs.replace(CODED, calls=(FIRST, msgspec.structs.replace(FIRST, id="k1#2")))
    second = Anchor(2, WITH_MACRON.participants)
    media = [c.medium for c in apply([twice], [made("medium", "video", call=second)]).coded[0].calls]
    assert media == [Medium.PHONE, Medium.VIDEO]
    third = Anchor(3, WITH_MACRON.participants)
    assert "several calls" in apply([twice], [made("medium", "video", call=third)]).orphans[0].reason


def test_every_correction_whose_words_do_not_stand_in_the_text_is_named() -> None:
    corrections = [
        made("medium", "video", quote="by video link", origin="calls.jsonl:3"),
        made("call_type", "ceremonial", span=(0, 8), quote="Emmanuel", origin="calls.jsonl:4"),
        made("call_type", "ceremonial", span=(0, 9999), call=WITH_MAY, origin="calls.jsonl:5"),
        made("tone", [{"text": "warm talk", "labels": ["cordial"], "toward": "exchange"}], origin="calls.jsonl:6"),
    ]
    with pytest.raises(InputError) as caught:
        apply([CODED], corrections)
    told = str(caught.value).splitlines()
    assert [line.partition(": ")[0] for line in sorted(told)] == [f"calls.jsonl:{n}" for n in (3, 4, 5, 6)]
    assert "the words 'by video link' do not stand in the text of k1. Give 'quote' as it stands there" in min(told)


def test_fields_that_people_decided_are_named() -> None:
    assert list(corrected_fields(first_of(made("medium", "video")))) == ["medium"]
    assert list(corrected_fields(FIRST)) == []


@settings(deadline=None, max_examples=60)
@given(coded_readouts(), st.data())
def test_confirming_what_any_machine_said_changes_no_value(coded: CodedReadout, data: st.DataObject) -> None:
    """Whatever stands in a coding can be confirmed, unless the machine contradicts itself; the values stay."""
    applied = apply([coded], [])
    confirmed = [
        made(field, value, readout=coded.readout.id, digest=coded.readout.digest, call=applied.anchor(call))
        for call, values in zip(coded.calls, values_of(coded), strict=True)
        for field, value in values.items()
    ]
    shuffled = data.draw(st.permutations(confirmed))
    after = apply([coded], shuffled)
    assert len(after.in_effect) + len(after.orphans) + len(after.superseded) == len(confirmed)
    for before, now in zip(to_annotation(coded)["calls"], to_annotation(after.coded[0])["calls"], strict=True):
        for name in ("occurred_on", "medium", "call_type", "tone", "participants"):
            assert now[name] == before[name]


def test_readouts_without_corrections_are_left_alone() -> None:
    assert apply([CODED], []).coded == (CODED,)
    assert apply([CODED], []).anchor(FIRST) == WITH_MACRON
    assert READOUT.digest == CODED.readout.digest
    assert MAY in SECOND.participants
