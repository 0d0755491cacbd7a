"""Archives → the files in them, through limits that stop a bomb early.

Members are never written under their own names, so that a path such as ``../../etc/passwd`` leads nowhere.
"""

from __future__ import annotations

import gzip
import io
import lzma
import os
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from communique.errors import RejectedReadoutError
from communique.ingest.files import ARCHIVES, InputFile, format_of, is_hidden, refusal
from communique.records import Rejection

ARCHIVE_BYTES = 4 * 2**30
"""Bytes that an archive may unpack to."""

ARCHIVE_MEMBERS = 1_000_000
"""Files that an archive may hold."""

RATIO = 200
"""How many times its packed size an archive may unpack to; real texts stay below 20. Checked from `_RATIO_FROM` bytes on."""

_RATIO_FROM = 32 * 2**20
_SPOOL = 16 * 2**20
_DAMAGE = (
    *(EOFError, OSError, ValueError, RuntimeError),
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error),
)


def unpack(archive: InputFile) -> Iterator[InputFile | Rejection]:
    """Read the members of an archive one after the other.

    Each member is to be read before the next one is asked for. A damaged or hostile archive ends with a rejection that
    names it; the members before the damage have been given by then.
    """
    members = {"zip": _zip_members, "tar.gz": _tar_members, "gz": _gzip_member}[archive.format]
    try:
        with archive.open() as stream:
            budget = _Budget(stream.seek(0, os.SEEK_END))
            stream.seek(0)
            yield from members(archive, stream, budget)
    except RejectedReadoutError as error:
        yield Rejection(archive.name, str(error))
    except _DAMAGE as error:
        why = str(error) or type(error).__name__
        yield Rejection(archive.name, f"the archive is damaged or cut off ({why}). Fetch or pack it again.")


class _Budget:
    """Counts what an archive unpacks to, and stops it at the limits."""

    def __init__(self, packed: int) -> None:
        self.packed, self.unpacked, self.members = packed, 0, 0

    def spend(self, n: int) -> None:
        self.unpacked += n
        if self.unpacked > ARCHIVE_BYTES:
            self._stop(f"to more than {ARCHIVE_BYTES} bytes")
        if self.unpacked > _RATIO_FROM and self.unpacked > RATIO * self.packed:
            self._stop(f"to more than {RATIO} times its size")

    def count(self) -> None:
        self.members += 1
        if self.members > ARCHIVE_MEMBERS:
            self._stop(f"to more than {ARCHIVE_MEMBERS} files")

    def _stop(self, what: str) -> None:
        msg = f"the archive unpacks {what} and is not read on. Unpack it yourself if you trust it, and give the folder."
        raise RejectedReadoutError(msg)


class _Metered(io.RawIOBase):
    """A decompressed stream that spends its archive's budget as it is read."""

    def __init__(self, stream: BinaryIO, budget: _Budget) -> None:
        self._stream, self._budget = stream, budget

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self._budget.spend(len(data))
        return data


def _spool(stream: BinaryIO, budget: _Budget | None) -> BinaryIO:
    """Copy a member to memory, or to an unnamed temporary file when it is large."""
    copy = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_SPOOL))  # noqa: SIM115
    try:
        while block := stream.read(2**20):
            if budget:
                budget.spend(len(block))
            copy.write(block)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy


def _member(archive: InputFile, name: str, stream: BinaryIO, budget: _Budget | None) -> InputFile:
    """Make an input of a member; it is unpacked now and can be opened once."""
    copy = _spool(stream, budget)
    return InputFile(f"{archive.name}/{name}", format_of(name) or "", lambda: copy)


def _member_refusal(name: str) -> str:
    """Say why a member is not read, by its name alone."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "its path leads out of the archive."
    if format_of(path.name) in ARCHIVES:
        return "is an archive inside an archive. Unpack the outer one and give the folder."
    return refusal(path.name)


def _shown(name: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name) or "(no name)"


def _hidden_member(name: str) -> bool:
    return any(is_hidden(part) and part not in {"..", "."} for part in PurePosixPath(name).parts)


def _zip_members(archive: InputFile, stream: BinaryIO, budget: _Budget) -> Iterator[InputFile | Rejection]:
    with zipfile.ZipFile(stream) as members:
        for info in sorted(members.infolist(), key=lambda info: info.filename):
            budget.count()
            name = _shown(info.filename)
            if info.is_dir() or _hidden_member(name):
                continue
            if reason := "is encrypted. Unpack it yourself." if info.flag_bits & 1 else _member_refusal(name):
                yield Rejection(f"{archive.name}/{name}", reason)
                continue
            try:
                with members.open(info) as member:
                    found: InputFile | Rejection = _member(archive, name, cast("BinaryIO", member), budget)
            except _DAMAGE as error:
                found = Rejection(f"{archive.name}/{name}", f"the member is damaged ({error or type(error).__name__}).")
            yield found


def _tar_members(archive: InputFile, stream: BinaryIO, budget: _Budget) -> Iterator[InputFile | Rejection]:
    metered = _Metered(cast("BinaryIO", gzip.GzipFile(fileobj=stream)), budget)
    with tarfile.open(fileobj=cast("BinaryIO", metered), mode="r|") as members:
        for info in members:
            budget.count()
            name = _shown(info.name)
            if info.isdir() or _hidden_member(name):
                continue
            content = members.extractfile(info) if info.isreg() else None
            reason = _member_refusal(name) if content else "is a link or a device, not a file."
            if reason or content is None:
                yield Rejection(f"{archive.name}/{name}", reason)
            else:
                yield _member(archive, name, cast("BinaryIO", content), None)
    while metered.read(2**20):  # to the checksum at the end, which shows whether something is cut off
        pass


def _gzip_member(archive: InputFile, stream: BinaryIO, budget: _Budget) -> Iterator[InputFile | Rejection]:
    name = PurePosixPath(archive.name.replace(os.sep, "/")).name[: -len(".gz")]
    with gzip.GzipFile(fileobj=stream) as content:
        yield _member(archive, name, cast("BinaryIO", content), budget)
