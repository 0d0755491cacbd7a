"""Labelled readouts and their drafts → trained models, measured on publishers that they were not trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from communique.classify.call_type import call_facts
from communique.classify.features import courtesy_features, matrix, sentence_features, tone_features
from communique.classify.linear import SEED, fit_calibrated, folds, predict_unseen
from communique.classify.occasions import NO_OCCASION
from communique.classify.tone import NOT_TONE
from communique.codebook import CallType
from communique.drafts import DraftCall, DraftReadout
from communique.names import name_keys
from communique.records import Call, CodedReadout, Evidence

STRENGTH = {"tone": 1.0, "occasions": 1.0, "business": 1.0}
"""Inverse regularisation by model, chosen by cross-validation by publisher on the shipped corpora."""


@dataclass(frozen=True)
class Pair:
    """A draft call and the labelled call that it is."""

    draft: DraftCall
    gold: Call
    group: str


@dataclass(frozen=True)
class Trained:
    """Fitted models and what they reach on unseen publishers."""

    models: dict[str, Any]
    measures: dict[str, dict[str, float]]
    sizes: dict[str, dict[str, int]]


def align(drafts: Sequence[DraftReadout], labelled: Sequence[CodedReadout]) -> list[Pair]:
    """Pair the calls that extraction found with the labelled ones, by the participants they share.

    Parameters
    ----------
    drafts, labelled
        The same readouts in the same order.
    """
    pairs = []
    for draft, coded in zip(drafts, labelled, strict=True):
        left = list(coded.calls)
        for open_call in draft.calls:
            best = max(left, key=lambda call: _shared(open_call.call, call), default=None)
            if best is not None and _shared(open_call.call, best) >= 2:
                left.remove(best)
                pairs.append(Pair(open_call, best, coded.readout.source or "unknown"))
    return pairs


def _shared(a: Call, b: Call) -> int:
    def keys(call: Call) -> set[tuple[str, str]]:
        return {(p.polity, (name_keys(p.name) or ("",))[-1]) for p in call.participants}

    def states(call: Call) -> set[str]:
        return {p.polity for p in call.participants}

    return max(len(keys(a) & keys(b)), len(states(a) & states(b)) if len(a.participants) == len(b.participants) else 0)


def _overlap(a: Evidence, b: Evidence | None) -> bool:
    return b is not None and a.where == b.where and min(a.end, b.end) > max(a.start, b.start)


def tone_rows(pairs: Sequence[Pair]) -> tuple[list[list[str]], list[str], list[str]]:
    """Make the training rows for tone: features, class (``not_tone`` or toward), publisher."""
    rows, labels, groups = [], [], []
    for pair in pairs:
        for candidate in pair.draft.tone:
            gold = next(
                (
                    t
                    for t in pair.gold.tone
                    if _overlap(candidate.evidence, t.evidence) and set(t.labels) & set(candidate.labels)
                ),
                None,
            )
            rows.append(tone_features(candidate))
            labels.append(str(gold.toward) if gold else NOT_TONE)
            groups.append(pair.group)
    return rows, labels, groups


def occasion_rows(pairs: Sequence[Pair]) -> tuple[list[list[str]], list[str], list[str]]:
    """Make the training rows for occasions: features, class (``none`` or the occasion), publisher."""
    rows, labels, groups = [], [], []
    for pair in pairs:
        for candidate in pair.draft.courtesies:
            gold = [o for o in pair.gold.occasions if _overlap(candidate.evidence, o.evidence)]
            rows.append(courtesy_features(candidate))
            labels.append(str(max(gold, key=lambda o: _common(candidate.evidence, o.evidence)).id) if gold else NO_OCCASION)
            groups.append(pair.group)
    return rows, labels, groups


def _common(a: Evidence, b: Evidence | None) -> int:
    return 0 if b is None else min(a.end, b.end) - max(a.start, b.start)


def business_rows(pairs: Sequence[Pair]) -> tuple[list[list[str]], list[str], list[str]]:
    """Make the training rows for sentences.

    Business are the sentences of substantive calls that name a matter of business, pay no courtesy and are not the one that merely tells that there
    was a call; no business are those of ceremonial calls. Routine sentences of substantive calls are left out: they say nothing either way.
    """
    rows, labels, groups = [], [], []
    for pair in pairs:
        ceremonial = pair.gold.call_type is CallType.CEREMONIAL
        for number, sentence in enumerate(pair.draft.sentences):
            courtesy = any(_overlap(sentence, o.evidence) for o in pair.gold.occasions)
            named = any(sentence.start <= m.start < sentence.end for m in pair.draft.matters)
            if not ceremonial and (courtesy or not named or (number == 0 and len(pair.draft.sentences) > 1)):
                continue
            rows.append(sentence_features(sentence))
            labels.append("courtesy" if ceremonial else "business")
            groups.append(pair.group)
    return rows, labels, groups


def train(drafts: Sequence[DraftReadout], labelled: Sequence[CodedReadout], *, progress: Callable[[str], None]) -> Trained:
    """Train every model.

    Parameters
    ----------
    drafts, labelled
        The same readouts, from extraction and from the corpus.
    progress
        Told what is being done.

    Returns
    -------
    Trained
        The models, fitted on everything, and their measures out of sample (models fitted without the publisher they are judged on).
    """
    pairs = align(drafts, labelled)
    models: dict[str, Any] = {}
    measures: dict[str, dict[str, float]] = {}
    sizes: dict[str, dict[str, int]] = {}
    unseen: dict[str, Any] = {}
    for part, make in (("tone", tone_rows), ("occasions", occasion_rows), ("business", business_rows)):
        progress(part)
        rows, labels, groups = make(pairs)
        hashed = matrix(rows)
        probabilities, classes = predict_unseen(hashed, labels, groups, strength=STRENGTH[part])
        measures[part] = _measure(labels, probabilities, classes)
        sizes[part] = dict(sorted(Counter(labels).items()))
        models[part] = fit_calibrated(hashed, labels, groups, strength=STRENGTH[part])
        unseen[part] = (probabilities, classes)
    progress("call_type")
    facts = _unseen_facts(pairs, unseen)
    paid = [row for row, pair in enumerate(pairs) if pair.gold.occasions]  # the others are substantive by rule
    facts = facts[paid]
    types = [str(pairs[row].gold.call_type) for row in paid]
    groups = [pairs[row].group for row in paid]
    model, measured = _fit_call_type(facts, types, groups)
    models["call_type"], measures["call_type"], sizes["call_type"] = model, measured, dict(sorted(Counter(types).items()))
    return Trained(models, measures, sizes)


def _measure(labels: Sequence[str], probabilities: Any, classes: list[str]) -> dict[str, float]:
    decided = [classes[i] for i in np.argmax(probabilities, axis=1)]
    negative = next((c for c in (NOT_TONE, NO_OCCASION, "courtesy", str(CallType.SUBSTANTIVE)) if c in classes), classes[0])
    positive = 1.0 - probabilities[:, classes.index(negative)]
    truth = np.array([label != negative for label in labels])
    return {
        "n": float(len(labels)),
        "accuracy": round(float(np.mean([a == b for a, b in zip(labels, decided, strict=True)])), 4),
        "f1": round(float(f1_score(truth, positive >= 0.5)), 4),
        "macro_f1": round(float(f1_score(list(labels), decided, average="macro", zero_division=0)), 4),
        "brier": round(float(brier_score_loss(truth, positive)), 4),
    }


def _unseen_facts(pairs: Sequence[Pair], unseen: dict[str, Any]) -> Any:
    """Sum up each call with sentence and courtesy scores from models that have not seen its publisher."""
    groups = [p.group for p in pairs]
    out: list[list[float]] = [[] for _ in pairs]
    rows, labels, row_groups = business_rows(pairs)
    hashed, wanted, row_group = matrix(rows), np.array(labels), np.array(row_groups)
    probabilities, classes = unseen["occasions"]
    courtesy = iter(1.0 - probabilities[:, classes.index(NO_OCCASION)])
    courtesies = [[float(next(courtesy)) for _ in p.draft.courtesies] for p in pairs]
    for _, test in folds(groups):
        held = {groups[i] for i in test}
        keep = np.array([g not in held for g in row_group])
        model = fit_calibrated(
            hashed[keep], wanted[keep], [g for g in row_groups if g not in held], strength=STRENGTH["business"]
        )
        column = [str(c) for c in model.classes_].index("business")
        for index in test:
            sentences = pairs[index].draft.sentences
            scores = model.predict_proba(matrix([sentence_features(s) for s in sentences]))[:, column] if sentences else []
            out[index] = call_facts(pairs[index].draft, [float(s) for s in scores], courtesies[index])
    return np.array(out)


def _fit_call_type(facts: Any, types: list[str], groups: list[str]) -> tuple[Any, dict[str, float]]:
    def fit(rows: Any, labels: list[str], by: list[str]) -> Any:
        base = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, random_state=SEED))
        model = CalibratedClassifierCV(base, cv=folds(by), ensemble=False, method="sigmoid")
        return model.fit(rows, labels)

    classes = sorted(set(types))
    probabilities = np.zeros((len(types), len(classes)))
    for train_rows, test in folds(groups):
        model = fit(facts[train_rows], [types[i] for i in train_rows], [groups[i] for i in train_rows])
        probabilities[test] = model.predict_proba(facts[test])
    return fit(facts, types, groups), _measure(types, probabilities, classes)
