"""Drafts → coded readouts: every decision says who made it, how sure it is and whether a person should look."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable

import msgspec
import pytest
from classify.conftest import Drafted, calls_of
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.classify.decide import Classifier, classify
from communique.codebook import Kind
from communique.drafts import DraftReadout
from communique.records import Call, CodedReadout, Decision

TEXTS = (
    ("en", "Vladimir Putin congratulated Emmanuel Macron on his victory in the election."),
    (
        "en",
        "Vladimir Putin wished Emmanuel Macron a happy birthday. They also talked about climate and the Paris Agreement.",
    ),
    ("en", "They had a frank and detailed exchange of views on the war in Ukraine and the supply of gas."),
    ("en", "Emmanuel Macron expressed serious concern over the shelling of the city, the port and the plant."),
    ("en", "The leaders exchanged New Year greetings and agreed to stay in contact."),
    ("en", ""),
    (
        "fr",
        "Le Président a félicité Vladimir Poutine pour sa victoire à l'élection. Ils ont parlé de la situation en Ukraine.",
    ),
    ("fr", "L'échange a été franc ; le Président a exprimé sa vive préoccupation."),
    ("ru", "Владимир Путин поздравил Эмманюэля Макрона с победой на выборах. Обсуждалась ситуация на Украине."),
    ("ru", "Состоялся откровенный обмен мнениями о ситуации в Сирии."),
)
"""What follows the sentence that tells of the call: courtesies, business, both, neither."""


@pytest.fixture(scope="session")
def drafts(drafted: Drafted) -> list[DraftReadout]:
    return [drafted(text, lang=lang, name=f"r{number}") for number, (lang, text) in enumerate(TEXTS)]


@pytest.fixture(scope="session")
def coded(drafts: list[DraftReadout], classifier: Classifier) -> list[CodedReadout]:
    return classify(drafts, classifier)


def decisions(call: Call) -> list[tuple[str, Decision]]:
    """List what classification decided about a call, by part."""
    found = [("call_type", call.decisions["call_type"])]
    found += [("occasions", o.decision) for o in call.occasions if o.decision]
    found += [("tone", t.decision) for t in call.tone if t.decision]
    return found


def by_model(coded: Iterable[CodedReadout]) -> list[tuple[str, Decision]]:
    found = itertools.chain.from_iterable(decisions(call) for call in calls_of(list(coded)))
    return [(part, decision) for part, decision in found if decision.by == "model"]


def test_the_texts_hold_decisions_of_every_model(coded: list[CodedReadout]) -> None:
    assert {part for part, _ in by_model(coded)} == {"call_type", "occasions", "tone"}


def test_every_decision_names_its_model_and_version(coded: list[CodedReadout], classifier: Classifier) -> None:
    assert {(part, d.name, d.version) for part, d in by_model(coded)} == {
        (part, part, classifier.version) for part in ("call_type", "occasions", "tone")
    }


def test_every_decision_of_a_model_is_more_likely_than_not(coded: list[CodedReadout]) -> None:
    for _, decision in by_model(coded):
        assert decision.probability is not None
        assert 0.5 <= decision.probability <= 1.0


def test_every_decision_of_a_model_gives_reasons_strongest_first(coded: list[CodedReadout]) -> None:
    for _, decision in by_model(coded):
        weights = [abs(reason.weight) for reason in decision.reasons]
        assert weights
        assert weights == sorted(weights, reverse=True)


def test_a_rule_claims_no_probability(coded: list[CodedReadout]) -> None:
    rules = [d for call in calls_of(coded) for d in call.decisions.values() if d.by == "rule"]
    assert rules
    assert {(d.probability, d.reasons) for d in rules} == {(None, ())}


def test_every_field_holds_what_was_decided(coded: list[CodedReadout]) -> None:
    for call in calls_of(coded):
        assert call.decisions["call_type"].value == call.call_type
        assert [o.decision.value for o in call.occasions if o.decision] == [str(o.id) for o in call.occasions]
        assert [t.decision.value for t in call.tone if t.decision] == ["+".join(t.labels) for t in call.tone]


def test_every_occasion_and_tone_rests_on_its_passage(coded: list[CodedReadout]) -> None:
    for call in calls_of(coded):
        for found in (*call.occasions, *call.tone):
            assert found.decision is not None
            assert found.decision.evidence == (found.evidence,)


@settings(deadline=None, max_examples=30)
@given(band=st.integers(0, 50))
def test_decisions_within_the_review_band_ask_for_review(drafts: list[DraftReadout], classifier: Classifier, band: int) -> None:
    width = band / 100
    other = dataclasses.replace(classifier, review_band=dict.fromkeys(classifier.review_band, width))
    for _, decision in by_model(classify(drafts, other)):
        assert decision.probability is not None
        if abs(decision.probability - 0.5 - width) > 1e-4:  # probabilities are rounded
            assert decision.review == (decision.probability < 0.5 + width)


def test_the_review_bands_of_the_artefact_are_those_applied(coded: list[CodedReadout], classifier: Classifier) -> None:
    for part, decision in by_model(coded):
        assert decision.probability is not None
        assert decision.review == (decision.probability < 0.5 + classifier.review_band[part])


def test_a_call_asks_for_review_when_one_of_its_decisions_does(drafts: list[DraftReadout], classifier: Classifier) -> None:
    wide = dataclasses.replace(classifier, review_band=dict.fromkeys(classifier.review_band, 0.4))
    calls = calls_of(classify(drafts, wide))
    asked = {call.id: any(d.review for _, d in decisions(call)) for call in calls}
    assert {call.id: call.review for call in calls} == asked
    assert set(asked.values()) == {True, False}


@settings(deadline=None, max_examples=20)
@given(order=st.permutations(range(len(TEXTS))), cut=st.integers(0, len(TEXTS)))
def test_a_decision_does_not_depend_on_what_is_decided_with_it(
    drafts: list[DraftReadout], coded: list[CodedReadout], classifier: Classifier, order: list[int], cut: int
) -> None:
    shuffled = [drafts[i] for i in order]
    found = classify(shuffled[:cut], classifier) + classify(shuffled[cut:], classifier)
    assert found == [coded[i] for i in order]


def test_what_rules_decided_stays(drafts: list[DraftReadout], coded: list[CodedReadout]) -> None:
    open_calls = [call.call for draft in drafts for call in draft.calls]
    for before, after in zip(open_calls, calls_of(coded), strict=True):
        rules = {name: d for name, d in after.decisions.items() if name != "call_type"}
        same = msgspec.structs.replace(after, call_type=before.call_type, occasions=(), tone=(), decisions=rules)
        assert same == before


def test_a_readout_without_calls_is_kept_with_its_kind(drafted: Drafted, classifier: Classifier) -> None:
    (draft,) = [drafted("", name="r1")]
    letter = msgspec.structs.replace(draft, kind=Kind.LETTER, calls=())
    (coded,) = classify([letter], classifier)
    assert (coded.readout, coded.kind, coded.medium, coded.calls) == (draft.readout, Kind.LETTER, draft.medium, ())


def test_the_annotator_is_the_pipeline_and_the_models(
    drafts: list[DraftReadout], coded: list[CodedReadout], classifier: Classifier
) -> None:
    models = f"{classifier.name}-{classifier.version}"
    assert [c.annotator for c in coded] == [f"{d.annotator}; {models}" for d in drafts]


def test_nothing_is_decided_about_nothing(classifier: Classifier) -> None:
    assert classify([], classifier) == []
