from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.hostile import HOSTILE, hostile
from report.sample import contents

from communique.records import Ledger
from communique.report import ReportContents
from communique.report.exports import defused, replacing, write_exports

FILES = (
    *("calls.csv", "counts.csv", "counts.xlsx", "calls.parquet", "counts.sqlite", "counts.metadata.json"),
    *("methods.md", "CITATION.cff", "citation.bib"),
)


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("exports")
    assert write_exports(where, contents()) == FILES
    return where


def test_calls_csv_has_a_row_for_each_row_of_the_ledger_in_order_of_date(folder: Path) -> None:
    rows = rows_of(folder / "calls.csv")
    assert len(rows) == len(contents().ledger.rows)
    assert [row["occurred_on"] for row in rows] == sorted(row["occurred_on"] for row in rows)
    row = next(row for row in rows if row["call"] == "kremlin-2017-09-16#1")
    assert (row["status"], row["rule"], row["leader_name"]) == ("excluded", "terror-condolences", "Theresa May")
    assert (row["initiator"], row["occasions"]) == ("RUS", "terror_condolences (RUS to GBR)")
    assert (row["title"], row["url"]) == ("Condolences to Theresa May", "https://example.org/kremlin-2017-09-16")


def test_calls_csv_says_which_texts_are_reconstructed(folder: Path) -> None:
    marked = [row["call"] for row in rows_of(folder / "calls.csv") if row["standing"] == "reconstructed"]
    assert marked == ["kremlin-2017-12-21#1", "kremlin-2020-02-03#1"]


def test_counts_csv_has_every_tally_with_its_interval_and_published_number(folder: Path) -> None:
    rows = rows_of(folder / "counts.csv")
    sample = contents()
    assert len(rows) == len(sample.ledger.tallies) + len(sample.alternatives[0].tallies)
    first = rows[0]
    assert (first["profile"], first["by"], first["leader_name"], first["window_title"]) == (
        "sample",
        "leader_window",
        "Emmanuel Macron",
        "before the war",
    )
    assert (first["n"], first["low"], first["high"], first["published"]) == ("4", "3", "5", "4")


def test_a_published_number_without_a_tally_is_in_counts_csv_too(tmp_path: Path) -> None:
    sample = contents()
    ledger = type(sample.ledger)("sample", sample.ledger.rows, (), {"since-the-war": {"emmanuel-macron": 3}})
    write_exports(tmp_path, contents(ledger=ledger, alternatives=()))
    (row,) = rows_of(tmp_path / "counts.csv")
    assert (row["leader"], row["n"], row["low"], row["published"]) == ("emmanuel-macron", "2", "", "3")


def test_workbook_has_bold_headings_filters_and_fixed_first_rows(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "counts.xlsx")
    assert book.sheetnames == ["counts", "calls", "provenance"]
    for sheet in book:
        assert all(cell.font.bold for cell in sheet[1])
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes == "A2"
    counts = book["counts"]
    assert [cell.value for cell in counts[1]][-4:] == ["n", "low", "high", "published"]
    assert [cell.value for cell in counts[2]][-4:] == [4, 3, 5, 4]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@A1", "'@A1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a=1", "a=1"),
        ("", ""),
        (-1, -1),
        (None, None),
        ("a\u202eb", "a[U+202E]b"),
    ],
)
def test_cells_that_would_run_are_defused_and_others_left_alone(value: object, cell: object) -> None:
    assert defused(value) == cell


@given(st.text())
def test_no_text_makes_a_cell_that_starts_a_formula(value: str) -> None:
    assert str(defused(value)).lstrip()[:1] not in {"=", "+", "-", "@"}
    assert str(defused(value))[:1] not in {"\t", "\r"}


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_values_stay_text_in_every_spreadsheet(payload: str, tmp_path: Path) -> None:
    write_exports(tmp_path, hostile(payload))
    for name in ("calls.csv", "counts.csv"):
        for row in csv.reader(io.StringIO((tmp_path / name).read_text(encoding="utf-8"), newline="")):
            assert not [cell for cell in row if cell.lstrip()[:1] in {"=", "+", "@", "-"}]
    for sheet in openpyxl.load_workbook(tmp_path / "counts.xlsx"):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


TABLES = {"readouts", "calls", "participants", "occasions", "tone", "decisions", "profiles", "ledger", "tallies", "matches"}


