"""``communique audit``: plan, draw, read, estimate, from the keyboard's decisions to the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.commands import invoke, plain
from written_readouts import written

from communique.annotate import annotate_readouts, annotator
from communique.audit import read_sample
from communique.corrections import corrections_path
from communique.records import CodedReadout, Readout
from communique.review import Correction, anchor, append_corrections
from communique.store import Run, Store

PROFILE = ("--profile", "all-phone-calls")
READOUTS = 24


@pytest.fixture
def run(workspace: Path) -> Run:
    """A run of two dozen readouts."""
    store = Store(workspace / "store")
    texts = [written(number) for number in range(READOUTS)]
    store.write_corpus("texts", [Readout(t.name, "kremlin", "en", t.published.isoformat(), t.title, t.text) for t in texts])
    run = store.open_run("texts", annotator())
    for part in run.missing():
        run.write(part, annotate_readouts(run.read_partition(part)))
    run.finish()
    return run


@pytest.fixture
def sample(run: Run, tmp_path: Path) -> Path:
    """A drawn sample of half of them."""
    path = tmp_path / "sample.json"
    assert invoke("audit", "draw", run.corpus, *PROFILE, "--n", "12", "--sample", path).exit_code == 0
    return path


def read_by_hand(run: Run, names: tuple[str, ...], *, wrong: int = 0) -> None:
    """Decide the kind of readouts as a person would; in the first ones the machine's call is none."""
    coded = {item.readout.id: item for item in run.read() if isinstance(item, CodedReadout)}
    made = []
    for n, name in enumerate(names):
        item = coded[name]
        given = {"readout": name, "digest": item.readout.digest, "who": "Anna Schmidt", "when": "2026-11-24T10:00:00+00:00"}
        if n < wrong:
            call = item.calls[0]
            made.append(Correction(field="exists", value="no", call=anchor(call, 1), why="they met", **given))
        made.append(Correction(field="kind", value="meeting" if n < wrong else str(item.kind), **given))
    append_corrections(corrections_path(run.corpus), made)


def test_a_plan_says_how_many_to_read_and_what_to_type_next(run: Run) -> None:
    told = plain(invoke("audit", "plan", *PROFILE, "--width", "3").stdout)
    assert "0 are drawn already" in told
    assert "Next: communique audit draw texts --profile all-phone-calls --n" in told
    narrow, wide = (
        json.loads(invoke("audit", "plan", run.corpus, *PROFILE, "--width", width, "--json").stdout) for width in ("0.5", "8")
    )
    assert wide["readouts"] < narrow["readouts"] <= READOUTS


def test_a_sample_is_drawn_and_extended_but_not_replaced(run: Run, sample: Path) -> None:
    before = read_sample(sample)
    assert invoke("audit", "draw", run.corpus, *PROFILE, "--n", "18", "--sample", sample).exit_code == 0
    assert set(read_sample(sample).readouts) > set(before.readouts)
    for asked in (("--n", "4"), ("--n", "20", "--seed", "2")):
        refused = invoke("audit", "draw", run.corpus, *PROFILE, *asked, "--sample", sample)
        assert refused.exit_code == 2
        assert "Draw a larger one with that seed, or name another file" in plain(refused.stderr)


def test_the_sample_is_what_the_review_asks_about(run: Run, sample: Path) -> None:
    drawn = read_sample(sample).readouts
    asked = json.loads(invoke("review", run.corpus, *PROFILE, "--sample", sample, "--json").stdout)
    assert {one["id"].partition("#")[0] for one in asked} == set(drawn)
    read_by_hand(run, drawn[:3])
    left = json.loads(invoke("review", run.corpus, *PROFILE, "--sample", sample, "--json").stdout)
    assert {one["id"].partition("#")[0] for one in left} == set(drawn[3:])


def test_nothing_is_estimated_before_the_sample_was_read(run: Run, sample: Path) -> None:
    refused = invoke("audit", "estimate", run.corpus, *PROFILE, "--sample", sample)
    assert refused.exit_code == 2
    assert "12 of the 12 readouts of the sample have not been read to the end" in plain(refused.stderr)
    assert invoke("audit", "estimate", run.corpus, *PROFILE, "--sample", sample, "--partial").exit_code == 2


def test_what_people_found_wrong_moves_the_estimate(run: Run, sample: Path) -> None:
    drawn = read_sample(sample)
    calls = tuple(name for stratum in drawn.strata if stratum.name in {"counted", "close"} for name in stratum.readouts)
    others = tuple(name for name in drawn.readouts if name not in calls)
    read_by_hand(run, calls + others, wrong=2)
    said = json.loads(invoke("audit", "estimate", run.corpus, *PROFILE, "--sample", sample, "--json").stdout)
    assert sum(one["machine"] for one in said["estimates"]) == READOUTS
    assert sum(one["estimate"] for one in said["estimates"]) == pytest.approx(READOUTS - 2 * READOUTS / 12, abs=1.5)
    for one in said["estimates"]:
        assert 0 <= one["low"] <= one["estimate"] <= one["high"]
    moved = [one for one in said["estimates"] if one["estimate"] < one["machine"]]
    assert len(moved) == 2
    told = plain(invoke("audit", "estimate", run.corpus, *PROFILE, "--sample", sample).stdout)
    assert "From 12 readouts that people read: difference estimator from 12 of 24 readouts" in told


def test_those_that_nobody_read_can_be_taken_as_missing_at_random(run: Run, sample: Path) -> None:
    read_by_hand(run, read_sample(sample).readouts[:8])
    told = plain(invoke("audit", "estimate", run.corpus, *PROFILE, "--sample", sample, "--partial").stdout)
    assert "4 more were drawn and not read, taken as missing at random" in told


def test_a_sample_of_other_rules_or_of_another_run_is_refused(run: Run, sample: Path) -> None:
    other = invoke("audit", "estimate", run.corpus, "--profile", "facts4eu-2022", "--sample", sample)
    assert (other.exit_code, "was drawn for other rules (all-phone-calls)" in plain(other.stderr)) == (2, True)
    for field, value, said in (
        ("run", "0" * 12, "was drawn from run 000000000000"),
        ("strata", [{"name": "close", "units": 1, "probability": 1.0, "readouts": ["k9"]}], "and of these k9 are none"),
    ):
        whole = json.loads(sample.read_bytes()) | {field: value}
        (changed := sample.with_name("changed.json")).write_text(json.dumps(whole), encoding="utf-8")
        refused = invoke("audit", "estimate", run.corpus, *PROFILE, "--sample", changed)
        assert (refused.exit_code, said in plain(refused.stderr)) == (2, True)


@pytest.mark.slow
def test_the_report_shows_the_estimates_beside_the_numbers(run: Run, sample: Path, tmp_path: Path) -> None:
    read_by_hand(run, read_sample(sample).readouts, wrong=1)
    folder = tmp_path / "report"
    result = invoke("audit", "estimate", run.corpus, *PROFILE, "--sample", sample, "--report", folder)
    assert result.exit_code == 0, result.output
    page = next(folder.glob("*.html")).read_text(encoding="utf-8")
    assert "Difference estimator from 12 of 24 readouts" in page
