"""Predictions made up for tests: chances of a positive class, and what was true."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from communique.classify.examples import Example
from communique.classify.unseen import Unseen


def made_unseen(chances: Sequence[float], truth: Sequence[bool], publishers: Sequence[str] | None = None) -> Unseen:
    """Predict a class ``yes`` with these chances, else ``no``."""
    publishers = publishers or ["a"] * len(chances)
    examples = [
        Example(None, "yes" if true else "no", publisher, f"r{n}")
        for n, (true, publisher) in enumerate(zip(truth, publishers, strict=True))
    ]
    rows = np.array([[1 - chance, chance] for chance in chances]).reshape(len(chances), 2)
    return Unseen(examples, rows, ["no", "yes"], "no")
