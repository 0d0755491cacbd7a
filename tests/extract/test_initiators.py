"""Who made the call: by explicit wording, by a verb, or unstated; what concerns something else is neither."""

from __future__ import annotations

import pytest
from extract.conftest import Disagreements
from extract.tagged_people import ENTRETIEN, MACRON, POUTINE, PUTIN, RAZGOVOR, SCHOLZ, TALK, in_call, macron, putin


def by(polity: str, words: str) -> str:
    return f"<by polity={polity} basis=explicit>{words}</by>"


def verb(polity: str, words: str) -> str:
    return f"<by polity={polity} basis=verb>{words}</by>"


@pytest.mark.parametrize(
    "sentence",
    [
        f"{by('FRA', 'At the initiative of the French side')}, {PUTIN} had a telephone conversation with {MACRON}.",
        f"{TALK}. The call took place {by('FRA', 'at the initiative of the French side')}.",
        f"{TALK} {by('FRA', 'on the initiative of the French side')}.",
        f"{TALK} {by('FRA', 'at the initiative of Paris')}.",
        f"{TALK} {by('FRA', 'at the initiative of the President of France')}.",
        f"{TALK} {by('FRA', 'at the request of the French side')}.",
        f"{TALK}. The conversation was {by('FRA', 'initiated by Paris')}.",
        f"{TALK}. The conversation was {by('FRA', 'initiated by France')}.",
        f"{TALK}. The conversation was {by('RUS', 'initiated by the Russian side')}.",
        f"{TALK}. The call was {by('FRA', 'requested by the French President')}.",
        f"{TALK}. The call, {by('FRA', 'requested by Mr Macron')}, lasted two hours.",
    ],
)
def test_explicit_words_name_the_side_that_made_the_call(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{TALK} {by('FRA', 'at Mr Macron’s request')}.",
        f"{TALK} {by('FRA', 'at Paris’s initiative')}.",
        f"{TALK} {by('FRA', 'on the French side’s initiative')}.",
        f"{TALK}. It was {by('FRA', 'Mr Macron who had asked for')} the conversation.",
    ],
)
def test_a_possessive_names_the_side_as_well(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "publisher"),
    [
        (f"{TALK}, {by('FRA', 'at the latter’s initiative')}.", {}),
        (f"{ENTRETIEN}, {by('RUS', 'à l’initiative de ce dernier')}.", {"source": "elysee", "lang": "fr"}),
        (f"{RAZGOVOR} {by('FRA', 'по инициативе последнего')}.", {"lang": "ru"}),
    ],
)
def test_the_latter_is_the_one_who_was_named_last(
    sentence: str, publisher: dict[str, str], disagreements: Disagreements
) -> None:
    assert disagreements(sentence, **publisher) == []


