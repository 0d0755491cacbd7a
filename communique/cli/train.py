"""``communique train`` and ``promote``: make new models, compare them with others, and put those that are no worse to work."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown

from communique import resources
from communique.annotate import DEFAULT_MODELS
from communique.bakeoff import ablate_models, compare_models
from communique.classify.promotion import Difference
from communique.classify.studies import ABLATIONS, COMPARISON, ablation_lines, comparison_lines, write_study
from communique.cli.terminal import EXIT_USER, OUT, friendly, print_table, progress_bars
from communique.errors import InputError
from communique.learn import differences, save_pipelines, train_models
from communique.promote import LOG, try_candidate
from communique.promote import promote as run_promotion


def train(
    corpora: Annotated[
        list[str] | None, typer.Option("--corpus", help="A corpus by name or folder; else the shipped training corpora.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            help="Folder of models; else candidates/ in the workspace. Of a study also a file: .json, or .md to read."
        ),
    ] = None,
    version: Annotated[str, typer.Option(help="The new version; versions are never overwritten.")] = "0.1.1",
    pipelines: Annotated[bool, typer.Option("--pipelines", help="Save the spaCy pipelines there as well.")] = False,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="Train nothing; compare models and feature sets, for the card of the next version."),
    ] = False,
    ablate: Annotated[
        bool,
        typer.Option("--ablate", help="Train nothing; measure what half the texts and a publisher's own manner are worth."),
    ] = False,
    check: Annotated[
        str, typer.Option("--check", metavar="NAME", help="Train this artefact again, keep nothing, and compare every byte.")
    ] = "",
) -> None:
    """Train the models on labelled corpora and write them as a new version."""
    with friendly():
        if compare + ablate + bool(check) > 1:
            msg = "--compare, --ablate and --check are three things. Give one of them."
            raise InputError(msg)
        if check:
            _check(check)
            return
        folders = corpus_folders(corpora)
        target = output or resources.candidates()
        if compare or ablate:
            _study(folders, target, COMPARISON if compare else ABLATIONS)
            return
        with progress_bars():
            folder = train_models(folders, target, version=version)
            saved = save_pipelines(target) if pipelines else []
        for path in itertools.chain([folder], saved):
            OUT.print(f"Written: {path}", soft_wrap=True)


def _study(folders: list[Path], target: Path, kind: str) -> None:
    """Make a study and write it where the next training finds it, or where it was asked for."""
    path = target if target.suffix in {".json", ".md"} else target / f"{kind}.json"
    with progress_bars():
        study = compare_models(folders) if kind == COMPARISON else ablate_models(folders)
    lines = comparison_lines(study) if kind == COMPARISON else ablation_lines(study)
    if path.suffix == ".md":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([f"# {kind.capitalize()}", "", *lines, ""]), encoding="utf-8")
    else:
        write_study(path, study)
    OUT.print(Markdown("\n".join(lines)))
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


def promote(
    candidate: Annotated[str, typer.Argument(help="The new version: a folder, or a name such as communique-decisions-0.1.1.")],
    against: Annotated[str, typer.Option(help="What it would replace; else the newest version at work.")] = DEFAULT_MODELS,
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="JSONL with hand-made labels; else the labelled corpora that neither was trained on."),
    ] = None,
    force: Annotated[str, typer.Option(metavar="REASON", help="Promote it although it is worse; the reason is recorded.")] = "",
) -> None:
    """Put new models to work, unless they are worse than what they would replace: then say where (exit code 2)."""
    with friendly():
        with progress_bars():
            trial = try_candidate(candidate, against=against, gold=gold or [])
        title = f"F1 of {trial.candidate.name} (new) and {trial.against.name} (old) on {trial.readouts} labelled readouts"
        print_table(title, ("", "items", "new", "old", "new - old, 95 %", ""), [_trial_row(d) for d in trial.differences])
        folder = run_promotion(trial, force=force)
        OUT.print(f"At work now: {folder} (recorded in {folder.parent / LOG})", soft_wrap=True)


def _trial_row(found: Difference) -> tuple[str, ...]:
    ours, theirs = (f"{100 * value:.1f}" if value == value else "–" for value in (found.candidate, found.against))  # noqa: PLR0124 - NaN
    gap = f"[{100 * found.low:+.1f}, {100 * found.high:+.1f}]"
    return f"{found.scope} {found.name}", str(found.n), ours, theirs, gap, "worse" if found.worse else ""
