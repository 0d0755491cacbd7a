"""``communique serve`` as a user starts it, for tests: the process, its address, and Prefect's own API."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
TRIES, UNAVAILABLE = 10, 503
FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


def free_port() -> int:
    """Find a port that is free together with the one above it."""
    for _ in range(50):
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            with contextlib.suppress(OSError):
                two.bind(("127.0.0.1", port + 1))
                return port
    msg = "no two free ports side by side"
    raise RuntimeError(msg)


@dataclass
class Served:
    """A running ``communique serve``."""

    process: subprocess.Popen[str]
    workspace: Path
    port: int
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def api(self, path: str, body: Any = None, *, method: str | None = None) -> Any:
        """Ask Prefect's API; a refusal comes back as ``{"refused": status, "detail": ...}``.

        "Service Unavailable" is asked again, as Prefect's own client does: SQLite refuses a writer whose reading is out of date.
        """
        for _ in range(TRIES):
            answer = self._ask(path, body, method)
            if not (isinstance(answer, dict) and answer.get("refused") == UNAVAILABLE):
                break
            time.sleep(0.5)
        return answer

    def _ask(self, path: str, body: Any, method: str | None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - our own address
            f"{self.url}/api/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own address
                content = answer.read()
                return json.loads(content) if content else None
        except urllib.error.HTTPError as error:
            return {"refused": error.code, "detail": error.read().decode()}

    def deployments(self) -> dict[str, Any]:
        return {d["name"]: d for d in self.api("deployments/filter", {})}

    def start(self, deployment: str, parameters: dict[str, Any] | None = None) -> Any:
        """Start a deployment, as its form does."""
        found = self.deployments()[deployment]["id"]
        body = {"parameters": parameters or {}, "state": {"type": "SCHEDULED"}}
        return self.api(f"deployments/{found}/create_flow_run", body)

    def finished(self, run: Any, *, patience: float = 120) -> Any:
        """Wait until a run has ended, and give it."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            found = self.api(f"flow_runs/{run['id']}")
            if found.get("state_type") in FINAL:
                return found
            time.sleep(0.3)
        msg = f"{run.get('name')} did not end: {found.get('state')}"
        raise AssertionError(msg)

    def artifacts(self) -> dict[str, Any]:
        return {a["key"]: a for a in self.api("artifacts/latest/filter", {}) if a["key"]}

    def stop(self, sign: int = signal.SIGINT) -> tuple[int, str]:
        """Stop it; give its exit code and what it said."""
        self.process.send_signal(sign)
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, "".join(self.said) + out


def serve(workspace: Path, port: int, cwd: Path) -> Served:
    """Start it, from any folder, and wait until it says where to look."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "COMMUNIQUE_"))}
    command = [sys.executable, "-m", "communique", "--workspace", str(workspace), "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    served = Served(process, workspace, port)
    assert process.stdout is not None
    for line in process.stdout:
        served.said.append(line)
        if "Stop with Ctrl-C" in line:
            return served
    process.stdout.close()
    msg = f"it ended with {process.wait()}: {''.join(served.said)}"
    raise AssertionError(msg)


@contextlib.contextmanager
def serving(workspace: Path, cwd: Path) -> Iterator[Served]:
    """Serve while the block runs."""
    served = serve(workspace, free_port(), cwd)
    try:
        yield served
    finally:
        if served.process.poll() is None:
            served.stop()


def need_browser() -> None:
    """Skip where there is no browser; on the build machine that is a failure."""
    if CHROMIUM.exists() and DRIVER.exists():
        return
    reason = f"{CHROMIUM} and {DRIVER} are not installed (Debian: chromium, chromium-driver)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextlib.contextmanager
def browser(*, width: int = 1400, height: int = 1000) -> Iterator[Any]:
    """Start headless Chromium with a profile of its own."""
    need_browser()
    from selenium import webdriver  # noqa: PLC0415 - only where there is a browser
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="communique-browser-", ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for argument in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--window-size={width},{height}",
            f"--user-data-dir={profile}",
        ):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
        try:
            yield driver
        finally:
            driver.quit()
