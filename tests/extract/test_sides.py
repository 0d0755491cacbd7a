"""The participants of a call found again by surname, state or adjective."""

from __future__ import annotations

import datetime as dt

import pytest

from communique.codebook import Medium
from communique.extract.events import Event, Principal
from communique.extract.mentions import find_mentions
from communique.extract.sides import Sides


def sides(*people: str, lang: str = "en") -> Sides:
    """Make the sides of a call between people named by office and name."""
    mentions = [find_mentions(p, 0, len(p), lang=lang, on=dt.date(2022, 3, 10))[0] for p in people]
    return Sides(Event(tuple(map(Principal, mentions)), Medium.PHONE, (0, 1), "text", None))


PUTIN, MACRON, KING = "Vladimir Putin", "President of France Emmanuel Macron", "King Salman of Saudi Arabia"


@pytest.mark.parametrize(
    ("text", "indexes"),
    [
        ("Mr Macron spoke.", [1]),
        ("the French side", [1]),
        ("France", [1]),
        ("the Russian President and Mr Macron", [0, 1]),
        ("Putin’s proposals", [0]),
        ("PUTIN", [0]),
        ("the German side", []),
        ("the leaders", []),
        ("", []),
    ],
)
def test_a_side_is_meant_by_name_state_or_adjective(text: str, indexes: list[int]) -> None:
    assert [index for _, _, index in sides(PUTIN, MACRON).find(text, 0, len(text))] == indexes


def test_a_passage_is_read_within_its_bounds() -> None:
    text = "Putin and Macron"
    assert [text[a:b] for a, b, _ in sides(PUTIN, MACRON).find(text, 6, len(text))] == ["Macron"]


@pytest.mark.parametrize("text", ["Владимиром Путиным", "российской стороны", "России"])
def test_russian_cases_mean_the_same_side(text: str) -> None:
    found = sides("Владимира Путина", "Президентом Франции Эмманюэлем Макроном", lang="ru").find(text, 0, len(text))
    assert {index for _, _, index in found} == {0}


def test_names_are_found_in_other_languages_than_the_mentions() -> None:
    text = "Владимир Путин"
    assert [index for _, _, index in sides(PUTIN, MACRON).find(text, 0, len(text))][-1:] == [0]


def test_of_two_people_of_one_state_the_adjective_means_the_first() -> None:
    pair = sides("Prime Minister of Israel Naftali Bennett", "President of Israel Isaac Herzog")
    text = "Israeli Herzog"
    assert [index for _, _, index in pair.find(text, 0, len(text))] == [0, 1]


def test_the_other_side_is_the_one_that_is_not_meant() -> None:
    pair = sides(PUTIN, MACRON)
    assert (pair.other(0), pair.other(1)) == (1, 0)
    assert sides(PUTIN).other(0) == 0


def test_the_sides_have_the_polities_of_their_people() -> None:
    assert sides(PUTIN, KING).polities == ["RUS", "SAU"]
