"""Files or pages → a corpus of readouts in the store; what cannot be used is kept with its reason."""

from typing import Annotated

from prefect import flow, task
from prefect.events import emit_event

from communique import resources
from communique.cli.artifacts import log, moving_progress, plain, say_what_failed, table, worth_retrying
from communique.cli.forms import field, languages, publishers
from communique.cli.lineage import made
from communique.intake import write_corpus
from communique.records import Rejection
from communique.store import Store


@task(task_run_name="read {corpus}", retries=2, retry_delay_seconds=[2, 10], retry_condition_fn=worth_retrying)
def read_texts(
    inputs: list[str], corpus: str, columns: dict[str, str], source: str, lang: str
) -> tuple[int, list[Rejection], bool]:
    """Read every input and write the corpus; return how many readouts it has, what was rejected, and whether it changed."""
    store = Store(resources.store_url())
    before = store.corpus_manifest(corpus).digest if corpus in store.list_corpora() else ""
    files = [str(resources.input_path(name)) for name in inputs]
    manifest = write_corpus(store, files, corpus, columns=columns, source=source, lang=lang)
    return manifest.readouts, store.read_rejections(corpus), manifest.digest != before


@flow(
    name="ingest-readouts",
    flow_run_name="ingest {corpus}",
    log_prints=False,
    on_failure=[say_what_failed],
    on_crashed=[say_what_failed],
)
def ingest_readouts(
    inputs: Annotated[
        list[str],
        field(
            "Files or folders",
            "JSONL, CSV, Parquet, TIF, text, Markdown, HTML, or archives of them, by path on the machine that runs it; or a "
            "corpus by name.",
            min_length=1,
        ),
    ] = ["facts4eu-2022"],  # noqa: B006
    corpus: Annotated[str, field("Corpus", "The name under which the readouts are kept.", min_length=1)] = "facts4eu-2022",
    columns: Annotated[dict[str, str], field("Columns", "For tables: our field → your column, such as text → body.")] = {},  # noqa: B006
    source: Annotated[str, field("Publisher", "Publisher of every readout that does not name its own.", publishers)] = "",
    lang: Annotated[str, field("Language", "Of texts that do not name theirs; empty: it is detected.", languages)] = "",
) -> str:
    """Read texts into a corpus.

    Returns the corpus's name. One broken file never stops the others: it is recorded with the reason.
    """
    with moving_progress():
        count, rejected, changed = read_texts(inputs, corpus, columns, source, lang)
    log(f"{count} readouts in corpus {corpus}, {len(rejected)} rejected" + ("" if changed else "; the same as before"))
    for item in rejected[:20]:
        log(f"rejected: {item.origin}: {item.reason}")
    table(
        "ingested",
        [{"where": r.origin, "reason": r.reason} for r in rejected],
        f"Corpus {plain(corpus)}: {count} readouts, {len(rejected)} rejected",
        nothing="nothing was rejected",
    )
    if changed:
        made(("corpus", corpus), of=(), facts={"readouts": count, "rejected": len(rejected)})
        emit_event(
            "communique.corpus.changed",
            resource={"prefect.resource.id": f"communique.corpus.{corpus}", "communique.corpus": corpus},
        )
    return corpus


if __name__ == "__main__":
    ingest_readouts.serve()
