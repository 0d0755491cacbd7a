"""A trained candidate is put to work whole, recorded, and only when it is no worse; otherwise nothing changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from learn.conftest import VERSION
from learn.small_corpus import Json, records, write_corpus

from communique import resources
from communique.classify.artifacts import read_manifest
from communique.classify.promotion import Difference
from communique.errors import InputError, ModelError, ResourceNotFoundError
from communique.learn import train_models
from communique.promote import LOG, Trial, candidate_folder, promote, try_candidate

LOSS = Difference("class", "occasions thanks", 25, 0.5, 0.8, -0.4, -0.1, worse=True)
GAIN = Difference("all", "tone", 25, 0.9, 0.8, 0.05, 0.15, worse=False)


@pytest.fixture
def candidate(trained: Path, workspace: Path) -> Path:
    """Put a trained version, not at work, into a workspace of its own."""
    folder = workspace / "candidates" / trained.name
    shutil.copytree(trained, folder)
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Label texts that no model has seen."""
    found = [_moved(record) for record in records()]
    return write_corpus(tmp_path / "gold", found) / "readouts.jsonl"


def _moved(record: Json) -> Json:
    """Say the same a little otherwise, so that the text is another one."""
    return {**record, "text": record["text"] + " The talk took place in the morning."}


def trial(candidate: Path, gold: Path, *differences: Difference) -> Trial:
    return Trial(candidate, resources.model_path("communique-decisions"), (gold,), 24, differences)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_candidate_is_no_model_at_work_until_it_is_promoted(candidate: Path, gold: Path) -> None:
    shipped = resources.model_path("communique-decisions")
    assert shipped.parent == resources.shipped("models")
    assert resources.model_path(candidate.name) == candidate  # by its full name it can be tried
    folder = promote(trial(candidate, gold, GAIN))
    assert resources.model_path("communique-decisions") == folder
    assert contents(folder) == contents(candidate)


def test_a_promotion_is_recorded_with_its_results(candidate: Path, gold: Path) -> None:
    folder = promote(trial(candidate, gold, GAIN))
    [entry] = [json.loads(line) for line in (folder.parent / LOG).read_text(encoding="utf-8").splitlines()]
    assert (entry["promoted"], entry["against"], entry["readouts"]) == (candidate.name, "communique-decisions-0.1.0", 24)
    assert entry["checksum"] == read_manifest(folder)["checksum"]
    assert (entry["worse"], entry["forced_because"]) == ([], "")
    assert list(entry["gold"]) == [str(gold)]
    assert entry["results"][0]["name"] == "tone"


def test_a_worse_candidate_is_refused_with_where_and_by_how_much(candidate: Path, gold: Path) -> None:
    with pytest.raises(InputError) as caught:
        promote(trial(candidate, gold, GAIN, LOSS))
    said = str(caught.value)
    assert "class occasions thanks: F1 50.0 instead of 80.0, -30.0 points [-40.0, -10.0], 25 items" in said
    assert "--force REASON" in said
    assert not (resources.workspace() / "models").exists()


def test_a_worse_candidate_goes_to_work_with_a_reason_which_is_recorded(candidate: Path, gold: Path) -> None:
    folder = promote(trial(candidate, gold, LOSS), force="the labels of thanks are being revised")
    entry = json.loads((folder.parent / LOG).read_text(encoding="utf-8"))
    assert entry["forced_because"] == "the labels of thanks are being revised"
    assert entry["worse"] == [LOSS.words]


def test_spaces_are_no_reason(candidate: Path, gold: Path) -> None:
    with pytest.raises(InputError, match="is not put to work"):
        promote(trial(candidate, gold, LOSS), force="  ")


def test_a_version_that_would_not_be_taken_as_the_newest_is_refused(candidate: Path, gold: Path) -> None:
    promote(trial(candidate, gold, GAIN))
    before = contents(resources.workspace() / "models" / candidate.name)
    with pytest.raises(InputError, match=rf"the newest at work is {candidate.name}\. Train it again with a higher --version"):
        promote(trial(candidate, gold, GAIN))
    assert contents(resources.workspace() / "models" / candidate.name) == before


