"""What people are asked to look at, in which order, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from review.made_corrections import FIRST, MACRON, PUTIN, TEXT, made

from communique.codebook import CallType, Kind, OccasionId
from communique.records import Call, CodedReadout, Decision, Ledger, LedgerRow, Match, Occasion, Readout
from communique.review import Queued, Swing, apply, review_queue


def decision(value: str, probability: float, *, review: bool = True) -> Decision:
    return Decision(value, "model", "m", "1", probability=probability, review=review)


def told(name: str, *, source: str = "kremlin", **fields: Any) -> CodedReadout:
    """A readout with one call of which nothing is doubtful, unless said otherwise."""
    readout = Readout(name, source, "en", "2022-02-24", "", f"Text of {name}.")
    people = tuple(msgspec.structs.replace(p, evidence=None) for p in (PUTIN, MACRON))
    call = Call(f"{name}#1", name, source, dt.date(2022, 2, 24), people, **fields)
    return CodedReadout(readout, Kind.CALL, (call,), annotator="machine-1")


DOUBTFUL = {"decisions": {"call_type": decision("substantive", 0.55)}}


def queue(
    *coded: CodedReadout, selected: str = "", swings: tuple[Swing, ...] = (), matches: tuple[Match, ...] = ()
) -> list[Queued]:
    rows = tuple(
        LedgerRow(call.id, "counted" if call.readout_id in selected.split() else "not_selected", "", "")
        for c in coded
        for call in c.calls
    )
    return list(review_queue(coded, Ledger("p", rows, ()), swings, matches))


def both(a: str, b: str, *differences: str, verdict: str = "both") -> Match:
    return Match(verdict, "kremlin", "elysee", f"{a}#1", f"{b}#1", 0, differences, "one day apart")  # type: ignore[arg-type]


def test_what_moves_the_count_stands_first_then_what_sources_tell_differently_then_doubts_in_the_count_then_others() -> None:
    found = queue(
        told("elsewhere", **DOUBTFUL),
        told("doubt", **DOUBTFUL),
        told("differs"),
        told("theirs", source="elysee"),
        told("sure"),
        told("swing"),
        told("open"),
        selected="doubt differs swing open sure",
        swings=(Swing("swing#1", 0.9, ("medium: video instead of phone",)), Swing("open#1", 0.5, ("occasions: no thanks",))),
        matches=(both("differs", "theirs", "initiator: RUS | FRA"),),
    )
    assert [q.id for q in found] == ["open#1", "swing#1", "differs#1", "doubt#1", "elsewhere#1"]
    assert [q.fields for q in found] == [("occasions",), ("medium",), ("initiator",), ("call_type",), ("call_type",)]
    assert [q.why[0] for q in found] == [
        "moves the count (now counted, 50% likely to be counted): occasions: no thanks",
        "moves the count (now counted, 90% likely to be counted): medium: video instead of phone",
        "kremlin | elysee differ: initiator: RUS | FRA",
        "call type: substantive with a probability of 0.55 is too close to call",
        "call type: substantive with a probability of 0.55 is too close to call",
    ]


def test_a_call_stands_once_with_everything_that_speaks_for_looking_at_it() -> None:
    thanks = Occasion(OccasionId.THANKS, decision=decision("thanks", 0.4))
    swing = Swing(
        "one#1", 0.6, ("call_type: ceremonial instead of substantive", "occurred_on: 2022-02-23 instead of 2022-02-24")
    )
    [found] = queue(told("one", occasions=(thanks,), **DOUBTFUL), selected="one", swings=(swing,))
    assert found.fields == ("call_type", "occurred_on", "occasions")
    assert len(found.why) == 3


def test_the_nearest_to_even_is_asked_first() -> None:
    near, far = decision("substantive", 0.51), decision("substantive", 0.7)
    found = queue(told("a", decisions={"call_type": far}), told("b", decisions={"call_type": near}), selected="a b")
    assert [q.id for q in found] == ["b#1", "a#1"]


def test_calls_that_two_sources_may_tell_both_are_asked_about() -> None:
    [first, second] = queue(
        told("a"), told("b", source="elysee"), selected="a b", matches=(both("a", "b", verdict="ambiguous"),)
    )
    assert {first.id, second.id} == {"a#1", "b#1"}
    assert first.why == ("kremlin and elysee may tell it both: one day apart",)
    assert queue(told("a"), told("b"), selected="a b", matches=(both("a", "b", "tone: candid | none"),)) == []
    assert queue(told("a"), told("b"), selected="a b", matches=(both("a", "b", verdict="only_a"),)) == []


def test_what_a_person_decided_is_not_asked_again() -> None:
    coded = CodedReadout(Readout("k1", "kremlin", "en", "", "Conversation with Emmanuel Macron", TEXT), Kind.CALL, (FIRST,))
    digest = coded.readout.digest
    before = queue(coded, selected="k1", matches=(both("k1", "k1", "medium: phone | video"),))
    assert before[0].fields == ("medium", "call_type", "occasions")
    decided = [
        made("medium", "phone", digest=digest),
        made("call_type", "substantive", digest=digest),
        made("occasions", [], digest=digest),
    ]
    (after,) = apply([coded], decided).coded
    assert queue(after, selected="k1", matches=(both("k1", "k1", "medium: phone | video"),)) == []
    assert after.calls[0].call_type is CallType.SUBSTANTIVE


def test_a_readout_that_reads_like_a_call_without_one_is_asked_about_last() -> None:
    empty = CodedReadout(Readout("lost", "kremlin", "en", "", "", "They spoke."), Kind.CALL)
    found = queue(empty, told("a", **DOUBTFUL))
    assert [(q.id, q.call is None, q.fields) for q in found][-1] == ("lost", True, ("kind",))


def test_what_a_decision_has_put_in_question_is_asked_about_with_that_reason() -> None:
    ceremonial = msgspec.structs.replace(FIRST, call_type=CallType.CEREMONIAL)
    readout = Readout("k1", "kremlin", "en", "", "Conversation with Emmanuel Macron", TEXT)
    decided = made("occasions", [], digest=readout.digest)
    (after,) = apply([CodedReadout(readout, Kind.CALL, (ceremonial,))], [decided]).coded
    [found] = queue(after)
    assert found.fields == ("call_type",)
    reason = "only a courtesy makes a call ceremonial, and a person says that there was none"
    assert found.why == (f"call type: ceremonial is to be looked at: {reason}",)
