"""The report's section on what reclassifying changed: its numbers are those of the comparison, and nothing in it can run."""

from __future__ import annotations

from report.parsed import parse
from report.sample import contents

from communique.flips import Comparison, CountChange, Flip
from communique.report import Changes
from communique.report.page import render


def changes(*flips: Flip, numbers: tuple[CountChange, ...] = ()) -> Changes:
    comparison = Comparison("corpus", "corpus@aaa", "corpus@bbb", "models-1", "models-2", 9, 8, 0, 1, flips, numbers)
    return Changes(comparison, numbers, (("tone", len(flips)),), tuple((f.field, f.before, f.after, 1) for f in flips), flips)


def flip(call: str, **more: object) -> Flip:
    return Flip("r", "kremlin", "2022", "A title", call, "call_type", "ceremonial", "substantive", 0.51, 0.93, **more)  # type: ignore[arg-type]


def test_without_a_comparison_there_is_no_such_section() -> None:
    assert 'id="changes"' not in "".join(render(contents()))


def test_a_flip_shows_both_values_with_their_probabilities_and_leads_to_its_call() -> None:
    call_id = next(iter(contents().calls))
    page = parse("".join(render(contents(changes=changes(flip(call_id), flip("gone#1"))))))
    section = page.by_id("changes")
    said = " ".join(section.text.split())
    assert "2 fields of 8 calls in 9 texts came out otherwise" in said
    assert "ceremonial p = 0.51" in said
    assert "substantive p = 0.93" in said
    [link] = section.all("a")
    assert page.by_id(link.attributes["href"].removeprefix("#")) is not None
    assert "gone#1" in said


def test_numbers_that_changed_are_shown_or_said_to_be_none() -> None:
    moved = CountChange("profile", "Emmanuel Macron", "since", 13, 14)
    with_numbers = parse("".join(render(contents(changes=changes(flip("c"), numbers=(moved,)))))).by_id("changes").text
    assert "Emmanuel Macron" in with_numbers
    assert "14" in with_numbers
    assert "No number of this count changed." in parse("".join(render(contents(changes=changes())))).by_id("changes").text


def test_what_texts_say_cannot_run() -> None:
    page = "".join(render(contents(changes=changes(flip("c", quote="<script>alert(1)</script>\u202e")))))
    assert "<script>alert(1)" not in page
    assert "\u202e" not in page
