"""A count in the store becomes a report that says everything about it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from report.parsed import Element, parse
from written_readouts import written

from communique import count, reconcile, resources
from communique.annotate import annotate_readouts, annotator
from communique.classify.artifacts import write_manifest
from communique.errors import ModelError
from communique.intake import ensure_corpus
from communique.publish import gather, publish
from communique.records import Readout
from communique.report import Estimate
from communique.store import Store

PROFILE = "facts4eu-2022"


def made(store: Store, corpus: str, readouts: list[Readout], models: str = "communique-decisions") -> str:
    """Ingest, code and count some readouts; return the count's id."""
    store.write_corpus(corpus, readouts)
    run = store.open_run(corpus, annotator(models))
    for part in run.missing():
        run.write(part, annotate_readouts(run.read_partition(part), models=models))
    run.finish()
    coded = tuple(run.read())
    matches = reconcile.match_all(coded) if len({item.readout.source for item in coded}) > 1 else ()
    ledger = count.count_calls(coded, count.load_profile(PROFILE), matches)
    return store.write_count(run.id, ledger, resources.profile_path(PROFILE).read_text(encoding="utf-8"))


def some() -> list[Readout]:
    texts = [written(number) for number in range(6)]
    return [Readout(t.name, "kremlin", "en", t.published.isoformat(), t.title, t.text) for t in texts]


@pytest.fixture
def store(workspace: Path) -> Store:
    return Store(workspace / "store")


def page(store: Store, count_id: str, folder: Path, **more: Any) -> Element:
    return parse(publish(store, count_id, PROFILE, folder, **more).read_text(encoding="utf-8"))


def test_a_report_says_the_sentence_the_rules_and_the_command(store: Store, tmp_path: Path) -> None:
    count_id = made(store, "mine", some())
    root = page(store, count_id, tmp_path)
    ledger, rules = store.read_count(count_id), count.load_profile(PROFILE)
    assert count.quotable(ledger, rules) in root.all("blockquote")[0].text
    assert [li.text for li in root.by_id("method").all("li")] == count.profile_sentences(rules)
    provenance = root.by_id("provenance").text
    assert "communique run --input YOUR_TEXTS --profile facts4eu-2022 --models communique-decisions-" in provenance
    assert store.corpus_manifest("mine").digest in provenance
    assert count_id in provenance


def test_the_same_count_makes_the_same_bytes(store: Store, tmp_path: Path) -> None:
    count_id = made(store, "mine", some())
    folders = [publish(store, count_id, PROFILE, tmp_path / name).parent for name in ("a", "b")]
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == second


def test_the_corpora_s_datasheets_and_the_models_card_are_in_the_report(store: Store, tmp_path: Path) -> None:
    root = page(store, made(store, "mine", some()), tmp_path)
    folds = [fold.all("summary")[0].text for fold in root.by_id("models").all("details")]
    assert folds[-3:] == ["training-en", "training-fr", "training-ru"]
    assert "Model card" in folds


def test_a_shipped_corpus_goes_by_its_name_in_the_command(store: Store) -> None:
    contents = gather(store, made(store, PROFILE, some()), PROFILE)
    assert contents.command.startswith("communique run --input facts4eu-2022 ")
    assert next(iter(contents.datasheets)) == PROFILE


def test_estimates_of_a_reviewed_sample_stand_beside_the_count(store: Store, tmp_path: Path) -> None:
    estimate = Estimate("leader_window", ("emmanuel-macron", "before-the-war"), 5, 4.6, 3.2, 6.0, "By a random sample of 40.")
    root = page(store, made(store, "mine", some()), tmp_path, estimates=(estimate,))
    assert "reviewed 4.6 (3.2–6.0)" in root.by_id("count").all("table", class_="counts")[0].text
    assert "By a random sample of 40." in root.by_id("count").text


@pytest.fixture
def own_models(workspace: Path) -> Path:
    """A copy of the shipped models in the workspace, under a name of its own."""
    shipped = resources.model_path("communique-decisions")
    folder = workspace / "models" / "mine-9.0.0"
    shutil.copytree(shipped, folder)
    return folder


def change(folder: Path, **more: Any) -> None:
    facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    write_manifest(folder, {**facts, "name": "mine", "version": "9.0.0", **more})


def test_what_a_manifest_says_of_confusion_calibration_and_publishers_is_drawn(
    store: Store, own_models: Path, tmp_path: Path
) -> None:
    change(
        own_models,
        confusion={"call_type": {"ceremonial": {"ceremonial": 70, "substantive": 7}, "substantive": {"substantive": 50}}},
        by_publisher={"call_type": {"kremlin": {"f1": 0.91}}},
        reliability={"call_type": [{"n": 12, "predicted": 0.4, "observed": 0.5}]},
    )
    models = page(store, made(store, "mine", some(), "mine"), tmp_path).by_id("models")
    assert len(models.all("table", class_="matrix")) == 1
    assert "predicted 0.40, observed 0.50, 12 decisions" in models.text
    assert "The Kremlin" in models.text


def test_measures_in_another_form_are_an_error_that_names_the_file(store: Store, own_models: Path) -> None:
    change(own_models, reliability={"call_type": [{"mean": 0.4}]})
    count_id = made(store, "mine", some(), "mine")
    with pytest.raises(ModelError, match=r"mine-9\.0\.0/manifest\.json: its measures have another form.*communique train"):
        gather(store, count_id, PROFILE)


@pytest.mark.slow
def test_the_seed_case_is_told_as_it_was_published(store: Store) -> None:
    ensure_corpus(store, PROFILE)
    contents = gather(store, made(store, PROFILE, list(store.read_corpus(PROFILE))), PROFILE)
    assert contents.quote == (
        "From 7 May 2017 to 23 February 2022 (before the war), the Kremlin reported 60 telephone calls between Vladimir Putin and "
        "Emmanuel Macron, 1 with Theresa May, 4 with Boris Johnson and none with Liz Truss. From 24 February 2022 to 31 October "
        "2022 (since the war), the Kremlin reported 14 telephone calls between Vladimir Putin and Emmanuel Macron and none with "
        "Theresa May, Boris Johnson or Liz Truss."
    )
    [told] = [t for t in contents.told_too if t.expected is not None]
    assert (told.leader, told.told, told.expected) == ("emmanuel-macron", 6, 6)
    night = [m for m in contents.matches if "kremlin-2022-02-24#1" in {m.call_a, m.call_b}]
    assert [m.verdict for m in night] in (["only_a"], ["only_b"])
