"""The categorizers that linear models are compared with: they learn, and learn the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from communique.extract.text_categorizer import Architecture, categorize, fit_text_categorizer

TEXTS = [
    f"{words} number {n}"
    for n in range(12)
    for words in ("frank talk about gas", "warm wishes on the birthday", "откровенный разговор")
]
LABELS = ["candid", "cordial", "candid"] * 12


@pytest.mark.parametrize("architecture", ["bow", "cnn", "ensemble"])
def test_what_is_regular_is_learnt(architecture: Architecture) -> None:
    nlp = fit_text_categorizer(TEXTS, LABELS, architecture=architecture, epochs=6, seed=3)
    rows, classes = categorize(nlp, ["a frank talk", "warm wishes", "разговор"])
    assert classes == ["candid", "cordial"]
    assert [classes[place] for place in np.argmax(rows, axis=1)] == ["candid", "cordial", "candid"]
    assert rows.sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_the_same_seed_gives_the_same_probabilities() -> None:
    first, second = (
        categorize(fit_text_categorizer(TEXTS, LABELS, architecture="bow", epochs=1, seed=3), TEXTS) for _ in range(2)
    )
    assert np.array_equal(first[0], second[0])


def test_no_texts_have_no_rows() -> None:
    nlp = fit_text_categorizer(TEXTS, LABELS, architecture="bow", epochs=1, seed=3)
    assert categorize(nlp, [])[0].shape == (0, 2)
