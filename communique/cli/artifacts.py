"""What the flows leave in Prefect: log lines, progress that moves, tables and texts that cannot do harm, links.

Everything that may come from a text, a title or a profile is escaped here; nothing grows beyond what the server takes.
"""

from __future__ import annotations

import contextlib
import html
import logging
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from prefect import get_run_logger
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.exceptions import MissingContextError

from communique import resources
from communique.cli.forms import REPORTS_URL
from communique.errors import CommuniqueError
from communique.progress import LOGGER

MOST_BYTES = 4_000_000
"""Of an artifact; Prefect refuses those over 5 MiB."""

_CELL = 500
_EVERY = 0.5
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~$-])")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def log(message: str) -> None:
    """Write a line that a person reads into the run's log; outside a run, nothing."""
    with contextlib.suppress(MissingContextError):
        get_run_logger().info(message)


def plain(text: object) -> str:
    """Make a text safe in Markdown and HTML: every sign with a meaning there is shown as itself."""
    seen = _UNSEEN.sub("\ufffd", " ".join(str(text).split()))
    return _MARKDOWN.sub(r"\\\1", html.escape(seen, quote=False))


def cell(value: object) -> object:
    """Make a value safe in a table: numbers as they are, texts escaped and not too long."""
    if isinstance(value, (int, float)) or value is None:
        return value
    text = _UNSEEN.sub("\ufffd", " ".join(str(value).split()))
    text = text if len(text) <= _CELL else text[: _CELL - 1] + "…"
    return html.escape(text, quote=False).replace("[", "&#91;")


def table(key: str, rows: Sequence[Mapping[str, object]], description: str, *, nothing: str) -> None:
    """Leave a table; rows that do not fit are counted in its description.

    Parameters
    ----------
    key
        Lower-case letters, digits and dashes.
    rows
        Column → value.
    description
        Markdown above the table; what comes from texts in it has to be made `plain` before.
    nothing
        What to say when there are no rows.
    """
    kept, size = [], 0
    for row in rows:
        safe = {name: cell(value) for name, value in row.items()}
        size += len(repr(safe).encode()) + 50
        if size > MOST_BYTES:
            break
        kept.append(safe)
    left = len(rows) - len(kept)
    note = f"\n\n{left} more rows do not fit in here; they are in the report's tables." if left else ""
    create_table_artifact(key=key, table=kept or [{"": nothing}], description=description + note)


def markdown(key: str, lines: Sequence[str], description: str = "") -> None:
    """Leave a text, given as lines of Markdown; what comes from texts in it has to be made `plain` before."""
    content = "\n".join(lines).encode()[:MOST_BYTES].decode(errors="ignore")
    create_markdown_artifact(key=key, markdown=content, description=description or None)


def link(key: str, page: Path, text: str) -> None:
    """Leave a link to a page: served by ``communique serve`` when it lies in its reports, else the file itself."""
    served = os.environ.get(REPORTS_URL)
    address = page.absolute().as_uri()
    reports = resources.workspace() / "reports"
    if served and page.absolute().is_relative_to(reports):
        address = f"{served}/{quote(page.absolute().relative_to(reports).as_posix())}"
    create_link_artifact(key=key, link=address, link_text=text)


class _Moving(logging.Handler):
    """Turns the library's progress records into one progress artifact a stage."""

    def __init__(self) -> None:
        super().__init__()
        self._artifacts: dict[str, Any] = {}
        self._last: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        facts = record.__dict__
        stage, done, total = facts.get("stage", ""), facts.get("done", 0), facts.get("total")
        if not total:
            return
        now, share = time.monotonic(), round(100.0 * done / total, 1)
        if stage not in self._artifacts:
            self._artifacts[stage] = create_progress_artifact(progress=share, key=f"progress-{stage}", description=stage)
        elif done >= total or now - self._last[stage] >= _EVERY:
            update_progress_artifact(self._artifacts[stage], progress=share)
        else:
            return
        self._last[stage] = now


@contextlib.contextmanager
def moving_progress() -> Iterator[None]:
    """Show the stages' progress as artifacts while the block runs."""
    handler, before, propagate = _Moving(), LOGGER.level, LOGGER.propagate
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False  # the artifact moves; the terminal need not
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.setLevel(before)
        LOGGER.propagate = propagate


def worth_retrying(_task: object, _run: object, state: Any) -> bool:
    """Tell whether trying again may help: the network or a remote store failed, and nothing that the user has to mend."""
    error: BaseException | None = state.result(raise_on_failure=False)
    while error is not None:
        if isinstance(error, (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)):
            return False
        if isinstance(error, (ConnectionError, TimeoutError, OSError)):
            return True
        error = error.__cause__
    return False


def say_what_failed(flow: Any, flow_run: Any, state: Any) -> None:
    """Leave a text that says what went wrong and what to do; a hook for flows that failed or crashed."""
    reason = state.message or state.name
    error = state.result(raise_on_failure=False) if state.is_failed() else None
    way_out = "Mend what the message names, then start again: what is done already is kept."
    if error is not None and not isinstance(error, CommuniqueError):
        way_out = "This is no fault of your data. Start again: it goes on where it stopped. If it fails again, report the log."
    create_markdown_artifact(
        key="failure",
        markdown=f"# {plain(flow_run.name)} did not finish\n\n{plain(reason)}\n\n{way_out}",
        description=f"{flow.name}: {state.name}",
    )
