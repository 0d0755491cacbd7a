"""Everything, from texts to a report: ingest → annotate → count → reconcile → report."""

from pathlib import Path
from typing import Annotated

from prefect import flow

from annotate_readouts import annotate_readouts
from communique import count, resources
from communique.annotate import DEFAULT_MODELS
from communique.cli.artifacts import log, markdown, plain, say_what_failed
from communique.cli.forms import compared_runs, field, languages, models, profiles, publishers
from communique.store import Store
from count_calls import count_calls
from ingest_readouts import ingest_readouts
from reconcile_sources import reconcile_sources
from report_count import report_count


def _inbox() -> str:
    """Return the folder that is watched when no input is named; made if it is not there."""
    folder = resources.workspace() / "inbox"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


@flow(
    name="publish-count",
    flow_run_name="publish {profile}",
    log_prints=False,
    on_failure=[say_what_failed],
    on_crashed=[say_what_failed],
)
def publish_count(
    inputs: Annotated[
        list[str],
        field(
            "Files or folders",
            "Texts to count in, by path on the server's machine, or a shipped corpus by name. None: the corpus below as it is, "
            "or else the folder inbox of the workspace.",
        ),
    ] = ["facts4eu-2022"],  # noqa: B006
    profile: Annotated[
        str, field("Profile", "The rules; your own YAML files go to configs/profiles in the workspace.", profiles, min_length=1)
    ] = "facts4eu-2022",
    corpus: Annotated[str, field("Corpus", "Name under which the texts are kept; empty: the first input's.")] = "",
    columns: Annotated[dict[str, str], field("Columns", "For tables: our field → your column, such as text → body.")] = {},  # noqa: B006
    source: Annotated[str, field("Publisher", "Publisher of every text that does not name its own.", publishers)] = "",
    lang: Annotated[str, field("Language", "Of texts that do not name theirs; empty: it is detected.", languages)] = "",
    models: Annotated[
        str, field("Models", "What decides; without a version the newest is taken, and recorded.", models)
    ] = DEFAULT_MODELS,
    workers: Annotated[int, field("Processes", "The result is the same for any number.", ge=1, le=64)] = 1,
    cluster: Annotated[
        str, field("Dask cluster", "Address of a scheduler, such as tcp://host:8786; 'local' starts one; empty: none.")
    ] = "",
    folder: Annotated[str, field("Report folder", "Empty: reports/<profile> in the workspace.")] = "",
    against: Annotated[
        str,
        field("Compare with", "A run, or the one before: the report then says what changed. Empty: nothing.", compared_runs),
    ] = "",
) -> dict[str, str]:
    """Read texts, code their calls, count them under a profile and write the report.

    Returns the names of what was made: corpus, run, count and report.
    """
    store = Store(resources.store_url())
    rules = count.load_profile(profile)
    if inputs or corpus not in store.list_corpora():
        files = inputs or [_inbox()]
        if not inputs and not any(path.is_file() for path in Path(files[0]).rglob("*")):
            log(f"there is nothing in {files[0]} yet")
            markdown("summary", [f"There is nothing in {plain(files[0])} yet: put texts there, or name your files."])
            return {"corpus": "", "run": "", "count": "", "report": ""}
        corpus = ingest_readouts(files, corpus or Path(files[0]).stem, columns=columns, source=source, lang=lang)
    run = annotate_readouts(corpus, models=models, workers=workers, cluster=cluster)
    count_id = count_calls(run, profile)
    if rules.cross_source is not None and rules.selection.sources:
        reconcile_sources(run, rules.selection.sources[0], rules.cross_source.source)
    page = report_count(count_id, profile, folder=folder, against=against)
    ledger = store.read_count(count_id)
    lines = [
        f"# {plain(rules.title)}",
        "",
        *(plain(sentence) for sentence in count.profile_sentences(rules)),
        "",
        f"Counted: {ledger.n('counted')}. Excluded: {ledger.n('excluded')}.",
    ]
    markdown("summary", lines)
    return {"corpus": corpus, "run": run, "count": count_id, "report": page}


if __name__ == "__main__":
    publish_count.serve()
