"""Texts that are too much alike are found; those that share a phrase of the trade are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpora.made_corpus import made_record, write_corpus
from hypothesis import given
from hypothesis import strategies as st

from communique.corpora import check_corpus
from communique.corpora.likeness import near_duplicates, shared_runs
from communique.records import Readout


def readouts(*texts: str) -> list[Readout]:
    return [Readout(f"r{n}", "eu", "en", "", "", text, origin=f"a.jsonl:{n}") for n, text in enumerate(texts, 1)]


def words(n: int, start: int = 0) -> list[str]:
    return [f"word{number}" for number in range(start, start + n)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        pytest.param("They spoke of gas and grain.", "They spoke of gas and grain.", True, id="word for word"),
        pytest.param("They spoke of gas and grain.", "they SPOKE of gas: and grain", True, id="case and points apart"),
        pytest.param("Congratulations.", "Congratulations!", True, id="shorter than a shingle"),
        pytest.param("They spoke of gas and grain.", "Greetings were sent to the new king.", False, id="nothing shared"),
        pytest.param("", "", False, id="no words"),
        # 102 words = 100 shingles; each changed end word costs one on both sides
        pytest.param(" ".join(words(102)), " ".join([*words(91), *words(11, 500)]), True, id="89 of 111 shingles shared"),
        pytest.param(" ".join(words(102)), " ".join([*words(90), *words(12, 500)]), False, id="88 of 112 shingles shared"),
    ],
)
def test_near_duplicates_share_four_fifths_of_their_shingles(one: str, other: str, alike: bool) -> None:  # noqa: FBT001
    found = near_duplicates(readouts(one, other))
    assert [(pair.first, pair.second, pair.at) for pair in found] == ([("r1", "r2", "a.jsonl:2")] if alike else [])


@pytest.mark.parametrize(("run", "n"), [(11, 0), (12, 1), (15, 4)])
def test_run_of_twelve_words_is_shared(run: int, n: int) -> None:
    one, other = " ".join([*words(20, 100), *words(run)]), " ".join([*words(run), *words(20, 500)])
    found = shared_runs(readouts(one, other))
    assert [(pair.first, pair.second, pair.n, pair.at) for pair in found] == ([("r1", "r2", n, "a.jsonl:2")] if n else [])
    assert all(pair.example == " ".join(words(12)) for pair in found)


def test_two_equal_short_texts_share_no_run() -> None:
    assert shared_runs(readouts("They spoke.", "They spoke.")) == ()


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=8), max_size=5))
def test_index_finds_what_comparing_all_pairs_finds(texts: list[list[str]]) -> None:
    sets = [{tuple(t[i : i + 3]) for i in range(max(len(t) - 2, 1))} if t else set() for t in texts]
    expected = [
        (f"r{a + 1}", f"r{b + 1}")
        for a in range(len(sets))
        for b in range(a + 1, len(sets))
        if sets[a] | sets[b] and len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= 0.8
    ]
    assert [(pair.first, pair.second) for pair in near_duplicates(readouts(*map(" ".join, texts)))] == expected


def test_check_lists_both_with_file_and_line_and_takes_neither_for_a_fault(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", made_record(1), made_record(2), made_record(3, text=made_record(1)["text"]))
    check = check_corpus(folder)
    assert check.faults == ()
    assert [(p.first, p.second, p.similarity, p.at) for p in check.near_duplicates] == [
        ("r1", "r3", 1.0, f"{folder}/readouts.jsonl:3")
    ]
    assert {(p.first, p.second) for p in check.shared_runs} == {("r1", "r2"), ("r1", "r3"), ("r2", "r3")}
