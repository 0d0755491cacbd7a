"""Ledgers and coded calls → the report's tables, every number with the calls behind it.

Numbers are recounted from the ledger's rows; only the intervals are taken from its tallies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.codebook import TONE_SCALE, Kind, ToneLabel, Toward
from communique.records import CodedReadout, Ledger, LedgerRow, Rejection
from communique.report.contents import CloseCall, Estimate, ReportContents, Told
from communique.report.index import Index, Item, Listed, Number
from communique.report.words import slug

MOST_IN_ORDER = 12
"""Leaders that are printed in the order given; more are put in the order of their numbers."""

Cell = tuple[str, str]
"""A leader and a window."""


@dataclass(frozen=True)
class CountCell:
    """One count of the headline table.

    Attributes
    ----------
    number
        The count.
    published
        The number that the profile says was published, if any.
    reconstructed
        How many of the calls rest on reconstructed texts; None where none does.
    estimate
        What a reviewed sample says of it, if any was drawn.
    """

    number: Number
    published: int | None = None
    reconstructed: Number | None = None
    estimate: Estimate | None = None

    @property
    def agrees(self) -> bool:
        """Whether the count is the published one."""
        return self.published == self.number.n


@dataclass(frozen=True)
class Headline:
    """The counts in the story's form: a row a leader, a column a window.

    Attributes
    ----------
    windows
        Titles of the columns.
    rows
        Name of the leader and the cells.
    totals
        The columns' sums.
    reproduces
        Whether every published number is reproduced; None where none was published.
    identity
        The numbers selected, counted, excluded, not selected and all, by those names.
    """

    windows: tuple[str, ...]
    rows: tuple[tuple[str, tuple[CountCell, ...]], ...]
    totals: tuple[Number, ...]
    reproduces: bool | None
    identity: Mapping[str, Number]


@dataclass(frozen=True)
class Breakdown:
    """The counted calls by something else: a line a value."""

    by: str
    lines: tuple[tuple[tuple[str, ...], Number], ...]


@dataclass(frozen=True)
class Group:
    """Things left out for one reason: its identifier, how many, and each of them."""

    name: str
    number: Number
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class ToneLine:
    """The calls with one class of tone, by window, and about third parties; with the commonest wordings."""

    label: ToneLabel
    step: int
    cells: tuple[Number, ...]
    third_party: Number
    wordings: tuple[str, ...]


@dataclass(frozen=True)
class ProfileLine:
    """One cell of the count under every profile; None where a profile does not ask for it.

    The line of all counted calls has neither leader nor window.
    """

    leader: str
    window: str
    numbers: tuple[Number | None, ...]


@dataclass(frozen=True)
class SetAside:
    """Readouts that are no calls, of one kind."""

    kind: str
    number: Number
    readouts: tuple[CodedReadout, ...]


@dataclass(frozen=True)
class Rejected:
    """What could not be used, by the stage that rejected it."""

    stage: str
    number: Number
    rejections: tuple[Rejection, ...]


def cells_of(ledger: Ledger, status: str = "counted") -> dict[Cell, list[Listed]]:
    """Group the rows of a status by leader and window."""
    found: dict[Cell, list[Listed]] = {}
    for row in ledger.rows:
        if row.status == status:
            found.setdefault((row.leader, row.window), []).append((row.call_id, row.leader))
    return found


def intervals_of(ledger: Ledger) -> dict[Cell, tuple[int, int]]:
    """Fetch the intervals of the counts by leader and window."""
    return {(t.key[0], t.key[1]): (t.low, t.high) for t in ledger.tallies if t.by == "leader_window" and len(t.key) == 2}


def in_print_order(leaders: Iterable[str], sums: Mapping[str, int]) -> list[str]:
    """Keep a short list of leaders in the story's order; put a long one in the order of their numbers."""
    once = list(dict.fromkeys(leaders))
    return once if len(once) <= MOST_IN_ORDER else sorted(once, key=lambda leader: -sums.get(leader, 0))


def _axes(contents: ReportContents, found: Mapping[Cell, Sequence[Listed]]) -> tuple[list[str], list[str]]:
    """Order leaders and windows: as given, then the published ones, then the rest, the most frequent leader first."""
    ledger = contents.ledger
    sums: Counter[str] = Counter()
    for (leader, _), listed in found.items():
        sums[leader] += len(listed)
    tallied = [t.key for t in ledger.tallies if t.by == "leader_window" and len(t.key) == 2]
    leaders = [*contents.leaders, *(p for numbers in ledger.expected.values() for p in numbers)]
    leaders += sorted({*sums, *(key[0] for key in tallied)}, key=lambda p: (-sums[p], contents.leader(p)))
    windows = [*contents.windows, *ledger.expected, *sorted({*(w for _, w in found), *(key[1] for key in tallied)})]
    return in_print_order(leaders, sums), list(dict.fromkeys(windows))


