"""Every documented readout has its sources, every reconstructed one its reason, and neither table names anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpora.made_corpus import made_record, spoilt, write_corpus

from communique.corpora import check_corpus

SOURCES = "id,urls,confidence,note\nr1,https://a.example/1;http://b.example,high,\n"
RECONSTRUCTED = "id,why\nr2,needed for the total\n"


def corpus(folder: Path, sources: str | None = SOURCES, reconstructed: str | None = RECONSTRUCTED) -> Path:
    write_corpus(folder, made_record(1, standing="documented"), made_record(2, standing="reconstructed"))
    for name, content in (("sources.csv", sources), ("reconstructed.csv", reconstructed)):
        if content is not None:
            (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_sound_tables_have_no_fault_and_say_why(tmp_path: Path) -> None:
    check = check_corpus(corpus(tmp_path / "c"))
    assert check.faults == ()
    assert check.whys == {"r2": "needed for the total"}
    assert check.counts["standing"] == {"documented": 1, "reconstructed": 1}


def test_fact_without_an_address_needs_a_note(tmp_path: Path) -> None:
    assert check_corpus(corpus(tmp_path / "c", "id,urls,confidence,note\nr1,,low,read in print\n")).faults == ()


@pytest.mark.parametrize(
    ("sources", "reconstructed", "place", "says"),
    [
        (None, RECONSTRUCTED, "readouts.jsonl:1", "'r1' is documented but has no row in"),
        (SOURCES, None, "readouts.jsonl:2", "'r2' is reconstructed but has no row in"),
        (
            SOURCES.replace("r1", "r01"),
            RECONSTRUCTED,
            "sources.csv:2",
            "no documented readout 'r01'. Did you mean r1? Mend the id",
        ),
        (SOURCES + "r2,https://a.example,high,\n", RECONSTRUCTED, "sources.csv:3", "no documented readout 'r2'"),
        (SOURCES + "r1,https://a.example,high,\n", RECONSTRUCTED, "sources.csv:3", "a second row for 'r1'"),
        (SOURCES, RECONSTRUCTED + "r1,no reason\n", "reconstructed.csv:3", "no reconstructed readout 'r1'"),
        (SOURCES, RECONSTRUCTED.replace("needed for the total", " "), "reconstructed.csv:2", "'r2' has no 'why'"),
        (
            SOURCES.replace("high", "certain"),
            RECONSTRUCTED,
            "sources.csv:2",
            "unknown confidence 'certain'. Known: high, low, medium",
        ),
        (SOURCES.replace("http://b", "b"), RECONSTRUCTED, "sources.csv:2", "'b.example' is no web address"),
        (
            SOURCES.replace("1;http", "1 http"),
            RECONSTRUCTED,
            "sources.csv:2",
            "is no web address. Separate addresses by semicolons",
        ),
        ("id,urls,confidence,note\nr1,,high,\n", RECONSTRUCTED, "sources.csv:2", "'r1' has neither an address nor a note"),
        (SOURCES.replace("urls", "links"), RECONSTRUCTED, "sources.csv:2", "expected the columns id, urls, confidence, note"),
        (SOURCES, "id,why\nr2,needed, for the total\n", "reconstructed.csv:2", "Quote cells that hold a comma"),
        (SOURCES, "id,why\nr2\n", "reconstructed.csv:2", "expected the columns id, why"),
    ],
)
def test_planted_fault_is_found(tmp_path: Path, sources: str | None, reconstructed: str | None, place: str, says: str) -> None:
    found = check_corpus(corpus(tmp_path / "c", sources, reconstructed)).faults
    assert any(fault.startswith(f"{tmp_path}/c/{place}: ") and says in fault for fault in found), found


def test_table_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "c")
    (folder / "reconstructed.csv").write_bytes(b"id,why\nr2,\xff\n")
    assert any("reconstructed.csv:1: is not UTF-8 (byte 10)" in fault for fault in check_corpus(folder).faults)


def test_either_all_records_have_a_standing_or_none(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "c")
    write_corpus(folder, made_record(1, standing="documented"), made_record(2, standing="reconstructed"), made_record(3))
    (fault,) = check_corpus(folder).faults
    assert fault.startswith(f"{folder}/readouts.jsonl:3: 'r3' has no standing, but others do.")


def test_faulty_record_does_not_make_its_row_a_fault_too(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "c")
    write_corpus(
        folder, spoilt(lambda r: r.update(standing="documented", kind="cal")), made_record(2, standing="reconstructed")
    )
    (fault,) = check_corpus(folder).faults
    assert "unknown kind 'cal'" in fault


def test_unknown_standing_is_a_fault(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", made_record(1, standing="guessed"))
    assert any(
        "unknown standing 'guessed'. Known: documented, reconstructed." in fault for fault in check_corpus(folder).faults
    )
