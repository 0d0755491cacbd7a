"""Matches of calls between two sources → who tells what, and in which words.

For each pair of sources: how much of the count the other side confirms, and every call with both wordings side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.records import Match
from communique.report.contents import ReportContents
from communique.report.index import Index, Item, Listed, Number
from communique.report.tables import Cell, cells_of
from communique.report.words import label_words

VERDICTS = ("both", "only_a", "only_b", "ambiguous")
"""The verdicts, in the order for print."""


@dataclass(frozen=True)
class Wording:
    """How one side characterised the call: the phrase, its classes, whom it is about."""

    quote: str
    labels: str
    toward: str


@dataclass(frozen=True)
class Side:
    """One source's telling of a call."""

    item: Item
    readout: str
    wordings: tuple[Wording, ...]


@dataclass(frozen=True)
class Pair:
    """One call as the two sources tell it; a silent side is None."""

    a: Side | None
    b: Side | None
    days_apart: int | None
    differences: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Verdict:
    """The calls of one verdict."""

    id: str
    title: str
    number: Number
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Reach:
    """How many of the calls in one cell of the count the two sources tell."""

    leader: str
    window: str
    counted: Number
    both: Number
    alone: Number
    ambiguous: Number
    unmatched: Number


@dataclass(frozen=True)
class Crosscheck:
    """Two sources compared."""

    source_a: str
    source_b: str
    reach: tuple[Reach, ...]
    verdicts: tuple[Verdict, ...]


def crosschecks(contents: ReportContents, index: Index) -> tuple[Crosscheck, ...]:
    """Compare each pair of sources that was matched."""
    pairs: dict[tuple[str, str], list[Match]] = {}
    for match in contents.matches:
        pairs.setdefault((match.source_a, match.source_b), []).append(match)
    return tuple(_crosscheck(contents, index, pair, matches) for pair, matches in pairs.items())


def _crosscheck(contents: ReportContents, index: Index, sources: tuple[str, str], matches: Sequence[Match]) -> Crosscheck:
    a, b = (contents.source(source) for source in sources)
    titles = {"both": f"Told by both: {a} and {b}", "only_a": f"Only {a}", "only_b": f"Only {b}", "ambiguous": "Ambiguous"}
    calls = contents.calls
    verdicts = []
    for verdict in VERDICTS:
        found = sorted(
            (m for m in matches if m.verdict == verdict),
            key=lambda m: (calls[m.call_a or m.call_b].occurred_on, m.call_a, m.call_b),
        )
        number = index.number(f"{a} and {b}: {verdict.replace('_', ' ')}", [(m.call_a or m.call_b, "") for m in found])
        pairs = tuple(
            Pair(_side(contents, index, m.call_a), _side(contents, index, m.call_b), m.days_apart, m.differences, m.because)
            for m in found
        )
        verdicts.append(Verdict(verdict, titles[verdict], number, pairs))
    return Crosscheck(a, b, tuple(_reach(contents, index, f"{a} and {b}", matches)), tuple(verdicts))


def _side(contents: ReportContents, index: Index, call_id: str) -> Side | None:
    if not call_id:
        return None
    wordings = tuple(
        Wording(span.evidence.quote, label_words(span.labels), str(span.toward)) for span in contents.calls[call_id].tone
    )
    return Side(index.item(call_id), contents.told_by[call_id].readout.title, wordings)


def _reach(contents: ReportContents, index: Index, name: str, matches: Sequence[Match]) -> list[Reach]:
    """Split each cell of the count by what the comparison says of its calls."""
    said: dict[str, str] = {}
    for match in matches:
        for call_id in (match.call_a, match.call_b):
            # a call that is one candidate of several stays in doubt whatever else is said of it
            if call_id and said.get(call_id) != "ambiguous":
                said[call_id] = match.verdict
    cells = cells_of(contents.ledger)
    order = {leader: place for place, leader in enumerate(contents.leaders)}
    windows = {window: place for place, window in enumerate(contents.windows)}

    def rank(cell: Cell) -> tuple[int, str, int, str]:
        return order.get(cell[0], len(order)), cell[0], windows.get(cell[1], len(windows)), cell[1]

    out = []
    for leader, window in sorted(cells, key=rank):
        what = f"{contents.leader(leader)}, {contents.window(window)}"
        parts: dict[str, list[Listed]] = {"both": [], "alone": [], "ambiguous": [], "": []}
        for call_id, person in cells[leader, window]:
            verdict = said.get(call_id, "")
            parts["alone" if verdict.startswith("only") else verdict].append((call_id, person))
        out.append(
            Reach(
                contents.leader(leader),
                contents.window(window),
                index.number(what, cells[leader, window]),
                index.number(f"{what}: told by both, {name}", parts["both"]),
                index.number(f"{what}: told by one alone, {name}", parts["alone"]),
                index.number(f"{what}: ambiguous, {name}", parts["ambiguous"]),
                index.number(f"{what}: not compared, {name}", parts[""]),
            )
        )
    return out
