"""Paths → the files at them, each with its format; hidden files are passed over.

What is in archives is `communique.ingest.archives`' to say.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from communique.records import Rejection

FORMATS: dict[str, str] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".zip": "zip",
    ".tgz": "tar.gz",
    ".gz": "gz",
}
"""File ending → format. A ``.tar.gz`` is a ``.tgz``; any other ``.gz`` holds one file."""

ARCHIVES = frozenset({"zip", "tar.gz", "gz"})
"""Formats that hold further files."""

_ABOUT_THE_FOLDER = frozenset({"readme.md", "datasheet.md", "license.md", "license.txt", "readme.txt", "manifest.json"})


@dataclass(frozen=True)
class InputFile:
    """One file to read.

    Attributes
    ----------
    name
        The path as messages show it; below an archive, ``archive.zip/member.csv``.
    format
        A value of `FORMATS`.
    open
        Opens it for reading, seekable, at its start.
    """

    name: str
    format: str
    open: Callable[[], BinaryIO]

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return PurePosixPath(self.name.replace(os.sep, "/")).stem


def format_of(name: str) -> str | None:
    """Tell the format from a file's name; None when the ending is unknown."""
    lower = name.lower()
    return "tar.gz" if lower.endswith(".tar.gz") else FORMATS.get(PurePosixPath(lower).suffix)


def file_at(path: Path) -> InputFile:
    """Make an input of a file on disk whose ending is known."""
    return InputFile(str(path), format_of(path.name) or "", lambda: path.open("rb"))


def walk(folder: Path) -> Iterator[InputFile | Rejection]:
    """List the files below a folder in the order of their paths.

    Files that cannot be read as texts, or that describe the folder, are rejections.
    """
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for name in folders:
            if (Path(where) / name).is_symlink():
                yield Rejection(
                    str(Path(where) / name), "a link to another folder is not followed. Give that folder as an input."
                )
        for name in sorted(name for name in names if not is_hidden(name)):
            path = Path(where) / name
            if reason := refusal(name):
                yield Rejection(str(path), reason)
            elif not path.is_file():
                yield Rejection(str(path), "is no regular file, or a link to nothing.")
            else:
                yield file_at(path)


def is_hidden(name: str) -> bool:
    """Tell whether a file or folder is passed over without a word."""
    return name.startswith(".") or name == "__MACOSX"


def refusal(name: str) -> str:
    """Say why a file found in a folder or archive is not read; ``""`` when it is."""
    if name.lower() in _ABOUT_THE_FOLDER:
        return "describes its folder and is taken for no readout. Name the file itself to read it."
    if format_of(name) is None:
        return f"unknown file ending. Known: {', '.join(FORMATS)}."
    return ""