@pytest.mark.parametrize(
    ("sentence", "publisher"),
    [
        (f"{TALK}. The telephone conversation was held {by('mutual', 'by mutual agreement')}.", {}),
        (f"{TALK}. The conversation took place {by('mutual', 'at the initiative of both sides')}.", {}),
        (f"{ENTRETIEN}, {by('mutual', 'd’un commun accord')}.", {"source": "elysee", "lang": "fr"}),
        (f"{RAZGOVOR}. Разговор состоялся {by('mutual', 'по взаимной договорённости')}.", {"lang": "ru"}),
    ],
)
def test_both_sides_together_are_mutual(sentence: str, publisher: dict[str, str], disagreements: Disagreements) -> None:
    assert disagreements(sentence, **publisher) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{PUTIN} {verb('RUS', 'phoned')} {MACRON}.",
        f"{PUTIN} {verb('RUS', 'called')} President of France {MACRON}.",
        f"{PUTIN} {verb('RUS', 'rang')} {MACRON}.",
        f"{PUTIN} {verb('RUS', 'telephoned')} {MACRON}.",
        f"{PUTIN} {verb('RUS', 'dialled')} {MACRON}.",
        f"{PUTIN} {verb('RUS', 'contacted')} {MACRON} by telephone.",
        f"{PUTIN} {verb('RUS', 'placed a call to')} {MACRON}.",
        f"{PUTIN} {verb('RUS', 'made a telephone call to')} {MACRON}.",
        f"{MACRON} {verb('FRA', 'phoned')} {PUTIN}.",
    ],
)
def test_whoever_rings_made_the_call(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{PUTIN} {verb('FRA', 'received a telephone call from')} President of France {MACRON}.",
        f"{PUTIN} {verb('FRA', 'received a call from')} {MACRON}.",
        f"{PUTIN} {verb('FRA', 'took a call from')} {MACRON}.",
        f"{PUTIN} {verb('FRA', 'was telephoned by')} {MACRON}.",
        f"{PUTIN} {verb('FRA', 'was reached on the phone by')} {MACRON}.",
        f"{PUTIN} was at his desk when {verb('FRA', 'a call came from')} {MACRON}.",
    ],
)
def test_whoever_is_rung_did_not_make_the_call(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{PUTIN} spoke by telephone with {MACRON}.",
        f"{PUTIN} spoke with {MACRON} over the phone.",
        f"{PUTIN} held a telephone call with {MACRON}.",
        f"{PUTIN} had {MACRON} on the phone.",
        f"{PUTIN} and {MACRON} spoke by telephone.",
        f"A telephone conversation took place between {PUTIN} and {MACRON}.",
    ],
)
def test_speaking_says_nothing_of_who_rang(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{TALK}. At the request of {MACRON}, {PUTIN} informed him about the talks in Vienna.",
        f"{TALK}. At the request of the French side, the Russian President briefed his colleague on the talks.",
        f"{TALK}. Vladimir Putin commented, at the request of the French President, on the state of the talks.",
        f"{TALK}. The President of Russia was asked by his colleague to explain the decision.",
        f"{TALK}. The French side requested assistance with the evacuation.",
    ],
)
def test_a_briefing_on_request_is_no_call_on_request(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{TALK}. The leaders discussed the initiative of the French side on the grain corridor.",
        f"{TALK}. They welcomed Turkey's initiative to hold a conference.",
        f"{TALK}. At the initiative of France, a conference on aid will be held in Paris in May.",
        f"{TALK}. The talks on the Normandy initiative will continue.",
        f"{TALK}. The Russian side proposed a meeting in Minsk.",
        f"{TALK}. Both sides called for an end to the fighting.",
        f"{TALK}. The leaders called on all parties to show restraint.",
    ],
)
def test_the_initiative_of_an_agenda_item_is_not_the_calls(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{MACRON} {verb('FRA', 'a appelé')} {POUTINE}.",
        f"{MACRON} {verb('FRA', 'a téléphoné à')} {POUTINE}.",
        f"{MACRON} {verb('FRA', 'a téléphoné au')} Président russe, {POUTINE}.",
        f"{MACRON} {verb('FRA', 'a pris attache par téléphone avec')} {POUTINE}.",
        f"{MACRON} {verb('RUS', 'a reçu un appel de')} {POUTINE}.",
        f"{MACRON} {verb('RUS', 'a été joint au téléphone par')} {POUTINE}.",
        f"{ENTRETIEN}, {by('RUS', 'à l’initiative de la partie russe')}.",
        f"{ENTRETIEN}, {by('RUS', 'à la demande de Moscou')}.",
        f"{by('RUS', 'À la demande de M. Poutine')}, {MACRON} s'est entretenu par téléphone avec le Président russe, {POUTINE}.",
        f"L'entretien téléphonique entre {MACRON} et {POUTINE} a été {by('RUS', 'demandé par Moscou')}.",
        f"{MACRON} a eu au téléphone {POUTINE}.",
        f"{MACRON} a échangé au téléphone avec {POUTINE}.",
        f"{ENTRETIEN}. Ils ont évoqué l'initiative de la France en faveur des exportations de céréales.",
    ],
)
def test_french_wordings(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence, source="elysee", lang="fr") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{putin('Владимир Путин')} {verb('RUS', 'позвонил')} {macron('Эмманюэлю Макрону')}.",
        f"{putin('Владимир Путин')} {verb('RUS', 'связался по телефону с')} {macron('Эмманюэлем Макроном')}.",
        f"{putin('Владимиру Путину')} {verb('FRA', 'позвонил')} Президент Франции {macron('Эмманюэль Макрон')}.",
        f"Президент Франции {macron('Эмманюэль Макрон')} {verb('FRA', 'позвонил')} {putin('Владимиру Путину')}.",
        f"{by('FRA', 'По инициативе французской стороны')} {RAZGOVOR.replace('Состоялся', 'состоялся')}.",
        f"{RAZGOVOR}. Разговор состоялся {by('FRA', 'по инициативе французской стороны')}.",
        f"{RAZGOVOR}. Беседа прошла {by('FRA', 'по инициативе Парижа')}.",
        f"{RAZGOVOR}. Разговор был {by('FRA', 'инициирован французской стороной')}.",
        f"{RAZGOVOR} {by('FRA', 'по просьбе Эмманюэля Макрона')}.",
        f"{putin('Владимир Путин')} и {macron('Эмманюэль Макрон')} созвонились.",
        f"{RAZGOVOR}. По просьбе Эмманюэля Макрона Владимир Путин проинформировал его о положении в городе.",
        f"{RAZGOVOR}. Обсуждалась инициатива французской стороны.",
        f"{RAZGOVOR}. По инициативе Франции конференция пройдёт в Париже.",
    ],
)
def test_russian_wordings(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence, lang="ru") == []


def test_each_of_several_calls_has_its_own_initiator(disagreements: Disagreements) -> None:
    sentence = (
        f"{PUTIN} had a telephone conversation with {in_call(1, MACRON)}. He also spoke by telephone with Federal Chancellor of "
        f"Germany {in_call(2, SCHOLZ)}, <by call=2 polity=DEU basis=explicit>at the initiative of the German side</by>."
    )
    assert disagreements(sentence) == []
