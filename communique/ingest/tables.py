"""JSON lines, JSON arrays, CSV, TSV and Parquet → rows; a bad line becomes a rejection and the rest goes on."""

from __future__ import annotations

import csv
import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from communique.errors import RejectedReadoutError
from communique.ingest.decoding import LINE_LIMIT, Line, decode, read_lines
from communique.ingest.fields import ALIASES, Row, match_columns
from communique.ingest.files import InputFile
from communique.records import Rejection

_BATCH = 1000
_DELIMITERS = (",", "\t", ";", "|")
_DAMAGE = (pa.ArrowException, OSError, ValueError, OverflowError)
_NOT_JSON = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)


def read_table(file: InputFile, columns: Mapping[str, str]) -> Iterator[Row | Rejection]:
    """Read the rows of a table.

    Parameters
    ----------
    file
        Of the format ``jsonl``, ``json``, ``csv`` or ``parquet``.
    columns
        The user's own choice, field → column.
    """
    try:
        with file.open() as stream:
            yield from _READERS[file.format](file.name, stream, columns)
    except RejectedReadoutError as error:
        yield Rejection(file.name, str(error))
    except _DAMAGE as error:
        yield Rejection(file.name, f"cannot be read ({' '.join(str(error).split())[:200]}). Fetch or write it again.")


def column_names(file: InputFile) -> Iterator[str]:
    """List the column names of a table as they come up; those of JSON records come with the records."""
    # What is damaged is said with its place when the file is read.
    with suppress(RejectedReadoutError, *_DAMAGE), file.open() as stream:
        if file.format == "csv":
            yield from _csv_header(stream)[0]
        elif file.format == "parquet":
            yield from pq.ParquetFile(stream).schema_arrow.names
        else:
            for _, record in _json_records(file.format, stream):
                yield from record if isinstance(record, dict) else ()


