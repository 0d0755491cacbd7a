from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import pytest
from evaluate.labelled import TEXT, Json, call, calls, person, record, records, tone
from hypothesis import given
from hypothesis import strategies as st

from communique.annotations import from_annotation
from communique.evaluate import PrecisionRecall, Scores, errors, score, score_by_source
from communique.evaluate.labels import by_id
from communique.evaluate.scores import pair_counts

RATES = ("calls", "participants", "ceremonial", "initiator_stated", "occasions", "occasions_by_to", "tone")
SETS = tuple(name for name in RATES if name != "tone")
ACCURACIES = ("date_acc", "medium_acc", "call_type_acc", "initiator_acc")

OTHERS = call("Aino Virta", "Per Holm")
NONE = PrecisionRecall(0.0, 0.0, 0.0, 0)


def rates(p: float, r: float, f1: float, n: int) -> PrecisionRecall:
    return PrecisionRecall(p, r, f1, n)


@pytest.mark.parametrize(
    ("gold", "predicted", "found"),
    [
        ([call()], [call()], rates(100.0, 100.0, 100.0, 1)),
        ([call(), OTHERS], [call()], rates(100.0, 50.0, 66.7, 2)),
        ([call()], [call(), OTHERS, call("Aino Virta", "Mette Krag")], rates(33.3, 100.0, 50.0, 1)),
        ([call()], [OTHERS], rates(0.0, 0.0, 0.0, 1)),
        ([call()], [], rates(0.0, 0.0, 0.0, 1)),
        ([], [call()], NONE),
        ([], [], NONE),
    ],
)
def test_calls_found(gold: list[Json], predicted: list[Json], found: PrecisionRecall) -> None:
    assert score([record(*gold)], [record(*predicted)]).calls == found


@pytest.mark.parametrize(
    ("gold", "predicted", "found"),
    [
        # two of three people found, one made up
        (
            [call("Olga Berg", "Jón Þór", "Aino Virta")],
            [call("Olga Berg", "Jón Þór", "Per Holm")],
            rates(66.7, 66.7, 66.7, 3),
        ),
        # people of calls that are not aligned do not count as found
        ([call("Olga Berg", "Jón Þór")], [call("Olga Berg", "Per Holm")], rates(0.0, 0.0, 0.0, 2)),
        ([call(), OTHERS], [call()], rates(100.0, 50.0, 66.7, 4)),
    ],
)
def test_participants_found(gold: list[Json], predicted: list[Json], found: PrecisionRecall) -> None:
    assert score([record(*gold)], [record(*predicted)]).participants == found


@pytest.mark.parametrize(
    ("field", "measure"),
    [
        ("occurred_on", "date_acc"),
        ("medium", "medium_acc"),
        ("call_type", "call_type_acc"),
        ("initiator", "initiator_acc"),
    ],
)
def test_accuracy_is_over_aligned_calls_and_absent_is_unstated(field: str, measure: str) -> None:
    values = [("x", "x"), (None, ""), ("unstated", None), ("x", "y"), (None, "x")]
    gold = [record(call(**{field: a}), name=f"norway-{i}") for i, (a, _) in enumerate(values)]
    predicted = [record(call(**{field: b}), name=f"norway-{i}") for i, (_, b) in enumerate(values)]
    scores = score([*gold, record(OTHERS, name="norway-9")], predicted)
    assert (scores.aligned_calls, getattr(scores, measure)) == (5, 60.0)
    assert all(getattr(scores, other) == 100.0 for other in ACCURACIES if other != measure)


def thanks(by: str | None = "NOR", to: str | None = "ISL") -> Json:
    return {"id": "thanks", "by": by, "to": to}


BIRTHDAY = {"id": "birthday", "by": "NOR", "to": "ISL"}


