"""A ledger and its calls → the calls that could move the count, and what would move them."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from communique.codebook import UNSTATED, CallType, DateBasis, InitiatorBasis, Medium, Precision
from communique.count.intervals import worlds
from communique.count.profile import SAME_CALL, Profile
from communique.count.selection import Case, cases
from communique.count.tally import as_coded, judge
from communique.records import Call, CodedReadout, Decision, Ledger
from communique.tellings import Telling, call_order, polities, tellings_of

DOUBT = 0.95
"""Probability below which a decision is taken to be open."""


@dataclass(frozen=True, slots=True)
class SwingCall:
    """A call that is counted or not by the skin of an open decision.

    Attributes
    ----------
    call_id
        The call.
    counted
        Whether it is counted now, under any leader.
    chance
        Probability that it is counted, so far as models gave one.
    moves
        What would move it, each in words.
    """

    call_id: str
    counted: bool
    chance: float
    moves: tuple[str, ...]


def swing_calls(ledger: Ledger, coded: Iterable[CodedReadout], profile: Profile) -> tuple[SwingCall, ...]:
    """Find the calls that could move the count.

    Parameters
    ----------
    ledger
        The count; reports of calls told already are passed over, since they hang on the first report.
    coded, profile
        What it was made from.

    Returns
    -------
    tuple of SwingCall
        Those of which an open decision (marked for review, of a probability below 0.95, or a date that the text does not
        state) would change the count if it came out otherwise; the most doubtful first.
    """
    passed_over = {row.call_id for row in ledger.rows if row.rule == SAME_CALL}
    found: list[tuple[float, tuple[object, ...], SwingCall]] = []
    for telling in tellings_of(coded):
        call = telling.call
        if call.id in passed_over:
            continue
        now = _counted(telling, call, profile)
        # of several values that a field could take, the first that moves the call is told
        moves: dict[str, str] = {}
        for field, words, other in _variants(call, profile):
            if field not in moves and (_counted(telling, other, profile) if other else frozenset()) != now:
                moves[field] = words
        if moves:
            chance = _chance(telling, profile)
            swing = SwingCall(call.id, bool(now), chance, tuple(moves.values()))
            found.append((round(abs(chance - 0.5), 12), call_order(call), swing))
    return tuple(swing for _, _, swing in sorted(found, key=lambda item: item[:2]))


def _counted(telling: Telling, call: Call, profile: Profile) -> frozenset[tuple[str, str]]:
    """Return the leaders and windows under which a call, as it is or otherwise, is counted."""
    asked = Telling(call, telling.lang, telling.title, telling.published, telling.digest)
    met = [case for case in cases(asked, profile) if isinstance(case, Case)]
    return frozenset((c.leader, c.window) for c in met if judge(c, as_coded(c), profile, None).status == "counted")


def _chance(telling: Telling, profile: Profile) -> float:
    met = [case for case in cases(telling, profile) if isinstance(case, Case)]
    found = worlds(telling.call)
    return min(sum(w.probability for w in found if any(judge(c, w, profile, None).status == "counted" for c in met)), 1.0)


def _is_open(decision: Decision | None) -> bool:
    if decision is None:
        return False
    return decision.review or (decision.probability is not None and decision.probability < DOUBT)


def _is_human(decision: Decision | None) -> bool:
    return decision is not None and decision.by == "human"


def _variants(call: Call, profile: Profile) -> Iterator[tuple[str, str, Call | None]]:
    """Iterate over what the call could also be: the field, words for it, and the call; None for a call of other people."""
    decisions = call.decisions
    if _is_open(decisions.get("call_type")):
        other = CallType.CEREMONIAL if call.call_type is CallType.SUBSTANTIVE else CallType.SUBSTANTIVE
        yield "call_type", f"call_type: {other} instead of {call.call_type}", msgspec.structs.replace(call, call_type=other)
    for place, occasion in enumerate(call.occasions):
        if _is_open(occasion.decision or decisions.get("occasions")):
            fewer = call.occasions[:place] + call.occasions[place + 1 :]
            yield f"occasion {place}", f"occasions: no {occasion.id}", msgspec.structs.replace(call, occasions=fewer)
    if _is_open(decisions.get("medium")) or (call.medium is Medium.UNKNOWN and not _is_human(decisions.get("medium"))):
        named = [*profile.selection.medium, *(m for e in profile.exclusions for m in e.when.medium), Medium.UNKNOWN]
        for medium in dict.fromkeys(m for m in named if m is not call.medium):
            yield "medium", f"medium: {medium} instead of {call.medium}", msgspec.structs.replace(call, medium=medium)
    if _is_open(decisions.get("initiator")):
        yield from _other_initiators(call)
    for on in _other_days(call, profile):
        yield "occurred_on", f"occurred_on: {on} instead of {call.occurred_on}", msgspec.structs.replace(call, occurred_on=on)
    if _is_open(decisions.get("participants")):
        yield "participants", "participants: other people on the line", None


def _other_initiators(call: Call) -> Iterator[tuple[str, str, Call | None]]:
    sides = sorted({code for p in call.participants for code in polities(p, call.occurred_on)})
    for side in (*sides, UNSTATED):
        if side != call.initiator:
            basis = InitiatorBasis.NONE if side == UNSTATED else InitiatorBasis.VERB
            other = msgspec.structs.replace(call, initiator=side, initiator_basis=basis)
            yield "initiator", f"initiator: {side} instead of {call.initiator}", other


def _other_days(call: Call, profile: Profile) -> list[dt.date]:
    """List the days beside a window's edge on which the call may have been, the nearest first."""
    on, day = call.occurred_on, dt.timedelta(days=1)
    if call.precision is Precision.UNKNOWN:
        first, last = dt.date.min, dt.date.max
    elif call.precision is Precision.MONTH:
        first = on.replace(day=1)
        last = on.replace(day=calendar.monthrange(on.year, on.month)[1])
    elif _is_human(call.decisions.get("occurred_on")):
        return []
    elif call.basis is not DateBasis.STATED or _is_open(call.decisions.get("occurred_on")):
        # readouts of late calls appear after midnight
        first, last = max(on, dt.date.min + day) - day, min(on, dt.date.max - day) + day
    else:
        return []
    edges = {w.first for w in profile.windows} | {w.last for w in profile.windows}
    edges |= {edge - day for edge in edges if edge > dt.date.min} | {edge + day for edge in edges if edge < dt.date.max}
    return sorted((edge for edge in edges if first <= edge <= last and edge != on), key=lambda edge: (abs(edge - on), edge))
