"""``communique review``: the queue, tasks out and in, training data, and a reviewer at a real terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from cli.commands import _LIBRARY, invoke, plain, process
from written_readouts import written

from communique.annotate import annotate_readouts, annotator
from communique.corpora import read_corpus
from communique.corrections import corrected, corrections_path
from communique.records import CodedReadout, Decision, Readout
from communique.review import Correction, append_corrections
from communique.store import Run, Store

PROFILE = ("--profile", "all-phone-calls")


@pytest.fixture
def run(workspace: Path) -> Run:
    """A run of three readouts; the type of the first one's call is in doubt."""
    store = Store(workspace / "store")
    texts = [written(number) for number in (0, 1, 2)]
    store.write_corpus("texts", [Readout(t.name, "kremlin", "en", t.published.isoformat(), t.title, t.text) for t in texts])
    run = store.open_run("texts", annotator())
    for part in run.missing():
        coded = list(annotate_readouts(run.read_partition(part)))
        place = next(n for n, c in enumerate(coded) if isinstance(c, CodedReadout) and c.calls)
        coded[place] = doubtful(coded[place])
        run.write(part, coded)
    run.finish()
    return run


def doubtful(coded: object) -> CodedReadout:
    assert isinstance(coded, CodedReadout)
    call = coded.calls[0]
    open_type = Decision(str(call.call_type), "model", "call_type", "1", probability=0.52, review=True)
    changed = msgspec.structs.replace(call, decisions={**call.decisions, "call_type": open_type})
    return msgspec.structs.replace(coded, calls=(changed, *coded.calls[1:]))


def first_call(run: Run) -> str:
    return next(coded.calls[0].id for coded in run.read() if coded.calls)


def test_without_a_keyboard_the_queue_is_printed_with_its_reasons(run: Run) -> None:
    result = invoke("review", *PROFILE)
    told = plain(result.stdout)
    assert result.exit_code == 0
    assert f"1 {first_call(run)} call_type" in told
    assert "with a probability of 0.52 is too close to call" in told
    assert "No keyboard to ask at: run this in a terminal with --who NAME, or write tasks with --export FILE." in told
    [first, *_] = json.loads(invoke("review", *PROFILE, "--json", "--limit", "1").stdout)
    assert (first["id"], first["fields"][0]) == (first_call(run), "call_type")


def test_tasks_go_out_and_come_back_as_decisions(run: Run, tmp_path: Path) -> None:
    tasks = tmp_path / "tasks.jsonl"
    out = invoke("review", "texts", *PROFILE, "--export", tasks, "--format", "prodigy")
    assert "communique review texts --import FILE --format prodigy --who NAME" in plain(out.stdout)
    [line, *rest] = [json.loads(line) for line in tasks.read_text(encoding="utf-8").splitlines()]
    line["spans"] = [span for span in line["spans"] if not span["label"].startswith("initiator")]
    tasks.write_text("\n".join(map(json.dumps, [line, *({**task, "answer": "ignore"} for task in rest)])), encoding="utf-8")
    back = invoke("review", "texts", "--import", tasks, "--format", "prodigy", "--who", "Anna Schmidt", "--confirm")
    assert (back.exit_code, back.stderr) == (0, "")
    applied = corrected(run)
    assert f"{len(applied.in_effect)} decision(s) by Anna Schmidt written to" in plain(back.stdout)
    fields = {c.field: c for c in applied.in_effect}
    assert fields["initiator"].value == {"initiator": "unstated", "initiator_basis": "none"}
    assert set(fields) == {"participants", "initiator", "occasions", "tone"}


