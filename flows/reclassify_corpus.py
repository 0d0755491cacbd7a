"""A corpus, coded anew by pinned models → a new run, and what it changes against an earlier one."""

from pathlib import Path
from typing import Annotated

from prefect import flow, task

from annotate_readouts import annotate_readouts
from communique import compare as comparing
from communique import reclassify, resources
from communique.annotate import DEFAULT_MODELS
from communique.cli.artifacts import link, log, markdown, plain, say_what_failed, table, worth_retrying
from communique.cli.forms import corpora, earlier_runs, field, models
from communique.cli.lineage import made
from communique.flips import Comparison
from communique.store import Store


@task(task_run_name="compare {before} with {after}", retries=2, retry_delay_seconds=[2, 10], retry_condition_fn=worth_retrying)
def compare_runs(before: str, after: str) -> Comparison:
    """Compare two runs and write the page."""
    store = Store(resources.store_url())
    return reclassify.compare(store.run(before), store.run(after))


@flow(
    name="reclassify-corpus",
    flow_run_name="reclassify {corpus} with {model}",
    log_prints=False,
    on_failure=[say_what_failed],
    on_crashed=[say_what_failed],
)
def reclassify_corpus(
    corpus: Annotated[
        str, field("Corpus", "What to code anew; a shipped corpus is ingested first.", corpora, min_length=1)
    ] = "facts4eu-2022",
    model: Annotated[
        str, field("Models", "What decides; without a version the newest is taken, and recorded.", models)
    ] = DEFAULT_MODELS,
    against: Annotated[str, field("Compare with", "The run before, or any by name.", earlier_runs, min_length=1)] = "previous",
    workers: Annotated[int, field("Processes", "The result is the same for any number.", ge=1, le=64)] = 1,
    cluster: Annotated[
        str, field("Dask cluster", "Address of a scheduler, such as tcp://host:8786; 'local' starts one; empty: none.")
    ] = "",
    folder: Annotated[str, field("Report folder", "Empty: reports/comparison-… in the workspace.")] = "",
) -> dict[str, str]:
    """Code a corpus anew and compare with an earlier run: what flipped, and what that does to every count.

    Returns the names of what was made: run, the run compared with, and the comparison's page (empty when there is none).
    """
    store = Store(resources.store_url())
    chosen = None if against == reclassify.PREVIOUS else store.run(against)
    run = store.run(annotate_readouts(corpus, models=model, workers=workers, cluster=cluster))
    before = reclassify.earlier_run(store, run, chosen.id if chosen else reclassify.PREVIOUS)
    if before is None:
        log(f"run {run.id} is the first of corpus {corpus}: there is nothing to compare it with")
        markdown(
            "comparison", [f"Run {run.id} is the first of corpus {plain(corpus)}: there is nothing to compare it with yet."]
        )
        return {"run": run.id, "against": "", "report": ""}
    comparison = compare_runs(before.id, run.id)
    page = reclassify.publish(comparison, Path(folder) if folder else None)
    made(
        ("comparison", f"{before.id}-{run.id}"),
        of=[("run", f"{before.corpus}@{before.id}"), ("run", f"{run.corpus}@{run.id}")],
        facts={"flips": len(comparison.flips), "calls": comparison.calls},
        page=page,
    )
    changed = [c for c in comparison.counts if c.before != c.after]
    log(f"{len(comparison.flips)} flips in {comparison.calls} calls; {len(changed)} printed numbers changed")
    tables = comparing.tabulate(comparison.flips)
    table(
        "flips",
        [{"field": f, "before": b, "after": a, "flips": int(n)} for f, b, a, n in tables["change"]],
        f"{len(comparison.flips)} flips: run {run.id} against {before.id} of corpus {plain(corpus)}",
        nothing="nothing came out otherwise",
    )
    table(
        "changed-counts",
        [{"profile": c.profile, "leader": c.leader, "window": c.window, "before": c.before, "after": c.after} for c in changed],
        "Numbers that changed, by profile",
        nothing="no number of any profile changed",
    )
    first = comparing.read_first(comparison.flips)
    lines = [
        f"# What reclassifying {plain(corpus)} changed",
        "",
        f"Before: {plain(before.annotator)}",
        "",
        f"After: {plain(run.annotator)}",
        "",
    ]
    lines += [f"- **{f.field}** of {plain(f.call)}: {plain(f.before)} → {plain(f.after)}; {plain(f.quote)}" for f in first]
    markdown("comparison", lines if first else [*lines, "Nothing came out otherwise."])
    link("comparison-report", page, f"What reclassifying {corpus} changed")
    return {"run": run.id, "against": before.id, "report": str(page)}


if __name__ == "__main__":
    reclassify_corpus.serve()
