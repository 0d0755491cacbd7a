"""The fields that people may correct: which they are, what may stand in them, and how a coded readout has them.

A value has the form in which the codebook's section 6 writes the field: a word (``"ceremonial"``), for the date and the
initiator an object with their basis, for participants, occasions and tone the whole list, each entry with its passage.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from communique.annotations import to_annotation
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
from communique.corpora.record_faults import POLITY
from communique.corpora.shapes import LabelledCall, LabelledOccasion, LabelledParticipant, LabelledTone
from communique.errors import did_you_mean
from communique.gazetteer import load_gazetteer
from communique.records import CodedReadout

CALL_FIELDS = ("exists", "participants", "occurred_on", "initiator", "medium", "format", "call_type", "occasions", "tone")
"""Fields of a call, in the order in which they are applied: the sides of the others are those of the participants."""

FIELDS = ("kind", *CALL_FIELDS)
"""Everything that can be corrected; ``kind`` is the readout's, and the one field without a call."""

YES, NO = "yes", "no"
"""Whether a call exists; a call that the machine missed is given as a whole instead."""

MOST_NAME = 200
"""Characters of a name or an office."""

_JOINERS = "\u200c\u200d"  # Persian and emoji are written with them


class DateValue(msgspec.Struct, forbid_unknown_fields=True):
    """A corrected date."""

    occurred_on: str
    precision: str = str(Precision.DAY)
    basis: str = str(DateBasis.STATED)
    occurred_at: str | None = None


class InitiatorValue(msgspec.Struct, forbid_unknown_fields=True):
    """A corrected initiator; its words are those of the correction."""

    initiator: str
    initiator_basis: str


_SHAPES: dict[str, Any] = {
    "kind": str,
    "exists": str | LabelledCall,
    "participants": list[LabelledParticipant],
    "occurred_on": DateValue,
    "initiator": InitiatorValue,
    "medium": str,
    "format": str,
    "call_type": str,
    "occasions": list[LabelledOccasion],
    "tone": list[LabelledTone],
}
_WORDS: dict[str, Iterable[str]] = {"kind": Kind, "medium": Medium, "format": Format, "call_type": CallType}


def shown(text: str, most: int = 60) -> str:
    """Quote what somebody wrote, short and with nothing invisible in it, for messages."""
    clipped = text if len(text) <= most else text[: most - 1] + "…"
    return "'" + "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in clipped) + "'"


def text_faults(name: str, text: str, most: int, *, is_given: bool = False) -> Iterator[str]:
    """Iterate over what is wrong with a line of text that a person wrote.

    Parameters
    ----------
    name
        What it is, for messages.
    text
        The line.
    most
        Characters that it may have.
    is_given
        Whether it is not the person's own choice, so that it may look like a formula.
    """
    if len(text) > most:
        yield f"{name} has {len(text):,} characters, {most:,} is the most. Say it shorter."
        return
    unseen = sorted({c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}} - {*_JOINERS})
    if unseen:
        named = ", ".join(f"U+{ord(c):04X}" for c in unseen[:5])
        yield f"{name} holds invisible characters ({named}). Remove them: they could hide or turn round what is read."
    if not is_given and text.lstrip().startswith(("=", "+", "-", "@")):
        yield f"{name} begins with {text.lstrip()[0]!r}, which a spreadsheet takes for a formula. Begin with a word."


def value_faults(field: str, value: Any) -> Iterator[str]:
    """Iterate over the faults of a value, each with its way out; whether it fits a call is left to `communique.review.apply`.

    Parameters
    ----------
    field
        One of `FIELDS`.
    value
        As it stands in the file.
    """
    try:
        shaped = msgspec.convert(value, _SHAPES[field])
    except msgspec.ValidationError as error:
        yield f"the value of {field} has another form: {shown(str(error), 200)}. Write it as section 6 of the codebook does."
        return
    if field in _WORDS:
        yield from _unknown(field, shaped, _WORDS[field])
    elif field == "exists":
        yield from _unknown(field, shaped, (YES, NO)) if isinstance(shaped, str) else _call_faults(shaped)
    else:
        yield from _PARTS[field](shaped)


def _unknown(field: str, word: str, known: Iterable[str]) -> Iterator[str]:
    words = [str(value) for value in known]
    if word not in words:
        yield f"unknown {field} {shown(word)}. {did_you_mean(word[:60], words)}"


def _call_faults(call: LabelledCall) -> Iterator[str]:
    """Iterate over the faults of a call that is given as a whole."""
    yield from _date_faults(DateValue(call.occurred_on, call.precision, call.basis, call.occurred_at))
    yield from _participant_faults(call.participants)
    yield from _initiator_faults(InitiatorValue(call.initiator, call.initiator_basis))
    for field in ("medium", "format", "call_type"):
        yield from _unknown(field, getattr(call, field), _WORDS[field])
    yield from _occasion_faults(call.occasions)
    yield from _tone_faults(call.tone)


