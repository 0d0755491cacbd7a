"""The command line as tests use it: in this process, or as a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

import communique
from communique.cli.app import app

_LIBRARY = str(Path(communique.__file__).parents[1])
_WIDE = {"COLUMNS": "240", "NO_COLOR": "1"}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def invoke(*arguments: str | Path) -> Result:
    """Run a command in this process, on a wide terminal."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=_WIDE)


def process(*arguments: str | Path, workspace: Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``python -m communique`` in a process of its own, in a folder, with a workspace."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "COMMUNIQUE_"))}
    path = os.pathsep.join([_LIBRARY, *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, "-m", "communique", *map(str, arguments)],
        cwd=folder or workspace.parent,
        env={**inherited, **_WIDE, "PYTHONPATH": path, "COMMUNIQUE_HOME": str(workspace)},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def plain(words: str) -> str:
    """Take colours, frames and line ends out of what was printed."""
    return " ".join(re.sub(r"[─-╿]", " ", _COLOUR.sub("", words)).split())
