"""Readouts and rejections ↔ a named corpus: ``corpora/<name>/manifest.json`` and the Parquet files that it lists.

A corpus that is written anew under its name gets a new manifest; files of the old one stay, for runs that were opened
on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyarrow as pa

from communique.errors import StoreError, did_you_mean
from communique.records import Readout, Rejection
from communique.store.folders import StoreFolder
from communique.store.manifests import CorpusManifest, Partition, digest_of, read_content, read_manifest, write_manifest
from communique.store.ordering import ReadoutSorter
from communique.store.schema import read_columns
from communique.store.tables import read_table, write_table

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def _manifest_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        msg = f"{name!r} cannot name a corpus. Use letters, digits, '.', '_' and '-', with a letter or digit first."
        raise StoreError(msg)
    return f"corpora/{name}/manifest.json"


def _way_out(name: str) -> str:
    return f"Ingest the corpus {name!r} again."


def list_corpora(folder: StoreFolder) -> tuple[str, ...]:
    """List the corpora by name."""
    return tuple(name for name in folder.folders("corpora") if folder.exists(f"corpora/{name}/manifest.json"))


def read_corpus_manifest(folder: StoreFolder, name: str) -> CorpusManifest:
    """Read what a corpus consists of.

    Raises
    ------
    StoreError
        When there is no such corpus, or its manifest is damaged.
    """
    path = _manifest_name(name)
    if not folder.exists(path):
        msg = f"{folder.url} has no corpus {name!r}. {did_you_mean(name, list_corpora(folder))}"
        raise StoreError(msg)
    manifest = read_manifest(folder, path, CorpusManifest, _way_out(name))
    if manifest.digest != _corpus_digest(manifest.partitions):
        msg = f"{folder.place(path)} lists other partitions than its digest says. {_way_out(name)}"
        raise StoreError(msg)
    return manifest


def _corpus_digest(partitions: Iterable[Partition]) -> str:
    return digest_of(*(partition.digest for partition in partitions))


def _partition_digest(readouts: Iterable[Readout]) -> str:
    return digest_of(*(readout.digest for readout in readouts))


class _CorpusWriter:
    """Sorts what comes into partitions and rejections."""

    def __init__(self, folder: StoreFolder, name: str, size: int) -> None:
        self.folder, self.name, self.size = folder, name, size
        self.partitions: list[Partition] = []
        self.twice: list[Rejection] = []
        self._waiting: list[Readout] = []
        self._ids: set[str] = set()

    def add(self, item: Readout) -> None:
        if item.id in self._ids:
            reason = f"the corpus holds id {item.id!r} already. Give each readout an id of its own."
            self.twice.append(Rejection(item.origin, reason, item.id))
            return
        self._ids.add(item.id)
        self._waiting.append(item)
        if len(self._waiting) == self.size:
            self.flush()

    def flush(self) -> None:
        if self._waiting:
            key = f"{len(self.partitions):05d}"
            stored = write_table(self.folder, f"corpora/{self.name}/part-{key}", self._waiting, Readout)
            self.partitions.append(Partition(key, stored.n, _partition_digest(self._waiting), stored))
            self._waiting = []


def write_corpus(
    folder: StoreFolder, name: str, items: Iterable[Readout | Rejection], *, partition_size: int
) -> CorpusManifest:
    """Write a corpus, one partition after the other; it takes its name when all of it is there.

    The readouts are put in order of publication date and id first, so that the same texts give the same corpus in
    whatever order they come.
    """
    path = _manifest_name(name)
    if partition_size < 1:
        msg = f"partition_size is {partition_size}; a partition holds at least one readout."
        raise StoreError(msg)
    writer = _CorpusWriter(folder, name, partition_size)
    with ReadoutSorter() as ordered:
        for item in items:
            ordered.add(item)
        for readout in ordered.readouts():
            writer.add(readout)
        writer.flush()
        rejections = write_table(folder, f"corpora/{name}/rejections", [*ordered.rejections, *writer.twice], Rejection)
    readouts = sum(partition.n for partition in writer.partitions)
    if ordered.read != readouts + rejections.n:
        msg = f"corpus {name!r}: {ordered.read} read, but {readouts} + {rejections.n} stored. {_way_out(name)}"
        raise StoreError(msg)
    manifest = CorpusManifest(
        name=name,
        digest=_corpus_digest(writer.partitions),
        read=ordered.read,
        readouts=readouts,
        rejected=rejections.n,
        partitions=tuple(writer.partitions),
        rejections=rejections,
    )
    return write_manifest(folder, path, manifest)


def read_partition(folder: StoreFolder, corpus: str, partition: Partition) -> list[Readout]:
    """Read the readouts of a partition, and check that they are the ones that were written."""
    readouts = read_table(folder, partition.stored, Readout, _way_out(corpus))
    if _partition_digest(readouts) != partition.digest:
        msg = f"{folder.place(partition.stored.file)} holds other readouts than its manifest says. {_way_out(corpus)}"
        raise StoreError(msg)
    return readouts


def read_partition_table(folder: StoreFolder, corpus: str, partition: Partition) -> pa.Table:
    """Read the readouts of a partition as an Arrow table."""
    way_out = _way_out(corpus)
    content = read_content(folder, partition.stored, way_out)
    return read_columns(content, Readout, place=folder.place(partition.stored.file), way_out=way_out)


def read_corpus_rejections(folder: StoreFolder, name: str) -> list[Rejection]:
    """Read what could not be used when the corpus was written."""
    return read_table(folder, read_corpus_manifest(folder, name).rejections, Rejection, _way_out(name))
