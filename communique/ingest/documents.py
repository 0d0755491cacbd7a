"""Plain text, Markdown and web pages, one readout a file → rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from communique.errors import RejectedReadoutError
from communique.ingest.decoding import decode
from communique.ingest.fields import Row, match_columns
from communique.ingest.files import InputFile
from communique.ingest.pages import PageReader
from communique.records import Rejection

DOCUMENT_BYTES = 16 * 2**20
"""Bytes that one plain text or Markdown file may have."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_HEADING = re.compile(r"#[ \t]+(.+?)[ \t]*#*")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def read_document(file: InputFile, pages: PageReader) -> Iterator[Row | Rejection]:
    """Read a file that is one readout.

    Parameters
    ----------
    file
        Of the format ``text``, ``markdown`` or ``html``.
    pages
        Reads web pages.
    """
    try:
        if file.format == "html":
            values = _read_page(file, pages)
        else:
            text = decode(_content(file)).replace("\r\n", "\n").replace("\r", "\n")
            values = _read_markdown(text) if file.format == "markdown" else _read_text(text)
        if "published" not in values and (found := _DATE.match(file.stem)):
            values["published"] = found[0]
        yield Row(file.name, values)
    except RejectedReadoutError as error:
        yield Rejection(file.name, str(error))
    except OSError as error:
        yield Rejection(file.name, f"cannot be read: {error.strerror or error}.")


def _content(file: InputFile, limit: int = DOCUMENT_BYTES) -> bytes:
    with file.open() as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        msg = f"is longer than {limit} bytes, which no readout is. Split it, or give it as a table."
        raise RejectedReadoutError(msg)
    return content


def _read_page(file: InputFile, pages: PageReader) -> dict[str, object]:
    page = pages.read(_content(file, pages.limits.page_bytes))
    values: dict[str, object] = {"title": page.title, "text": page.text, "url": page.url}
    if page.published:
        values["published"] = page.published
    return values


def _read_text(text: str) -> dict[str, object]:
    """Take the first line as the title when a blank line and more follow it."""
    first, _, rest = text.strip("\n").partition("\n")
    blank, _, body = rest.partition("\n")
    if body.strip() and not blank.strip():
        return {"title": first.strip(), "text": body.strip("\n")}
    return {"text": text.strip("\n")}


def _read_markdown(text: str) -> dict[str, object]:
    """Take fields from the front matter; without a title there, a heading at the top is the title."""
    values: dict[str, object] = {}
    if found := _FRONT_MATTER.match(text):
        values = _front_matter(found[1])
        text = text[found.end() :]
    text = text.strip("\n")
    heading, _, body = text.partition("\n")
    if "title" not in values and body.strip() and (found := _HEADING.fullmatch(heading)):
        return values | {"title": found[1], "text": body.strip("\n")}
    return values | {"text": text}


def _front_matter(text: str) -> dict[str, object]:
    """Read YAML with every scalar as text: a date-time parsed by YAML would lose its offset."""
    try:
        found = YAML(typ="base", pure=True).load(text)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = f" in line {mark.line + 2}" if mark else ""
        msg = f"the front matter is malformed YAML{line}. Quote values that hold a colon."
        raise RejectedReadoutError(msg) from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        msg = "the front matter must hold keys and values, such as 'published: 2022-02-24'."
        raise RejectedReadoutError(msg)
    columns = {field: column for field, column in match_columns(map(str, found), {}).items() if field != "text"}
    return {field: found[column] for field, column in columns.items() if found[column]}
