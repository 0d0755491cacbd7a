"""Judged cases → the printed numbers, each with the calls behind it and its interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from communique.codebook import CallType, OccasionId, ToneLabel, Toward
from communique.count.exclusion import first_rule
from communique.count.intervals import World, interval, worlds
from communique.count.profile import SAME_CALL, Exclusion, Profile
from communique.count.selection import Case, unmet_call_type
from communique.records import Tally
from communique.tellings import Retelling

Status = Literal["counted", "excluded", "not_selected"]
Key = tuple[str, ...]

DIMENSIONS = ("leader_window", "rule", "source", "initiator", "call_type", "occasion", "tone", "pair", "month")
"""What is tallied, in the order of a ledger. ``rule`` is of excluded calls, all others are of counted ones.

``leader_window`` counts a call once for each of the profile's leaders on the line, the others once. ``tone`` takes the
exchange and the stance towards the counterpart, not that towards third parties (codebook, section 4).
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a case: its status and the id of the rule or condition; ``exclusion`` where the profile names it."""

    status: Status
    rule: str = ""
    exclusion: Exclusion | None = None


def judge(case: Case, world: World, profile: Profile, told: Retelling | None) -> Verdict:
    """Decide what becomes of a case when its type and occasions are those of a world.

    Parameters
    ----------
    case
        The call under one leader.
    world
        The values to decide by.
    profile
        The rules.
    told
        The report that told the call before, if any.
    """
    unmet = unmet_call_type(case, world.call_type, profile)
    if unmet:
        return Verdict("not_selected", unmet.condition)
    if told:
        return Verdict("excluded", SAME_CALL)
    exclusion = first_rule(profile, case, world.call_type, world.occasions)
    return Verdict("excluded", exclusion.id, exclusion) if exclusion else Verdict("counted")


def as_coded(case: Case) -> World:
    """Return the world that the call is coded in."""
    call = case.telling.call
    return World(1.0, call.call_type, call.occasions)


def tally(calls: Iterable[Sequence[Case]], told: dict[str, Retelling], profile: Profile) -> tuple[Tally, ...]:
    """Count by every dimension.

    Parameters
    ----------
    calls
        The cases of each call, in the order in which calls are to stand behind a number.
    told
        The reports of calls told already, by call id.
    profile
        The rules.

    Returns
    -------
    tuple of Tally
        By dimension; also the zeros of what the profile or the codebook names.
    """
    members: dict[tuple[str, Key], list[str]] = {key: [] for key in _zeros(profile)}
    chances: dict[tuple[str, Key], list[float]] = defaultdict(list)
    leaders: dict[str, None] = dict.fromkeys(profile.selection.counterparts)
    for group in calls:
        call = group[0].telling.call
        for case in group:
            leaders.setdefault(case.leader)
        for key in dict.fromkeys(_keys(group, as_coded(group[0]), profile, told.get(call.id))):
            members.setdefault(key, []).append(call.id)
        chance: dict[tuple[str, Key], float] = defaultdict(float)
        for world in worlds(call):
            for key in set(_keys(group, world, profile, told.get(call.id))):
                chance[key] += world.probability
        for key, p in chance.items():
            # sums such as 0.7 + 0.3 miss 1 by a hair
            chances[key].append(p if p < 1 - 1e-12 else 1.0)
    for leader in leaders:
        for window in profile.windows:
            members.setdefault(("leader_window", (leader, window.id)), [])
    return tuple(
        Tally(by, key, len(ids), *interval(sorted(chances[by, key]), len(ids)), tuple(ids))
        for (by, key), ids in sorted(members.items(), key=lambda item: _place(item[0], list(leaders), profile))
    )


def _keys(group: Sequence[Case], world: World, profile: Profile, told: Retelling | None) -> Iterator[tuple[str, Key]]:
    """Iterate over the numbers that a call belongs to in a world; some come once for each leader."""
    for case in group:
        call = case.telling.call
        verdict = judge(case, world, profile, told)
        if verdict.status == "excluded":
            yield "rule", (verdict.rule,)
        if verdict.status != "counted":
            continue
        yield "leader_window", (case.leader, case.window)
        yield "source", (call.source,)
        yield "initiator", (call.initiator,)
        yield "call_type", (str(world.call_type),)
        yield "month", (call.occurred_on.isoformat()[:7],)
        for occasion in world.occasions:
            yield "occasion", (str(occasion.id),)
        for span in call.tone:
            if span.toward is not Toward.THIRD_PARTY:
                for label in span.labels:
                    yield "tone", (str(label),)
        for principal in case.principals:
            low, high = sorted((principal, case.leader))
            yield "pair", (low, high)


def _zeros(profile: Profile) -> list[tuple[str, Key]]:
    """List the numbers that are printed even when no call belongs to them."""
    selection = profile.selection
    return [
        *(("rule", (rule,)) for rule in _rules(profile)),
        *(("source", (source,)) for source in selection.sources),
        *(("call_type", (str(call_type),)) for call_type in selection.call_types or CallType),
        *(("occasion", (str(occasion),)) for occasion in OccasionId),
        *(("tone", (str(label),)) for label in ToneLabel),
    ]


def _rules(profile: Profile) -> list[str]:
    return [SAME_CALL, *(exclusion.id for exclusion in profile.exclusions)]


def _place(name: tuple[str, Key], leaders: Sequence[str], profile: Profile) -> tuple[object, ...]:
    """Order the numbers by dimension, then as the profile or the codebook has them, then by key."""
    by, key = name
    closed: dict[str, list[str]] = {
        "rule": _rules(profile),
        "source": list(profile.selection.sources),
        "call_type": [str(c) for c in CallType],
        "occasion": [str(o) for o in OccasionId],
        "tone": [str(label) for label in ToneLabel],
    }
    place: object
    if by == "leader_window":
        leader = leaders.index(key[0]) if key[0] in profile.selection.counterparts else len(leaders)
        place = (leader, key[0], [w.id for w in profile.windows].index(key[1]))
    else:
        known = closed.get(by, [])
        place = (known.index(key[0]) if key[0] in known else len(known),)
    return DIMENSIONS.index(by), place, key
