"""Flips → tables of how many and of what kind, and the few that a person reads first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from communique.flips import FIELDS, Flip

_SETS = ("occasions", "tone", "participants", "call", "occurred_on")
"""Fields whose values are too many for a table; there the kind of change is counted."""


def tabulate(flips: Sequence[Flip]) -> dict[str, list[tuple[str, ...]]]:
    """Count flips by field, by what became what, by publisher and by year.

    Parameters
    ----------
    flips
        Of one comparison.

    Returns
    -------
    dict
        ``field``: (field, n); ``change``: (field, before, after, n), most frequent first; ``source`` and ``year``:
        (value, field, n), in order.
    """
    by_field = Counter(f.field for f in flips)
    changes = Counter((f.field, *_kind(f)) for f in flips)
    return {
        "field": [(name, str(by_field[name])) for name in FIELDS if by_field[name]],
        "change": [(*key, str(n)) for key, n in sorted(changes.items(), key=lambda e: (-e[1], e[0]))],
        "source": _by(Counter((f.source or "unknown", f.field) for f in flips)),
        "year": _by(Counter((f.year or "unknown", f.field) for f in flips)),
    }


def _by(counts: Counter[tuple[str, str]]) -> list[tuple[str, ...]]:
    return [(*key, str(n)) for key, n in sorted(counts.items())]


def _kind(flip: Flip) -> tuple[str, str]:
    if flip.field not in _SETS:
        return flip.before, flip.after
    if "none" in (flip.before, flip.after):
        return ("none", "found") if flip.before == "none" else ("found", "none")
    return "one value", "another"


def read_first(flips: Sequence[Flip], *, each: int = 4) -> tuple[Flip, ...]:
    """Choose the flips to read first: of each field the surest and the closest, the same ones every time.

    Parameters
    ----------
    flips
        Of one comparison.
    each
        How many of a field at most; half of them where both codings were surest, half where they were closest.
    """
    chosen: list[Flip] = []
    for name in FIELDS:
        mine = sorted((f for f in flips if f.field == name), key=lambda f: (-_sureness(f), f.call, f.after))
        surest = mine[: (each + 1) // 2]
        closest = [f for f in reversed(mine) if f not in surest][: each - len(surest)]
        chosen += [*surest, *closest]
    return tuple(chosen)


def _sureness(flip: Flip) -> float:
    """Tell how sure both codings were; a rule is as sure as can be."""
    chances = [abs(2 * p - 1) for p in (flip.probability_before, flip.probability_after) if p is not None]
    return min(chances, default=1.0)
