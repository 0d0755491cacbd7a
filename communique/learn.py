"""Labelled corpora → a new version of the models, and the spaCy pipelines saved beside them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from communique import __version__, progress, resources
from communique.annotations import read_annotations
from communique.classify.artifacts import read_manifest, save_model, write_manifest
from communique.classify.calibration import BOTH_SIDES, calibration_error, choose_band, reliability
from communique.classify.card import CHANCES, DIAGRAM, model_card
from communique.classify.diagram import reliability_svg
from communique.classify.studies import read_studies, write_study
from communique.classify.training import Trained, train
from communique.classify.unseen import by_publisher, confusion, measures
from communique.drafts import DraftReadout
from communique.errors import InputError
from communique.extract.pipeline import extract, make_pipeline, pipeline_config
from communique.records import CodedReadout
from communique.sources import LANGUAGES

_LIBRARIES = ("spacy", "scikit-learn", "skops", "numpy")


def read_corpora(folders: Sequence[Path]) -> list[CodedReadout]:
    """Read the labelled readouts of corpora, in order.

    Raises
    ------
    InputError
        When a folder holds none, or a record is wrong.
    """
    found: list[CodedReadout] = []
    for folder in folders:
        files = sorted(folder.glob("*.jsonl"))
        if not files:
            msg = f"{folder}: holds no *.jsonl with labelled readouts. Name a corpus such as corpora/training-en."
            raise InputError(msg)
        for path in files:
            found += read_annotations(path)
    return found


def train_models(folders: Sequence[Path], output: Path, *, version: str = __version__) -> Path:
    """Train the models on corpora and write them as a new version.

    Parameters
    ----------
    folders
        The corpora's folders.
    output
        The folder of models; ``communique-decisions-<version>`` is made in it.
    version
        The version of what is written.

    Returns
    -------
    Path
        The new artefact's folder.

    Raises
    ------
    InputError
        When a corpus is wrong or the version exists already: versions are never overwritten.
    """
    if not re.fullmatch(r"\d+(?:\.\d+)*", version):
        msg = f"the version {version!r} is not of the form 1.2.3. Choose another with --version."
        raise InputError(msg)
    folder = output / f"communique-decisions-{version}"
    if folder.exists():
        msg = f"{folder} exists already, and a version is never overwritten. Choose another with --version."
        raise InputError(msg)
    labelled = read_corpora(folders)
    drafts = draft(labelled)
    parts = iter(range(1, 5))
    with one_thread():
        trained = train(drafts, labelled, progress=lambda _part: progress.report("train", next(parts), 4))
    facts = {"name": "communique-decisions", "version": version, **provenance(folders), **_quality(trained)}
    studies = read_studies([output, resources.shipped("models")], facts["corpora"])
    if "comparison" in studies:
        facts["comparison"] = studies["comparison"]
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=output) as made:
        unfinished = Path(made) / folder.name
        unfinished.mkdir()
        for name, model in trained.models.items():
            save_model(unfinished, name, model)
        (unfinished / DIAGRAM).write_text(reliability_svg(facts["reliability"], CHANCES), encoding="utf-8")
        write_manifest(unfinished, facts)
        (unfinished / "MODEL_CARD.md").write_text(model_card(facts, studies), encoding="utf-8")
        unfinished.rename(folder)  # whole or not at all
    return folder


def one_thread() -> threadpool_limits:
    """Compute with one thread: sums in another order give other bytes, and on small problems threads wait for each other."""
    return threadpool_limits(1)


def draft(labelled: Sequence[CodedReadout]) -> list[DraftReadout]:
    """Extract labelled readouts, to see what models would have to decide in them.

    Raises
    ------
    InputError
        When they cannot be trained on.
    """
    _check(labelled)
    pipelines = {lang: make_pipeline(lang) for lang in LANGUAGES}
    drafts = []
    for number, coded in enumerate(labelled, 1):
        drafts.append(extract(pipelines[coded.readout.lang], coded.readout))
        if number % 50 == 0 or number == len(labelled):
            progress.report("extract", number, len(labelled))
    return drafts


def provenance(folders: Sequence[Path]) -> dict[str, Any]:
    """Say what is measured or trained on and with: the corpora's SHA-256, versions of code and libraries."""
    return {
        "code": __version__,
        "corpora": {path.name: _digest(path) for path in folders},
        "libraries": {name: importlib.metadata.version(name) for name in _LIBRARIES},
    }


