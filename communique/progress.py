"""How the stages say how far they are: log records that a terminal shows as bars and a flow as progress artifacts.

The library only logs, to ``communique.progress``; who runs it attaches a handler and reads ``stage``, ``done`` and ``total``.
"""

from __future__ import annotations

import logging

LOGGER = logging.getLogger("communique.progress")


def report(stage: str, done: int, total: int | None = None) -> None:
    """Say that a stage has done so many units of a total (None when it is not known)."""
    LOGGER.info(
        "%s: %d of %s", stage, done, total if total is not None else "?", extra={"stage": stage, "done": done, "total": total}
    )
