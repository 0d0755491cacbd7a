"""Linear models: how they are fitted and calibrated, and what moved one of their decisions."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from communique.classify.features import matrix
from communique.records import Reason

SEED = 20220224


def folds(groups: Sequence[str], *, n: int = 5) -> list[tuple[Any, Any]]:
    """Split by publisher, so that a model is judged on the manner of publishers that it has not seen.

    Parameters
    ----------
    groups
        The publisher of each row.
    n
        Number of folds, at most the number of publishers.
    """
    n = min(n, len(set(groups)))
    return list(GroupKFold(n_splits=n).split(np.zeros(len(groups)), groups=np.array(groups)))


def fit_calibrated(rows: Any, labels: Sequence[str], groups: Sequence[str], *, strength: float) -> CalibratedClassifierCV:
    """Fit a logistic regression and calibrate it on predictions for publishers that it was not fitted on.

    Parameters
    ----------
    rows
        Matrix of features.
    labels, groups
        Class and publisher of each row.
    strength
        Inverse of the regularisation (scikit-learn's ``C``).
    """
    base = LogisticRegression(C=strength, max_iter=2_000, class_weight=None, random_state=SEED)
    model = CalibratedClassifierCV(base, cv=folds(groups), ensemble=False, method="sigmoid")
    model.fit(rows, list(labels))
    return model


def predict_unseen(rows: Any, labels: Sequence[str], groups: Sequence[str], *, strength: float) -> tuple[Any, list[str]]:
    """Predict each row with a model fitted without its publisher.

    Returns
    -------
    probabilities : ndarray of shape (n_rows, n_classes)
    classes : list of str
    """
    classes = sorted(set(labels))
    out = np.zeros((len(labels), len(classes)))
    wanted = np.array(list(labels))
    for train, test in folds(groups):
        inner = [groups[i] for i in train]
        model = fit_calibrated(rows[train], wanted[train], inner, strength=strength)
        probabilities = model.predict_proba(rows[test])
        for column, label in enumerate(model.classes_):
            out[test, classes.index(label)] = probabilities[:, column]
    return out, classes


def reasons_of(model: Any, features: Sequence[str], label: str, *, n: int = 5) -> tuple[Reason, ...]:
    """Say which features moved a decision, by their share of the log-odds before calibration.

    Parameters
    ----------
    model
        A model of `fit_calibrated`.
    features
        The names of the row's features.
    label
        The decided class.
    n
        How many to name.
    """
    counts = Counter(features)
    distinct = list(counts)
    contributions = np.asarray(matrix([[f] * n for f, n in counts.items()]) @ _weights(model, label)).ravel()
    strongest = np.argsort(-np.abs(contributions), kind="stable")[:n]
    return tuple(Reason(distinct[i], round(float(contributions[i]), 3)) for i in strongest)


@functools.lru_cache(maxsize=64)
def _weights(model: Any, label: str) -> Any:
    """Return a class's weights, for several classes as the difference from their mean."""
    estimator = model.calibrated_classifiers_[0].estimator
    index = list(estimator.classes_).index(label)
    weights = estimator.coef_
    return weights[0] * (1 if index == 1 else -1) if len(weights) == 1 else weights[index] - weights.mean(axis=0)
