"""``communique run``, as the README has it, in a process of its own: the published count, and the same once more."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cli.commands import plain, process

from communique.store import Store

pytestmark = pytest.mark.slow

INVASION_NIGHT = "2022-02-24"


@dataclass(frozen=True)
class Published:
    """The command's two runs and what the first left in the workspace."""

    workspace: Path
    first: subprocess.CompletedProcess[str]
    second: subprocess.CompletedProcess[str]
    bytes_of_first: dict[str, str]
    bytes_of_second: dict[str, str]

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.second.stdout)
        return found

    @property
    def report(self) -> Path:
        return self.workspace / "reports" / "facts4eu-2022"


def digests(workspace: Path) -> dict[str, str]:
    """Hash all that was made; the server's own database is none of it."""
    return {
        path.relative_to(workspace).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("store", "reports")
        for path in sorted((workspace / folder).rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Run the README's command without any argument, then once more for scripts."""
    workspace = tmp_path_factory.mktemp("run") / "workspace"
    first = process("run", workspace=workspace)
    after_first = digests(workspace)
    second = process("run", "--json", workspace=workspace)
    return Published(workspace, first, second, after_first, digests(workspace))


def test_the_run_succeeds_and_says_nothing_of_servers_and_warnings(published: Published) -> None:
    assert published.first.returncode == 0, published.first.stderr
    assert published.second.returncode == 0, published.second.stderr
    assert not re.search(r"Traceback|Warning|ERROR|prefect|uvicorn", published.first.stderr + published.first.stdout)
    assert published.second.stderr == ""


@pytest.mark.parametrize(
    ("window", "rows"),
    [
        ("before the war", {"Emmanuel Macron": 60, "Theresa May": 1, "Boris Johnson": 4}),
        ("since the war", {"Emmanuel Macron": 14, "Boris Johnson": 0, "Liz Truss": 0}),
    ],
)
def test_the_table_of_a_window_has_the_published_numbers(window: str, rows: dict[str, int], published: Published) -> None:
    [table] = re.findall(rf"(?:^|\s){window} leader .*?(?=since the war leader|Left out)", plain(published.first.stdout))
    for leader, calls in rows.items():
        assert re.search(rf"{leader} {calls} \d+–\d+", table)


def test_the_table_says_that_the_other_side_has_6_of_the_14(published: Published) -> None:
    told = plain(published.first.stdout)
    assert "also told by elysee" in told
    assert re.search(r"Emmanuel Macron 14 \d+–\d+ 6 ", told)


def test_the_run_says_that_the_published_count_is_reproduced_and_where_the_report_is(published: Published) -> None:
    told = plain(published.first.stdout)
    assert "Reproduces the published count: yes" in told
    assert "106 texts read, 0 rejected" in told
    assert f"Report: {published.report / 'index.html'}" in told
    assert (published.report / "index.html").is_file()


def test_json_has_the_published_numbers(published: Published) -> None:
    told = published.told
    assert told["counts"] == {
        "before-the-war": {"emmanuel-macron": 60, "theresa-may": 1, "boris-johnson": 4, "liz-truss": 0},
        "since-the-war": {"emmanuel-macron": 14, "theresa-may": 0, "boris-johnson": 0, "liz-truss": 0},
    }
    assert told["also_told_by"]["since-the-war/emmanuel-macron"] == 6
    assert told["reproduces_expected"] is True
    assert (told["profile"], told["readouts"], told["rejected"]) == ("facts4eu-2022", 106, 0)


def test_the_counted_and_the_excluded_add_up_in_the_ledger(published: Published) -> None:
    told = published.told
    ledger = Store(published.workspace / "store").read_count(told["count"])
    assert told["counted"] == sum(sum(leaders.values()) for leaders in told["counts"].values()) == ledger.n("counted")
    assert sum(told["excluded"].values()) == ledger.n("excluded")
    assert len(ledger.rows) == ledger.n("counted") + ledger.n("excluded") + ledger.n("not_selected")


def test_the_other_side_s_record_lacks_the_invasion_night(published: Published) -> None:
    with (published.report / "calls.csv").open(encoding="utf-8", newline="") as rows:
        counted = [
            row
            for row in csv.DictReader(rows)
            if (row["status"], row["leader"], row["window"]) == ("counted", "emmanuel-macron", "since-the-war")
        ]
    with closing(sqlite3.connect(published.report / "counts.sqlite")) as database:
        verdicts = database.execute("SELECT verdict, source_a, call_a, source_b, call_b FROM matches").fetchall()
    pairs = [((a, call_a), (b, call_b)) for verdict, a, call_a, b, call_b in verdicts if verdict == "both"]
    told_by_both = {call for pair in pairs if "elysee" in dict(pair) for source, call in pair if source == "kremlin"}
    assert len(counted) == 14
    assert len({row["call"] for row in counted} & told_by_both) == 6
    [night] = [row["call"] for row in counted if row["occurred_on"] == INVASION_NIGHT]
    assert night not in told_by_both


def test_a_run_repeated_unchanged_changes_nothing(published: Published) -> None:
    assert len(published.bytes_of_first) > 10
    assert published.bytes_of_second == published.bytes_of_first


def test_a_run_repeated_unchanged_says_the_same_names(published: Published) -> None:
    store = Store(published.workspace / "store")
    assert (store.list_runs(), store.list_counts()) == ((published.told["run"],), (published.told["count"],))
    assert store.list_corpora() == (published.told["corpus"],)
    assert Path(published.told["report"]) == published.report / "index.html"


def test_nothing_is_written_outside_the_workspace(published: Published) -> None:
    assert [path.name for path in published.workspace.parent.iterdir()] == ["workspace"]
