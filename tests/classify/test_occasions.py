"""Clauses → occasions: which courtesy was paid, by whom to whom."""

from __future__ import annotations

import pytest
from classify.conftest import Decided
from hypothesis import given
from hypothesis import strategies as st

from communique.classify.occasions import distinct
from communique.codebook import OccasionId
from communique.records import Decision, Evidence, Occasion


def paid(text: str, decided: Decided, **where: str) -> list[tuple[str, str, str]]:
    return [(str(o.id), o.by, o.to) for o in decided(text, **where).occasions]


@pytest.mark.parametrize(
    ("occasion", "text"),
    [
        ("election_victory", "congratulated Emmanuel Macron on his victory in the election."),
        ("taking_office", "congratulated Emmanuel Macron on taking office."),
        ("national_day", "congratulated Emmanuel Macron and the people of France on Bastille Day."),
        ("terror_condolences", "offered condolences over the terrorist attack in Nice, which took many lives."),
        ("disaster_condolences", "offered condolences over the floods in the south of France."),
        ("bereavement", "offered condolences on the death of Jacques Chirac."),
        ("birthday", "wished Emmanuel Macron a happy birthday."),
        ("season_greetings", "conveyed New Year greetings to Emmanuel Macron."),
        ("anniversary", "congratulated Emmanuel Macron on the 70th anniversary of the Victory."),
        ("sport_or_honour", "congratulated Emmanuel Macron on the victory of the French team in the World Cup."),
        ("other_courtesy", "congratulated Emmanuel Macron on the birth of his daughter."),
    ],
)
def test_each_courtesy_is_told_from_the_others(occasion: str, text: str, decided: Decided) -> None:
    assert paid(f"Vladimir Putin {text}", decided) == [(occasion, "RUS", "FRA")]


@pytest.mark.parametrize(
    ("lang", "source", "text", "occasion"),
    [
        (
            "fr",
            "elysee",
            "Le Président a félicité Vladimir Poutine pour sa victoire à l'élection présidentielle.",
            ("election_victory", "FRA", "RUS"),
        ),
        (
            "fr",
            "elysee",
            "Le Président a présenté ses condoléances après l'attentat terroriste de Moscou.",
            ("terror_condolences", "FRA", "RUS"),
        ),
        (
            "ru",
            "kremlin",
            "Владимир Путин поздравил Эмманюэля Макрона с победой на президентских выборах.",
            ("election_victory", "RUS", "FRA"),
        ),
        (
            "ru",
            "kremlin",
            "Владимир Путин выразил соболезнования в связи с террористическим актом в Ницце.",
            ("terror_condolences", "RUS", "FRA"),
        ),
        ("ru", "kremlin", "Владимир Путин поздравил Эмманюэля Макрона с днём рождения.", ("birthday", "RUS", "FRA")),
    ],
)
def test_so_it_is_in_french_and_russian(
    lang: str, source: str, text: str, occasion: tuple[str, str, str], decided: Decided
) -> None:
    assert paid(text, decided, lang=lang, source=source) == [occasion]


def test_mutual_greetings_are_two_occasions(decided: Decided) -> None:
    found = paid("The leaders exchanged New Year greetings.", decided)
    assert sorted(found) == [("season_greetings", "FRA", "RUS"), ("season_greetings", "RUS", "FRA")]


def test_two_courtesies_are_two_occasions_in_the_order_of_the_text(decided: Decided) -> None:
    found = paid(
        "Vladimir Putin congratulated Emmanuel Macron on his victory in the election. "
        "Emmanuel Macron offered condolences over the terrorist attack in St Petersburg.",
        decided,
    )
    assert found == [("election_victory", "RUS", "FRA"), ("terror_condolences", "FRA", "RUS")]


def test_a_courtesy_told_twice_is_one_occasion(decided: Decided) -> None:
    once = "Vladimir Putin congratulated Emmanuel Macron on his victory in the election."
    found = paid(f"{once} {once}", decided)
    assert found == [("election_victory", "RUS", "FRA")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "They discussed counter-terrorism.",
        "They exchanged views on the election in Libya.",
        "They discussed who will attend the parade on Victory Day.",
        "The leaders noted the role of the United Nations after the earthquake in Syria.",
        "They agreed to stay in contact.",
    ],
)
def test_business_is_no_occasion(text: str, decided: Decided) -> None:
    assert paid(text, decided) == []


def told(what: OccasionId, by: str, probability: float | None, start: int = 0) -> Occasion:
    decision = None if probability is None else Decision(str(what), "model", "occasions", "1.0", probability=probability)
    return Occasion(what, by, "FRA", Evidence(start, start + 1, "x"), decision)


occasions = st.lists(
    st.builds(
        told,
        st.sampled_from([OccasionId.BIRTHDAY, OccasionId.THANKS]),
        st.sampled_from(["RUS", "DEU"]),
        st.none() | st.floats(0.5, 1),
        st.integers(0, 9),
    ),
    max_size=8,
)


@given(occasions)
def test_of_the_reports_of_one_courtesy_the_surest_is_kept(found: list[Occasion]) -> None:
    kept = distinct(found)
    assert {(o.id, o.by, o.to) for o in kept} == {(o.id, o.by, o.to) for o in found}
    assert len({(o.id, o.by, o.to) for o in kept}) == len(kept)
    for occasion in kept:
        rivals = [o for o in found if (o.id, o.by, o.to) == (occasion.id, occasion.by, occasion.to)]
        assert sureness(occasion) == max(map(sureness, rivals))


def sureness(occasion: Occasion) -> float:
    return (occasion.decision.probability if occasion.decision else None) or 0.0


@given(occasions)
def test_occasions_stand_in_the_order_of_the_text(found: list[Occasion]) -> None:
    starts = [o.evidence.start for o in distinct(found) if o.evidence]
    assert starts == sorted(starts)
