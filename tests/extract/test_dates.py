"""The day of a call: stated, relative to the publication in the publisher's own zone, or the publication's."""

from __future__ import annotations

import datetime as dt

import pytest
from extract.conftest import Disagreements
from extract.tagged_people import ENTRETIEN, MACRON, PUTIN, RAZGOVOR, TALK
from hypothesis import given
from hypothesis import strategies as st
from strategies import days

from communique.codebook import DateBasis, Precision
from communique.extract.dates import find_date, find_time

ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
RUSSIAN_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
ENGLISH_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
FRENCH_DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
RUSSIAN_DAYS = "понедельник вторник среду четверг пятницу субботу воскресенье".split()


def stated(iso: str, words: str) -> str:
    return f"<date iso={iso} basis=stated>{words}</date>"


def relative(iso: str, words: str) -> str:
    return f"<date iso={iso} basis=relative>{words}</date>"


@pytest.mark.parametrize(
    "sentence",
    [
        f"{TALK} {stated('2022-03-09', 'on March 9')}.",
        f"{TALK} {stated('2022-03-09', 'on 9 March 2022')}.",
        f"{TALK} {stated('2022-03-09', 'on March 9, 2022')}.",
        f"{TALK} {stated('2022-03-09', 'on the 9th of March')}.",
        f"{TALK} {stated('2022-03-10', 'on March 10')}.",
        f"{TALK} {stated('2022-02-24', 'on February 24')}.",
        f"{TALK} {stated('2022-03-09', 'on Wednesday, March 9')}.",
        f"{stated('2022-03-09', 'On March 9')}, {PUTIN} had a telephone conversation with {MACRON}.",
    ],
)
def test_a_date_that_the_text_states_is_taken(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize("words", ["January 6–7", "January 6-7", "January 6—7", "6–7 January", "January 6 and 7"])
def test_of_two_days_the_first_is_taken(words: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{TALK} {stated('2022-01-06', f'on {words}')}.", published="2022-01-08") == []


@pytest.mark.parametrize(
    ("words", "published", "iso"),
    [
        ("on December 31", "2022-01-02", "2021-12-31"),
        ("on 30 December", "2022-01-03", "2021-12-30"),
        ("on November 28", "2022-02-01", "2021-11-28"),
        ("on February 24", "2022-02-24", "2022-02-24"),
        ("on February 28", "2022-03-01", "2022-02-28"),
    ],
)
def test_a_date_without_a_year_is_the_last_such_day(words: str, published: str, iso: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{TALK} {stated(iso, words)}.", published=published) == []


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("today", "2022-03-10"),
        ("this morning", "2022-03-10"),
        ("this evening", "2022-03-10"),
        ("yesterday", "2022-03-09"),
        ("last night", "2022-03-09"),
        ("late last night", "2022-03-09"),
        ("on Thursday", "2022-03-10"),
        ("on Wednesday", "2022-03-09"),
        ("on Wednesday evening", "2022-03-09"),
        ("on Monday", "2022-03-07"),
        ("on Friday", "2022-03-04"),
    ],
)
def test_a_relative_expression_counts_from_the_publication(words: str, iso: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{TALK} {relative(iso, words)}.") == []
    assert disagreements(f"{relative(iso, words.capitalize())}, {PUTIN} spoke by telephone with {MACRON}.") == []


def test_a_relative_expression_under_a_dateline_is_relative(disagreements: Disagreements) -> None:
    assert disagreements(f"MOSCOW, March 10. {TALK} {relative('2022-03-10', 'today')}.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{TALK}.",
        f"{TALK} these last two days.",
        f"{TALK} to discuss the events of May 9, 2020.",
        f"{TALK} ahead of the summit on March 24.",
        f"{TALK} following the meeting in Moscow on February 7.",
        f"{TALK}. A conference will be held on March 21.",
        f"{TALK}. They marked the agreement of 12 February 2015.",
        f"{TALK}. They may meet in May.",
        f"{TALK}. The visit may take place in March.",
        f"{TALK}. The troops march on 3 roads.",
        f"{TALK}. The summit may 3 times be put off.",
        f"{TALK} about the second of the two plans.",
        f"{TALK} on February 30.",
    ],
)
def test_without_a_date_of_its_own_a_call_has_its_publications(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


BIDEN_SPOKE = (
    "President <who polity=USA person=joe-biden>Biden</who> spoke by phone {when}with President "
    "<who polity=FRA person=emmanuel-macron>Emmanuel Macron</who> of France."
)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        # 01:14 UTC on 1 August is the evening of 31 July in Washington
        ("2022-08-01T01:14:00+00:00", "2022-07-31"),
        ("2022-08-01T01:14:00Z", "2022-07-31"),
        ("2022-07-31T21:14:00-04:00", "2022-07-31"),
        ("2022-08-01T03:59:00Z", "2022-07-31"),
        ("2022-08-01T04:00:00Z", "2022-08-01"),
        ("2022-08-01", "2022-08-01"),
        ("2022-08-01T01:14:00", "2022-08-01"),
        # in winter midnight is at 05:00 UTC
        ("2022-02-01T04:59:00Z", "2022-01-31"),
    ],
)
def test_a_stamp_in_utc_is_read_in_the_publishers_zone(stamp: str, day: str, disagreements: Disagreements) -> None:
    today = relative(day, "today") + " "
    before = relative(str(dt.date.fromisoformat(day) - dt.timedelta(days=1)), "yesterday") + " "
    for when in (today, before):
        assert disagreements(BIDEN_SPOKE.format(when=when), source="whitehouse", published=stamp) == []


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2022-02-24T20:30:00Z", "2022-02-24"),
        ("2022-02-24T21:30:00Z", "2022-02-25"),
        ("2022-02-24T23:50:00+03:00", "2022-02-24"),
    ],
)
def test_moscow_is_three_hours_ahead_of_utc(stamp: str, day: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{TALK} {relative(day, 'today')}.", published=stamp) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{ENTRETIEN} {relative('2022-03-09', 'hier')}.",
        f"{ENTRETIEN} {relative('2022-03-09', 'hier soir')}.",
        f"{ENTRETIEN} {relative('2022-03-10', 'ce matin')}.",
        f"{ENTRETIEN} {relative('2022-03-10', 'aujourd’hui')}.",
        f"{ENTRETIEN} {relative('2022-03-08', 'mardi')}.",
        f"{ENTRETIEN} {relative('2022-03-09', 'mercredi soir')}.",
        f"{ENTRETIEN} {stated('2022-03-03', 'le 3 mars')}.",
        f"{ENTRETIEN} {stated('2022-03-01', 'le 1er mars 2022')}.",
        f"{ENTRETIEN} ces deux derniers jours.",
        f"{ENTRETIEN} en vue du sommet du 24 mars.",
        f"{ENTRETIEN}. Une réunion se tiendra le 12 mai.",
    ],
)
def test_french_dates(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence, source="elysee", lang="fr") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{stated('2022-03-09', '9 марта 2022 года')} {RAZGOVOR.replace('Состоялся', 'состоялся')}.",
        f"{relative('2022-03-09', 'Вчера')} {RAZGOVOR.replace('Состоялся', 'состоялся')}.",
        f"{relative('2022-03-10', 'Сегодня')} {RAZGOVOR.replace('Состоялся', 'состоялся')}.",
        f"{relative('2022-03-09', 'В среду')} {RAZGOVOR.replace('Состоялся', 'состоялся')}.",
        f"{RAZGOVOR} {relative('2022-03-09', 'вчера')}.",
        f"{RAZGOVOR}. Встреча намечена на 15 мая.",
    ],
)
def test_russian_dates(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence, lang="ru") == []


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        (f"{TALK} {stated('2022-03-09', 'on March 9')} <time at=23:30:00+03:00>at 23:30</time>.", {}),
        (f"{TALK} {relative('2022-03-09', 'yesterday')} <time at=21:15:00+03:00>at 9.15 pm</time>.", {}),
        (
            f"{ENTRETIEN} {stated('2022-03-09', 'le 9 mars')} <time at=11:30:00+01:00>à 11h30</time>.",
            {"source": "elysee", "lang": "fr"},
        ),
        (f"{TALK}. The conversation lasted 1 hour and 45 minutes.", {}),
    ],
)
def test_a_time_is_given_only_where_the_text_states_it(
    sentence: str, fields: dict[str, str], disagreements: Disagreements
) -> None:
    assert disagreements(sentence, **fields) == []


