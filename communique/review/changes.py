"""One correction + one call → the call with the person's decision in it: value, who, when, why and the words it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from communique.annotations import from_annotation, to_annotation
from communique.codebook import MUTUAL, UNSTATED, CallType, Format, InitiatorBasis, Kind
from communique.errors import InputError
from communique.records import Call, CodedReadout, Decision, Evidence, Readout, Reason
from communique.review.corrections import Anchor, Correction, anchor
from communique.review.values import CALL_FIELDS, YES, shown

_GONE = "the side that was named before is not on the line, says a person"


class MisfitError(Exception):
    """A correction does not fit the call as it is now."""


def passage(correction: Correction, readout: Readout) -> tuple[Evidence, ...]:
    """Find the words that a correction rests on.

    Raises
    ------
    InputError
        Naming the correction, when they do not stand there.
    """
    body: str = getattr(readout, correction.where)
    quote = correction.quote
    if correction.span is not None:
        start, end = correction.span
        words = body[start:end]
        if len(words) == end - start and quote in ("", words):
            return (Evidence(start, end, words, correction.where),)
    elif not quote:
        return ()
    else:
        places: tuple[tuple[Literal["text", "title"], str], ...] = (("text", readout.text), ("title", readout.title))
        for where, text in places:
            if (start := text.find(quote)) >= 0:
                return (Evidence(start, start + len(quote), quote, where),)
    place = f"at {list(correction.span)} of" if correction.span else "in"
    way_out = "Give 'quote' as it stands there, or leave it out."
    msg = (
        f"{_place(correction)}: the words {shown(quote)} do not stand {place} the {correction.where} of {readout.id}. {way_out}"
    )
    raise InputError(msg)


def _place(correction: Correction) -> str:
    return correction.origin or f"{correction.readout}, {correction.field}"


def _decision(correction: Correction, value: str, evidence: tuple[Evidence, ...] = ()) -> Decision:
    """Write a person's decision: who, when and why."""
    reasons = (Reason(correction.why, 0.0),) if correction.why else ()
    return Decision(value, "human", correction.who, correction.when[:10], evidence, reasons=reasons)


def _parsed(item: CodedReadout, record: dict[str, Any], correction: Correction) -> Call:
    """Read a call in the codebook's form; its words have to stand in the text.

    Raises
    ------
    InputError
        Naming the correction.
    """
    whole = to_annotation(msgspec.structs.replace(item, calls=()))
    try:
        return from_annotation({**whole, "calls": [record]}, origin=_place(correction)).calls[0]
    except InputError as error:
        raise InputError(
            str(error).replace("See section 6 of the codebook for the form.", "Give the words as they stand there.")
        ) from error


def changed_call(item: CodedReadout, call: Call, correction: Correction) -> Call:
    """Change one field of a call.

    Raises
    ------
    InputError, MisfitError
        When its words do not stand in the text; when it does not fit the call.
    """
    what, value = correction.field, correction.value
    evidence = passage(correction, item.readout)
    if what == "exists":
        return _with(call, exists=_decision(correction, YES, evidence))
    (record,) = to_annotation(msgspec.structs.replace(item, calls=(call,)))["calls"]
    record["initiator_span"] = record["initiator_text"] = None
    record |= value if what in {"occurred_on", "initiator"} else {what: value}
    if what == "participants":
        record["format"] = None  # it follows from their number
    new = _parsed(item, record, correction)
    decision = _decision(correction, _words(new, what), evidence)
    if what == "participants":
        evidence = tuple(p.evidence for p in new.participants if p.evidence)
        decision = msgspec.structs.replace(decision, evidence=evidence)
        return _sides_kept(_with(call, participants=decision, values={"participants": new.participants, "format": new.format}))
    if what == "format" and (new.format is Format.MULTILATERAL) != (len(call.participants) > 2):
        msg = f"the call has {len(call.participants)} participants, which is not {new.format}"
        raise MisfitError(msg)
    sides = {p.polity for p in call.participants} | {UNSTATED}
    if what == "initiator":
        _check_sides([new.initiator], sides | {MUTUAL})
        values: dict[str, Any] = {"initiator": new.initiator, "initiator_basis": new.initiator_basis}
    elif what == "occurred_on":
        values = {name: getattr(new, name) for name in ("occurred_on", "precision", "basis", "occurred_at")}
    elif what == "occasions":
        _check_sides([side for o in new.occasions for side in (o.by, o.to)], sides)
        own = [_decision(correction, str(o.id), (o.evidence,) if o.evidence else ()) for o in new.occasions]
        values = {what: tuple(msgspec.structs.replace(o, decision=d) for o, d in zip(new.occasions, own, strict=True))}
        told = call.decisions.get("call_type")
        if not new.occasions and call.call_type is CallType.CEREMONIAL and (told is None or told.by != "human"):
            # what the machine said of the type is open again
            why = "only a courtesy makes a call ceremonial, and a person says that there was none"
            call = _with(call, call_type=_open_again(str(call.call_type), told, why))
    elif what == "tone":
        spans = [msgspec.structs.replace(t, decision=_decision(correction, _labels(t.labels), (t.evidence,))) for t in new.tone]
        values = {what: tuple(spans)}
    else:
        values = {what: getattr(new, what)}
    return _with(call, values=values, **{what: decision})


