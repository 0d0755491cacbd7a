"""Predictions by models that had not seen the publisher → how good the models are, by class and by publisher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import brier_score_loss, f1_score

from communique.classify.examples import Example


@dataclass(frozen=True)
class Unseen:
    """What was predicted for examples by models that had not seen them, nor their publisher.

    Attributes
    ----------
    examples
        With their true classes.
    probabilities
        A row an example, a column a class.
    classes
        Of the columns.
    negative
        The class that stands for what is not looked for.
    """

    examples: Sequence[Example]
    probabilities: Any
    classes: Sequence[str]
    negative: str

    @property
    def chances(self) -> Any:
        """Probability of anything but the negative class."""
        if self.negative not in self.classes:
            return np.ones(len(self.examples))
        # a sum of rounded shares can leave [0, 1] by the last bit
        return np.clip(1.0 - self.probabilities[:, list(self.classes).index(self.negative)], 0.0, 1.0)

    @property
    def truth(self) -> Any:
        """Whether each is anything but the negative class."""
        return np.array([example.label != self.negative for example in self.examples], dtype=bool)

    @property
    def decided(self) -> list[str]:
        """What is decided: accepted from even odds on, then the likeliest of the other classes."""
        others = np.array([c for c in self.classes if c != self.negative])
        shares = self.probabilities[:, [c != self.negative for c in self.classes]]
        return [
            str(others[np.argmax(row)]) if chance >= 0.5 and len(others) else self.negative
            for chance, row in zip(self.chances, shares, strict=True)
        ]

    def of(self, publisher: str) -> Unseen:
        """Return the part of one publisher."""
        rows = [row for row, example in enumerate(self.examples) if example.group == publisher]
        return Unseen([self.examples[row] for row in rows], self.probabilities[rows], self.classes, self.negative)


def measures(unseen: Unseen) -> dict[str, float]:
    """Sum up how good predictions are.

    Returns
    -------
    dict
        ``n``; ``accuracy`` and ``macro_f1`` over all classes that the examples have; ``f1`` and ``brier`` of being anything but
        the negative class. Shares, rounded to four places.
    """
    labels = [example.label for example in unseen.examples]
    decided, truth, chances = unseen.decided, unseen.truth, unseen.chances
    return {
        "n": float(len(labels)),
        "accuracy": round(float(np.mean([a == b for a, b in zip(labels, decided, strict=True)])), 4),
        "f1": round(float(f1_score(truth, chances >= 0.5, zero_division=0)), 4),
        "macro_f1": round(macro_f1(labels, decided), 4),
        "brier": round(float(brier_score_loss(truth, chances)), 4),
    }


def macro_f1(labels: Sequence[str], decided: Sequence[str]) -> float:
    """Return the mean F1 of the classes that the labels have."""
    known = sorted(set(labels))
    return float(f1_score(list(labels), list(decided), labels=known, average="macro", zero_division=0))


def confusion(unseen: Unseen) -> dict[str, dict[str, int]]:
    """Count how many of each class (outer key) were given each class (inner key); every class has its row and column."""
    known = sorted({unseen.negative, *unseen.classes, *(example.label for example in unseen.examples)})
    cells = Counter((example.label, given) for example, given in zip(unseen.examples, unseen.decided, strict=True))
    return {true: {given: cells[true, given] for given in known} for true in known}


def by_publisher(unseen: Unseen) -> dict[str, dict[str, float]]:
    """Sum up how good predictions are on each publisher, by models that had not seen it.

    Returns
    -------
    dict
        By publisher ``n``, ``accuracy``, ``brier`` and, where there is anything but the negative class to be found, ``f1``; no
        macro F1, because most publishers lack most classes.
    """
    found = {}
    for name in sorted({example.group for example in unseen.examples}):
        part = unseen.of(name)
        kept = ("n", "accuracy", "brier", "f1") if np.any(part.truth) else ("n", "accuracy", "brier")
        found[name] = {key: value for key, value in measures(part).items() if key in kept}
    return found
