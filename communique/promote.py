"""A new version of the models, labelled readouts → the version is put to work, or refused with where it got worse."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from communique import progress, resources
from communique.annotate import DEFAULT_MODELS
from communique.annotations import read_annotations
from communique.classify.artifacts import read_manifest
from communique.classify.decide import classify, load_classifier
from communique.classify.promotion import Counts, Difference, compare_results
from communique.drafts import DraftReadout
from communique.errors import InputError, ResourceNotFoundError
from communique.evaluate.outcomes import outcomes
from communique.extract.pipeline import extract, make_pipeline
from communique.records import CodedReadout
from communique.sources import LANGUAGES

LOG = "promotions.jsonl"
"""Beside the models in the workspace: a line for every candidate that was put to work, with its results."""


@dataclass(frozen=True)
class Trial:
    """A candidate's results against what it would replace.

    Attributes
    ----------
    candidate, against
        Folders of the artefacts.
    gold
        The labelled files.
    readouts
        How many labelled readouts both were tried on.
    differences
        Over all, by publisher, by class.
    """

    candidate: Path
    against: Path
    gold: tuple[Path, ...]
    readouts: int
    differences: tuple[Difference, ...]

    @property
    def worse(self) -> tuple[Difference, ...]:
        """Where the candidate got worse."""
        return tuple(d for d in self.differences if d.worse)


def try_candidate(candidate: str, *, against: str = DEFAULT_MODELS, gold: Sequence[Path] = ()) -> Trial:
    """Code labelled readouts with a candidate and with what it would replace, and compare both with the labels.

    Parameters
    ----------
    candidate
        A folder, or the name and version of an artefact that was trained.
    against
        What it would replace: the newest that is at work, unless named.
    gold
        JSONL files of labelled readouts; the labelled corpora that neither was trained on unless given.

    Raises
    ------
    InputError
        When a file is wrong, or holds readouts that one of the two was trained on: on those nothing can be learnt about either.
    ModelError
        When an artefact is damaged.
    """
    ours, theirs = candidate_folder(candidate), resources.model_path(against)
    manifests = [read_manifest(ours), read_manifest(theirs)]
    if manifests[0].get("checksum") == manifests[1].get("checksum"):
        msg = f"{ours.name} is what it would replace ({theirs}). Name another candidate, or another --against."
        raise InputError(msg)
    files = tuple(gold) or tuple(_untrained(manifests))
    labelled = [coded for path in files for coded in read_annotations(path)]
    if not labelled:
        msg = f"{', '.join(map(str, files)) or 'no file'}: no labelled readouts to try the candidate on. Give some with --gold."
        raise InputError(msg)
    _check_untrained(labelled, manifests)
    drafts = _drafts(labelled)
    results = [_results(labelled, classify(drafts, load_classifier(folder))) for folder in (ours, theirs)]
    publishers = [coded.readout.source or "unknown" for coded in labelled]
    return Trial(ours, theirs, files, len(labelled), tuple(compare_results(publishers, *results)))


def candidate_folder(name: str) -> Path:
    """Find a candidate: a folder as it is, else a trained version by name, first among those that are not at work.

    Raises
    ------
    ResourceNotFoundError
        When there is none.
    """
    for folder in (Path(name), resources.candidates() / name, resources.candidates() / f"{DEFAULT_MODELS}-{name}"):
        if (folder / "manifest.json").is_file():
            return folder.absolute()
    try:
        return resources.model_path(name)
    except ResourceNotFoundError as error:
        known = ", ".join(sorted(p.parent.name for p in resources.candidates().glob("*/manifest.json"))) or "none"
        msg = (
            f"no candidate {name!r}: it is no folder of a model, and {resources.candidates()} holds {known}. "
            "Train one with 'communique train'."
        )
        raise ResourceNotFoundError(msg) from error


def promote(trial: Trial, *, force: str = "") -> Path:
    """Put a candidate to work: copy it, whole or not at all, to where its newest version is taken from, and record it.

    Parameters
    ----------
    trial
        Its results.
    force
        Why it is put to work although it is worse somewhere.

    Returns
    -------
    Path
        Its folder in the workspace.

    Raises
    ------
    InputError
        When it is worse and no reason is given; when its version would not be taken as the newest.
    """
    if trial.worse and not force.strip():
        lines = "\n".join(f"  {difference.words}" for difference in trial.worse)
        msg = (
            f"{trial.candidate.name} is not put to work: on {trial.readouts} readouts it is worse than {trial.against.name}:\n"
            f"{lines}\n"
            "Train a better one, or promote it all the same with --force REASON; the reason is recorded."
        )
        raise InputError(msg)
    models = resources.workspace() / "models"
    manifest = read_manifest(trial.candidate)
    folder = models / trial.candidate.name
    newest = resources.model_path(manifest["name"])
    if folder == trial.candidate or _version(trial.candidate) <= _version(newest):
        msg = (
            f"{trial.candidate.name} would not be taken: the newest at work is {newest.name}. "
            "Train it again with a higher --version."
        )
        raise InputError(msg)
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=models) as made:
        copy = Path(made) / folder.name
        shutil.copytree(trial.candidate, copy)
        read_manifest(copy)  # what was tried is what is put to work
        _record(models / LOG, _entry(trial, manifest, force.strip()))
        copy.rename(folder)
    return folder


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.name.rpartition("-")[2].split("."))


def _entry(trial: Trial, manifest: dict[str, Any], force: str) -> dict[str, Any]:
    return {
        "promoted": trial.candidate.name,
        "checksum": manifest["checksum"],
        "against": trial.against.name,
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "readouts": trial.readouts,
        "gold": {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in trial.gold},
        "worse": [difference.words for difference in trial.worse],
        "forced_because": force if trial.worse else "",
        "results": [msgspec.to_builtins(d) for d in trial.differences if d.scope == "all"],
    }


def _record(log: Path, entry: dict[str, Any]) -> None:
    """Append a line to the log, whole or not at all."""
    before = log.read_bytes() if log.exists() else b""
    made = log.with_name(f".{log.name}.{os.getpid()}")
    with contextlib.ExitStack() as undo:
        undo.callback(made.unlink, missing_ok=True)
        made.write_bytes(before + json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        made.replace(log)


def _untrained(manifests: Sequence[dict[str, Any]]) -> Iterator[Path]:
    """Find the labelled corpora that no model here was trained on."""
    trained = {name for manifest in manifests for name in manifest.get("corpora", {})}
    for name in resources.names("corpora", "*/manifest.json"):
        path = resources.corpus_path(name) / "readouts.jsonl"
        if name not in trained and not name.startswith("training-") and path.is_file():
            yield path


def _check_untrained(labelled: Sequence[CodedReadout], manifests: Sequence[dict[str, Any]]) -> None:
    """See that no model is tried on what it was trained on.

    Raises
    ------
    InputError
        Naming how many readouts are.
    """
    texts = {coded.readout.text: coded.readout for coded in labelled}
    known = set(resources.names("corpora", "*/manifest.json"))
    for name in sorted({name for manifest in manifests for name in manifest.get("corpora", {})} & known):
        for path in sorted(resources.corpus_path(name).glob("*.jsonl")):
            met = [texts[coded.readout.text] for coded in read_annotations(path) if coded.readout.text in texts]
            if met:
                msg = (
                    f"{met[0].origin}: {len(met)} of the {len(labelled)} labelled readouts stand in the corpus {name}, which "
                    "one of the two was trained on; on them nothing can be learnt. Give --gold that no model has seen."
                )
                raise InputError(msg)


def _drafts(labelled: Sequence[CodedReadout]) -> list[DraftReadout]:
    pipelines = {lang: make_pipeline(lang) for lang in LANGUAGES}
    drafts = []
    for number, coded in enumerate(labelled, 1):
        if coded.readout.lang not in pipelines or not coded.readout.published:
            msg = f"{coded.readout.origin}: needs 'published' and a 'lang' of {', '.join(LANGUAGES)} to be coded. Add them."
            raise InputError(msg)
        drafts.append(extract(pipelines[coded.readout.lang], coded.readout))
        if number % 50 == 0 or number == len(labelled):
            progress.report("extract", number, len(labelled))
    return drafts


def _results(labelled: Sequence[CodedReadout], coded: Sequence[CodedReadout]) -> list[Counts]:
    found = outcomes(labelled, coded)
    return [{(o.measure, o.label, o.verdict): n for o, n in found[item.readout.id].items()} for item in labelled]
