"""``communique counts``: what it lists and prints of counts that were made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.commands import invoke, plain
from written_readouts import written

from communique import count
from communique.annotate import annotate_readouts, annotator
from communique.records import Readout
from communique.resources import profile_path
from communique.store import Store

PROFILE = "all-phone-calls"


@pytest.fixture
def made(workspace: Path) -> str:
    """A count of three readouts; its id."""
    store = Store(workspace / "store")
    texts = [written(number) for number in (0, 1, 2)]
    store.write_corpus("texts", [Readout(t.name, "kremlin", "en", t.published.isoformat(), t.title, t.text) for t in texts])
    run = store.open_run("texts", annotator())
    for part in run.missing():
        run.write(part, annotate_readouts(run.read_partition(part)))
    run.finish()
    ledger = count.count_calls(tuple(run.read()), count.load_profile(PROFILE), ())
    return store.write_count(run.id, ledger, profile_path(PROFILE).read_text(encoding="utf-8"))


@pytest.mark.usefixtures("workspace")
def test_without_a_count_the_way_to_one_is_said() -> None:
    result = invoke("counts")
    assert (result.exit_code, plain(result.stdout)) == (0, "No count has been made yet. Make one with 'communique run'.")


def test_counts_are_listed_with_profile_corpus_and_numbers(made: str, workspace: Path) -> None:
    ledger = Store(workspace / "store").read_count(made)
    assert f"{made} {PROFILE} texts {ledger.n('counted')} {ledger.n('excluded')}" in plain(invoke("counts").stdout)
    [listed] = json.loads(invoke("counts", "--json").stdout)
    assert (listed["count"], listed["counted"]) == (made, ledger.n("counted"))


@pytest.mark.parametrize("length", [12, 5])
def test_a_count_is_printed_by_its_id_or_the_beginning_of_it(made: str, workspace: Path, length: int) -> None:
    ledger = Store(workspace / "store").read_count(made)
    told = plain(invoke("counts", made[:length]).stdout)
    names = count.leader_names(ledger)
    for tally in ledger.tallies:
        if tally.by == "leader_window" and tally.n:
            assert f"{names[tally.key[0]]} {tally.n} {tally.low}–{tally.high}" in told
    assert plain(count.quotable(ledger, count.load_profile(PROFILE))) in told
    assert json.loads(invoke("counts", made, "--json").stdout)["profile_id"] == PROFILE


def test_a_profile_that_was_changed_since_is_not_taken_for_the_one_of_the_count(made: str, workspace: Path) -> None:
    folder = workspace / "configs/profiles"
    folder.mkdir(parents=True)
    changed = profile_path(PROFILE).read_text(encoding="utf-8").replace("All telephone calls", "Something else")
    (folder / f"{PROFILE}.yaml").write_text(changed, encoding="utf-8")
    assert f"The profile '{PROFILE}' is not here as it was then" in plain(invoke("counts", made).stdout)


@pytest.mark.usefixtures("made")
def test_a_count_that_is_not_there_is_named() -> None:
    result = invoke("counts", "0" * 12)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "has no count '000000000000'" in plain(result.stderr)
