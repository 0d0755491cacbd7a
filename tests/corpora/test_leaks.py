"""Texts that stand in two parts are found, with both places; those inside one part are no leak."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from corpora.made_corpus import made_record, write_corpus
from typer.testing import CliRunner, Result

from communique.cli.corpus import app
from communique.corpora import check_corpus, find_leaks, read_texts
from communique.errors import InputError
from communique.records import Readout

TEXT = " ".join(f"word{number}" for number in range(102))


def readouts(part: str, *texts: str) -> list[Readout]:
    return [Readout(f"r{n}", "eu", "en", "", "", text, origin=f"{part}.jsonl:{n}") for n, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("other", "similarity"),
    [
        pytest.param(TEXT, 1.0, id="same"),
        pytest.param(TEXT.upper() + "!", 1.0, id="same but for case and points"),
        pytest.param(TEXT.replace("word101", "end"), 99 / 101, id="another last word"),
    ],
)
def test_text_in_two_parts_is_a_leak(other: str, similarity: float) -> None:
    (leak,) = find_leaks({"a": readouts("a", "They spoke at length.", TEXT), "b": readouts("b", other)})
    assert (leak.other_part, leak.other, leak.other_at, leak.part, leak.readout, leak.at) == (
        *("a", "r2", "a.jsonl:2"),
        *("b", "r1", "b.jsonl:1"),
    )
    assert leak.similarity == pytest.approx(similarity)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"a": [TEXT, TEXT]}, id="twice in one part"),
        pytest.param({"a": [TEXT], "b": [" ".join(TEXT.split()[:60])]}, id="little more than half of it"),
        pytest.param({"a": ["", "..."], "b": ["", "..."]}, id="no words"),
        pytest.param({"a": [TEXT], "b": []}, id="nothing to leak"),
    ],
)
def test_what_is_no_leak(parts: dict[str, list[str]]) -> None:
    assert find_leaks({name: readouts(name, *texts) for name, texts in parts.items()}) == ()


def test_texts_are_read_with_their_lines_whether_labelled_or_not(tmp_path: Path) -> None:
    path = tmp_path / "test.jsonl"
    path.write_text('{"id": "a", "text": "One."}\n\n{"text": "Two.", "label": 1}\n', encoding="utf-8")
    assert [(t.id, t.text, t.origin) for t in read_texts(path)] == [("a", "One.", f"{path}:1"), ("3", "Two.", f"{path}:3")]


@pytest.mark.parametrize("line", ["{}", '{"text": 1}', "[]", "{"])
def test_line_without_a_text_is_an_error(tmp_path: Path, line: str) -> None:
    path = tmp_path / "test.jsonl"
    path.write_text('{"text": "One."}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_texts(path)
    assert str(raised.value).startswith(f"{path}:2: ")


def test_a_lone_file_is_checked_without_the_tables_beside_it(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", made_record(1, standing="documented"), made_record(2, standing="documented"))
    assert len(check_corpus(folder).faults) == 2  # no row in sources.csv
    lone = check_corpus(folder / "readouts.jsonl")
    assert (lone.id, lone.faults, len(lone.readouts)) == ("readouts", (), 2)


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def found(*arguments: str | Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(check(*arguments, "--json").stdout)
    return said


def test_leak_into_a_test_set_is_named_with_both_lines(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "train", made_record(1), made_record(2))
    test = tmp_path / "test.jsonl"
    test.write_text(json.dumps({"id": "t1", "text": made_record(2)["text"]}), encoding="utf-8")
    result = check(folder, "--against", test)
    assert result.exit_code == 1
    place = f"{folder}/readouts.jsonl:2"
    assert f"{test}:1: 't1' is the same text as 'r2' of {folder} ({place}). Keep it in one part" in result.stdout
    assert result.stdout.splitlines()[-1] == "0 faults, 1 leaks between parts"
    (leak,) = found(folder, "--against", test)["leaks"]
    assert (leak["at"], leak["other_at"], leak["similarity"]) == (f"{test}:1", place, 1.0)


def test_text_of_a_record_with_faults_is_compared_as_well(tmp_path: Path) -> None:
    one = write_corpus(tmp_path / "one", made_record(1, kind="cal"))
    other = write_corpus(tmp_path / "other", made_record(1), made_record(2))
    said = found(one, other)
    assert [len(said["corpora"][str(folder)]["faults"]) for folder in (one, other)] == [1, 0]
    assert len(said["leaks"]) == 1


def test_duplicates_inside_a_corpus_give_a_rate_and_are_no_fault(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", *(made_record(n) for n in (1, 2, 3)), made_record(4, text=made_record(1)["text"]))
    result = check(folder)
    assert result.exit_code == 0
    assert "near-duplicates 2 (50.0%), no fault" in result.stdout
    corpus = found(folder)["corpora"][str(folder)]
    assert (corpus["near_duplicate_rate"], corpus["near_duplicates"][0]["at"]) == (0.5, f"{folder}/readouts.jsonl:4")


def test_label_balance_is_told(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", made_record(1), *(made_record(n, kind="other", calls=[]) for n in (2, 3, 4)))
    assert f"{folder}: kind: call 1 (25%), meeting 0 (0%)" in check(folder).stdout
    assert found(folder)["corpora"][str(folder)]["labels"]["kind"]["other"] == 3


def test_a_corpus_is_not_checked_against_itself(tmp_path: Path) -> None:
    file = write_corpus(tmp_path / "c", made_record(1)) / "readouts.jsonl"
    result = check(file, "--against", file)
    assert result.exit_code == 2
    assert "is to be checked against itself" in result.stderr


def test_shipped_corpora_share_no_text() -> None:
    said = found("training-en", "training-fr", "training-ru", "facts4eu-2022")
    assert said["leaks"] == []
