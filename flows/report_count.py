"""A count → its report: one HTML page and the tables beside it."""

from pathlib import Path
from typing import Annotated

from prefect import flow, task

from communique import reclassify, resources
from communique.cli.artifacts import link, log, say_what_failed, worth_retrying
from communique.cli.forms import compared_runs, field, profiles
from communique.cli.lineage import made
from communique.publish import publish
from communique.store import Store


@task(task_run_name="write report on {profile}", retries=2, retry_delay_seconds=[2, 10], retry_condition_fn=worth_retrying)
def print_report(count_id: str, profile: str, folder: str, against: str) -> str:
    """Write the report's files; return the page's path."""
    store = Store(resources.store_url())
    comparison = None
    if against:
        run = store.run(store.count_manifest(count_id).run_id)
        before = reclassify.earlier_run(store, run, against)
        if before is None:
            log(f"run {run.id} is the first of corpus {run.corpus}: there is nothing to compare it with")
        else:
            comparison = reclassify.compare(before, run)
    return str(publish(store, count_id, profile, Path(folder), comparison=comparison))


@flow(
    name="report-count",
    flow_run_name="report {profile}",
    log_prints=False,
    on_failure=[say_what_failed],
    on_crashed=[say_what_failed],
)
def report_count(
    count_id: Annotated[str, field("Count", "Id of a count.", min_length=1)],
    profile: Annotated[str, field("Profile", "The profile that it was made with.", profiles, min_length=1)],
    folder: Annotated[str, field("Folder", "Where to write; empty: reports/<profile> in the workspace.")] = "",
    against: Annotated[
        str,
        field("Compare with", "A run, or the one before: the report then says what changed. Empty: nothing.", compared_runs),
    ] = "",
) -> str:
    """Write the report on a count. Returns the path of its page."""
    target = folder or str(resources.workspace() / "reports" / Path(profile).stem)
    page = print_report(count_id, profile, target, against)
    log(f"report: {page}")
    made(("report", count_id), of=[("count", count_id)], facts={"profile": profile}, page=Path(page))
    link("report", Path(page), f"Report on {Path(profile).stem}")
    return page


if __name__ == "__main__":
    report_count.serve()
