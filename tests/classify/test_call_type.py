"""Substantive or ceremonial: courtesies and routine are ceremonial, one named matter of business is not."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import numpy as np
import pytest
from classify.conftest import TALK, Decided
from hypothesis import given
from hypothesis import strategies as st

from communique.classify.call_type import FACTS, call_facts, decide_call_types
from communique.classify.decide import Classifier
from communique.codebook import CallType
from communique.drafts import CourtesyCandidate, DraftCall
from communique.records import Call, Decision, Evidence, Participant

COURTESIES = {
    "election_victory": "Vladimir Putin congratulated Emmanuel Macron on his victory in the election.",
    "terror_condolences": "Vladimir Putin offered condolences over the terrorist attack in Nice.",
    "national_day": "Vladimir Putin congratulated Emmanuel Macron and the people of France on Bastille Day.",
    "season_greetings": "Vladimir Putin conveyed New Year greetings to Emmanuel Macron.",
}
ROUTINE = (
    "",
    "The leaders agreed to stay in contact.",
    "Prospects for bilateral relations were touched upon.",
    "The two sides reaffirmed the importance of relations between the two countries.",
)
BUSINESS = (
    "They also discussed the war in Ukraine and the supply of gas through Nord Stream.",
    "The Presidents then considered in detail the settlement in Syria and the Iranian nuclear programme.",
    "The two Presidents exchanged views on the settlement of the conflict in Libya and on the fight against terrorism.",
)


@pytest.mark.parametrize(("occasion", "routine"), list(itertools.product(COURTESIES, ROUTINE)))
def test_a_courtesy_with_routine_at_most_is_ceremonial(occasion: str, routine: str, decided: Decided) -> None:
    call = decided(f"{COURTESIES[occasion]} {routine}")
    assert (call.call_type, [str(o.id) for o in call.occasions]) == (CallType.CEREMONIAL, [occasion])


@pytest.mark.parametrize(("occasion", "business"), list(itertools.product(COURTESIES, BUSINESS)))
def test_a_mixed_call_is_substantive_and_keeps_its_occasion(occasion: str, business: str, decided: Decided) -> None:
    call = decided(f"{COURTESIES[occasion]} {business}")
    assert (call.call_type, [str(o.id) for o in call.occasions]) == (CallType.SUBSTANTIVE, [occasion])


@pytest.mark.parametrize(
    ("lang", "source", "text", "call_type"),
    [
        ("fr", "elysee", "Le Président a félicité Vladimir Poutine pour sa victoire à l'élection.", CallType.CEREMONIAL),
        ("fr", "elysee", "Le Président a présenté ses condoléances après l'attentat de Moscou.", CallType.CEREMONIAL),
        (
            "fr",
            "elysee",
            "Le Président a félicité M. Poutine pour son élection. Ils ont parlé de la situation en Ukraine, et du gaz.",
            CallType.SUBSTANTIVE,
        ),
        ("ru", "kremlin", "Владимир Путин поздравил Эмманюэля Макрона с победой на выборах.", CallType.CEREMONIAL),
        ("ru", "kremlin", "Владимир Путин выразил соболезнования в связи с террористическим актом.", CallType.CEREMONIAL),
        (
            "ru",
            "kremlin",
            "Владимир Путин поздравил его с победой на выборах. Обсуждались ситуация на Украине и Минские соглашения.",
            CallType.SUBSTANTIVE,
        ),
    ],
)
def test_so_it_is_in_french_and_russian(lang: str, source: str, text: str, call_type: CallType, decided: Decided) -> None:
    assert decided(text, lang=lang, source=source).call_type is call_type


@pytest.mark.parametrize(
    "text", ["", "The leaders agreed to stay in contact.", *BUSINESS, "They discussed counter-terrorism.", "The talk was warm."]
)
def test_without_a_courtesy_a_rule_calls_it_substantive(text: str, decided: Decided) -> None:
    decision = decided(text).decisions["call_type"]
    assert (decision.value, decision.by, decision.probability) == ("substantive", "rule", None)
    assert [e.quote for e in decision.evidence] == [TALK["en"].strip()]


def test_a_mixed_call_rests_on_its_business(decided: Decided) -> None:
    decision = decided(f"{COURTESIES['election_victory']} {BUSINESS[0]}").decisions["call_type"]
    assert [e.quote for e in decision.evidence] == [BUSINESS[0]]


def test_a_ceremonial_call_rests_on_its_courtesy(decided: Decided) -> None:
    call = decided(COURTESIES["election_victory"])
    assert call.decisions["call_type"].evidence == tuple(o.evidence for o in call.occasions)


TEXT = "He congratulated her on the win. They spoke of Ukraine and of gas. They agreed to speak again."


def passage(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), words)


SENTENCES = tuple(
    passage(sentence)
    for sentence in ("He congratulated her on the win.", "They spoke of Ukraine and of gas.", "They agreed to speak again.")
)


def made_draft(*, sentences: tuple[Evidence, ...] = SENTENCES, courtesies: int = 1, matters: tuple[str, ...] = ()) -> DraftCall:
    people = (Participant("He", "RUS"), Participant("She", "FRA"))
    clause = CourtesyCandidate(passage("congratulated her on the win"), "congratulate", "He ", "RUS", "FRA")
    return DraftCall(
        Call("r#1", "r", "kremlin", dt.date(2022, 3, 10), people),
        sentences,
        courtesies=(clause,) * courtesies,
        matters=tuple(passage(words) for words in matters),
    )


def decided_facts(facts: list[float], business: list[float], classifier: Classifier) -> Decision:
    model = classifier.models["call_type"]
    (decision,) = decide_call_types([made_draft()], [facts], [business], model, version="1.0", review_band=0.1)
    return decision


@given(business=st.lists(st.floats(0, 1), min_size=3, max_size=3), courtesy=st.floats(0.5, 1))
def test_each_reason_is_what_the_log_odds_would_lose_if_that_fact_were_average(
    classifier: Classifier, business: list[float], courtesy: float
) -> None:
    facts = call_facts(made_draft(matters=("Ukraine",)), business, [courtesy])
    decision = decided_facts(facts, business, classifier)
    uncalibrated = classifier.models["call_type"].calibrated_classifiers_[0].estimator
    averages = [float(mean) for mean in uncalibrated[0].mean_]

    def log_odds(row: list[float]) -> float:
        yes, no = sorted(
            zip(uncalibrated.classes_, uncalibrated.predict_log_proba(np.array([row]))[0], strict=True),
            key=lambda pair: str(pair[0]) != decision.value,
        )
        return float(yes[1] - no[1])

    lost = {
        name: log_odds(facts) - log_odds([*facts[:place], averages[place], *facts[place + 1 :]])
        for place, name in enumerate(FACTS)
    }
    assert sum(lost.values()) == pytest.approx(log_odds(facts) - log_odds(averages), abs=1e-6)
    for reason in decision.reasons:
        assert reason.weight == pytest.approx(lost[reason.what], abs=0.0006)
    named = {reason.what for reason in decision.reasons}
    least = min(abs(lost[name]) for name in named)
    assert all(abs(lost[name]) <= least + 1e-9 for name in FACTS if name not in named)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("most businesslike sentence", math.log(0.9 / 0.1)),
        ("second most businesslike sentence", math.log(0.3 / 0.7)),
        ("most businesslike sentence without a courtesy", math.log(0.9 / 0.1)),
        ("sum of the sentences' business", 1.4),
        ("share of sentences with a courtesy", 1 / 3),
        ("surest courtesy", 0.8),
        ("courtesy in the first sentence", 0.8),
        ("number of sentences", math.log(4)),
        ("number of words", math.log(19)),
        ("named matters of business outside courtesies", math.log(3)),
        ("named matters of business in courtesies", math.log(2)),
        ("sentences with a named matter and no courtesy", math.log(2)),
    ],
)
def test_the_facts_of_a_call_counted_by_hand(fact: str, value: float) -> None:
    draft = made_draft(matters=("win", "Ukraine", "gas"))
    facts = call_facts(draft, [0.2, 0.9, 0.3], [0.8])
    assert facts[FACTS.index(fact)] == pytest.approx(value)


def test_a_clause_that_is_probably_no_courtesy_does_not_hide_its_business() -> None:
    draft = made_draft(matters=("win", "Ukraine", "gas"))
    facts = dict(zip(FACTS, call_facts(draft, [0.2, 0.9, 0.3], [0.4]), strict=True))
    assert facts["named matters of business in courtesies"] == 0
    assert facts["named matters of business outside courtesies"] == pytest.approx(math.log(4))
    assert facts["share of sentences with a courtesy"] == 0


@given(business=st.lists(st.floats(0, 1), min_size=3, max_size=3), courtesies=st.lists(st.floats(0, 1), max_size=3))
def test_facts_are_finite_numbers_whatever_the_scores(business: list[float], courtesies: list[float]) -> None:
    facts = call_facts(made_draft(courtesies=len(courtesies)), business, courtesies)
    assert len(facts) == len(FACTS)
    assert all(math.isfinite(fact) for fact in facts)


def test_a_call_of_a_title_alone_has_facts_too() -> None:
    facts = call_facts(made_draft(sentences=(), courtesies=0), [], [])
    assert len(facts) == len(FACTS)
    assert all(math.isfinite(fact) for fact in facts)


@given(courtesy=st.floats(0, 0.499))
def test_below_even_odds_of_a_courtesy_the_rule_decides(classifier: Classifier, courtesy: float) -> None:
    decision = decided_facts(call_facts(made_draft(), [0.0] * 3, [courtesy]), [0.0] * 3, classifier)
    assert (decision.value, decision.by) == ("substantive", "rule")


@given(courtesy=st.floats(0.5, 1), business=st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_from_even_odds_on_the_model_decides(classifier: Classifier, courtesy: float, business: list[float]) -> None:
    decision = decided_facts(call_facts(made_draft(), business, [courtesy]), business, classifier)
    assert (decision.by, decision.name, decision.version) == ("model", "call_type", "1.0")
    assert decision.probability is not None
    assert decision.probability >= 0.5
