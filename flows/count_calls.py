"""A coded run + a profile → the ledger: every call counted, or excluded by one named rule."""

from typing import Annotated

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from pydantic import Field

from communique import count, reconcile, resources
from communique.store import Store


@task(task_run_name="count under {profile}")
def write_ledger(run: str, profile: str) -> str:
    """Count and store the ledger; return its id."""
    store = Store(resources.store_url())
    coded = list(store.run(run).read())
    rules = count.load_profile(profile)
    matches = reconcile.match_all(coded) if len({c.readout.source for c in coded}) > 1 else ()
    ledger = count.count_calls(coded, rules, matches)
    return store.write_count(run, ledger, resources.profile_path(profile).read_text(encoding="utf-8"))


@flow(name="count-calls", flow_run_name="count {profile} on {run}", log_prints=False)
def count_calls(
    run: Annotated[str, Field(json_schema_extra={"title": "Run", "description": "Id of a coded run."}, min_length=1)],
    profile: Annotated[
        str,
        Field(
            json_schema_extra={"title": "Profile", "description": "Id of a rule profile, or a path to your own YAML file."},
            min_length=1,
        ),
    ] = "facts4eu-2022",
) -> str:
    """Count the calls of a run under a profile. Returns the count's id."""
    count_id = write_ledger(run, profile)
    ledger = Store(resources.store_url()).read_count(count_id)
    names = count.leader_names(ledger)
    rows = [
        {"leader": names.get(t.key[0], t.key[0]), "window": t.key[1], "calls": t.n, "low": t.low, "high": t.high}
        for t in ledger.tallies
        if t.by == "leader_window"
    ]
    create_table_artifact(
        key="counts",
        table=rows,
        description=f"Counted under {ledger.profile_id}: {ledger.n('counted')} rows, excluded {ledger.n('excluded')}",
    )
    return count_id


if __name__ == "__main__":
    count_calls.serve()