@pytest.mark.parametrize(
    ("measure", "gold", "predicted", "found"),
    [
        ("initiator_stated", {"initiator": "NOR"}, {"initiator": "NOR"}, rates(100.0, 100.0, 100.0, 1)),
        ("initiator_stated", {"initiator": "NOR"}, {"initiator": "ISL"}, rates(0.0, 0.0, 0.0, 1)),
        ("initiator_stated", {"initiator": "NOR"}, {"initiator": "unstated"}, rates(0.0, 0.0, 0.0, 1)),
        ("initiator_stated", {"initiator": None}, {"initiator": "mutual"}, NONE),
        ("ceremonial", {"call_type": "ceremonial"}, {"call_type": "ceremonial"}, rates(100.0, 100.0, 100.0, 1)),
        ("ceremonial", {"call_type": "ceremonial"}, {}, rates(0.0, 0.0, 0.0, 1)),
        ("ceremonial", {}, {"call_type": "ceremonial"}, NONE),
        ("occasions", {"occasions": [thanks(), BIRTHDAY]}, {"occasions": [thanks("ISL")]}, rates(100.0, 50.0, 66.7, 2)),
        (
            "occasions",
            {"occasions": [thanks(), thanks("ISL", "NOR")]},
            {"occasions": [thanks()]},
            rates(100.0, 100.0, 100.0, 1),
        ),
        ("occasions", {"occasions": None}, {"occasions": [thanks()]}, NONE),
        ("occasions_by_to", {"occasions": [thanks(), BIRTHDAY]}, {"occasions": [thanks("ISL")]}, rates(0.0, 0.0, 0.0, 2)),
        (
            "occasions_by_to",
            {"occasions": [thanks(), thanks("ISL", "NOR")]},
            {"occasions": [thanks()]},
            rates(100.0, 50.0, 66.7, 2),
        ),
        # a label that does not speak of the payer is not the label "unstated"
        ("occasions_by_to", {"occasions": [thanks(None)]}, {"occasions": [thanks("unstated")]}, rates(0.0, 0.0, 0.0, 1)),
    ],
)
def test_what_an_aligned_call_holds(measure: str, gold: Json, predicted: Json, found: PrecisionRecall) -> None:
    assert getattr(score([record(call(**gold))], [record(call(**predicted))]), measure) == found


FULL: dict[str, Any] = {
    "initiator": "NOR",
    "call_type": "ceremonial",
    "occasions": [thanks(), thanks("ISL", "NOR")],
    "tone": [{"labels": ["cordial", "candid"], "text": "warm, and frank"}],
}


def test_what_belongs_to_a_lost_call_counts_as_missed_and_to_an_invented_one_as_spurious() -> None:
    found, lost = record(call(**FULL)), record()
    expected = {"initiator_stated": 1, "ceremonial": 1, "occasions": 1, "occasions_by_to": 2, "tone": 2}
    missed = score([found, record(call(**FULL), name="norway-2")], [found, record(name="norway-2")])
    spurious = score([found, record(name="norway-2")], [found, record(call(**FULL), name="norway-2")])
    for measure, n in expected.items():
        assert getattr(missed, measure) == rates(100.0, 50.0, 66.7, 2 * n)
        assert getattr(spurious, measure) == rates(50.0, 100.0, 66.7, n)
        assert getattr(score([lost], [found]), measure) == NONE
    assert missed.tone_by_label == dict.fromkeys(("candid", "cordial"), rates(100.0, 50.0, 66.7, 2))
    assert score([lost], [found]).tone_by_label == dict.fromkeys(("candid", "cordial"), NONE)


@pytest.mark.parametrize(
    ("gold", "predicted", "found"),
    [
        ([tone("candid", "frank", at=11)], [tone("candid", "a frank talk", at=9)], rates(100.0, 100.0, 100.0, 1)),
        ([tone("candid", "frank", at=11)], [tone("cordial", "frank", at=11)], rates(0.0, 0.0, 0.0, 1)),
        ([tone("candid", "frank", at=11)], [tone("candid", "frank", at=83)], rates(0.0, 0.0, 0.0, 1)),
        # words stand where they first occur
        ([tone("candid", "frank")], [tone("candid", "frank", at=11)], rates(100.0, 100.0, 100.0, 1)),
        ([tone("candid", "frank")], [tone("candid", "frank", at=83)], rates(0.0, 0.0, 0.0, 1)),
        # two passages inside one are both found, and the one is right
        (
            [tone("candid", "frank talk", at=11), tone("candid", "talk", at=17)],
            [tone("candid", "a frank talk", at=9)],
            rates(100.0, 100.0, 100.0, 2),
        ),
        # two of three found, one of three made up
        (
            [tone("candid", "frank", at=11), tone("concerned", "deep concern", at=34), tone("cordial", "warm", at=73)],
            [tone("candid", "frank", at=11), tone("concerned", "deep concern", at=34), tone("candid", "warm", at=73)],
            rates(66.7, 66.7, 66.7, 3),
        ),
    ],
)
def test_tone_found(gold: list[Json], predicted: list[Json], found: PrecisionRecall) -> None:
    assert score([record(call(tone=gold), text=TEXT)], [record(call(tone=predicted))]).tone == found
    # the text may come with the prediction as well
    assert score([record(call(tone=gold))], [record(call(tone=predicted), text=TEXT)]).tone == found


