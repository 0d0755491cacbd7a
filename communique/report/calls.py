"""Coded readouts → what the page shows of every call: text with highlights, decisions, fate, and words to filter by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.records import Call, CodedReadout, LedgerRow, Readout
from communique.report.contents import ReportContents
from communique.report.evidence import DecisionRow, Piece, decision_rows, doubts, highlighted
from communique.report.index import Index
from communique.report.words import STATUS_WORDS, day_words, slug


@dataclass(frozen=True)
class CallView:
    """One call for print."""

    call: Call
    anchor: str
    day: str
    who: str
    rows: tuple[LedgerRow, ...]
    decisions: tuple[DecisionRow, ...]
    tokens: str


@dataclass(frozen=True)
class ReadoutView:
    """One readout with its calls: the text stands once, whatever the number of calls that it tells."""

    readout: Readout
    source: str
    annotator: str
    note: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    calls: tuple[CallView, ...]


@dataclass(frozen=True)
class Facet:
    """One filter of the call list: its name and the values that occur, as (token, words)."""

    name: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Doubtful:
    """A call that a person should look at, and why; ``fate`` says whether it bears on the count."""

    href: str
    day: str
    who: str
    fate: str
    doubts: tuple[DecisionRow, ...]


def in_order(contents: ReportContents) -> list[CodedReadout]:
    """Sort the readouts that tell calls by the date of the first."""
    telling = [coded for coded in contents.coded if coded.calls]
    return sorted(telling, key=lambda coded: (min(call.occurred_on for call in coded.calls), coded.readout.id))


def readout_views(contents: ReportContents, index: Index) -> Iterator[ReadoutView]:
    """Make the views one by one: ten thousand of them need not be in memory together."""
    for coded in in_order(contents):
        title, text = highlighted(coded)
        calls = tuple(
            CallView(
                call,
                index.call_anchors[call.id],
                day_words(call),
                " – ".join(p.name for p in call.participants),
                contents.rows_of[call.id],
                decision_rows(call),
                tokens_of(contents, call.id),
            )
            for call in coded.calls
        )
        readout = coded.readout
        yield ReadoutView(readout, contents.source(readout.source), coded.annotator, coded.note, title, text, calls)


def facets(contents: ReportContents) -> tuple[Facet, ...]:
    """List the filters and the values that occur in this report."""
    found: dict[str, dict[str, str]] = {}
    for call in contents.calls.values():
        for name, values in _facets_of(contents, call).items():
            found.setdefault(name, {}).update(values)
    ranks = {leader: place for place, leader in enumerate([*contents.leaders.values(), *contents.windows.values()])}
    return tuple(
        Facet(name, tuple(sorted(values.items(), key=lambda pair: (ranks.get(pair[1], len(ranks)), pair[1], pair[0]))))
        for name, values in found.items()
    )


def tokens_of(contents: ReportContents, call_id: str) -> str:
    """Join the tokens of a call's values in every filter."""
    return " ".join(token for facet in _facets_of(contents, contents.calls[call_id]).values() for token in facet)


def _facets_of(contents: ReportContents, call: Call) -> dict[str, Mapping[str, str]]:
    """Find a call's values in each filter: words by token."""
    rows = contents.rows_of[call.id]
    readout = contents.told_by[call.id].readout
    flags = {
        "needs review": call.review,
        "decided by a person": call.id in contents.decided_by_people,
        readout.standing: bool(readout.standing),
    }
    values: dict[str, dict[str, str]] = {
        "leader": {row.leader: contents.leader(row.leader) for row in rows if row.leader},
        "window": {row.window: contents.window(row.window) for row in rows if row.window},
        "outcome": {row.status: STATUS_WORDS[row.status] for row in rows},
        "source": {call.source: contents.source(call.source)},
        "type": {str(call.call_type): str(call.call_type)},
        "medium": {str(call.medium): str(call.medium)},
        "occasion": {str(o.id): str(o.id) for o in call.occasions},
        "tone": {str(label): str(label) for span in call.tone for label in span.labels},
        "initiator": {call.initiator: call.initiator},
        "flag": {flag: flag for flag, is_set in flags.items() if is_set},
    }
    return {name: {f"{name}.{slug(value)}": words for value, words in pairs.items()} for name, pairs in values.items()}


def review_queue(contents: ReportContents, index: Index) -> tuple[Doubtful, ...]:
    """List the calls to look at: those that bear on the count first, the least certain decision first."""

    def urgency(call: Call) -> tuple[int, float, str]:
        selected = any(row.status != "not_selected" for row in contents.rows_of[call.id])
        odds = [row.decision.probability for row in doubts(call) if row.decision and row.decision.probability is not None]
        return (0 if selected else 1, min(odds, default=0.0), call.id)

    waiting = sorted((call for call in contents.calls.values() if call.review), key=urgency)
    return tuple(
        Doubtful(
            index.href(call.id),
            day_words(call),
            index.who(call.id),
            "; ".join(dict.fromkeys(STATUS_WORDS[row.status] for row in contents.rows_of[call.id])),
            doubts(call),
        )
        for call in waiting
    )
