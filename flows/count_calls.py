"""A coded run, people's corrections of it + a profile → the ledger: every call counted, or excluded by one named rule."""

from typing import Annotated, Any

from prefect import flow, runtime, task

from communique import count, reconcile, resources
from communique.cli.artifacts import log, plain, say_what_failed, table, worth_retrying
from communique.cli.forms import field, profiles, runs
from communique.cli.lineage import made
from communique.corrections import copied, corrected, correction_lines
from communique.errors import CommuniqueError
from communique.store import Store


def _run_name() -> str:
    """Name the flow run after what it counts: the corpus, where the run is given as the newest."""
    parameters: dict[str, Any] = runtime.flow_run.parameters
    try:
        corpus = Store(resources.store_url()).run(parameters["run"]).corpus
    except CommuniqueError:
        corpus = parameters["run"]  # the flow itself will say what is wrong
    return f"count {parameters['profile']} on {corpus}"


@task(task_run_name="count under {profile}", retries=2, retry_delay_seconds=[2, 10], retry_condition_fn=worth_retrying)
def write_ledger(run: str, profile: str) -> str:
    """Count and store the ledger; return its id."""
    store = Store(resources.store_url())
    applied = corrected(store.run(run))
    for line in correction_lines(applied):
        log(line)
    coded = applied.coded
    rules = count.load_profile(profile)
    matches = reconcile.match_all(coded) if len({c.readout.source for c in coded}) > 1 else ()
    ledger = count.count_calls(coded, rules, matches)
    return store.write_count(run, ledger, resources.profile_path(profile).read_text(encoding="utf-8"), copied(applied))


@flow(name="count-calls", flow_run_name=_run_name, log_prints=False, on_failure=[say_what_failed], on_crashed=[say_what_failed])
def count_calls(
    run: Annotated[str, field("Run", "What was coded, as corpus@run, or the newest.", runs, min_length=1)] = "newest",
    profile: Annotated[
        str, field("Profile", "The rules; your own YAML files go to configs/profiles in the workspace.", profiles, min_length=1)
    ] = "facts4eu-2022",
) -> str:
    """Count the calls of a run under a profile. Returns the count's id."""
    store = Store(resources.store_url())
    found = store.run(run)
    rules = count.load_profile(profile)
    before = set(store.list_counts())
    count_id = write_ledger(found.id, profile)
    ledger = store.read_count(count_id)
    names, windows = count.leader_names(ledger), count.window_titles(rules)
    rows = [
        {
            "leader": names.get(t.key[0], t.key[0]),
            "window": windows.get(t.key[1], t.key[1]),
            "calls": t.n,
            "95 % from": t.low,
            "95 % to": t.high,
        }
        for t in ledger.tallies
        if t.by == "leader_window"
    ]
    titles = count.rule_titles(rules)
    excluded = [{"rule": titles.get(t.key[0], t.key[0]), "calls": t.n} for t in ledger.tallies if t.by == "rule" and t.n]
    n, out = ledger.n("counted"), ledger.n("excluded")
    if count_id in before:
        log(f"nothing has changed since count {count_id} was made: same texts, models, corrections and rules")
    else:
        made(
            ("count", count_id),
            of=[("run", f"{found.corpus}@{found.id}")],
            facts={"profile": rules.id, "counted": n, "excluded": out},
        )
    log(f"run {found.corpus}@{found.id} under {rules.id}: {n + out} selected = {n} counted + {out} excluded")
    about = f"{plain(rules.title)}: run {plain(found.corpus)}@{found.id}, count {count_id}"
    table("counts", rows, f"{about}. Counted: {n}. Excluded: {out}.", nothing="no call meets the profile's selection")
    table("excluded", excluded, f"What the rules left out. {about}.", nothing="no call was excluded by a rule")
    return count_id


if __name__ == "__main__":
    count_calls.serve()
