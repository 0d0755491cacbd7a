"""An annotator over a corpus ↔ a run that can be broken off and taken up again, by many processes at once.

``runs/<id>/`` holds ``run.json``, a ``<key>.json`` for each partition that is done, the Parquet files that these list,
and at the end ``manifest.json``. Every file is written whole and named by its content or overwritten by its equal, so
two processes that do the same partition do no harm.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator

import msgspec
import pyarrow as pa

from communique.errors import StoreError, did_you_mean
from communique.records import CodedReadout, Readout, Rejection
from communique.store.corpora import read_corpus_manifest, read_partition, read_partition_table
from communique.store.folders import StoreFolder
from communique.store.manifests import (
    Partition,
    RunHeader,
    RunManifest,
    RunPart,
    digest_of,
    read_manifest,
    write_content,
    write_manifest,
)
from communique.store.reuse import EarlierRows, WholePart, merged, number_of_calls
from communique.store.schema import table_bytes, to_table
from communique.store.tables import read_table, write_table


class Run:
    """What one annotator makes of one corpus.

    Attributes
    ----------
    id
        First 12 hexadecimal digits of the SHA-256 over corpus digest and annotator.
    corpus, annotator
        Which corpus, and which annotator (names and versions).
    partitions
        The corpus as it was when the run was first opened.
    """

    def __init__(self, folder: StoreFolder, header: RunHeader) -> None:
        self._folder = folder
        self._header = header
        self.id, self.corpus, self.annotator, self.partitions = header.id, header.corpus, header.annotator, header.partitions
        self._last: tuple[str, list[Readout], list[str]] | None = None
        self._last_whole: tuple[str, WholePart | None] | None = None
        self._way_out = (
            f"Delete the folder {folder.place(f'runs/{header.id}')} and annotate the corpus {header.corpus!r} again."
        )

    @property
    def finished(self) -> bool:
        """Whether the run is complete and sealed."""
        return self._folder.exists(self._name("manifest.json"))

    def _name(self, name: str) -> str:
        return f"runs/{self.id}/{name}"

    def read_partition(self, partition: Partition) -> list[Readout]:
        """Read the readouts of a partition, as they were when the run was opened."""
        return read_partition(self._folder, self.corpus, self._own(partition))

    def missing(self) -> tuple[Partition, ...]:
        """List the partitions that are still to be done; one whose manifest is damaged is done again."""
        return tuple(partition for partition in self.partitions if self._part(partition) is None)

    def _part(self, partition: Partition) -> RunPart | None:
        try:
            return read_manifest(self._folder, self._name(f"{partition.key}.json"), RunPart, self._way_out)
        except StoreError:
            return None

    def _own(self, partition: Partition) -> Partition:
        for own in self.partitions:
            if (own.key, own.digest) == (partition.key, partition.digest):
                return own
        msg = f"run {self.id} has no partition {partition.key!r} with these readouts. Take partitions from run.missing()."
        raise StoreError(msg)

    def to_code(self, partition: Partition) -> list[Readout]:
        """List the readouts of a partition that this annotator has not coded yet, in any run of the store."""
        if self._whole(partition) is not None:
            return []
        readouts, digests = self._digested(partition)
        return [readout for readout, digest in zip(readouts, digests, strict=True) if digest not in self._earlier]

    def _digested(self, partition: Partition) -> tuple[list[Readout], list[str]]:
        """Read a partition with the digests of its readouts; the last one is kept, because it is written next."""
        if self._last is None or self._last[0] != partition.key:
            readouts = self.read_partition(partition)
            self._last = (partition.key, readouts, [readout.digest for readout in readouts])
        return self._last[1:]

    @functools.cached_property
    def _others(self) -> tuple[RunPart, ...]:
        """What the same annotator did in other runs, the newest first."""
        parts: list[RunPart] = []
        for name in run_names(self._folder):
            other = load_run(self._folder, name.rpartition("@")[2])
            if other.annotator == self.annotator and other.id != self.id:
                parts += [part for part in map(other._part, other.partitions) if part is not None]  # noqa: SLF001 - the same class
        return tuple(parts)

    @functools.cached_property
    def _same_sources(self) -> dict[str, RunPart]:
        """Parts of other runs that were made of a file which this run has too, by the file's SHA-256."""
        ours = {partition.stored.sha256 for partition in self.partitions}
        return {part.source: part for part in reversed(self._others) if part.source in ours}

    @functools.cached_property
    def _earlier(self) -> EarlierRows:
        """What the same annotator made of single texts; of partitions that are taken over whole, nothing is needed."""
        return EarlierRows(self._folder, [part.annotated for part in self._others if part.source not in self._same_sources])

    def _whole(self, partition: Partition) -> WholePart | None:
        """Find the results of the same file in another run; none if they are damaged. The last is kept: it is written next."""
        if self._last_whole is None or self._last_whole[0] != partition.key:
            part = self._same_sources.get(self._own(partition).stored.sha256)
            whole = WholePart.read(self._folder, part) if part is not None else None
            self._last_whole = partition.key, whole
        return self._last_whole[1]

    def write(self, partition: Partition, items: Iterable[CodedReadout | Rejection]) -> None:
        """Write the results of a partition, all at once.

        Parameters
        ----------
        partition
            One of `partitions`.
        items
            One for each readout of `to_code`; the others are taken over from earlier runs of the same annotator.

        Raises
        ------
        StoreError
            When items and readouts do not add up, or the run is finished and says otherwise.
        """
        own = self._own(partition)
        coded: list[CodedReadout] = []
        rejected: list[Rejection] = []
        for item in items:
            if isinstance(item, Rejection):
                rejected.append(item)
            else:
                coded.append(item)
        whole = self._whole(own)
        if whole is not None and not coded and not rejected:
            part = self._taken_over(own, whole)
        else:
            part = self._put_together(own, coded, rejected)
        if self.finished and self._same_files(own.key) != (part.annotated, part.rejected):
            msg = f"run {self.id} is finished and cannot be changed. Another annotator, or version of one, makes a new run."
            raise StoreError(msg)
        write_manifest(self._folder, self._name(f"{own.key}.json"), part)

    def _taken_over(self, own: Partition, whole: WholePart) -> RunPart:
        """Write what another run made of the same file, as it is."""
        part = whole.part
        return RunPart(
            key=own.key,
            source=own.stored.sha256,
            digest=own.digest,
            n=own.n,
            calls=part.calls,
            annotated=write_content(self._folder, self._name(f"coded-{own.key}"), "parquet", whole.annotated, part.annotated.n),
            rejected=write_content(self._folder, self._name(f"rejected-{own.key}"), "parquet", whole.rejected, part.rejected.n),
        )

    def _put_together(self, own: Partition, coded: list[CodedReadout], rejected: list[Rejection]) -> RunPart:
        """Write what was coded now with what was coded earlier, in the order of the readouts."""
        readouts, digests = self._digested(own)
        taken = [digest for digest in digests if digest in self._earlier]
        if len(coded) + len(rejected) + len(taken) != own.n or len({item.readout.id for item in coded}) != len(coded):
            msg = (
                f"run {self.id}, partition {own.key}: {own.n} readouts in, {len(taken)} coded earlier, but {len(coded)} "
                f"annotated (each id once) and {len(rejected)} rejected out. Give one result for each of run.to_code()."
            )
            raise StoreError(msg)
        table = to_table(coded, CodedReadout)
        if taken:
            old = [digest in self._earlier for digest in digests]
            new = {item.readout.id for item in coded}
            kept = [is_old or readout.id in new for readout, is_old in zip(readouts, old, strict=True)]
            texts = read_partition_table(self._folder, self.corpus, own).filter(pa.array(kept))
            table = merged(texts, table, self._earlier.rows(taken), list(itertools.compress(old, kept)))
        return RunPart(
            key=own.key,
            source=own.stored.sha256,
            digest=own.digest,
            n=own.n,
            calls=number_of_calls(table),
            annotated=write_content(self._folder, self._name(f"coded-{own.key}"), "parquet", *table_bytes(table)),
            rejected=write_table(self._folder, self._name(f"rejected-{own.key}"), rejected, Rejection),
        )

    def _same_files(self, key: str) -> tuple[object, object]:
        part = next(part for part in self.manifest().parts if part.key == key)
        return part.annotated, part.rejected

    def finish(self) -> RunManifest:
        """Seal the run; once it is, it stays as it is.

        Raises
        ------
        StoreError
            When partitions are missing, or the numbers do not add up.
        """
        if self.finished:
            return self.manifest()
        parts = self._parts()
        manifest = RunManifest(
            id=self.id,
            corpus=self.corpus,
            corpus_digest=self._header.corpus_digest,
            annotator=self.annotator,
            readouts=sum(partition.n for partition in self.partitions),
            annotated=sum(part.annotated.n for part in parts),
            rejected=sum(part.rejected.n for part in parts),
            calls=sum(part.calls for part in parts),
            parts=parts,
        )
        self._check(manifest)
        return write_manifest(self._folder, self._name("manifest.json"), manifest)

    def manifest(self) -> RunManifest:
        """Read the manifest of a finished run.

        Raises
        ------
        StoreError
            When the run is not finished, or its manifest is damaged.
        """
        if not self.finished:
            keys = ", ".join(partition.key for partition in self.missing()) or "none"
            msg = f"run {self.id} is not finished (partitions missing: {keys}). Annotate {self.corpus!r} again to go on."
            raise StoreError(msg)
        manifest = read_manifest(self._folder, self._name("manifest.json"), RunManifest, self._way_out)
        self._check(manifest)
        return manifest

    def _check(self, manifest: RunManifest) -> None:
        keys = [(part.key, part.digest, part.n) for part in manifest.parts]
        if manifest.readouts != manifest.annotated + manifest.rejected or keys != [
            (p.key, p.digest, p.n) for p in self.partitions
        ]:
            msg = (
                f"run {self.id}: {manifest.readouts} readouts in, but {manifest.annotated} annotated and {manifest.rejected} "
                f"rejected out of {len(keys)} parts. {self._way_out}"
            )
            raise StoreError(msg)

    def _parts(self) -> tuple[RunPart, ...]:
        """Read the manifests of all parts."""
        found = {partition.key: self._part(partition) for partition in self.partitions}
        parts = tuple(part for part in found.values() if part is not None)
        if len(parts) < len(found):
            keys = ", ".join(key for key, part in found.items() if part is None)
            msg = f"run {self.id} lacks the partitions {keys}. Write them first; run.missing() lists them."
            raise StoreError(msg)
        return parts

    def _complete_parts(self) -> tuple[RunPart, ...]:
        return self.manifest().parts if self.finished else self._parts()

    def read(self) -> Iterator[CodedReadout]:
        """Read the coded readouts, in the order of the corpus.

        Raises
        ------
        StoreError
            When partitions are missing: part of a run would be counted as the whole.
        """
        for part in self._complete_parts():
            yield from read_table(self._folder, part.annotated, CodedReadout, self._way_out)

    def rejections(self) -> Iterator[Rejection]:
        """Read what could not be annotated.

        Raises
        ------
        StoreError
            When partitions are missing.
        """
        for part in self._complete_parts():
            yield from read_table(self._folder, part.rejected, Rejection, self._way_out)


