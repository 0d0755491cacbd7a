"""Queues as tasks of annotation tools, and what comes back from them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from review.made_corrections import CODED, FIRST, TEXT, WITH_MACRON

from communique.errors import InputError
from communique.review import TOOLS, Applied, Correction, Queued, apply, export_queue, import_tasks, values_of

QUEUE = [Queued(CODED, FIRST, ("moves the count", "call type is too close to call"), ("call_type",))]
APPLIED = apply([CODED], [])
Edit = Callable[[list[dict[str, Any]]], None]


def read(path: Path, tool: str) -> Any:
    content = path.read_text(encoding="utf-8")
    return json.loads(content) if tool == "label-studio" else [json.loads(line) for line in content.splitlines()]


def marks(task: dict[str, Any], tool: str) -> list[Any]:
    """The marks of a task, as the tool would hold them when a person has submitted it."""
    if tool == "label-studio":
        if not task["annotations"]:
            task["annotations"] = [{"result": task["predictions"][0]["result"]}]
        found: list[Any] = task["annotations"][0]["result"]
        return found
    return list(task["spans"]) if tool == "prodigy" else list(task["label"])


def name_of(mark: Any) -> str:
    if isinstance(mark, list):
        return str(mark[2])
    return str(mark["label"] if "label" in mark else mark["value"]["labels"][0])


def come_back(
    tmp_path: Path, tool: str, edit: Callable[[list[Any]], list[Any]], *, confirm: bool = False, now: Applied = APPLIED
) -> list[Correction]:
    """Export, edit as a person would, import."""
    path = tmp_path / "tasks"
    assert export_queue(path, QUEUE, tool) == 1
    tasks = read(path, tool)
    edited = edit(marks(tasks[0], tool))
    if tool == "label-studio":
        tasks[0]["annotations"][0]["result"] = edited
        path.write_text(json.dumps(tasks), encoding="utf-8")
    else:
        tasks[0]["spans" if tool == "prodigy" else "label"] = edited
        path.write_text("\n".join(map(json.dumps, tasks)), encoding="utf-8")
    made, skipped = import_tasks(
        path, tool, now, who="Anna", when="2026-11-24T10:00:00+00:00", why="in the tool", confirm=confirm
    )
    assert skipped == ()
    return made


@pytest.mark.parametrize("tool", TOOLS)
def test_each_task_says_why_it_is_there(tmp_path: Path, tool: str) -> None:
    export_queue(tmp_path / "tasks", QUEUE, tool)
    (task,) = read(tmp_path / "tasks", tool)
    why = {"label-studio": lambda: task["data"]["why"], "prodigy": lambda: task["meta"]["why"], "doccano": lambda: task["why"]}
    assert why[tool]() == "moves the count; call type is too close to call"


def test_what_the_machine_said_is_a_prediction_in_label_studio(tmp_path: Path) -> None:
    export_queue(tmp_path / "tasks", QUEUE, "label-studio")
    (task,) = read(tmp_path / "tasks", "label-studio")
    assert task["annotations"] == []
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == "machine-1"
    assert "tone:candid:exchange" in [name_of(mark) for mark in prediction["result"]]
    made, skipped = import_tasks(tmp_path / "tasks", "label-studio", APPLIED, who="Anna", when="2026-11-24T10:00:00+00:00")
    assert made == []
    assert "has no annotation" in skipped[0].reason


@pytest.mark.parametrize("tool", TOOLS)
def test_a_task_that_comes_back_as_it_was_corrects_nothing(tmp_path: Path, tool: str) -> None:
    assert come_back(tmp_path, tool, list) == []


@pytest.mark.parametrize("tool", TOOLS)
def test_marks_that_were_left_become_decisions_when_they_are_confirmed(tmp_path: Path, tool: str) -> None:
    made = come_back(tmp_path, tool, list, confirm=True)
    assert [(c.call.number if c.call else 0, c.field) for c in made] == [
        (number, field) for number in (1, 2) for field in ("participants", "initiator", "occasions", "tone")
    ]
    after = apply([CODED], made)
    assert after.orphans == ()
    assert values_of(after.coded[0]) == values_of(CODED)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_mark_that_was_removed_is_a_correction_of_its_field_alone(tmp_path: Path, tool: str) -> None:
    (correction,) = come_back(tmp_path, tool, lambda found: [m for m in found if not name_of(m).startswith("occasion")])
    assert (correction.call, correction.field, correction.value) == (WITH_MACRON, "occasions", [])
    assert (correction.who, correction.why) == ("Anna", "in the tool")
    assert correction.machine is not None
    assert correction.machine.value == values_of(CODED)[0]["occasions"]
    assert apply([CODED], [correction]).coded[0].calls[0].occasions == ()


def test_a_mark_that_was_added_brings_its_words(tmp_path: Path) -> None:
    start = TEXT.index("He then called")
    mark = {"start": start, "end": start + 14, "label": "initiator:GBR:verb#2"}
    shift = len(CODED.readout.title) + 2
    moved = {**mark, "start": start + shift, "end": start + 14 + shift}
    (correction,) = come_back(tmp_path, "prodigy", lambda found: [*found, moved])
    assert (correction.field, correction.value) == ("initiator", {"initiator": "GBR", "initiator_basis": "verb"})
    call = apply([CODED], [correction]).coded[0].calls[1]
    assert [e.quote for e in call.decisions["initiator"].evidence] == ["He then called"]


def test_tasks_of_another_text_or_coding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "tasks"
    export_queue(path, QUEUE, "prodigy")
    fewer = apply([type(CODED)(CODED.readout, CODED.kind, (FIRST,))], [])
    for now, fault in ((apply([], []), "the text is not in the run"), (fewer, "tells 1 call\\(s\\) now, 2 when exported")):
        with pytest.raises(InputError, match=fault):
            import_tasks(path, "prodigy", now, who="Anna", when="2026-11-24T10:00:00+00:00")
