"""Estimates from random samples: against the method's own authors, and by drawing many samples from a known truth."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate

from communique.audit import StratumErrors, estimate
from communique.errors import InputError

REPLICATIONS = 1_000


def population(units: int, counted: int, wrongly: float, missed: float) -> list[tuple[bool, int]]:
    """Make readouts: whether the machine counts them, and what the truth is less that."""
    wrong, lost = round(counted * wrongly), round((units - counted) * missed)
    counted_ones = [(True, -1)] * wrong + [(True, 0)] * (counted - wrong)
    return counted_ones + [(False, 1)] * lost + [(False, 0)] * (units - counted - lost)


@pytest.mark.parametrize(("counted", "error", "n", "seed"), [(True, 0.2, 400, 1), (True, 0.1, 400, 2), (False, 0.2, 300, 3)])
def test_estimate_and_interval_are_those_of_ppi_py(counted: bool, error: float, n: int, seed: int) -> None:  # noqa: FBT001
    units = 1_000_000  # ppi_py takes the population as endless
    rng = random.Random(seed)  # noqa: S311 - a seeded simulation
    machine = int(counted)
    errors = [(-1 if counted else 1) if rng.random() < error else 0 for _ in range(n)]
    truth, said = np.array([machine + e for e in errors], dtype=float), np.full(n, machine, dtype=float)
    everywhere = np.full(units, machine, dtype=float)
    stratum = StratumErrors(units, units * machine, 1, tuple((counted, e) for e in errors))
    ours = estimate(units * machine, [stratum])
    point = float(np.squeeze(ppi_mean_pointestimate(truth, said, everywhere, lam=1)))
    low, high = (float(np.squeeze(limit)) for limit in ppi_mean_ci(truth, said, everywhere, alpha=0.05, lam=1))
    assert ours.estimate / units == pytest.approx(point, rel=1e-9)
    assert ours.high - ours.low == pytest.approx(units * (high - low), rel=0.03)
    assert ours.low / units == pytest.approx(low, abs=0.008)


@pytest.mark.parametrize(
    ("sizes", "rates", "read"),
    [
        ([(2000, 2000)], [(0.05, 0.0)], [200]),
        ([(2000, 2000)], [(0.02, 0.0)], [400]),
        ([(2000, 500)], [(0.2, 0.1)], [50]),
        ([(2000, 500)], [(0.1, 0.05)], [200]),
        ([(500, 500), (1500, 0)], [(0.05, 0.0), (0.0, 0.025)], [200, 200]),
        ([(500, 500), (1500, 0)], [(0.2, 0.0), (0.0, 0.1)], [50, 50]),
        ([(120, 70), (500, 500), (380, 0), (1000, 0)], [(0.4, 0.4), (0.2, 0.0), (0.0, 0.2), (0.0, 0.05)], [16, 34, 20, 31]),
        ([(120, 70), (500, 500), (380, 0), (1000, 0)], [(0.2, 0.2), (0.1, 0.0), (0.0, 0.1), (0.0, 0.025)], [63, 135, 79, 123]),
    ],
)
def test_95_percent_intervals_hold_the_truth_in_93_to_97_percent_of_samples(
    sizes: list[tuple[int, int]], rates: list[tuple[float, float]], read: list[int]
) -> None:
    rng = random.Random(20220224)  # noqa: S311 - a seeded simulation
    everybody = [population(*size, *rate) for size, rate in zip(sizes, rates, strict=True)]
    machine = sum(counted for _, counted in sizes)
    truth = machine + sum(error for group in everybody for _, error in group)
    held = 0
    for _ in range(REPLICATIONS):
        strata = [
            StratumErrors(*size, 1, tuple(rng.sample(group, n))) for size, group, n in zip(sizes, everybody, read, strict=True)
        ]
        found = estimate(machine, strata)
        held += found.low <= truth <= found.high
    assert 0.93 <= held / REPLICATIONS <= 0.97


@pytest.mark.parametrize("n", [50, 100])
def test_where_hardly_an_error_is_met_the_interval_errs_on_the_safe_side(n: int) -> None:
    rng = random.Random(7)  # noqa: S311 - a seeded simulation
    group = population(2000, 2000, 0.02, 0.0)
    held = 0
    for _ in range(REPLICATIONS):
        found = estimate(2000, [StratumErrors(2000, 2000, 1, tuple(rng.sample(group, n)))])
        held += found.low <= 1960 <= found.high
    assert held / REPLICATIONS >= 0.95


@given(units=st.integers(1, 60), counted=st.integers(0, 60), data=st.data())
def test_reading_everything_gives_the_truth_without_an_interval(units: int, counted: int, data: st.DataObject) -> None:
    counted = min(units, counted)
    wrong, lost = data.draw(st.integers(0, counted)), data.draw(st.integers(0, units - counted))
    group = [(True, -(i < wrong)) for i in range(counted)] + [(False, int(i < lost)) for i in range(units - counted)]
    found = estimate(counted, [StratumErrors(units, counted, 1, tuple(group))])
    assert (found.estimate, found.low, found.high) == pytest.approx((counted - wrong + lost,) * 3)


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300), st.randoms(use_true_random=False)), max_size=4
    )
)
def test_an_interval_holds_its_estimate_and_nothing_below_none(strata: list[tuple[int, int, int, random.Random]]) -> None:
    made = []
    for units, counted, n, rng in strata:
        group = population(units, min(units, counted), 0.1, 0.1)
        made.append(StratumErrors(units, min(units, counted), 1, tuple(rng.sample(group, min(n, units)))))
    found = estimate(sum(s.counted for s in made), made)
    assert 0 <= found.low <= found.estimate + 1e-9
    assert found.estimate <= found.high + 1e-9


def test_the_interval_never_goes_below_the_calls_that_people_have_read() -> None:
    errors = ((True, 0),) * 6 + ((True, -1),) + ((False, 1),) * 2
    assert estimate(8, [StratumErrors(300, 8, 1, errors)]).low >= 8


def test_more_read_than_there_is_is_refused() -> None:
    with pytest.raises(InputError, match="cannot have 3 that were read"):
        estimate(1, [StratumErrors(2, 1, 1, ((False, 0),) * 3)])
