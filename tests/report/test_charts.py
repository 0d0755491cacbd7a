from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.judging import LEADERS
from report.parsed import parse
from report.sample import contents
from report.volume import many

from communique.report import ReportContents
from communique.report.charts import MOST_BARS, BarChart, _ticks, bar_charts
from communique.report.index import Index, Number
from communique.report.page import render
from communique.report.tables import CountCell, Headline, headline
from communique.report.timeline import MOST_MARKS, Timeline, _stack, timeline, tone_class
from communique.report.words import anchors


def drawn(what: ReportContents) -> tuple[tuple[BarChart, ...], Timeline | None]:
    index = Index(what, anchors("call", what.calls))
    return bar_charts(headline(what, index)), timeline(what, index)


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(0, [0, 1]), (1, [0, 1]), (4, [0, 1, 2, 3, 4]), (5, [0, 2, 4, 6]), (60, [0, 20, 40, 60]), (9999, [0, 5000, 10000])],
)
def test_axes_have_a_few_round_ticks(most: int, ticks: list[int]) -> None:
    assert _ticks(most) == ticks


@given(st.integers(0, 10**7))
def test_axes_reach_beyond_the_longest_bar(most: int) -> None:
    ticks = _ticks(most)
    assert ticks[-1] >= max(most, 1)
    assert len(ticks) <= 7


def test_all_charts_have_one_scale() -> None:
    (before, since), _ = drawn(contents())
    assert before.ticks == since.ticks
    assert since.bars[0].width * 2 == pytest.approx(before.bars[0].width, abs=0.2)


def test_reconstructed_part_of_a_bar_ends_where_the_bar_ends() -> None:
    (before, _), _ = drawn(contents())
    may = before.bars[1]
    assert may.made_up_width == may.width
    assert may.made_up_from == before.left
    assert before.bars[0].made_up_width == 0


def test_leaders_beyond_the_chart_are_said_to_be_in_the_table() -> None:
    number = Number(1, "n-x")
    rows = tuple((f"Leader {place}", (CountCell(number),)) for place in range(MOST_BARS + 3))
    (chart,) = bar_charts(Headline(("all",), rows, (number,), None, {}))
    assert (len(chart.bars), chart.more) == (MOST_BARS, 3)


def test_timeline_has_a_band_for_each_leader_also_the_silent_ones() -> None:
    _, line = drawn(contents())
    assert [(band.name, band.n) for band in line.bands] == list(zip(LEADERS.values(), [7, 2, 1, 0], strict=True))


def test_marks_show_type_tone_outcome_and_standing() -> None:
    _, line = drawn(contents())
    marks = {mark.href.removeprefix("#"): mark for band in line.bands for mark in band.marks}
    assert marks["call-kremlin-2017-06-26-1"].classes == "tone-1 counted"
    assert marks["call-kremlin-2022-02-24-1"].classes == "tone-minus-1 counted"
    assert marks["call-kremlin-2022-05-28-1"].classes == "tone-none counted", (
        "what is said of third parties is not how two sides got on"
    )
    assert marks["call-kremlin-2017-12-21-1"].classes == "tone-none counted made-up"
    assert marks["call-kremlin-2018-07-15-1"].classes == "tone-none excluded"
    assert [anchor for anchor, mark in marks.items() if mark.ceremonial] == [
        "call-kremlin-2018-07-15-1",
        "call-kremlin-2017-09-16-1",
    ]
    assert marks["call-kremlin-2022-02-24-1"].label == (
        "24 February 2022, Vladimir Putin – Emmanuel Macron; substantive; tone: candid; candid + businesslike; counted"
    )


def test_brackets_reach_from_the_first_to_the_last_call_of_a_window() -> None:
    _, line = drawn(contents())
    xs = {mark.href.removeprefix("#"): mark.x for band in line.bands for mark in band.marks}
    assert line.spans == (
        (xs["call-kremlin-2017-05-18-1"], xs["call-kremlin-2022-02-21-1"], "before the war"),
        (xs["call-kremlin-2022-02-24-1"], xs["call-kremlin-2022-05-28-1"], "since the war"),
    )


@given(st.lists(st.floats(0, 900), max_size=60).map(sorted))
def test_marks_do_not_touch_while_there_is_room(xs: list[float]) -> None:
    placed = _stack(xs)
    for level in range(11):
        here = [x for x, at in placed if at == level]
        assert all(b - a >= 12 for a, b in itertools.pairwise(here))


def test_no_mark_is_dropped_where_there_is_no_room() -> None:
    _, line = drawn(many(MOST_MARKS))
    assert sum(len(band.marks) for band in line.bands) == MOST_MARKS


def test_more_calls_than_marks_can_show_are_drawn_by_month_and_none_is_dropped() -> None:
    _, line = drawn(many(MOST_MARKS + 1))
    assert line.by_month
    columns = [column for band in line.bands for column in band.columns]
    assert sum(column.counted + column.excluded for column in columns) == MOST_MARKS + 1
    assert max(column.height for column in columns) == 46
    assert columns[0].label == "May 2017, Emmanuel Macron; counted 25; excluded 0"


@pytest.mark.parametrize(("step", "name"), [(-2, "tone-minus-2"), (0, "tone-0"), (2, "tone-2"), (None, "tone-none")])
def test_each_step_of_the_scale_has_a_colour_in_the_style(step: int | None, name: str) -> None:
    assert tone_class(step) == name
    assert f".{name} {{" in parse("".join(render(contents()))).all("style")[0].text
