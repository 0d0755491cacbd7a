"""What a store says about itself: one JSON manifest for each corpus, run, part of a run and count, each with a checksum.

Manifests hold no time of day and no path outside the store, so that the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec

from communique.errors import StoreError
from communique.store.folders import StoreFolder

FORMAT = 1
"""Version of the layout on disk."""


class StoredFile(msgspec.Struct, frozen=True):
    """A content-addressed file.

    Attributes
    ----------
    file
        Its path in the store.
    n
        Its rows.
    sha256
        Of its bytes (hex).
    """

    file: str
    n: int
    sha256: str


class Partition(msgspec.Struct, frozen=True):
    """A piece of a corpus, small enough to be held in memory.

    Attributes
    ----------
    key
        Its name in the corpus: ``00000``, ``00001`` ...
    n
        Its readouts.
    digest
        Of what coding depends on in them (`communique.records.Readout.digest`), in order.
    stored
        Where they are.
    """

    key: str
    n: int
    digest: str
    stored: StoredFile


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What every manifest has."""

    format: int = FORMAT
    checksum: str = ""


class CorpusManifest(Manifest, frozen=True, kw_only=True):
    """A corpus: ``read = readouts + rejected``; ``digest`` is that of its partitions."""

    name: str
    digest: str
    read: int
    readouts: int
    rejected: int
    partitions: tuple[Partition, ...]
    rejections: StoredFile


class RunHeader(Manifest, frozen=True, kw_only=True):
    """What a run is about: an annotator, and the partitions of the corpus as they were when it was opened."""

    id: str
    corpus: str
    corpus_digest: str
    annotator: str
    partitions: tuple[Partition, ...]


class RunPart(Manifest, frozen=True, kw_only=True):
    """One partition's results: ``n = annotated.n + rejected.n``; ``source`` is the SHA-256 of the readouts' file."""

    key: str
    source: str
    digest: str
    n: int
    calls: int
    annotated: StoredFile
    rejected: StoredFile


class RunManifest(Manifest, frozen=True, kw_only=True):
    """A finished run: ``readouts = annotated + rejected``, over all parts."""

    id: str
    corpus: str
    corpus_digest: str
    annotator: str
    readouts: int
    annotated: int
    rejected: int
    calls: int
    parts: tuple[RunPart, ...]


class CountManifest(Manifest, frozen=True, kw_only=True):
    """A count: the profile's text, the ledger as two tables, and people's decisions where any stand over the machine's."""

    id: str
    run_id: str
    profile_id: str
    expected: dict[str, dict[str, int]]
    profile: StoredFile
    rows: StoredFile
    tallies: StoredFile
    corrections: StoredFile | msgspec.UnsetType = msgspec.UNSET


M = TypeVar("M", bound=Manifest)


def digest_of(*parts: str) -> str:
    """Digest strings, in order, to a SHA-256 (hex)."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def seal(manifest: M) -> M:
    """Give a manifest its checksum."""
    bare = msgspec.structs.replace(manifest, checksum="")
    return msgspec.structs.replace(bare, checksum=hashlib.sha256(msgspec.json.encode(bare)).hexdigest())


def write_manifest(folder: StoreFolder, name: str, manifest: M) -> M:
    """Seal a manifest and write it, as JSON that people can read."""
    sealed = seal(manifest)
    folder.write(name, msgspec.json.format(msgspec.json.encode(sealed), indent=2) + b"\n")
    return sealed


def read_manifest(folder: StoreFolder, name: str, kind: type[M], way_out: str) -> M:
    """Read a manifest and check it against its checksum.

    Raises
    ------
    StoreError
        When it is missing, damaged, changed or of another version.
    """
    content = folder.read(name, way_out)
    try:
        manifest = msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"{folder.place(name)} is damaged or of another version ({error}). {way_out}"
        raise StoreError(msg) from error
    if manifest.format != FORMAT:
        msg = f"{folder.place(name)} has the format {manifest.format}, this program reads {FORMAT}. {way_out}"
        raise StoreError(msg)
    if seal(manifest).checksum != manifest.checksum:
        msg = f"{folder.place(name)} was changed after it was written (its checksum does not fit). {way_out}"
        raise StoreError(msg)
    return manifest


def write_content(folder: StoreFolder, stem: str, ending: str, content: bytes, n: int) -> StoredFile:
    """Write a file whose name holds the digest of its content."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"{stem}-{sha256[:16]}.{ending}"
    folder.write(name, content)
    return StoredFile(name, n, sha256)


def read_content(folder: StoreFolder, stored: StoredFile, way_out: str) -> bytes:
    """Read a file and check that it is what was written.

    Raises
    ------
    StoreError
        When it is missing or was changed.
    """
    content = folder.read(stored.file, way_out)
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        msg = f"{folder.place(stored.file)} is cut off or was changed (its sha256 is not that of the manifest). {way_out}"
        raise StoreError(msg)
    return content
