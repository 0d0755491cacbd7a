"""Labels × predictions → each thing that costs a point, to be read beside the text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec

from communique.evaluate.alignment import Pairing, pairings, shared_people
from communique.evaluate.labels import GoldCall, Labels, by_id
from communique.evaluate.passages import Mark, counterparts, marks
from communique.evaluate.scores import FIELDS, occasion_ids, occasions_by_to


class Disagreement(msgspec.Struct, frozen=True):
    """One difference between a label and a prediction.

    Attributes
    ----------
    record
        Id of the text.
    field
        ``calls``, ``participants``, ``occurred_on``, ``medium``, ``call_type``, ``initiator``, ``occasions``,
        ``occasions_by_to`` (same occasions, other sides), ``tone`` or ``toward``.
    gold, predicted
        The values, in words; ``""`` where a side has none.
    """

    record: str
    field: str
    gold: str
    predicted: str


def errors(gold: Labels, predicted: Labels, limit: int | None = None) -> list[Disagreement]:
    """List where predictions differ from labels, in the order of gold.

    Parameters
    ----------
    gold, predicted
        Coded texts, joined by id. What is told of a call that only one side has is not listed apart from the call.
    limit
        At most that many; None for all.

    Raises
    ------
    InputError
        When a record is not in the codebook's form, or an id comes twice on one side.
    """
    found = itertools.chain.from_iterable(map(_of_record, pairings(by_id(gold), by_id(predicted))))
    return list(itertools.islice(found, limit))


def _of_record(pairing: Pairing) -> Iterator[Disagreement]:
    for call in pairing.missed:
        yield Disagreement(pairing.record, "calls", call.who, "")
    for call in pairing.spurious:
        yield Disagreement(pairing.record, "calls", "", call.who)
    for ours, theirs in pairing.aligned:
        for field, a, b in (*_of_values(ours, theirs), *_of_tone(marks(ours, pairing.text), marks(theirs, pairing.text))):
            yield Disagreement(pairing.record, field, a, b)


def _of_values(ours: GoldCall, theirs: GoldCall) -> Iterator[tuple[str, str, str]]:
    shared = shared_people(ours.participants, theirs.participants)
    if shared != len(ours.participants) or shared != len(theirs.participants):
        yield "participants", ours.who, theirs.who
    for field in FIELDS:
        if ours.value(field) != theirs.value(field):
            yield field, ours.value(field), theirs.value(field)
    if occasion_ids(ours) != occasion_ids(theirs):
        yield "occasions", ", ".join(sorted(occasion_ids(ours))), ", ".join(sorted(occasion_ids(theirs)))
    elif occasions_by_to(ours) != occasions_by_to(theirs):
        yield "occasions_by_to", _sides(ours), _sides(theirs)


def _sides(call: GoldCall) -> str:
    return ", ".join(sorted(f"{name} {by or '?'} → {to or '?'}" for name, by, to in occasions_by_to(call)))


def _of_tone(ours: list[Mark], theirs: list[Mark]) -> Iterator[tuple[str, str, str]]:
    for mark in ours:
        same = counterparts(mark, theirs)
        if not same:
            yield "tone", _words(mark), ""
        elif mark.toward and all(other.toward != mark.toward for other in same):
            said = ", ".join(sorted({other.toward or "?" for other in same}))
            yield "toward", f"{_words(mark)} → {mark.toward}", said
    for mark in theirs:
        if not counterparts(mark, ours):
            yield "tone", "", _words(mark)


def _words(mark: Mark) -> str:
    return f"{mark.label}: {mark.quote or f'[{mark.start}, {mark.end})'}"