def test_tone_given_as_words_is_compared_by_words_where_no_side_has_the_text() -> None:
    gold, predicted = record(call(tone=[tone("candid", "frank")])), record(call(tone=[tone("candid", "frank", at=83)]))
    assert score([gold], [predicted]).tone.f1 == 100.0


def test_tone_by_label_counts_each_label_apart() -> None:
    gold = call(tone=[tone("candid", "frank", at=11), tone("cordial", "warm", at=73)])
    predicted = call(tone=[tone("candid", "frank", at=11), tone("candid", "warm", at=73), tone("businesslike", "They", at=0)])
    assert score([record(gold)], [record(predicted)]).tone_by_label == {
        "businesslike": NONE,
        "candid": rates(50.0, 100.0, 66.7, 1),
        "cordial": rates(0.0, 0.0, 0.0, 1),
    }


@pytest.mark.parametrize(
    ("gold", "predicted", "percent"),
    [
        (["exchange"], ["exchange"], 100.0),
        (["exchange"], ["third_party"], 0.0),
        (["exchange"], ["third_party", "exchange"], 100.0),  # one of the overlapping passages says so
        (["exchange", "exchange", None], ["exchange"], 100.0),  # gold that does not say is not asked
        (["counterpart", "exchange", "exchange"], ["exchange"], 66.7),
        ([None], ["exchange"], 0.0),
        (["exchange"], [None], 0.0),
    ],
)
def test_toward_is_over_the_passages_found_for_which_gold_says(
    gold: list[str | None],
    predicted: list[str | None],
    percent: float,
) -> None:
    ours, theirs = ([tone("candid", "frank", toward, at=11) for toward in side] for side in (gold, predicted))
    lost = tone("cordial", "warm", "counterpart", at=73)
    assert score([record(call(tone=[*ours, lost]))], [record(call(tone=theirs))]).toward_acc == percent


@pytest.mark.parametrize(
    ("gold", "predicted", "percent"),
    [
        ([call()] * 4, [call()] * 4, 0.0),
        ([call()] * 4, [call()] * 3, 25.0),
        ([call()] * 4, [call()] * 9, 125.0),
        ([call()], [call(medium="video")], 100.0),
        ([call()], [call(call_type="ceremonial")], 100.0),
        ([call(medium="video")], [call(medium="letter")], 0.0),
        # three pairs of people; the prediction has one of them
        ([call("Olga Berg", "Jón Þór", "Per Holm")], [call("Olga Berg", "Per Holm")], 66.7),
        ([call()], [OTHERS], 200.0),
        ([], [call(), call()], 200.0),  # as if gold counted one
    ],
)
def test_count_error_is_the_share_of_calls_counted_wrongly(gold: list[Json], predicted: list[Json], percent: float) -> None:
    assert score([record(*gold)], [record(*predicted)]).count_error_pct == percent


def test_count_errors_of_texts_can_cancel_out() -> None:
    """What is measured is the count of a corpus."""
    gold = [record(call(), name="a"), record(name="b")]
    predicted = [record(name="a"), record(call(), name="b")]
    assert score(gold, predicted).count_error_pct == 0.0


def test_pairs_are_told_apart_by_last_word_and_polity() -> None:
    odd = {
        "medium": "phone",
        "call_type": "substantive",
        "participants": [person("Olga Berg"), {"name": "—"}, {"name": "Ole BERG", "polity": "NOR"}],
    }
    found = pair_counts(by_id([record(call(), call("Jón Þór", "Olga Berg")), record(odd, name="b")]).values())
    assert found == {("berg/NOR", "þor/ISL"): 2, ("?/?", "berg/NOR"): 1}


def test_missing_prediction_counts_as_no_calls_and_predictions_without_gold_are_left_out_by_name() -> None:
    gold = [record(call(), name="a"), record(call(), name="b"), record(name="c")]
    predicted = [record(call(), name="x"), record(call(), name="a")]
    scores = score(gold, predicted)
    assert (scores.records, scores.calls, scores.count_error_pct) == (3, rates(100.0, 50.0, 66.7, 2), 50.0)
    assert (scores.without_prediction, scores.without_gold) == (("b", "c"), ("x",))


