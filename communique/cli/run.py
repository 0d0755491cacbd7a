"""``communique run``: the whole way as a Prefect flow, in an embedded server, with the counts printed at the end.

The one module of the package that knows Prefect. The server's home is in the workspace, its telemetry is off, and its
logs are not shown; with ``PREFECT_API_URL`` set, that server is used instead.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from communique import count, progress, reclassify, reconcile, resources
from communique.cli.terminal import OUT, friendly, print_json, print_table, progress_bars
from communique.corrections import corrected, corrected_as_counted, correction_lines
from communique.errors import CommuniqueError, InputError
from communique.ingest.readers import read_inputs
from communique.records import Ledger
from communique.report.words import printable
from communique.store import Store

FLOWS = (
    "ingest_readouts",
    "annotate_readouts",
    "count_calls",
    "reconcile_sources",
    "report_count",
    "publish_count",
    "reclassify_corpus",
    "train_models",
)
"""The shipped flows, as files below ``flows/``."""


def prepare_prefect() -> None:
    """Set what Prefect reads when it is imported; what the user has set stays."""
    home = resources.workspace() / "prefect"
    home.mkdir(parents=True, exist_ok=True)  # Prefect makes the last folder only, and its server cannot start without it
    settings = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_CLI_COLORS": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    }
    for name, value in settings.items():
        os.environ.setdefault(name, value)


@contextlib.contextmanager
def quiet_prefect() -> Iterator[None]:
    """Keep the embedded server's logs and its complaints at shutdown from the user."""
    warnings.filterwarnings("ignore", module=r"prefect.*|websockets.*|uvicorn.*|sqlalchemy.*")
    for name in ("prefect", "uvicorn", "httpx", "asyncio", "websockets", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        _stop_server()


def _stop_server() -> None:
    """Stop the temporary server now, with its output going nowhere, rather than at exit, where it can print a traceback."""
    from prefect.server.api.server import SubprocessASGIServer  # noqa: PLC0415 - Prefect is imported after its settings are made

    sys.stderr.flush()
    saved = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        for server in list(SubprocessASGIServer._instances.values()):  # noqa: SLF001 - no public way to the servers that a flow run started
            server.stop()
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(nowhere)


def load_flow(name: str) -> Any:
    """Load a shipped flow by the name of its file.

    Raises
    ------
    ResourceNotFoundError
        When there is no such flow.
    """
    from prefect.flows import load_flow_from_entrypoint  # noqa: PLC0415 - as above

    path = resources.find("flows", f"{name}.py", kind="flow", pattern="*.py")
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))  # siblings are imported by publish_count
    return load_flow_from_entrypoint(f"{path}:{name}", use_placeholder_flow=False)


def _columns(pairs: list[str]) -> dict[str, str]:
    """Read ``field=column`` options.

    Raises
    ------
    InputError
        When one has no ``=``.
    """
    columns = {}
    for pair in pairs:
        field, found, column = pair.partition("=")
        if not found or not field or not column:
            msg = f"--column {pair!r} is not of the form field=column. Write for example --column text=body."
            raise InputError(msg)
        columns[field.strip()] = column.strip()
    return columns


def run(
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--input", "-i", help="A file or folder of texts, or the name of a shipped corpus; may be given more than once."
        ),
    ] = None,
    profile: Annotated[
        str, typer.Option("--profile", "-p", help="A rule profile by id, or a path to your own YAML file.")
    ] = "facts4eu-2022",
    source: Annotated[str, typer.Option(help="Publisher of the texts that do not name theirs, such as kremlin.")] = "",
    lang: Annotated[
        str, typer.Option(help="Language of the texts that do not name theirs (en, fr, ru); else it is detected.")
    ] = "",
    column: Annotated[
        list[str] | None, typer.Option(help="Our field = your column, such as text=body; may be given more than once.")
    ] = None,
    models: Annotated[
        str, typer.Option(help="The models that decide, by name, with or without a version.")
    ] = "communique-decisions",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes; the result is the same for any number.")] = 1,
    output: Annotated[
        str, typer.Option("--output", "-o", help="Folder for the report; else reports/<profile> in the workspace.")
    ] = "",
    against: Annotated[
        str, typer.Option(help="An earlier run, or 'previous': the report then says what came out otherwise.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON instead of tables.")] = False,
) -> None:
    """Read texts, code the calls in them, count them under a rule profile, and write the report."""
    with friendly():
        rules = count.load_profile(profile)  # a wrong profile fails before a server is started
        parameters: dict[str, Any] = {
            "inputs": inputs or ["facts4eu-2022"],
            "profile": profile,
            "columns": _columns(column or []),
            "source": source,
            "lang": lang,
            "models": models,
            "workers": workers,
            "folder": output,
            "against": against,
        }
        if against not in ("", reclassify.PREVIOUS):
            Store(resources.store_url()).run(against)
        resources.model_path(models)
        read_inputs(  # refuses what cannot be read; nothing is read yet
            [resources.input_path(i) for i in parameters["inputs"]], columns=parameters["columns"], source=source, lang=lang
        )
        before = set(Store(resources.store_url()).list_counts())
        prepare_prefect()
        with progress_bars(show=not as_json), quiet_prefect():
            progress.report("server", 0, 1)
            flow = load_flow("publish_count")
            made: dict[str, str] = flow(**parameters)
            progress.report("server", 1, 1)
        _show(made, rules, as_json=as_json, unchanged=made["count"] in before)


