"""Each printed number is the length of the list that it leads to."""

from __future__ import annotations

import datetime as dt
import re

import msgspec
import pytest
from report.hostile import HOSTILE, hostile
from report.judging import judged
from report.parsed import Element, parse
from report.sample import contents

from communique.codebook import ToneLabel
from communique.records import Match
from communique.report import ReportContents
from communique.report.crosscheck import crosschecks
from communique.report.index import Index
from communique.report.page import render
from communique.report.tables import headline, in_print_order, left_out, profile_table, tone_table
from communique.report.words import anchors

replace = msgspec.structs.replace


def index_of(what: ReportContents) -> Index:
    return Index(what, anchors("call", what.calls))


def listed(target: Element) -> int:
    """Count the items of a list, not those of lists within."""
    lists = [e for e in target.walk() if e.tag in {"ol", "ul"}]
    return len([c for c in lists[0].children if isinstance(c, Element)]) if lists else 0


@pytest.mark.parametrize(
    "what", [contents(), *map(hostile, HOSTILE[:3])], ids=["sample", "hostile 1", "hostile 2", "hostile 3"]
)
def test_each_printed_number_is_the_length_of_its_list(what: ReportContents) -> None:
    root = parse("".join(render(what)))
    numbers = root.all("a", class_="n")
    assert len(numbers) > 40
    for number in numbers:
        assert int(number.text) == listed(root.by_id(number.attributes["href"][1:])), number


def test_numbers_in_charts_lead_to_lists_of_that_length() -> None:
    root = parse("".join(render(contents())))
    bars = [a for chart in root.by_id("count").all("figure", class_="chart") for a in chart.all("a")]
    assert [int(a.all("text", class_="value")[0].text) for a in bars] == [4, 1, 1, 0, 2, 0, 0, 0]
    for bar in bars:
        assert int(bar.all("text", class_="value")[0].text) == listed(root.by_id(bar.attributes["href"][1:]))


def test_timeline_has_a_mark_for_each_selected_call_and_each_leads_to_it() -> None:
    what = contents()
    svg = parse("".join(render(what))).all("svg", class_="timeline")[0]
    marks = [a.attributes["href"] for a in svg.all("a")]
    rows = [row for row in what.ledger.rows if row.status != "not_selected"]
    assert sorted(marks) == sorted("#call-" + row.call_id.replace("#", "-") for row in rows)


def test_headline_has_a_row_for_each_leader_and_a_column_for_each_window_also_with_zeros() -> None:
    table = headline(contents(), index_of(contents()))
    assert table.windows == ("before the war", "since the war")
    assert [(name, *(cell.number.n for cell in cells)) for name, cells in table.rows] == [
        ("Emmanuel Macron", 4, 2),
        ("Theresa May", 1, 0),
        ("Boris Johnson", 1, 0),
        ("Liz Truss", 0, 0),
    ]
    assert [total.n for total in table.totals] == [6, 2]
    assert {name: number.n for name, number in table.identity.items()} == {
        "selected": 10,
        "counted": 8,
        "excluded": 2,
        "not_selected": 4,
    }


def test_headline_carries_intervals_published_numbers_and_reconstructed_texts() -> None:
    rows = dict(headline(contents(), index_of(contents())).rows)
    macron, may = rows["Emmanuel Macron"][0], rows["Theresa May"][0]
    assert (macron.number.low, macron.number.high, macron.published, macron.agrees) == (3, 5, 4, True)
    assert macron.reconstructed is None
    assert may.reconstructed is not None
    assert may.reconstructed.n == 1


def test_a_leader_with_a_published_number_gets_a_row_even_if_nobody_names_them() -> None:
    ledger = replace(contents().ledger, expected={"after": {"rishi-sunak": 0}})
    table = headline(contents(ledger=ledger), index_of(contents(ledger=ledger)))
    assert [name for name, _ in table.rows] == ["Emmanuel Macron", "Theresa May", "Boris Johnson", "Liz Truss", "rishi-sunak"]
    assert table.windows[-1] == "after"
    assert table.reproduces is True


