"""Report contents → tables for other programs: CSV, Parquet, XLSX, SQLite; and the words to cite them by.

A cell never starts with what a spreadsheet takes for a formula, and no file holds the time at which it was written.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import pandas as pd
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from communique.records import Call
from communique.report.citation import citation_bib, citation_cff, methods_markdown
from communique.report.contents import ReportContents
from communique.report.database import metadata_json, storable, write_database
from communique.report.words import label_words, printable

_FORMULA = re.compile(r"[\t\r\n]|[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_WIDEST = 60  # characters; wider columns push the others off the screen
CORRECTIONS = "corrections.jsonl"
_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (openpyxl takes naive times only)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write_exports(folder: Path, contents: ReportContents) -> tuple[str, ...]:
    """Write every table and return the files' names.

    Parameters
    ----------
    folder
        Where to; it must exist.
    contents
        What to write.
    """
    calls, counts = calls_frame(contents), counts_frame(contents)
    for name, frame in (("calls.csv", calls), ("counts.csv", counts)):
        with replacing(folder / name) as out:
            # every text is quoted: a bare carriage return would begin a row, whose first cell nobody has defused
            text = _spreadsheet(frame).to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
            out.write(text.encode("utf-8"))
    with replacing(folder / "calls.parquet") as out:
        out.write(parquet(calls))
    provenance = pd.DataFrame(list(contents.provenance.items()), columns=["name", "value"], dtype=object)
    with replacing(folder / "counts.xlsx") as out:
        out.write(workbook({"counts": counts, "calls": calls, "provenance": provenance}))
    with replacing(folder / "counts.sqlite") as out:
        out.close()
        write_database(Path(out.name), contents)
    documents = {
        "counts.metadata.json": metadata_json(contents),
        "methods.md": methods_markdown(contents),
        "CITATION.cff": citation_cff(contents),
        "citation.bib": citation_bib(contents),
    }
    for name, text in documents.items():
        with replacing(folder / name) as out:
            out.write(text.encode("utf-8", "replace"))
    others = (CORRECTIONS,) if contents.corrections else ()
    if contents.corrections:
        with replacing(folder / CORRECTIONS) as out:
            out.write(contents.corrections)
    else:
        (folder / CORRECTIONS).unlink(missing_ok=True)
    return ("calls.csv", "counts.csv", "counts.xlsx", "calls.parquet", "counts.sqlite", *documents, *others)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its name only when it is complete."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def defused(value: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run as a formula; make unseen characters visible."""
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{printable(value)}"
    return printable(value)


def calls_frame(contents: ReportContents) -> pd.DataFrame:
    """Make a table of every call and its fate: a row for each row of the ledger."""
    rows = []
    for row in sorted(contents.ledger.rows, key=lambda row: (contents.calls[row.call_id].occurred_on, row.call_id, row.leader)):
        call = contents.calls[row.call_id]
        readout = contents.told_by[row.call_id].readout
        rows.append(
            {
                "call": call.id,
                "occurred_on": call.occurred_on.isoformat(),
                "status": row.status,
                "rule": row.rule,
                "because": row.because,
                "leader": row.leader,
                "leader_name": contents.leader(row.leader),
                "window": row.window,
                **_coded_columns(call),
                "readout": readout.id,
                "source": readout.source,
                "published": readout.published,
                "title": readout.title,
                "url": readout.url,
                "lang": readout.lang,
                "standing": readout.standing,
            }
        )
    return pd.DataFrame(rows, dtype=object) if rows else pd.DataFrame(columns=["call", "occurred_on", "status"])


def _coded_columns(call: Call) -> dict[str, Any]:
    return {
        "participants": "; ".join(f"{p.name} ({p.polity or 'unknown'})" for p in call.participants),
        "precision": str(call.precision),
        "basis": str(call.basis),
        "occurred_at": call.occurred_at,
        "initiator": call.initiator,
        "initiator_basis": str(call.initiator_basis),
        "medium": str(call.medium),
        "format": str(call.format),
        "call_type": str(call.call_type),
        "occasions": "; ".join(f"{o.id} ({o.by} to {o.to})" for o in call.occasions),
        "tone": "; ".join(f"{label_words(t.labels)} towards {t.toward}: {t.evidence.quote}" for t in call.tone),
        "review": "yes" if call.review else "no",
    }


def counts_frame(contents: ReportContents) -> pd.DataFrame:
    """Make a table of every tally under every profile, and of published numbers, also those with no tally."""
    rows: list[dict[str, object]] = []
    for ledger in (contents.ledger, *contents.alternatives):
        expected = {(leader, window): n for window, numbers in ledger.expected.items() for leader, n in numbers.items()}
        for tally in ledger.tallies:
            is_cell = tally.by == "leader_window" and len(tally.key) == 2
            cell = (tally.key[0], tally.key[1]) if is_cell else ("", "")
            row = {"profile": ledger.profile_id, "by": tally.by, "key": " | ".join(tally.key), **_cell_columns(contents, *cell)}
            rows.append({**row, "n": tally.n, "low": tally.low, "high": tally.high, "published": expected.pop(cell, None)})
        counted = Counter((row.leader, row.window) for row in ledger.rows if row.status == "counted")
        for cell, published in expected.items():
            row = {
                "profile": ledger.profile_id,
                "by": "leader_window",
                "key": " | ".join(cell),
                **_cell_columns(contents, *cell),
            }
            rows.append({**row, "n": counted[cell], "low": None, "high": None, "published": published})
    columns = ["profile", "by", "key", "leader", "leader_name", "window", "window_title", "n", "low", "high", "published"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _cell_columns(contents: ReportContents, leader: str, window: str) -> dict[str, str]:
    titles = {"leader_name": contents.leader(leader), "window_title": contents.window(window) if window else ""}
    return {"leader": leader, "window": window, **titles}


def parquet(calls: pd.DataFrame) -> bytes:
    """Make a Parquet file of the calls: texts as they are, days as days."""
    columns: dict[str, Any] = {name: [storable(value) for value in calls[name]] for name in calls.columns}
    columns["occurred_on"] = [dt.date.fromisoformat(day) for day in columns["occurred_on"]]
    made = io.BytesIO()
    pd.DataFrame(columns, dtype=object).to_parquet(made, index=False)
    return made.getvalue()


def _spreadsheet(frame: pd.DataFrame) -> pd.DataFrame:
    # not DataFrame.map, which turns whole numbers with gaps into decimals
    cells = [[defused(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return pd.DataFrame(cells, columns=frame.columns, dtype=object)


def workbook(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Make an XLSX file: a sheet a table, headings bold and fixed, filters on.

    Parameters
    ----------
    frames
        Tables by name of the sheet.
    """
    made = io.BytesIO()
    with pd.ExcelWriter(made, engine="openpyxl") as writer:
        for name, frame in frames.items():
            _spreadsheet(frame).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            sheet = writer.sheets[name]
            sheet.auto_filter.ref = sheet.dimensions
            for number, column in enumerate(frame.columns, 1):
                sheet.cell(1, number).font = Font(bold=True)
                longest = max((len(str(value)) for value in frame[column].head(200)), default=0)
                sheet.column_dimensions[get_column_letter(number)].width = min(max(longest, len(column)) + 2, _WIDEST)
        writer.book.properties.created = _EPOCH
    return _without_clock(made.getvalue())


def _without_clock(archive: bytes) -> bytes:
    """Pack a workbook again with fixed times; openpyxl stamps it with the clock when it saves."""
    packed = io.BytesIO()
    stamp = _EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            info = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    return packed.getvalue()