def test_sources_are_scored_apart_and_gold_decides_where_a_text_belongs() -> None:
    gold = [
        record(call(), name="norway-1"),
        record(call(), name="norway-2"),
        record(call(), name="x-1", source="iceland"),
    ]
    predicted = [
        record(call(), name="norway-1", source="iceland"),
        record(call(), name="x-1"),
        record(call(), name="norway-3"),
        record(call(), name="finland-1"),
    ]
    found = score_by_source(gold, predicted)
    assert list(found) == ["iceland", "norway"]
    assert found["iceland"] == score(gold[2:], predicted[1:2])
    assert found["norway"] == score(gold[:2], [predicted[0], predicted[2]])
    assert found["norway"].without_prediction == ("norway-2",)
    assert found["norway"].without_gold == ("norway-3",)
    assert score(gold, predicted).without_gold == ("norway-3", "finland-1")


def test_coded_readouts_are_scored_as_their_annotation_records() -> None:
    common = {"lang": "en", "source": "norway", "published": "2022-02-24", "text": TEXT}
    raw = record(call(tone=[tone("candid", "frank", at=11)], occasions=[thanks()]), **common)
    gold = [record(call(tone=[tone("candid", "frank talk")], occasions=[BIRTHDAY]))]
    assert score(gold, [from_annotation(raw)]) == score(gold, [raw])
    assert score([from_annotation(raw)], [from_annotation(raw)]).tone == rates(100.0, 100.0, 100.0, 1)


@given(records)
def test_gold_scored_against_itself_is_perfect(gold: list[Json]) -> None:
    scores = score(gold, gold)
    held = [getattr(scores, name) for name in RATES] + list(scores.tone_by_label.values())
    assert all(found == rates(100.0, 100.0, 100.0, found.n) for found in held if found.n)
    assert all(found == NONE for found in held if not found.n)
    n = sum(len(r["calls"]) for r in gold)
    assert (scores.records, scores.aligned_calls, scores.calls.n) == (len(gold), n, n)
    assert all(getattr(scores, name) == (100.0 if n else 0.0) for name in ACCURACIES)
    asked = any(t["toward"] for r in gold for c in r["calls"] for t in c["tone"])
    assert scores.toward_acc == (100.0 if asked else 0.0)
    assert scores.count_error_pct == 0.0
    assert errors(gold, gold) == []


@given(records, records, st.randoms(use_true_random=False))
def test_order_of_participants_and_of_records_changes_nothing(gold: list[Json], predicted: list[Json], rng: Random) -> None:
    def shuffled(side: list[Json]) -> list[Json]:
        return rng.sample(
            [
                r | {"calls": [c | {"participants": rng.sample(c["participants"], len(c["participants"]))} for c in r["calls"]]}
                for r in side
            ],
            len(side),
        )

    def measures(scores: Scores) -> Scores:
        return msgspec.structs.replace(
            scores,
            without_prediction=tuple(sorted(scores.without_prediction)),
            without_gold=tuple(sorted(scores.without_gold)),
        )

    assert measures(score(shuffled(gold), shuffled(predicted))) == measures(score(gold, predicted))


@given(records, st.data())
def test_swapping_the_sides_swaps_precision_and_recall(gold: list[Json], data: st.DataObject) -> None:
    predicted = [r | {"calls": data.draw(st.lists(calls, max_size=3))} for r in gold]
    one, two = score(gold, predicted), score(predicted, gold)
    for name in SETS:
        a, b = getattr(one, name), getattr(two, name)
        assert (a.p, a.r, a.f1) == (b.r, b.p, pytest.approx(a.f1, abs=0.11))
    assert all(getattr(one, name) == getattr(two, name) for name in (*ACCURACIES, "aligned_calls"))


@given(records, records)
def test_measures_stay_in_bounds_and_sources_add_up(gold: list[Json], predicted: list[Json]) -> None:
    scores, by_source = score(gold, predicted), score_by_source(gold, predicted)
    for name in RATES:
        found = getattr(scores, name)
        assert min(found.p, found.r) - 0.1 <= found.f1 <= max(found.p, found.r) + 0.1
        assert 0.0 <= min(found.p, found.r) <= max(found.p, found.r) <= 100.0
        assert found.n == sum(getattr(part, name).n for part in by_source.values())
    assert scores.records == sum(part.records for part in by_source.values())
    assert scores.aligned_calls == sum(part.aligned_calls for part in by_source.values())


@given(records, records)
def test_scores_survive_json(gold: list[Json], predicted: list[Json]) -> None:
    scores = score(gold, predicted)
    assert msgspec.json.decode(msgspec.json.encode(scores), type=Scores) == scores
