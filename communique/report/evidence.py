"""A coded readout → its text cut at every border of evidence, and the decisions that rest on it.

Offsets count code points, as in the records. Passages may overlap in any way: the text is cut wherever one of them
begins or ends, and each piece carries all that covers it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from communique.codebook import InitiatorBasis
from communique.records import Call, CodedReadout, Decision, Evidence
from communique.report.words import date_value, label_words, side_words

MARKS = {
    "who": "participant",
    "when": "date",
    "init": "initiator",
    "medium": "medium",
    "occasion": "occasion",
    "tone": "tone",
    "type": "call type, format",
}
"""The kinds of highlight and what they stand for, in the order of the legend."""

_FIELD_MARKS = {
    "occurred_on": "when",
    "occurred_at": "when",
    "participants": "who",
    "initiator": "init",
    "medium": "medium",
    "format": "type",
    "call_type": "type",
}


@dataclass(frozen=True)
class Passage:
    """A range of code points and what it is evidence of.

    Attributes
    ----------
    start, end
        Half-open range in the text (or title) it is cut from.
    mark
        Its kind, a key of `MARKS`.
    label
        What it shows, for the reader who points at it.
    """

    start: int
    end: int
    mark: str
    label: str


@dataclass(frozen=True)
class Piece:
    """A stretch of text under the same evidence throughout: no marks where there is none."""

    text: str
    marks: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class DecisionRow:
    """One field of a call: its value, how that was decided, and the words it rests on."""

    field: str
    value: str
    decision: Decision | None
    quotes: tuple[str, ...]


def cut(body: str, passages: Iterable[Passage]) -> tuple[Piece, ...]:
    """Cut a text at the borders of its passages.

    Parameters
    ----------
    body
        The text or the title.
    passages
        Ranges in it, in any order, overlapping in any way.

    Returns
    -------
    tuple of Piece
        ``"".join(piece.text for piece in pieces) == body``.
    """
    opening: dict[int, list[Passage]] = {}
    closing: dict[int, list[Passage]] = {}
    for passage in dict.fromkeys(passages):
        opening.setdefault(passage.start, []).append(passage)
        closing.setdefault(passage.end, []).append(passage)
    borders = sorted({0, len(body), *opening, *closing})
    active: Counter[tuple[str, str]] = Counter()
    pieces = []
    for start, end in itertools.pairwise(borders):
        for passage in closing.get(start, ()):
            active[passage.mark, passage.label] -= 1
        for passage in opening.get(start, ()):
            active[passage.mark, passage.label] += 1
        over = [what for what, n in active.items() if n > 0]
        marks = tuple(mark for mark in MARKS if any(m == mark for m, _ in over))
        pieces.append(Piece(body[start:end], marks, "; ".join(label for _, label in over)))
    return tuple(pieces)


def highlighted(coded: CodedReadout) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Cut a readout's title and text at the evidence of all its calls."""
    title: list[Passage] = []
    text: list[Passage] = []
    for number, call in enumerate(coded.calls, 1):
        prefix = f"call {number}: " if len(coded.calls) > 1 else ""
        for evidence, mark, label in _evidence(call):
            place = title if evidence.where == "title" else text
            place.append(Passage(evidence.start, evidence.end, mark, prefix + label))
    return cut(coded.readout.title, title), cut(coded.readout.text, text)


def _evidence(call: Call) -> Iterator[tuple[Evidence, str, str]]:
    """Find each passage of a call with its mark and label."""
    for person in call.participants:
        if person.evidence:
            yield person.evidence, "who", f"participant: {person.name}"
    for occasion in call.occasions:
        label = f"occasion: {occasion.id}, {occasion.by} → {occasion.to}"
        for evidence in _with(occasion.evidence, occasion.decision):
            yield evidence, "occasion", label
    for span in call.tone:
        label = f"tone: {label_words(span.labels)}, towards {span.toward}"
        for evidence in _with(span.evidence, span.decision):
            yield evidence, "tone", label
    for name, decision in call.decisions.items():
        mark = _FIELD_MARKS.get(name, "type")
        if mark == "who":
            # the participants' own passages say who is who
            own = {person.evidence for person in call.participants}
            yield from ((evidence, mark, "participants") for evidence in decision.evidence if evidence not in own)
        else:
            label = f"{name.replace('_', ' ')}: {decision.value}"
            yield from ((evidence, mark, label) for evidence in decision.evidence)


def _with(evidence: Evidence | None, decision: Decision | None) -> list[Evidence]:
    """Join a field's own passage and those of its decision, each once."""
    own = [evidence] if evidence else []
    return list(dict.fromkeys([*own, *(decision.evidence if decision else ())]))


def decision_rows(call: Call) -> tuple[DecisionRow, ...]:
    """List every field of a call with its value, also those that no decision is recorded for."""
    who = "; ".join(
        f"{p.name} ({', '.join(part for part in (p.office, p.polity) if part) or 'side unknown'})" for p in call.participants
    )
    initiator = side_words(call.initiator, call)
    if call.initiator_basis is not InitiatorBasis.NONE:
        initiator += f", {call.initiator_basis}"
    values = {
        "occurred_on": date_value(call),
        "participants": who,
        "initiator": initiator,
        "medium": str(call.medium),
        "format": str(call.format),
        "call_type": str(call.call_type),
    }
    values |= {name: decision.value for name, decision in call.decisions.items() if name not in values}
    rows = []
    for name, value in values.items():
        decision = call.decisions.get(name)
        quotes = [evidence.quote for evidence in decision.evidence] if decision else []
        if name == "participants":
            quotes = [p.evidence.quote for p in call.participants if p.evidence] + quotes
        rows.append(DecisionRow(name.replace("_", " "), value, decision, tuple(dict.fromkeys(quotes))))
    for occasion in call.occasions:
        quotes = [evidence.quote for evidence in _with(occasion.evidence, occasion.decision)]
        value = f"{occasion.id}, paid by {occasion.by} to {occasion.to}"
        rows.append(DecisionRow("occasion", value, occasion.decision, tuple(quotes)))
    for span in call.tone:
        quotes = [evidence.quote for evidence in _with(span.evidence, span.decision)]
        value = f"{label_words(span.labels)}, towards {span.toward}"
        rows.append(DecisionRow("tone", value, span.decision, tuple(quotes)))
    return tuple(rows)


def doubts(call: Call) -> tuple[DecisionRow, ...]:
    """List the fields of a call that ask for a person's look."""
    return tuple(row for row in decision_rows(call) if row.decision is not None and row.decision.review)
