from __future__ import annotations

from collections.abc import Hashable

import pytest
from evaluate.labelled import TEXT, Json, call, calls, record, records, tone
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import InputError
from communique.evaluate import Kappa, agreement, cohens_kappa

YES_NO = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        # chance: 25/50 · 30/50 + 25/50 · 20/50 = 0.5; (0.7 - 0.5) / 0.5
        (YES_NO, Kappa(0.4, 70.0, 50)),
        # chance: 1/4 · 2/4 + 2/4 · 1/4 + 1/4 · 1/4 = 5/16; (12/16 - 5/16) / 11/16
        ([("a", "a"), ("b", "a"), ("b", "b"), ("c", "c")], Kappa(0.636, 75.0, 4)),
        ([("a", "a"), ("b", "b")], Kappa(1.0, 100.0, 2)),
        ([("a", "b"), ("b", "a")], Kappa(-1.0, 0.0, 2)),
        ([("a", "a"), ("a", "b")], Kappa(0.0, 50.0, 2)),  # one coder does not distinguish
        ([("a", "b")], Kappa(0.0, 0.0, 1)),
        ([("a", "a"), ("a", "a")], Kappa(None, 100.0, 2)),  # nothing was distinguished
        ([], Kappa(None, 0.0, 0)),
    ],
)
def test_kappa_computed_by_hand(pairs: list[tuple[str, str]], kappa: Kappa) -> None:
    assert cohens_kappa(pairs) == kappa


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))))
def test_kappa_is_symmetric_and_at_most_one(pairs: list[tuple[Hashable, Hashable]]) -> None:
    found = cohens_kappa(pairs)
    assert cohens_kappa([(b, a) for a, b in pairs]) == found
    if found.kappa is not None:
        assert -1.0 <= found.kappa <= 1.0
        assert (found.kappa == 1.0) == (found.observed == 100.0)
    assert (found.kappa is None) == (len({value for pair in pairs for value in pair}) <= 1)


def coded(*fields: Json) -> list[Json]:
    return [record(call(**each), name=f"norway-{i}", text=TEXT) for i, each in enumerate(fields)]


def test_fields_are_compared_over_aligned_calls() -> None:
    first = coded({"call_type": "ceremonial", "initiator": "NOR"}, {"initiator": None}, {}, {"medium": "video"})
    second = coded({"call_type": "ceremonial", "initiator": "ISL"}, {"call_type": "ceremonial"}, {}, {"medium": "video"})
    second[2]["calls"] = [call("Aino Virta", "Per Holm")]
    found = agreement(first, second)
    assert (found.records, found.aligned_calls, found.calls_f1, found.participants_f1) == (4, 3, 75.0, 75.0)
    # chance of the initiator: 2/3 · 2/3 = 4/9; (6/9 - 4/9) / 5/9
    assert found.fields == {
        "call_type": Kappa(0.4, 66.7, 3),
        "initiator": Kappa(0.4, 66.7, 3),
        "medium": Kappa(1.0, 100.0, 3),
    }


def test_each_occasion_is_present_or_absent() -> None:
    thanks, birthday = {"id": "thanks", "by": "NOR"}, {"id": "birthday"}
    first = coded({"occasions": [thanks]}, {"occasions": [thanks, birthday]}, {})
    second = coded({"occasions": [thanks | {"by": "ISL"}]}, {"occasions": [thanks]}, {})
    assert agreement(first, second).occasions == {"birthday": Kappa(0.0, 66.7, 3), "thanks": Kappa(1.0, 100.0, 3)}


@pytest.mark.parametrize(
    ("first", "second", "spans", "labels"),
    [
        ([tone("candid", "frank", at=11)], [tone("candid", "a frank talk", at=9)], 100.0, 100.0),
        ([tone("candid", "frank", at=11)], [tone("cordial", "frank", at=11)], 100.0, 0.0),
        ([tone("candid", "frank", at=11)], [tone("candid", "frank", at=83)], 0.0, 0.0),
        ([tone("candid", "frank", at=11)], [], 0.0, 0.0),
        # both of one coder's two are met, the other's one as well
        ([tone("candid", "frank", at=11), tone("candid", "talk", at=17)], [tone("candid", "frank talk", at=11)], 100.0, 100.0),
        # of two labels on one passage, the other coder gave one: 1 of 2 and 1 of 1
        ([{"labels": ["candid", "cordial"], "text": "warm, and frank"}], [tone("candid", "frank", at=83)], 100.0, 66.7),
        # the passage with two labels is one passage of two, but two labels of three
        (
            [{"labels": ["candid", "cordial"], "text": "warm, and frank"}, tone("concerned", "deep concern")],
            [tone("candid", "frank", at=83)],
            66.7,
            50.0,
        ),
        ([tone("candid", "frank"), tone("cordial", "warm")], [tone("candid", "frank")], 66.7, 66.7),
        ([], [], None, None),
    ],
)
def test_passages_agree_with_and_without_their_labels(
    first: list[Json],
    second: list[Json],
    spans: float | None,
    labels: float | None,
) -> None:
    found = agreement(coded({"tone": first}), coded({"tone": second}))
    assert (found.spans_f1, found.tone_f1) == (spans, labels)


def test_passages_of_calls_that_one_coder_lacks_are_not_met() -> None:
    both = coded({"tone": [tone("candid", "frank")]})
    more = [
        record(*both[0]["calls"], call("Aino Virta", "Per Holm", tone=[tone("cordial", "warm")]), name="norway-0", text=TEXT)
    ]
    assert agreement(both, more).tone_f1 == agreement(more, both).spans_f1 == 66.7


def test_texts_that_one_coder_left_are_named_and_not_compared() -> None:
    first = [record(call(), name="a"), record(call(), name="b")]
    second = [record(call(), name="c"), record(call(), name="b")]
    found = agreement(first, second)
    assert (found.records, found.calls_f1, found.only_first, found.only_second) == (1, 100.0, ("a",), ("c",))


def test_codings_of_different_texts_are_an_error() -> None:
    with pytest.raises(InputError, match=r"no id in common \(1 and 2 records\)"):
        agreement([record(name="a")], [record(name="b"), record(name="c")])


def test_texts_without_calls_have_nothing_to_agree_on() -> None:
    found = agreement([record()], [record()])
    assert (found.aligned_calls, found.calls_f1, found.participants_f1) == (0, None, None)
    assert found.fields["medium"] == Kappa(None, 0.0, 0)


@given(records, st.data())
def test_agreement_is_the_same_whoever_comes_first(first: list[Json], data: st.DataObject) -> None:
    second = [r | {"calls": data.draw(st.lists(calls, max_size=3))} for r in first]
    one, two = agreement(first, second), agreement(second, first)
    assert one == two


@given(records)
def test_coder_agrees_with_herself(first: list[Json]) -> None:
    found = agreement(first, first)
    assert {found.calls_f1, found.participants_f1, found.spans_f1, found.tone_f1} <= {100.0, None}
    assert {kappa.kappa for kappa in (found.fields | found.occasions).values()} <= {1.0, None}
