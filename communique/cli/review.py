"""``communique review``: what people should look at, their decisions at the keyboard or from an annotation tool."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from communique import count, reconcile, resources
from communique.audit import Sample, read_sample
from communique.cli.dialogue import Dialogue
from communique.cli.terminal import OUT, friendly, print_json
from communique.corrections import correction_lines, corrections_path
from communique.errors import InputError
from communique.records import CodedReadout
from communique.report.words import printable
from communique.review import (
    TOOLS,
    Applied,
    Correction,
    Queued,
    Swing,
    append_corrections,
    apply,
    correction_faults,
    export_queue,
    import_tasks,
    read_corrections,
    review_queue,
    training_records,
    write_training_corpus,
)
from communique.store import Run, Store

Tool = StrEnum("Tool", {name.replace("-", "_").upper(): name for name in TOOLS})  # type: ignore[misc]
_FIRST = Tool(TOOLS[0])


def review(
    run: Annotated[str, typer.Argument(help="A coded run, as corpus@run or by its corpus; else the newest.")] = "newest",
    profile: Annotated[
        str, typer.Option("--profile", "-p", help="The rules whose count matters, by id or as a YAML file.")
    ] = "facts4eu-2022",
    limit: Annotated[int, typer.Option(min=1, help="The most to look at.")] = 50,
    call: Annotated[
        list[str] | None, typer.Option(help="Review this call or readout, by its id, whatever its place in the queue.")
    ] = None,
    sample: Annotated[
        Path | None, typer.Option(help="Review an audit's sample, drawn by 'communique audit draw', whole texts each.")
    ] = None,
    who: Annotated[str, typer.Option(help="The reviewer's name; it stands with every decision.")] = "",
    why: Annotated[str, typer.Option(help="The reason of decisions that are imported.")] = "",
    export: Annotated[Path | None, typer.Option(help="Write the queue as tasks for an annotation tool.")] = None,
    import_: Annotated[
        Path | None, typer.Option("--import", help="Take over what people marked in tasks that were exported.")
    ] = None,
    confirm: Annotated[bool, typer.Option(help="Imported marks that were left as they are become decisions too.")] = False,
    tool: Annotated[Tool, typer.Option("--format", help="The tool of the tasks.")] = _FIRST,
    as_corpus: Annotated[
        Path | None, typer.Option(help="Write the reviewed readouts as a corpus, for 'communique train --corpus'.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the queue as JSON.")] = False,
) -> None:
    """Look at what is doubtful and matters to a count, and correct it; people's decisions win over models."""
    with friendly():
        _one_of(export=export, imported=import_, corpus=as_corpus)
        found = Store(resources.store_url()).run(run)
        path = corrections_path(found.corpus)
        machine, corrections = list(found.read()), read_corrections(path)
        applied = apply(machine, corrections)
        if import_ is not None:
            _import(import_, tool, applied, path, who=who, why=why, confirm=confirm)
        elif as_corpus is not None:
            _write_corpus(as_corpus, applied)
        else:
            queue = _named(call, applied) if call else _queue(applied, profile)
            if sample is not None:
                queue = _sampled(read_sample(sample), applied)
                limit = len(queue)  # a sample that is read in part is none
            if export is not None:
                _say(f"{export_queue(export, queue[:limit], tool)} readout(s) written to {export}.")
                _say(f"When they are done: communique review {found.corpus} --import FILE --format {tool} --who NAME")
            elif as_json:
                print_json([{"id": q.id, "fields": list(q.fields), "why": list(q.why)} for q in queue[:limit]])
            elif at_keyboard():
                _talk(machine, corrections, queue[:limit], path, who)
            else:
                _print(found, applied, queue, limit)


