"""A count → its report: one HTML page and the tables beside it."""

from pathlib import Path
from typing import Annotated

from prefect import flow, task

from communique import resources
from communique.cli.artifacts import link, log, say_what_failed, worth_retrying
from communique.cli.forms import field, profiles
from communique.publish import publish
from communique.store import Store


@task(task_run_name="write report on {profile}", retries=2, retry_delay_seconds=[2, 10], retry_condition_fn=worth_retrying)
def print_report(count_id: str, profile: str, folder: str) -> str:
    """Write the report's files; return the page's path."""
    return str(publish(Store(resources.store_url()), count_id, profile, Path(folder)))


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
) -> str:
    """Write the report on a count. Returns the path of its page."""
    target = folder or str(resources.workspace() / "reports" / Path(profile).stem)
    page = print_report(count_id, profile, target)
    log(f"report: {page}")
    link("report", Path(page), f"Report on {Path(profile).stem}")
    return page


if __name__ == "__main__":
    report_count.serve()
