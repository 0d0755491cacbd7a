"""A candidate is refused where it is surely worse, and only there."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.classify.promotion import Difference, compare_results

Text = dict[tuple[str, str, str], int]


def texts(n: int, *, right: int, label: str = "thanks") -> list[Text]:
    """Make texts with an occasion each, of which the first are found and the others missed."""
    return [{("occasions", label, "hit" if number < right else "missed"): 1} for number in range(n)]


def found(publishers: Sequence[str], candidate: list[Text], against: list[Text]) -> dict[tuple[str, str], Difference]:
    return {(d.scope, d.name): d for d in compare_results(publishers, candidate, against)}


def test_equal_results_refuse_nothing() -> None:
    same = texts(60, right=40)
    assert not [d for d in found(["a"] * 60, same, same).values() if d.worse or d.low or d.high]


def test_a_candidate_that_finds_much_less_is_worse_overall_and_where() -> None:
    differences = found(["a"] * 30 + ["b"] * 30, texts(60, right=30), texts(60, right=60))
    assert {key for key, d in differences.items() if d.worse} == {
        ("all", "occasions"),
        ("publisher", "b"),
        ("class", "occasions thanks"),
    }
    assert differences["publisher", "a"].high == 0.0
    assert differences["publisher", "b"].words == (
        "publisher b: F1 0.0 instead of 100.0, -100.0 points [-100.0, -100.0], 30 items"
    )


def test_a_candidate_that_is_better_is_worse_nowhere() -> None:
    assert not [d for d in found(["a"] * 60, texts(60, right=60), texts(60, right=30)).values() if d.worse]


def test_a_gain_elsewhere_does_not_hide_a_loss_with_one_publisher() -> None:
    candidate = [*texts(100, right=100), *texts(25, right=5)]
    against = [*texts(100, right=50), *texts(25, right=25)]
    differences = found(["a"] * 100 + ["b"] * 25, candidate, against)
    assert {key for key, d in differences.items() if d.worse} == {("publisher", "b")}


def test_a_gain_elsewhere_does_not_hide_a_loss_in_one_class() -> None:
    candidate = [*texts(100, right=100), *texts(25, right=5, label="birthday")]
    against = [*texts(100, right=50), *texts(25, right=25, label="birthday")]
    differences = found(["a"] * 125, candidate, against)
    assert {key for key, d in differences.items() if d.worse} == {("class", "occasions birthday")}


def test_few_items_of_a_publisher_or_class_are_shown_but_refuse_nothing() -> None:
    candidate, against = [*texts(200, right=180), *texts(5, right=0)], [*texts(200, right=170), *texts(5, right=5)]
    differences = found(["a"] * 200 + ["b"] * 5, candidate, against)
    assert differences["publisher", "b"].high < 0
    assert not [d for d in differences.values() if d.worse]


def test_what_is_made_up_counts_as_well() -> None:
    made_up: Text = {("tone", "candid", "hit"): 1, ("tone", "candid", "spurious"): 1}
    clean: Text = {("tone", "candid", "hit"): 1}
    worse = found(["a"] * 40, [made_up] * 40, [clean] * 40)["all", "tone"]
    assert (worse.candidate, worse.against, worse.worse) == (0.6667, 1.0, True)


def test_a_class_that_nobody_has_to_find_is_no_number_and_refuses_nothing() -> None:
    only_them = compare_results(["a"], [{}], [{("tone", "candid", "spurious"): 1}])
    assert math.isnan(only_them[0].candidate)
    assert not any(d.worse for d in only_them)


RESULTS = st.lists(
    st.dictionaries(
        st.tuples(
            st.sampled_from(["tone", "occasions"]), st.sampled_from("xy"), st.sampled_from(["hit", "spurious", "missed"])
        ),
        st.integers(1, 3),
        max_size=4,
    ),
    min_size=1,
    max_size=12,
)


@given(RESULTS, st.data())
@settings(max_examples=40, deadline=None)
def test_whatever_the_results_the_interval_is_one_and_worse_means_below_zero(ours: list[Text], data: st.DataObject) -> None:
    theirs = data.draw(st.permutations(ours))
    for d in compare_results(["a"] * len(ours), ours, theirs, resamples=50, enough=1):
        assert -1 <= d.low <= d.high <= 1
        assert d.worse == (d.high < 0 and d.n >= 1)


@pytest.mark.parametrize("enough", [1, 30, 31])
def test_how_many_items_are_enough_is_counted_in_labels(enough: int) -> None:
    differences = compare_results(["a"] * 30, texts(30, right=0), texts(30, right=30), enough=enough)
    assert [d.worse for d in differences if d.scope == "class"] == [enough <= 30]
