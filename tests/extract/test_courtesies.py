"""Clauses that may pay a courtesy, with who pays it to whom; which occasion it is, if any, a classifier decides."""

from __future__ import annotations

import pytest
from extract.conftest import Disagreements, Extracted
from extract.tagged_people import ENTRETIEN, MACRON, PUTIN, RAZGOVOR, TALK


def paid(cue: str, by: str, to: str, words: str) -> str:
    return f"<courtesy cue={cue} by={by} to={to}>{words}</courtesy>"


@pytest.mark.parametrize(
    "sentence",
    [
        f"Vladimir Putin {paid('congratulate', 'RUS', 'FRA', 'congratulated')} Emmanuel Macron on his re-election.",
        f"The President of Russia {paid('congratulate', 'RUS', 'FRA', 'congratulated')} his French colleague on winning the election.",
        f"Vladimir Putin {paid('congratulate', 'RUS', 'FRA', 'extended congratulations')} to Emmanuel Macron on taking office.",
        f"Emmanuel Macron {paid('congratulate', 'FRA', 'RUS', 'congratulated')} Vladimir Putin on his birthday.",
        f"Mr Macron {paid('congratulate', 'FRA', 'RUS', 'conveyed his congratulations')} on the anniversary of the Victory.",
        f"Vladimir Putin offered {paid('condole', 'RUS', 'FRA', 'condolences')} to Emmanuel Macron over the terrorist attack in Nice.",
        f"Vladimir Putin expressed his {paid('condole', 'RUS', 'FRA', 'sympathy')} to the people of France after the floods.",
        f"Emmanuel Macron {paid('thank', 'FRA', 'RUS', 'thanked')} Vladimir Putin for the rescue of the crew.",
        f"Vladimir Putin {paid('wish', 'RUS', 'FRA', 'wished')} Emmanuel Macron a speedy recovery.",
        f"Vladimir Putin conveyed {paid('greet', 'RUS', 'FRA', 'New Year greetings')} to Emmanuel Macron.",
    ],
)
def test_whoever_speaks_the_courtesy_pays_it(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{TALK}. {sentence}") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"Emmanuel Macron received {paid('congratulate', 'RUS', 'FRA', 'congratulations')} from Vladimir Putin on Bastille Day.",
        f"Vladimir Putin was {paid('congratulate', 'FRA', 'RUS', 'congratulated')} by Emmanuel Macron on Russia Day.",
    ],
)
def test_whoever_receives_a_courtesy_does_not_pay_it(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{TALK}. {sentence}") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{PUTIN} <by polity=RUS basis=verb>called</by> {MACRON} to {paid('congratulate', 'RUS', 'FRA', 'congratulate')} him on his victory.",
        f"{PUTIN} had a telephone conversation with {MACRON} to express {paid('condole', 'RUS', 'FRA', 'condolences')} over the plane crash.",
        f"{PUTIN} spoke with {MACRON} by telephone and {paid('congratulate', 'RUS', 'FRA', 'congratulated')} him on the national day.",
    ],
)
def test_a_courtesy_may_be_the_purpose_of_the_call(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "mutual"),
    [
        ("The Presidents exchanged New Year greetings.", True),
        ("The leaders congratulated each other on the anniversary of the Victory.", True),
        ("Vladimir Putin congratulated Emmanuel Macron on his re-election.", False),
    ],
)
def test_mutual_greetings_are_paid_both_ways(sentence: str, mutual: bool, extracted: Extracted) -> None:  # noqa: FBT001
    (call,) = extracted(f"Vladimir Putin had a telephone conversation with Emmanuel Macron. {sentence}").calls
    assert {c.mutual for c in call.courtesies} == {mutual}


@pytest.mark.parametrize(
    "sentence",
    [
        "The leaders discussed the grain corridor.",
        "They discussed counter-terrorism.",
        "They discussed who will attend the parade.",
        "They noted the 30th anniversary of diplomatic relations.",
        "They exchanged views on the election.",
    ],
)
def test_business_is_no_courtesy(sentence: str, extracted: Extracted) -> None:
    (call,) = extracted(f"Vladimir Putin had a telephone conversation with Emmanuel Macron. {sentence}").calls
    assert call.courtesies == ()


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("Vladimir Putin congratulated Emmanuel Macron on his re-election.", "election"),
        ("Vladimir Putin congratulated Emmanuel Macron on his inauguration.", "office"),
        ("Vladimir Putin congratulated Emmanuel Macron on Bastille Day.", "national"),
        ("Vladimir Putin offered condolences to Emmanuel Macron over the terrorist attack.", "terror"),
        ("Vladimir Putin offered condolences to Emmanuel Macron over the earthquake.", "disaster"),
        ("Vladimir Putin offered condolences to Emmanuel Macron on the death of Jacques Chirac.", "death"),
        ("Vladimir Putin congratulated Emmanuel Macron on his birthday.", "birthday"),
        ("Vladimir Putin conveyed Christmas greetings to Emmanuel Macron.", "season"),
        ("Vladimir Putin congratulated Emmanuel Macron on the anniversary of the treaty.", "anniversary"),
        ("Vladimir Putin congratulated Emmanuel Macron on winning the World Cup.", "sport"),
        ("Vladimir Putin wished Emmanuel Macron a speedy recovery.", "health"),
        ("Vladimir Putin congratulated Emmanuel Macron on the birth of a child.", "family"),
    ],
)
def test_what_the_courtesy_is_about_is_seen_in_it_or_near_it(sentence: str, topic: str, extracted: Extracted) -> None:
    (call,) = extracted(f"Vladimir Putin had a telephone conversation with Emmanuel Macron. {sentence}").calls
    assert {f"topic:{topic}", f"near:{topic}"} & {tag for c in call.courtesies for tag in c.features}


@pytest.mark.parametrize(
    "sentence",
    [
        f"Le Président Macron a {paid('congratulate', 'FRA', 'RUS', 'félicité')} le Président Poutine pour son élection.",
        f"Emmanuel Macron a présenté ses {paid('condole', 'FRA', 'RUS', 'condoléances')} à Vladimir Poutine après l'attentat.",
        f"Vladimir Poutine a {paid('thank', 'RUS', 'FRA', 'remercié')} Emmanuel Macron.",
        f"Emmanuel Macron a adressé ses {paid('greet', 'FRA', 'RUS', 'vœux')} à Vladimir Poutine pour la nouvelle année.",
        f"Emmanuel Macron a {paid('wish', 'FRA', 'RUS', 'souhaité')} à Vladimir Poutine un prompt rétablissement.",
    ],
)
def test_french_wordings(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{ENTRETIEN}. {sentence}", source="elysee", lang="fr") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"Владимир Путин {paid('congratulate', 'RUS', 'FRA', 'поздравил')} Эмманюэля Макрона с победой на выборах.",
        f"Эмманюэль Макрон {paid('congratulate', 'FRA', 'RUS', 'поздравил')} Владимира Путина с днём рождения.",
        f"Владимир Путин выразил {paid('condole', 'RUS', 'FRA', 'соболезнования')} Эмманюэлю Макрону в связи с терактом.",
        f"Эмманюэль Макрон {paid('thank', 'FRA', 'RUS', 'поблагодарил')} Владимира Путина за помощь.",
        f"Владимир Путин {paid('wish', 'RUS', 'FRA', 'пожелал')} Эмманюэлю Макрону скорейшего выздоровления.",
    ],
)
def test_russian_wordings(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{RAZGOVOR}. {sentence}", lang="ru") == []
