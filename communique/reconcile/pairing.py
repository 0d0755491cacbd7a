"""Two sources' calls → pairs that are one call.

Two reports are of one call when the same principals speak by the same medium on the same day, or a day apart (a call about
midnight has two dates). Where several pairs are possible they are chosen together, one to one, so that the days apart are
fewest, then the hours, then so that the order of the day is kept (Kuhn 1955; `scipy.optimize.linear_sum_assignment`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from scipy.optimize import linear_sum_assignment

from communique.codebook import Medium
from communique.records import Call, Participant
from communique.tellings import call_order, person_key, polities, surname_key

# Weights of the assignment, each beyond the sum of those that follow it
_UNMATCHED = 1_500_000_000  # dearer than a day apart, cheaper than two: two such pairs do not break up one of the same day
_DAY = 1_000_000_000
_HOUR = 1_000_000
_UNKNOWN_HOURS = 12

Closeness = tuple[int, int]
Pair = tuple[Call | None, Call | None, tuple[Call, ...]]
"""One call as two sources tell it, or one side alone; and, where the choice is open, all calls it is between."""


def pair_calls(a: Sequence[Call], b: Sequence[Call]) -> Iterator[Pair]:
    """Pair the calls of two sources.

    Parameters
    ----------
    a, b
        The calls of each, in any order.

    Returns
    -------
    iterator of tuple
        Every call stands in exactly one. The third member is empty unless two partners are equally good.
    """
    for left, right in _neighbourhoods(a, b):
        yield from _assign(left, right)


def _neighbourhoods(a: Sequence[Call], b: Sequence[Call]) -> Iterator[tuple[list[Call], list[Call]]]:
    """Part the calls into groups between which no match is possible: other surnames, or more than a day between them."""
    groups: dict[tuple[str, ...], list[tuple[Call, int]]] = defaultdict(list)
    for side, calls in enumerate((a, b)):
        for call in calls:
            groups[tuple(sorted({surname_key(p, call.occurred_on) for p in call.participants}))].append((call, side))
    for _, group in sorted(groups.items()):
        sides: tuple[list[Call], list[Call]] = ([], [])
        before = dt.date.max
        for call, side in sorted(group, key=lambda item: call_order(item[0])):
            if any(sides) and (call.occurred_on - before).days > 1:
                yield sides
                sides = ([], [])
            sides[side].append(call)
            before = call.occurred_on
        yield sides


def _assign(left: list[Call], right: list[Call]) -> Iterator[Pair]:
    """Choose the pairs of a neighbourhood; both sides are in the order of `call_order`."""
    apart = {
        (i, j): closeness
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if (closeness := _closeness(one, other))
    }
    chosen: dict[int, int] = {}
    if apart:
        costs = [[_cost(apart.get((i, j)), i - j) for j in range(len(right))] for i in range(len(left))]
        chosen = {int(i): int(j) for i, j in zip(*linear_sum_assignment(costs), strict=True) if (i, j) in apart}
    free_left = [i for i in range(len(left)) if i not in chosen]
    free_right = [j for j in range(len(right)) if j not in chosen.values()]
    rivals: dict[str, list[Call]] = defaultdict(list)
    for i, j in chosen.items():
        also = [left[k] for k in free_left if apart.get((k, j)) == apart[i, j]]
        also += [right[k] for k in free_right if apart.get((i, k)) == apart[i, j]]
        for call in (left[i], *also) if also else ():
            rivals[call.id] += [left[i], right[j], *also]
    yield from ((left[i], right[j], _once(rivals[left[i].id])) for i, j in chosen.items())
    yield from ((left[i], None, _once(rivals[left[i].id])) for i in free_left)
    yield from ((None, right[j], _once(rivals[right[j].id])) for j in free_right)


def _cost(closeness: Closeness | None, ranks_apart: int) -> int:
    """Weigh a pair; the square keeps pairs of one day in their order."""
    return closeness[0] * _DAY + closeness[1] * _HOUR + ranks_apart**2 if closeness else _UNMATCHED


def _once(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Keep each call once, by date."""
    return tuple(sorted({call.id: call for call in calls}.values(), key=call_order))


def _closeness(one: Call, other: Call) -> Closeness | None:
    """Measure how far apart two tellings are, in days and hours; None when they cannot be of one call."""
    days = abs((other.occurred_on - one.occurred_on).days)
    media = {one.medium, other.medium}
    if days > 1 or len(media - {Medium.UNKNOWN}) > 1 or not _same_people(one, other):
        return None
    if Medium.UNKNOWN in media and media - {Medium.UNKNOWN, Medium.PHONE}:
        return None
    moments = _moment(one), _moment(other)
    if moments[0] is None or moments[1] is None:
        return days, _UNKNOWN_HOURS
    return days, round(abs((moments[1] - moments[0]).total_seconds()) / 3600)


def _moment(call: Call) -> dt.datetime | None:
    """Return when a call began; None where the text gives no time or no zone."""
    try:
        moment = dt.datetime.combine(call.occurred_on, dt.time.fromisoformat(call.occurred_at))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _same_people(one: Call, other: Call) -> bool:
    """Tell whether the same principals speak: by person, or by surname and polity where one side's is not known."""
    left = {person_key(p, one.occurred_on): p for p in one.participants}
    right = {person_key(p, other.occurred_on): p for p in other.participants}
    rest = [p for key, p in left.items() if key not in right]
    others = [p for key, p in right.items() if key not in left]
    if len(rest) != len(others):
        return False
    for person in rest:
        found = next((p for p in others if _could_be(person, one.occurred_on, p, other.occurred_on)), None)
        if found is None:
            return False
        others.remove(found)
    return True


def _could_be(one: Participant, on: dt.date, other: Participant, other_on: dt.date) -> bool:
    """Tell whether two participants with different keys may be one person: one side's is not in the gazetteer."""
    if ":" not in person_key(one, on) and ":" not in person_key(other, other_on):
        return False
    ours, theirs = polities(one, on), polities(other, other_on)
    return surname_key(one, on) == surname_key(other, other_on) and (not ours or not theirs or bool(ours & theirs))
