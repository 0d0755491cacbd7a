"""``communique train`` and ``promote``: make new models, compare them with others, and put those that are no worse to work."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Annotated

import typer

from communique import resources
from communique.cli.terminal import EXIT_USER, OUT, friendly, progress_bars
from communique.learn import differences, save_pipelines, train_models


def train(
    corpora: Annotated[
        list[str] | None, typer.Option("--corpus", help="A corpus by name or folder; else the shipped training corpora.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Folder of models; else models/ in the workspace.")] = None,
    version: Annotated[str, typer.Option(help="The new version; versions are never overwritten.")] = "0.1.1",
    pipelines: Annotated[bool, typer.Option("--pipelines", help="Save the spaCy pipelines there as well.")] = False,
    check: Annotated[
        str, typer.Option("--check", metavar="NAME", help="Train this artefact again, write nothing, and compare every byte.")
    ] = "",
) -> None:
    """Train the models on labelled corpora and write them as a new version."""
    with friendly():
        if check:
            _check(check)
            return
        folders = corpus_folders(corpora)
        target = output or resources.workspace() / "models"
        with progress_bars():
            folder = train_models(folders, target, version=version)
            saved = save_pipelines(target) if pipelines else []
        for path in itertools.chain([folder], saved):
            OUT.print(f"Written: {path}", soft_wrap=True)


def corpus_folders(names: list[str] | None) -> list[Path]:
    """Find corpora by name or folder; the shipped training corpora when none is named."""
    names = names or [n for n in resources.names("corpora", "*/manifest.json") if n.startswith("training-")]
    return [Path(n) if Path(n).is_dir() else resources.corpus_path(n) for n in names]


def _check(name: str) -> None:
    folder = resources.model_path(name)
    with progress_bars():
        found = differences(folder)
    for line in found:
        OUT.print(f"differs: {line}", soft_wrap=True)
    if found:
        raise SystemExit(EXIT_USER)
    OUT.print(f"{folder.name}: made again from its corpora, every byte is the same", soft_wrap=True)
