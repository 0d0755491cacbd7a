"""What a reviewed random sample says of a count: the machine's number, corrected by the errors that the sample shows.

The estimator is the difference estimator of survey sampling (Särndal, Swensson and Wretman, *Model Assisted Survey Sampling*,
1992, section 6.3; as prediction-powered inference: Angelopoulos et al., *Science* 382, 2023), within strata, poststratified
by what the machine counted. Its normal interval is of no width where the sample happens to show no error, so the interval is
put together from Wilson's score intervals of each stratum's rates of error (Wilson, 1927) by the method of variance estimates
recovery (Zou and Donner, *Statistics in Medicine* 27, 2008); the part of a stratum that was read counts as certain.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from communique.errors import InputError


@dataclass(frozen=True)
class StratumErrors:
    """What was found in one stratum, for one number.

    Attributes
    ----------
    units
        Readouts in the stratum.
    counted
        Readouts of it with a call that the machine counted in this number.
    most
        The most that one readout can add to, or take from, the number.
    errors
        For each readout that was read: whether the machine had counted it here, and the true number less the machine's.
    """

    units: int
    counted: int
    most: int
    errors: tuple[tuple[bool, int], ...]


@dataclass(frozen=True)
class Interval:
    """A number and the limits of its 95 % interval."""

    estimate: float
    low: float
    high: float


def estimate(machine: int, strata: Sequence[StratumErrors], *, level: float = 0.95) -> Interval:
    """Estimate the true number from the machine's number and the errors in a stratified random sample.

    Parameters
    ----------
    machine
        The machine's number.
    strata
        All strata of the sample.
    level
        Of confidence.

    Raises
    ------
    InputError
        When a stratum is impossible: more read than it has.
    """
    z = NormalDist().inv_cdf(0.5 + level / 2)
    total, below, above = float(machine), 0.0, 0.0
    for stratum in strata:
        for weight, share, low, high in _components(stratum, z):
            total += weight * share
            down, up = sorted((weight * (low - share), weight * (high - share)))
            below += down**2
            above += up**2
    # what was read is known: calls that people found, or found to be as the machine says
    certain = sum(max(0, counted + found) for stratum in strata for counted, found in stratum.errors)
    least = max(0.0, float(certain))
    return Interval(max(0.0, total), max(least, total - math.sqrt(below)), max(least, total + math.sqrt(above)))


def _components(stratum: StratumErrors, z: float) -> Iterator[tuple[float, float, float, float]]:
    """Give each rate of error with its weight and limits: calls wrongly counted, and calls missed."""
    read, read_counted = len(stratum.errors), sum(counted for counted, _ in stratum.errors)
    if read > stratum.units or read_counted > stratum.counted:
        msg = f"a stratum of {stratum.units} readouts cannot have {read} that were read. Draw the sample again."
        raise InputError(msg)
    wrongly = sum(max(0, -error) for _, error in stratum.errors) / stratum.most
    missed = sum(max(0, error) for _, error in stratum.errors) / stratum.most
    for weight, units, sampled, found in (
        (-float(stratum.most), stratum.counted, read_counted, wrongly),
        (float(stratum.most), stratum.units, read, missed),
    ):
        if units == 0:
            continue
        share = found / sampled if sampled else 0.0
        low, high = wilson(share, sampled, units, z)
        yield weight * units, share, low, high


def wilson(share: float, sampled: int, units: int, z: float) -> tuple[float, float]:
    """Return Wilson's limits of a share in a finite population, by the sample size that a population without end would need.

    Parameters
    ----------
    share
        In the sample.
    sampled, units
        Sizes of the sample and of the population.
    z
        Quantile of the normal distribution.
    """
    if sampled >= units:
        return share, share
    if sampled == 0:
        return 0.0, 1.0
    n = sampled * (units - 1) / (units - sampled)
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)
