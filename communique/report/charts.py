"""Counts and calls → the geometry of two small charts; the templates draw them as SVG.

Every bar and every mark is a link to what it stands for, and each chart stands beside a table that says the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.codebook import CallType
from communique.records import Call, LedgerRow
from communique.report.contents import ReportContents
from communique.report.index import Index
from communique.report.tables import Headline, in_print_order
from communique.report.words import STATUS_WORDS, day_words, label_words, tone_step

MOST_BARS = 25
"""Leaders in one bar chart; the table has all."""

_BAR_LEFT, _BAR_RIGHT, _BAR_ROW, _BAR_WIDTH = 150, 366, 30, 420
_LINE_LEFT, _LINE_RIGHT, _LINE_WIDTH = 168, 948, 960
_MARK, _MOST_LEVELS = 11, 12  # size of a mark; marks stacked at most, further ones overlap
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


@dataclass(frozen=True)
class Mark:
    """One call in the timeline: where, its shape and its classes."""

    x: float
    y: float
    points: str
    ceremonial: bool
    classes: str
    anchor: str
    label: str


@dataclass(frozen=True)
class Band:
    """One leader's row."""

    name: str
    short: str
    y: float
    base: float
    n: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Timeline:
    """All counted and excluded calls, a row a leader."""

    width: int
    height: float
    left: int
    right: int
    desc: str
    bands: tuple[Band, ...]
    years: tuple[tuple[float, str], ...]
    spans: tuple[tuple[float, float, str], ...]


def _short(name: str) -> str:
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
                    _short(name),
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


def timeline(contents: ReportContents, index: Index) -> Timeline | None:
    """Draw every counted and excluded call under its leader; None where there is none."""
    rows = [row for row in contents.ledger.rows if row.status != "not_selected"]
    if not rows:
        return None
    days = [contents.calls[row.call_id].occurred_on for row in rows]
    start, end = dt.date(min(days).year, 1, 1).toordinal(), dt.date(max(days).year, 12, 31).toordinal()
    scale = (_LINE_RIGHT - _LINE_LEFT - 2 * _MARK) / max(end - start, 1)

    def across(day: dt.date) -> float:
        return round(_LINE_LEFT + _MARK + (day.toordinal() - start) * scale, 1)

    groups: dict[str, list[LedgerRow]] = {leader: [] for leader in contents.leaders}
    for row in rows:
        groups.setdefault(row.leader, []).append(row)
    bands = []
    y = 44.0
    for leader in in_print_order(groups, {leader: len(group) for leader, group in groups.items()}):
        group = groups[leader]
        group.sort(key=lambda row: (contents.calls[row.call_id].occurred_on, row.call_id))
        places = _stack([across(contents.calls[row.call_id].occurred_on) for row in group])
        height = (max((level for _, level in places), default=0) + 1) * (_MARK + 1) + 14
        base = y + height - 7
        marks = tuple(
            _mark(contents, index, row, x, base - _MARK / 2 - level * (_MARK + 1))
            for row, (x, level) in zip(group, places, strict=True)
        )
        name = contents.leader(leader) or "no leader named"
        bands.append(Band(name, _short(name), y, base, len(group), marks))
        y += height
    first, last = dt.date.fromordinal(start).year, dt.date.fromordinal(end).year
    every = 1 + (last - first) // 20
    years = tuple((across(dt.date(year, 1, 1)), str(year)) for year in range(first, last + 1, every))
    return Timeline(
        _LINE_WIDTH,
        y + 8,
        _LINE_LEFT,
        _LINE_RIGHT,
        "; ".join(f"{band.name}: {band.n}" for band in bands),
        tuple(bands),
        years,
        _spans(contents, rows, {row.call_id: across(contents.calls[row.call_id].occurred_on) for row in rows}),
    )


def _stack(xs: Sequence[float]) -> list[tuple[float, int]]:
    """Lift each mark to the lowest level where it does not touch the one before."""
    free = [float("-inf")] * _MOST_LEVELS
    out = []
    for x in xs:
        level = next((level for level, until in enumerate(free) if until <= x), _MOST_LEVELS - 1)
        free[level] = x + _MARK + 1
        out.append((x, level))
    return out


def _mark(contents: ReportContents, index: Index, row: LedgerRow, x: float, y: float) -> Mark:
    call = contents.calls[row.call_id]
    step = tone_step(call)
    ceremonial = call.call_type is CallType.CEREMONIAL
    made_up = row.call_id in contents.reconstructed
    classes = f"{tone_class(step)} {row.status}{' made-up' if made_up else ''}"
    r = _MARK / 2
    points = f"{x},{round(y - r, 1)} {round(x + r, 1)},{y} {x},{round(y + r, 1)} {round(x - r, 1)},{y}"
    return Mark(x, round(y, 1), points, ceremonial, classes, index.call_anchors[call.id], _label(call, row, made_up=made_up))


def tone_class(step: int | None) -> str:
    """Name the colour of a step of the scale of tone (``tone-minus-2`` ... ``tone-2``, ``tone-none``)."""
    return "tone-none" if step is None else f"tone-{'minus-' if step < 0 else ''}{abs(step)}"


def _label(call: Call, row: LedgerRow, *, made_up: bool) -> str:
    tones = "; ".join(dict.fromkeys(label_words(span.labels) for span in call.tone))
    parts = [
        f"{day_words(call)}, {' – '.join(p.name for p in call.participants)}",
        str(call.call_type),
        f"tone: {tones or 'none stated'}",
        STATUS_WORDS[row.status] + (f" by {row.rule}" if row.rule else ""),
    ]
    return "; ".join([*parts, "reconstructed text"] if made_up else parts)


def _spans(
    contents: ReportContents, rows: Sequence[LedgerRow], at: Mapping[str, float]
) -> tuple[tuple[float, float, str], ...]:
    """Find the first and the last call of each window, to bracket it."""
    ends: dict[str, tuple[float, float]] = {}
    for row in rows:
        if row.window:
            low, high = ends.get(row.window, (at[row.call_id], at[row.call_id]))
            ends[row.window] = (min(low, at[row.call_id]), max(high, at[row.call_id]))
    order = [*contents.windows, *sorted(set(ends) - set(contents.windows))]
    return tuple((*ends[window], contents.window(window)) for window in order if window in ends)