def test_a_pages_stamp_is_never_the_time_of_the_call(disagreements: Disagreements) -> None:
    assert disagreements(f"{TALK}.", published="2022-03-10T23:30:00+03:00") == []


@pytest.mark.parametrize(
    ("words", "lang", "time"),
    [
        ("at 9 a.m.", "en", "09:00"),
        ("at 12.05 am", "en", "00:05"),
        ("at 12:05 pm", "en", "12:05"),
        ("at 23:59", "en", "23:59"),
        ("at 24:10", "en", ""),
        ("at 3", "en", ""),
        ("à 7h05", "fr", "07:05"),
        ("в 14:20", "ru", "14:20"),
        ("в 2022 году", "ru", ""),
    ],
)
def test_times_of_day_are_read_on_the_clock_of_24_hours(words: str, lang: str, time: str) -> None:
    text = f"… {words} …"
    assert find_time(text, 0, len(text), lang=lang) == time


@given(published=days, back=st.integers(0, 300))
def test_every_day_is_read_back_as_it_was_written(published: dt.date, back: int) -> None:
    on = published - dt.timedelta(days=back)
    written = {
        "en": [
            f"on {ENGLISH_MONTHS[on.month - 1]} {on.day}, {on.year}",
            f"on {on.day} {ENGLISH_MONTHS[on.month - 1]} {on.year}",
        ],
        "fr": [f"le {on.day}{'er' if on.day == 1 else ''} {FRENCH_MONTHS[on.month - 1]} {on.year}"],
        "ru": [f"{on.day} {RUSSIAN_MONTHS[on.month - 1]} {on.year} года"],
    }
    cues = {"en": "They spoke by telephone", "fr": "Ils ont parlé au téléphone", "ru": "Разговор состоялся"}
    for lang, forms in written.items():
        for form in forms:
            text = f"{cues[lang]} {form}."
            found = find_date(text, 0, len(text), lang=lang, published=published, cue=(0, len(cues[lang])))
            assert found is not None, text
            assert (found.on, found.basis, found.precision) == (on, DateBasis.STATED, Precision.DAY), text
            assert found.span is not None
            assert text[slice(*found.span)] in form


@given(published=days, weekday=st.integers(0, 6))
def test_a_weekday_is_the_last_such_day(published: dt.date, weekday: int) -> None:
    for lang, text in (
        ("en", f"They spoke by telephone on {ENGLISH_DAYS[weekday]}."),
        ("fr", f"Ils ont parlé au téléphone {FRENCH_DAYS[weekday]}."),
        ("ru", f"Разговор состоялся в {RUSSIAN_DAYS[weekday]}."),
    ):
        found = find_date(text, 0, len(text), lang=lang, published=published, cue=(0, 20))
        assert found is not None, text
        assert (found.on.weekday(), found.basis) == (weekday, DateBasis.RELATIVE)
        assert 0 <= (published - found.on).days < 7


@given(published=days, ahead=st.integers(2, 300))
def test_a_day_to_come_is_not_the_calls(published: dt.date, ahead: int) -> None:
    on = published + dt.timedelta(days=ahead)
    text = f"They spoke by telephone on {ENGLISH_MONTHS[on.month - 1]} {on.day}, {on.year}."
    assert find_date(text, 0, len(text), lang="en", published=published, cue=(0, 23)) is None
