"""Calls × a profile's selection → cases, one for each call and leader, or the first condition that a call does not meet.

The conditions are asked in a fixed order: source, language, medium, format, principal, counterpart, window, initiator,
call_type. The last is asked apart (`unmet_call_type`), because it is a model's decision, of which the intervals vary the value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique.codebook import MUTUAL, UNSTATED, CallType
from communique.count.profile import Initiator, Profile
from communique.gazetteer import load_gazetteer
from communique.records import Call, Participant
from communique.sources import load_sources
from communique.tellings import Telling, person_key, polities

CONDITIONS = ("source", "language", "medium", "format", "principal", "counterpart", "window", "initiator", "call_type")
"""The conditions of a selection, in the order in which they are asked; the ids in rows that are not selected."""


@dataclass(frozen=True, slots=True)
class Case:
    """One call under one leader, so far as every condition but the type of the call is met.

    Attributes
    ----------
    telling
        The call and what must be known of its readout.
    leader
        Under whom it is tallied.
    window
        Id of the window of time.
    initiator
        Who began it, seen from the profile.
    principals
        Keys of the people on the other side of the leader.
    principal_polities, leader_polities
        The codes under which the two sides stand.
    """

    telling: Telling
    leader: str
    window: str
    initiator: Initiator
    principals: tuple[str, ...]
    principal_polities: frozenset[str]
    leader_polities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unmet:
    """The first condition that a call (or a call under one leader) does not meet, and why in words."""

    call_id: str
    condition: str
    because: str
    window: str = ""


def name_of(person: str) -> str:
    """Return the name for print of a person id; keys of people whom the gazetteer does not list stay as they are."""
    known = load_gazetteer().people.get(person)
    return known.name if known else person


def cases(telling: Telling, profile: Profile) -> Iterator[Case | Unmet]:
    """Hold a call against the selection.

    Parameters
    ----------
    telling
        The call.
    profile
        Whose selection.

    Returns
    -------
    iterator of Case or Unmet
        One `Unmet` where the call as a whole fails; else one item for each leader of the profile on the line.
    """
    call = telling.call
    window = profile.window_of(call.occurred_on)
    failed = _unmet_by_call(telling, profile) or _unmet_by_people(call, profile)
    if failed is None and window is None:
        spans = "; ".join(f"{w.id}: {w.first} to {w.last}" for w in profile.windows)
        failed = ("window", f"{call.occurred_on} falls in no window ({spans})")
    if failed or window is None:
        condition, because = failed or ("window", "")
        yield Unmet(call.id, condition, because, window.id if window else "")
        return
    wanted = profile.selection.initiators
    for leader, leading, principals in _sides(call, profile):
        case = _case(telling, window.id, leader, leading, principals)
        if wanted and case.initiator not in wanted:
            side = "" if case.initiator == call.initiator else f", under {name_of(leader)} the {case.initiator} side"
            because = f"the initiator is {call.initiator}{side}; the profile counts {' or '.join(wanted)}"
            yield Unmet(call.id, "initiator", because, window.id)
        else:
            yield case


def unmet_call_type(case: Case, call_type: CallType, profile: Profile) -> Unmet | None:
    """Ask the last condition, the type of the call, for a given value of it."""
    wanted = profile.selection.call_types
    if not wanted or call_type in wanted:
        return None
    return Unmet(case.telling.call.id, "call_type", f"{call_type}; the profile counts {' or '.join(wanted)} calls", case.window)


def _unmet_by_call(telling: Telling, profile: Profile) -> tuple[str, str] | None:
    """Ask what neither people nor dates are needed for."""
    call, selection = telling.call, profile.selection
    asked = (
        ("source", call.source or "unknown", selection.sources, "published by"),
        ("language", telling.lang or "unknown", selection.languages, "in the language"),
        ("medium", str(call.medium), selection.medium, "by"),
        ("format", str(call.format), selection.formats, "of the format"),
    )
    for condition, value, wanted, words in asked:
        if wanted and value not in wanted:
            return condition, f"{words} {value}; the profile counts {' or '.join(wanted)}"
    return None


def _unmet_by_people(call: Call, profile: Profile) -> tuple[str, str] | None:
    """Ask who must be on the line."""
    selection = profile.selection
    keys = [person_key(p, call.occurred_on) for p in call.participants]
    on_the_line = ", ".join(map(name_of, keys))
    if selection.principal and selection.principal not in keys:
        return "principal", f"{name_of(selection.principal)} does not take part (on the line: {on_the_line})"
    if selection.counterparts and not any(person in keys for person in selection.counterparts):
        wanted = ", ".join(map(name_of, selection.counterparts))
        return "counterpart", f"none of {wanted} takes part (on the line: {on_the_line})"
    if not _sides(call, profile):
        return "counterpart", f"nobody else takes part (on the line: {on_the_line})"
    return None


def _sides(call: Call, profile: Profile) -> list[tuple[str, Participant, list[tuple[str, Participant]]]]:
    """List each leader on the line with the people on the other side, once each and in the profile's order."""
    selection = profile.selection
    people: dict[str, Participant] = {}
    for participant in call.participants:
        people.setdefault(person_key(participant, call.occurred_on), participant)
    if selection.principal:
        principals = [selection.principal]
    elif selection.counterparts:
        principals = list(people)
    else:
        principals = [_publishers_own(call, people)]
    # with named counterparts and no principal, everybody else on the line is the other side
    leaders = selection.counterparts or tuple(key for key in people if key not in principals)
    out = []
    for leader in leaders:
        if leader in people:
            others = [(key, people[key]) for key in principals if key in people and key != leader]
            out.append((leader, people[leader], others))
    return out


def _publishers_own(call: Call, people: dict[str, Participant]) -> str:
    """Find the publisher's own leader; where none is on the line, the person named first takes the place."""
    source = load_sources().get(call.source)
    own = (key for key, p in people.items() if source and source.polity in polities(p, call.occurred_on))
    return next(own, next(iter(people)))


def _case(telling: Telling, window: str, leader: str, leading: Participant, principals: list[tuple[str, Participant]]) -> Case:
    call = telling.call
    ours = frozenset().union(*(polities(p, call.occurred_on) for _, p in principals))
    theirs = polities(leading, call.occurred_on)
    return Case(
        telling=telling,
        leader=leader,
        window=window,
        initiator=_initiator(call.initiator, ours, theirs),
        principals=tuple(key for key, _ in principals),
        principal_polities=ours,
        leader_polities=theirs,
    )


def _initiator(initiator: str, ours: frozenset[str], theirs: frozenset[str]) -> Initiator:
    """Put a polity code as a side; where both sides have one polity, the code does not say which of them rang."""
    if initiator == MUTUAL:
        return Initiator.MUTUAL
    sides = initiator in ours, initiator in theirs
    if initiator == UNSTATED or all(sides):
        return Initiator.UNSTATED
    if any(sides):
        return Initiator.PRINCIPAL if sides[0] else Initiator.COUNTERPART
    return Initiator.OTHER
