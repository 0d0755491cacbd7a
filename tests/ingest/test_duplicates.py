import itertools
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.ingest.duplicates import Duplicate, drop_duplicates, find_duplicates
from communique.records import Readout, Rejection

LONG = (
    "The King received a call from the President of Iceland on Tuesday evening. They spoke of herring quotas in the North "
    "Atlantic, of the ferry line between Bergen and Seydisfjordur, and of a joint exhibition of medieval manuscripts that "
    "will open next summer. The President thanked the King for the aid sent after the eruption and invited him to visit "
    "Reykjavik in the spring. Both agreed that their foreign ministers would settle the remaining details of the fisheries "
    "agreement before the end of the month."
)


def readout(name: str, text: str, source: str = "norway", published: str = "2022-02-24") -> Readout:
    return Readout(name, source, "en", published, "A call", text, origin=f"{name}.txt")


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (readout("a", LONG), readout("b", LONG), "exact"),
        (readout("a", LONG), readout("b", LONG.replace(" ", "\u00a0\n ")), "exact"),
        (readout("a", LONG), readout("b", LONG, source="iceland", published="2023-01-01"), "exact"),
        (readout("a", LONG), readout("b", LONG.replace("evening", "night")), "near"),
        (readout("a", LONG), readout("b", LONG.upper()), "near"),
        (readout("a", LONG), readout("b", LONG.replace("evening", "night"), source="iceland"), None),
        (readout("a", LONG), readout("b", LONG.replace("the", "every")), None),
        (readout("a", LONG), readout("b", LONG + " " + " ".join(reversed(LONG.split()))), None),
        (readout("a", "Call with Iceland"), readout("b", "Call with Norway"), None),
        (readout("a", "Yes."), readout("b", "No."), None),
    ],
)
def test_pair_is_exact_or_near_or_no_duplicate(first: Readout, second: Readout, kind: str | None) -> None:
    found = find_duplicates([first, second])
    if kind is None:
        assert found == []
    else:
        assert [(d.first, d.second, d.exact) for d in found] == [("a", "b", kind == "exact")]
        assert 0.9 <= found[0].similarity <= 1.0


def test_exact_duplicates_are_paired_with_the_first_of_their_kind() -> None:
    found = find_duplicates([readout("a", LONG), readout("b", LONG), readout("c", LONG), readout("d", LONG.lower())])
    assert found == [
        Duplicate("a", "b", 1.0, exact=True),
        Duplicate("a", "c", 1.0, exact=True),
        Duplicate("a", "d", 1.0, exact=False),
    ]


def _jaccard(a: str, b: str) -> float:
    def shingles(text: str) -> set[tuple[str, ...]]:
        words = [*re.findall(r"\w+", text.casefold()), *[""] * 3]
        size = max(len(words) - 5, 1)
        return {tuple(words[i : i + 3]) for i in range(size)}

    one, two = shingles(a), shingles(b)
    return len(one & two) / len(one | two)


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=30), max_size=12), st.sampled_from([0.5, 0.7, 0.9, 1.0]))
def test_near_duplicates_are_all_pairs_at_least_so_similar(texts: list[list[str]], least: float) -> None:
    unique = dict.fromkeys(" ".join(words) for words in texts)
    readouts = [readout(str(number), text) for number, text in enumerate(unique)]
    expected = {(a.id, b.id) for a, b in itertools.combinations(readouts, 2) if _jaccard(a.text, b.text) >= least}
    assert {(d.first, d.second) for d in find_duplicates(readouts, similarity=least)} == expected


def test_many_texts_of_one_publisher_are_compared_without_comparing_all_pairs() -> None:
    chance = random.Random(7)  # noqa: S311 - the same texts each time
    words = [f"word{number}" for number in range(3000)]
    texts = [" ".join(chance.choices(words, k=80)) for _ in range(1500)]
    texts += [text + " indeed" for text in texts[:100]]
    found = find_duplicates(readout(str(number), text) for number, text in enumerate(texts))
    assert [(d.first, d.second) for d in found] == [(str(number), str(1500 + number)) for number in range(100)]


def test_exact_duplicate_of_source_day_and_text_is_rejected_with_the_earlier_id() -> None:
    first, again = readout("a", LONG, published="2022-02-24T10:00:00"), readout("b", f" {LONG}\n", published="2022-02-24")
    next_day, elsewhere = readout("c", LONG, published="2022-02-25"), readout("d", LONG, source="iceland")
    passed = Rejection("x.csv:3", "no text")
    found = list(drop_duplicates([first, passed, again, next_day, elsewhere]))
    assert found == [
        first,
        passed,
        Rejection("b.txt", "duplicate of a: same source, day and text. Keep one of them.", "b"),
        next_day,
        elsewhere,
    ]


def test_source_and_text_cannot_be_shifted_into_one_another() -> None:
    one = readout("a", "b c", source="a")
    two = readout("b", "c", source="a b")
    assert list(drop_duplicates([one, two])) == [one, two]
