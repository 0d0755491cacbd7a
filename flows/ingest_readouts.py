"""Files or pages → a corpus of readouts in the store; what cannot be used is kept with its reason."""

from pathlib import Path
from typing import Annotated

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from pydantic import Field

from communique import resources
from communique.ingest.duplicates import drop_duplicates
from communique.ingest.readers import read_inputs
from communique.records import Rejection
from communique.store import Store


@task(task_run_name="read {corpus}")
def write_corpus(
    inputs: list[str], corpus: str, columns: dict[str, str], source: str, lang: str
) -> tuple[int, list[Rejection]]:
    """Read every input and write the corpus; return how many readouts it has and what was rejected."""
    store = Store(resources.store_url())
    items = drop_duplicates(read_inputs([Path(i) for i in inputs], columns=columns, source=source, lang=lang))
    manifest = store.write_corpus(corpus, items)
    return manifest.readouts, list(store.read_rejections(corpus))


@flow(name="ingest-readouts", flow_run_name="ingest {corpus}", log_prints=False)
def ingest_readouts(
    inputs: Annotated[
        list[str],
        Field(
            json_schema_extra={
                "title": "Files or folders",
                "description": "JSONL, CSV, Parquet, TIF, text, Markdown, HTML, or archives of them.",
            },
            min_length=1,
        ),
    ],
    corpus: Annotated[
        str,
        Field(
            json_schema_extra={"title": "Corpus", "description": "The name under which the readouts are kept."}, min_length=1
        ),
    ],
    columns: Annotated[
        dict[str, str],
        Field(json_schema_extra={"title": "Columns", "description": "Our field → your column, such as text → body."}),
    ] = {},  # noqa: B006
    source: Annotated[
        str,
        Field(
            json_schema_extra={
                "title": "Publisher",
                "description": "Publisher of every readout that does not name its own, such as kremlin.",
            }
        ),
    ] = "",
    lang: Annotated[
        str,
        Field(
            json_schema_extra={
                "title": "Language",
                "description": "en, fr or ru, for texts that do not name theirs; empty: it is detected.",
            }
        ),
    ] = "",
) -> str:
    """Read texts into a corpus.

    Returns the corpus's name. One broken file never stops the others: it is recorded with the reason.
    """
    count, rejected = write_corpus(inputs, corpus, columns, source, lang)
    rows = [{"where": r.origin[:200], "reason": r.reason[:400]} for r in rejected[:500]]
    create_table_artifact(
        key="ingested",
        table=rows or [{"where": "-", "reason": "nothing was rejected"}],
        description=f"{count} readouts, {len(rejected)} rejected",
    )
    return corpus


if __name__ == "__main__":
    ingest_readouts.serve()
