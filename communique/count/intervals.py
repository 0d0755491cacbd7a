"""Calibrated probabilities → how sure a count is: a 95 % interval, and the calls that could move it.

The number of calls is a sum of independent yes-or-no events, each with its own probability: a Poisson-binomial variable,
of which the distribution is computed exactly (by convolution; tails below 1e-15 are cut). What varies are the decisions on
the type of a call and on its occasions, where a model made them with a probability; all others are taken as certain.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communique.codebook import CallType
from communique.records import Call, Decision, Occasion

_TAIL = 1e-15
_MOST_VARIED = 8  # of a call's decisions: 256 worlds; the surest beyond are taken as certain


@dataclass(frozen=True, slots=True)
class World:
    """One way in which a call's uncertain decisions could come out, with its probability."""

    probability: float
    call_type: CallType
    occasions: tuple[Occasion, ...]


def worlds(call: Call) -> Iterator[World]:
    """Iterate over the ways in which a call's uncertain decisions could come out; the probabilities sum to 1.

    Parameters
    ----------
    call
        Its ``call_type`` and each of its occasions can be otherwise where a model gave a probability below 1.
    """
    type_sure = _probability(call.decisions.get("call_type"))
    sure = [_probability(o.decision or call.decisions.get("occasions")) for o in call.occasions]
    doubtful = sorted((p, i) for i, p in enumerate(sure) if p < 1)[: _MOST_VARIED - 1]
    other = CallType.CEREMONIAL if call.call_type is CallType.SUBSTANTIVE else CallType.SUBSTANTIVE
    types = [(type_sure, call.call_type), (1 - type_sure, other)]
    for chance, call_type in types:
        for present in itertools.product((True, False), repeat=len(doubtful)):
            probability = chance
            absent = set()
            for (p, place), there in zip(doubtful, present, strict=True):
                probability *= p if there else 1 - p
                if not there:
                    absent.add(place)
            if probability > 0:
                kept = tuple(o for place, o in enumerate(call.occasions) if place not in absent)
                yield World(probability, call_type, kept)


def _probability(decision: Decision | None) -> float:
    """Take a decision's probability; what a rule or a person decided is certain."""
    if decision is None or decision.by != "model" or decision.probability is None:
        return 1.0
    return min(max(decision.probability, 0.0), 1.0)


def distribution(chances: Iterable[float]) -> tuple[int, list[float]]:
    """Compute the distribution of the number of events that happen.

    Parameters
    ----------
    chances
        Probability of each event, in [0, 1].

    Returns
    -------
    first : int
        The smallest number that can happen.
    probabilities : list of float
        Of ``first``, ``first + 1``, ...; they sum to 1.
    """
    first, row = 0, [1.0]
    for chance in chances:
        if chance >= 1:
            first += 1
            continue
        if chance <= 0:
            continue
        row = [a * (1 - chance) + b * chance for a, b in zip([*row, 0.0], [0.0, *row], strict=True)]
        # the tails of large sums are nothing, and would make the work grow with the square of their number
        while row[-1] < _TAIL:
            row.pop()
        while row[0] < _TAIL:
            row.pop(0)
            first += 1
    return first, row


def interval(chances: Sequence[float], n: int, *, level: float = 0.95) -> tuple[int, int]:
    """Compute the central interval of a count.

    Parameters
    ----------
    chances
        Probability that each call belongs to the count, in [0, 1].
    n
        The printed number. The interval is widened to hold it: the likeliest value of each decision, taken together,
        need not make the likeliest sum.
    level
        How much of the probability lies inside, at least.

    Returns
    -------
    low, high : int
    """
    first, row = distribution(chances)
    tail = (1 - level) / 2
    sums = list(itertools.accumulate(row))
    low = next(k for k, total in enumerate(sums) if total > tail or k == len(sums) - 1)
    high = next(k for k, total in enumerate(sums) if total >= 1 - tail or k == len(sums) - 1)
    return min(first + low, n), max(first + high, n)
