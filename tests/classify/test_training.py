"""Labelled calls and drafts → rows to learn from: what extraction found, labelled by what people coded."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from learn.small_corpus import LEADERS, write_corpus
from spacy.language import Language

from communique.classify.examples import (
    Example,
    Pair,
    align,
    business_examples,
    occasion_examples,
    tone_examples,
    type_examples,
)
from communique.classify.training import check_classes
from communique.drafts import DraftReadout
from communique.errors import InputError
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


def labels_of(examples: list[Example]) -> Counter[str]:
    return Counter(example.label for example in examples)


def test_every_candidate_of_tone_is_an_example_with_the_label_that_it_meets(pairs: list[Pair]) -> None:
    found = tone_examples(pairs)
    assert [example.item for example in found] == [candidate for pair in pairs for candidate in pair.draft.tone]
    # of each publisher: frank exchange and frank talk, condemned, concern to the other side, "the ministers concerned"
    assert labels_of(found) == {"exchange": 6, "third_party": 3, "counterpart": 3, "not_tone": 3}


def test_every_clause_of_courtesy_is_an_example_with_the_occasion_that_it_meets(pairs: list[Pair]) -> None:
    found = occasion_examples(pairs)
    assert [example.item for example in found] == [clause for pair in pairs for clause in pair.draft.courtesies]
    # "thanked ... for the report" is no occasion
    assert labels_of(found) == {"election_victory": 6, "birthday": 6, "none": 3}


def test_sentences_of_ceremonial_calls_are_courtesy_and_those_with_a_matter_business(pairs: list[Pair]) -> None:
    by_call = {pair.draft.call.id: labels_of(business_examples([pair])) for pair in pairs if pair.group == "kremlin"}
    assert set(by_call["kremlin-1#1"]) == set(by_call["kremlin-2#1"]) == {"courtesy"}
    assert by_call["kremlin-3#1"] == {"business": 1}  # neither the sentence that tells of the call nor the courtesy


def test_only_calls_that_pay_a_courtesy_have_an_open_type(pairs: list[Pair]) -> None:
    found = type_examples(pairs, [[float(place)] for place in range(len(pairs))])
    assert labels_of(found) == {"ceremonial": 6, "substantive": 6}
    assert {example.readout for example in found} == {pair.gold.readout_id for pair in pairs if pair.gold.occasions}


def test_an_example_says_from_which_publisher_and_text_it_is(pairs: list[Pair]) -> None:
    for examples in (tone_examples(pairs), occasion_examples(pairs), business_examples(pairs)):
        assert all(example.readout.startswith(f"{example.group}-") for example in examples)


def test_no_pairs_mean_no_examples() -> None:
    assert tone_examples([]) == occasion_examples([]) == business_examples([]) == type_examples([], []) == []


def test_a_corpus_on_disk_gives_the_same_examples_again(
    pairs: list[Pair], tmp_path: Path, pipelines: dict[str, Language]
) -> None:
    again = read_corpora([write_corpus(tmp_path / "small-en")])
    found = align([extract(pipelines["en"], coded.readout) for coded in again], again)
    for examples in (tone_examples, occasion_examples, business_examples):
        assert examples(found) == examples(pairs)


def examples_of(labels: str, publishers: str) -> list[Example]:
    return [
        Example(None, label, group, f"r{n}")
        for n, (label, group) in enumerate(zip(labels.split(), publishers.split(), strict=True))
    ]


@pytest.mark.parametrize(
    ("part", "labels", "publishers", "words"),
    [
        (
            "occasions",
            "birthday birthday birthday",
            "a b c",
            "occasions: no example of the class 'none'. Add labelled readouts with clauses",
        ),
        (
            "tone",
            "exchange exchange exchange",
            "a b c",
            "tone: no example of the class 'not_tone'. Add labelled readouts with phrases",
        ),
        ("tone", "not_tone not_tone not_tone", "a b c", "tone: no example of anything but 'not_tone'"),
        ("tone", "", "", "tone: no example of the class 'not_tone'"),
        ("occasions", "none none none thanks thanks", "a b c a b", "the class 'thanks' stands in readouts of 2 publisher(s)"),
        (
            "occasions",
            "none none none thanks thanks thanks",
            "a b c a a a",
            "the class 'thanks' stands in readouts of 1 publisher(s)",
        ),
        ("call_type", "ceremonial ceremonial ceremonial", "a b c", "Add labelled readouts with substantive calls"),
    ],
)
def test_what_a_corpus_lacks_is_said_with_the_way_out(part: str, labels: str, publishers: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        check_classes({part: examples_of(labels, publishers)})
    assert words in str(caught.value)


def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        check_classes({"tone": examples_of("exchange", "a"), "occasions": examples_of("none", "a")})
    assert len(str(caught.value).splitlines()) == 1 + 4


def test_classes_with_three_publishers_each_can_be_learnt() -> None:
    check_classes({"tone": examples_of("exchange exchange exchange not_tone not_tone not_tone", "a b c a b c")})
