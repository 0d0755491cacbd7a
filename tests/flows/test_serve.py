"""``communique serve``, started as a user starts it: what it says, what its deployments do, how it stops and comes again."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flows.served import Served, free_port, serve, serving

from communique.annotate import annotate_readouts, annotator
from communique.ingest.readers import read_inputs
from communique.records import Readout
from communique.resources import shipped
from communique.store import Store

pytestmark = pytest.mark.slow

TITLES = {
    "Everything, from texts to report",
    "Ingest a corpus",
    "Annotate a corpus",
    "Reclassify and compare",
    "Count calls",
    "Reconcile sources (first version)",
    "Train and evaluate",
    "Watch the inbox",
    "Recount a corpus that changed",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    with serving(folder / "workspace", folder) as found:
        yield found


def test_it_says_where_to_look_and_that_a_first_start_makes_a_database(served: Served) -> None:
    said = "".join(served.said)
    assert f"{served.url}/deployments" in said
    assert "the first start makes its database" in said
    assert "Traceback" not in said


def test_every_deployment_is_there_with_its_title_and_a_description(served: Served) -> None:
    found = served.deployments()
    assert set(found) == TITLES
    assert all(d["description"] for d in found.values())


def test_every_field_of_every_form_is_titled_described_and_flat(served: Served) -> None:
    for deployment in served.deployments().values():
        for name, schema in deployment["parameter_openapi_schema"]["properties"].items():
            assert schema["title"], (deployment["name"], name)
            assert schema["description"], (deployment["name"], name)
            assert not {"anyOf", "oneOf", "allOf", "$ref"} & schema.keys(), (deployment["name"], name)


def test_examples_of_schedule_and_automation_are_there_and_switched_off(served: Served) -> None:
    [schedule] = served.deployments()["Watch the inbox"]["schedules"]
    assert (schedule["active"], schedule["schedule"]["interval"]) == (False, 600)
    automations = {a["name"]: a["enabled"] for a in served.api("automations/filter", {})}
    assert automations == {"Recount a corpus that changed": False}


@pytest.mark.parametrize(
    "title",
    [
        "Everything, from texts to report",
        "Ingest a corpus",
        "Annotate a corpus",
        "Count calls",
        "Reconcile sources (first version)",
    ],
)
def test_a_form_sent_untouched_works(title: str, served: Served) -> None:
    ended = served.finished(served.start(title))
    assert (ended["state_type"], ended["state"]["message"]) == ("COMPLETED", None)


def test_a_run_is_named_after_what_runs_and_leaves_its_artifacts(served: Served) -> None:
    ended = served.finished(served.start("Count calls", {"profile": "all-phone-calls"}))
    assert ended["name"] == "count all-phone-calls on facts4eu-2022"
    found = served.artifacts()
    assert {"counts", "excluded", "ingested", "annotated", "reconciled", "summary", "report", "progress-annotate"} <= set(found)
    assert f"http://127.0.0.1:{served.port + 1}/" in found["report"]["data"]


def test_corpus_run_count_and_report_are_assets_each_made_of_the_one_before(served: Served) -> None:
    wanted = {"filter": {"event": {"name": ["prefect.asset.materialization.succeeded"]}}, "limit": 50}
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        made_of = {
            event["resource"]["prefect.resource.id"]: [
                r["prefect.resource.id"] for r in event["related"] if r["prefect.resource.role"] == "asset"
            ]
            for event in served.api("events/filter", wanted)["events"]
        }
        reports = [name for name in made_of if name.startswith("communique://report/")]
        if reports:
            break
        time.sleep(0.5)
    [count] = made_of[reports[0]]
    [run] = made_of[count]
    assert run.startswith("communique://run/facts4eu-2022")
    assert "communique://corpus/facts4eu-2022" in made_of[run]
    assert made_of["communique://corpus/facts4eu-2022"] == []


def test_annotating_that_is_cancelled_stops_and_goes_on_when_it_is_started_again(served: Served) -> None:
    texts = [i for i in read_inputs([shipped("corpora") / "training-en" / "readouts.jsonl"]) if isinstance(i, Readout)][:900]
    Store(served.workspace / "store").write_corpus("many", texts, partition_size=60)
    deadline = time.monotonic() + 20
    while "refused" in (run := served.start("Annotate a corpus", {"corpus": "many"})) and time.monotonic() < deadline:
        time.sleep(0.5)  # until the form offers the new corpus
    runs, before = served.workspace / "store" / "runs", time.monotonic()
    while time.monotonic() < before + 60:
        state = served.api(f"flow_runs/{run['id']}")["state_type"]
        if state == "RUNNING" and len(list(runs.glob("*/coded-0000[0-9]-*.parquet"))) >= 3:
            break
        time.sleep(0.05)
    served.api(f"flow_runs/{run['id']}/set_state", {"state": {"type": "CANCELLING"}, "force": True})
    assert served.finished(run)["state_type"] == "CANCELLED"
    unfinished = [folder for folder in runs.iterdir() if not (folder / "manifest.json").exists()]
    assert len(unfinished) == 1
    again = served.finished(served.start("Annotate a corpus", {"corpus": "many"}))
    assert again["state_type"] == "COMPLETED"
    assert (unfinished[0] / "manifest.json").exists()


def test_new_runs_come_into_the_drop_downs_without_a_restart(served: Served) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        schema = served.deployments()["Count calls"]["parameter_openapi_schema"]
        offered = schema["properties"]["run"]["enum"]
        if any(name.startswith("facts4eu-2022@") for name in offered):
            return
        time.sleep(0.5)
    pytest.fail(f"the form offers only {offered}")


@pytest.mark.parametrize(
    ("title", "parameters"),
    [
        ("Count calls", {"profile": "no-such-profile"}),
        ("Count calls", {"run": "no-such-run"}),
        ("Annotate a corpus", {"workers": 0}),
        ("Annotate a corpus", {"corpus": "no-such-corpus"}),
        ("Train and evaluate", {"version": "next"}),
    ],
)
def test_a_bad_value_is_refused_by_the_form(title: str, parameters: dict[str, object], served: Served) -> None:
    assert served.start(title, parameters)["refused"] in (409, 422)


def test_what_the_form_cannot_know_fails_with_a_message_that_says_what_to_do(served: Served) -> None:
    ended = served.finished(served.start("Ingest a corpus", {"inputs": ["/nowhere/texts.jsonl"], "corpus": "mine"}))
    assert ended["state_type"] == "FAILED"
    assert "/nowhere/texts.jsonl: no such file" in ended["state"]["message"]
    assert "no such file" in served.artifacts()["failure"]["data"]


def test_reclassifying_a_corpus_with_the_same_models_says_that_there_is_nothing_to_compare(served: Served) -> None:
    ended = served.finished(served.start("Reclassify and compare"))
    assert ended["state_type"] == "COMPLETED"
    assert "nothing to compare it with" in served.artifacts()["comparison"]["data"]


def test_the_automation_recounts_a_corpus_that_changed_once_it_is_switched_on(served: Served, tmp_path: Path) -> None:
    [automation] = served.api("automations/filter", {})
    served.api(f"automations/{automation['id']}", {"enabled": True}, method="PATCH")
    texts = tmp_path / "watched.md"
    texts.write_text(
        "---\nsource: kremlin\npublished: 2022-03-10\n---\n# A call\n\nVladimir Putin had a telephone conversation with Olaf Scholz.\n",
        encoding="utf-8",
    )
    known = {run["id"] for run in served.api("flow_runs/filter", {})}
    started = served.start("Ingest a corpus", {"inputs": [str(texts)], "corpus": "watched"})
    assert served.finished(started)["state_type"] == "COMPLETED"
    deadline, recounts = time.monotonic() + 60, []
    while not recounts and time.monotonic() < deadline:
        new = [run for run in served.api("flow_runs/filter", {}) if run["id"] not in known]
        recounts = [
            run
            for run in new
            if run["parameters"].get("corpus") == "watched" and "inputs" in run["parameters"] and run["id"] != started["id"]
        ]
        time.sleep(0.5)
    [recount] = recounts
    assert served.finished(recount)["state_type"] == "COMPLETED"
    assert any(name.startswith("watched@") for name in Store(served.workspace / "store").run_names())


def test_a_taken_port_is_named_with_who_holds_it(served: Served, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "communique", "--workspace", str(tmp_path), "serve", "--port", str(served.port)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert f"port {served.port} is held by process " in done.stderr
    assert "--port" in done.stderr


def test_an_address_that_is_open_to_others_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "communique", "serve", "--host", "0.0.0.0"],  # noqa: S104 - that is what is refused
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, "no password" in done.stderr) == (2, True)


def test_it_stops_cleanly_and_a_restart_finds_everything_again(tmp_path: Path) -> None:
    first = serve(tmp_path / "workspace", free_port(), tmp_path)
    assert first.finished(first.start("Annotate a corpus"))["state_type"] == "COMPLETED"
    code, said = first.stop(signal.SIGINT)
    assert (code, "Traceback" in said, "Stopped." in said) == (0, False, True)
    again = serve(tmp_path / "workspace", free_port(), tmp_path)
    assert "annotated" in again.artifacts()
    assert set(again.deployments()) == TITLES
    assert again.finished(again.start("Annotate a corpus"))["state_type"] == "COMPLETED"
    assert '"coded now": 0' in again.artifacts()["annotated"]["data"]  # the same texts and models: nothing to do
    code, said = again.stop(signal.SIGTERM)
    assert (code, "Traceback" in said, "Stopped." in said) == (0, False, True)


def digests(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }


def test_annotating_that_is_killed_goes_on_where_it_stopped_with_the_same_bytes(tmp_path: Path) -> None:
    texts = [i for i in read_inputs([shipped("corpora") / "training-en" / "readouts.jsonl"]) if isinstance(i, Readout)][:900]
    disturbed, undisturbed = tmp_path / "disturbed", tmp_path / "undisturbed"
    for workspace in (disturbed, undisturbed):
        Store(workspace / "store").write_corpus("texts", texts, partition_size=100)
    run = Store(undisturbed / "store").open_run("texts", annotator())
    for partition in run.missing():
        run.write(partition, annotate_readouts(run.to_code(partition)))
    run.finish()

    killed = serve(disturbed, free_port(), tmp_path)
    killed.start("Annotate a corpus", {"corpus": "texts"})
    runs = disturbed / "store" / "runs"
    deadline = time.monotonic() + 60
    while len(list(runs.glob("*/coded-*.parquet"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(killed.process.pid, signal.SIGKILL)  # the flow run dies with it, in the middle of a partition
    killed.process.communicate()
    server = subprocess.run(["pkill", "-9", "-f", f"prefect server start --host 127.0.0.1 --port {killed.port}"], check=False)
    assert server.returncode in (0, 1)
    assert not list(runs.glob("*/manifest.json"))
    done_before = len(list(runs.glob("*/coded-*.parquet")))
    assert 2 <= done_before < 9

    with serving(disturbed, tmp_path) as served:
        assert served.finished(served.start("Annotate a corpus", {"corpus": "texts"}))["state_type"] == "COMPLETED"
        [row] = served.api("artifacts/filter", {"artifacts": {"key": {"any_": ["annotated"]}}})
        assert '"coded now": 900' not in row["data"]
    assert digests(disturbed / "store") == digests(undisturbed / "store")
