"""A corpus → everything that is wrong with it, and everything that is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from communique.annotations import from_annotation
from communique.corpora.label_counts import label_counts
from communique.corpora.likeness import NearDuplicate, SharedRuns, near_duplicates, shared_runs
from communique.corpora.record_faults import record_faults
from communique.corpora.shapes import shape
from communique.corpora.standing import Standings, read_standings
from communique.errors import InputError
from communique.records import CodedReadout, Readout


class CorpusCheck(msgspec.Struct, frozen=True):
    """What a check found.

    Attributes
    ----------
    id
        Name of the folder, or of the file without its ending.
    readouts
        The labelled readouts without a fault, in the order of the files.
    texts
        Every readout that could be read, those with faults in their labels as well.
    faults
        One line each, ``path:line: what is wrong. The way out``.
    near_duplicates, shared_runs
        Pairs of readouts that are too much alike, for a person to look at; they are no faults.
    counts
        Field → value → number, see `communique.corpora.label_counts`.
    files
        SHA-256 (hex) of each ``*.jsonl``, by name.
    whys
        Why each reconstructed readout is in the corpus, by id.
    """

    id: str
    readouts: tuple[CodedReadout, ...]
    texts: tuple[Readout, ...]
    faults: tuple[str, ...]
    near_duplicates: tuple[NearDuplicate, ...]
    shared_runs: tuple[SharedRuns, ...]
    counts: dict[str, dict[str, int]]
    files: dict[str, str]
    whys: dict[str, str] = {}

    @property
    def calls(self) -> int:
        """The number of calls."""
        return sum(len(item.calls) for item in self.readouts)

    @property
    def near_duplicated(self) -> frozenset[str]:
        """The ids of the readouts that have a near-duplicate."""
        return frozenset(name for pair in self.near_duplicates for name in (pair.first, pair.second))


def check_corpus(folder: Path) -> CorpusCheck:
    """Check a corpus: form, offsets, codebook values, ids, sides, and texts that are too much alike.

    Parameters
    ----------
    folder
        Holds one or more ``*.jsonl`` of annotation records (section 6 of the codebook), or is one such file.

    Raises
    ------
    InputError
        When the folder does not exist or holds no ``*.jsonl``; everything else is a fault in the result.
    """
    paths = [folder] if folder.is_file() else sorted(folder.glob("*.jsonl"))
    if not paths:
        msg = f"{folder}: holds no *.jsonl with labelled readouts. Name a corpus such as corpora/training-en."
        raise InputError(msg)
    found = _Found()
    files = {}
    for path in paths:
        content = path.read_bytes()
        files[path.name] = hashlib.sha256(content).hexdigest()
        for number, line in enumerate(content.split(b"\n"), 1):
            if line.strip():
                _read_line(line, f"{path}:{number}", found)
    # what stands behind the readouts is told in tables beside them, which a lone file does not have
    behind = Standings() if folder.is_file() else read_standings(folder, found.standings, found.places)
    return CorpusCheck(
        id=folder.resolve().stem if folder.is_file() else folder.resolve().name,
        readouts=tuple(found.readouts),
        texts=tuple(found.texts),
        faults=(*found.faults, *behind.faults),
        near_duplicates=near_duplicates(found.texts),
        shared_runs=shared_runs(found.texts),
        counts=label_counts(found.readouts),
        files=files,
        whys=behind.whys,
    )


@dataclass
class _Found:
    """What was read so far; ``places`` and ``standings`` are by id and of the records with faults as well."""

    readouts: list[CodedReadout] = field(default_factory=list)
    texts: list[Readout] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    standings: dict[str, str] = field(default_factory=dict)


def _read_line(line: bytes, place: str, found: _Found) -> None:
    """Read one record; it is kept when it has no fault."""
    try:
        raw = msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        found.faults.append(f"{place}: not a JSON object in UTF-8: {error}. One object a line is expected.")
        return
    faults = [f"{place}: {raw.get('id', '?')!r}: {fault}" for fault in _faults_of(raw, place, found)]
    if not faults:
        try:
            found.readouts.append(from_annotation(raw, origin=place))
        except InputError as error:  # what the records refuse and this check does not know
            faults.append(str(error))
    found.faults += faults


def _faults_of(raw: dict[str, Any], place: str, found: _Found) -> Iterator[str]:
    try:
        record = shape(raw)
    except InputError as error:
        yield str(error)
        return
    if record.id in found.places:
        yield f"the id stands already at {found.places[record.id]}. Give each readout an id of its own."
    found.places.setdefault(record.id, place)
    found.standings.setdefault(record.id, record.standing)
    found.texts.append(
        Readout(record.id, record.source, record.lang, record.published, record.title, record.text, origin=place)
    )
    yield from record_faults(record)
