"""Reliability and the band of doubt: counted by hand, and never dearer than no band."""

from __future__ import annotations

import numpy as np
import pytest
from classify.made_unseen import made_unseen
from hypothesis import given
from hypothesis import strategies as st

from communique.classify.calibration import COST_OF_REVIEW, calibration_error, choose_band, reliability, review_costs

CASES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_bins_counted_by_hand() -> None:
    unseen = made_unseen([0.0, 0.05, 0.12, 0.95, 1.0], [False, True, False, True, True])
    assert reliability(unseen) == [
        {"n": 2, "predicted": 0.025, "observed": 0.5},
        {"n": 1, "predicted": 0.12, "observed": 0.0},
        {"n": 2, "predicted": 0.975, "observed": 1.0},
    ]


@given(CASES)
def test_bins_hold_every_prediction_once_and_keep_its_mean(cases: list[tuple[float, bool]]) -> None:
    chances, truth = zip(*cases, strict=True)
    bins = reliability(made_unseen(chances, truth))
    assert sum(b["n"] for b in bins) == len(cases)
    assert sum(b["n"] * b["observed"] for b in bins) == pytest.approx(sum(truth), abs=0.001 * len(cases))
    assert sum(b["n"] * b["predicted"] for b in bins) == pytest.approx(sum(chances), abs=0.001 * len(cases))


def test_the_calibration_error_is_the_mean_distance() -> None:
    assert calibration_error([{"n": 3, "predicted": 0.2, "observed": 0.0}, {"n": 1, "predicted": 0.9, "observed": 0.5}]) == 0.25
    assert calibration_error([]) == 0.0


@pytest.mark.parametrize(
    ("both_sides", "costs"),
    [
        # accepted at 0.55 and wrong, accepted at 0.9 and right, refused at 0.45 and wrong, refused at 0.1 and right
        (False, {"band": 0.1, "reviewed": 0.25, "errors": 0.25, "cost": 0.3}),
        (True, {"band": 0.1, "reviewed": 0.5, "errors": 0.0, "cost": 0.1}),
    ],
)
def test_what_a_band_costs_counted_by_hand(both_sides: bool, costs: dict[str, float]) -> None:  # noqa: FBT001 - a table
    unseen = made_unseen([0.55, 0.9, 0.45, 0.1], [False, True, True, False])
    assert review_costs(unseen, 0.1, both_sides=both_sides) == costs


@given(CASES, st.booleans())
def test_the_chosen_band_costs_no_more_than_none_and_than_any_other(cases: list[tuple[float, bool]], both_sides: bool) -> None:  # noqa: FBT001
    unseen = made_unseen(*zip(*cases, strict=True))
    chosen = choose_band(unseen, both_sides=both_sides)
    assert chosen["cost"] <= chosen["errors_unreviewed"]
    for band in (0.0, 0.1, 0.25, 0.5):
        assert chosen["cost"] <= review_costs(unseen, band, both_sides=both_sides)["cost"]


@pytest.mark.parametrize(("cost", "end"), [(0.1, 0.4), (0.2, 0.3), (0.4, 0.1)])
def test_with_believable_probabilities_the_band_ends_where_an_error_is_as_dear_as_a_look(cost: float, end: float) -> None:
    random = np.random.default_rng(11)
    chances = random.uniform(0, 1, 60_000)
    unseen = made_unseen(list(chances), list(random.uniform(0, 1, len(chances)) < chances))
    assert choose_band(unseen, both_sides=True, cost=cost)["band"] == pytest.approx(end, abs=0.03)


def test_models_that_are_always_right_ask_for_no_review() -> None:
    unseen = made_unseen([0.6, 0.4], [True, False])
    assert choose_band(unseen, both_sides=True) == {
        "band": 0.0,
        "reviewed": 0.0,
        "errors": 0.0,
        "cost": 0.0,
        "errors_unreviewed": 0.0,
        "cost_of_review": COST_OF_REVIEW,
    }
