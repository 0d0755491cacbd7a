"""What a decision is said to rest on is what moved it: the contributions add up to its log-odds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from communique.classify.decide import Classifier
from communique.classify.features import matrix
from communique.classify.linear import fit_calibrated, folds, predict_unseen, reasons_of

WORDS = ("war", "gas", "grain", "birthday", "victory", "frank", "warm", "thanks")


def log_odds(model: Any, features: list[str], label: str) -> float:
    """Give a class's log-odds before calibration: against the other class, or against the mean of several."""
    linear = model.calibrated_classifiers_[0].estimator
    logs = linear.predict_log_proba(matrix([features]))[0]
    place = list(linear.classes_).index(label)
    return float(logs[place] - (logs[1 - place] if len(logs) == 2 else logs.mean()))


def made_model(classes: int) -> Any:
    """Fit a model to a few sentences of three publishers."""
    random = np.random.default_rng(7)
    rows, labels, groups = [], [], []
    for number in range(24):
        label = number % classes
        rows.append([WORDS[label], *random.choice(WORDS, 3, replace=False)])
        labels.append("abc"[label])
        groups.append(f"publisher-{number // 8}")
    return fit_calibrated(matrix(rows), labels, groups, strength=1.0)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Fit with one thread, as training does: on problems as small as these more of them only wait for each other."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def made() -> dict[int, Any]:
    return {classes: made_model(classes) for classes in (2, 3)}


@given(classes=st.sampled_from([2, 3]), features=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), data=st.data())
@settings(deadline=None)
def test_contributions_add_up_to_the_decision(
    made: dict[int, Any], classes: int, features: list[str], data: st.DataObject
) -> None:
    label = data.draw(st.sampled_from("abc"[:classes]))
    reasons = reasons_of(made[classes], features, label, n=len(WORDS))
    total = sum(reason.weight for reason in reasons)
    expected = log_odds(made[classes], features, label) - log_odds(made[classes], [], label)
    assert total == pytest.approx(expected, abs=0.0006 * len(WORDS))  # each is rounded to three places


@pytest.mark.parametrize(
    ("part", "features"),
    [
        ("occasions", ["cue:congratulate", "topic:election", "congratulate&topic:election", "sentence:1"]),
        ("occasions", ["cue:condole", "topic:terror", "condole&topic:terror", "sentence:0", "mutual"]),
        ("tone", ["label:candid", "noun:exchange", "candid&noun:exchange", "l:had", "r:of"]),
        ("tone", ["label:confrontational", "q:condemned", "no noun", "r:attack"]),
        ("business", ["w:war", "w:ukraine", "w:discussed", "w2:war_ukraine"]),
        ("business", ["w:congratulated", "w:birthday"]),
        ("business", ["w:the", "w:war", "w:the", "w:city", "w:the", "w:gas", "w:war"]),
    ],
)
def test_contributions_of_the_shipped_models_add_up(part: str, features: list[str], classifier: Classifier) -> None:
    model = classifier.models[part]
    for label in model.classes_:
        total = sum(reason.weight for reason in reasons_of(model, features, label, n=99))
        expected = log_odds(model, features, label) - log_odds(model, [], label)
        assert total == pytest.approx(expected, abs=0.0006 * len(features))


@given(features=st.lists(st.sampled_from(WORDS), unique=True, min_size=1), n=st.integers(1, 9))
@settings(deadline=None)
def test_the_strongest_reasons_come_first(made: dict[int, Any], features: list[str], n: int) -> None:
    named = reasons_of(made[3], features, "a", n=n)
    weights = [abs(reason.weight) for reason in reasons_of(made[3], features, "a", n=99)]
    assert [abs(reason.weight) for reason in named] == sorted(weights, reverse=True)[:n]
    assert {reason.what for reason in named} <= set(features)


def test_what_speaks_for_one_of_two_classes_speaks_against_the_other(made: dict[int, Any]) -> None:
    features = ["war", "gas", "frank"]
    for_a = {reason.what: reason.weight for reason in reasons_of(made[2], features, "a")}
    for_b = {reason.what: reason.weight for reason in reasons_of(made[2], features, "b")}
    assert for_a["war"] > 0 > for_a["gas"]
    assert for_b == {what: -weight for what, weight in for_a.items()}


@given(groups=st.lists(st.sampled_from("abcdefg"), min_size=2, max_size=40).filter(lambda g: len(set(g)) > 1))
def test_no_publisher_is_on_both_sides_of_a_fold(groups: list[str]) -> None:
    found = folds(groups)
    assert len(found) == min(5, len(set(groups)))
    assert sorted(row for _, test in found for row in test) == list(range(len(groups)))
    for train, test in found:
        assert {groups[i] for i in train}.isdisjoint({groups[i] for i in test})


def test_what_a_publisher_says_does_not_change_how_it_is_judged() -> None:
    rows = matrix([["war"], ["birthday"]] * 9)
    groups = [f"p{n // 6}" for n in range(18)]
    labels = ["business", "courtesy"] * 9
    turned = [*labels[1::-1] * 3, *labels[6:]]  # the first publisher's the wrong way round
    judged, _ = predict_unseen(rows, labels, groups, strength=1.0)
    again, classes = predict_unseen(rows, turned, groups, strength=1.0)
    assert np.array_equal(again[:6], judged[:6])
    assert not np.allclose(again[6:], judged[6:])
    assert [classes[i] for i in np.argmax(judged, axis=1)] == labels
