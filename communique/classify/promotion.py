"""Two models' results on the same labelled texts → whether the one may take the other's place.

A candidate is worse where the 95 % interval of its F1 minus the other's lies below zero: over all texts, or for one publisher or one
class with enough items. Intervals are from a paired bootstrap over texts; of many publishers and classes one can be chance, and so
a refusal can be overruled with a reason, which is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from communique.classify.linear import SEED
from communique.classify.resampling import RESAMPLES, drawn, f1, interval

ENOUGH = 20
"""Labelled items below which a publisher or a class is shown, but does not refuse a candidate."""

VERDICTS = ("hit", "spurious", "missed")

Counts = Mapping[tuple[str, str, str], int]
"""How often a text has each measure, class and verdict."""


@dataclass(frozen=True)
class Difference:
    """How a candidate does against what it would replace.

    Attributes
    ----------
    scope
        ``all``, ``publisher`` or ``class``.
    name
        The measure, the publisher, or measure and class.
    n
        Labelled items.
    candidate, against
        F1 of either; NaN where there is nothing to find and nothing was made up.
    low, high
        95 % interval of the candidate's minus the other's.
    worse
        Whether that refuses the candidate.
    """

    scope: str
    name: str
    n: int
    candidate: float
    against: float
    low: float
    high: float
    worse: bool

    @property
    def words(self) -> str:
        """The difference in a sentence."""
        gap = 100 * (self.candidate - self.against)
        return (
            f"{self.scope} {self.name}: F1 {100 * self.candidate:.1f} instead of {100 * self.against:.1f}, {gap:+.1f} points "
            f"[{100 * self.low:+.1f}, {100 * self.high:+.1f}], {self.n} items"
        )


def compare_results(
    publishers: Sequence[str],
    candidate: Sequence[Counts],
    against: Sequence[Counts],
    *,
    resamples: int = RESAMPLES,
    enough: int = ENOUGH,
) -> list[Difference]:
    """Compare two models' results, over all texts by measure, by publisher over all measures, and by class.

    Parameters
    ----------
    publishers
        Of each text.
    candidate, against
        For each text how often which measure and class was hit, made up and missed.
    resamples
        How many times the texts are drawn anew.
    enough
        Labelled items from which on a publisher or a class can refuse a candidate.
    """
    weights = np.vstack([np.ones(len(publishers)), drawn(len(publishers), seed=SEED, resamples=resamples)])
    keys = sorted({key[:2] for counts in [*candidate, *against] for key in counts})
    ours, theirs = _tensor(candidate, keys), _tensor(against, keys)
    everywhere = np.ones(len(publishers), dtype=bool)
    found = []
    for measure in sorted({measure for measure, _ in keys}):
        columns = [place for place, key in enumerate(keys) if key[0] == measure]
        found.append(_difference("all", measure, ours, theirs, columns, everywhere, weights, 1))
    for name in sorted(set(publishers)):
        texts = np.array([publisher == name for publisher in publishers])
        found.append(_difference("publisher", name, ours, theirs, list(range(len(keys))), texts, weights, enough))
    for place, (measure, label) in enumerate(keys):
        found.append(_difference("class", f"{measure} {label}", ours, theirs, [place], everywhere, weights, enough))
    return found


def _tensor(counts: Sequence[Counts], keys: Sequence[tuple[str, str]]) -> Any:
    """Lay counts out by verdict, text and class."""
    return np.array([[[text.get((*key, verdict), 0) for key in keys] for text in counts] for verdict in VERDICTS], dtype=float)


def _difference(
    scope: str, name: str, ours: Any, theirs: Any, columns: list[int], texts: Any, weights: Any, enough: int
) -> Difference:
    first, second = (
        f1(*(weights[:, texts] @ side[place][texts][:, columns].sum(axis=1) for place in range(len(VERDICTS))))
        for side in (ours, theirs)
    )
    low, high = interval(first[1:] - second[1:])
    hit, _, missed = (int(theirs[place][texts][:, columns].sum()) for place in range(len(VERDICTS)))
    n = hit + missed
    return Difference(
        scope, name, n, round(float(first[0]), 4), round(float(second[0]), 4), low, high, bool(high < 0 and n >= enough)
    )
