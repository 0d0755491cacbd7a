"""One publisher tells a call again when it repeats, corrects or translates its report, and not otherwise."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from count.made_calls import MACRON, PUTIN, made_call, told
from hypothesis import given
from hypothesis import strategies as st

from communique.codebook import Medium
from communique.records import CodedReadout, Participant
from communique.tellings import person_key, polities, retellings, surname_key, tellings_of

AT_NOON, AT_NIGHT = "2022-02-20T12:00:00+03:00", "2022-02-20T23:00:00+03:00"


def report(
    name: str,
    day: str = "2022-02-20",
    source: str = "kremlin",
    at: str = "",
    medium: Medium = Medium.PHONE,
    **readout: Any,
) -> list[CodedReadout]:
    return told(made_call(day, id=f"{name}#1", source=source, occurred_at=at, medium=medium), **readout)


def again(*reports: list[CodedReadout]) -> dict[str, str]:
    return {told.call_id: told.first for told in retellings(tellings_of(itertools.chain(*reports))).values()}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"text": "One text."}, {"text": "One\n text. "}, True),
        ({"text": "One text."}, {"text": "Another text."}, False),
        ({"text": "One text."}, {"text": "One text.", "source": "elysee"}, False),
        ({"text": "One text."}, {"text": "One text.", "day": "2022-02-21"}, False),
        ({"text": "One text."}, {"text": "One text.", "medium": Medium.VIDEO}, False),
        # a correction has another text under the same title and stamp
        ({"title": "A call", "published": AT_NOON}, {"title": "A call", "published": AT_NOON}, True),
        ({"title": "A call", "published": AT_NOON}, {"title": "A call", "published": AT_NIGHT}, False),
        ({"title": "A call", "published": AT_NOON}, {"title": "Another call", "published": AT_NOON}, False),
        # a stamp without a time does not tell two calls of a day apart
        ({"title": "A call", "published": "2022-02-20"}, {"title": "A call", "published": "2022-02-20"}, False),
        ({"title": "A call", "at": "12:00"}, {"title": "A call", "at": "12:00"}, True),
        ({"title": "A call", "at": "12:00"}, {"title": "A call", "at": "15:00"}, False),
        ({"published": AT_NOON}, {"published": AT_NOON}, False),
        # a translation
        ({"lang": "en"}, {"lang": "ru"}, True),
        ({"lang": "en"}, {"lang": ""}, False),
    ],
)
def test_a_report_repeats_another_only_when_it_is_a_copy_a_correction_or_a_translation(
    first: dict[str, Any],
    second: dict[str, Any],
    same: bool,  # noqa: FBT001
) -> None:
    assert again(report("k1", **first), report("k2", **second)) == ({"k2#1": "k1#1"} if same else {})


def test_two_calls_of_a_day_and_their_translations_are_two_calls() -> None:
    reports = [
        report("en1", published=AT_NOON),
        report("en2", published=AT_NIGHT),
        report("ru1", lang="ru", published=AT_NOON),
        report("ru2", lang="ru", published=AT_NIGHT),
    ]
    assert again(*reports) == {"ru1#1": "en1#1", "ru2#1": "en2#1"}


def test_the_language_with_most_texts_of_the_day_tells_how_many_calls_there_were() -> None:
    reports = [
        report("en1", published=AT_NOON),
        report("ru1", lang="ru", published=AT_NOON),
        report("ru2", lang="ru", published=AT_NIGHT),
    ]
    assert again(*reports) == {"en1#1": "ru1#1"}


def test_a_copy_of_a_translation_leads_to_the_report_that_is_first_of_all() -> None:
    reports = [report("en1"), report("ru1", lang="ru", text="Текст."), report("ru2", lang="ru", text="Текст.")]
    assert again(*reports) == {"ru1#1": "en1#1", "ru2#1": "en1#1"}


def test_a_readout_that_tells_two_calls_of_the_same_people_means_two() -> None:
    two = told(made_call("2022-02-20", id="k1#1"), made_call("2022-02-20", id="k1#2"), text="They spoke twice.")
    assert again(two) == {}
    copy = told(made_call("2022-02-20", id="k2#1"), made_call("2022-02-20", id="k2#2"), text="They spoke twice.")
    assert again(two, copy) == {"k2#1": "k1#1", "k2#2": "k1#2"}


@given(st.permutations(range(5)))
def test_the_order_of_the_reports_does_not_matter(order: list[int]) -> None:
    reports = [
        report("k1", text="One text.", published=AT_NOON),
        report("k2", text="One text.", published=AT_NIGHT),
        report("k3", text="Another.", published=AT_NIGHT),
        report("k4", lang="ru", published=AT_NOON),
        report("k5", lang="ru", published=AT_NIGHT),
    ]
    assert again(*(reports[place] for place in order)) == {"k2#1": "k1#1", "k4#1": "k1#1", "k5#1": "k3#1"}


@pytest.mark.parametrize(
    ("person", "key"),
    [
        (MACRON, "emmanuel-macron"),
        (Participant("Эмманюэль Макрон", "FRA"), "emmanuel-macron"),
        (Participant("Petra Nowhere", "AUT"), "AUT:nowhere"),
        (Participant("Petra Nowhere", ""), "unknown:nowhere"),
        (Participant("—", "AUT"), "AUT:—"),
    ],
)
def test_a_person_is_known_by_id_or_by_polity_and_surname(person: Participant, key: str) -> None:
    assert person_key(person, dt.date(2022, 2, 24)) == key


def test_a_known_person_has_the_surname_of_the_gazetteer_however_it_is_spelt() -> None:
    on = dt.date(2022, 2, 24)
    assert surname_key(Participant("Эмманюэль Макрон", "FRA"), on) == surname_key(Participant("Macron", "FRA"), on) == "macron"


def test_a_side_stands_under_the_code_of_the_text_and_that_of_the_office() -> None:
    assert polities(Participant("Vladimir Putin", "", "vladimir-putin"), dt.date(2022, 2, 24)) == {"RUS"}
    assert polities(Participant("Petra Nowhere", ""), dt.date(2022, 2, 24)) == frozenset()
    assert polities(PUTIN, dt.date(2022, 2, 24)) == {"RUS"}
