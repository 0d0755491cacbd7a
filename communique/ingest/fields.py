"""Values under other people's column names → a `Readout`, or the reason why not."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from communique.errors import InputError, RejectedReadoutError, did_you_mean
from communique.ingest.languages import detect_language, language_code
from communique.ingest.normalisation import normalise_text
from communique.ingest.stamps import normalise_stamp
from communique.records import Readout
from communique.sources import LANGUAGES, Source

ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id", "doc_id"),
    "text": ("text", "body", "content", "doc_text"),
    "title": ("title", "headline"),
    "published": ("published", "date", "created", "publication_date"),
    "url": ("url", "link"),
    "source": ("source", "publisher"),
    "lang": ("lang", "language"),
    "standing": ("standing",),
}
"""The fields of a readout that a record may give, and the column names under which they are looked for, in order."""


class Row(NamedTuple):
    """One record of a file, by the names of `ALIASES`.

    Attributes
    ----------
    origin
        The file and line, row or member.
    values
        Raw values by field; fields that the file does not have are missing.
    """

    origin: str
    values: Mapping[str, object]


def check_fields(columns: Mapping[str, str]) -> None:
    """Check that a mapping names fields that exist.

    Raises
    ------
    InputError
        Naming the field that does not.
    """
    for name in columns:
        if name not in ALIASES:
            msg = f"columns: there is no field {name!r}. {did_you_mean(name, ALIASES)}"
            raise InputError(msg)


def match_columns(names: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Find the column of each field.

    Parameters
    ----------
    names
        The file's columns.
    columns
        The user's own choice, field → column; it goes before the aliases, and nothing else takes a chosen column.

    Returns
    -------
    dict
        Field → column, for the fields that the file has. Case and spaces around the names do not matter to aliases.
    """
    names = list(names)
    chosen = {name: column for name, column in columns.items() if column in names}
    folded = {name.strip().casefold(): name for name in reversed(names) if name not in columns.values()}
    for name, aliases in ALIASES.items():
        if name not in columns and (alias := next((a for a in aliases if a in folded), "")):
            chosen[name] = folded[alias]
    return chosen


@dataclass(frozen=True)
class ReadoutBuilder:
    """Builds readouts from rows.

    Attributes
    ----------
    sources
        Known publishers, by id.
    source, lang
        What holds for rows that do not say.
    """

    sources: Mapping[str, Source]
    source: str = ""
    lang: str = ""
    _hosts: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        owners: dict[str, set[str]] = {}
        for source in self.sources.values():
            for host in source.hosts:
                owners.setdefault(host.casefold(), set()).add(source.id)
        self._hosts.update({host: ids.pop() for host, ids in owners.items() if len(ids) == 1})

    def build(self, row: Row) -> Readout:
        """Build the readout of a row.

        Raises
        ------
        RejectedReadoutError
            Naming the field that is wrong, and what is expected.
        """
        values = {name: _scalar(name, value) for name, value in row.values.items() if name != "published"}
        text = normalise_text(values.get("text", ""))
        if not text.strip():
            msg = "text: there is none. Give a text, or leave the record out."
            raise RejectedReadoutError(msg)
        title = normalise_text(values.get("title", "")).strip()
        url = normalise_text(values.get("url", "")).strip()
        source = normalise_text(values.get("source", "")).strip() or self.source or self._owner(url)
        publisher = self.sources.get(source)
        published = normalise_stamp(row.values.get("published"), publisher.timezone if publisher else None)
        readout_id = normalise_text(values.get("id", "")).strip() or _content_id(source, published, title, text, url)
        lang = self._language(values.get("lang", "").strip(), f"{title}\n{text}")
        return Readout(readout_id, source, lang, published, title, text, url, row.origin, _standing(values.get("standing", "")))

    def _language(self, given: str, text: str) -> str:
        """Trust a given language, else the caller's, else what the text shows."""
        if given:
            code = language_code(given)
            if code in LANGUAGES:
                return code
            msg = f"lang: {given!r} is not supported. {did_you_mean(given, LANGUAGES)}"
            raise RejectedReadoutError(msg)
        return self.lang or detect_language(text)

    def _owner(self, url: str) -> str:
        """Tell the publisher from the host of an address."""
        try:
            host = (urlsplit(url).hostname or "").removesuffix(".")
        except ValueError:  # "http://[broken"
            return ""
        return self._hosts.get(host) or self._hosts.get(host.removeprefix("www.")) or ""


def _scalar(name: str, value: object) -> str:
    """Read a cell as text: null, and what pandas writes for it, as ``""``."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (list, dict, tuple, bytes)):
        msg = f"{name}: is a {type(value).__name__}, expected a text."
        raise RejectedReadoutError(msg)
    return str(value)


def _standing(value: str) -> Literal["", "documented", "reconstructed"]:
    """Keep the two words that our own corpora use; a column of that name elsewhere means something else."""
    if value == "documented":
        return "documented"
    return "reconstructed" if value == "reconstructed" else ""


def _content_id(source: str, *content: str) -> str:
    """Name a readout after what is in it: ``kremlin-1a2b3c4d5e``."""
    slug = re.sub(r"[\W_]+", "-", source.casefold()).strip("-") or "readout"
    digest = hashlib.sha1("\x1f".join(content).encode(), usedforsecurity=False).hexdigest()
    return f"{slug}-{digest[:10]}"
