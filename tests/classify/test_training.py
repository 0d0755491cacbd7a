"""Labelled calls and drafts → rows to learn from: what extraction found, labelled by what people coded."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from learn.small_corpus import LEADERS, write_corpus
from spacy.language import Language

from communique.classify.training import Pair, align, business_rows, occasion_rows, tone_rows
from communique.drafts import DraftReadout
from communique.extract.pipeline import extract
from communique.learn import read_corpora
from communique.records import CodedReadout, Participant


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> list[CodedReadout]:
    return read_corpora([write_corpus(tmp_path_factory.mktemp("corpora") / "small-en")])


@pytest.fixture(scope="module")
def drafts(labelled: list[CodedReadout], pipelines: dict[str, Language]) -> list[DraftReadout]:
    return [extract(pipelines["en"], coded.readout) for coded in labelled]


@pytest.fixture(scope="module")
def pairs(drafts: list[DraftReadout], labelled: list[CodedReadout]) -> list[Pair]:
    return align(drafts, labelled)


def test_each_draft_is_paired_with_its_own_labels(pairs: list[Pair], labelled: list[CodedReadout]) -> None:
    assert [pair.draft.call.id for pair in pairs] == [coded.calls[0].id for coded in labelled]
    assert [pair.gold for pair in pairs] == [coded.calls[0] for coded in labelled]
    assert Counter(pair.group for pair in pairs) == dict.fromkeys(LEADERS, len(labelled) // len(LEADERS))


def test_of_two_calls_each_is_paired_by_who_took_part(drafts: list[DraftReadout], labelled: list[CodedReadout]) -> None:
    draft, coded = drafts[0], labelled[0]
    other = (coded.calls[0].participants[0], Participant("Olaf Scholz", "DEU"))
    further = msgspec.structs.replace(coded.calls[0], id="further", participants=other)
    (pair,) = align([draft], [msgspec.structs.replace(coded, calls=(further, *coded.calls))])
    assert pair.gold == coded.calls[0]


def test_a_call_of_other_people_teaches_nothing(drafts: list[DraftReadout], labelled: list[CodedReadout]) -> None:
    other = (Participant("Olaf Scholz", "DEU"), Participant("Joseph Biden", "USA"))
    call = msgspec.structs.replace(labelled[0].calls[0], participants=other)
    assert align(drafts[:1], [msgspec.structs.replace(labelled[0], calls=(call,))]) == []


def test_labels_of_a_call_that_was_not_found_are_left(drafts: list[DraftReadout], labelled: list[CodedReadout]) -> None:
    assert align([msgspec.structs.replace(drafts[0], calls=())], labelled[:1]) == []


def test_a_text_without_a_publisher_is_in_a_group_of_its_own(drafts: list[DraftReadout], labelled: list[CodedReadout]) -> None:
    coded = msgspec.structs.replace(labelled[0], readout=msgspec.structs.replace(labelled[0].readout, source=""))
    assert [pair.group for pair in align(drafts[:1], [coded])] == ["unknown"]


def test_texts_and_labels_must_be_as_many(drafts: list[DraftReadout], labelled: list[CodedReadout]) -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        align(drafts, labelled[1:])


def test_every_candidate_of_tone_is_a_row_with_the_label_that_it_meets(pairs: list[Pair]) -> None:
    rows, labels, groups = tone_rows(pairs)
    assert len(rows) == len(labels) == len(groups) == sum(len(pair.draft.tone) for pair in pairs)
    # of each publisher: frank exchange and frank talk, condemned, concern to the other side, "the ministers concerned"
    assert Counter(labels) == {"exchange": 6, "third_party": 3, "counterpart": 3, "not_tone": 3}


def test_every_clause_of_courtesy_is_a_row_with_the_occasion_that_it_meets(pairs: list[Pair]) -> None:
    rows, labels, groups = occasion_rows(pairs)
    assert len(rows) == len(labels) == len(groups) == sum(len(pair.draft.courtesies) for pair in pairs)
    # "thanked ... for the report" is no occasion
    assert Counter(labels) == {"election_victory": 6, "birthday": 6, "none": 3}


def test_sentences_of_ceremonial_calls_are_courtesy_and_those_with_a_matter_business(pairs: list[Pair]) -> None:
    by_call = {pair.draft.call.id: business_rows([pair])[1] for pair in pairs if pair.group == "kremlin"}
    assert set(by_call["kremlin-1#1"]) == set(by_call["kremlin-2#1"]) == {"courtesy"}
    assert by_call["kremlin-3#1"] == ["business"]  # neither the sentence that tells of the call nor the courtesy


def test_no_row_means_no_labels() -> None:
    assert tone_rows([]) == occasion_rows([]) == business_rows([]) == ([], [], [])


def test_a_corpus_on_disk_gives_the_same_rows_again(pairs: list[Pair], tmp_path: Path, pipelines: dict[str, Language]) -> None:
    again = read_corpora([write_corpus(tmp_path / "small-en")])
    found = align([extract(pipelines["en"], coded.readout) for coded in again], again)
    for rows in (tone_rows, occasion_rows, business_rows):
        assert rows(found) == rows(pairs)
