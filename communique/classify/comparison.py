"""Candidates × labelled examples → the bake-off's table: quality on publishers that were not seen, speed, size.

Every candidate is fitted and judged on the same folds by publisher as what ships.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from communique.classify.candidates import Candidate
from communique.classify.examples import NEGATIVE, Example
from communique.classify.linear import SEED, folds, learnable
from communique.classify.resampling import macro_difference
from communique.classify.unseen import Unseen, measures

HALF_A_POINT = 0.005
"""Of macro F1: what candidates are allowed to lack of the best, and still win by cost."""


def compare(
    part: str, examples: Sequence[Example], candidates: Sequence[Candidate], *, progress: Callable[[str], None]
) -> dict[str, Any]:
    """Compare the candidates for one decision.

    Parameters
    ----------
    part
        The model that ships for it.
    examples
        Labelled.
    candidates
        One of them is what ships.
    progress
        Told which candidate is done.

    Returns
    -------
    dict
        ``n``, ``classes``; ``candidates``, best first, each with its ``name``, whether it ``ships``, the measures of
        `communique.classify.unseen.measures`, ``against`` what ships with its ``interval``, ``rows_per_second``, ``megabytes``; and
        the ``winner``'s name.
    """
    judged = []
    for candidate in candidates:
        judged.append((candidate, *judge_candidate(part, examples, candidate)))
        progress(candidate.name)
    shipped = next(unseen.decided for candidate, unseen, *_ in judged if candidate.ships)
    readouts, labels = [e.readout for e in examples], [e.label for e in examples]
    rows: list[dict[str, Any]] = []
    for candidate, unseen, speed, size in judged:
        gap, low, high = macro_difference(readouts, labels, unseen.decided, shipped, seed=SEED)
        told = {key: value for key, value in measures(unseen).items() if key != "n"}
        cost = {"rows_per_second": round(speed), "megabytes": round(size / 1e6, 3)}
        rows.append({"name": candidate.name, "ships": candidate.ships, **told, "against": gap, "interval": [low, high], **cost})
    rows.sort(key=lambda row: (-row["macro_f1"], row["name"]))
    return {"n": len(examples), "classes": len(set(labels)), "candidates": rows, "winner": winner(rows)}


def winner(rows: Sequence[dict[str, Any]]) -> str:
    """Name the winner: held-out quality first, cost second.

    Returns
    -------
    str
        Of the candidates whose macro F1 is within half a point of the best, the one that decides most rows a second.
    """
    best = max(row["macro_f1"] for row in rows)
    near = [row for row in rows if row["macro_f1"] >= best - HALF_A_POINT]
    return str(max(near, key=lambda row: (row["rows_per_second"], row["macro_f1"]))["name"])


def judge_candidate(part: str, examples: Sequence[Example], candidate: Candidate) -> tuple[Unseen, float, int]:
    """Fit and judge a candidate on folds by publisher.

    Returns
    -------
    tuple
        What it predicts for publishers that it has not seen, examples decided a second, and its size in bytes.
    """
    classes = sorted({example.label for example in examples})
    probabilities = np.zeros((len(examples), len(classes)))
    labels, groups = np.array([e.label for e in examples]), np.array([e.group for e in examples])
    seconds, size = 0.0, 0
    for train, test in folds(list(groups)):
        fit_on = train[learnable(labels[train], groups[train])]
        fitted = candidate.fit([examples[row] for row in fit_on])
        started = time.perf_counter()
        predicted, known = fitted.predict([examples[row] for row in test])
        seconds += time.perf_counter() - started
        for column, name in enumerate(known):
            probabilities[test, classes.index(name)] = predicted[:, column]
        size = max(size, fitted.size())
    return Unseen(examples, probabilities, classes, NEGATIVE[part]), len(examples) / max(seconds, 1e-9), size
