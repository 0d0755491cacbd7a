"""Labelled corpora → a new version of the models, and the spaCy pipelines saved beside them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from threadpoolctl import threadpool_limits

from communique import __version__, progress
from communique.annotations import read_annotations
from communique.classify.artifacts import save_model, write_manifest
from communique.classify.card import model_card
from communique.classify.training import train
from communique.errors import InputError
from communique.extract.pipeline import extract, make_pipeline, pipeline_config
from communique.records import CodedReadout
from communique.sources import LANGUAGES

REVIEW_BAND = {"tone": 0.1, "occasions": 0.1, "call_type": 0.15}
"""How near to 0.5 a probability asks for a person's look."""

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
    _check(labelled)
    pipelines = {lang: make_pipeline(lang) for lang in LANGUAGES}
    drafts = []
    for number, coded in enumerate(labelled, 1):
        drafts.append(extract(pipelines[coded.readout.lang], coded.readout))
        if number % 50 == 0 or number == len(labelled):
            progress.report("extract", number, len(labelled))
    parts = iter(range(1, 5))
    with threadpool_limits(
        1
    ):  # sums in another order give other bytes, and on these small problems threads only wait for each other
        trained = train(drafts, labelled, progress=lambda _part: progress.report("train", next(parts), 4))
    facts = {
        "name": "communique-decisions",
        "version": version,
        "code": __version__,
        "corpora": {path.name: _digest(path) for path in folders},
        "libraries": {name: importlib.metadata.version(name) for name in _LIBRARIES},
        "review_band": REVIEW_BAND,
        "measures": trained.measures,
        "classes": trained.sizes,
    }
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=output) as made:
        unfinished = Path(made) / folder.name
        unfinished.mkdir()
        for name, model in trained.models.items():
            save_model(unfinished, name, model)
        write_manifest(unfinished, facts)
        (unfinished / "MODEL_CARD.md").write_text(model_card(facts), encoding="utf-8")
        unfinished.rename(folder)  # whole or not at all
    return folder


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
