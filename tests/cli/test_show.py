"""``communique show`` and ``profiles``: what they print of calls and rules that exist."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from cli.commands import invoke, plain
from written_readouts import written

from communique import count
from communique.annotate import annotate_readouts, annotator
from communique.records import CodedReadout, Readout
from communique.report.evidence import decision_rows
from communique.store import Store

PROFILES = sorted(path.stem for path in (Path(__file__).parents[2] / "configs/profiles").glob("*.yaml"))
ODD = "Telephone conversation [bold] of 5 o’clock — «très» :smile:"
"""A title full of what a terminal could take for markup."""


@pytest.fixture
def coded(workspace: Path) -> list[CodedReadout]:
    """A store in which one run has coded three readouts."""
    store = Store(workspace / "store")
    texts = [written(number) for number in (0, 1, 2)]
    readouts = [
        Readout(one.name, "kremlin", "en", one.published.isoformat(), ODD if number == 0 else one.title, one.text)
        for number, one in enumerate(texts)
    ]
    store.write_corpus("texts", readouts)
    run = store.open_run("texts", annotator())
    for part in run.missing():
        run.write(part, annotate_readouts(run.read_partition(part)))
    run.finish()
    return list(run.read())


def test_a_call_is_shown_with_every_decision_and_its_words(coded: list[CodedReadout]) -> None:
    for item in coded:
        [call] = item.calls
        result = invoke("show", call.id)
        assert (result.exit_code, result.stderr) == (0, "")
        told = plain(result.stdout)
        assert plain(item.readout.title) in told
        assert f"[kremlin, {item.readout.published}]" in told
        for row in decision_rows(call):
            assert f" {row.field} {plain(row.value)[:20]}" in told
        assert item.readout.text.split(".")[0][:60] in told
        for courtesy in call.occasions:
            assert str(courtesy.id) in told


def test_json_is_the_whole_call(coded: list[CodedReadout]) -> None:
    [call] = coded[1].calls
    result = invoke("show", call.id, "--json")
    assert json.loads(result.stdout) == json.loads(msgspec.json.encode(call))


def test_a_text_cannot_steer_the_terminal(workspace: Path) -> None:
    [item] = annotate_readouts([Readout("r", "kremlin", "en", "2020-02-03", "T", written(0).text)])
    assert isinstance(item, CodedReadout)
    evil = msgspec.structs.replace(
        item, readout=msgspec.structs.replace(item.readout, title="\x1b[2J\u202eevil", url="\x1b]0;x\x07")
    )
    store = Store(workspace / "store")
    store.write_corpus("texts", [evil.readout])
    run = store.open_run("texts", "somebody")
    for part in run.missing():
        run.write(part, [evil])
    run.finish()
    told = invoke("show", item.calls[0].id).stdout
    assert "[U+001B][2J[U+202E]evil" in told
    assert not {"\x1b", "\x07", "\u202e"} & set(told)


def test_long_stretches_without_evidence_are_cut_short(workspace: Path) -> None:
    store = Store(workspace / "store")
    text = written(0).text + "\n\n" + "Nothing of note was said after that. " * 60
    store.write_corpus("texts", [Readout("r", "kremlin", "en", "2020-02-03", "T", text)])
    run = store.open_run("texts", annotator())
    for part in run.missing():
        run.write(part, annotate_readouts(run.read_partition(part)))
    run.finish()
    [item] = run.read()
    told = invoke("show", item.calls[0].id).stdout
    assert "[…]" in told
    assert told.count("Nothing of note") < 6


@pytest.mark.usefixtures("coded")
def test_a_run_can_be_named(workspace: Path) -> None:
    [run] = Store(workspace / "store").list_runs()
    assert invoke("show", "2017-05-08-call#1", "--run", run).exit_code == 0


@pytest.mark.usefixtures("coded")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2017-05-08-call#2"], "Ids stand in the report and in calls.csv"),
        (["2017-05-08-call#1", "--run", "0" * 12], "has no run '000000000000'"),
    ],
)
def test_a_call_or_run_that_is_not_there_is_named(arguments: list[str], words: str) -> None:
    result = invoke("show", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in plain(result.stderr)


@pytest.mark.usefixtures("workspace")
def test_profiles_are_listed_with_their_titles() -> None:
    result = invoke("profiles")
    assert (result.exit_code, result.stderr) == (0, "")
    told = plain(result.stdout)
    for name in PROFILES:
        assert f"{name} {count.load_profile(name).title}" in told


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_is_explained_in_the_library_s_sentences(name: str) -> None:
    result = invoke("profiles", name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert plain(result.stdout) == plain(" ".join(count.profile_sentences(count.load_profile(name))))


@pytest.mark.usefixtures("workspace")
def test_what_the_seed_case_leaves_out_is_said_in_plain_words() -> None:
    told = plain(invoke("profiles", "facts4eu-2022").stdout)
    for words in ("winning an election", "national day", "condolences after a terrorist attack", "as published by the Kremlin"):
        assert words in told


def test_a_profile_of_one_s_own_is_listed_and_explained(workspace: Path) -> None:
    folder = workspace / "configs/profiles"
    folder.mkdir(parents=True)
    mine = "id: mine\ntitle: Video calls only\nselection:\n  medium: [video]\n"
    (folder / "mine.yaml").write_text(mine, encoding="utf-8")
    assert "mine Video calls only" in plain(invoke("profiles").stdout)
    by_name, by_path = invoke("profiles", "mine"), invoke("profiles", folder / "mine.yaml")
    assert by_name.stdout == by_path.stdout
    assert "video" in by_name.stdout
