"""Labelled corpora → a candidate version of the models in the workspace, measured on publishers left out of the training."""

from pathlib import Path
from typing import Annotated

from prefect import flow, task

from communique import resources
from communique.classify.artifacts import read_manifest
from communique.cli.artifacts import log, markdown, moving_progress, plain, say_what_failed, table
from communique.cli.forms import field
from communique.learn import train_models as train_all


@task(task_run_name="train {version}")
def train_version(corpora: list[str], version: str) -> str:
    """Train on the corpora; return the new artefact's folder."""
    folders = [Path(name) if Path(name).is_dir() else resources.corpus_path(name) for name in corpora]
    return str(train_all(folders, resources.candidates(), version=version))


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
) -> str:
    """Train new models, to be put to work by `communique promote`. Returns the folder of the new artefact."""
    with moving_progress():
        folder = Path(train_version(corpora, version))
    measures = read_manifest(folder)["measures"]
    log(f"models {folder.name} are in {folder.parent}")
    table(
        "measures",
        [{"decides": name, **facts} for name, facts in measures.items()],
        f"{plain(folder.name)}, on publishers that were left out of the training",
        nothing="no measures",
    )
    markdown("model-card", (folder / "MODEL_CARD.md").read_text(encoding="utf-8").splitlines())
    return str(folder)


if __name__ == "__main__":
    train_models.serve()
