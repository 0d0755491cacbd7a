"""A count → its report: one HTML page and the tables beside it."""

from pathlib import Path
from typing import Annotated

from prefect import flow, task

from communique import __version__, count, reconcile, resources
from communique.classify.artifacts import read_manifest
from communique.cli.artifacts import link, log, say_what_failed, worth_retrying
from communique.cli.forms import field, profiles
from communique.report import ModelFacts, ReportContents, write_report
from communique.sources import load_sources
from communique.store import Store

_DECIDES = {
    "tone": "whether a phrase is tone, and toward whom",
    "occasions": "which courtesy a clause pays, if any",
    "business": "whether a sentence reports business",
    "call_type": "whether a call with a courtesy is ceremonial",
}


def _models(annotator: str) -> tuple[ModelFacts, ...]:
    """Read the measures and the card of the models that coded a run."""
    name = annotator.rpartition("; ")[2].partition("@")[0]
    folder = resources.model_path(name)
    manifest = read_manifest(folder)
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    return tuple(
        ModelFacts(f"{manifest['name']}/{part}", manifest["version"], _DECIDES[part], measures, card if part == "tone" else "")
        for part, measures in manifest["measures"].items()
    )


def gather(store: Store, count_id: str, profile: str) -> ReportContents:
    """Put together everything that the report on a count says."""
    facts = store.count_manifest(count_id)
    run = store.run(facts.run_id)
    coded = tuple(run.read())
    rules = count.load_profile(profile)
    ledger = store.read_count(count_id)
    everything = reconcile.match_all(coded) if len({c.readout.source for c in coded}) > 1 else ()
    shown = everything
    if rules.cross_source is not None:
        pair = {*rules.selection.sources, rules.cross_source.source}
        counted = {row.call_id for row in ledger.rows if row.status == "counted" and row.window in rules.cross_source.windows}
        shown = tuple(m for m in everything if {m.source_a, m.source_b} <= pair and {m.call_a, m.call_b} & counted)
    others = {p: count.load_profile(p) for p in resources.names("configs", "profiles/*.yaml") if p != rules.id}
    adapted = {p: count.with_rules_of(rules, other) for p, other in others.items()}
    header = run.manifest()
    return ReportContents(
        title=rules.title,
        profile_text=store.read_count_profile(count_id),
        profile_summary=tuple(count.profile_sentences(rules)),
        ledger=ledger,
        coded=coded,
        alternatives=tuple(count.count_calls(coded, other, everything) for other in adapted.values()),
        matches=shown,
        rejections=(*store.read_rejections(header.corpus), *run.rejections()),
        models=_models(header.annotator),
        provenance={
            "corpus": f"{header.corpus} (SHA-256 {header.corpus_digest})",
            "coded by": header.annotator,
            "run": header.id,
            "count": count_id,
            "profile": f"{rules.id}",
            "program": f"communique {__version__}",
            "made again with": f"communique run --input CORPUS --profile {profile}",
        },
        leaders=count.leader_names(ledger),
        windows=count.window_titles(rules),
        source_titles={s.id: s.title for s in load_sources().values()},
        profile_titles={rules.id: rules.title, **{p: other.title for p, other in adapted.items()}},
    )


@task(task_run_name="write report on {profile}", retries=2, retry_delay_seconds=[2, 10], retry_condition_fn=worth_retrying)
def print_report(count_id: str, profile: str, folder: str) -> str:
    """Write the report's files; return the page's path."""
    return str(write_report(Path(folder), gather(Store(resources.store_url()), count_id, profile)))


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