def _show(made: dict[str, str], rules: count.Profile, *, as_json: bool, unchanged: bool) -> None:
    """Print what was counted."""
    store = Store(resources.store_url())
    ledger = store.read_count(made["count"])
    coded = corrected_as_counted(store, made["count"]).coded
    matches = reconcile.match_all(coded) if rules.cross_source is not None else ()
    cross = count.cross_source_verdict(ledger, rules, matches)
    verdict = count.expected_verdict(ledger)
    corpus = store.corpus_manifest(made["corpus"])
    if as_json:
        print_json(
            {
                **made,
                "profile": rules.id,
                "unchanged": unchanged,
                "readouts": corpus.readouts,
                "rejected": corpus.rejected + store.run(made["run"]).manifest().rejected,
                "counts": {
                    window: {t.key[0]: t.n for t in ledger.tallies if t.by == "leader_window" and t.key[1] == window}
                    for window in count.window_titles(rules)
                },
                "counted": ledger.n("counted"),
                "excluded": {t.key[0]: t.n for t in ledger.tallies if t.by == "rule" and t.n},
                "also_told_by": {f"{window}/{leader}": told for window, leader, _, told in cross},
                "reproduces_expected": all(e == n for _, _, e, n in verdict) if verdict else None,
            },
        )
        return
    _tables(ledger, rules, cross)
    titles = count.rule_titles(rules)
    excluded = [(titles.get(t.key[0], t.key[0]), t.n) for t in ledger.tallies if t.by == "rule" and t.n]
    if excluded:
        print_table("Left out, by rule", ("rule", "calls"), excluded)
    if verdict:
        right = all(e == n for _, _, e, n in verdict)
        OUT.print(f"Reproduces the published count: {'yes' if right else 'NO'}", style="bold green" if right else "bold red")
    rejected = corpus.rejected + store.run(made["run"]).manifest().rejected
    if unchanged:
        OUT.print(
            f"Nothing has changed since this count was made (count {made['count']}): same texts, models, corrections and rules."
        )
    for line in correction_lines(corrected(store.run(made["run"]))):
        OUT.print(str(printable(line)), markup=False, soft_wrap=True)
    OUT.print(f"{corpus.readouts} texts read, {rejected} rejected (reasons in the report).")
    OUT.print(f"Report: {Path(made['report']).absolute()}", soft_wrap=True)


def _tables(ledger: Ledger, rules: count.Profile, cross: list[tuple[str, str, int | None, int]]) -> None:
    """Print a table of counts for each window, with what the other source tells beside it."""
    names = count.leader_names(ledger)
    told = {(window, leader): n for window, leader, _, n in cross}
    for window, title in count.window_titles(rules).items():
        tallies = [t for t in ledger.tallies if t.by == "leader_window" and t.key[1] == window]
        if rules.selection.counterparts == ():
            tallies = sorted((t for t in tallies if t.n), key=lambda t: (-t.n, t.key))
        columns = ["leader", "calls", "95 % interval"]
        compared = any(key[0] == window for key in told)
        if compared and rules.cross_source is not None:
            columns.append(f"also told by {rules.cross_source.source}")
        rows = []
        for tally in tallies:
            row: list[object] = [names.get(tally.key[0], tally.key[0]), tally.n, f"{tally.low}–{tally.high}"]
            if compared:
                row.append(told.get((window, tally.key[0]), ""))
            rows.append(row)
        print_table(title or "All calls", columns, rows)


def run_flow(name: str, parameters: dict[str, Any], *, show: bool) -> Any:
    """Run one shipped flow in the embedded way and return its result.

    Raises
    ------
    CommuniqueError
        What the flow raised on purpose.
    """
    prepare_prefect()
    with progress_bars(show=show), quiet_prefect():
        return load_flow(name)(**parameters)


__all__ = ["FLOWS", "CommuniqueError", "load_flow", "prepare_prefect", "run", "run_flow"]
