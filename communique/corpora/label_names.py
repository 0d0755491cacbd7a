"""Labels of a record ↔ names that an annotation tool can show: ``occasion:thanks:RUS>FRA#2``.

The four sorts are ``participant:POLITY`` (``unknown`` where the side could not be told), ``initiator:SIDE:BASIS``,
``occasion:ID:BY>TO`` and ``tone:CLASS+CLASS:TOWARD``. ``#2`` stands behind those of a readout's second call, and so on;
the first call's have no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from communique.codebook import MUTUAL, UNSTATED, InitiatorBasis, OccasionId, ToneLabel, Toward
from communique.corpora.record_faults import POLITY
from communique.corpora.shapes import LabelledCall, LabelledOccasion, LabelledParticipant, LabelledTone
from communique.errors import InputError, did_you_mean

UNKNOWN = "unknown"
"""The side of a participant whose polity is empty."""

_FORMS = {
    "participant": "participant:RUS",
    "initiator": "initiator:RUS:verb",
    "occasion": "occasion:thanks:RUS>FRA",
    "tone": "tone:candid+constructive:exchange",
}
_PARTS = {"participant": 1, "initiator": 2, "occasion": 2, "tone": 2}


class LabelName(msgspec.Struct, frozen=True):
    """A label, taken apart.

    Attributes
    ----------
    sort
        ``participant``, ``initiator``, ``occasion`` or ``tone``.
    parts
        What stands behind the sort, without the number.
    call
        Number of the call in its readout, from 1.
    """

    sort: str
    parts: tuple[str, ...]
    call: int = 1

    def __str__(self) -> str:
        return ":".join((self.sort, *self.parts)) + (f"#{self.call}" if self.call > 1 else "")


def participant_label(participant: LabelledParticipant, call: int) -> LabelName:
    """Name the label of a participant."""
    return LabelName("participant", (participant.polity or UNKNOWN,), call)


def initiator_label(labelled: LabelledCall, call: int) -> LabelName:
    """Name the label of the words that say who called."""
    return LabelName("initiator", (labelled.initiator, labelled.initiator_basis), call)


def occasion_label(occasion: LabelledOccasion, call: int) -> LabelName:
    """Name the label of a courtesy."""
    return LabelName("occasion", (occasion.id, f"{occasion.by}>{occasion.to}"), call)


def tone_label(tone: LabelledTone, call: int) -> LabelName:
    """Name the label of a phrase of tone."""
    return LabelName("tone", ("+".join(tone.labels), tone.toward), call)


def read_label(name: str) -> LabelName:
    """Take a label's name apart.

    Raises
    ------
    InputError
        With everything that is wrong with it, and the form that is expected.
    """
    match = re.fullmatch(r"(?P<words>[^#]*)(?:#(?P<call>[1-9][0-9]{0,3}))?", name)
    sort, *parts = match["words"].split(":") if match else name.split(":")
    if sort not in _FORMS:
        msg = f"label {name!r}: unknown sort {sort!r}. {did_you_mean(sort, _FORMS)}"
        raise InputError(msg)
    if match is None or len(parts) != _PARTS[sort]:
        msg = f"label {name!r} has not the form {_FORMS[sort]} (#2 behind it for the second call). Rename it in the tool."
        raise InputError(msg)
    faults = list(_faults(sort, parts))
    if faults:
        raise InputError("\n".join(f"label {name!r}: {fault}" for fault in faults))
    return LabelName(sort, tuple(parts), int(match["call"] or 1))


def _faults(sort: str, parts: list[str]) -> Iterator[str]:
    if sort == "participant":
        yield from _side_faults(parts[0], (UNKNOWN,))
    elif sort == "initiator":
        yield from _side_faults(parts[0], (MUTUAL, UNSTATED))
        yield from _unknown("initiator_basis", parts[1], InitiatorBasis)
        if (parts[0] == UNSTATED) != (parts[1] == InitiatorBasis.NONE):
            yield f"initiator {parts[0]} has the basis {parts[1]}. Only {UNSTATED} has {InitiatorBasis.NONE}."
    elif sort == "occasion":
        yield from _unknown("occasion", parts[0], OccasionId)
        sides = parts[1].split(">")
        if len(sides) != 2:
            yield f"{parts[1]!r} does not say who pays the courtesy to whom. Write RUS>FRA, {UNSTATED} where it is not said."
        else:
            for side in sides:
                yield from _side_faults(side, (UNSTATED,))
    else:
        for word in parts[0].split("+"):
            yield from _unknown("tone label", word, ToneLabel)
        yield from _unknown("toward", parts[1], Toward)


def _side_faults(side: str, besides: tuple[str, ...]) -> Iterator[str]:
    if side not in besides and not POLITY.fullmatch(side):
        yield f"{side!r} is no side. Write an ISO 3166-1 alpha-3 code, a code of the codebook's, or {' or '.join(besides)}."


def _unknown(field: str, word: str, known: Iterable[str]) -> Iterator[str]:
    words = [str(value) for value in known]
    if word not in words:
        yield f"unknown {field} {word!r}. {did_you_mean(word, words)}"
