"""Texts → drafts → decided calls, with the shipped models."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from communique.classify.decide import Classifier, classify, load_classifier
from communique.drafts import DraftReadout
from communique.extract.pipeline import extract, make_pipeline
from communique.records import Call, CodedReadout, Readout
from communique.resources import model_path
from communique.sources import LANGUAGES

TALK = {
    "en": "Vladimir Putin had a telephone conversation with President of France Emmanuel Macron. ",
    "fr": "Emmanuel Macron s'est entretenu par téléphone avec Vladimir Poutine. ",
    "ru": "Состоялся телефонный разговор Владимира Путина с Президентом Франции Эмманюэлем Макроном. ",
}
"""The sentence that tells of the call; what is to be decided follows it."""

Drafted = Callable[..., DraftReadout]
Decided = Callable[..., Call]


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    return load_classifier(model_path("communique-decisions"))


@pytest.fixture(scope="session")
def pipelines() -> dict[str, Language]:
    return {lang: make_pipeline(lang) for lang in LANGUAGES}


@pytest.fixture(scope="session")
def drafted(pipelines: dict[str, Language]) -> Drafted:
    """Extract a text of the Kremlin's, of 10 March 2022; its first sentence tells of a call with Emmanuel Macron."""

    def run(text: str, *, lang: str = "en", source: str = "kremlin", name: str = "r1") -> DraftReadout:
        return extract(pipelines[lang], Readout(name, source, lang, "2022-03-10", "", TALK[lang] + text))

    return run


@pytest.fixture(scope="session")
def decided(drafted: Drafted, classifier: Classifier) -> Decided:
    """Decide such a text, which must tell of one call."""

    def run(text: str, *, lang: str = "en", source: str = "kremlin") -> Call:
        (coded,) = classify([drafted(text, lang=lang, source=source)], classifier)
        (call,) = coded.calls
        return call

    return run


def calls_of(coded: list[CodedReadout]) -> list[Call]:
    return [call for item in coded for call in item.calls]
