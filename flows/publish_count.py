"""Everything, from texts to a report: ingest → annotate → count → reconcile → report."""

from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from pydantic import Field

from annotate_readouts import annotate_readouts
from communique import count, resources
from communique.annotate import DEFAULT_MODELS
from communique.store import Store
from count_calls import count_calls
from ingest_readouts import ingest_readouts
from reconcile_sources import reconcile_sources
from report_count import report_count


@flow(name="publish-count", flow_run_name="publish {profile} on {corpus}", log_prints=False)
def publish_count(
    inputs: Annotated[
        list[str],
        Field(
            json_schema_extra={
                "title": "Files or folders",
                "description": "Texts to count in; a shipped corpus may be given by its name.",
            },
            min_length=1,
        ),
    ] = ["facts4eu-2022"],  # noqa: B006
    profile: Annotated[
        str,
        Field(
            json_schema_extra={"title": "Profile", "description": "Id of a rule profile, or a path to your own YAML file."},
            min_length=1,
        ),
    ] = "facts4eu-2022",
    corpus: Annotated[
        str,
        Field(
            json_schema_extra={
                "title": "Corpus",
                "description": "Name under which the texts are kept; empty: the first input's.",
            }
        ),
    ] = "",
    columns: Annotated[
        dict[str, str],
        Field(json_schema_extra={"title": "Columns", "description": "Our field → your column, such as text → body."}),
    ] = {},  # noqa: B006
    source: Annotated[
        str,
        Field(json_schema_extra={"title": "Publisher", "description": "Publisher of every text that does not name its own."}),
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
    models: Annotated[
        str, Field(json_schema_extra={"title": "Models", "description": "Artefact that decides."})
    ] = DEFAULT_MODELS,
    workers: Annotated[
        int,
        Field(json_schema_extra={"title": "Processes", "description": "The result is the same for any number."}, ge=1, le=64),
    ] = 1,
    folder: Annotated[
        str, Field(json_schema_extra={"title": "Report folder", "description": "Empty: reports/<profile> in the workspace."})
    ] = "",
) -> dict[str, str]:
    """Read texts, code their calls, count them under a profile and write the report.

    Returns the names of what was made: corpus, run, count and report.
    """
    files = [str(resources.input_path(name)) for name in inputs]
    name = ingest_readouts(files, corpus or Path(inputs[0]).stem, columns=columns, source=source, lang=lang)
    run = annotate_readouts(name, models=models, workers=workers)
    count_id = count_calls(run, profile)
    rules = count.load_profile(profile)
    if rules.cross_source is not None and rules.selection.sources:
        reconcile_sources(run, rules.selection.sources[0], rules.cross_source.source)
    page = report_count(count_id, profile, folder=folder)
    ledger = Store(resources.store_url()).read_count(count_id)
    lines = [
        f"# {rules.title}",
        "",
        *count.profile_sentences(rules),
        "",
        f"Counted: {ledger.n('counted')}. Excluded: {ledger.n('excluded')}.",
    ]
    create_markdown_artifact(key="summary", markdown="\n".join(lines))
    return {"corpus": name, "run": run, "count": count_id, "report": page}


if __name__ == "__main__":
    publish_count.serve()