def test_a_candidate_that_was_tampered_with_is_not_even_tried(candidate: Path, gold: Path) -> None:
    path = candidate / "tone.skops"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match="was changed"):
        try_candidate(candidate.name, gold=[gold])


def test_a_candidate_is_tried_on_labelled_readouts_against_what_is_at_work(candidate: Path, gold: Path) -> None:
    found = try_candidate(VERSION, gold=[gold])
    assert (found.candidate, found.readouts, found.gold) == (candidate, len(records()), (gold,))
    assert found.against == resources.model_path("communique-decisions")
    by_name = {(d.scope, d.name): d for d in found.differences}
    assert {d.name for d in found.differences if d.scope == "publisher"} == {"kremlin", "turkiye", "ukraine"}
    occasions = by_name["all", "occasions"]
    assert (occasions.n, occasions.candidate) == (12, 1.0)  # it was trained on such texts


def test_what_it_is_tried_on_must_not_be_what_one_of_the_two_was_trained_on(candidate: Path) -> None:
    seen = resources.corpus_path("training-fr") / "readouts.jsonl"
    with pytest.raises(
        InputError, match=r"labelled readouts stand in the corpus training-fr, which one of the two was trained on"
    ):
        try_candidate(candidate.name, gold=[seen])


def test_without_labels_it_is_tried_on_the_corpora_that_nothing_was_trained_on(
    candidate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def read(path: Path) -> list[Any]:
        asked.append(path)
        return []

    monkeypatch.setattr("communique.promote.read_annotations", read)
    with pytest.raises(InputError, match="no labelled readouts to try the candidate on"):
        try_candidate(candidate.name)
    assert [path.parent.name for path in asked] == ["facts4eu-2022"]


def test_what_is_at_work_cannot_replace_itself(gold: Path, workspace: Path) -> None:
    assert not workspace.exists()
    with pytest.raises(InputError, match=r"is what it would replace.*Name another candidate"):
        try_candidate("communique-decisions-0.1.0", gold=[gold])


def test_an_unknown_candidate_is_named_with_those_there_are(candidate: Path) -> None:
    with pytest.raises(ResourceNotFoundError, match=rf"no candidate '9\.9'.*holds {candidate.name}.*communique train"):
        candidate_folder("9.9")


def _by_path(folder: Path) -> str:
    return str(folder)


def _by_name(folder: Path) -> str:
    return folder.name


def _by_version(folder: Path) -> str:
    return folder.name.rpartition("-")[2]


@pytest.mark.parametrize("name", [_by_path, _by_name, _by_version])
def test_a_candidate_is_found_by_folder_name_or_version(name: Callable[[Path], str], candidate: Path) -> None:
    assert candidate_folder(name(candidate)) == candidate


def _confused(record: Json) -> Json:
    """Call elections birthdays and birthdays elections."""
    other = {"election_victory": "birthday", "birthday": "election_victory"}
    calls = [{**c, "occasions": [{**o, "id": other[o["id"]]} for o in c["occasions"]]} for c in record["calls"]]
    return {**record, "calls": calls}


def test_a_model_that_learnt_wrong_labels_is_refused_with_the_classes_it_confuses(
    candidate: Path, tmp_path: Path, gold: Path
) -> None:
    wrong = train_models(
        [write_corpus(tmp_path / "wrong-en", [_confused(r) for r in records()])], tmp_path / "made", version="8.0"
    )
    lines = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    many = [{**record, "id": f"{record['id']}-{n}"} for n in range(4) for record in lines]
    found = try_candidate(str(wrong), against=candidate.name, gold=[write_corpus(tmp_path / "many", many) / "readouts.jsonl"])
    worse = {(d.scope, d.name) for d in found.worse}
    assert {("all", "occasions"), ("class", "occasions birthday"), ("class", "occasions election_victory")} <= worse
    assert not [name for scope, name in worse if scope == "class" and not name.startswith("occasions")]
    with pytest.raises(InputError, match=r"class occasions birthday: F1 0\.0 instead of 100\.0"):
        promote(found)