def _with(call: Call, values: dict[str, Any] | None = None, **decisions: Decision) -> Call:
    return msgspec.structs.replace(call, **(values or {}), decisions={**call.decisions, **decisions})


def _check_sides(named: Iterable[str], sides: set[str]) -> None:
    for side in named:
        if side not in sides:
            msg = f"{side} is no side of the call (they are {', '.join(sorted(sides - {''}))})"
            raise MisfitError(msg)


def _words(call: Call, what: str) -> str:
    """Put a field in the short words of a decision."""
    if what == "participants":
        return "; ".join(f"{p.name} ({p.polity or '?'})" for p in call.participants)
    if what == "occasions":
        return "; ".join(f"{o.id} {o.by}>{o.to}" for o in call.occasions) or "none"
    if what == "tone":
        return "; ".join(f"{_labels(t.labels)} toward {t.toward}" for t in call.tone) or "none"
    value = getattr(call, what)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _labels(labels: Iterable[str]) -> str:
    return "+".join(str(label) for label in labels)


def _sides_kept(call: Call) -> Call:
    """Take back what names a side that is no longer on the line, and ask for review of it."""
    sides = {p.polity for p in call.participants} | {UNSTATED}
    values: dict[str, Any] = {}
    decisions = dict(call.decisions)
    if call.initiator not in sides | {MUTUAL}:
        values |= {"initiator": UNSTATED, "initiator_basis": InitiatorBasis.NONE}
        decisions["initiator"] = _open_again(UNSTATED, decisions.get("initiator"), _GONE)
    values["occasions"] = tuple(
        o
        if {o.by, o.to} <= sides
        else msgspec.structs.replace(
            o,
            by=o.by if o.by in sides else UNSTATED,
            to=o.to if o.to in sides else UNSTATED,
            decision=_open_again(str(o.id), o.decision, _GONE),
        )
        for o in call.occasions
    )
    return msgspec.structs.replace(call, **values, decisions=decisions)


def _open_again(value: str, decision: Decision | None, why: str) -> Decision:
    """Ask for review of what a person's decision on another field has put in question."""
    evidence = decision.evidence if decision else ()
    reasons = (Reason(why, 0.0),)
    return Decision(value, "rule", "communique-rules/after-correction", "1", evidence, review=True, reasons=reasons)


def whole_call(item: CodedReadout, call_id: str, correction: Correction) -> Call:
    """Make a call that a person gives as a whole.

    Raises
    ------
    InputError, MisfitError
        When its words do not stand in the text; when it contradicts itself.
    """
    new = _parsed(item, correction.value, correction)
    if (new.format is Format.MULTILATERAL) != (len(new.participants) > 2):
        msg = f"it has {len(new.participants)} participants, which is not {new.format}"
        raise MisfitError(msg)
    sides = {p.polity for p in new.participants} | {UNSTATED}
    _check_sides([new.initiator], sides | {MUTUAL})
    _check_sides([side for o in new.occasions for side in (o.by, o.to)], sides)
    found = {what: _decision(correction, _words(new, what)) for what in CALL_FIELDS[1:]}
    if (given := new.decisions.get("initiator")) is not None:
        found["initiator"] = msgspec.structs.replace(found["initiator"], evidence=given.evidence)
    found["exists"] = _decision(correction, YES, passage(correction, item.readout))
    return msgspec.structs.replace(
        new,
        id=call_id,
        occasions=tuple(msgspec.structs.replace(o, decision=_decision(correction, str(o.id))) for o in new.occasions),
        tone=tuple(msgspec.structs.replace(t, decision=_decision(correction, _labels(t.labels))) for t in new.tone),
        decisions=found,
    )


def added_anchor(record: dict[str, Any], readout: Readout) -> Anchor:
    """Describe a call that the machine had not found, as its record gives it.

    Raises
    ------
    InputError
        When the record cannot be read, or its words do not stand in the text.
    """
    whole = to_annotation(CodedReadout(readout, Kind.CALL))
    (call,) = from_annotation({**whole, "calls": [record]}, origin="the new call").calls
    return anchor(call, 0)
