"""Readouts in any order → in order of publication date and id, with bounded memory: sorted runs on disk, merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from communique.records import Readout, Rejection

HELD = 5_000
"""Readouts held in memory before they are set down on disk."""

_LENGTH = 4


def _order(readout: Readout) -> tuple[str, str, str]:
    return readout.published, readout.id, readout.digest


class ReadoutSorter:
    """Takes what ingest gives, and gives the readouts back in order; rejections are kept apart, as they came.

    Attributes
    ----------
    read
        How many items came.
    rejections
        Those that are rejections.
    """

    def __init__(self, held: int = HELD) -> None:
        self.read = 0
        self.rejections: list[Rejection] = []
        self._held = held
        self._waiting: list[Readout] = []
        self._files: list[Path] = []
        self._folder = tempfile.TemporaryDirectory(prefix="communique-")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._folder.cleanup()

    def add(self, item: Readout | Rejection) -> None:
        """Take one item."""
        self.read += 1
        if isinstance(item, Rejection):
            self.rejections.append(item)
            return
        self._waiting.append(item)
        if len(self._waiting) == self._held:
            self._set_down()

    def _set_down(self) -> None:
        path = Path(self._folder.name) / f"{len(self._files):06d}"
        with path.open("wb") as out:
            for readout in sorted(self._waiting, key=_order):
                packed = msgspec.msgpack.encode(readout)
                out.write(len(packed).to_bytes(_LENGTH, "big") + packed)
        self._files.append(path)
        self._waiting = []

    def readouts(self) -> Iterator[Readout]:
        """Give the readouts in order."""
        return heapq.merge(*map(_read, self._files), sorted(self._waiting, key=_order), key=_order)


def _read(path: Path) -> Iterator[Readout]:
    with path.open("rb") as stored:
        while size := stored.read(_LENGTH):
            yield msgspec.msgpack.decode(stored.read(int.from_bytes(size, "big")), type=Readout)
