"""Two sets of decisions on the same texts → whether one is better, by a paired bootstrap over whole texts.

What stands in one text is decided alike or wrong together; so texts are drawn, not decisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

RESAMPLES = 1_000
"""How many times the texts are drawn anew."""


def drawn(texts: int, *, seed: int, resamples: int = RESAMPLES) -> Any:
    """Draw texts with replacement.

    Returns
    -------
    ndarray of shape (resamples, texts)
        How often each text was drawn each time.
    """
    random = np.random.default_rng(seed)
    return random.multinomial(texts, np.full(texts, 1 / texts), size=resamples).astype(float)


def f1(hit: Any, spurious: Any, missed: Any) -> Any:
    """Return F1 from counts of what was found, made up and missed; NaN where there is nothing of either."""
    with np.errstate(invalid="ignore"):
        return np.where(hit + spurious + missed > 0, 2 * hit / (2 * hit + spurious + missed), np.nan)


def interval(differences: Any) -> tuple[float, float]:
    """Return the 95 % interval of resampled differences; (0, 0) when none of them is defined."""
    known = differences[~np.isnan(differences)]
    if not len(known):
        return 0.0, 0.0
    low, high = np.percentile(known, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def macro_difference(
    readouts: Sequence[str], labels: Sequence[str], ours: Sequence[str], theirs: Sequence[str], *, seed: int
) -> tuple[float, float, float]:
    """Compare two sets of decisions by macro F1.

    Parameters
    ----------
    readouts, labels
        The text and the true class of each row.
    ours, theirs
        What the two decided.
    seed
        Of the resampling.

    Returns
    -------
    tuple of float
        Macro F1 of ours minus that of theirs, and its 95 % interval.
    """
    texts = {name: place for place, name in enumerate(dict.fromkeys(readouts))}
    rows = np.array([texts[name] for name in readouts])
    weights = np.vstack([np.ones(len(texts)), drawn(len(texts), seed=seed)])
    first, second = (_macro(rows, len(texts), labels, decided, weights) for decided in (ours, theirs))
    gaps = first - second
    return round(float(gaps[0]), 4), *interval(gaps[1:])


def _macro(rows: Any, texts: int, labels: Sequence[str], decided: Sequence[str], weights: Any) -> Any:
    """Return the macro F1 of every resample, over the classes that it has."""
    truth, given = np.array(list(labels)), np.array(list(decided))
    by_class = []
    for name in sorted(set(labels)):
        counts = [
            weights @ np.bincount(rows[mask], minlength=texts)
            for mask in (
                (truth == name) & (given == name),
                (truth != name) & (given == name),
                (truth == name) & (given != name),
            )
        ]
        score = f1(*counts)
        by_class.append(np.where(counts[0] + counts[2] > 0, score, np.nan))  # a class that was not drawn says nothing
    return np.nanmean(np.array(by_class), axis=0)
