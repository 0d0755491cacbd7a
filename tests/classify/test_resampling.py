"""The paired bootstrap: sure where a difference is sure, unsure where it is chance, the same each time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.classify.resampling import drawn, f1, interval, macro_difference

LABELS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30)


def compared(labels: str, ours: str, theirs: str, *, a_text: int = 1) -> tuple[float, float, float]:
    readouts = [f"r{place // a_text}" for place in range(len(labels))]
    return macro_difference(readouts, list(labels), list(ours), list(theirs), seed=3)


@given(LABELS)
def test_what_decides_alike_does_not_differ(cases: list[tuple[str, str]]) -> None:
    labels, decided = ("".join(column) for column in zip(*cases, strict=True))
    assert compared(labels, decided, decided) == (0.0, 0.0, 0.0)


def test_what_is_always_right_is_surely_better_than_what_is_often_wrong() -> None:
    gap, low, high = compared("ab" * 50, "ab" * 50, "ab" * 25 + "ba" * 25)
    assert gap == 0.5
    assert 0.35 < low < gap < high < 0.65


def test_the_sign_turns_when_the_sides_are_changed() -> None:
    labels, ours, theirs = "ab" * 40, "ab" * 30 + "aa" * 10, "ab" * 35 + "bb" * 5
    gap, low, high = compared(labels, ours, theirs)
    assert compared(labels, theirs, ours) == (-gap, -high, -low)


def test_rows_of_one_text_count_as_one_so_the_interval_is_wider() -> None:
    labels, ours, theirs = "ab" * 50, "ab" * 50, ("ab" * 5 + "ba" * 5) * 5
    apart, together = compared(labels, ours, theirs), compared(labels, ours, theirs, a_text=10)
    assert apart[0] == together[0]
    assert together[2] - together[1] > 1.5 * (apart[2] - apart[1])


def test_chance_is_called_chance() -> None:
    random = np.random.default_rng(5)
    sure = 0
    for _ in range(40):
        labels = random.choice(list("ab"), 200)
        ours, theirs = (np.where(random.uniform(size=200) < 0.8, labels, "b") for _ in range(2))
        _, low, high = compared("".join(labels), "".join(ours), "".join(theirs))
        sure += not low <= 0 <= high
    assert sure <= 6  # five in a hundred are expected


def test_every_resample_has_as_many_texts() -> None:
    found = drawn(17, seed=1, resamples=50)
    assert found.shape == (50, 17)
    assert set(found.sum(axis=1)) == {17.0}
    assert np.array_equal(found, drawn(17, seed=1, resamples=50))


def test_f1_of_nothing_is_no_number() -> None:
    assert math.isnan(float(f1(np.array(0.0), np.array(0.0), np.array(0.0))))
    assert float(f1(np.array(3.0), np.array(1.0), np.array(2.0))) == pytest.approx(6 / 9)
    assert interval(np.array([np.nan, np.nan])) == (0.0, 0.0)
