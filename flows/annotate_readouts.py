"""A corpus → coded calls: extract, then classify. A repeated run is a no-op; a broken one goes on where it stopped."""

from typing import Annotated

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from communique import resources
from communique.annotate import DEFAULT_MODELS, Code, annotator, coder
from communique.classify.artifacts import artefact_of
from communique.cli.artifacts import log, moving_progress, plain, say_what_failed, table, worth_retrying
from communique.cli.forms import corpora, field, models
from communique.cli.lineage import made
from communique.errors import StoreError
from communique.intake import ensure_corpus
from communique.store import Partition, Run, Store


@task(
    task_run_name="code partition {key}",
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=worth_retrying,
    cache_policy=NO_CACHE,
)
def annotate_partition(run: Run, partition: Partition, key: str, code: Code) -> int:
    """Code what is new in one partition and write it; return how many readouts were coded."""
    readouts = run.to_code(partition)
    log(f"partition {key}: {partition.n} readouts, {len(readouts)} to code, {partition.n - len(readouts)} coded before")
    run.write(partition, code(readouts, len(readouts)))
    return len(readouts)


@flow(
    name="annotate-readouts",
    flow_run_name="annotate {corpus}",
    log_prints=False,
    on_failure=[say_what_failed],
    on_crashed=[say_what_failed],
)
def annotate_readouts(
    corpus: Annotated[
        str, field("Corpus", "What to code; a shipped corpus is ingested first.", corpora, min_length=1)
    ] = "facts4eu-2022",
    models: Annotated[
        str, field("Models", "What decides; without a version the newest is taken, and recorded.", models)
    ] = DEFAULT_MODELS,
    workers: Annotated[int, field("Processes", "The result is the same for any number.", ge=1, le=64)] = 1,
    cluster: Annotated[
        str, field("Dask cluster", "Address of a scheduler, such as tcp://host:8786; 'local' starts one; empty: none.")
    ] = "",
) -> str:
    """Code every readout of a corpus; what the same models coded before is taken over. Returns the run's id."""
    store = Store(resources.store_url())
    run = store.open_run(ensure_corpus(store, corpus), annotator(models))
    missing = run.missing()
    log(f"run {run.id}: {len(missing)} of {len(run.partitions)} partitions to do, coded by {run.annotator}")
    failed: list[str] = []
    coded = 0
    if missing:
        with moving_progress(), coder(models=models, workers=workers, cluster=cluster) as code:
            for part in missing:
                state = annotate_partition(run, part, part.key, code, return_state=True)
                if state.is_completed():
                    coded += state.result()
                else:
                    failed.append(f"{part.key} ({state.message or state.name})")
    if failed:
        msg = (
            f"run {run.id}: {len(failed)} of {len(missing)} partitions could not be coded: {'; '.join(failed[:5])}. "
            "The others are kept; start again to do those that are left."
        )
        raise StoreError(msg)
    manifest = run.finish()
    if not missing:
        log(f"nothing to do: run {run.id} of corpus {corpus} is finished, with the same texts and models")
    log(f"{manifest.readouts} readouts, {coded} coded now; {manifest.calls} calls, {manifest.rejected} rejected")
    if missing:
        made(
            ("run", f"{corpus}@{run.id}"),
            of=[("corpus", corpus), ("models", artefact_of(run.annotator))],
            facts={"annotator": run.annotator, "readouts": manifest.readouts, "calls": manifest.calls},
        )
    table(
        "annotated",
        [
            {
                "run": run.id,
                "readouts": manifest.readouts,
                "coded now": coded,
                "calls": manifest.calls,
                "rejected": manifest.rejected,
            }
        ],
        f"Run {run.id} of corpus {plain(corpus)}, coded by {plain(run.annotator)}",
        nothing="no readouts",
    )
    return run.id


if __name__ == "__main__":
    annotate_readouts.serve()
