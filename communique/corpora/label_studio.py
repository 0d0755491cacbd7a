"""Coded readouts ↔ Label Studio's JSON: an array of tasks with ``data`` and ``annotations``, whose ``result`` holds the labels.

Sources: Label Studio's documentation, "Label Studio JSON format of annotated tasks" (labelstud.io/guide/task_format): a result
of the type ``labels`` has ``from_name``, ``to_name`` and a ``value`` of ``start``, ``end``, ``text`` and ``labels``. What the
offsets count is not said there. The editor of 1.23.2 is JavaScript, but cuts texts into code points to show, colour and save
a region (``content: [...]`` of its ``DomData``, ``[...textContent].slice(start, end)``), so they are written in code points.
Other versions and scripts count UTF-16 code units. The saved words (``text``) tell which: where they do not stand at the
offsets in code points, these are read in code units; where they stand at neither, that is a fault.

`labelling_configuration` gives what the project's labelling interface must hold. Results of other types (choices, relations,
ratings) are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec

from communique.corpora.code_units import code_point_offsets
from communique.corpora.marked_text import Coding, Mark, MarkedText, mark_text, read_marked
from communique.corpora.task_files import read_task_array
from communique.errors import InputError
from communique.records import CodedReadout, Rejection


class _Value(msgspec.Struct):
    start: int
    end: int
    labels: list[str]
    text: str | None = None


class _Annotation(msgspec.Struct):
    result: list[dict[str, Any]]
    was_cancelled: bool = False
    ground_truth: bool = False


class _Data(msgspec.Struct):
    text: str
    communique: Coding


class _Task(msgspec.Struct):
    data: _Data
    annotations: list[_Annotation] = []


def write_label_studio(path: Path, coded: Iterable[CodedReadout]) -> int:
    """Write tasks for Label Studio, one a line in one array, and return their number.

    Raises
    ------
    InputError
        When a label cannot be named.
    """
    lines = [msgspec.json.encode(_task(item)) for item in coded]
    path.write_bytes(b"[\n" + b",\n".join(lines) + b"\n]\n")
    return len(lines)


def _task(coded: CodedReadout) -> dict[str, Any]:
    marked, readout = mark_text(coded), coded.readout
    result = [
        {
            "id": f"m{number}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": m.start, "end": m.end, "text": marked.text[m.start : m.end], "labels": [m.label]},
        }
        for number, m in enumerate(marked.marks, 1)
    ]
    data = {"text": marked.text, "readout": readout.id, "source": readout.source, "published": readout.published}
    return {"data": {**data, "communique": marked.coding}, "annotations": [{"result": result}]}


def labelling_configuration(coded: Iterable[CodedReadout]) -> str:
    """Write the labelling interface (XML) that knows every label of some readouts; add those that annotators will need."""
    names = sorted({mark.label for item in coded for mark in mark_text(item).marks})
    labels = "".join(f"    <Label value={quoteattr(name)}/>\n" for name in names)
    text = '  <Text name="text" value="$text" granularity="symbol"/>\n'
    return f'<View>\n  <Labels name="label" toName="text" choice="single">\n{labels}  </Labels>\n{text}</View>\n'


def read_label_studio(path: Path, faults: list[str]) -> Iterator[CodedReadout | Rejection]:
    """Read what Label Studio made of exported tasks.

    Parameters
    ----------
    path
        An export in the format JSON (not JSON-MIN).
    faults
        Where the faults are added, one line each, with file, line and way out.

    Yields
    ------
    CodedReadout or Rejection
        The latter for tasks that nobody annotated, or that were skipped.
    """
    for place, task in read_task_array(path, _Task, faults):
        readout, origin = task.data.communique.record.id, f"{place}: {task.data.communique.record.id!r}"
        done = [a for a in task.annotations if not a.was_cancelled]
        chosen = [a for a in done if a.ground_truth] or done
        if not chosen:
            reason = "has no annotation, or a skipped one. Submit one in Label Studio to import it."
            yield Rejection(place, reason, readout, "import")
        elif len(chosen) > 1:
            faults.append(f"{origin}: has {len(chosen)} annotations. Leave one, or mark one as ground truth.")
        else:
            try:
                marks = _marks(chosen[0], task.data.text, origin)
                yield read_marked(MarkedText(task.data.text, marks, task.data.communique), place)
            except InputError as error:
                faults += str(error).split("\n")


def _marks(annotation: _Annotation, text: str, origin: str) -> tuple[Mark, ...]:
    """Read the labels of an annotation.

    Raises
    ------
    InputError
        Naming all that have not the form, or whose words stand elsewhere.
    """
    points = code_point_offsets(text)
    faults, marks = [], []
    for number, result in enumerate(annotation.result, 1):
        if result.get("type") != "labels":
            continue
        try:
            value = msgspec.convert(result.get("value"), _Value)
        except msgspec.ValidationError as error:
            faults.append(f"{origin}: result {number}: {error}. Mark the words again in Label Studio.")
            continue
        start, end = value.start, value.end
        if not _stands(value.text, text, start, end):
            start, end = points.get(start, -1), points.get(end, -1)
            if not _stands(value.text, text, start, end):
                found = f"[{value.start}, {value.end}) is not {value.text!r}"
                faults.append(f"{origin}: result {number}: {found}. Mark the words again in Label Studio.")
                continue
        marks += [Mark(start, end, label) for label in value.labels]
    if faults:
        raise InputError("\n".join(faults))
    return tuple(marks)


def _stands(words: str | None, text: str, start: int, end: int) -> bool:
    r"""Tell whether words stand at a place, however the tool writes white space (line ends become ``\n`` in old versions)."""
    if words is None:
        return True
    if not 0 <= start < end <= len(text):
        return False
    return "".join(text[start:end].split()) == "".join(words.replace("\\n", " ").split())
