"""Clauses that may pay a courtesy → the occasions of a call, with who pays whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from communique.classify.features import courtesy_features, matrix
from communique.classify.linear import reasons_of
from communique.codebook import OccasionId
from communique.drafts import CourtesyCandidate
from communique.records import Decision, Occasion

NO_OCCASION = "none"


def occasion_probabilities(candidates: Sequence[CourtesyCandidate], model: Any) -> Any:
    """Give each clause's probability of each class of the model.

    Returns
    -------
    ndarray of shape (n_candidates, n_classes)
    """
    if not candidates:
        return np.zeros((0, len(model.classes_)))
    return model.predict_proba(matrix([courtesy_features(c) for c in candidates]))


def decide_occasions(
    candidates: Sequence[CourtesyCandidate], probabilities: Any, model: Any, *, version: str, review_band: float
) -> list[tuple[Occasion, ...]]:
    """Say which occasion each clause reports.

    Parameters
    ----------
    candidates
        The clauses of any number of calls.
    probabilities
        From `occasion_probabilities`.
    model
        Calibrated classifier over ``none`` and the codebook's occasions.
    version
        The model's, for the decisions.
    review_band
        Clauses whose probability of being an occasion is nearer to 0.5 than this ask for review.

    Returns
    -------
    list of tuple
        For each clause no occasion, one, or two when both sides pay it to each other.
    """
    classes = [str(c) for c in model.classes_]
    none = classes.index(NO_OCCASION)
    decided: list[tuple[Occasion, ...]] = []
    for row, candidate in enumerate(candidates):
        accepted = 1.0 - probabilities[row, none]
        if accepted < 0.5:
            decided.append(())
            continue
        others = [(p, c) for p, c in zip(probabilities[row], classes, strict=True) if c != NO_OCCASION]
        best = max(others, key=lambda pair: pair[0])[1]
        decision = Decision(
            value=best,
            by="model",
            name="occasions",
            version=version,
            evidence=(candidate.evidence,),
            probability=round(float(accepted), 4),
            review=bool(accepted < 0.5 + review_band),
            reasons=reasons_of(model, courtesy_features(candidate), best),
        )
        first = Occasion(OccasionId(best), candidate.by, candidate.to, candidate.evidence, decision)
        back = Occasion(OccasionId(best), candidate.to, candidate.by, candidate.evidence, decision)
        decided.append((first, back) if candidate.mutual and candidate.by != candidate.to else (first,))
    return decided


def distinct(occasions: Sequence[Occasion]) -> tuple[Occasion, ...]:
    """Keep the surest report of each courtesy, in the order of the text."""
    best: dict[tuple[str, str, str], Occasion] = {}
    for occasion in occasions:
        key = (occasion.id, occasion.by, occasion.to)
        if key not in best or _probability(occasion) > _probability(best[key]):
            best[key] = occasion
    return tuple(sorted(best.values(), key=lambda o: (o.evidence.start if o.evidence else 0, o.id, o.by)))


def _probability(occasion: Occasion) -> float:
    return (occasion.decision.probability if occasion.decision else None) or 0.0


def expected_courtesy(probabilities: Any, model: Any) -> Any:
    """Give each clause's probability of being an occasion at all.

    Parameters
    ----------
    probabilities
        From `occasion_probabilities`.
    model
        The same model.
    """
    return 1.0 - probabilities[:, list(model.classes_).index(NO_OCCASION)]