@pytest.mark.parametrize(
    ("status", "groups"),
    [
        ("excluded", [("bastille-day", 1), ("terror-condolences", 1), ("election-congratulations", 0)]),
        ("not_selected", [("source", 2), ("counterpart", 1), ("medium", 1)]),
    ],
)
def test_what_is_left_out_is_grouped_by_rule_also_by_rules_that_left_out_none(
    status: str, groups: list[tuple[str, int]]
) -> None:
    found = left_out(contents(), index_of(contents()), status)
    assert [(group.name, group.number.n) for group in found] == groups
    assert all(len(group.items) == group.number.n for group in found)


def test_rules_are_printed_with_their_titles() -> None:
    headings = [h.text for h in parse("".join(render(contents()))).by_id("left-out").all("h4")]
    assert headings[:2] == ["Greetings on Bastille Day bastille-day 1", "terror-condolences 1"]


def test_tone_is_counted_by_window_and_apart_for_third_parties() -> None:
    lines = {line.label: line for line in tone_table(contents(), index_of(contents()))}
    assert [line.step for line in lines.values()] == [-2, -1, -1, 0, 1, 2]
    numbers = {label: ([n.n for n in line.cells], line.third_party.n) for label, line in lines.items()}
    assert numbers == {
        ToneLabel.CONFRONTATIONAL: ([0, 0], 1),
        ToneLabel.CANDID: ([0, 1], 0),
        ToneLabel.CONCERNED: ([1, 0], 0),
        ToneLabel.BUSINESSLIKE: ([1, 1], 0),
        ToneLabel.CONSTRUCTIVE: ([1, 0], 0),
        ToneLabel.CORDIAL: ([0, 0], 0),
    }
    assert lines[ToneLabel.CONSTRUCTIVE].wordings == ("in a constructive spirit",)


def test_other_profiles_stand_beside_the_count() -> None:
    first, *cells = profile_table(contents(), index_of(contents()))
    assert [number.n for number in first.numbers] == [8, 11]
    assert {(line.leader, line.window): tuple(n.n for n in line.numbers) for line in cells} == {
        ("Emmanuel Macron", "before the war"): (4, 6),
        ("Emmanuel Macron", "since the war"): (2, 2),
        ("Theresa May", "before the war"): (1, 2),
        ("Boris Johnson", "before the war"): (1, 1),
    }


def test_a_number_that_another_profile_does_not_ask_for_is_not_printed_as_zero() -> None:
    sample = contents()
    everything = sample.alternatives[0]
    rows = tuple(replace(row, window="all") for row in everything.rows)
    what = contents(alternatives=(replace(everything, rows=rows, tallies=()),))
    _, *cells = profile_table(what, index_of(what))
    assert {(line.leader, line.window): [n and n.n for n in line.numbers] for line in cells} == {
        ("Emmanuel Macron", "before the war"): [4, None],
        ("Emmanuel Macron", "since the war"): [2, None],
        ("Emmanuel Macron", "all"): [None, 8],
        ("Theresa May", "before the war"): [1, None],
        ("Theresa May", "all"): [None, 2],
        ("Boris Johnson", "before the war"): [1, None],
        ("Boris Johnson", "all"): [None, 1],
    }


@pytest.mark.parametrize(("number", "first"), [(12, ["p0", "p1"]), (13, ["p12", "p11"])])
def test_a_few_leaders_stand_in_the_order_given_and_many_in_that_of_their_numbers(number: int, first: list[str]) -> None:
    leaders = [f"p{place}" for place in range(number)]
    assert in_print_order(leaders, {leader: place for place, leader in enumerate(leaders)})[:2] == first


def test_cross_source_tells_how_much_of_each_number_the_other_side_confirms() -> None:
    (check,) = crosschecks(contents(), index_of(contents()))
    since = next(line for line in check.reach if (line.leader, line.window) == ("Emmanuel Macron", "since the war"))
    assert [n.n for n in (since.counted, since.both, since.alone, since.ambiguous, since.unmatched)] == [2, 1, 1, 0, 0]
    for line in check.reach:
        assert line.counted.n == line.both.n + line.alone.n + line.ambiguous.n + line.unmatched.n
    assert {v.id: v.number.n for v in check.verdicts} == {"both": 1, "only_a": 1, "only_b": 1, "ambiguous": 1}


