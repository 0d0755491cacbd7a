"""Predictions out of sample → measures, confusions, publishers: counted by hand, and adding up whatever was predicted."""

from __future__ import annotations

import numpy as np
import pytest
from classify.made_unseen import made_unseen
from hypothesis import given
from hypothesis import strategies as st

from communique.classify.examples import Example
from communique.classify.unseen import Unseen, by_publisher, confusion, macro_f1, measures

CASES = st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.sampled_from("abc")), min_size=1, max_size=40)


def three_classes(rows: list[list[float]], labels: str) -> Unseen:
    examples = [Example(None, label, "a", f"r{n}") for n, label in enumerate(labels.split())]
    return Unseen(examples, np.array(rows), ["birthday", "none", "thanks"], "none")


@pytest.mark.parametrize(
    ("row", "decided"),
    [
        ([0.1, 0.8, 0.1], "none"),
        ([0.4, 0.5, 0.1], "birthday"),  # at even odds of any courtesy it is accepted
        ([0.3, 0.45, 0.25], "birthday"),  # none is likeliest, but some courtesy is likelier than none
        ([0.2, 0.0, 0.8], "thanks"),
    ],
)
def test_what_is_decided_is_what_the_program_decides(row: list[float], decided: str) -> None:
    assert three_classes([row], "none").decided == [decided]


def test_measures_counted_by_hand() -> None:
    unseen = made_unseen([0.9, 0.8, 0.6, 0.2], [True, True, False, True])
    # found 2 of 3, one made up: F1 of yes 2*2/(2*2+1+1); of no 0
    assert measures(unseen) == {"n": 4.0, "accuracy": 0.5, "f1": 0.6667, "macro_f1": 0.3333, "brier": 0.2625}


def test_a_confusion_counts_rows_by_true_class() -> None:
    rows = [[0.9, 0.1, 0.0], [0.1, 0.8, 0.1], [0.7, 0.2, 0.1]]
    assert confusion(three_classes(rows, "birthday thanks thanks")) == {
        "birthday": {"birthday": 1, "none": 0, "thanks": 0},
        "none": {"birthday": 0, "none": 0, "thanks": 0},
        "thanks": {"birthday": 1, "none": 1, "thanks": 0},
    }


@given(CASES)
def test_every_row_is_in_one_cell_and_with_one_publisher(cases: list[tuple[float, bool, str]]) -> None:
    unseen = made_unseen(*zip(*cases, strict=True))
    assert sum(sum(row.values()) for row in confusion(unseen).values()) == len(cases)
    assert sum(found["n"] for found in by_publisher(unseen).values()) == len(cases)
    assert sum(found["n"] * found["accuracy"] for found in by_publisher(unseen).values()) == pytest.approx(
        len(cases) * measures(unseen)["accuracy"], abs=0.01 * len(cases)
    )


@given(CASES)
def test_measures_are_shares_whatever_was_predicted(cases: list[tuple[float, bool, str]]) -> None:
    found = measures(made_unseen(*zip(*cases, strict=True)))
    assert all(0 <= value <= 1 for name, value in found.items() if name != "n")


def test_a_publisher_with_nothing_to_find_has_no_f1() -> None:
    unseen = made_unseen([0.9, 0.1, 0.2], [True, False, False], ["a", "a", "b"])
    found = by_publisher(unseen)
    assert "f1" in found["a"]
    assert found["b"] == {"n": 1.0, "accuracy": 1.0, "brier": 0.04}


def test_a_class_that_was_never_labelled_weighs_nothing() -> None:
    assert macro_f1(["a", "a"], ["a", "b"]) == pytest.approx(2 / 3)


def test_a_model_that_never_saw_the_negative_class_accepts_everything() -> None:
    unseen = Unseen([Example(None, "none", "a", "r1")], np.array([[0.3, 0.7]]), ["birthday", "thanks"], "none")
    assert unseen.decided == ["thanks"]
