"""Coded readouts ↔ Prodigy's tasks, one JSON object a line: ``text``, ``tokens``, ``spans`` and ``answer``.

Sources: Prodigy's documentation, "Annotation task formats" (prodi.gy/docs/api-interfaces): a span has ``start`` and ``end``
as character offsets, and ``token_start`` and ``token_end``, the latter inclusive; a token has ``text``, ``start``, ``end``,
``id`` and ``ws`` (whether a space follows); ``answer`` is ``accept``, ``reject`` or ``ignore``; keys that Prodigy does not
know are passed through. The offsets are those of spaCy's ``Doc.char_span``, Python's own: Unicode code points.

Labels overlap (a name can stand inside a courtesy): show the tasks with ``spans.manual``, which allows that; ``ner.manual``
does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from communique.corpora.marked_text import Coding, Mark, MarkedText, mark_text, read_marked
from communique.corpora.task_files import read_task_lines
from communique.errors import InputError
from communique.records import CodedReadout, Rejection

_PIECE = re.compile(r"\w+|\s|[^\w\s]")


class _Span(msgspec.Struct):
    start: int
    end: int
    label: str


class _Task(msgspec.Struct):
    text: str
    communique: Coding
    spans: list[_Span] | None = None
    answer: Literal["accept", "reject", "ignore"] = "accept"


def write_prodigy(path: Path, coded: Iterable[CodedReadout]) -> int:
    """Write tasks for Prodigy and return their number.

    Raises
    ------
    InputError
        When a label cannot be named.
    """
    lines = [msgspec.json.encode(_task(item)) + b"\n" for item in coded]
    path.write_bytes(b"".join(lines))
    return len(lines)


def _task(coded: CodedReadout) -> dict[str, Any]:
    marked, readout = mark_text(coded), coded.readout
    tokens = _tokens(marked)
    starts = {token["start"]: token["id"] for token in tokens}
    ends = {token["end"]: token["id"] for token in tokens}
    spans = [
        {"start": m.start, "end": m.end, "token_start": starts[m.start], "token_end": ends[m.end], "label": m.label}
        for m in marked.marks
    ]
    shown = {"id": readout.id, "source": readout.source, "published": readout.published}
    return {"text": marked.text, "tokens": tokens, "spans": spans, "meta": shown, "communique": marked.coding}


def _tokens(marked: MarkedText) -> list[dict[str, Any]]:
    """Cut a text into words and signs, and wherever a mark begins or ends, so that each mark is whole tokens."""
    starts, ends = {mark.start for mark in marked.marks}, {mark.end for mark in marked.marks}
    tokens: list[dict[str, Any]] = []
    for piece in _PIECE.finditer(marked.text):
        start = piece.start()
        inner = [at for at in range(start + 1, piece.end()) if at in starts or at in ends]
        for end in (*inner, piece.end()):
            if piece[0] == " " and tokens and not tokens[-1]["ws"] and start not in starts and end not in ends:
                tokens[-1]["ws"] = True
            else:
                tokens.append({"text": marked.text[start:end], "start": start, "end": end, "id": len(tokens), "ws": False})
            start = end
    return tokens


def read_prodigy(path: Path, faults: list[str]) -> Iterator[CodedReadout | Rejection]:
    """Read what Prodigy made of exported tasks (``prodigy db-out``).

    Parameters
    ----------
    path
        The JSONL file.
    faults
        Where the faults are added, one line each, with file, line and way out.

    Yields
    ------
    CodedReadout or Rejection
        The latter for tasks that were rejected or ignored in the tool.
    """
    for place, task in read_task_lines(path, _Task, faults):
        readout = task.communique.record.id
        if task.answer != "accept":
            reason = f"answered '{task.answer}' in Prodigy. Accept it there to import it."
            yield Rejection(place, reason, readout, "import")
            continue
        marks = tuple(Mark(span.start, span.end, span.label) for span in task.spans or ())
        try:
            yield read_marked(MarkedText(task.text, marks, task.communique), place)
        except InputError as error:
            faults += str(error).split("\n")
