"""The same calls as two sources tell them: both, only one, or ambiguous."""

from typing import Annotated

from prefect import flow, task

from communique import reconcile, resources
from communique.cli.artifacts import log, plain, say_what_failed, table, worth_retrying
from communique.cli.forms import field, publishers, runs
from communique.corrections import corrected
from communique.errors import InputError
from communique.records import Match
from communique.store import Store


@task(
    task_run_name="match {source_a} with {source_b}",
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=worth_retrying,
)
def match_run(run: str, source_a: str, source_b: str) -> tuple[Match, ...]:
    """Match the calls of two sources of a run."""
    return reconcile.match_sources(corrected(Store(resources.store_url()).run(run)).coded, source_a, source_b)


@flow(
    name="reconcile-sources",
    flow_run_name="reconcile {source_a} with {source_b}",
    log_prints=False,
    on_failure=[say_what_failed],
    on_crashed=[say_what_failed],
)
def reconcile_sources(
    run: Annotated[str, field("Run", "A coded run that holds both sources, or the newest.", runs, min_length=1)] = "newest",
    source_a: Annotated[str, field("First source", "Whose calls.", publishers, min_length=1)] = "kremlin",
    source_b: Annotated[str, field("Second source", "With whose calls they are matched.", publishers, min_length=1)] = "elysee",
) -> dict[str, int]:
    """Say how many calls both sources tell, and how many only one of them. Returns the number of each verdict."""
    if source_a == source_b:
        msg = f"both sources are {source_a!r}. Choose two different publishers."
        raise InputError(msg)
    matches = match_run(run, source_a, source_b)
    verdicts = dict.fromkeys(("both", "only_a", "only_b", "ambiguous"), 0)
    for match in matches:
        verdicts[match.verdict] += 1
    words = (
        f"{verdicts['both']} calls told by both, {verdicts['only_a']} by {source_a} only, {verdicts['only_b']} by {source_b} "
        f"only, {verdicts['ambiguous']} ambiguous"
    )
    log(words)
    rows = [
        {"verdict": m.verdict, source_a: m.call_a, source_b: m.call_b, "differences": "; ".join(m.differences)} for m in matches
    ]
    table("reconciled", rows, plain(words), nothing="neither source tells a call in this run")
    return verdicts


if __name__ == "__main__":
    reconcile_sources.serve()
