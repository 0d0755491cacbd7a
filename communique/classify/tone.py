"""Phrases that may be tone → accepted tone spans with whom they are toward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from communique.classify.features import matrix, tone_features
from communique.classify.linear import reasons_of
from communique.codebook import Toward
from communique.drafts import ToneCandidate
from communique.records import Decision, ToneSpan

NOT_TONE = "not_tone"


def decide_tone(candidates: Sequence[ToneCandidate], model: Any, *, version: str, review_band: float) -> list[ToneSpan | None]:
    """Accept candidates as tone, or not.

    Parameters
    ----------
    candidates
        The phrases of any number of calls.
    model
        Calibrated classifier over ``not_tone`` and the three values of ``toward``.
    version
        The model's, for the decisions.
    review_band
        Candidates whose probability of being tone is nearer to 0.5 than this ask for review.

    Returns
    -------
    list
        A span for each accepted candidate, None for the others, in order.
    """
    if not candidates:
        return []
    features = [tone_features(c) for c in candidates]
    hashed = matrix(features)
    probabilities = model.predict_proba(hashed)
    classes = [str(c) for c in model.classes_]
    none = classes.index(NOT_TONE)
    decided: list[ToneSpan | None] = []
    for row, candidate in enumerate(candidates):
        accepted = 1.0 - probabilities[row, none]
        if accepted < 0.5:
            decided.append(None)
            continue
        others = np.delete(probabilities[row], none)
        toward = Toward(np.delete(np.array(classes), none)[int(np.argmax(others))])
        decision = Decision(
            value="+".join(candidate.labels),
            by="model",
            name="tone",
            version=version,
            evidence=(candidate.evidence,),
            probability=round(float(accepted), 4),
            review=bool(accepted < 0.5 + review_band),
            reasons=reasons_of(model, features[row], str(toward)),
        )
        decided.append(ToneSpan(candidate.evidence, candidate.labels, toward, decision))
    return decided
