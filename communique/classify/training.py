"""Labelled readouts and their drafts → trained models, measured on publishers that they were not trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from communique.classify.call_type import call_facts
from communique.classify.examples import (
    BUSINESS,
    NEGATIVE,
    Example,
    Pair,
    align,
    business_examples,
    occasion_examples,
    tone_examples,
    type_examples,
)
from communique.classify.features import courtesy_features, matrix, sentence_features, tone_features
from communique.classify.linear import SEED, calibration_folds, fit_calibrated, folds, learnable, predict_unseen
from communique.classify.unseen import Unseen
from communique.drafts import DraftReadout
from communique.errors import InputError
from communique.records import CodedReadout

STRENGTH = {"tone": 1.0, "occasions": 1.0, "business": 1.0}
"""Inverse regularisation by model, chosen by cross-validation by publisher on the shipped corpora."""

FEATURES: dict[str, Callable[[Any], list[str]]] = {
    "tone": tone_features,
    "occasions": courtesy_features,
    "business": sentence_features,
}
"""What each model over words and tags sees of an example."""

EXAMPLES: dict[str, Callable[[Sequence[Pair]], list[Example]]] = {
    "tone": tone_examples,
    "occasions": occasion_examples,
    "business": business_examples,
}

_WANTED = {
    "tone": "phrases that look like tone and are none",
    "occasions": "clauses that look like a courtesy and pay none",
    "business": "sentences of ceremonial calls",
    "call_type": "substantive calls that pay a courtesy as well",
}
"""What the negative examples of each model are, for who has to add some."""


@dataclass(frozen=True)
class Trained:
    """Models fitted on everything, and what such models predict for publishers that they have not seen; by model."""

    models: dict[str, Any]
    unseen: dict[str, Unseen]


def train(drafts: Sequence[DraftReadout], labelled: Sequence[CodedReadout], *, progress: Callable[[str], None]) -> Trained:
    """Train every model.

    Parameters
    ----------
    drafts, labelled
        The same readouts, from extraction and from the corpus.
    progress
        Told what is being done.

    Raises
    ------
    InputError
        When the corpora lack what a model has to learn.
    """
    pairs = align(drafts, labelled)
    check_classes({part: make(pairs) for part, make in EXAMPLES.items()})
    unseen = judge(pairs, by=[pair.group for pair in pairs], progress=progress)
    models: dict[str, Any] = {}
    for part in EXAMPLES:
        examples = unseen[part].examples
        groups = [example.group for example in examples]
        models[part] = fit_calibrated(_hashed(part, examples), _labels(examples), groups, strength=STRENGTH[part])
    types = unseen["call_type"].examples
    facts = np.array([example.item[1] for example in types])
    models["call_type"] = fit_call_type(facts, _labels(types), [example.group for example in types])
    return Trained(models, unseen)


def judge(
    pairs: Sequence[Pair],
    *,
    by: Sequence[str],
    keep: Sequence[bool] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Unseen]:
    """Predict everything with models that have not seen its publisher, the decision on the type with facts so made as well.

    Parameters
    ----------
    pairs
        The calls.
    by
        What each call is held out with: its publisher, or in an ablation its text.
    keep
        Which calls may be fitted on; all unless given.
    progress
        Told what is being done.
    """
    held = {pair.gold.readout_id: name for pair, name in zip(pairs, by, strict=True)}
    kept = None if keep is None else {p.gold.readout_id for p, wanted in zip(pairs, keep, strict=True) if wanted}
    found: dict[str, Unseen] = {}
    for part, make in EXAMPLES.items():
        progress(part)
        examples = make(pairs)
        allowed = None if kept is None else [example.readout in kept for example in examples]
        groups = [held[example.readout] for example in examples]
        hashed = _hashed(part, examples)
        probabilities, classes = predict_unseen(hashed, _labels(examples), groups, strength=STRENGTH[part], keep=allowed)
        found[part] = Unseen(examples, probabilities, classes, NEGATIVE[part])
    progress("call_type")
    examples = type_examples(pairs, _unseen_facts(pairs, by, found, kept))
    check_classes({"call_type": examples})
    found["call_type"] = _unseen_types(examples, [held[example.readout] for example in examples], kept)
    return found


def check_classes(examples: dict[str, list[Example]]) -> None:
    """See that each model has something to find, something to refuse, and each of its classes with three publishers.

    Raises
    ------
    InputError
        With everything that is missing.
    """
    faults = []
    for part, found in examples.items():
        publishers = Counter(label for label, _ in {(example.label, example.group) for example in found})
        negative = NEGATIVE[part]
        if negative not in publishers:
            faults.append(f"{part}: no example of the class {negative!r}. Add labelled readouts with {_WANTED[part]}.")
        if not set(publishers) - {negative}:
            faults.append(f"{part}: no example of anything but {negative!r}. Add labelled readouts that have some.")
        faults += [
            f"{part}: the class {label!r} stands in readouts of {n} publisher(s); a model is calibrated on publishers that it has "
            "not seen, which needs three. Label readouts of others with it, or add another --corpus."
            for label, n in sorted(publishers.items())
            if n < 3
        ]
    if faults:
        raise InputError("\n".join(["the corpora cannot be trained on:", *faults]))


def _labels(examples: Sequence[Example]) -> list[str]:
    return [example.label for example in examples]


def _hashed(part: str, examples: Sequence[Example]) -> Any:
    return matrix([FEATURES[part](example.item) for example in examples])


def _unseen_facts(
    pairs: Sequence[Pair], by: Sequence[str], unseen: dict[str, Unseen], kept: set[str] | None
) -> list[list[float]]:
    """Sum up each call with sentence and courtesy scores from models that have not seen its publisher."""
    out: list[list[float]] = [[] for _ in pairs]
    held = {pair.gold.readout_id: name for pair, name in zip(pairs, by, strict=True)}
    examples = unseen["business"].examples
    hashed = _hashed("business", examples)
    labels = np.array(_labels(examples))
    groups = np.array([held[example.readout] for example in examples])
    allowed = np.array([kept is None or example.readout in kept for example in examples])
    courtesy = iter(unseen["occasions"].chances)
    courtesies = [[float(next(courtesy)) for _ in pair.draft.courtesies] for pair in pairs]
    for _, test in folds(by):
        keep = np.flatnonzero(allowed & ~np.isin(groups, [by[i] for i in test]))
        keep = keep[learnable(labels[keep], groups[keep])]
        model = fit_calibrated(hashed[keep], list(labels[keep]), list(groups[keep]), strength=STRENGTH["business"])
        column = [str(c) for c in model.classes_].index(BUSINESS)
        for index in test:
            sentences = pairs[index].draft.sentences
            scores = model.predict_proba(matrix([sentence_features(s) for s in sentences]))[:, column] if sentences else []
            out[index] = call_facts(pairs[index].draft, [float(s) for s in scores], courtesies[index])
    return out


def fit_call_type(facts: Any, labels: Sequence[str], groups: Sequence[str], *, base: Any = None) -> Any:
    """Fit the model over the facts of calls and calibrate it on publishers that it was not fitted on.

    Parameters
    ----------
    facts
        A row a call, a column each of `communique.classify.call_type.FACTS`.
    labels, groups
        Type and publisher of each.
    base
        Another estimator than the logistic regression.

    Raises
    ------
    InputError
        When a type stands with too few publishers.
    """
    splits = calibration_folds(labels, groups) if len(set(labels)) > 1 else None
    if splits is None:
        msg = (
            "ceremonial or substantive calls that pay a courtesy stand with too few publishers to calibrate the model of the call "
            "type. Label more readouts of other publishers, or add another --corpus."
        )
        raise InputError(msg)
    base = base or LogisticRegression(C=1.0, random_state=SEED)
    model = CalibratedClassifierCV(make_pipeline(StandardScaler(), base), cv=splits, ensemble=False, method="sigmoid")
    return model.fit(facts, list(labels))


def _unseen_types(examples: Sequence[Example], groups: Sequence[str], kept: set[str] | None) -> Unseen:
    """Predict each call's type with a model fitted without its publisher."""
    labels, by = np.array(_labels(examples)), np.array(list(groups))
    facts = np.array([example.item[1] for example in examples])
    allowed = np.array([kept is None or example.readout in kept for example in examples])
    classes = sorted(set(labels))
    probabilities = np.zeros((len(labels), len(classes)))
    for train_rows, test in folds(groups):
        fit_on = train_rows[allowed[train_rows]]
        model = fit_call_type(facts[fit_on], list(labels[fit_on]), list(by[fit_on]))
        probabilities[test] = model.predict_proba(facts[test])
    return Unseen(examples, probabilities, [str(c) for c in classes], NEGATIVE["call_type"])
