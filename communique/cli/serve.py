"""``communique serve``: Prefect's server with its UI, every deployment, and the reports, by one command on this machine.

The server listens on the loopback interface alone, keeps its database in the workspace and reports nothing home. Drop-downs of
the forms are made anew whenever a corpus, a run, a profile or a model has come.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.server
import ipaddress
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from communique import resources
from communique.cli import forms
from communique.cli.ports import holder, is_free
from communique.cli.run import load_flow, prepare_prefect
from communique.cli.terminal import OUT, friendly
from communique.config_files import read_section
from communique.errors import InputError

PATIENCE = 180
"""Seconds that the server may take to answer; a first start makes its database."""

_POLL = 1.0
_REFRESH = 3.0
_STOPPING = 15


def serve(
    port: Annotated[int, typer.Option(min=1024, max=65_534, help="Where the UI listens; the reports are one higher.")] = 4200,
    host: Annotated[str, typer.Option(help="A loopback address; for a team see configs/TEAM.md.")] = "127.0.0.1",
) -> None:
    """Start the server, its UI and all flows, and keep them running until Ctrl-C."""
    with friendly():
        _check(host, port)
        url = f"http://{host}:{port}"
        reports_url = f"http://{host}:{port + 1}"
        first = not (resources.workspace() / "prefect" / "prefect.db").exists()
        os.environ |= {
            "PREFECT_API_URL": f"{url}/api",
            "PREFECT_LOGGING_LEVEL": "INFO",
            "PREFECT_LOGGING_TO_API_ENABLED": "true",
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            "PREFECT_RUNNER_POLL_FREQUENCY": str(_POLL),
            # SQLite lets one writer in at a time: the others wait rather than fail with "Service Unavailable"
            "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
            "PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT": "60",
            forms.REPORTS_URL: reports_url,
        }
        prepare_prefect()
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        OUT.print("Starting the server" + (" (the first start makes its database: up to a minute) …" if first else " …"))
        with _server(host, port) as server:
            if not _wait(f"{url}/api/health", server, stop):
                return
            with _reports(host, port + 1), _others_to_log(), _flows(stop):
                OUT.print(f"Open in a browser:  {url}/deployments", style="bold", soft_wrap=True)
                OUT.print(f"Reports:            {reports_url}/", soft_wrap=True)
                OUT.print(f"Everything is kept in {escape(str(resources.workspace()))}. Stop with Ctrl-C.", soft_wrap=True)
                while not stop.wait(0.5):
                    if server.poll() is not None:
                        msg = f"the server has stopped by itself. Its log: {_log_file()}"
                        raise InputError(msg)
                OUT.print("Stopping …")
        OUT.print("Stopped. What was running goes on where it stopped when you start it again.")


def _check(host: str, port: int) -> None:
    """See that the addresses can be used.

    Raises
    ------
    InputError
        When the host is open to others, or a port is taken.
    """
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        msg = (
            f"--host {host}: this server has no password, so it listens on a loopback address only. "
            "configs/TEAM.md says how to start one for a team."
        )
        raise InputError(msg)
    for number in (port, port + 1):
        if not is_free(host, number):
            who = holder(number)
            msg = f"port {number} is held by {who}. Stop it, or choose another with --port {port + 10}."
            raise InputError(msg)


def _log_file() -> Path:
    return resources.workspace() / "prefect" / "server.log"


@contextlib.contextmanager
def _server(host: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run Prefect's server as a process of its own, which Ctrl-C does not reach."""
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    with _log_file().open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own interpreter
        try:
            yield process
        finally:
            _end(process)


@contextlib.contextmanager
def _others_to_log() -> Iterator[None]:
    """Send what flow runs and Prefect's runner print to the log (the UI shows it as well); ours still goes to the terminal."""
    sys.stdout.flush()
    sys.stderr.flush()
    saved = os.dup(1), os.dup(2)
    terminal = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    before = OUT.file
    try:
        with _log_file().open("ab") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        OUT.file = terminal
        yield
    finally:
        OUT.file = before
        for number, original in enumerate(saved, 1):
            os.dup2(original, number)
            os.close(original)
        terminal.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop a process and all that it started."""
    for sign, patience in ((signal.SIGTERM, _STOPPING), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return


def _wait(address: str, server: subprocess.Popen[bytes], stop: threading.Event) -> bool:
    """Wait until the server answers; tell whether it does, or was stopped before.

    Raises
    ------
    InputError
        When it ends, or does not answer in time.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        if stop.wait(0.3):
            return False
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own address
            return True
    msg = f"the server did not start. Its log says why: {_log_file()}"
    raise InputError(msg)