def run_id(corpus_digest: str, annotator: str) -> str:
    """Name a run after what decides its results."""
    return digest_of(corpus_digest, annotator)[:12]


def open_run(folder: StoreFolder, corpus: str, annotator: str) -> Run:
    """Open the run of an annotator over a corpus, as it is now; a run that was begun goes on."""
    if not annotator:
        msg = "a run needs an annotator: the names and versions of what codes the readouts."
        raise StoreError(msg)
    manifest = read_corpus_manifest(folder, corpus)
    name = run_id(manifest.digest, annotator)
    if folder.exists(f"runs/{name}/run.json"):
        # The same readouts, though perhaps written anew from another place: read those that are there now.
        return load_run(folder, name, partitions=manifest.partitions)
    header = RunHeader(
        id=name, corpus=corpus, corpus_digest=manifest.digest, annotator=annotator, partitions=manifest.partitions
    )
    return Run(folder, write_manifest(folder, f"runs/{name}/run.json", header))


def load_run(folder: StoreFolder, name: str, *, partitions: tuple[Partition, ...] = ()) -> Run:
    """Open a run by its id.

    Parameters
    ----------
    folder, name
        The store and the id.
    partitions
        The corpus as it is now, if it holds the same readouts.

    Raises
    ------
    StoreError
        When there is no such run, or it says that it is another one.
    """
    path = f"runs/{name}/run.json"
    if name not in list_runs(folder):
        msg = f"{folder.url} has no run {name!r}. {did_you_mean(name, list_runs(folder))}"
        raise StoreError(msg)
    way_out = f"Delete the folder {folder.place(f'runs/{name}')} and annotate again."
    header = read_manifest(folder, path, RunHeader, way_out)
    digest = digest_of(*(partition.digest for partition in header.partitions))
    if header.id != name or digest != header.corpus_digest or run_id(header.corpus_digest, header.annotator) != name:
        msg = f"{folder.place(path)} belongs to another run. {way_out}"
        raise StoreError(msg)
    return Run(folder, msgspec.structs.replace(header, partitions=partitions or header.partitions))


