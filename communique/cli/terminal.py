"""What all commands share: how errors, progress and tables look in a terminal."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from communique.errors import CommuniqueError
from communique.progress import LOGGER
from communique.report.words import printable

OUT = Console(highlight=False)
ERR = Console(stderr=True, highlight=False)

EXIT_USER = 2
"""Exit code when an argument, a file or a configuration has to be mended by the user."""


def fail(error: CommuniqueError) -> NoReturn:
    """Print an error of the user's to mend, without a traceback, and exit with code 2."""
    ERR.print(Text("error: ", style="bold red") + Text(str(error)), soft_wrap=True)
    raise SystemExit(EXIT_USER) from error


@contextlib.contextmanager
def friendly() -> Iterator[None]:
    """Turn the program's own errors into one message and exit code 2."""
    try:
        yield
    except CommuniqueError as error:
        fail(error)


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output, for scripts."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; texts are shown as they are, never as markup."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*(Text(str(printable(str(cell)))) for cell in row))
    OUT.print(table)


class _Bars(logging.Handler):
    """Shows the library's progress records as one bar a stage."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def emit(self, record: logging.LogRecord) -> None:
        stage, done, total = record.__dict__.get("stage", ""), record.__dict__.get("done", 0), record.__dict__.get("total")
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)


@contextlib.contextmanager
def progress_bars(*, show: bool = True) -> Iterator[None]:
    """Show progress on standard error while the block runs."""
    if not show:
        yield
        return
    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=False) as progress:
        handler = _Bars(progress)
        LOGGER.addHandler(handler)
        before, propagate = LOGGER.level, LOGGER.propagate
        LOGGER.setLevel(logging.INFO)
        LOGGER.propagate = False
        try:
            yield
        finally:
            LOGGER.removeHandler(handler)
            LOGGER.setLevel(before)
            LOGGER.propagate = propagate
