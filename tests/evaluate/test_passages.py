from __future__ import annotations

from typing import Any

import pytest
from evaluate.labelled import TEXT, call, record, tone

from communique.evaluate.labels import by_id
from communique.evaluate.passages import Mark, is_overlapping, marks


def marks_of(text: str, *items: dict[str, Any]) -> list[Mark]:
    (found,) = by_id([record(call(tone=list(items)))]).values()
    return marks(found.calls[0], text)


@pytest.mark.parametrize(
    ("item", "text", "mark"),
    [
        (tone("candid", "frank"), TEXT, Mark(11, 16, "candid", "exchange", "frank")),  # the first of two
        (tone("candid", "frank", at=83), TEXT, Mark(83, 88, "candid", "exchange", "frank")),
        ({"labels": ["candid"], "span": [11, 16]}, TEXT, Mark(11, 16, "candid", "", "frank")),
        ({"labels": ["candid"], "span": [11, 16]}, "", Mark(11, 16, "candid", "", "")),
        (tone("candid", "frank"), "", Mark(-1, 4, "candid", "exchange", "frank")),
        (tone("candid", "blunt"), TEXT, Mark(-1, 4, "candid", "exchange", "blunt")),
    ],
)
def test_passage_is_placed_by_its_offsets_or_by_its_words(item: dict[str, Any], text: str, mark: Mark) -> None:
    assert marks_of(text, item) == [mark]


def test_mixed_phrase_has_a_mark_for_each_label() -> None:
    found = marks_of(TEXT, {"labels": ["candid", "cordial"], "text": "warm, and frank"}, tone("candid", "frank talk"))
    assert [(m.label, m.quote) for m in found] == [
        ("candid", "warm, and frank"),
        ("cordial", "warm, and frank"),
        ("candid", "frank talk"),
    ]


def placed(start: int, end: int, quote: str = "") -> Mark:
    return Mark(start, end, "candid", "", quote)


def unplaced(quote: str) -> Mark:
    return placed(-1, -1, quote)


@pytest.mark.parametrize(
    ("a", "b", "overlapping"),
    [
        (placed(0, 5), placed(4, 9), True),
        (placed(0, 5), placed(5, 9), False),
        (placed(0, 9), placed(3, 4), True),
        (placed(0, 5, "frank"), placed(50, 55, "frank"), False),  # the places decide where both are known
        (unplaced("a frank talk"), placed(50, 55, "Frank"), True),
        (unplaced("a frank talk"), unplaced("a warm welcome"), False),  # one word of three
        (unplaced("frank talk"), unplaced("open talk between friends"), True),  # half of the shorter
        (unplaced("frank"), placed(50, 55, ""), False),
        (unplaced("—"), unplaced("—"), False),
    ],
)
def test_passages_overlap_by_place_or_else_by_words(a: Mark, b: Mark, overlapping: bool) -> None:  # noqa: FBT001
    assert is_overlapping(a, b) is overlapping
    assert is_overlapping(b, a) is overlapping
