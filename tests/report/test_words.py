from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from report.sample import contents

from communique.codebook import DateBasis, Precision, ToneLabel, Toward
from communique.records import Call, ToneSpan
from communique.report.words import (
    anchors,
    date_value,
    day_words,
    number_words,
    origin_words,
    printable,
    side_words,
    slug,
    tone_step,
)


@pytest.fixture
def call() -> Call:
    return contents().calls["kremlin-2022-02-24#1"]


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        (Precision.DAY, "24 February 2022"),
        (Precision.MONTH, "February 2022"),
        (Precision.UNKNOWN, "date unknown, near February 2022"),
    ],
)
def test_dates_are_as_precise_as_they_are_known(call: Call, precision: Precision, words: str) -> None:
    assert day_words(msgspec.structs.replace(call, precision=precision)) == words


def test_date_value_says_time_precision_and_basis(call: Call) -> None:
    stated = msgspec.structs.replace(call, occurred_at="23:30:00+03:00", basis=DateBasis.STATED, precision=Precision.MONTH)
    assert date_value(stated) == "2022-02-24 23:30:00+03:00 precision month (stated)"


@pytest.mark.parametrize(
    ("code", "words"),
    [("FRA", "FRA (Emmanuel Macron)"), ("unstated", "unstated"), ("mutual", "mutual"), ("DEU", "DEU")],
)
def test_sides_are_named_with_their_principals(call: Call, code: str, words: str) -> None:
    assert side_words(code, call) == words


@pytest.mark.parametrize(
    ("spans", "step"),
    [
        ([], None),
        ([(("candid",), "third_party")], None),
        ([(("candid",), "exchange")], -1),
        ([(("candid", "constructive"), "exchange")], 0),
        ([(("candid", "businesslike"), "exchange")], -1),
        ([(("constructive",), "exchange"), (("cordial",), "counterpart")], 2),
        ([(("confrontational",), "counterpart"), (("cordial",), "third_party")], -2),
    ],
)
def test_tone_of_a_call_is_the_mean_of_its_own_phrases(
    call: Call, spans: list[tuple[tuple[str, ...], str]], step: int | None
) -> None:
    evidence = call.tone[0].evidence
    tone = tuple(ToneSpan(evidence, tuple(map(ToneLabel, labels)), Toward(toward)) for labels, toward in spans)
    assert tone_step(msgspec.structs.replace(call, tone=tone)) == step


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain, 日本, עברית, e\u0301\n\tx", "plain, 日本, עברית, e\u0301\n\tx"),
        ("\u202eevil\u202c", "[U+202E]evil[U+202C]"),
        ("\u2067a\u2069", "[U+2067]a[U+2069]"),
        ("nul\x00 bell\x07 del\x7f c1\x9b", "nul[U+0000] bell[U+0007] del[U+007F] c1[U+009B]"),
        ("half \udc00", "half \ufffd"),
        ("\u200eعربي\u200f \u200d", "\u200eعربي\u200f \u200d"),
    ],
)
def test_unseen_characters_are_made_visible_and_harmless_ones_stay(text: str, seen: str) -> None:
    assert printable(text) == seen


@pytest.mark.parametrize("value", [3, None, Markup("<b>\u202e</b>")])
def test_what_is_not_a_text_stays_as_it_is(value: object) -> None:
    assert printable(value) is value


@given(st.lists(st.text(max_size=8), unique=True))
def test_anchors_are_unique_and_may_stand_in_an_address(ids: list[str]) -> None:
    given_anchors = anchors("call", ids)
    assert list(given_anchors) == ids
    assert len(set(given_anchors.values())) == len(ids)
    assert all(re.fullmatch(r"call-[a-z0-9_-]+", anchor) for anchor in given_anchors.values())


def test_anchors_that_would_collide_are_numbered() -> None:
    assert list(anchors("c", ["a#1", "a-1", "a 1", "a-1-2"]).values()) == ["c-a-1", "c-a-1-2", "c-a-1-3", "c-a-1-2-2"]


@pytest.mark.parametrize(("text", "name"), [("Emmanuel Macron, since", "emmanuel-macron-since"), ("Путин", "x"), ("", "x")])
def test_slugs_hold_only_what_an_anchor_may(text: str, name: str) -> None:
    assert slug(text) == name


@pytest.mark.parametrize(("value", "words"), [(0.963412, "0.9634"), (96.0, "96"), (12, "12"), (1e-05, "1e-05")])
def test_measures_are_printed_without_noise(value: float, words: str) -> None:
    assert number_words(value) == words


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("/home/someone/texts/kremlin.jsonl:12", "texts/kremlin.jsonl:12"),
        ("C:\\Users\\someone\\texts\\a.txt", "texts/a.txt"),
        ("a.txt", "a.txt"),
        ("", ""),
    ],
)
def test_an_origin_tells_nothing_of_the_machine(origin: str, words: str) -> None:
    assert origin_words(origin) == words
