"""A random sample of readouts to be read by people: drawn with known probabilities, kept in a file, extended without loss.

Within a stratum readouts stand in the order of a hash of seed and id (permanent random numbers: Ohlsson, 1995), and the first
ones are drawn: the same seed gives the same sample, and a larger one holds the smaller.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from communique.errors import InputError

FORMAT = 1

LIKELY = {"close": 0.25, "counted": 0.05, "other": 0.03, "silent": 0.01}
"""Shares of readouts in error that the first draw assumes, by stratum: close to the count's edge; with a counted call; with
calls that are not counted; without a call. They decide how many are drawn where, and never what is estimated."""

_AT_LEAST = 2
"""Readouts of a stratum that are always drawn: one alone says nothing of the others."""


class Stratum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Readouts that the machine treats alike.

    Attributes
    ----------
    name
        A key of `LIKELY`.
    units
        How many there are.
    probability
        With which each of them was drawn.
    readouts
        Ids of those that were drawn, in the order of drawing.
    """

    name: str
    units: int
    probability: float
    readouts: tuple[str, ...]


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sample of a run, drawn for the count of a profile.

    Attributes
    ----------
    run, profile
        The run's id; the profile's id.
    profile_sha256
        Of the profile's text: under other rules other readouts are close to the edge.
    seed
        Of the draw.
    strata
        Every stratum, also those of which nothing could be drawn.
    """

    run: str
    profile: str
    profile_sha256: str
    seed: int
    strata: tuple[Stratum, ...]
    format: int = FORMAT

    @property
    def readouts(self) -> tuple[str, ...]:
        """All that were drawn."""
        return tuple(name for stratum in self.strata for name in stratum.readouts)


def allocate(sizes: Mapping[str, int], n: int, shares: Mapping[str, float] = LIKELY) -> dict[str, int]:
    """Say how many of each stratum to draw: in proportion to size and standard deviation (Neyman, 1934), at least two each.

    Parameters
    ----------
    sizes
        Readouts by stratum.
    n
        How many in all; the result has at least as many, unless there are fewer.
    shares
        Shares in error by stratum.
    """
    weights = {name: size * math.sqrt(max(shares[name] * (1 - shares[name]), 1e-4)) for name, size in sizes.items()}

    def given(scale: float) -> dict[str, int]:
        return {name: min(size, max(_AT_LEAST, math.ceil(scale * weights[name]))) for name, size in sizes.items()}

    if n >= sum(sizes.values()):
        return dict(sizes)
    low, high = 0.0, 1.0
    while sum(given(high).values()) < n:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if sum(given(middle).values()) >= n else (middle, high)
    return given(high)


def drawn(frame: Mapping[str, Sequence[str]], n: int, seed: int) -> tuple[Stratum, ...]:
    """Draw from every stratum.

    Parameters
    ----------
    frame
        Ids of readouts by stratum.
    n
        How many in all, at least.
    seed
        The same gives the same.
    """
    numbers = allocate({name: len(ids) for name, ids in frame.items()}, n)
    strata = []
    for name, ids in frame.items():
        order = sorted(ids, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
        taken = tuple(order[: numbers[name]])
        strata.append(Stratum(name, len(ids), len(taken) / len(ids) if ids else 1.0, taken))
    return tuple(strata)


def write_sample(path: Path, sample: Sample) -> None:
    """Write a sample as JSON, whole or not at all.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(sample), indent=1) + b"\n")
        unfinished.replace(path)
    except OSError as error:
        msg = f"{path}: cannot be written: {error.strerror}. Name another file with --sample."
        raise InputError(msg) from error


def read_sample(path: Path) -> Sample:
    """Read a sample and check that it can be estimated from.

    Raises
    ------
    InputError
        With every fault, one line each.
    """
    try:
        sample = msgspec.json.decode(path.read_bytes(), type=Sample)
    except FileNotFoundError as error:
        msg = f"{path}: no such sample. Draw one with 'communique audit draw'."
        raise InputError(msg) from error
    except (OSError, UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        msg = f"{path}: is no sample: {str(error)[:200]}. Draw it again with 'communique audit draw'."
        raise InputError(msg) from error
    faults = []
    if sample.format != FORMAT:
        faults.append(f"has the format {sample.format}; this program reads {FORMAT}")
    for stratum in sample.strata:
        place = f"stratum {stratum.name[:40]!r}"
        if not 0 < stratum.probability <= 1:
            faults.append(f"{place}: the probability {stratum.probability} is not in (0, 1]")
        elif abs(stratum.probability * stratum.units - len(stratum.readouts)) > 1e-6 * max(1, stratum.units):
            faults.append(
                f"{place}: {len(stratum.readouts)} of {stratum.units} readouts were not drawn with the probability "
                f"{stratum.probability}"
            )
    if len(set(sample.readouts)) != len(sample.readouts):
        faults.append("a readout stands in it twice")
    if faults:
        raise InputError("\n".join(f"{path}: {fault}. Draw it again with 'communique audit draw'." for fault in faults))
    return sample
