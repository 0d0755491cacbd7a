"""Reviewed readouts as training data: only what people decided altogether, in the corpus form."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from review.made_corrections import CODED, FIRST, TEXT, made

from communique.codebook import InitiatorBasis
from communique.corpora import read_corpus
from communique.errors import InputError
from communique.records import CodedReadout, Decision, Evidence
from communique.review import Correction, apply, training_records, values_of, write_training_corpus

_WORDS = "Vladimir Putin had a telephone conversation"
_TOLD = Decision("RUS", "rule", "initiator", "1", (Evidence(0, len(_WORDS), _WORDS),))
ONE = msgspec.structs.replace(
    CODED,
    calls=(
        msgspec.structs.replace(FIRST, initiator_basis=InitiatorBasis.VERB, decisions={**FIRST.decisions, "initiator": _TOLD}),
    ),
)


def confirmed(*fields: str) -> list[Correction]:
    return [made(field, values_of(ONE)[0][field]) for field in fields]


def test_a_readout_that_people_decided_altogether_is_taken(tmp_path: Path) -> None:
    records, lacking = training_records(apply([ONE], confirmed("call_type", "occasions", "tone")))
    assert lacking == []
    write_training_corpus(tmp_path / "reviewed", records)
    (read,) = read_corpus(tmp_path / "reviewed")
    assert isinstance(read, CodedReadout)
    assert (read.readout.text, read.annotator) == (TEXT, "Anna Schmidt")
    assert (read.calls[0].occasions[0].id, read.calls[0].tone[0].labels) == ("national_day", ("candid",))
    assert set(records[0]["calls"][0]["decisions"]) == {"call_type", "occasions", "tone"}
    assert "1 readouts whose calls people reviewed" in (tmp_path / "reviewed/DATASHEET.md").read_text(encoding="utf-8")


def test_a_readout_that_is_decided_in_part_is_left_out_with_what_it_lacks() -> None:
    records, lacking = training_records(apply([ONE], confirmed("call_type")))
    assert (records, lacking) == ([], ["k1: a person has still to decide occasions, tone of k1#1"])


def test_what_stands_behind_a_text_is_noted_since_its_proof_stays_where_it_was() -> None:
    documented = msgspec.structs.replace(ONE, readout=msgspec.structs.replace(ONE.readout, standing="documented"))
    (record,), _ = training_records(apply([documented], confirmed("call_type", "occasions", "tone")))
    assert "standing" not in record
    assert record["note"] == "documented, says the corpus that it is from"


def test_a_contradiction_is_left_out_with_what_is_wrong() -> None:
    fields = [*confirmed("tone"), made("occasions", []), made("call_type", "ceremonial")]
    records, lacking = training_records(apply([ONE], fields))
    assert records == []
    assert lacking == ["k1: call 1: is ceremonial without an occasion. Code the courtesy, or substantive."]


def test_a_readout_without_calls_needs_its_kind() -> None:
    assert training_records(apply([ONE], [made("exists", "no")]))[1] == ["k1: a person has still to decide its kind"]
    (record,), _ = training_records(apply([ONE], [made("exists", "no"), made("kind", "letter")]))
    assert (record["kind"], record["calls"]) == ("letter", [])


def test_nothing_reviewed_makes_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing is reviewed that models could learn from"):
        write_training_corpus(tmp_path / "reviewed", training_records(apply([ONE], []))[0])
    assert not (tmp_path / "reviewed").exists()


def test_another_corpus_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text("{}")
    with pytest.raises(InputError, match="holds another corpus"):
        write_training_corpus(tmp_path, [{"annotator": "Anna"}])
