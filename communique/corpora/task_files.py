"""Files of annotation tools → their tasks with file and line; what is no task becomes a fault and the rest is read on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from communique.errors import InputError

_Task = TypeVar("_Task")
_WAY_OUT = "Export the texts with 'communique corpus export' and import what the tool makes of them."


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}."
        raise InputError(msg) from error


def read_task_lines(path: Path, form: type[_Task], faults: list[str]) -> Iterator[tuple[str, _Task]]:
    """Iterate over the tasks of a JSONL file with their places.

    Parameters
    ----------
    path, form
        The file, and the type of its tasks.
    faults
        Where faults are added, one line each.
    """
    for number, line in enumerate(read_bytes(path).split(b"\n"), 1):
        if line.strip():
            try:
                yield f"{path}:{number}", msgspec.json.decode(line, type=form)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                faults.append(f"{path}:{number}: {_fault(error, 'One JSON object a line is expected.')}")


def read_task_array(path: Path, form: type[_Task], faults: list[str]) -> Iterator[tuple[str, _Task]]:
    """Iterate over the tasks of a JSON array with the places where they begin.

    Parameters
    ----------
    path, form
        The file, and the type of its tasks.
    faults
        Where faults are added, one line each.
    """
    for place, task in _items(path, faults):
        try:
            yield place, msgspec.convert(task, form)
        except msgspec.ValidationError as error:
            faults.append(f"{place}: {_fault(error, '')}")


def _fault(error: Exception, expected: str) -> str:
    if isinstance(error, msgspec.ValidationError):
        return f"{error}. {_WAY_OUT}"
    return f"not JSON in UTF-8: {error}. {expected}"


def _items(path: Path, faults: list[str]) -> Iterator[tuple[str, Any]]:
    """Iterate over the items of a JSON array, which parsers give without their lines."""
    decoder, expected = json.JSONDecoder(), "One JSON array of tasks is expected: choose JSON, not JSON-MIN, when exporting."
    try:
        content = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(f"{path}:1: not JSON in UTF-8: {error}. {expected}")
        return
    at, line = _next(content, 0), 1
    line += content.count("\n", 0, at)
    mark = "["
    while content[at : at + 1] == mark:
        start = _next(content, at + 1)
        line += content.count("\n", at, start)
        if mark == "[" and content[start : start + 1] == "]":
            at = start
            break
        try:
            item, end = decoder.raw_decode(content, start)
        except (json.JSONDecodeError, RecursionError) as error:
            faults.append(f"{path}:{getattr(error, 'lineno', line)}: not JSON in UTF-8: {error}. {expected}")
            return
        yield f"{path}:{line}", item
        at, mark = _next(content, end), ","
        line += content.count("\n", start, at)
    if content[at : at + 1] != "]" or content[at + 1 :].strip():
        faults.append(f"{path}:{line}: not a whole JSON array. {expected}")


def _next(content: str, at: int) -> int:
    """Find the next character that is no white space."""
    while content[at : at + 1] in {" ", "\n", "\r", "\t"}:
        at += 1
    return at
