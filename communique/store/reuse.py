"""What the same annotator made of the same text before: rows of earlier runs, taken over as they are.

A row is found by its readout's digest, which covers all that coding depends on. Where the text was read from and its
address may have changed since; these are the new readout's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from communique.errors import StoreError
from communique.records import CodedReadout, Readout
from communique.store.folders import StoreFolder
from communique.store.manifests import RunPart, StoredFile, read_content
from communique.store.schema import arrow_schema, read_columns

_READOUT = list(Readout.__struct_fields__)
_CODING = [name for name in arrow_schema(CodedReadout).names if name not in _READOUT]
_KEPT_TABLES = 4
"""Earlier parts held in memory; corpora are in the order of time, so neighbours are needed together."""


@dataclass(frozen=True)
class WholePart:
    """A part of another run that was made of the very same file, with the bytes of its results."""

    part: RunPart
    annotated: bytes
    rejected: bytes

    @classmethod
    def read(cls, folder: StoreFolder, part: RunPart) -> Self | None:
        """Read a part's files; None when they are damaged, which whoever opens its run is told."""
        try:
            return cls(part, *(read_content(folder, stored, "It is not reused.") for stored in (part.annotated, part.rejected)))
        except StoreError:
            return None


class EarlierRows:
    """Coded rows of earlier parts, by the digest of their readout.

    Parameters
    ----------
    folder
        The store.
    parts
        The Parquet files of coded readouts, the ones to be preferred first.
    """

    def __init__(self, folder: StoreFolder, parts: Sequence[StoredFile]) -> None:
        self._folder = folder
        self._places: dict[str, tuple[int, int]] = {}
        self._parts = tuple(parts)
        self._tables: dict[int, pa.Table] = {}
        for number, part in enumerate(self._parts):
            try:
                table = self._read(part, _READOUT)
            except StoreError:
                continue  # a damaged part cannot be reused; whoever opens its run is told so
            columns = [table.column(name).to_pylist() for name in _READOUT]
            for row, values in enumerate(zip(*columns, strict=True)):
                self._places.setdefault(Readout(*values).digest, (number, row))

    def __contains__(self, digest: str) -> bool:
        return digest in self._places

    def _read(self, part: StoredFile, columns: list[str]) -> pa.Table:
        content = read_content(self._folder, part, "It is not reused.")
        return read_columns(
            content, CodedReadout, place=self._folder.place(part.file), way_out="It is not reused.", columns=columns
        )

    def rows(self, digests: Sequence[str]) -> pa.Table:
        """Take the codings of readouts that are here, in the given order (without the readouts' own columns)."""
        places = [self._places[digest] for digest in digests]
        pieces, order = [], []
        start = 0
        for number in sorted({part for part, _ in places}):
            wanted = [(index, row) for index, (part, row) in enumerate(places) if part == number]
            pieces.append(self._table(number).take(pa.array([row for _, row in wanted])))
            order += [(index, start + offset) for offset, (index, _) in enumerate(wanted)]
            start += len(wanted)
        return pa.concat_tables(pieces).take(pa.array([position for _, position in sorted(order)]))

    def _table(self, number: int) -> pa.Table:
        if number not in self._tables:
            if len(self._tables) >= _KEPT_TABLES:
                del self._tables[next(iter(self._tables))]
            self._tables[number] = self._read(self._parts[number], _CODING)
        return self._tables[number]


def merged(readouts: pa.Table, fresh: pa.Table, earlier: pa.Table | None, taken: Sequence[bool]) -> pa.Table:
    """Put new and earlier rows together, in the order of the readouts.

    Parameters
    ----------
    readouts
        Every readout that was coded, now or earlier.
    fresh
        The rows coded now.
    earlier
        Codings of the others, without the readouts' own columns; None when there are none.
    taken
        For each readout, whether its coding is an earlier one.
    """
    if earlier is None:
        return fresh
    both = pa.concat_tables([fresh.select(_CODING), earlier])
    new, old = 0, fresh.num_rows
    order = []
    for is_old in taken:
        order.append(old if is_old else new)
        old, new = (old + 1, new) if is_old else (old, new + 1)
    coding = both.take(pa.array(order, pa.int64())).combine_chunks()
    columns = {name: readouts.column(name) for name in _READOUT} | {name: coding.column(name) for name in _CODING}
    schema = arrow_schema(CodedReadout)
    return pa.table([columns[name] for name in schema.names], schema=schema).combine_chunks()


def number_of_calls(table: pa.Table) -> int:
    """Count the calls of coded rows."""
    return int(pc.sum(pc.list_value_length(table.column("calls"))).as_py() or 0)