NEWEST = "newest"
"""Stands for the run that was opened last."""


def run_names(folder: StoreFolder) -> tuple[str, ...]:
    """List the runs as ``<corpus>@<id>``, the one that was opened last first; a damaged header names none."""
    opened = []
    for name in list_runs(folder):
        path = f"runs/{name}/run.json"
        try:
            corpus = read_manifest(folder, path, RunHeader, "").corpus
        except StoreError:
            continue
        opened.append((-folder.modified(path), f"{corpus}@{name}"))
    return tuple(name for _, name in sorted(opened))


def find_run(folder: StoreFolder, name: str) -> Run:
    """Open a run by its id, by ``<corpus>@<id>``, by its corpus (the one that was opened last), or as ``newest``.

    Raises
    ------
    StoreError
        When there is no such run; names those that are.
    """
    if name in list_runs(folder):
        return load_run(folder, name)
    known = run_names(folder)
    if name == NEWEST and not known:
        msg = f"{folder.url} has no run yet. Annotate a corpus first, for example with 'communique run'."
        raise StoreError(msg)
    wanted = [k for k in known if name == NEWEST or name in (k, k.rpartition("@")[0], k.rpartition("@")[2])]
    if not wanted:
        msg = f"{folder.url} has no run {name!r}. {did_you_mean(name, known)}"
        raise StoreError(msg)
    return load_run(folder, wanted[0].rpartition("@")[2])


def list_runs(folder: StoreFolder) -> tuple[str, ...]:
    """List the runs by id, finished or not."""
    return tuple(name for name in folder.folders("runs") if folder.exists(f"runs/{name}/run.json"))