def _require(names: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Match the columns of a table that has a header; all chosen ones and one for the text must be there."""
    missing = [column for column in columns.values() if column not in names]
    shown = ", ".join(names)
    if missing:
        msg = f"has no column {missing[0]!r}. Its columns: {shown}."
        raise RejectedReadoutError(msg)
    matched = match_columns(names, columns)
    if "text" not in matched:
        msg = f"has no column for the text. Its columns: {shown}. Choose one, or call it {ALIASES['text'][0]}."
        raise RejectedReadoutError(msg)
    return matched


def _json_records(form: str, stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Read JSON values with their places; what cannot be read comes as a `Rejection` without its file's name."""
    if form == "json" and not _holds_lines(stream):
        yield from _json_items(decode(stream.read()))
        return
    for line in read_lines(stream):
        if line.fault:
            yield str(line.number), Rejection("", line.fault)
        elif line.text.strip():
            try:
                yield str(line.number), msgspec.json.decode(line.text)
            except _NOT_JSON as error:
                yield str(line.number), Rejection("", f"no JSON ({error}). One object a line is expected.")


def _holds_lines(stream: BinaryIO) -> bool:
    """Tell whether a ``.json`` file is in truth JSON lines: its first line is an object of its own."""
    first = next(read_lines(stream), Line(0, ""))
    stream.seek(0)
    try:
        return not first.fault and isinstance(msgspec.json.decode(first.text), dict)
    except _NOT_JSON:
        return False


def _json_items(text: str) -> Iterator[tuple[str, Any]]:
    try:
        found = msgspec.json.decode(text)
    except _NOT_JSON as error:
        msg = f"no JSON ({error}). An array of objects, or one object a line, is expected."
        raise RejectedReadoutError(msg) from error
    for number, item in enumerate(found if isinstance(found, list) else [found], 1):
        yield f"item {number}", item


def _read_json(form: str, name: str, stream: BinaryIO, columns: Mapping[str, str]) -> Iterator[Row | Rejection]:
    layout = functools.lru_cache(maxsize=256)(lambda names: match_columns(names, columns))
    for place, record in _json_records(form, stream):
        origin = f"{name}:{place}"
        if isinstance(record, Rejection):
            yield Rejection(origin, record.reason)
        elif isinstance(record, dict):
            yield Row(origin, {field: record[column] for field, column in layout(tuple(record)).items()})
        else:
            yield Rejection(origin, f"is a {type(record).__name__}, expected an object with a text.")


def _csv_header(stream: BinaryIO) -> tuple[list[str], str]:
    """Read the header of a CSV and tell its delimiter: the one that makes the most of it."""
    found: tuple[list[str], str] = ([], ",")
    csv.field_size_limit(LINE_LIMIT)
    for delimiter in _DELIMITERS:
        stream.seek(0)
        faults: list[str] = []
        lines = csv.reader(_good_text(read_lines(stream), faults), delimiter=delimiter, strict=True)
        try:
            names = next((cells for cells in lines if cells), [])
        except csv.Error:
            continue
        if faults:
            msg = f"the header is {faults[0]}"
            raise RejectedReadoutError(msg)
        if len(names) > len(found[0]):
            found = names, delimiter
    return found


def _read_csv(name: str, stream: BinaryIO, columns: Mapping[str, str]) -> Iterator[Row | Rejection]:
    names, delimiter = _csv_header(stream)
    if not names:
        msg = "has no header that can be read. A header line and one line a text are expected."
        raise RejectedReadoutError(msg)
    if doubled := [column for column in names if column and names.count(column) > 1]:
        msg = f"has two columns named {doubled[0]!r}. Rename one of them."
        raise RejectedReadoutError(msg)
    index = {field: names.index(column) for field, column in _require(names, columns).items()}
    stream.seek(0)
    faults: list[str] = []
    lines = csv.reader(_good_text(read_lines(stream), faults), delimiter=delimiter, strict=True)
    header_seen = False
    while True:
        start = lines.line_num + 1
        faults.clear()
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejection(f"{name}:{start}", f"the row cannot be read ({error}). Is a quotation mark missing or not doubled?")
            continue
        origin = f"{name}:{start}"
        if not header_seen:
            header_seen = bool(cells)
        elif faults:
            yield Rejection(origin, faults[0])
        elif cells and len(cells) != len(names):
            yield Rejection(
                origin, f"has {len(cells)} cells, the header has {len(names)}. Quote cells that hold {delimiter!r}."
            )
        elif cells:
            yield Row(origin, {field: cells[i] for field, i in index.items()})


def _good_text(lines: Iterator[Line], faults: list[str]) -> Iterator[str]:
    """Give the text of the lines, and note the faults of those given since the last row."""
    for line in lines:
        if line.fault:
            faults.append(line.fault)
        yield line.text or "\n"


def _read_parquet(name: str, stream: BinaryIO, columns: Mapping[str, str]) -> Iterator[Row | Rejection]:
    table = pq.ParquetFile(stream)
    chosen = _require(table.schema_arrow.names, columns)
    numbers = itertools.count(1)
    for batch in table.iter_batches(batch_size=_BATCH, columns=sorted(set(chosen.values()))):
        values = {field: _python_values(batch.column(column)) for field, column in chosen.items()}
        for cells in zip(*values.values(), strict=True):
            yield Row(f"{name}:row {next(numbers)}", dict(zip(values, cells, strict=True)))


def _python_values(column: pa.Array) -> list[Any]:
    """Turn a column into Python values; nanoseconds, which Python's date-times cannot hold, are cut."""
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values


_READERS: dict[str, Callable[[str, BinaryIO, Mapping[str, str]], Iterator[Row | Rejection]]] = {
    "jsonl": functools.partial(_read_json, "jsonl"),
    "json": functools.partial(_read_json, "json"),
    "csv": _read_csv,
    "parquet": _read_parquet,
}
