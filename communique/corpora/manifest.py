"""A checked corpus ↔ its ``manifest.json``: how much is in it, and the bytes that it was counted from."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from communique.corpora.check import CorpusCheck, check_corpus
from communique.errors import InputError

MANIFEST = "manifest.json"
WAY_OUT = "Run: communique corpus describe"


class CorpusManifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a corpus says about itself.

    Attributes
    ----------
    id
        Name of the folder.
    records, calls
        How many readouts it holds, and how many calls they tell.
    files
        SHA-256 (hex) of each ``*.jsonl``, by name.
    counts
        Field → value → number.
    """

    id: str
    records: int
    calls: int
    files: dict[str, str]
    counts: dict[str, dict[str, int]]


def write_manifest(folder: Path, check: CorpusCheck | None = None) -> CorpusManifest:
    """Check a corpus and write its manifest.

    Parameters
    ----------
    folder
        The corpus.
    check
        Its check, where that was made already.

    Raises
    ------
    InputError
        With every fault of the corpus; then nothing is written.
    """
    check = check or check_corpus(folder)
    if check.faults:
        raise InputError("\n".join(check.faults))
    manifest = CorpusManifest(check.id, len(check.readouts), check.calls, check.files, check.counts)
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    return manifest


def read_manifest(folder: Path) -> CorpusManifest:
    """Read the manifest of a corpus and compare it with the files.

    Raises
    ------
    InputError
        When it is missing or damaged, or the files are not those that it was written for.
    """
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=CorpusManifest)
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}. {WAY_OUT} {folder}"
        raise InputError(msg) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"{path}: is damaged: {error}. {WAY_OUT} {folder}"
        raise InputError(msg) from error
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("*.jsonl"))}
    changed = sorted(name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name))
    if changed or manifest.id != folder.resolve().name:
        what = ", ".join(changed) or f"the folder's name ({manifest.id})"
        msg = f"{path}: {what} changed after the manifest was written. {WAY_OUT} {folder}"
        raise InputError(msg)
    return manifest
