"""Phrases that may be tone, each with every class that its words name; which of them are tone, a classifier decides."""

from __future__ import annotations

import pytest
from extract.conftest import Disagreements, Extracted
from extract.tagged_people import ENTRETIEN, RAZGOVOR, TALK
from hypothesis import given
from hypothesis import strategies as st
from strategies import noisy_texts

from communique.codebook import ToneLabel
from communique.extract.events import Event
from communique.extract.sides import Sides
from communique.extract.tone_spans import find_tone, load_tone_lexicon
from communique.sources import LANGUAGES


def tone(labels: str, words: str) -> str:
    return f"<tone labels={labels}>{words}</tone>"


@pytest.mark.parametrize(
    "sentence",
    [
        # confrontational
        f"Mr Macron {tone('confrontational', 'condemned')} the invasion.",
        f"Mr Macron {tone('confrontational', 'warned')} of consequences.",
        f"The proposal was {tone('confrontational', 'rejected as unacceptable')}.",
        f"Mr Macron {tone('confrontational', 'demanded an immediate end')} to the fighting.",
        f"Mr Macron {tone('confrontational', 'expressed indignation')}.",
        # candid
        f"A {tone('candid', 'frank')} discussion took place.",
        f"There was a {tone('candid', 'serious and frank exchange of views')} on Ukraine.",
        f"It was a {tone('candid', 'sincere')} conversation.",
        f"It was a {tone('candid', 'candid')} conversation.",
        f"It was a {tone('candid', 'straightforward')} conversation.",
        f"It was a {tone('candid', 'direct')} conversation.",
        f"It was a {tone('candid', 'difficult')} conversation.",
        f"They spoke {tone('candid', 'without diplomatic niceties')}.",
        # concerned
        f"Mr Macron {tone('concerned', 'expressed serious concern')} over the fighting.",
        f"Mr Macron {tone('concerned', 'expressed deep concern')}.",
        f"Mr Macron {tone('concerned', 'expressed concern')} about the strikes.",
        f"Mr Macron voiced {tone('concerned', 'alarm')} at the strikes.",
        f"Mr Macron expressed {tone('concerned', 'regret')}.",
        f"Mr Macron expressed his {tone('concerned', 'disappointment')}.",
        # businesslike
        f"The conversation was {tone('businesslike', 'businesslike')}.",
        f"It was a {tone('businesslike', 'substantive')} conversation.",
        f"They had a {tone('businesslike', 'detailed')} discussion.",
        f"They had a {tone('businesslike', 'thorough')} discussion.",
        f"They had an {tone('businesslike', 'in-depth')} discussion.",
        f"They had a {tone('businesslike', 'comprehensive')} discussion.",
        f"The matter was discussed {tone('businesslike', 'in detail')}.",
        f"They discussed the matter {tone('businesslike', 'at length')}.",
        f"Vladimir Putin gave an {tone('businesslike', 'exhaustive explanation')}.",
        # constructive
        f"The conversation was held in a {tone('constructive', 'constructive')} spirit.",
        f"It was a {tone('constructive', 'productive')} conversation.",
        f"It was a {tone('constructive', 'useful')} conversation.",
        f"It was a {tone('constructive', 'meaningful')} conversation.",
        f"It was a {tone('constructive', 'fruitful')} conversation.",
        f"It was a {tone('constructive', 'positive')} conversation.",
        # cordial
        f"It was a {tone('cordial', 'warm')} conversation.",
        f"They had a {tone('cordial', 'friendly')} conversation.",
        f"The conversation was {tone('cordial', 'cordial')}.",
    ],
)
def test_every_wording_of_the_codebook_is_a_candidate(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{TALK}. {sentence}") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"The talk was {tone('candid+constructive', 'frank and constructive')}.",
        f"The talk was {tone('businesslike+cordial', 'friendly and businesslike')}.",
        f"It was a {tone('candid+businesslike', 'frank, thorough')} discussion.",
    ],
)
def test_a_mixed_phrase_takes_every_class_that_it_names(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{TALK}. {sentence}") == []


def test_negation_flips_nothing(extracted: Extracted) -> None:
    (call,) = extracted("Vladimir Putin spoke by telephone with Emmanuel Macron. The talk was anything but constructive.").calls
    assert [(c.evidence.quote, c.labels) for c in call.tone] == [("anything but constructive", (ToneLabel.CANDID,))]


@pytest.mark.parametrize(
    "sentence",
    [
        "The call was lengthy.",
        "They spoke for an extended time.",
        "They underscored the need for a ceasefire.",
        "They outlined the approaches.",
        "They reaffirmed the importance of the relationship.",
        "They welcomed the exchange of prisoners.",
        "The deep partnership will last.",
        "A good harvest is expected.",
        "The warm water port is open to ships.",
    ],
)
def test_length_bare_verbs_praise_and_things_are_no_candidates(sentence: str, extracted: Extracted) -> None:
    (call,) = extracted(f"Vladimir Putin had a telephone conversation with Emmanuel Macron. {sentence}").calls
    assert [c.evidence.quote for c in call.tone] == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"Un échange {tone('candid', 'franc')} a eu lieu.",
        f"L'échange a été {tone('candid+constructive', 'franc et constructif')}.",
        f"Le Président a exprimé sa {tone('concerned', 'vive préoccupation')}.",
        f"Le Président a exprimé son {tone('concerned', 'inquiétude')}.",
        f"Le Président a {tone('confrontational', 'condamné')} l'attaque.",
        f"L'entretien a été {tone('cordial', 'chaleureux')}.",
    ],
)
def test_french_wordings(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{ENTRETIEN}. {sentence}", source="elysee", lang="fr") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"Беседа прошла в {tone('constructive', 'конструктивном')} ключе.",
        f"Состоялся {tone('candid', 'откровенный')} обмен мнениями.",
        f"Разговор был {tone('candid+constructive', 'откровенным и конструктивным')}.",
        f"Разговор носил {tone('businesslike', 'деловой')} характер.",
        f"Состоялся {tone('businesslike', 'обстоятельный')} обмен мнениями.",
        f"{tone('businesslike', 'Подробно')} обсуждена ситуация вокруг Украины.",
        f"Беседа прошла в {tone('cordial', 'дружеской')} атмосфере.",
        f"Выражена {tone('concerned', 'серьёзная озабоченность')} ситуацией в Донбассе.",
        f"Эмманюэль Макрон {tone('confrontational', 'осудил')} удары.",
    ],
)
def test_russian_wordings(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{RAZGOVOR}. {sentence}", lang="ru") == []


def test_a_candidate_comes_with_the_sentence_around_it(extracted: Extracted) -> None:
    (call,) = extracted("Vladimir Putin spoke by telephone with Emmanuel Macron. They had a frank discussion of trade.").calls
    (candidate,) = call.tone
    assert candidate.left + candidate.evidence.quote + candidate.right == "They had a frank discussion of trade."


def test_every_language_has_words_for_every_class() -> None:
    for lang in LANGUAGES:
        assert set(load_tone_lexicon(lang).words.groupindex) == {str(label) for label in ToneLabel}


@given(lang=st.sampled_from(LANGUAGES), data=st.data())
def test_candidates_quote_the_text_and_name_a_class(lang: str, data: st.DataObject) -> None:
    text = data.draw(noisy_texts(lang))
    sides = Sides(Event((), "phone", (0, 0), "text", None))  # type: ignore[arg-type]
    for candidate in find_tone(text, [(0, len(text))], sides, lang=lang):
        assert text[candidate.evidence.start : candidate.evidence.end] == candidate.evidence.quote
        assert candidate.labels
