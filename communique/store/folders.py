"""A folder at any fsspec URL, in which each file appears whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from communique.errors import StoreError


class StoreFolder:
    """The folder that a store lives in.

    Files are named by their path below it, with ``/``. On disk a file is written under a temporary name, then renamed;
    elsewhere it is put in one request, which object stores carry out whole or not at all.

    Parameters
    ----------
    url
        Path, or URL such as ``s3://bucket/counts`` or ``memory://counts``.

    Raises
    ------
    StoreError
        When the URL cannot be used.
    """

    def __init__(self, url: str | Path) -> None:
        self.url = str(Path(url).expanduser().absolute()) if isinstance(url, Path) else url
        try:
            self._fs, self._root = fsspec.core.url_to_fs(self.url)
        except (ImportError, ValueError) as error:
            msg = f"{self.url}: cannot be used as a store: {error}"
            raise StoreError(msg) from error
        self._root = self._root.rstrip("/")
        if self._fs.isfile(self._root):
            msg = f"{self.url}: is a file. Give a folder for the store."
            raise StoreError(msg)

    def place(self, name: str) -> str:
        """Name a file for messages."""
        return f"{self.url.rstrip('/')}/{name}"

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def exists(self, name: str) -> bool:
        """Tell whether a file is there."""
        self._fs.invalidate_cache()
        return bool(self._fs.isfile(self._path(name)))

    def read(self, name: str, way_out: str) -> bytes:
        """Read a file.

        Raises
        ------
        StoreError
            When it is missing or cannot be read; ends with ``way_out``.
        """
        try:
            content: bytes = self._fs.cat_file(self._path(name))
        except FileNotFoundError as error:
            msg = f"{self.place(name)} is missing. {way_out}"
            raise StoreError(msg) from error
        except OSError as error:
            msg = f"{self.place(name)} cannot be read: {error.strerror or error}. {way_out}"
            raise StoreError(msg) from error
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write a file; when it holds the same already, leave it alone.

        Raises
        ------
        StoreError
            When it cannot be written.
        """
        try:
            if self.exists(name) and self._fs.cat_file(self._path(name)) == content:
                return
            if isinstance(self._fs, LocalFileSystem):
                _replace_file(Path(self._path(name)), content)
            else:
                self._fs.pipe_file(self._path(name), content)
        except OSError as error:
            msg = f"{self.place(name)} cannot be written: {error.strerror or error}. Make room or choose another store."
            raise StoreError(msg) from error

    def modified(self, name: str) -> float:
        """Tell when a file was written, in seconds since 1970."""
        when: dt.datetime = self._fs.modified(self._path(name))
        return when.timestamp()

    def folders(self, name: str) -> list[str]:
        """List the folders in a folder, sorted; none when it is missing."""
        self._fs.invalidate_cache()
        try:
            found = self._fs.ls(self._path(name), detail=True)
        except FileNotFoundError:
            return []
        except OSError as error:
            msg = f"{self.place(name)} cannot be listed: {error.strerror or error}. Check its permissions."
            raise StoreError(msg) from error
        return sorted(entry["name"].rstrip("/").rpartition("/")[2] for entry in found if entry["type"] == "directory")


def _replace_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there in one step; two writers at once do not meet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with draft.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
