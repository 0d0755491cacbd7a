"""A corpus → coded calls: extract, then classify. A repeated run is a no-op; a broken one goes on where it stopped."""

from typing import Annotated

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from pydantic import Field

from communique import resources
from communique.annotate import DEFAULT_MODELS, annotator
from communique.annotate import annotate_readouts as annotate_all
from communique.store import Store


@task(task_run_name="code {partition}")
def annotate_partition(run_id: str, partition: str, models: str, workers: int) -> int:
    """Code one partition and write it; return how many readouts it holds."""
    run = Store(resources.store_url()).run(run_id)
    part = next(p for p in run.partitions if p.key == partition)
    readouts = run.to_code(part)
    run.write(part, annotate_all(readouts, models=models, workers=workers, total=len(readouts)))
    return len(readouts)


@flow(name="annotate-readouts", flow_run_name="annotate {corpus}", log_prints=False)
def annotate_readouts(
    corpus: Annotated[
        str, Field(json_schema_extra={"title": "Corpus", "description": "Name of an ingested corpus."}, min_length=1)
    ],
    models: Annotated[
        str,
        Field(
            json_schema_extra={
                "title": "Models",
                "description": "Artefact that decides; without a version the newest is taken, and recorded.",
            }
        ),
    ] = DEFAULT_MODELS,
    workers: Annotated[
        int,
        Field(json_schema_extra={"title": "Processes", "description": "The result is the same for any number."}, ge=1, le=64),
    ] = 1,
) -> str:
    """Code every readout of a corpus. Returns the run's id."""
    store = Store(resources.store_url())
    run = store.open_run(corpus, annotator(models))
    for part in run.missing():
        annotate_partition(run.id, part.key, models, workers)
    manifest = run.finish()
    create_table_artifact(
        key="annotated",
        table=[{"run": run.id, "readouts": manifest.readouts, "calls": manifest.calls, "rejected": manifest.rejected}],
        description=f"Run {run.id} of corpus {corpus}",
    )
    return run.id


if __name__ == "__main__":
    annotate_readouts.serve()
