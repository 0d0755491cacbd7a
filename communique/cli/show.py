"""``communique show`` and ``profiles``: one coded call, and the rules that exist, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from communique import count, resources
from communique.cli.terminal import OUT, friendly, print_json, print_table
from communique.corrections import corrected
from communique.errors import InputError
from communique.records import Call, CodedReadout, LedgerRow
from communique.report.evidence import MARKS, DecisionRow, Piece, decision_rows, highlighted
from communique.report.words import printable
from communique.store import Store

_AROUND = 160
"""Characters that are shown on either side of a passage of evidence."""
_STYLES = {
    "who": "black on bright_blue",
    "when": "black on bright_yellow",
    "init": "black on bright_red",
    "medium": "black on bright_green",
    "occasion": "black on bright_magenta",
    "tone": "bold black on yellow",
    "type": "underline",
}


def show(
    call: Annotated[str, typer.Argument(help="Id of a call, such as kremlin-2022-02-24#1.")],
    run: Annotated[str, typer.Option(help="Name of a coded run; else every run is searched, the one opened last first.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the call as JSON.")] = False,
) -> None:
    """Show one call: every field, what decided it, and the words it rests on."""
    with friendly():
        name, coded, found = _find(call, run)
        if as_json:
            print_json(msgspec.to_builtins(found))
            return
        print_call(coded, found)
        for count_id, row in _fates(name, found.id):
            where = f", {row.leader}, {row.window}" if row.leader else ""
            OUT.print(_text(f"{row.status} in count {count_id}{where}: {row.because}", style="bold"))


def print_call(coded: CodedReadout, call: Call) -> None:
    """Print where a call is told, its text with the evidence marked, and every decision, as wide as the terminal."""
    readout = coded.readout
    OUT.print(_text(f"{readout.title or '(no title)'}  [{readout.source}, {readout.published}]", style="bold"))
    if readout.url:
        OUT.print(_text(readout.url, style="dim"), soft_wrap=True)
    title, text = highlighted(msgspec.structs.replace(coded, calls=(call,)))
    marked = Text()
    for piece in _near_evidence(text):
        marked.append(_text(piece.text, style=_STYLES[piece.marks[-1]] if piece.marks else ""))
    OUT.print(marked)
    used = {mark for piece in (*title, *text) for mark in piece.marks}
    legend = Text("marked: ", style="dim")
    for mark, words in MARKS.items():
        if mark in used:
            legend.append(f" {words} ", style=_STYLES[mark]).append(" ")
    OUT.print(legend)
    table = Table(title=call.id, title_justify="left", header_style="bold")
    for column in ("field", "value", "decided by", "probability", "words"):
        table.add_column(column, overflow="fold")
    for row in decision_rows(call):
        table.add_row(*(_text(cell) for cell in _cells(row)))
    OUT.print(table)


def _cells(row: DecisionRow) -> tuple[str, str, str, str, str]:
    decision = row.decision
    words = " … ".join(row.quotes)
    if decision is None:
        return row.field, row.value, "", "", words
    by = "a person:" if decision.by == "human" else decision.by
    reasons = "".join(f"; because: {reason.what}" for reason in decision.reasons) if decision.by == "human" else ""
    name = decision.name.removeprefix("communique-rules/")
    review = " (review)" if decision.review else ""
    chance = f"{decision.probability:.2f}" if decision.probability is not None else ""
    return row.field, row.value, f"{by} {name} {decision.version}{reasons}{review}", chance, words


def _near_evidence(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Keep the evidence and what stands around it; long stretches of text without any are cut short."""
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        room = _AROUND * (1 if place in {0, last} else 2)
        if piece.marks or len(piece.text) <= room:
            yield piece
            continue
        before = piece.text[:_AROUND].rpartition(" ")[0] if place else ""
        after = piece.text[-_AROUND:].partition(" ")[2] if place < last else ""
        yield Piece(f"{before} […] {after}")


def _text(value: str, style: str = "") -> Text:
    """Make a text for the terminal: never markup, and never a control sequence."""
    return Text(str(printable(value)), style=style)


def _fates(run: str, call_id: str) -> Iterator[tuple[str, LedgerRow]]:
    """Find what the counts of a run made of a call."""
    store = Store(resources.store_url())
    for count_id in store.list_counts():
        if store.count_manifest(count_id).run_id == run:
            yield from ((count_id, row) for row in store.read_count(count_id).rows if row.call_id == call_id)


def _find(call_id: str, run_id: str) -> tuple[str, CodedReadout, Call]:
    """Find a call in a run, or in any, the run that was opened last first.

    Raises
    ------
    InputError
        When no run has it.
    """
    store = Store(resources.store_url())
    for name in [run_id] if run_id else store.run_names():
        run = store.run(name)
        for coded in corrected(run).coded:
            for call in coded.calls:
                if call.id == call_id:
                    return run.id, coded, call
    way_out = "Ids stand in the report and in calls.csv; code the texts first with 'communique run'."
    msg = f"no coded run in {store.url} has a call {call_id!r}. {way_out}"
    raise InputError(msg)


def profiles(
    name: Annotated[str, typer.Argument(help="A profile to explain; without it all are listed.")] = "",
) -> None:
    """List the rule profiles, or say in plain words what one of them counts."""
    with friendly():
        if name:
            for sentence in count.profile_sentences(count.load_profile(name)):
                OUT.print(sentence, markup=False)
            return
        rows = [(p, count.load_profile(p).title) for p in resources.names("configs", "profiles/*.yaml")]
        print_table("Rule profiles", ("profile", "counts"), rows)