def test_a_call_in_doubt_stays_in_doubt_whatever_else_is_said_of_it() -> None:
    doubtful = Match("ambiguous", "kremlin", "elysee", "kremlin-2022-02-24#1", "elysee-2022-05-28#1")
    (check,) = crosschecks(contents(matches=(doubtful, *contents().matches)), index_of(contents()))
    since = next(line for line in check.reach if line.window == "since the war")
    assert (since.both.n, since.ambiguous.n, since.alone.n) == (1, 1, 0)


def test_each_pair_of_sources_has_a_comparison_of_its_own() -> None:
    other = Match("only_a", "kremlin", "whitehouse", "kremlin-2022-02-24#1")
    found = crosschecks(contents(matches=(*contents().matches, other)), index_of(contents()))
    assert [(check.source_a, check.source_b) for check in found] == [
        ("The Kremlin", "The Élysée"),
        ("The Kremlin", "whitehouse"),
    ]


def test_a_joint_call_stands_once_under_each_of_its_leaders() -> None:
    sample = contents()
    joint = "kremlin-2022-05-28#1"
    row = next(row for row in sample.ledger.rows if row.call_id == joint)
    rows = (*sample.ledger.rows, replace(row, leader="theresa-may"))
    tallies = tuple(
        replace(t, n=1, high=1, call_ids=(joint,)) if t.key == ("theresa-may", "since-the-war") else t
        for t in sample.ledger.tallies
    )
    what = contents(ledger=replace(sample.ledger, rows=rows, tallies=tallies))
    index = index_of(what)
    table = headline(what, index)
    assert [[cell.number.n for cell in cells] for _, cells in table.rows] == [[4, 2], [1, 1], [1, 0], [0, 0]]
    (entry,) = [e for e in index.entries if e.titles[0] == "All leaders, since the war"]
    assert [(item.day, item.who) for item in index.items(entry)] == [
        ("24 February 2022", "Emmanuel Macron"),
        ("28 May 2022", "Emmanuel Macron"),
        ("28 May 2022", "Theresa May"),
    ]


def test_numbers_about_the_same_calls_share_a_list_and_empty_ones_do_not() -> None:
    index = index_of(contents())
    same = [index.number(title, [("kremlin-2017-06-26#1", "")]) for title in ("one", "two", "one")]
    assert len({number.anchor for number in same}) == 1
    assert index.entries[0].titles == ["one", "two"]
    assert index.number("none", []).anchor != index.number("nothing", []).anchor
    assert index.number("none", []).anchor != index.number("none", []).anchor


def test_lists_are_in_order_of_date() -> None:
    index = index_of(contents())
    index.number("all", [(call_id, "") for call_id in reversed(contents().calls)])
    days = [dt.datetime.strptime(item.day, "%d %B %Y").replace(tzinfo=dt.UTC) for item in index.items(index.entries[0])]
    assert days == sorted(days)


def test_review_queue_puts_what_bears_on_the_count_first() -> None:
    coded = list(contents().coded)
    for place in (7, 9):  # the videoconference, which is not selected, and the invasion night, which is counted
        call = coded[place].calls[0]
        decision = replace(call.decisions["call_type"], probability=0.51, review=True)
        calls = (replace(call, decisions={**call.decisions, "call_type": decision}),)
        coded[place] = replace(coded[place], calls=calls)
    root = parse("".join(render(contents(coded=tuple(coded)))))
    lines = [row.text for row in root.by_id("review").all("tr")][1:]
    assert [re.match(r".*?20\d\d", line).group() for line in lines] == ["24 February 2022", "18 May 2017", "18 June 2021"]
    assert all("call type" in line and "p = 0." in line for line in lines)


def test_a_count_with_nothing_selected_prints_zeros() -> None:
    coded = contents().coded
    ledger = judged(coded, "sample", lambda _: ("not_selected", "medium", "no"))
    root = parse("".join(render(contents(ledger=ledger, alternatives=()))))
    assert [td.text for td in root.by_id("count").all("tfoot")[0].all("td")] == ["0", "0"]
    assert not root.all("svg", class_="timeline")
