"""Where tests write, and how Prefect behaves in them: nothing reaches the checkout, nothing is reported home."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

_HOME = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Set what is read when the program and Prefect are imported, which collecting the tests does."""
    home = config.stash[_HOME] = tempfile.TemporaryDirectory(prefix="communique-tests-", ignore_cleanup_errors=True)
    os.environ |= {
        "COMMUNIQUE_HOME": str(Path(home.name) / "workspace"),
        "PREFECT_HOME": str(Path(home.name) / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    }
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE"):  # a developer's own server is none of a test's business
        os.environ.pop(name, None)


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_HOME].cleanup()


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a workspace of its own (not made)."""
    folder = tmp_path / "workspace"
    monkeypatch.setenv("COMMUNIQUE_HOME", str(folder))
    return folder
