"""One annotation record → what is wrong with it, all of it at once.

Reading a record (`communique.annotations`) stops at its first fault and forgives what a labelled corpus must not have:
passages without offsets, fields misspelt and so unread, courtesies paid by somebody who is not on the line.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from communique.codebook import (
    MUTUAL,
    UNSTATED,
    CallType,
    DateBasis,
    Format,
    InitiatorBasis,
    Kind,
    Medium,
    OccasionId,
    Precision,
    ToneLabel,
    Toward,
)
from communique.corpora.shapes import AnnotationRecord, LabelledCall, Passage
from communique.errors import did_you_mean

STANDINGS = ("documented", "reconstructed")
"""What a corpus may say of how its readouts stand to the facts."""

POLITY = re.compile(r"[A-Z]{3}|NATO")
"""The codes of sides: FRA, EUU, IGO."""

_CALLS_EXPECTED = {Kind.CALL: True, Kind.LETTER: False, Kind.ANNOUNCEMENT: False}  # the other kinds may tell a call


def record_faults(record: AnnotationRecord) -> Iterator[str]:
    """Iterate over the faults of a record, each with its way out but without its place.

    Parameters
    ----------
    record
        From `shape`.
    """
    yield from _text_faults(record)
    yield from _unknown("kind", record.kind, Kind)
    if record.standing:
        yield from _unknown("standing", record.standing, STANDINGS)
    expected = next((has_calls for kind, has_calls in _CALLS_EXPECTED.items() if kind == record.kind), None)
    if expected is not None and expected != bool(record.calls):
        yield f"is of the kind {record.kind} with {len(record.calls)} call(s). Code its calls, or another kind."
    for number, call in enumerate(record.calls, 1):
        for fault in _call_faults(call, record):
            yield f"call {number}: {fault}"


def _text_faults(record: AnnotationRecord) -> Iterator[str]:
    for name in ("id", "source", "text", "annotator"):
        if not getattr(record, name).strip():
            yield f"'{name}' is empty. Fill it in."
    if not re.fullmatch("[a-z]{2}", record.lang):
        yield f"'lang' is {record.lang!r}. Write an ISO 639-1 code such as en."
    for name in ("title", "text"):
        value = getattr(record, name)
        if value != unicodedata.normalize("NFC", value) or "\r" in value:
            yield f"'{name}' is not in Unicode NFC with line ends \\n. Normalise it and recompute the spans."
    if record.published and not _is(dt.datetime.fromisoformat, record.published):
        yield f"'published' is {record.published!r}. Write an ISO 8601 date or date-time."


def _unknown(field: str, value: str, known: Iterable[str]) -> Iterator[str]:
    words = [str(word) for word in known]
    if value not in words:
        yield f"unknown {field} {value!r}. {did_you_mean(value, words)}"


def _is(read: Callable[[str], object], value: str) -> bool:
    """Tell whether a reader takes a value."""
    try:
        read(value)
    except ValueError:
        return False
    return True


def _date_or_none(value: str) -> dt.date | None:
    return dt.date.fromisoformat(value) if _is(dt.date.fromisoformat, value) else None


def _call_faults(call: LabelledCall, record: AnnotationRecord) -> Iterator[str]:
    yield from _unknown("precision", call.precision, Precision)
    yield from _unknown("basis", call.basis, DateBasis)
    yield from _unknown("medium", call.medium, Medium)
    yield from _unknown("call_type", call.call_type, CallType)
    occurred, published = _date_or_none(call.occurred_on), _date_or_none(record.published[:10])
    if occurred is None:
        yield f"'occurred_on' is {call.occurred_on!r}. Write an ISO date."
    elif published and occurred > published + dt.timedelta(days=1):
        yield f"took place on {occurred} and was published on {published}. Mend one of the dates."
    if call.occurred_at and not _is(dt.time.fromisoformat, call.occurred_at):
        yield f"'occurred_at' is {call.occurred_at!r}. Write a time such as 23:30:00+03:00, or null."
    yield from _participant_faults(call, record)
    yield from _initiator_faults(call, record)
    yield from _occasion_faults(call, record)
    for tone in call.tone:
        yield from _passage_faults("tone", tone, record)
        yield from _unknown("toward", tone.toward, Toward)
        for label in tone.labels:
            yield from _unknown("tone label", label, ToneLabel)
        if not tone.labels or len(set(tone.labels)) < len(tone.labels):
            yield f"tone {tone.text!r} has the labels {tone.labels}. Give each class once, and at least one."


def _participant_faults(call: LabelledCall, record: AnnotationRecord) -> Iterator[str]:
    n = len(call.participants)
    if n < 2:
        yield f"has {n} participant(s). A call has two or more."
    yield from _unknown("format", call.format, Format)
    if call.format in set(Format) and (call.format == Format.MULTILATERAL) != (n > 2):
        yield f"is {call.format} with {n} participants. Three or more are multilateral."
    for participant in call.participants:
        if not participant.name.strip():
            yield "a participant has no name. Write it in the nominative."
        if not POLITY.fullmatch(participant.polity):
            yield f"{participant.name} is of {participant.polity!r}. Write an ISO 3166-1 alpha-3 code or a codebook's."
        if participant.span or participant.text:  # only the publisher's own leader may be unnamed
            yield from _passage_faults(f"participant {participant.name}", participant, record)


def _sides(call: LabelledCall) -> list[str]:
    return sorted({p.polity for p in call.participants})


def _initiator_faults(call: LabelledCall, record: AnnotationRecord) -> Iterator[str]:
    yield from _unknown("initiator_basis", call.initiator_basis, InitiatorBasis)
    if call.initiator not in {*_sides(call), MUTUAL, UNSTATED}:
        yield f"initiator {call.initiator!r} is no participant's side. Write {', '.join(_sides(call))}, {MUTUAL} or {UNSTATED}."
    stated = call.initiator != UNSTATED
    if stated == (call.initiator_basis == InitiatorBasis.NONE):
        yield f"initiator {call.initiator} has the basis {call.initiator_basis}. Only {UNSTATED} has {InitiatorBasis.NONE}."
    passage = Passage(span=call.initiator_span, text=call.initiator_text, where=call.where)
    if stated or passage.span or passage.text:
        yield from _passage_faults("initiator", passage, record)


def _occasion_faults(call: LabelledCall, record: AnnotationRecord) -> Iterator[str]:
    if call.call_type == CallType.CEREMONIAL and not call.occasions:
        yield "is ceremonial without an occasion. Code the courtesy, or substantive."
    for occasion in call.occasions:
        yield from _passage_faults(f"occasion {occasion.id}", occasion, record)
        yield from _unknown("occasion", occasion.id, OccasionId)
        for role, side in (("by", occasion.by), ("to", occasion.to)):
            if side not in {*_sides(call), UNSTATED}:
                sides = ", ".join(_sides(call))
                yield f"occasion {occasion.id} is '{role}' {side!r}, no participant's side. Write {sides} or {UNSTATED}."


def _passage_faults(what: str, passage: Passage, record: AnnotationRecord) -> Iterator[str]:
    if passage.where not in {"text", "title"}:
        yield from _unknown("where", passage.where, ("text", "title"))
        return
    if passage.span is None or passage.text is None:
        yield f"{what} lacks its span or its words. A corpus has both."
        return
    start, end = passage.span
    body: str = getattr(record, passage.where)
    if not 0 <= start < end <= len(body):
        yield f"{what}: the span [{start}, {end}) does not lie in the {passage.where} of {len(body)} characters."
    elif body[start:end] != passage.text:
        yield f"{what}: {passage.where}[{start}:{end}] is {body[start:end]!r}, not {passage.text!r}. Recompute the span."
