"""Corpora ↔ the files of other programs, each in its own format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from communique.annotations import read_annotations
from communique.corpora.doccano import read_doccano, write_doccano
from communique.corpora.label_studio import read_label_studio, write_label_studio
from communique.corpora.prodigy import read_prodigy, write_prodigy
from communique.corpora.tif import read_tif, write_tif
from communique.errors import InputError, did_you_mean
from communique.records import CodedReadout, Rejection

_Write = Callable[[Path, Iterable[CodedReadout]], int]
_Read = Callable[[Path, list[str]], Iterator[CodedReadout | Rejection]]

_FORMATS: dict[str, tuple[_Write, _Read]] = {
    "prodigy": (write_prodigy, read_prodigy),
    "doccano": (write_doccano, read_doccano),
    "label-studio": (write_label_studio, read_label_studio),
    "tif": (write_tif, read_tif),
}

FORMATS = tuple(_FORMATS)
"""The names of the formats."""


class Imported(msgspec.Struct, frozen=True):
    """What came out of a file.

    Attributes
    ----------
    readouts
        With the labels that they had in the tool.
    rejections
        What was rejected or skipped there, or never annotated.
    """

    readouts: tuple[CodedReadout, ...]
    rejections: tuple[Rejection, ...]


def _format(name: str) -> tuple[_Write, _Read]:
    if name not in _FORMATS:
        msg = f"unknown format {name!r}. {did_you_mean(name, FORMATS)}"
        raise InputError(msg)
    return _FORMATS[name]


def read_corpus(path: Path) -> tuple[CodedReadout, ...]:
    """Read the labelled readouts of a corpus folder, or of one JSONL file.

    Raises
    ------
    InputError
        Naming the file and line that cannot be read, or a folder without any.
    """
    paths = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not paths:
        msg = f"{path}: holds no *.jsonl with labelled readouts. Name a corpus such as corpora/training-en."
        raise InputError(msg)
    return tuple(coded for file in paths for coded in read_annotations(file))


def export_corpus(path: Path, coded: Sequence[CodedReadout], name: str) -> int:
    """Write readouts for another program.

    Parameters
    ----------
    path
        The file to write; in the format ``tif`` it ends in ``.csv`` or ``.parquet``.
    coded
        The readouts, each with an id of its own.
    name
        One of `FORMATS`.

    Returns
    -------
    int
        How many were written.

    Raises
    ------
    InputError
        When the format is unknown, an id stands twice, a label cannot be named, or the file cannot be written.
    """
    write, _ = _format(name)
    if faults := _doubled(coded):
        raise InputError("\n".join(faults))
    try:
        return write(path, coded)
    except OSError as error:
        msg = f"{path}: cannot be written: {error.strerror}. Choose another file."
        raise InputError(msg) from error


def import_corpus(path: Path, name: str) -> Imported:
    """Read readouts that another program has edited.

    Parameters
    ----------
    path
        The file; for annotation tools one that `export_corpus` wrote first.
    name
        One of `FORMATS`.

    Raises
    ------
    InputError
        With every fault of the file, one line each, ``path:line: what is wrong. The way out``.
    """
    _, read = _format(name)
    faults: list[str] = []
    items = list(read(path, faults))
    readouts = tuple(item for item in items if isinstance(item, CodedReadout))
    faults += _doubled(readouts)
    if faults:
        raise InputError("\n".join(faults))
    return Imported(readouts, tuple(item for item in items if isinstance(item, Rejection)))


def _doubled(coded: Iterable[CodedReadout]) -> list[str]:
    """Name the readouts whose id stands before them already."""
    places: dict[str, str] = {}
    faults = []
    for item in coded:
        readout = item.readout
        if readout.id in places:
            way_out = "Give each readout an id of its own, or leave one."
            faults.append(f"{readout.origin}: the id {readout.id!r} stands already at {places[readout.id]}. {way_out}")
        places.setdefault(readout.id, readout.origin)
    return faults