def _date_faults(value: DateValue) -> Iterator[str]:
    yield from _unknown("precision", value.precision, Precision)
    yield from _unknown("basis", value.basis, DateBasis)
    if not _is(dt.date.fromisoformat, value.occurred_on):
        yield f"the date is {shown(value.occurred_on)}. Write an ISO date such as 2022-02-24."
    if value.occurred_at and not _is(dt.time.fromisoformat, value.occurred_at):
        yield f"the time is {shown(value.occurred_at)}. Write one such as 23:30:00+03:00, or null."


def _is(read: Callable[[str], object], value: str) -> bool:
    """Tell whether a reader takes a value."""
    try:
        read(value)
    except ValueError:
        return False
    return True


def _participant_faults(people: list[LabelledParticipant]) -> Iterator[str]:
    if len(people) < 2:
        yield f"a call has two or more participants, not {len(people)}. Name all, or say that the call does not exist."
    for person in people:
        if not person.name.strip():
            yield "a participant has no name. Write it in the nominative."
        for name in ("name", "office"):
            yield from text_faults(f"a participant's {name}", getattr(person, name), MOST_NAME)
        if person.polity and not POLITY.fullmatch(person.polity):
            yield f"a participant's polity is {shown(person.polity)}. Write an ISO 3166-1 alpha-3 code."
        if person.person and person.person not in load_gazetteer().people:
            known = did_you_mean(person.person[:60], load_gazetteer().people).rpartition(". ")[2]
            yield f"the gazetteer has no person {shown(person.person)}. Leave 'person' empty, or take an id of it. {known}"


def _side_faults(what: str, side: str, besides: tuple[str, ...]) -> Iterator[str]:
    if side not in besides and not POLITY.fullmatch(side):
        yield f"{what} is {shown(side)}. Write a participant's polity, or {' or '.join(besides)}."


def _initiator_faults(value: InitiatorValue) -> Iterator[str]:
    yield from _unknown("initiator_basis", value.initiator_basis, InitiatorBasis)
    yield from _side_faults("the initiator", value.initiator, (MUTUAL, UNSTATED))
    if (value.initiator == UNSTATED) != (value.initiator_basis == InitiatorBasis.NONE):
        yield f"the initiator has the basis {shown(value.initiator_basis)}. Only {UNSTATED} has {InitiatorBasis.NONE}."


def _occasion_faults(occasions: list[LabelledOccasion]) -> Iterator[str]:
    for occasion in occasions:
        yield from _unknown("occasion", occasion.id, OccasionId)
        yield from _side_faults("'by' of an occasion", occasion.by, (UNSTATED,))
        yield from _side_faults("'to' of an occasion", occasion.to, (UNSTATED,))


def _tone_faults(spans: list[LabelledTone]) -> Iterator[str]:
    for span in spans:
        yield from _unknown("toward", span.toward, Toward)
        for label in span.labels:
            yield from _unknown("tone label", label, ToneLabel)
        if not span.labels or len(set(span.labels)) < len(span.labels):
            yield "a tone span needs each of its classes once, and at least one. Mend 'labels'."
        if span.span is None and not span.text:
            yield "a tone span needs its words. Give 'text', 'span' or both."


_PARTS: dict[str, Callable[[Any], Iterator[str]]] = {
    "participants": _participant_faults,
    "occurred_on": _date_faults,
    "initiator": _initiator_faults,
    "occasions": _occasion_faults,
    "tone": _tone_faults,
}


def canonical(field: str, value: Any) -> bytes:
    """Write a value, which has the form of its field, so that equal values are equal bytes; lists have no order."""
    shaped = msgspec.convert(value, _SHAPES[field])
    parts = sorted(map(msgspec.json.encode, shaped)) if isinstance(shaped, list) else [msgspec.json.encode(shaped)]
    return b"\n".join(parts)


def values_of(coded: CodedReadout) -> list[dict[str, Any]]:
    """Write the fields of each call as a correction would have them.

    Returns
    -------
    list of dict
        For each call field → value; ``exists`` is ``"yes"``.
    """
    dates, initiators = msgspec.structs.fields(DateValue), msgspec.structs.fields(InitiatorValue)
    return [
        {
            "exists": YES,
            "occurred_on": {f.name: record[f.name] for f in dates},
            "initiator": {f.name: record[f.name] for f in initiators},
            **{name: record[name] for name in ("participants", "medium", "format", "call_type", "occasions", "tone")},
        }
        for record in to_annotation(coded)["calls"]
    ]


def values_of_call(coded: CodedReadout, call_id: str) -> dict[str, Any]:
    """Write the fields of one call as a correction would have them."""
    return values_of(coded)[[call.id for call in coded.calls].index(call_id)]