def headline(contents: ReportContents, index: Index) -> Headline:
    """Make the headline table."""
    ledger = contents.ledger
    found = cells_of(ledger)
    leaders, windows = _axes(contents, found)
    spans = intervals_of(ledger)
    totals = tuple(
        index.number(f"All leaders, {contents.window(w)}", [pair for leader in leaders for pair in found.get((leader, w), ())])
        for w in windows
    )
    estimated = {e.key: e for e in contents.estimates if e.by == "leader_window"}
    rows = []
    for leader in leaders:
        cells = []
        for window in windows:
            listed = found.get((leader, window), [])
            title = f"{contents.leader(leader)}, {contents.window(window)}"
            low, high = spans.get((leader, window), (None, None))
            made_up = [pair for pair in listed if pair[0] in contents.reconstructed]
            cells.append(
                CountCell(
                    index.number(title, listed, low=low, high=high),
                    ledger.expected.get(window, {}).get(leader),
                    index.number(f"{title}: reconstructed texts", made_up) if made_up else None,
                    estimated.get((leader, window)),
                )
            )
        rows.append((contents.leader(leader), tuple(cells)))
    published = [cell for _, cells in rows for cell in cells if cell.published is not None]
    return Headline(
        tuple(contents.window(w) for w in windows),
        tuple(rows),
        totals,
        all(cell.agrees for cell in published) if published else None,
        _identity(contents, index),
    )


@dataclass(frozen=True)
class CloseLine:
    """A call that decides the count, for print."""

    item: Item
    close: CloseCall


def close_calls(contents: ReportContents, index: Index) -> tuple[CloseLine, ...]:
    """List the calls that decide the count, the most doubtful first."""
    return tuple(CloseLine(index.item(close.call_id), close) for close in contents.close_calls)


def estimates(contents: ReportContents) -> tuple[tuple[str, Estimate], ...]:
    """List what a reviewed sample says, each with words for what it is about."""
    names = {**contents.source_titles, **contents.windows}

    def words(estimate: Estimate) -> str:
        key = [names.get(part) or contents.leader(part) for part in estimate.key]
        return ", ".join(key) if estimate.by == "leader_window" else f"{estimate.by.replace('_', ' ')}: {', '.join(key)}"

    return tuple((words(estimate), estimate) for estimate in contents.estimates)


def told_too(contents: ReportContents) -> tuple[tuple[str, str, Told], ...]:
    """List what the other source confirms: leader, window, numbers; without the cells of which nothing is said."""
    lines = ((contents.leader(t.leader), contents.window(t.window), t) for t in contents.told_too)
    return tuple(line for line in lines if line[2].told or line[2].expected is not None)


def _identity(contents: ReportContents, index: Index) -> dict[str, Number]:
    """Count the fates: selected = counted + excluded, and what was not selected."""
    fates: dict[str, list[Listed]] = {"counted": [], "excluded": [], "not_selected": []}
    for row in contents.ledger.rows:
        fates[row.status].append((row.call_id, row.leader))
    return {
        "selected": index.number("Selected", fates["counted"] + fates["excluded"]),
        "counted": index.number("Counted", fates["counted"]),
        "excluded": index.number("Excluded by a rule", fates["excluded"]),
        "not_selected": index.number("Not selected", fates["not_selected"]),
    }


def breakdowns(contents: ReportContents, index: Index) -> tuple[Breakdown, ...]:
    """Make a table of every other tally of the ledger; excluded calls and tone have sections of their own."""
    groups: dict[str, list[tuple[tuple[str, ...], Number]]] = {}
    names = {**contents.source_titles, **contents.windows}
    for tally in contents.ledger.tallies:
        if tally.by in {"leader_window", "rule", "tone"}:
            continue
        key = tuple(names.get(part) or contents.leader(part) or "–" for part in tally.key)
        title = f"{tally.by.replace('_', ' ')}: {', '.join(key)}"
        number = index.number(title, [(call_id, "") for call_id in tally.call_ids], low=tally.low, high=tally.high)
        groups.setdefault(tally.by, []).append((key, number))
    return tuple(Breakdown(by.replace("_", " "), tuple(lines)) for by, lines in groups.items())


