"""``communique corpus``: what it finds in corpora, and how it hands them on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.commands import invoke
from corpora.made_corpus import made_record, write_corpus


def test_a_corpus_without_a_fault_passes(tmp_path: Path) -> None:
    result = invoke("corpus", "check", write_corpus(tmp_path / "one", made_record(1), made_record(2)))
    assert result.exit_code == 0
    assert "no fault" in result.stdout


def test_every_fault_is_named_with_its_line_and_the_exit_code_says_so(tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "one", made_record(1), made_record(2, source="narnia"), "{")
    result = invoke("corpus", "check", path)
    assert result.exit_code == 1
    assert "readouts.jsonl:2" in result.stdout
    assert "readouts.jsonl:3" in result.stdout


def test_a_text_in_two_parts_is_a_leak(tmp_path: Path) -> None:
    first, second = write_corpus(tmp_path / "one", made_record(1)), write_corpus(tmp_path / "two", made_record(1))
    result = invoke("corpus", "check", first, second, "--json")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["leaks"]) == 1


def test_what_is_exported_can_be_imported(tmp_path: Path) -> None:
    corpus, tasks, back = write_corpus(tmp_path / "one", made_record(1)), tmp_path / "tasks.jsonl", tmp_path / "back.jsonl"
    assert invoke("corpus", "export", corpus, "--format", "prodigy", "--output", tasks).exit_code == 0
    assert invoke("corpus", "import", tasks, "--format", "prodigy", "--output", back).exit_code == 0
    assert json.loads(back.read_text(encoding="utf-8"))["id"] == "r1"


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_the_shipped_second_codings_agree_as_the_datasheets_say(lang: str) -> None:
    result = invoke("corpus", "agreement", f"training-{lang}", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    datasheet = (Path(__file__).parents[2] / "corpora" / f"training-{lang}" / "DATASHEET.md").read_text(encoding="utf-8")
    assert f"A sample of {found['records']} was coded a second time" in datasheet
    assert f"calls F1 {found['calls_f1']:.1f}" in datasheet
    assert f"call type {found['fields']['call_type']['kappa']:.2f}" in datasheet


def test_codings_of_other_texts_cannot_be_compared(tmp_path: Path) -> None:
    first, second = write_corpus(tmp_path / "one", made_record(1)), write_corpus(tmp_path / "two", made_record(2))
    result = invoke("corpus", "agreement", first, second)
    assert result.exit_code == 2
    assert "no id in common" in result.output
