"""A queue ↔ the tasks of annotation tools: machine labels as predictions, the reason in each; what came back → corrections.

The formats themselves are `communique.corpora`'s. What people marked is compared with the coding it was exported from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from communique.corpora import export_corpus, import_corpus
from communique.errors import InputError
from communique.records import Call, CodedReadout, Rejection
from communique.review.apply import Applied
from communique.review.corrections import Anchor, Correction, Machine
from communique.review.queue import Queued
from communique.review.values import canonical, values_of

TOOLS = ("label-studio", "prodigy", "doccano")
"""The formats in which a queue can be written."""

MARKED_FIELDS = ("participants", "initiator", "occasions", "tone")
"""What annotation tools show as marks; the other fields go along unchanged."""


def export_queue(path: Path, queue: Sequence[Queued], tool: str) -> int:
    """Write the readouts of a queue as tasks, in its order; return their number.

    Parameters
    ----------
    path
        The file.
    queue
        From `communique.review.queue.review_queue`.
    tool
        One of `TOOLS`.

    Raises
    ------
    InputError
        When the file cannot be written, or a label cannot be named.
    """
    readouts = {item.coded.readout.id: item.coded for item in queue}
    reasons = {name: "; ".join(w for item in queue if item.coded.readout.id == name for w in item.why) for name in readouts}
    n = export_corpus(path, tuple(readouts.values()), tool)
    _ADD_REASONS[tool](path, reasons, readouts)
    return n


def _to_label_studio(path: Path, reasons: Mapping[str, str], readouts: Mapping[str, CodedReadout]) -> None:
    tasks = msgspec.json.decode(path.read_bytes())
    for task in tasks:
        name = task["data"]["readout"]
        task["data"]["why"] = reasons[name]
        # a prediction is shown to the annotator and counts as nothing until it is submitted
        found = [{"model_version": readouts[name].annotator, **a} for a in task.pop("annotations")]
        task |= {"predictions": found, "annotations": []}
    path.write_bytes(b"[\n" + b",\n".join(map(msgspec.json.encode, tasks)) + b"\n]\n")


def _to_lines(put: Callable[[dict[str, Any], str], None]) -> Callable[..., None]:
    def add(path: Path, reasons: Mapping[str, str], readouts: Mapping[str, CodedReadout]) -> None:
        tasks = [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
        for task, name in zip(tasks, readouts, strict=True):
            put(task, reasons[name])
        path.write_bytes(b"".join(msgspec.json.encode(task) + b"\n" for task in tasks))

    return add


_ADD_REASONS: dict[str, Callable[[Path, Mapping[str, str], Mapping[str, CodedReadout]], None]] = {
    "label-studio": _to_label_studio,
    "prodigy": _to_lines(lambda task, why: task["meta"].update(why=why)),
    "doccano": _to_lines(lambda task, why: task.update(why=why)),
}


def import_tasks(
    path: Path, tool: str, applied: Applied, *, who: str, when: str, why: str = "", confirm: bool = False
) -> tuple[list[Correction], tuple[Rejection, ...]]:
    """Turn what came back from a tool into corrections.

    Parameters
    ----------
    path, tool
        The file and its format.
    applied
        The coding as it is now; the corrections are what differs from it.
    who, when, why
        Of every one of them.
    confirm
        Whether marks that are as they were become decisions too: the reviewer looked at all of them.

    Returns
    -------
    corrections : list of Correction
    rejections : tuple of Rejection
        Tasks that were skipped or not done.

    Raises
    ------
    InputError
        With every fault of the file, and every task that is of another text or coding.
    """
    imported = import_corpus(path, tool)
    now = {item.readout.id: item for item in applied.coded}
    said = {"who": who, "when": when, "why": why}
    faults, corrections = [], []
    for item in imported.readouts:
        base = now.get(item.readout.id)
        place = f"{item.readout.origin}: {item.readout.id!r}"
        if base is None or base.readout.digest != item.readout.digest:
            faults.append(f"{place}: the text is not in the run, or not the same. Import into the run that was exported.")
        elif len(base.calls) != len(item.calls):
            faults.append(f"{place}: tells {len(base.calls)} call(s) now, {len(item.calls)} when exported. Export again.")
        else:
            for call, old, new in zip(base.calls, values_of(base), _calls_of(item), strict=True):
                corrections += [
                    _correction(base, applied.anchor(call), name, old[name], new, said)
                    for name in MARKED_FIELDS
                    if confirm or canonical(name, old[name]) != canonical(name, new[1][name])
                ]
    if faults:
        raise InputError("\n".join(faults))
    return corrections, imported.rejections


def _calls_of(item: CodedReadout) -> Iterable[tuple[Call, dict[str, Any]]]:
    return zip(item.calls, values_of(item), strict=True)


def _correction(
    base: CodedReadout, call: Anchor, name: str, old: Any, new: tuple[Call, dict[str, Any]], said: dict[str, str]
) -> Correction:
    decision = new[0].decisions.get("initiator") if name == "initiator" else None
    evidence = decision.evidence[0] if decision and decision.evidence else None
    return Correction(
        readout=base.readout.id,
        digest=base.readout.digest,
        call=call,
        field=name,
        value=new[1][name],
        span=(evidence.start, evidence.end) if evidence else None,
        quote=evidence.quote if evidence else "",
        where=evidence.where if evidence else "text",
        machine=Machine(old, base.annotator),
        **said,
    )
