"""Phrases → tone: what characterises the exchange or a stance in it, and toward whom; what only looks like it is left."""

from __future__ import annotations

import pytest
from classify.conftest import Decided

from communique.classify.decide import Classifier
from communique.classify.tone import decide_tone


@pytest.mark.parametrize(
    ("text", "words", "labels"),
    [
        ("The conversation was frank.", "frank", {"candid"}),
        ("They had a frank and constructive exchange of views.", "frank and constructive", {"candid", "constructive"}),
        ("The talk took place in a warm and friendly atmosphere.", "warm and friendly", {"cordial"}),
        ("The discussion was businesslike and substantive.", "businesslike and substantive", {"businesslike"}),
        ("The settlement in Syria was considered in detail.", "in detail", {"businesslike"}),
        ("The talk was anything but constructive.", "anything but constructive", {"candid"}),
    ],
)
def test_what_characterises_the_exchange_is_tone_toward_it(text: str, words: str, labels: set[str], decided: Decided) -> None:
    (span,) = decided(text).tone
    assert (words in span.evidence.quote, set(map(str, span.labels)), str(span.toward)) == (True, labels, "exchange")


@pytest.mark.parametrize(
    ("text", "label", "toward"),
    [
        ("Emmanuel Macron expressed serious concern to Vladimir Putin over Russia's troops.", "concerned", "counterpart"),
        ("They voiced their concern over the fighting in Idlib.", "concerned", "third_party"),
        ("The leaders condemned the terrorist attack in Kabul.", "confrontational", "third_party"),
        ("They condemned the shelling of the nuclear plant.", "confrontational", "third_party"),
    ],
)
def test_a_stance_is_toward_the_other_side_or_a_third_party(text: str, label: str, toward: str, decided: Decided) -> None:
    assert [(list(map(str, t.labels)), str(t.toward)) for t in decided(text).tone] == [([label], toward)]


@pytest.mark.parametrize(
    ("lang", "source", "text", "label"),
    [
        ("fr", "elysee", "L'échange a été franc.", "candid"),
        ("ru", "kremlin", "Состоялся откровенный обмен мнениями.", "candid"),
    ],
)
def test_so_it_is_in_french_and_russian(lang: str, source: str, text: str, label: str, decided: Decided) -> None:
    assert [(list(map(str, t.labels)), str(t.toward)) for t in decided(text, lang=lang, source=source).tone] == [
        ([label], "exchange")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "They discussed the war in Ukraine.",
        "They discussed the constructive role played by Turkey.",
        "They discussed the serious situation in Idlib and a warm water port.",
        "They discussed the friendly match of the two teams.",
        "The ministers concerned are to report within a month.",
        "The governments concerned are to sign the agreement this year.",
        "Vladimir Putin expressed his deep condolences over the floods.",
    ],
)
def test_what_characterises_something_else_is_not_tone(text: str, decided: Decided) -> None:
    assert decided(text).tone == ()


def test_tone_stands_in_the_order_of_the_text(decided: Decided) -> None:
    call = decided("The talk was frank. They condemned the attack in Kabul. The atmosphere was warm.")
    starts = [t.evidence.start for t in call.tone]
    assert len(starts) == 3
    assert starts == sorted(starts)


def test_nothing_is_decided_about_nothing(classifier: Classifier) -> None:
    assert decide_tone([], classifier.models["tone"], version="1.0", review_band=0.1) == []
