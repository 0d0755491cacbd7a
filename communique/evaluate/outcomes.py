"""Two codings of the same texts → for each text what was found, made up and missed, by what the models decide and by class.

Scores are sums of these; a comparison of two codings draws texts anew and needs them one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from communique.evaluate.alignment import Pairing, pairings
from communique.evaluate.labels import GoldCall, Labels, by_id
from communique.evaluate.passages import counterparts, marks
from communique.evaluate.scores import occasion_ids


class Outcome(NamedTuple):
    """One thing that a coding got right or wrong.

    Attributes
    ----------
    measure
        ``call_type``, ``occasions``, ``tone`` or ``toward``.
    label
        The class.
    verdict
        ``hit``, ``spurious`` or ``missed``.
    """

    measure: str
    label: str
    verdict: str


def outcomes(gold: Labels, predicted: Labels) -> dict[str, Counter[Outcome]]:
    """Count for every labelled text what the predictions got right and wrong.

    Parameters
    ----------
    gold, predicted
        Coded texts, joined by id; a text without a prediction is one that was predicted to report no call.

    Raises
    ------
    InputError
        When a record is not in the codebook's form, or an id comes twice on one side.
    """
    return {pairing.record: Counter(_of(pairing)) for pairing in pairings(by_id(gold), by_id(predicted))}


def _of(pairing: Pairing) -> Iterator[Outcome]:
    nothing = GoldCall(())
    for a, b in pairing.aligned:
        yield from _type_of(a, b)
    for a, b in [*pairing.aligned, *((a, nothing) for a in pairing.missed), *((nothing, b) for b in pairing.spurious)]:
        ours, theirs = occasion_ids(a), occasion_ids(b)
        yield from (Outcome("occasions", name, "hit") for name in ours & theirs)
        yield from (Outcome("occasions", name, "spurious") for name in theirs - ours)
        yield from (Outcome("occasions", name, "missed") for name in ours - theirs)
        yield from _tone_of(a, b, pairing.text)


def _type_of(a: GoldCall, b: GoldCall) -> Iterator[Outcome]:
    """Compare types only where both have the call: whether a call is found is not for the models to decide."""
    ours, theirs = a.value("call_type"), b.value("call_type")
    if ours == theirs:
        yield Outcome("call_type", ours, "hit")
    else:
        yield Outcome("call_type", ours, "missed")
        yield Outcome("call_type", theirs, "spurious")


def _tone_of(a: GoldCall, b: GoldCall, text: str) -> Iterator[Outcome]:
    ours, theirs = marks(a, text), marks(b, text)
    for mark in ours:
        same = counterparts(mark, theirs)
        yield Outcome("tone", mark.label, "hit" if same else "missed")
        if not same or not mark.toward:
            continue
        if any(other.toward == mark.toward for other in same):
            yield Outcome("toward", mark.toward, "hit")
        else:
            yield Outcome("toward", mark.toward, "missed")
            yield Outcome("toward", same[0].toward or "unstated", "spurious")
    yield from (Outcome("tone", mark.label, "spurious") for mark in theirs if not counterparts(mark, ours))