def left_out(contents: ReportContents, index: Index, status: str) -> tuple[Group, ...]:
    """Group the excluded, or the not selected, calls by what left them out; also the rules that left out none."""
    idle = [t.key[0] for t in contents.ledger.tallies if t.by == "rule" and t.key] if status == "excluded" else []
    groups: dict[str, list[LedgerRow]] = {rule: [] for rule in idle}
    for row in contents.ledger.rows:
        if row.status == status:
            groups.setdefault(row.rule, []).append(row)
    prefix = "Excluded by" if status == "excluded" else "Not selected for"
    out = []
    for rule, rows in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        rows.sort(key=lambda row: (contents.calls[row.call_id].occurred_on, row.call_id, row.leader))
        number = index.number(f"{prefix} {rule}", [(row.call_id, row.leader) for row in rows])
        out.append(Group(rule, number, tuple(index.item(row.call_id, row.leader, row.because) for row in rows)))
    return tuple(out)


def tone_table(contents: ReportContents, index: Index) -> tuple[ToneLine, ...]:
    """Count the counted calls with each class of tone.

    What is said about third parties has its own column: only ``exchange`` and ``counterpart`` tell how two sides got on.
    """
    windows = _axes(contents, cells_of(contents.ledger))[1]
    calls: dict[tuple[ToneLabel, str | None], dict[Listed, None]] = {}
    wordings: dict[ToneLabel, Counter[str]] = {label: Counter() for label in ToneLabel}
    for row in contents.ledger.rows:
        if row.status != "counted":
            continue
        for span in contents.calls[row.call_id].tone:
            column = None if span.toward is Toward.THIRD_PARTY else row.window
            for label in span.labels:
                calls.setdefault((label, column), {})[row.call_id, row.leader] = None
                wordings[label][span.evidence.quote] += 1
    lines = []
    for label in sorted(ToneLabel, key=lambda label: (TONE_SCALE[label], list(ToneLabel).index(label))):
        cells = tuple(index.number(f"Tone {label}, {contents.window(w)}", calls.get((label, w), {})) for w in windows)
        third = index.number(f"Tone {label}, towards third parties", calls.get((label, None), {}))
        common = sorted(wordings[label].items(), key=lambda pair: (-pair[1], pair[0]))
        lines.append(ToneLine(label, TONE_SCALE[label], cells, third, tuple(quote for quote, _ in common[:5])))
    return tuple(lines)


def profile_table(contents: ReportContents, index: Index) -> tuple[ProfileLine, ...]:
    """Put the count beside the same calls under the other profiles: all calls first, then each leader and window."""
    ledgers = (contents.ledger, *contents.alternatives)
    found = [cells_of(ledger) for ledger in ledgers]
    spans = [intervals_of(ledger) for ledger in ledgers]
    leaders, windows = _axes(contents, {cell: listed for cells in reversed(found) for cell, listed in cells.items()})
    # the count itself stands under its own titles already
    names = ["", *(contents.profile(ledger.profile_id) for ledger in contents.alternatives)]
    everything = tuple(
        index.number(
            f"{name}: all counted calls" if name else "Counted", [pair for listed in cells.values() for pair in listed]
        )
        for name, cells in zip(names, found, strict=True)
    )
    lines = [ProfileLine("", "", everything)]
    for leader in leaders:
        for window in windows:
            if not any((leader, window) in cells for cells in found):
                continue
            what = f"{contents.leader(leader)}, {contents.window(window)}"
            numbers: list[Number | None] = []
            for name, cells, span in zip(names, found, spans, strict=True):
                if (leader, window) not in cells and (leader, window) not in span:
                    numbers.append(None)
                    continue
                low, high = span.get((leader, window), (None, None))
                numbers.append(
                    index.number(f"{name}: {what}" if name else what, cells.get((leader, window), ()), low=low, high=high)
                )
            lines.append(ProfileLine(contents.leader(leader), contents.window(window), tuple(numbers)))
    return tuple(lines)


def set_aside(contents: ReportContents) -> tuple[SetAside, ...]:
    """Group the readouts that tell no call by kind."""
    groups: dict[str, list[CodedReadout]] = {}
    for coded in contents.set_aside:
        name = str(coded.kind) if coded.kind is not Kind.CALL else "call, but no two principals found"
        groups.setdefault(name, []).append(coded)
    out = []
    for kind, readouts in sorted(groups.items()):
        readouts.sort(key=lambda coded: (coded.readout.published[:10], coded.readout.id))
        out.append(SetAside(kind, Number(len(readouts), f"aside-{slug(kind)}"), tuple(readouts)))
    return tuple(out)


def rejected(contents: ReportContents) -> tuple[Rejected, ...]:
    """Group what could not be used by the stage that rejected it."""
    groups: dict[str, list[Rejection]] = {}
    for rejection in contents.rejections:
        groups.setdefault(rejection.stage, []).append(rejection)
    return tuple(
        Rejected(stage, Number(len(group), f"rejected-{number}"), tuple(group))
        for number, (stage, group) in enumerate(sorted(groups.items()), 1)
    )
