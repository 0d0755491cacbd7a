"""The same calls as two sources tell them: both, only one, or ambiguous."""

from typing import Annotated

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from pydantic import Field

from communique import reconcile, resources
from communique.records import Match
from communique.store import Store


@task(task_run_name="match {source_a} with {source_b}")
def match_run(run: str, source_a: str, source_b: str) -> tuple[Match, ...]:
    """Match the calls of two sources of a run."""
    coded = list(Store(resources.store_url()).run(run).read())
    return reconcile.match_sources(coded, source_a, source_b)


@flow(name="reconcile-sources", flow_run_name="reconcile {source_a} with {source_b}", log_prints=False)
def reconcile_sources(
    run: Annotated[
        str,
        Field(json_schema_extra={"title": "Run", "description": "Id of a coded run that holds both sources."}, min_length=1),
    ],
    source_a: Annotated[
        str, Field(json_schema_extra={"title": "First source", "description": "Such as kremlin."}, min_length=1)
    ],
    source_b: Annotated[
        str, Field(json_schema_extra={"title": "Second source", "description": "Such as elysee."}, min_length=1)
    ],
) -> dict[str, int]:
    """Say how many calls both sources tell, and how many only one of them. Returns the number of each verdict."""
    matches = match_run(run, source_a, source_b)
    rows = [
        {"verdict": m.verdict, source_a: m.call_a, source_b: m.call_b, "differences": "; ".join(m.differences)[:300]}
        for m in matches[:1000]
    ]
    create_table_artifact(key="reconciled", table=rows or [{"verdict": "no calls"}], description=f"{source_a} and {source_b}")
    verdicts = dict.fromkeys(("both", "only_a", "only_b", "ambiguous"), 0)
    for match in matches:
        verdicts[match.verdict] += 1
    return verdicts


if __name__ == "__main__":
    reconcile_sources.serve()
