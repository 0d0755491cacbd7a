"""Coded readouts ↔ one text with marks, as annotation tools have it.

Title and text become one text with an empty line between, so that names in the title can be marked as well. What is said
by no passage (dates, media, offices, names in the nominative, sides without words) goes along as the record itself, and
comes back with the marks as they are then: a mark that was moved moves the passage of its label, one that was removed
removes the label, a new one adds one. The formats themselves are left to the modules named after them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from communique.annotations import from_annotation, to_annotation
from communique.codebook import UNSTATED, Format, InitiatorBasis
from communique.corpora.label_names import (
    UNKNOWN,
    LabelName,
    initiator_label,
    occasion_label,
    participant_label,
    read_label,
    tone_label,
)
from communique.corpora.shapes import (
    AnnotationRecord,
    LabelledCall,
    LabelledOccasion,
    LabelledParticipant,
    LabelledTone,
    Passage,
    shape,
)
from communique.errors import InputError
from communique.records import CodedReadout

_BETWEEN = "\n\n"


class Mark(NamedTuple):
    """A labelled passage: a half-open range of code points in the marked text, and the name of its label."""

    start: int
    end: int
    label: str


class Coding(msgspec.Struct, frozen=True):
    """What goes along with a marked text and is not to be edited in the tool.

    Attributes
    ----------
    record
        The annotation record without its title and text.
    title_length
        Code points of the title at the beginning of the marked text; 0 where there is none.
    sha256
        Digest (hex) of the marked text, by which a text that was changed in the tool is known.
    """

    record: AnnotationRecord
    title_length: int
    sha256: str


class MarkedText(msgspec.Struct, frozen=True):
    """A text as a tool shows it, with its marks."""

    text: str
    marks: tuple[Mark, ...]
    coding: Coding


def mark_text(coded: CodedReadout) -> MarkedText:
    """Turn a coded readout into a text with marks.

    Raises
    ------
    InputError
        When a side in it is no code, so that its label could not be read back.
    """
    record = shape(to_annotation(coded))
    marks = []
    for number, call in enumerate(record.calls, 1):
        call.decisions = {}
        for name, passage in _labels(call, number):
            if passage.span is None:
                continue
            _check_name(name, coded.readout.origin or record.id)
            shift = _text_start(record.title) if passage.where == "text" else 0
            marks.append(Mark(passage.span[0] + shift, passage.span[1] + shift, str(name)))
    text = f"{record.title}{_BETWEEN}{record.text}" if record.title else record.text
    coding = Coding(record, len(record.title), _digest(text))
    _remove_texts(record)
    return MarkedText(text, tuple(marks), coding)


def _check_name(name: LabelName, origin: str) -> None:
    """Refuse to write what could not be read back."""
    try:
        read_label(str(name))
    except InputError as error:
        msg = f"{origin}: {error} Mend the record first: 'communique corpus check' names all such faults."
        raise InputError(msg) from error


def _text_start(title: str) -> int:
    return len(title) + len(_BETWEEN) if title else 0


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _remove_texts(record: AnnotationRecord) -> None:
    """Take the texts out of a record; its passages keep their offsets."""
    for call in record.calls:
        call.initiator_text = None
        for entry in (*call.participants, *call.occasions, *call.tone):
            entry.text = None
    record.title = record.text = ""


def _labels(call: LabelledCall, number: int) -> Iterator[tuple[LabelName, Passage]]:
    """Iterate over the labels of a call and their passages."""
    yield from ((participant_label(p, number), p) for p in call.participants)
    if call.initiator_span:
        yield initiator_label(call, number), Passage(span=call.initiator_span, where=call.where)
    yield from ((occasion_label(o, number), o) for o in call.occasions)
    yield from ((tone_label(t, number), t) for t in call.tone)


def read_marked(marked: MarkedText, origin: str) -> CodedReadout:
    """Turn a text with marks back into a coded readout.

    Parameters
    ----------
    marked
        As it came out of the tool.
    origin
        The file and line, for messages.

    Raises
    ------
    InputError
        With every fault of this text, one line each, each with its place and way out.
    """
    text, length = marked.text, marked.coding.title_length
    record = msgspec.convert(msgspec.to_builtins(marked.coding.record), AnnotationRecord)  # what was given stays as it is
    if _digest(text) != marked.coding.sha256:
        msg = f"{origin}: {record.id!r}: the text is not the one that was exported. Restore it; only labels can be edited."
        raise InputError(msg)
    record.title, record.text = text[:length], text[_text_start(text[:length]) :]
    faults: list[str] = []
    placed: list[tuple[LabelName, Passage]] = []
    for mark in marked.marks:
        try:
            placed.append((_read_name(mark.label, len(record.calls)), _passage(mark, record, len(text))))
        except InputError as error:
            faults += str(error).split("\n")
    for number, call in enumerate(record.calls, 1):
        try:
            _set_labels(call, number, [(name, passage) for name, passage in placed if name.call == number])
        except InputError as error:
            faults.append(f"call {number}: {error}")
    if faults:
        raise InputError("\n".join(f"{origin}: {record.id!r}: {fault}" for fault in faults))
    return from_annotation(msgspec.to_builtins(record), origin=origin)


def _read_name(label: str, calls: int) -> LabelName:
    name = read_label(label)
    if name.call > calls:
        way_out = "Its date, medium and type cannot be marked: add the call to the record, then export again."
        msg = f"label {label!r}: the readout has {calls} call(s), none with the number {name.call}. {way_out}"
        raise InputError(msg)
    return name


def _passage(mark: Mark, record: AnnotationRecord, length: int) -> Passage:
    """Say where a mark stands in the title or the text."""
    start, end, label = mark
    if not 0 <= start < end <= length:
        msg = f"label {label!r}: [{start}, {end}) does not lie in the text of {length} characters. Mark the words again."
        raise InputError(msg)
    shift = _text_start(record.title)
    if start >= shift:
        return Passage(span=(start - shift, end - shift), text=record.text[start - shift : end - shift])
    if end <= len(record.title):
        return Passage(span=(start, end), text=record.title[start:end], where="title")
    msg = f"label {label!r}: [{start}, {end}) lies partly between title and text. Mark words of one of them."
    raise InputError(msg)


def _set_labels(call: LabelledCall, number: int, marks: Sequence[tuple[LabelName, Passage]]) -> None:
    """Give a call the labels that its marks say."""
    before = list(_labels(call, number))
    entries = [(name, entry) for name, entry in before if entry.span]
    kept, new = _match(entries, marks)
    for n, passage in kept.items():
        entry = entries[n][1]
        entry.span, entry.text, entry.where = passage.span, passage.text, passage.where
    gone = {id(entry) for n, (_, entry) in enumerate(entries) if n not in kept}
    people = len(call.participants)
    call.participants = [p for p in call.participants if id(p) not in gone]
    call.occasions = [o for o in call.occasions if id(o) not in gone]
    call.tone = [t for t in call.tone if id(t) not in gone]
    initiators = [pair for n, pair in enumerate(entries) if n in kept and pair[0].sort == "initiator"]
    for name, passage in new:
        words = passage.text or ""
        place = {"span": passage.span, "text": words, "where": passage.where}
        if name.sort == "participant":
            polity = "" if name.parts[0] == UNKNOWN else name.parts[0]
            call.participants.append(msgspec.convert({"name": words, "polity": polity, **place}, LabelledParticipant))
        elif name.sort == "occasion":
            by, _, to = name.parts[1].partition(">")
            call.occasions.append(msgspec.convert({"id": name.parts[0], "by": by, "to": to, **place}, LabelledOccasion))
        elif name.sort == "tone":
            labels = name.parts[0].split("+")
            call.tone.append(msgspec.convert({"labels": labels, "toward": name.parts[1], **place}, LabelledTone))
        else:
            initiators.append((name, passage))
    _set_initiator(call, initiators, marked_before=any(name.sort == "initiator" for name, _ in entries))
    if len(call.participants) != people:
        call.format = Format.MULTILATERAL if len(call.participants) > 2 else Format.BILATERAL


def _set_initiator(call: LabelledCall, found: Sequence[tuple[LabelName, Passage]], *, marked_before: bool) -> None:
    """Give a call the initiator that is marked; without a mark it is unstated, unless it never had one."""
    if len(found) > 1:
        words = ", ".join(f"{name} at {passage.text!r}" for name, passage in found)
        msg = f"has {len(found)} initiators ({words}). Leave one."
        raise InputError(msg)
    for name, passage in found:
        call.initiator, call.initiator_basis = name.parts
        call.initiator_span, call.initiator_text, call.where = passage.span, passage.text, passage.where
    if marked_before and not found:
        call.initiator, call.initiator_basis = UNSTATED, InitiatorBasis.NONE
        call.initiator_span, call.where = None, "text"


def _match(
    entries: Sequence[tuple[LabelName, Passage]], marks: Sequence[tuple[LabelName, Passage]]
) -> tuple[dict[int, Passage], list[tuple[LabelName, Passage]]]:
    """Find the mark of each entry: of the same label and place, else of the same label and nearest; the rest are new."""
    distances = sorted(
        (_distance(entry, passage), e, m)
        for e, (name, entry) in enumerate(entries)
        for m, (label, passage) in enumerate(marks)
        if name == label
    )
    kept: dict[int, Passage] = {}
    used: set[int] = set()
    for _, e, m in distances:
        if e not in kept and m not in used:
            kept[e] = marks[m][1]
            used.add(m)
    return kept, [mark for m, mark in enumerate(marks) if m not in used]


def _distance(one: Passage, other: Passage) -> tuple[bool, int]:
    """Say how far apart two passages are; those of title and text are farthest."""
    (a, b), (c, d) = one.span or (0, 0), other.span or (0, 0)
    return one.where != other.where, abs(a - c) + abs(b - d)