def _quality(trained: Trained) -> dict[str, Any]:
    """Sum up for the manifest how good models are on publishers that they have not seen, and where they ask for review."""
    unseen = trained.unseen
    bins = {part: reliability(found) for part, found in unseen.items()}
    review = {
        part: choose_band(found, both_sides=part in BOTH_SIDES) for part, found in unseen.items() if part != "business"
    }  # what a sentence reports is no decision of its own
    return {
        "measures": {part: measures(found) for part, found in unseen.items()},
        "classes": {part: dict(sorted(Counter(e.label for e in found.examples).items())) for part, found in unseen.items()},
        "confusion": {part: confusion(found) for part, found in unseen.items()},
        "by_publisher": {part: by_publisher(found) for part, found in unseen.items()},
        "reliability": bins,
        "calibration_error": {part: calibration_error(found) for part, found in bins.items()},
        "review": review,
        "review_band": {part: found["band"] for part, found in review.items()},
    }


def differences(artefact: Path) -> list[str]:
    """Train an artefact's version again from the shipped corpora that it names, and compare every byte.

    Parameters
    ----------
    artefact
        The folder.

    Returns
    -------
    list of str
        What differs, in words; empty when the artefact is reproduced byte for byte.

    Raises
    ------
    ModelError, ResourceNotFoundError
        When the artefact is damaged, or a corpus that it names is not there.
    """
    manifest = read_manifest(artefact)
    folders = [resources.corpus_path(name) for name in manifest.get("corpora", {})]
    if not folders:
        msg = f"{artefact}: names no corpora, so nothing in it is trained. Name an artefact such as communique-decisions."
        raise InputError(msg)
    with tempfile.TemporaryDirectory(prefix="communique-again-") as made:
        for study in read_studies([artefact.parent], manifest["corpora"]).items():
            write_study(Path(made) / f"{study[0]}.json", study[1])
        again = train_models(folders, Path(made), version=manifest["version"])
        here, there = _contents(artefact), _contents(again)
        return [*_causes(manifest, provenance(folders)), *(n for n in sorted({*here, *there}) if here.get(n) != there.get(n))]


def _causes(manifest: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Name what an artefact was made of that is not so here and now."""
    for kind, what in (("corpora", "the corpus"), ("libraries", "the library")):
        for name in sorted({*manifest[kind], *now[kind]}):
            then, here = manifest[kind].get(name, "none"), now[kind].get(name, "none")
            if then != here:
                yield f"{what} {name} is not the one it was made with ({then[:16]} then, {here[:16]} now)"
    if manifest["code"] != now["code"]:
        yield f"the code is {now['code']}, it was made with {manifest['code']}"


def _contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _check(labelled: Sequence[CodedReadout]) -> None:
    """See that the corpora can be trained on at all.

    Raises
    ------
    InputError
        When a language is not supported, or everything comes from one publisher.
    """
    for coded in labelled:
        if coded.readout.lang not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            msg = f"{coded.readout.origin}: the language is {coded.readout.lang!r}; a corpus may hold {known}. Correct 'lang'."
            raise InputError(msg)
    publishers = {coded.readout.source for coded in labelled if coded.calls}
    if len(publishers) < 3:
        msg = (
            f"the corpora hold calls of {len(publishers)} publisher(s); models are judged on unseen publishers, which needs "
            "three. Add another --corpus."
        )
        raise InputError(msg)


def _digest(folder: Path) -> str:
    """Hash the labelled files of a corpus."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def save_pipelines(output: Path) -> list[Path]:
    """Save the extraction pipeline of each language as a spaCy pipeline, ``communique-<lang>-<version>``."""
    saved = []
    for lang in LANGUAGES:
        nlp = make_pipeline(lang)
        folder = output / f"communique-{lang}-{__version__}"
        folder.mkdir(parents=True, exist_ok=True)
        nlp.to_disk(folder)
        write_manifest(folder, {"name": f"communique-{lang}", "version": __version__, **pipeline_config(nlp)})
        saved.append(folder)
    return saved
