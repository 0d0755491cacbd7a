"""Counted and excluded calls → the geometry of a timeline, a row a leader; the template draws it as SVG.

A mark a call, so long as marks can be told apart; of more calls than that, a column a month. Each is a link to what it
stands for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.codebook import CallType
from communique.records import Call, LedgerRow
from communique.report.charts import short_name
from communique.report.contents import ReportContents
from communique.report.index import Index
from communique.report.tables import in_print_order
from communique.report.words import STATUS_WORDS, day_words, label_words, month_words, tone_step

MOST_MARKS = 1_500
"""Calls that are drawn one by one; more are drawn by month."""
MOST_BANDS = 40
"""Leaders who have a row; the tables have all."""

_LEFT, _RIGHT, _WIDTH = 168, 948, 960
_MARK, _MOST_LEVELS = 11, 12  # size of a mark; marks stacked at most, further ones overlap
_COLUMN = 46  # height of the tallest column of a month


@dataclass(frozen=True)
class Mark:
    """One call: where, its shape and its classes, and the words for it."""

    x: float
    y: float
    points: str
    ceremonial: bool
    classes: str
    href: str
    label: str
    day: str
    call_type: str
    tone: str
    fate: str


@dataclass(frozen=True)
class Column:
    """One month of a leader: where, how high, how much of it was excluded."""

    x: float
    width: float
    y: float
    height: float
    excluded_height: float
    anchor: str
    month: str
    counted: int
    excluded: int
    label: str


@dataclass(frozen=True)
class Band:
    """One leader's row, of marks or of columns."""

    name: str
    short: str
    base: float
    n: int
    marks: tuple[Mark, ...] = ()
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """All counted and excluded calls, a row a leader; ``more`` leaders have no row."""

    width: int
    height: float
    left: int
    right: int
    desc: str
    bands: tuple[Band, ...]
    years: tuple[tuple[float, str], ...]
    spans: tuple[tuple[float, float, str], ...]
    by_month: bool
    more: int


def timeline(contents: ReportContents, index: Index) -> Timeline | None:
    """Draw every counted and excluded call under its leader; None where there is none."""
    rows = [row for row in contents.ledger.rows if row.status != "not_selected"]
    if not rows:
        return None
    days = [contents.calls[row.call_id].occurred_on for row in rows]
    start, end = dt.date(min(days).year, 1, 1).toordinal(), dt.date(max(days).year, 12, 31).toordinal()
    scale = (_RIGHT - _LEFT - 2 * _MARK) / max(end - start, 1)

    def across(day: dt.date) -> float:
        return round(_LEFT + _MARK + (day.toordinal() - start) * scale, 1)

    groups: dict[str, list[LedgerRow]] = {leader: [] for leader in contents.leaders}
    for row in rows:
        groups.setdefault(row.leader, []).append(row)
    order = in_print_order(groups, {leader: len(group) for leader, group in groups.items()})
    shown = {leader: groups[leader] for leader in order[:MOST_BANDS]}
    by_month = len(rows) > MOST_MARKS
    bands = tuple((_by_month if by_month else _by_call)(contents, index, shown, across))
    first, last = dt.date.fromordinal(start).year, dt.date.fromordinal(end).year
    every = 1 + (last - first) // 20
    return Timeline(
        _WIDTH,
        bands[-1].base + 15,
        _LEFT,
        _RIGHT,
        "; ".join(f"{band.name}: {band.n}" for band in bands),
        bands,
        tuple((across(dt.date(year, 1, 1)), str(year)) for year in range(first, last + 1, every)),
        _spans(contents, rows, {row.call_id: across(contents.calls[row.call_id].occurred_on) for row in rows}),
        by_month,
        len(order) - len(bands),
    )


Across = Callable[[dt.date], float]


def _by_call(contents: ReportContents, index: Index, groups: Mapping[str, list[LedgerRow]], across: Across) -> Iterator[Band]:
    """Draw a mark a call; a row is as high as its marks are stacked."""
    y = 44.0
    for leader, group in groups.items():
        group.sort(key=lambda row: (contents.calls[row.call_id].occurred_on, row.call_id))
        places = _stack([across(contents.calls[row.call_id].occurred_on) for row in group])
        height = (max((level for _, level in places), default=0) + 1) * (_MARK + 1) + 14
        base = y + height - 7
        marks = tuple(
            _mark(contents, index, row, x, base - _MARK / 2 - level * (_MARK + 1))
            for row, (x, level) in zip(group, places, strict=True)
        )
        name = contents.leader(leader) or "no leader named"
        yield Band(name, short_name(name), base, len(group), marks)
        y += height


def _by_month(contents: ReportContents, index: Index, groups: Mapping[str, list[LedgerRow]], across: Across) -> Iterator[Band]:
    """Draw a column a month, all on one scale."""
    months: dict[str, dict[dt.date, list[LedgerRow]]] = {leader: {} for leader in groups}
    for leader, group in groups.items():
        for row in group:
            months[leader].setdefault(contents.calls[row.call_id].occurred_on.replace(day=1), []).append(row)
    most = max(len(rows) for by_month in months.values() for rows in by_month.values())
    for place, (leader, by_month) in enumerate(months.items()):
        base = 44.0 + (place + 1) * (_COLUMN + 12) - 7
        name = contents.leader(leader) or "no leader named"
        columns = []
        for month, rows in sorted(by_month.items()):
            excluded = sum(row.status == "excluded" for row in rows)
            words = month_words(month)
            number = index.number(f"{name}, {words}: counted and excluded", [(row.call_id, row.leader) for row in rows])
            x, height = across(month), round(len(rows) / most * _COLUMN, 1)
            columns.append(
                Column(
                    x,
                    max(across(month + dt.timedelta(days=27)) - x, 1.0),
                    round(base - height, 1),
                    height,
                    round(excluded / most * _COLUMN, 1),
                    number.anchor,
                    words,
                    len(rows) - excluded,
                    excluded,
                    f"{words}, {name}; counted {len(rows) - excluded}; excluded {excluded}",
                )
            )
        yield Band(name, short_name(name), base, len(groups[leader]), columns=tuple(columns))


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
    made_up = row.call_id in contents.reconstructed
    classes = f"{tone_class(tone_step(call))} {row.status}{' made-up' if made_up else ''}"
    r = _MARK / 2
    points = f"{x},{round(y - r, 1)} {round(x + r, 1)},{y} {x},{round(y + r, 1)} {round(x - r, 1)},{y}"
    tone = "; ".join(dict.fromkeys(label_words(span.labels) for span in call.tone)) or "none stated"
    fate = STATUS_WORDS[row.status] + (f" by {row.rule}" if row.rule else "")
    return Mark(
        x,
        round(y, 1),
        points,
        call.call_type is CallType.CEREMONIAL,
        classes,
        index.href(call.id),
        _label(call, tone, fate, made_up=made_up),
        day_words(call),
        str(call.call_type),
        tone,
        fate,
    )


def tone_class(step: int | None) -> str:
    """Name the colour of a step of the scale of tone (``tone-minus-2`` ... ``tone-2``, ``tone-none``)."""
    return "tone-none" if step is None else f"tone-{'minus-' if step < 0 else ''}{abs(step)}"


def _label(call: Call, tone: str, fate: str, *, made_up: bool) -> str:
    names = " – ".join(p.name for p in call.participants)
    parts = [f"{day_words(call)}, {names}", str(call.call_type), f"tone: {tone}", fate]
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
