"""Labelled corpora → a candidate version of the models, tried against the one at work on labels of other texts."""

import math
from pathlib import Path
from typing import Annotated

from prefect import flow, task

from communique import resources
from communique.classify.artifacts import read_manifest
from communique.cli.artifacts import log, markdown, moving_progress, plain, say_what_failed, table
from communique.cli.forms import field
from communique.cli.lineage import made
from communique.learn import train_models as train_all
from communique.promote import Trial, try_candidate


@task(task_run_name="train {version}")
def train_version(corpora: list[str], version: str) -> str:
    """Train on the corpora; return the new artefact's folder."""
    folders = [Path(name) if Path(name).is_dir() else resources.corpus_path(name) for name in corpora]
    return str(train_all(folders, resources.candidates(), version=version))


@task(task_run_name="try {folder} on labels")
def evaluate_candidate(folder: str, labels: list[str]) -> Trial:
    """Code labelled readouts with the candidate and with the models at work, and compare both with the labels."""
    return try_candidate(folder, gold=[_labels(name) for name in labels])


def _labels(name: str) -> Path:
    """Find a file of labelled readouts, or those of a corpus."""
    if Path(name).is_file():
        return Path(name)
    return resources.corpus_path(name) / "readouts.jsonl"


def _rows(trial: Trial) -> list[dict[str, object]]:
    """Turn a trial into a table: all measures first, then by publisher and class."""

    def percent(share: float) -> float | None:
        return None if math.isnan(share) else round(100 * share, 1)

    return [
        {
            "scope": d.scope,
            "what": d.name,
            "items": d.n,
            "F1 of the candidate": percent(d.candidate),
            "F1 at work": percent(d.against),
            "difference from": percent(d.low),
            "to": percent(d.high),
            "worse": "yes" if d.worse else "",
        }
        for d in trial.differences
    ]


@flow(
    name="train-models",
    flow_run_name="train models {version}",
    log_prints=False,
    on_failure=[say_what_failed],
    on_crashed=[say_what_failed],
)
def train_models(
    corpora: Annotated[list[str], field("Corpora", "Labelled corpora by name or folder.", min_length=1)] = [  # noqa: B006
        "training-en",
        "training-fr",
        "training-ru",
    ],
    version: Annotated[
        str, field("Version", "Of the new models, such as 0.1.1; a version is never overwritten.", pattern=r"^\d+(\.\d+)*$")
    ] = "0.1.1",
    labels: Annotated[
        list[str],
        field(
            "Labels",
            "JSONL files of labelled readouts by path, or labelled corpora by name, that no model was trained on; empty: the "
            "shipped ones.",
        ),
    ] = [],  # noqa: B006
) -> str:
    """Train new models and try them on labels, to be put to work by `communique promote`. Returns the new artefact's folder."""
    for name in labels:
        _labels(name)  # a wrong name fails before the training
    with moving_progress():
        folder = Path(train_version(corpora, version))
        trial = evaluate_candidate(str(folder), labels)
    measures = read_manifest(folder)["measures"]
    log(f"models {folder.name} are in {folder.parent}")
    table(
        "measures",
        [{"decides": name, **facts} for name, facts in measures.items()],
        f"{plain(folder.name)}, on publishers that were left out of the training",
        nothing="no measures",
    )
    verdict = f"worse in {len(trial.worse)} places, so it would not be promoted" if trial.worse else "worse in none"
    about = f"{folder.name} against {trial.against.name} on {trial.readouts} labelled readouts: {verdict}"
    log(about)
    table("evaluation", _rows(trial), plain(about), nothing="nothing to compare")
    made(
        ("models", folder.name),
        of=[("corpus", Path(name).name) for name in corpora],
        facts={"readouts": trial.readouts, "worse": len(trial.worse)},
        page=folder / "MODEL_CARD.md",
    )
    markdown("model-card", (folder / "MODEL_CARD.md").read_text(encoding="utf-8").splitlines())
    return str(folder)


if __name__ == "__main__":
    train_models.serve()