def query(folder: Path, statement: str) -> list[Any]:
    connection = sqlite3.connect(folder / "counts.sqlite")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_database_has_every_record(folder: Path) -> None:
    sample = contents()
    ledgers = (sample.ledger, *sample.alternatives)
    expected = {
        "readouts": len(sample.coded),
        "calls": len(sample.calls),
        "participants": sum(len(call.participants) for call in sample.calls.values()),
        "occasions": sum(len(call.occasions) for call in sample.calls.values()),
        "tone": sum(len(call.tone) for call in sample.calls.values()),
        "ledger": sum(len(ledger.rows) for ledger in ledgers),
        "tallies": sum(len(ledger.tallies) for ledger in ledgers),
        "matches": 4,
        "rejections": 3,
        "provenance": 3,
    }
    assert {name for (name,) in query(folder, "SELECT name FROM sqlite_master WHERE type = 'table'")} == TABLES | {
        "rejections",
        "provenance",
    }
    assert {table: query(folder, f"SELECT count(*) FROM {table}")[0][0] for table in expected} == expected  # noqa: S608
    assert query(folder, "SELECT count(*) FROM decisions WHERE field = 'call_type'") == [(len(sample.calls),)]


def test_numbers_can_be_recounted_in_the_database(folder: Path) -> None:
    recounted = query(
        folder,
        "SELECT leader, window, count(*) FROM ledger WHERE profile = 'sample' AND status = 'counted'"
        " GROUP BY 1, 2 ORDER BY 1, 2",
    )
    tallied = query(
        folder,
        "SELECT json_extract(key, '$[0]'), json_extract(key, '$[1]'), n FROM tallies"
        " WHERE profile = 'sample' AND tally = 'leader_window' AND n > 0 ORDER BY 1, 2",
    )
    assert recounted == tallied
    assert sum(n for *_, n in recounted) == 8


def test_offsets_in_the_database_cut_the_quotes_out_of_the_texts(folder: Path) -> None:
    pairs = query(
        folder,
        "SELECT substr(text, start + 1, end - start), quote FROM tone JOIN calls ON call_id = calls.id"
        " JOIN readouts ON readout_id = readouts.id",
    )
    assert len(pairs) == 9
    assert all(cut == quote for cut, quote in pairs)


def test_keys_between_the_tables_hold(folder: Path) -> None:
    assert query(folder, "PRAGMA foreign_key_check") == []
    assert query(folder, "PRAGMA integrity_check") == [("ok",)]


def test_reasons_and_evidence_are_json_in_the_database(folder: Path) -> None:
    ((reasons, review),) = query(
        folder, "SELECT reasons, review FROM decisions WHERE call_id = 'kremlin-2017-05-18#1' AND field = 'call_type'"
    )
    assert review == 1
    assert [reason["weight"] for reason in json.loads(reasons)] == [1.4, -0.6]


@pytest.mark.parametrize("payload", [*HOSTILE, "'); DROP TABLE calls; --", "half \ud83d"])
def test_hostile_values_are_stored_as_they_are(payload: str, tmp_path: Path) -> None:
    write_exports(tmp_path, hostile(payload))
    assert query(tmp_path, "SELECT name FROM provenance") == [(payload.replace("\ud83d", "\ufffd"),)]
    assert query(tmp_path, "SELECT count(*) FROM calls") == [(1,)]


def test_an_empty_count_still_makes_every_file(tmp_path: Path) -> None:
    ledger = type(contents().ledger)("none", (), ())
    write_exports(tmp_path, ReportContents("", "", (), ledger, ()))
    assert rows_of(tmp_path / "calls.csv") == []
    assert query(tmp_path, "SELECT * FROM calls") == []


def test_a_file_keeps_its_old_content_when_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "counts.csv"
    target.write_text("old")
    with pytest.raises(TypeError), replacing(target) as out:
        out.writelines([b"half", "no bytes"])
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["counts.csv"]


def test_datasette_is_told_of_every_table_and_of_a_query_that_gives_the_calls_counted(folder: Path) -> None:
    told = json.loads((folder / "counts.metadata.json").read_text(encoding="utf-8"))["databases"]["counts"]
    assert set(told["tables"]) == {name for (name,) in query(folder, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name, about in told["tables"].items():
        columns = {row[1] for row in query(folder, f"PRAGMA table_info({name})")}
        assert {*about.get("facets", []), *filter(None, [about.get("sort")])} <= columns
    counted = query(folder, told["queries"]["counted"]["sql"])
    assert len(counted) == contents().ledger.n("counted")


def test_every_reference_between_tables_holds(folder: Path) -> None:
    assert query(folder, "PRAGMA foreign_key_check") == []
    assert {row[2] for row in query(folder, "PRAGMA foreign_key_list(ledger)")} == {"calls", "profiles"}


def test_parquet_has_the_texts_as_they_are_and_days_as_days(folder: Path) -> None:
    frame = pd.read_parquet(folder / "calls.parquet")
    assert list(frame["call"]) == [row["call"] for row in rows_of(folder / "calls.csv")]
    assert frame["occurred_on"][0].isoformat() == "2017-05-18"
    assert frame["title"][2] == "Condolences to Theresa May"


def test_an_empty_count_has_empty_tables(tmp_path: Path) -> None:
    write_exports(tmp_path, ReportContents("Nothing", "id: none", (), Ledger("none", (), ()), ()))
    assert len(pd.read_parquet(tmp_path / "calls.parquet")) == 0
