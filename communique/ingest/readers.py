"""Files, folders and archives → readouts, and a rejection for each thing that cannot be used.

What cannot be meant (a path that does not exist, a column that no table has) is an `InputError` before anything is
read; what is wrong inside (a line, a member, a date) is a `Rejection`, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from communique.errors import InputError, RejectedReadoutError, did_you_mean
from communique.ingest.archives import unpack
from communique.ingest.documents import read_document
from communique.ingest.fields import ReadoutBuilder, Row, check_fields, match_columns
from communique.ingest.files import ARCHIVES, FORMATS, InputFile, file_at, format_of, walk
from communique.ingest.languages import language_code
from communique.ingest.pages import PageReader
from communique.ingest.tables import column_names, read_table
from communique.records import Readout, Rejection
from communique.sources import LANGUAGES, load_sources

_TABLES = frozenset({"jsonl", "json", "csv", "parquet"})
_WITH_HEADER = frozenset({"csv", "parquet"})


def read_inputs(
    paths: Sequence[Path],
    *,
    columns: Mapping[str, str] = MappingProxyType({}),
    source: str = "",
    lang: str = "",
) -> Iterator[Readout | Rejection]:
    """Read readouts from files and folders.

    Parameters
    ----------
    paths
        Files (JSONL, JSON, CSV, TSV, Parquet, plain text, Markdown, HTML; archives of these) and folders of them, read
        in the order of their paths; hidden files are passed over.
    columns
        Our field → their column, where a table names it otherwise than `communique.ingest.fields.ALIASES`.
    source, lang
        What holds for texts that do not say it themselves. Without ``lang`` the language is detected.

    Yields
    ------
    Readout or Rejection
        One or the other for every record; ids are unique.

    Raises
    ------
    InputError
        When an argument cannot be used at all; raised by the call, before anything is read.
    """
    check_fields(columns)
    if lang and language_code(lang) not in LANGUAGES:
        msg = f"lang: {lang!r} is not supported. {did_you_mean(lang, LANGUAGES)}"
        raise InputError(msg)
    if not paths:
        msg = "no input given. Give a file or a folder of readouts."
        raise InputError(msg)
    listed = [file for path in paths for file in _list_argument(Path(path), columns)]
    builder = ReadoutBuilder(load_sources(), source, language_code(lang))
    return _read(listed, columns, builder)


def _list_argument(path: Path, columns: Mapping[str, str]) -> list[InputFile | Rejection]:
    """List the files of one argument, and check the columns that are chosen for them."""
    if path.is_dir():
        found = list(walk(path))
        if not any(isinstance(file, InputFile) for file in found):
            msg = f"{path}: the folder holds no file that can be read. Known endings: {', '.join(FORMATS)}."
            raise InputError(msg)
    else:
        found = [_file_argument(path)]
    files = [file for file in found if isinstance(file, InputFile)]
    tables = [file for file in files if file.format in _TABLES]
    if columns and tables and not any(file.format in ARCHIVES for file in files):
        _check_columns(path, tables, columns)
    if files and files[0].format in _WITH_HEADER and not path.is_dir():
        _check_text_column(path, files[0], columns)
    return found


def _file_argument(path: Path) -> InputFile:
    if not path.exists():
        msg = f"{path}: no such file or folder. Check the spelling; the current folder is {Path.cwd()}."
        raise InputError(msg)
    if not path.is_file():
        msg = f"{path}: is neither a file nor a folder. Give a file or a folder of readouts."
        raise InputError(msg)
    form = format_of(path.name)
    if form == "gz" and format_of(path.stem) in {None, *ARCHIVES}:
        form = None
    if form is None:
        msg = f"{path}: unknown file ending. Known: {', '.join(FORMATS)}. Rename the file, or save it as one of these."
        raise InputError(msg)
    try:
        path.open("rb").close()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}."
        raise InputError(msg) from error
    return file_at(path)


def _check_columns(path: Path, tables: list[InputFile], columns: Mapping[str, str]) -> None:
    """Check that every chosen column is in some table of an argument; reads no further than needed."""
    missing = dict.fromkeys(columns.values())
    seen: set[str] = set()
    for table in tables:
        for name in column_names(table):
            seen.add(name)
            missing.pop(name, None)
            if not missing:
                return
    column = next(iter(missing))
    if seen:  # a table without any record or header says nothing about columns
        field = next(name for name, chosen in columns.items() if chosen == column)
        msg = f"{path}: there is no column {column!r} (chosen for {field}). {did_you_mean(column, seen)}"
        raise InputError(msg)


def _check_text_column(path: Path, table: InputFile, columns: Mapping[str, str]) -> None:
    names = list(column_names(table))
    if names and "text" not in match_columns(names, columns):
        msg = (
            f"{path}: no column holds the text. Its columns: {', '.join(names)}. "
            f"Choose one: --column text={names[0]} (from Python: columns={{'text': {names[0]!r}}})."
        )
        raise InputError(msg)


def _read(
    listed: Iterable[InputFile | Rejection],
    columns: Mapping[str, str],
    builder: ReadoutBuilder,
) -> Iterator[Readout | Rejection]:
    """Read file after file; the second record of an id is rejected."""
    origins: dict[str, str] = {}
    with PageReader() as pages:
        for row in _rows(listed, columns, pages):
            if isinstance(row, Rejection):
                yield row
                continue
            try:
                readout = builder.build(row)
            except RejectedReadoutError as error:
                yield Rejection(row.origin, str(error), str(row.values.get("id") or ""))
                continue
            if readout.id in origins:
                reason = f"id {readout.id!r} is taken by {origins[readout.id]}. Give each record an id of its own."
                yield Rejection(row.origin, reason, readout.id)
                continue
            origins[readout.id] = row.origin
            yield readout


def _rows(
    listed: Iterable[InputFile | Rejection],
    columns: Mapping[str, str],
    pages: PageReader,
) -> Iterator[Row | Rejection]:
    for file in listed:
        if isinstance(file, Rejection):
            yield file
        elif file.format in ARCHIVES:
            yield from _rows(unpack(file), columns, pages)
        elif file.format in _TABLES:
            yield from read_table(file, columns)
        else:
            yield from read_document(file, pages)
