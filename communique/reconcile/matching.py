"""Two sources' calls → matches: the same call as both tell it, or as only one of them does, each with its reason in words.

Which calls go together is found in `communique.reconcile.pairing`. Everything is deterministic, and the two sources can be
exchanged.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations
from typing import Literal

from communique.codebook import Medium
from communique.errors import InputError
from communique.reconcile.discrepancies import differences
from communique.reconcile.pairing import pair_calls
from communique.records import Call, CodedReadout, Match
from communique.tellings import call_order, person_key, retellings, tellings_of


def match_calls(a: Sequence[Call], b: Sequence[Call], *, source_a: str, source_b: str) -> tuple[Match, ...]:
    """Match the calls that two sources tell.

    Parameters
    ----------
    a, b
        The calls of each, in any order; each call once.
    source_a, source_b
        Their ids.

    Returns
    -------
    tuple of Match
        In the order of dates. Every call stands in exactly one match. ``ambiguous`` means that a call has two equally good
        partners; the one that is left over has a match of its own, with the other side empty.

    Raises
    ------
    InputError
        When both are one source, or a call is given twice.
    """
    if source_a == source_b:
        msg = f"{source_a!r} cannot be matched with itself. Give two sources."
        raise InputError(msg)
    twice = sorted(call_id for call_id, n in Counter(call.id for call in (*a, *b)).items() if n > 1)
    if twice:
        msg = f"given twice: {', '.join(twice[:10])}. Give each call once."
        raise InputError(msg)
    # solved one way round only, so that ties come out the same whichever source is named first
    if source_a < source_b:
        pairs = [(one, other, rivals) for one, other, rivals in pair_calls(a, b)]
    else:
        pairs = [(one, other, rivals) for other, one, rivals in pair_calls(b, a)]
    nearest = _nearest_words(a, b, {call.id for one, other, _ in pairs if one and other for call in (one, other)})
    matches = []
    for one, other, rivals in pairs:
        told = [call for call in (one, other) if call]
        because = _rivalry_words(rivals) if rivals else nearest(told[0]) if len(told) == 1 else _pair_words(told[0], told[1])
        alone: Literal["only_a", "only_b"] = "only_a" if one else "only_b"
        match = Match(
            verdict="ambiguous" if rivals else "both" if len(told) == 2 else alone,
            source_a=source_a,
            source_b=source_b,
            call_a=one.id if one else "",
            call_b=other.id if other else "",
            days_apart=(other.occurred_on - one.occurred_on).days if one and other else None,
            differences=differences(one, other) if one and other else (),
            because=because,
        )
        matches.append((min(map(call_order, told)), match))
    return tuple(match for _, match in sorted(matches, key=lambda item: item[0]))


def match_sources(
    coded: Iterable[CodedReadout],
    source_a: str,
    source_b: str,
    *,
    people: Collection[str] = (),
    between: tuple[dt.date, dt.date] = (dt.date.min, dt.date.max),
) -> tuple[Match, ...]:
    """Match what two sources tell in some readouts.

    Parameters
    ----------
    coded
        Readouts of any sources. Reports in which a source tells one of its calls again (a copy, a correction, a
        translation) are matched as the first of them.
    source_a, source_b
        Ids of the two sources.
    people
        Person ids; only calls in which all of them take part are kept.
    between
        First and last day; a match is kept when one side lies in this stretch of time: its edges do not part a match.
    """
    chosen = _first_reports(coded)
    matches = match_calls(chosen.get(source_a, []), chosen.get(source_b, []), source_a=source_a, source_b=source_b)
    kept = {
        call.id
        for call in (*chosen.get(source_a, []), *chosen.get(source_b, []))
        if between[0] <= call.occurred_on <= between[1]
        and set(people) <= {person_key(p, call.occurred_on) for p in call.participants}
    }
    return tuple(match for match in matches if match.call_a in kept or match.call_b in kept)


def match_all(coded: Iterable[CodedReadout]) -> tuple[Match, ...]:
    """Match every two of the sources of some readouts; what `communique.count.count_calls` takes as ``matches``."""
    chosen = _first_reports(coded)
    return tuple(
        match for a, b in combinations(sorted(chosen), 2) for match in match_calls(chosen[a], chosen[b], source_a=a, source_b=b)
    )


def _first_reports(coded: Iterable[CodedReadout]) -> dict[str, list[Call]]:
    """Collect each source's calls, told once."""
    tellings = list(tellings_of(coded))
    again = retellings(tellings)
    chosen: dict[str, list[Call]] = defaultdict(list)
    for telling in tellings:
        if telling.call.id not in again:
            chosen[telling.call.source].append(telling.call)
    return chosen


def _pair_words(one: Call, other: Call) -> str:
    days = abs((other.occurred_on - one.occurred_on).days)
    when = f"on {one.occurred_on}" if not days else f"a day apart ({one.occurred_on} and {other.occurred_on})"
    return f"the same people ({_people(one)}), by {one.medium if one.medium is not Medium.UNKNOWN else other.medium}, {when}"


def _rivalry_words(rivals: Sequence[Call]) -> str:
    names = ", ".join(f"{call.id} ({call.occurred_on})" for call in rivals)
    return f"the same people, and equally near in time: {names}. Which of them are one call cannot be told; look at the texts"


def _people(call: Call) -> str:
    return ", ".join(sorted(person_key(p, call.occurred_on) for p in call.participants))


def _nearest_words(a: Sequence[Call], b: Sequence[Call], taken: Collection[str]) -> Callable[[Call], str]:
    """Prepare to say why a call has no partner: what the other side tells of the same people nearest in time."""
    dates: dict[tuple[bool, str], list[Call]] = defaultdict(list)
    of_a = {call.id for call in a}
    for call in (*a, *b):
        dates[call.id in of_a, _people(call)].append(call)

    def words(call: Call) -> str:
        others = dates.get((call.id not in of_a, _people(call)), [])
        if not others:
            return f"the other source tells no call of {_people(call)}"
        near = min(others, key=lambda c: (abs((c.occurred_on - call.occurred_on).days), call_order(c)))
        days = abs((near.occurred_on - call.occurred_on).days)
        partner = ", which has a partner already" if near.id in taken else ""
        return f"the other source's nearest call of {_people(call)} is {near.id}, {days} days away, by {near.medium}{partner}"

    return words
