"""One pipeline a language for all tests of extraction."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from annotated_text import annotated_readout, differences
from spacy.language import Language

from communique.drafts import DraftReadout
from communique.extract.pipeline import extract, make_pipeline
from communique.records import Readout
from communique.sources import LANGUAGES

Extracted = Callable[..., DraftReadout]
Disagreements = Callable[..., list[str]]


@pytest.fixture(scope="session")
def pipelines() -> dict[str, Language]:
    return {lang: make_pipeline(lang) for lang in LANGUAGES}


@pytest.fixture(scope="session")
def extracted(pipelines: dict[str, Language]) -> Extracted:
    """Extract a text; published by the Kremlin in English on 10 March 2022, a Thursday, unless said otherwise."""

    def run(
        text: str, *, title: str = "", source: str = "kremlin", lang: str = "en", published: str = "2022-03-10"
    ) -> DraftReadout:
        return extract(pipelines[lang], Readout("r1", source, lang, published, title, text))

    return run


@pytest.fixture(scope="session")
def disagreements(pipelines: dict[str, Language]) -> Disagreements:
    """Say where extraction and an annotated text differ (see `annotated_text`)."""

    def compare(text: str, **fields: str) -> list[str]:
        expected = annotated_readout(text, **fields)
        return differences(extract(pipelines[expected.readout.lang], expected.readout), expected)

    return compare
