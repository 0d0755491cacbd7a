"""Counts → the geometry of bar charts; the templates draw them as SVG.

Every bar is a link to the calls it stands for, and the charts stand beside a table that says the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.report.tables import Headline

MOST_BARS = 25
"""Leaders in one bar chart; the table has all."""

_BAR_LEFT, _BAR_RIGHT, _BAR_ROW, _BAR_WIDTH = 150, 366, 30, 420
_LONGEST_NAME = 19


@dataclass(frozen=True)
class Bar:
    """One bar: its length, the part that rests on reconstructed texts, and its whisker."""

    name: str
    short: str
    n: int
    anchor: str
    y: int
    width: float
    made_up_from: float
    made_up_width: float
    low: int | None
    high: int | None
    low_x: float
    high_x: float


@dataclass(frozen=True)
class BarChart:
    """The counts of one window, a bar a leader."""

    id: str
    title: str
    desc: str
    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    more: int


def short_name(name: str) -> str:
    """Cut a name to what fits beside a bar."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _ticks(most: int) -> list[int]:
    """Choose round marks for an axis from 0."""
    step = next(s * 10**p for p in range(9) for s in (1, 2, 5) if s * 10**p * 4 >= most)
    return list(range(0, max(most, 1) + step, step))


def bar_charts(table: Headline) -> tuple[BarChart, ...]:
    """Draw a chart for each window of the headline table, all on one scale."""
    cells = [cell for _, row in table.rows for cell in row]
    most = max((max(cell.number.n, cell.number.high or 0) for cell in cells), default=0)
    ticks = _ticks(most)
    scale = (_BAR_RIGHT - _BAR_LEFT) / ticks[-1]
    charts = []
    for column, window in enumerate(table.windows):
        bars = []
        for place, (name, row) in enumerate(table.rows[:MOST_BARS]):
            number, made_up = row[column].number, row[column].reconstructed
            share = made_up.n if made_up else 0
            bars.append(
                Bar(
                    name,
                    short_name(name),
                    number.n,
                    number.anchor,
                    place * _BAR_ROW,
                    round(number.n * scale, 1),
                    round(_BAR_LEFT + (number.n - share) * scale, 1),
                    round(share * scale, 1),
                    number.low,
                    number.high,
                    round(_BAR_LEFT + (number.low or 0) * scale, 1),
                    round(_BAR_LEFT + (number.high or 0) * scale, 1),
                )
            )
        charts.append(
            BarChart(
                f"bars-{column + 1}",
                window,
                "; ".join(f"{name} {row[column].number.n}" for name, row in table.rows[:MOST_BARS]),
                _BAR_WIDTH,
                len(bars) * _BAR_ROW + 26,
                _BAR_LEFT,
                tuple(bars),
                tuple((round(_BAR_LEFT + tick * scale, 1), tick) for tick in ticks),
                len(table.rows) - len(bars),
            )
        )
    return tuple(charts)
