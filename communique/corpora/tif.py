"""Coded readouts ↔ Text Interchange Formats: a table with the columns ``doc_id`` and ``text``, as CSV or Parquet.

Source: the specification of TIF (github.com/ropensci/tif, README): a corpus data frame has ``doc_id`` first, unique, and
``text`` second, both characters in UTF-8; more columns with metadata are allowed. It has no spans: here the calls go into the
column ``calls`` as JSON (section 6 of the codebook), with offsets in code points. Files of other programs need only the first
two columns; columns that are not ours are not read. CSV is quoted throughout, so that line ends inside texts stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from communique.annotations import from_annotation, to_annotation
from communique.corpora.task_files import read_bytes
from communique.errors import InputError
from communique.records import CodedReadout, Rejection

_COLUMNS = ("doc_id", "text", "title", "source", "lang", "published", "url", "kind", "standing", "annotator", "note", "calls")
_FIELD_LIMIT = 2**31 - 1


def write_tif(path: Path, coded: Iterable[CodedReadout]) -> int:
    """Write a table and return the number of its rows.

    Raises
    ------
    InputError
        When the file's name does not end in ``.csv`` or ``.parquet``.
    """
    rows = [_row(item) for item in coded]
    if _is_parquet(path):
        pq.write_table(pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in _COLUMNS}), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, _COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
    return len(rows)


def _is_parquet(path: Path) -> bool:
    """Tell the two forms apart.

    Raises
    ------
    InputError
        When it is neither.
    """
    if path.suffix.lower() not in {".csv", ".parquet"}:
        msg = f"{path}: a TIF table is CSV or Parquet. Name it {path.stem}.csv or {path.stem}.parquet."
        raise InputError(msg)
    return path.suffix.lower() == ".parquet"


def _row(coded: CodedReadout) -> dict[str, str]:
    record = to_annotation(coded)
    for call in record["calls"]:
        del call["decisions"]
    row = {name: record.get(name) or "" for name in _COLUMNS[1:-1]}
    return {"doc_id": record["id"], **row, "calls": msgspec.json.encode(record["calls"]).decode()}


def read_tif(path: Path, faults: list[str]) -> Iterator[CodedReadout | Rejection]:
    """Read a table, of ours or of another program.

    Parameters
    ----------
    path
        Ends in ``.csv`` or ``.parquet``.
    faults
        Where the faults are added, one line each, with file, line (or row) and way out.

    Raises
    ------
    InputError
        When the file is neither.
    """
    for place, row in (_parquet_rows if _is_parquet(path) else _csv_rows)(path, faults):
        record: dict[str, Any] = {name: row.get(name) or "" for name in _COLUMNS[1:-1]}
        record["id"] = row["doc_id"]
        if not isinstance(record["id"], str) or not record["id"] or not isinstance(row["text"], str):
            faults.append(f"{place}: 'doc_id' or 'text' is empty or no text. Give each row both, as character columns.")
            continue
        try:
            record["calls"] = msgspec.json.decode(row.get("calls") or "[]", type=list[dict[str, Any]])
            yield from_annotation(record, origin=place)
        except msgspec.DecodeError as error:
            faults.append(
                f"{place}: {record['id']!r}: 'calls' is no JSON list of calls: {error}. Restore it, or empty the cell."
            )
        except InputError as error:
            faults.append(f"{error} Where the text was changed, empty the cell 'calls' and code it anew.")


def _missing(names: Iterable[str], place: str, faults: list[str]) -> bool:
    """Note the columns that are not there."""
    missing = [name for name in _COLUMNS[:2] if name not in names]
    faults += [f"{place}: has no column {name!r}. Rename the column that holds it (its columns: {names})." for name in missing]
    return bool(missing)


def _parquet_rows(path: Path, faults: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        table = pq.read_table(io.BytesIO(read_bytes(path)))
    except (pa.ArrowException, OSError) as error:
        faults.append(f"{path}:1: is no Parquet file: {' '.join(str(error).split())[:200]}. Write it again.")
        return
    if not _missing(table.column_names, f"{path}:1", faults):
        wanted = [name for name in _COLUMNS if name in table.column_names]
        yield from ((f"{path}:row {n}", row) for n, row in enumerate(table.select(wanted).to_pylist(), 1))


def _csv_rows(path: Path, faults: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        content = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(f"{path}:1: is not UTF-8 (byte {error.start}). Save it as UTF-8.")
        return
    before = csv.field_size_limit(_FIELD_LIMIT)  # long texts; the default is 128 KiB
    try:
        reader = csv.reader(io.StringIO(content, newline=""), strict=True)
        names = next(reader, [])
        if _missing(names, f"{path}:1", faults):
            return
        start = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(names):
                yield f"{path}:{start}", dict(zip(names, cells, strict=True))
            elif cells:
                faults.append(
                    f"{path}:{start}: has {len(cells)} cells, the header has {len(names)}. Quote cells that hold a comma."
                )
            start = reader.line_num + 1
    except csv.Error as error:
        faults.append(f"{path}:{reader.line_num}: cannot be read: {error}. Is a quotation mark missing or not doubled?")
    finally:
        csv.field_size_limit(before)