class _Files(http.server.SimpleHTTPRequestHandler):
    """Serves the reports; a folder without a page lists only its reports."""

    def end_headers(self) -> None:
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing: the terminal belongs to the user."""


@contextlib.contextmanager
def _reports(host: str, port: int) -> Iterator[None]:
    """Serve the workspace's reports, so that the UI's links open."""
    folder = resources.workspace() / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    with http.server.ThreadingHTTPServer((host, port), functools.partial(_Files, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()


def deployments() -> list[dict[str, Any]]:
    """Read the deployments of ``configs/prefect.yaml``.

    Raises
    ------
    ConfigError
        When the file is broken.
    """
    section = read_section(resources.config_path("prefect.yaml"), [])  # Prefect's own form: its keys are Prefect's to check
    return [_plain(entry) for entry in section.data["deployments"]]


def choices() -> list[list[str]]:
    """List what the drop-downs offer now."""
    listed: list[Callable[[], list[str]]] = [forms.corpora, forms.runs, forms.profiles, forms.models, forms.counts]
    return [one() for one in listed]


@contextlib.contextmanager
def _flows(stop: threading.Event) -> Iterator[None]:
    """Make the deployments and run what is started, in a thread with a loop of its own."""
    ready, failed = threading.Event(), []
    loop = asyncio.new_event_loop()

    def work() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(_run_flows(stop, ready))
        except Exception as error:  # noqa: BLE001 - handed to the main thread
            failed.append(error)
            stop.set()
        finally:
            ready.set()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        stop.set()
        thread.join(_STOPPING)
    if failed:
        raise failed[0]


async def _run_flows(stop: threading.Event, ready: threading.Event) -> None:
    from prefect.runner import Runner  # noqa: PLC0415 - Prefect is imported after its settings are made

    runner = Runner(name="communique", query_seconds=_POLL, pause_on_shutdown=False)
    shown = choices()
    forms_shown = {}
    for deployment in await _deployments():
        forms_shown[deployment.name] = deployment._parameter_openapi_schema  # noqa: SLF001 - Prefect has no public name for it
        await runner.aadd_deployment(deployment)
    running = asyncio.create_task(runner.start(webserver=False))
    ready.set()
    last = time.monotonic()
    while not stop.is_set() and not running.done():
        await asyncio.sleep(0.3)
        if time.monotonic() - last >= _REFRESH:
            last, now = time.monotonic(), choices()
            if now != shown:
                shown = now
                for deployment in await _deployments():
                    form = deployment._parameter_openapi_schema  # noqa: SLF001 - as above
                    if forms_shown[deployment.name] != form:  # each write holds up whoever starts a flow just then
                        forms_shown[deployment.name] = form
                        await deployment.aapply()
    if running.done():
        running.result()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def _deployments() -> list[Any]:
    """Make the deployments, with the drop-downs of this moment."""
    from prefect.schedules import Schedule  # noqa: PLC0415 - as above

    made = []
    for entry in deployments():
        name = re.split(r"[/.]", entry["entrypoint"])[1]
        schedules = [Schedule(interval=s["interval"], active=s.get("active", True)) for s in entry.get("schedules", ())]
        flow = load_flow(name)
        made.append(
            await flow.ato_deployment(
                name=entry["name"],
                description=entry["description"],
                tags=entry["tags"],
                parameters=entry["parameters"],
                schedules=schedules or None,
                triggers=[_trigger(t) for t in entry.get("triggers", ())] or None,
            )
        )
    return made


def _trigger(entry: Any) -> Any:
    from prefect.events import DeploymentEventTrigger  # noqa: PLC0415 - as above

    return DeploymentEventTrigger.model_validate({k: v for k, v in entry.items() if k != "type"})


def _plain(value: Any) -> Any:
    """Turn YAML's own containers and strings into plain ones."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return str(value) if isinstance(value, str) else value
