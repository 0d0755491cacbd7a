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
from communique.errors import InputError
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


def calibration_folds(labels: Sequence[str], groups: Sequence[str]) -> list[tuple[Any, Any]] | None:
    """Split by publisher so that every class is on the training side of each fold, in as many folds as that allows.

    Returns
    -------
    list or None
        None when there is no such split: some class stands with one publisher only, or with two that always fall together.
    """
    wanted, known = np.array(list(labels)), set(labels)
    for n in range(min(5, len(set(groups))), 1, -1):
        found = folds(groups, n=n)
        if all(set(wanted[train]) == known for train, _ in found):
            return found
    return None


def fit_calibrated(
    rows: Any, labels: Sequence[str], groups: Sequence[str], *, strength: float = 1.0, base: Any = None
) -> CalibratedClassifierCV:
    """Fit a linear model and calibrate it on predictions for publishers that it was not fitted on.

    Parameters
    ----------
    rows
        Sparse matrix of features.
    labels, groups
        Class and publisher of each row.
    strength
        Inverse of the regularisation (scikit-learn's ``C``) of a logistic regression.
    base
        Another linear estimator to fit instead.

    Raises
    ------
    InputError
        When there is one class only, or one stands with too few publishers to be calibrated.
    """
    if len(set(labels)) < 2:
        only = ", ".join(sorted(set(labels))) or "none"
        msg = (
            f"what is left to fit a model on has one class only ({only}); it needs two, each with two publishers. Label more "
            "readouts of other publishers, or add another --corpus."
        )
        raise InputError(msg)
    base = base or LogisticRegression(C=strength, max_iter=2_000, class_weight=None, random_state=SEED)
    splits = calibration_folds(labels, groups)
    if splits is None:
        few = min(
            Counter(label for label, _ in set(zip(labels, groups, strict=True))).items(), key=lambda item: (item[1], item[0])
        )
        msg = (
            f"the class {few[0]!r} stands in readouts of {few[1]} publisher(s), too few to calibrate a model on publishers that it "
            "has not seen. Label readouts of other publishers with it, or add another --corpus."
        )
        raise InputError(msg)
    used = np.unique(rows.indices)  # a feature that no row has gets no weight; without them the fit is many times faster
    model = CalibratedClassifierCV(base, cv=splits, ensemble=False, method="sigmoid")
    model.fit(rows[:, used], list(labels))
    fitted = model.calibrated_classifiers_[0].estimator
    found = np.atleast_2d(fitted.coef_)  # of two classes, some estimators give one row and others a vector
    weights = np.zeros((len(found), rows.shape[1]))
    weights[:, used] = found
    fitted.coef_ = weights
    fitted.n_features_in_ = model.n_features_in_ = rows.shape[1]
    return model


def learnable(labels: Any, groups: Any) -> Any:
    """Mark the rows whose class can be learnt and calibrated from these rows alone: it stands with two publishers or more."""
    publishers = Counter(label for label, _ in set(zip(labels, groups, strict=True)))
    return np.array([publishers[label] > 1 for label in labels], dtype=bool)


def predict_unseen(
    rows: Any, labels: Sequence[str], groups: Sequence[str], *, strength: float, keep: Sequence[bool] | None = None
) -> tuple[Any, list[str]]:
    """Predict each row with a model fitted without its publisher.

    A class that stands with one publisher only among those a model is fitted on is left out of that fit, so that the model counts as
    wrong on it.

    Parameters
    ----------
    rows, labels, groups, strength
        As for `fit_calibrated`.
    keep
        Which rows may be fitted on at all; all unless given.

    Returns
    -------
    probabilities : ndarray of shape (n_rows, n_classes)
    classes : list of str
    """
    classes = sorted(set(labels))
    out = np.zeros((len(labels), len(classes)))
    wanted, by = np.array(list(labels)), np.array(list(groups))
    allowed = np.ones(len(labels), dtype=bool) if keep is None else np.array(keep, dtype=bool)
    for train, test in folds(groups):
        fit_on = train[allowed[train]]
        fit_on = fit_on[learnable(wanted[fit_on], by[fit_on])]
        model = fit_calibrated(rows[fit_on], list(wanted[fit_on]), list(by[fit_on]), strength=strength)
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
