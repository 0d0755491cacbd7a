"""Tables of records in a store: written once, named by their content, checked whenever they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from communique.errors import StoreError
from communique.store.folders import StoreFolder
from communique.store.manifests import StoredFile, read_content, write_content
from communique.store.schema import from_parquet, to_parquet

R = TypeVar("R", bound=msgspec.Struct)


def write_table(folder: StoreFolder, stem: str, records: Sequence[R], kind: type[R]) -> StoredFile:
    """Write records as a content-addressed Parquet file."""
    content, n = to_parquet(records, kind)
    return write_content(folder, stem, "parquet", content, n)


def read_table(folder: StoreFolder, stored: StoredFile, kind: type[R], way_out: str) -> list[R]:
    """Read the records of a Parquet file.

    Raises
    ------
    StoreError
        When it is missing, damaged, changed, or has another number of rows than its manifest says.
    """
    content = read_content(folder, stored, way_out)
    records = from_parquet(content, kind, place=folder.place(stored.file), way_out=way_out)
    if len(records) != stored.n:
        msg = f"{folder.place(stored.file)} has {len(records)} rows, its manifest says {stored.n}. {way_out}"
        raise StoreError(msg)
    return records
