"""What configs/TEAM.md says of a server for a team, done once: PostgreSQL, a password, a process work pool, one count."""

from __future__ import annotations

import base64
import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flows.served import free_port

from communique.resources import shipped
from communique.store import Store

pytestmark = pytest.mark.slow

PASSWORD = "team:correct-horse"  # noqa: S105 - of a server that lives for a minute
ROOT = shipped("flows").parent
DEPLOYMENT = "Everything, from texts to report"


def postgres_programs() -> Path:
    """Find PostgreSQL; where there is none the test is skipped, on the build machine it fails."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    reason = "PostgreSQL is not installed (Debian: postgresql)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run PostgreSQL on a loopback port, with a password; it does not run as root, so somebody else does it then."""
    programs, port = postgres_programs(), free_port()
    folder = Path(shutil.copytree(tmp_path_factory.mktemp("empty"), f"/tmp/communique-postgres-{port}"))  # noqa: S108 - another user must reach it
    as_user: list[str] = []
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    secret = folder / "secret"
    secret.write_text("team\n", encoding="utf-8")
    secret.chmod(0o644)
    data, options = folder / "data", f"-h 127.0.0.1 -p {port} -k {folder}"
    try:
        subprocess.run(
            [*as_user, programs / "initdb", "-D", data, "-U", "prefect", "--auth=scram-sha-256", f"--pwfile={secret}"],
            check=True,
            capture_output=True,
            cwd="/",
        )
        subprocess.run(
            [*as_user, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start"],
            check=True,
            capture_output=True,
            cwd="/",
        )
        yield f"postgresql+asyncpg://prefect:team@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*as_user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/"
        )
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def team(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Start the server as the README says; give the environment of somebody who works with it."""
    home, port = tmp_path_factory.mktemp("team"), free_port()
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "COMMUNIQUE_"))}
    environment = inherited | {
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "COMMUNIQUE_HOME": str(home / "workspace"),
    }
    server_environment = environment | {
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database,
        "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=server_environment, stdout=log, stderr=log, start_new_session=True)
    address = f"http://127.0.0.1:{port}/api"
    try:
        deadline = time.monotonic() + 120
        while answer(f"{address}/health", PASSWORD) != 200:
            assert server.poll() is None, (home / "server.log").read_text(encoding="utf-8")
            assert time.monotonic() < deadline, (home / "server.log").read_text(encoding="utf-8")
            time.sleep(0.5)
        yield environment | {"PREFECT_API_URL": address, "PREFECT_API_AUTH_STRING": PASSWORD}
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, 15)
        server.wait(30)


def answer(address: str, password: str = "") -> int:
    """Ask for an address; give the status, 0 when nobody is there."""
    request = urllib.request.Request(address)  # noqa: S310 - our own address
    if password:
        request.add_header("Authorization", "Basic " + base64.b64encode(password.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=5) as found:  # noqa: S310 - our own address
            return int(found.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def prefect(team: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        cwd=ROOT,
        env=team,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_who_has_no_password_is_refused(team: dict[str, str]) -> None:
    address = f"{team['PREFECT_API_URL']}/admin/version"
    assert [answer(address), answer(address, "team:wrong"), answer(address, PASSWORD)] == [401, 401, 200]


def test_a_count_runs_in_a_process_work_pool(team: dict[str, str]) -> None:
    prefect(team, "work-pool", "create", "communique", "--type", "process")
    prefect(team, "deploy", "--prefect-file", "configs/prefect.yaml", "--name", DEPLOYMENT)
    started = prefect(team, "deployment", "run", f"publish-count/{DEPLOYMENT}")
    assert "facts4eu" in started or "Created flow run" in started
    prefect(team, "worker", "start", "--pool", "communique", "--run-once")
    store = Store(Path(team["COMMUNIQUE_HOME"]) / "store")
    [count] = store.list_counts()
    ledger = store.read_count(count)
    assert sorted(t.n for t in ledger.tallies if t.by == "leader_window" and t.key[0] == "emmanuel-macron") == [14, 60]
    assert (Path(team["COMMUNIQUE_HOME"]) / "reports" / "facts4eu-2022" / "index.html").exists()
