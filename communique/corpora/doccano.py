"""Coded readouts ↔ doccano's JSONL for sequence labelling: ``text`` and ``label: [[start, end, name], ...]``.

Sources, all in the code of doccano 1.8.4: import takes lists of start, end and name, and keeps the other keys as metadata
(``data_import/pipeline``); export gives ``id`` (doccano's own), ``text``, the metadata and ``label``, or,
in projects with relations, ``entities`` with ``start_offset``, ``end_offset``, ``label`` (``data_export``). The server keeps
offsets as they come; it is the page that counts, in UTF-16 code units (JavaScript's ``substr`` and selections), unless the
project counts grapheme clusters as one character (``getOffsets`` of v-annotator). So offsets are written and read in code
units here. They differ from code points only behind characters such as emoji.

In the project's settings, allow overlapping entities (else doccano drops labels inside others when it imports), and leave the
counting of grapheme clusters off. Comments and relations are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from communique.corpora.code_units import code_point_offsets, code_unit_offsets
from communique.corpora.marked_text import Coding, Mark, MarkedText, mark_text, read_marked
from communique.corpora.task_files import read_task_lines
from communique.errors import InputError
from communique.records import CodedReadout, Rejection


class _Entity(msgspec.Struct):
    start_offset: int
    end_offset: int
    label: str


class _Task(msgspec.Struct):
    text: str
    communique: Coding
    label: list[tuple[int, int, str]] | None = None
    entities: list[_Entity] | None = None


def write_doccano(path: Path, coded: Iterable[CodedReadout]) -> int:
    """Write tasks for doccano and return their number.

    Raises
    ------
    InputError
        When a label cannot be named.
    """
    lines = [msgspec.json.encode(_task(item)) + b"\n" for item in coded]
    path.write_bytes(b"".join(lines))
    return len(lines)


def _task(coded: CodedReadout) -> dict[str, Any]:
    marked = mark_text(coded)
    units = code_unit_offsets(marked.text)
    labels = [[units[mark.start], units[mark.end], mark.label] for mark in marked.marks]
    return {"text": marked.text, "label": labels, "readout": coded.readout.id, "communique": marked.coding}


def read_doccano(path: Path, faults: list[str]) -> Iterator[CodedReadout | Rejection]:
    """Read what doccano made of exported tasks.

    Parameters
    ----------
    path
        The JSONL file (one of an export's archive for each annotator).
    faults
        Where the faults are added, one line each, with file, line and way out.
    """
    for place, task in read_task_lines(path, _Task, faults):
        readout = task.communique.record.id
        if task.label is None and task.entities is None:
            faults.append(f"{place}: {readout!r}: has neither 'label' nor 'entities'. Export it from doccano as JSONL.")
            continue
        spans = [*(task.label or ()), *((e.start_offset, e.end_offset, e.label) for e in task.entities or ())]
        try:
            marks = _marks(spans, task.text, f"{place}: {readout!r}")
            yield read_marked(MarkedText(task.text, marks, task.communique), place)
        except InputError as error:
            faults += str(error).split("\n")


def _marks(spans: Sequence[tuple[int, int, str]], text: str, origin: str) -> tuple[Mark, ...]:
    """Count spans in code points.

    Raises
    ------
    InputError
        Naming all that begin or end where no character does.
    """
    points = code_point_offsets(text)
    faults = [
        f"{origin}: label {label!r}: [{start}, {end}) does not begin and end between characters of the text. Mark it again."
        for start, end, label in spans
        if start not in points or end not in points
    ]
    if faults:
        raise InputError("\n".join(faults))
    return tuple(Mark(points[start], points[end], label) for start, end, label in spans)
