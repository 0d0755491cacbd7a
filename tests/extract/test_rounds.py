"""Readouts that tell a round of calls: one call for each leader, and none for those who are only spoken of."""

from __future__ import annotations

import pytest
from extract.conftest import Extracted


def others(extracted: Extracted, text: str, **fields: str) -> list[list[str]]:
    return [[p.polity for p in draft.call.participants][1:] for draft in extracted(text, **fields).calls]


ROUND = (
    "Vladimir Putin spoke by telephone with several foreign leaders.\n\n"
    "President of France Emmanuel Macron asked about the grain corridor.\n\n"
    "With Federal Chancellor of Germany Olaf Scholz the President discussed gas supplies.\n\n"
)


def test_each_leader_who_opens_a_paragraph_was_called(extracted: Extracted) -> None:
    assert others(extracted, ROUND) == [["FRA"], ["DEU"]]


def test_a_leader_is_met_once(extracted: Extracted) -> None:
    again = "Emmanuel Macron also thanked him for the meeting."
    assert others(extracted, ROUND + again) == [["FRA"], ["DEU"]]


def test_a_leader_of_whom_they_spoke_was_not_called(extracted: Extracted) -> None:
    mentioned = "They recalled at length a speech of Prime Minister of Italy Mario Draghi."
    assert others(extracted, ROUND + mentioned) == [["FRA"], ["DEU"]]


def test_a_joint_call_is_no_round(extracted: Extracted) -> None:
    text = (
        "Vladimir Putin had a joint telephone conversation with Emmanuel Macron and Olaf Scholz.\n\n"
        "Prime Minister of Italy Mario Draghi published a statement."
    )
    assert others(extracted, text) == [["FRA", "DEU"]]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "fr",
            "Le Président de la République s'est entretenu par téléphone avec plusieurs dirigeants.\n\n"
            "Le Chancelier Olaf Scholz a évoqué l'énergie.\n\nLe Président Volodymyr Zelensky l'a remercié.",
        ),
        (
            "ru",
            "Состоялись телефонные разговоры с главами иностранных государств.\n\n"
            "Эмманюэль Макрон спросил о зерне.\n\nОлаф Шольц говорил о газе.",
        ),
    ],
)
def test_rounds_are_told_in_every_language(extracted: Extracted, lang: str, text: str) -> None:
    source = {"fr": "elysee", "ru": "kremlin"}[lang]
    assert len(others(extracted, text, lang=lang, source=source)) == 2