def test_reviewed_readouts_become_a_corpus(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "reviewed"
    nothing = invoke("review", "texts", "--as-corpus", folder)
    assert nothing.exit_code == 2
    assert "nothing is reviewed that models could learn from" in plain(nothing.stderr)
    coded = next(c for c in run.read() if c.calls)
    values = {"call_type": "substantive", "occasions": [], "tone": []}
    append_corrections(
        corrections_path("texts"),
        [
            Correction(
                readout=coded.readout.id,
                digest=coded.readout.digest,
                call=corrected(run).anchor(coded.calls[0]),
                field=field,
                value=value,
                who="Anna",
                when="2026-11-24T10:00:00+00:00",
            )
            for field, value in values.items()
        ],
    )
    result = invoke("review", "texts", "--as-corpus", folder)
    assert result.exit_code == 0, result.stderr
    assert "1 readout(s) written to" in plain(result.stdout)
    assert [c.readout.id for c in read_corpus(folder)] == [coded.readout.id]
    assert invoke("corpus", "describe", folder).exit_code == 0


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "has no run 'nosuch'"),
        (["--profile", "facts4eu-202"], "Did you mean facts4eu-2022?"),
        (["--call", "nosuch#1"], "the run has no call or readout 'nosuch#1'"),
        (["--import", "tasks.json"], "a decision needs a name that stands with it. Give --who NAME."),
        (["--import", "tasks.json", "--who", "=Anna"], "--who begins with '=', which a spreadsheet takes for a formula"),
        (["--import", "tasks.json", "--who", "Anna"], "tasks.json"),
        (["--import", "tasks.json", "--export", "tasks.json"], "Give one of them at a time"),
        (["--export", "nosuch/folder/tasks.json"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_way_out(arguments: list[str], said: str) -> None:
    result = invoke("review", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in plain(result.stderr)


@pytest.mark.usefixtures("run")
def test_a_damaged_file_of_corrections_is_named_with_its_line() -> None:
    path = corrections_path("texts")
    path.parent.mkdir(parents=True)
    path.write_text('{"readout": 1}\n', encoding="utf-8")
    result = invoke("review", *PROFILE)
    assert result.exit_code == 2
    assert "texts.jsonl:1: is no correction" in plain(result.stderr)


@pytest.mark.slow
def test_a_reviewer_at_a_terminal_decides_and_the_decision_is_kept(run: Run, workspace: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COMMUNIQUE_HOME": str(workspace), "PYTHONPATH": _LIBRARY, "COLUMNS": "120", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "communique", "review", *PROFILE, "--who", "Anna Schmidt", "--call", first_call(run)]
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True)
    os.close(theirs)
    os.write(ours, b"s\ns\ns\nc\nvideo\non screen\nq\n")  # participants, date and initiator are skipped, then the medium
    told = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the terminal is closed
            break
        if not piece:
            break
        told += piece
    os.close(ours)
    assert running.wait(30) == 0, told
    assert "1 decision(s) written to" in plain(told.decode())
    (correction,) = corrected(run).in_effect
    assert (correction.field, correction.value, correction.who, correction.why) == (
        "medium",
        "video",
        "Anna Schmidt",
        "on screen",
    )


@pytest.mark.slow
def test_the_next_run_counts_with_the_decisions_and_says_so(workspace: Path, tmp_path: Path) -> None:
    text = written(0)
    record = {"id": "k1", "source": "kremlin", "lang": "en", "published": text.published.isoformat(), "title": text.title}
    (tmp_path / "texts.jsonl").write_text(json.dumps({**record, "text": text.text}), encoding="utf-8")
    command = ("run", "--input", tmp_path / "texts.jsonl", *PROFILE)
    before = json.loads(process(*command, "--json", workspace=workspace).stdout)
    assert before["counted"] == 1
    store = Store(workspace / "store")
    (coded,) = corrected(store.run("newest")).coded
    denied = Correction(
        readout="k1",
        digest=coded.readout.digest,
        call=corrected(store.run("newest")).anchor(coded.calls[0]),
        field="exists",
        value="no",
        who="Anna Schmidt",
        when="2026-11-24T10:00:00+00:00",
    )
    lost = msgspec.structs.replace(denied, readout="k2")
    append_corrections(corrections_path("texts"), [denied, lost])
    after = process(*command, workspace=workspace)
    told = plain(after.stdout)
    assert after.returncode == 0, after.stderr
    assert "1 decision(s) of people stand over the machine's" in told
    assert "exists by Anna Schmidt: there is no readout 'k2' among those that were coded" in told
    (count_id,) = set(store.list_counts()) - {before["count"]}
    assert store.read_count(count_id).n("counted") == 0
    # both are kept with the count: the report names the one that does not hold
    assert store.read_count_corrections(count_id).count(b"\n") == 2
