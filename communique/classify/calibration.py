"""Predictions out of sample → how far probabilities can be believed, and which of them a person should look at.

A decision that nobody looks at costs what its error would cost; one that somebody looks at costs the look. The band of doubt is the
one that costs least on publishers that the model has not seen. With believable probabilities it ends where an error is as
dear as a look: at a probability of ``1 - COST_OF_REVIEW``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from communique.classify.unseen import Unseen

COST_OF_REVIEW = 0.2
"""What it costs that a person looks at a decision, where an error costs 1: five looks are worth one error."""

BOTH_SIDES = frozenset({"call_type"})
"""Models whose refusals are decisions too, and can ask for review; of tone and occasions only what was accepted is ever seen."""

_BINS = 10
_STEPS = tuple(step / 100 for step in range(51))


def reliability(unseen: Unseen) -> list[dict[str, float]]:
    """Sort predictions into ten bins by probability.

    Returns
    -------
    list of dict
        For each bin that holds any: ``n``, the mean ``predicted`` probability of anything but the negative class, and the share
        ``observed``.
    """
    chances, truth = unseen.chances, unseen.truth
    places = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    return [
        {
            "n": int(np.sum(places == place)),
            "predicted": round(float(np.mean(chances[places == place])), 4),
            "observed": round(float(np.mean(truth[places == place])), 4),
        }
        for place in range(_BINS)
        if np.any(places == place)
    ]


def calibration_error(bins: list[dict[str, float]]) -> float:
    """Return the mean distance of predicted from observed, weighted by the bins' sizes."""
    total = sum(b["n"] for b in bins)
    return round(sum(b["n"] * abs(b["predicted"] - b["observed"]) for b in bins) / total, 4) if total else 0.0


def review_costs(unseen: Unseen, band: float, *, both_sides: bool, cost: float = COST_OF_REVIEW) -> dict[str, float]:
    """Say what a band of doubt costs.

    Parameters
    ----------
    unseen
        Predictions out of sample.
    band
        How near to 0.5 a probability asks for review.
    both_sides
        Whether what is refused can ask for review as well.
    cost
        Of a look, in errors.

    Returns
    -------
    dict
        ``band``; ``reviewed`` and ``errors``, the shares of all candidates that somebody looks at, and that are wrong and nobody
        looks at; ``cost`` of both together, a candidate.
    """
    chances, wrong = unseen.chances, (unseen.chances >= 0.5) != unseen.truth
    sure = np.maximum(chances, 1 - chances) if both_sides else chances
    looked = (sure >= 0.5) & (sure < 0.5 + band)  # as decide.py does: below the band's end
    reviewed, errors = float(np.mean(looked)), float(np.mean(wrong & ~looked))
    return {
        "band": band,
        "reviewed": round(reviewed, 4),
        "errors": round(errors, 4),
        "cost": round(errors + cost * reviewed, 4),
    }


def choose_band(unseen: Unseen, *, both_sides: bool, cost: float = COST_OF_REVIEW) -> dict[str, Any]:
    """Choose the band of doubt that costs least out of sample; of two that cost the same the narrower.

    Parameters
    ----------
    unseen, both_sides, cost
        As for `review_costs`.

    Returns
    -------
    dict
        What the band costs, from `review_costs`, with ``errors_unreviewed`` and ``cost_of_review``: what it would be without any
        band, and what a look was taken to cost.
    """
    tried = [review_costs(unseen, band, both_sides=both_sides, cost=cost) for band in _STEPS]
    best = min(tried, key=lambda found: (found["cost"], found["band"]))
    return {**best, "errors_unreviewed": tried[0]["errors"], "cost_of_review": cost}
