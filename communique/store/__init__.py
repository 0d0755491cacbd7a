"""Corpora, runs and counts on disk, or at any fsspec URL: Parquet files and JSON manifests.

Every file is named by its content or by what decides it, appears whole or not at all, and is checked against its digest
when it is read. Writing the same again changes nothing, so whatever was broken off can simply be started again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.errors import StoreError, did_you_mean
from communique.records import Ledger, Readout, Rejection
from communique.store import corpora, counts, runs
from communique.store.folders import StoreFolder
from communique.store.manifests import CorpusManifest, CountManifest, Partition, RunManifest
from communique.store.runs import Run

__all__ = ["CorpusManifest", "CountManifest", "Partition", "Run", "RunManifest", "Store"]


class Store:
    """A place for corpora, runs and counts; made when something is first written.

    Parameters
    ----------
    url
        Folder, or fsspec URL (``s3://bucket/counts``).

    Raises
    ------
    StoreError
        By every method, when something is missing, damaged or was changed; the message names the file and the way out.
    """

    def __init__(self, url: str | Path) -> None:
        self._folder = StoreFolder(url)

    @property
    def url(self) -> str:
        """Where the store is."""
        return self._folder.url

    def write_corpus(self, name: str, items: Iterable[Readout | Rejection], *, partition_size: int = 2_000) -> CorpusManifest:
        """Write a corpus; one of the same name is replaced when all of the new one is there.

        Parameters
        ----------
        name
            Letters, digits, ``.``, ``_`` and ``-``.
        items
            What ingest gives. A second readout of an id is stored as a rejection.
        partition_size
            Readouts a partition.
        """
        return corpora.write_corpus(self._folder, name, items, partition_size=partition_size)

    def list_corpora(self) -> tuple[str, ...]:
        """List the corpora by name."""
        return corpora.list_corpora(self._folder)

    def corpus_manifest(self, name: str) -> CorpusManifest:
        """Read what a corpus consists of, and its numbers."""
        return corpora.read_corpus_manifest(self._folder, name)

    def partitions(self, name: str) -> tuple[Partition, ...]:
        """List the partitions of a corpus."""
        return self.corpus_manifest(name).partitions

    def read_corpus(self, name: str) -> Iterator[Readout]:
        """Read the readouts of a corpus, in order, one partition in memory at a time."""
        for partition in self.partitions(name):
            yield from corpora.read_partition(self._folder, name, partition)

    def read_partition(self, name: str, key: str) -> list[Readout]:
        """Read the readouts of one partition of a corpus."""
        found = {partition.key: partition for partition in self.partitions(name)}
        if key not in found:
            msg = f"corpus {name!r} has no partition {key!r}. {did_you_mean(key, found)}"
            raise StoreError(msg)
        return corpora.read_partition(self._folder, name, found[key])

    def read_rejections(self, name: str) -> list[Rejection]:
        """Read what could not be used when the corpus was written."""
        return corpora.read_corpus_rejections(self._folder, name)

    def open_run(self, corpus: str, annotator: str) -> Run:
        """Open the run of an annotator (names and versions) over a corpus; one that was begun goes on."""
        return runs.open_run(self._folder, corpus, annotator)

    def run(self, name: str) -> Run:
        """Open a run by its id, by ``<corpus>@<id>``, by its corpus (the run that was opened last), or as ``newest``."""
        return runs.find_run(self._folder, name)

    def run_names(self) -> tuple[str, ...]:
        """List the runs as ``<corpus>@<id>``, the one that was opened last first."""
        return runs.run_names(self._folder)

    def list_runs(self) -> tuple[str, ...]:
        """List the runs by id, finished or not."""
        return runs.list_runs(self._folder)

    def write_count(self, run_id: str, ledger: Ledger, profile_text: str, corrections: bytes = b"") -> str:
        """Write what a profile made of a run, and of the corrections (JSON lines) that people made to it.

        Returns
        -------
        str
            The count's id: first 12 hexadecimal digits of the SHA-256 over run, ledger, profile and corrections, if any.
        """
        return counts.write_count(self._folder, run_id, ledger, profile_text, corrections)

    def read_count(self, count_id: str) -> Ledger:
        """Read the ledger of a count."""
        return counts.read_count(self._folder, count_id)

    def count_manifest(self, count_id: str) -> CountManifest:
        """Read which run and profile a count is of."""
        return counts.read_count_manifest(self._folder, count_id)

    def read_count_profile(self, count_id: str) -> str:
        """Read the text of the profile that a count was made with."""
        return counts.read_count_profile(self._folder, count_id)

    def read_count_corrections(self, count_id: str) -> bytes:
        """Read the corrections that a count was made with, as JSON lines; empty when there were none."""
        return counts.read_count_corrections(self._folder, count_id)

    def list_counts(self) -> tuple[str, ...]:
        """List the counts by id."""
        return counts.list_counts(self._folder)
