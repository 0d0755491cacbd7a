"""A count and its calls → what a person should look at, what matters most to the count first.

First the calls that move the count if an open decision comes out otherwise, the most doubtful first; then calls of the count
that two sources tell differently; then calls of the count that are marked for review; then everything else so marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from communique.codebook import Kind
from communique.records import Call, CodedReadout, Decision, Ledger, Match
from communique.review.values import CALL_FIELDS

_MOVES, _DIFFERS, _IN_COUNT, _ELSEWHERE = range(4)


@dataclass(frozen=True)
class Swing:
    """A call that moves the count: what would move it, and the probability that it is counted (`communique.count.swing`)."""

    call_id: str
    chance: float
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Queued:
    """Something to look at.

    Attributes
    ----------
    coded
        The readout.
    call
        The call; None where the readout as a whole is in question.
    why
        Why it stands here, in words, the weightiest first.
    fields
        The fields in question, those that matter most first.
    """

    coded: CodedReadout
    call: Call | None
    why: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return the call's id, or the readout's."""
        return self.call.id if self.call else self.coded.readout.id


@dataclass
class _Entry:
    rank: tuple[int, float] = (9, 0.0)
    why: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def add(self, rank: tuple[int, float], why: str, *fields: str) -> None:
        self.rank = min(self.rank, rank)
        if why not in self.why:
            self.why.append(why)
        self.fields += [f for f in fields if f in CALL_FIELDS and f not in self.fields]


def review_queue(
    coded: Iterable[CodedReadout], ledger: Ledger, swings: Sequence[Swing], matches: Iterable[Match] = ()
) -> tuple[Queued, ...]:
    """Order what a person should look at for a count.

    Parameters
    ----------
    coded
        The readouts with the corrections that there are: what people decided is not asked again.
    ledger
        The count.
    swings
        The calls that move it.
    matches
        What several sources tell of one call.

    Returns
    -------
    tuple of Queued
        Each call once, with everything that speaks for looking at it.
    """
    readouts = list(coded)
    told_by = {call.id: item for item in readouts for call in item.calls}
    calls = {call.id: call for item in readouts for call in item.calls}
    entries: dict[str, _Entry] = {}
    selected = {row.call_id for row in ledger.rows if row.status != "not_selected"}
    counted = {row.call_id for row in ledger.rows if row.status == "counted"}
    for swing in swings:
        now = "counted" if swing.call_id in counted else "not counted"
        words = f"moves the count (now {now}, {swing.chance:.0%} likely to be counted): {'; '.join(swing.moves)}"
        rank = (_MOVES, abs(swing.chance - 0.5))
        entries.setdefault(swing.call_id, _Entry()).add(rank, words, *(move.partition(":")[0] for move in swing.moves))
    for match in matches:
        for call_id, why, fields in _open_differences(match, calls):
            if call_id in selected:
                entries.setdefault(call_id, _Entry()).add((_DIFFERS, 0.0), why, *fields)
    for call_id, call in calls.items():
        for name, decision in _doubts(call):
            near = abs((decision.probability if decision.probability is not None else 0.5) - 0.5)
            rank = (_IN_COUNT if call_id in selected else _ELSEWHERE, near)
            entries.setdefault(call_id, _Entry()).add(rank, _doubt_words(name, decision), name)
    queued = [
        (*entry.rank, calls[i].occurred_on.toordinal(), Queued(told_by[i], calls[i], tuple(entry.why), tuple(entry.fields)))
        for i, entry in entries.items()
    ]
    for item in readouts:
        if item.kind is Kind.CALL and not item.calls:
            why = "reads like a call, but none could be coded in it"
            queued.append((_ELSEWHERE, 1.0, 0, Queued(item, None, (why,), ("kind",))))
    return tuple(found for *_, found in sorted(queued, key=lambda one: (*one[:3], one[3].id)))


def _open_differences(match: Match, calls: dict[str, Call]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Iterate over the calls of a match that two sources tell differently, in fields that no person decided."""
    if match.verdict == "ambiguous":
        for call_id in filter(None, (match.call_a, match.call_b)):
            why = f"{match.source_a} and {match.source_b} may tell it both: {match.because}"
            if not {"occurred_on", "participants"} <= set(_decided(calls[call_id])):
                yield call_id, why, ("occurred_on", "participants")
        return
    if match.verdict != "both":
        return
    for call_id in (match.call_a, match.call_b):
        done = set(_decided(calls[call_id]))
        # sources seldom choose the same words for the mood: that alone is a finding, no doubt about the coding
        found = [d for d in match.differences if (name := d.partition(":")[0]) not in done and name != "tone"]
        if found:
            words = "; ".join(found)
            why = f"{match.source_a} | {match.source_b} differ: {words}"
            yield call_id, why, tuple(d.partition(":")[0] for d in found)


def _decided(call: Call) -> Iterator[str]:
    yield from (name for name, decision in call.decisions.items() if decision.by == "human")


def _doubts(call: Call) -> Iterator[tuple[str, Decision]]:
    """Iterate over the decisions that ask for a person's look, with their fields."""
    yield from ((name, decision) for name, decision in call.decisions.items() if decision.review)
    yield from (("occasions", o.decision) for o in call.occasions if o.decision is not None and o.decision.review)
    yield from (("tone", t.decision) for t in call.tone if t.decision is not None and t.decision.review)


def _doubt_words(name: str, decision: Decision) -> str:
    words = f"{name.replace('_', ' ')}: {decision.value}"
    if decision.probability is not None:
        return f"{words} with a probability of {decision.probability:.2f} is too close to call"
    return f"{words} is to be looked at" + "".join(f": {reason.what}" for reason in decision.reasons[:1])
