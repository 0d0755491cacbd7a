"""A corpus coded anew by other models: command, comparison, page and tables."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import msgspec
import pandas as pd
import pytest
from cli.commands import process
from learn.small_corpus import write_corpus

from communique import reclassify
from communique.errors import StoreError
from communique.flips import Comparison, CountChange, Flip
from communique.learn import train_models
from communique.store import Store

EVIL = '=cmd()<script>window.hacked=1</script>"\u202e'


def comparison(**fields: object) -> Comparison:
    flip = Flip("r1", EVIL, "2022", EVIL, EVIL, "tone", EVIL, EVIL, 0.5, None, EVIL)
    count = CountChange(EVIL, EVIL, EVIL, 3, 4)
    facts: dict[str, object] = {"flips": (flip,), "counts": (count,)} | fields
    return Comparison(EVIL, "a@1", "a@2", EVIL, "models-2", 10, 12, 0, 1, **facts)  # type: ignore[arg-type]


def test_nothing_from_a_text_can_run_in_page_or_tables(tmp_path: Path) -> None:
    page = reclassify.publish(comparison(), tmp_path).read_text(encoding="utf-8")
    assert "<script" not in page
    assert "\u202e" not in page
    assert "default-src &#39;none&#39;" in page
    for name in ("flips.csv", "counts.csv"):
        for row in csv.reader((tmp_path / name).read_text(encoding="utf-8").splitlines()):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert msgspec.json.decode((tmp_path / "comparison.json").read_bytes(), type=Comparison) == comparison()
    assert list(pd.read_parquet(tmp_path / "flips.parquet")["before"]) == [EVIL]


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        reclassify.publish(comparison(), tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_no_flips_is_said(tmp_path: Path) -> None:
    page = reclassify.publish(comparison(flips=(), counts=()), tmp_path).read_text(encoding="utf-8")
    assert "Nothing changed: all 12 calls in 10 texts came out as before." in page


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Count the seed case with the shipped models, then reclassify it with models trained on next to nothing."""
    folder = tmp_path_factory.mktemp("reclassify")
    train_models([write_corpus(folder / "small-en")], folder / "workspace" / "models", version="0.0.1")
    return folder / "workspace"


@pytest.mark.slow
def test_reclassifying_says_what_flipped_and_what_it_does_to_the_counts(workspace: Path) -> None:
    first = process("reclassify", "facts4eu-2022", "--model", "communique-decisions-0.1.0", workspace=workspace)
    assert first.returncode == 0, first.stderr
    assert "is the first of corpus facts4eu-2022" in first.stdout
    [before] = Store(workspace / "store").run_names()

    second = process(
        "reclassify",
        "facts4eu-2022",
        "--model",
        "communique-decisions-0.0.1",
        "--against",
        before,
        "--json",
        workspace=workspace,
    )
    assert second.returncode == 0, second.stderr
    made = json.loads(second.stdout)
    assert made["flips"] == sum(made["by_field"].values()) > 0
    assert {"call_type", "occasions"} & made["by_field"].keys()
    assert any(profile == "facts4eu-2022" and old != new for profile, _, _, old, new in made["counts"])
    page = Path(made["report"]).read_text(encoding="utf-8")
    assert "Read these first" in page
    assert "communique-decisions-0.0.1@" in page  # what was asked for by name is recorded with its version

    again = process("reclassify", "facts4eu-2022", "--model", "communique-decisions-0.0.1", workspace=workspace)
    assert again.returncode == 0, again.stderr
    assert "Numbers that changed" in again.stdout
    assert len(Store(workspace / "store").run_names()) == 2  # a repeated run makes nothing new


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["no-such-corpus"], "no corpus named 'no-such-corpus'"),
        (["facts4eu-2022", "--model", "no-such-model"], "no model named 'no-such-model'"),
        (["facts4eu-2022", "--against", "no-such-run"], "has no run 'no-such-run'"),
    ],
)
def test_what_does_not_exist_is_named_before_anything_starts(arguments: list[str], expected: str, tmp_path: Path) -> None:
    done = process("reclassify", *arguments, workspace=tmp_path / "workspace")
    assert (done.returncode, expected in done.stderr) == (2, True), done.stderr


def test_a_run_cannot_be_compared_with_itself(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.write_corpus("calls", [])
    run = store.open_run("calls", "models-1")
    with pytest.raises(StoreError, match=r"cannot be compared with itself. Name another: there is none yet"):
        reclassify.earlier_run(store, run, run.id)