def at_keyboard() -> bool:
    """Tell whether a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _one_of(**paths: Path | None) -> None:
    if sum(path is not None for path in paths.values()) > 1:
        msg = "--export, --import and --as-corpus are three things. Give one of them at a time."
        raise InputError(msg)


def _say(line: str) -> None:
    OUT.print(str(printable(line)), markup=False, soft_wrap=True)


def _queue(applied: Applied, profile: str) -> tuple[Queued, ...]:
    """Order what matters to the count of a profile."""
    rules = count.load_profile(profile)
    coded = applied.coded
    matches = reconcile.match_all(coded) if len({c.readout.source for c in coded}) > 1 else ()
    ledger = count.count_calls(coded, rules, matches)
    swings = [Swing(s.call_id, s.chance, s.moves) for s in count.swing_calls(ledger, coded, rules)]
    return review_queue(coded, ledger, swings, matches)


def _named(ids: list[str], applied: Applied) -> tuple[Queued, ...]:
    """Find calls and readouts by their ids.

    Raises
    ------
    InputError
        Naming all that are not there.
    """
    by_id: dict[str, list[Queued]] = {}
    for coded in applied.coded:
        calls = [Queued(coded, c, (), ()) for c in coded.calls]
        by_id |= {queued.id: [queued] for queued in calls}
        by_id[coded.readout.id] = calls or [Queued(coded, None, (), ("kind",))]
    if strangers := [name for name in ids if name not in by_id]:
        msg = f"the run has no call or readout {', '.join(map(repr, strangers))}. Ids stand in the report and in calls.csv."
        raise InputError(msg)
    return tuple(queued for name in ids for queued in by_id[name])


def _sampled(sample: Sample, applied: Applied) -> tuple[Queued, ...]:
    """Line up what is left of a sample: every call with all its fields, then the text as a whole, which ends its reading.

    Raises
    ------
    InputError
        When the run lacks a readout of the sample.
    """
    done = {correction.readout for correction in applied.in_effect if correction.field == "kind"}
    by_id = {coded.readout.id: coded for coded in applied.coded}
    if strangers := sorted(set(sample.readouts) - set(by_id)):
        msg = f"the sample has readouts that this run has not: {', '.join(strangers[:5])}. Name the run that it was drawn from."
        raise InputError(msg)
    why = ("drawn for the audit",)
    queue: list[Queued] = []
    for coded in (by_id[name] for name in sample.readouts if name not in done):
        queue += [Queued(coded, call, why, ()) for call in coded.calls]
        queue.append(Queued(coded, None, (*why, "is every call in it, and nothing else? Answer last, with a"), ("kind",)))
    return tuple(queue)


def _reviewer(who: str) -> str:
    """Check the reviewer's name.

    Raises
    ------
    InputError
        When it is missing or cannot be printed.
    """
    name = " ".join(who.split())
    if not name:
        msg = "a decision needs a name that stands with it. Give --who NAME."
        raise InputError(msg)
    probe = Correction(readout="", digest="", field="kind", value="call", who=name, when=_now())
    if faults := list(correction_faults(probe)):
        raise InputError("\n".join(fault.replace("'who'", "--who") for fault in faults))
    return name


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _talk(
    machine: list[CodedReadout], corrections: tuple[Correction, ...], queue: tuple[Queued, ...], path: Path, who: str
) -> None:
    """Ask a person at the keyboard."""
    name = _reviewer(who)
    if not queue:
        _say("Nothing is open: every decision that matters to this count is clear, or a person's.")
        return
    _say(f"{len(queue)} to look at. Answer with a letter and Enter; ? explains. Decisions go to {path} at once.")
    dialogue = Dialogue(machine, corrections, name, _now, lambda made: append_corrections(path, made), _ask)
    with contextlib.suppress(KeyboardInterrupt):
        shown = dialogue.review(queue)
        _say(f"\n{shown} of {len(queue)} shown.")
    _say(f"{dialogue.decided} decision(s) written to {path}. Count again to see what they change: communique run")


def _ask(prompt: str) -> str:
    return OUT.input(prompt, markup=False)


def _print(run: Run, applied: Applied, queue: tuple[Queued, ...], limit: int) -> None:
    """Print the queue for whoever cannot be asked."""
    table = Table(title=f"To review in {run.corpus}@{run.id}", title_justify="left", header_style="bold")
    table.add_column("", justify="right")
    table.add_column("call", overflow="fold")
    table.add_column("in question")
    table.add_column("why", overflow="fold")
    for n, q in enumerate(queue[:limit], 1):
        table.add_row(str(n), *(Text(str(printable(cell))) for cell in (q.id, ", ".join(q.fields), "\n".join(q.why))))
    OUT.print(table)
    _say(f"{len(queue)} to look at, {min(len(queue), limit)} shown.")
    for line in correction_lines(applied):
        _say(line)
    _say("No keyboard to ask at: run this in a terminal with --who NAME, or write tasks with --export FILE.")


def _import(path: Path, tool: str, applied: Applied, file: Path, *, who: str, why: str, confirm: bool) -> None:
    """Turn what came back from a tool into decisions."""
    name = _reviewer(who)
    made, skipped = import_tasks(path, tool, applied, who=name, when=_now(), why=why, confirm=confirm)
    append_corrections(file, made)
    _say(f"{len(made)} decision(s) by {name} written to {file}.")
    for rejection in skipped:
        _say(f"not taken: {rejection.origin}: {rejection.readout_id}: {rejection.reason}")


def _write_corpus(folder: Path, applied: Applied) -> None:
    """Write what people reviewed as training data."""
    records, lacking = training_records(applied)
    for line in lacking:
        _say(f"left out: {line}")
    write_training_corpus(folder, records)
    _say(f"{len(records)} readout(s) written to {folder}, {len(lacking)} left out.")
    _say(f"Next: communique corpus describe {folder}; then communique train --corpus training-en --corpus {folder}")
