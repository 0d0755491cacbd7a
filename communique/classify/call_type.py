"""Sentences are scored, calls are decided: whether a call reports anything beyond courtesies.

Each sentence gets a probability of reporting business. The call's type follows from the sentences' scores and the
courtesies found, by a small logistic regression whose inputs a reader can check.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from communique import __version__
from communique.codebook import CallType
from communique.drafts import DraftCall
from communique.records import Decision, Evidence, Reason

FACTS = (
    "most businesslike sentence",
    "second most businesslike sentence",
    "most businesslike sentence without a courtesy",
    "sum of the sentences' business",
    "share of sentences with a courtesy",
    "surest courtesy",
    "courtesy in the first sentence",
    "number of sentences",
    "number of words",
    "named matters of business outside courtesies",
    "named matters of business in courtesies",
    "sentences with a named matter and no courtesy",
)
"""What the call-level model sees, in the order of its columns."""


def call_facts(draft: DraftCall, business: Sequence[float], courtesies: Sequence[float]) -> list[float]:
    """Sum up a call for the decision on its type.

    Parameters
    ----------
    draft
        The call.
    business
        Probability of reporting business, for each sentence.
    courtesies
        Probability of being an occasion, for each courtesy clause.

    Returns
    -------
    list of float
        One value for each of `FACTS`; probabilities as log-odds.
    """
    sure = [0.0] * len(draft.sentences)
    for probability, clause in zip(courtesies, draft.courtesies, strict=True):
        for number, sentence in enumerate(draft.sentences):
            if sentence.start <= clause.evidence.start < sentence.end:
                sure[number] = max(sure[number], float(probability))
    clauses = [c.evidence for p, c in zip(courtesies, draft.courtesies, strict=True) if p >= 0.5]
    inside = [m for m in draft.matters if any(c.start <= m.start < c.end for c in clauses)]
    outside = {m.quote.casefold() for m in draft.matters if m not in inside}
    telling = [
        s
        for s, chance in zip(draft.sentences, sure, strict=True)
        if chance < 0.5 and any(s.start <= m.start < s.end for m in draft.matters)
    ]
    ordered = sorted(business, reverse=True)
    plain = [b for b, s in zip(business, sure, strict=True) if s < 0.5]
    odds = _odds(ordered[0]) if ordered else -4.0
    return [
        odds,
        _odds(ordered[1]) if len(ordered) > 1 else -4.0,
        _odds(max(plain)) if plain else -4.0,
        min(sum(b for b in business), 10.0),
        sum(s >= 0.5 for s in sure) / max(1, len(sure)),
        max(courtesies, default=0.0),
        sure[0] if sure else 0.0,
        math.log1p(len(draft.sentences)),
        math.log1p(sum(len(s.quote.split()) for s in draft.sentences)),
        math.log1p(len(outside)),
        math.log1p(len(inside)),
        math.log1p(len(telling)),
    ]


def _odds(probability: float) -> float:
    clipped = min(max(probability, 0.01), 0.99)
    return math.log(clipped / (1 - clipped))


def decide_call_types(
    drafts: Sequence[DraftCall],
    facts: Sequence[Sequence[float]],
    business: Sequence[Sequence[float]],
    model: Any,
    *,
    version: str,
    review_band: float,
) -> list[Decision]:
    """Decide for each call whether it is substantive or ceremonial.

    Parameters
    ----------
    drafts
        The calls.
    facts
        Of each call, from `call_facts`.
    business
        Of each call, the probability of reporting business, for each sentence.
    model
        Calibrated classifier over the two types.
    version
        The model's, for the decisions.
    review_band
        A probability nearer to 0.5 than this asks for review.

    Returns
    -------
    list of Decision
        In order. Where no courtesy is found the rule ``no-courtesy`` decides: the codebook calls only that ceremonial whose stated
        purpose is a courtesy.
    """
    surest = FACTS.index("surest courtesy")
    open_rows = [row for row, found in enumerate(facts) if found[surest] >= 0.5]
    decided = [
        Decision(str(CallType.SUBSTANTIVE), "rule", "communique-rules/no-courtesy", __version__, draft.sentences[:1])
        for draft in drafts
    ]
    if not open_rows:
        return decided
    matrix = np.array([facts[row] for row in open_rows])
    ceremonial = model.predict_proba(matrix)[:, [str(c) for c in model.classes_].index(str(CallType.CEREMONIAL))]
    scaler, estimator = _parts(model)
    shares = scaler.transform(matrix) * estimator.coef_[0]  # towards the second class of the estimator
    for row, chance, share in zip(open_rows, ceremonial, shares, strict=True):
        value = CallType.CEREMONIAL if chance >= 0.5 else CallType.SUBSTANTIVE
        probability = float(chance if value is CallType.CEREMONIAL else 1 - chance)
        sign = 1 if str(estimator.classes_[1]) == str(value) else -1
        named = sorted(zip(FACTS, sign * share, strict=True), key=lambda item: -abs(item[1]))
        decided[row] = Decision(
            value=str(value),
            by="model",
            name="call_type",
            version=version,
            evidence=_evidence(drafts[row], business[row], value),
            probability=round(probability, 4),
            review=bool(probability < 0.5 + review_band),
            reasons=tuple(Reason(name, round(float(weight), 3)) for name, weight in named[:4]),
        )
    return decided


def _evidence(draft: DraftCall, business: Sequence[float], value: CallType) -> tuple[Evidence, ...]:
    """Show the courtesies of a ceremonial call, the most businesslike sentences of a substantive one."""
    if value is CallType.CEREMONIAL:
        return tuple(c.evidence for c in draft.courtesies[:2])
    ranked = sorted(zip(business, draft.sentences, strict=True), key=lambda pair: -pair[0])
    return tuple(s for p, s in ranked[:2] if p >= 0.5)


def _parts(model: Any) -> tuple[Any, Any]:
    """Take the scaler and the linear model out of a calibrated pipeline."""
    pipeline = model.calibrated_classifiers_[0].estimator
    return pipeline[0], pipeline[1]
