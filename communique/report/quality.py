"""What models reach out of sample → matrices, bins and lines for print.

Drawn from numbers only: no picture that a model folder may hold is ever shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from communique.report.contents import Bin, ModelFacts

_SIDE, _LEFT, _TOP, _EDGE = 220, 40, 8, 34  # of a reliability diagram: the square, and the room around it


@dataclass(frozen=True)
class Matrix:
    """A confusion matrix: a row a true class, a column a decided one; each cell with its share of the row in tenths."""

    classes: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, int], ...], int], ...]


@dataclass(frozen=True)
class Dot:
    """One bin: where, how large, and the words for it."""

    x: float
    y: float
    r: float
    label: str


@dataclass(frozen=True)
class Reliability:
    """A reliability diagram: what was predicted against what was so."""

    id: str
    width: int
    height: int
    left: int
    top: int
    side: int
    dots: tuple[Dot, ...]
    line: str
    bins: tuple[Bin, ...]
    ticks: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True)
class Quality:
    """One model with its figures; the publishers' measures as a table."""

    facts: ModelFacts
    id: str
    matrix: Matrix | None
    reliability: Reliability | None
    measures: tuple[str, ...]
    publishers: tuple[tuple[str, tuple[float | None, ...]], ...]


def qualities(models: tuple[ModelFacts, ...]) -> tuple[Quality, ...]:
    """Make the figures of every model."""
    return tuple(_quality(facts, f"model-{number}") for number, facts in enumerate(models, 1))


def _quality(facts: ModelFacts, name: str) -> Quality:
    measures = tuple(dict.fromkeys(m for line in facts.by_publisher.values() for m in line))
    publishers = tuple((p, tuple(line.get(m) for m in measures)) for p, line in sorted(facts.by_publisher.items()))
    matrix = _matrix(facts.confusion) if facts.confusion else None
    diagram = _reliability(facts.reliability, f"{name}-reliability") if facts.reliability else None
    return Quality(facts, name, matrix, diagram, measures, publishers)


def _matrix(confusion: Mapping[str, Mapping[str, int]]) -> Matrix:
    classes = tuple(dict.fromkeys([*confusion, *(c for line in confusion.values() for c in line)]))
    rows = []
    for true in classes:
        line = confusion.get(true, {})
        total = sum(line.values())
        cells = tuple((line.get(c, 0), round(10 * line.get(c, 0) / total) if total else 0) for c in classes)
        rows.append((true, cells, total))
    return Matrix(classes, tuple(rows))


def _reliability(bins: tuple[Bin, ...], name: str) -> Reliability:
    most = max((b.n for b in bins), default=0) or 1
    shown = [b for b in bins if b.n]
    dots = tuple(
        Dot(
            round(_LEFT + b.predicted * _SIDE, 1),
            round(_TOP + (1 - b.observed) * _SIDE, 1),
            round(3 + 6 * (b.n / most) ** 0.5, 1),
            f"predicted {b.predicted:.2f}, observed {b.observed:.2f}, {b.n} decisions",
        )
        for b in shown
    )
    ticks = tuple((round(_LEFT + t * _SIDE, 1), round(_TOP + (1 - t) * _SIDE, 1), f"{t:g}") for t in (0, 0.25, 0.5, 0.75, 1))
    line = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots) if dots else ""
    size = (_LEFT + _SIDE + 16, _TOP + _SIDE + _EDGE)
    return Reliability(name, *size, _LEFT, _TOP, _SIDE, dots, line, bins, ticks)
