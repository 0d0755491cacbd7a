"""Selected cases → the first rule that leaves each out: told already, then the profile's exclusions in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from communique.codebook import CallType
from communique.count.profile import Exclusion, Profile, Side
from communique.count.selection import Case, name_of
from communique.records import Match, Occasion
from communique.tellings import Retelling, Telling, retellings


def applies(exclusion: Exclusion, case: Case, call_type: CallType, occasions: Iterable[Occasion]) -> bool:
    """Tell whether an exclusion leaves a case out.

    Parameters
    ----------
    exclusion
        All of its conditions must hold.
    case
        The call under one leader.
    call_type, occasions
        The call's own, or values to try.
    """
    when, call = exclusion.when, case.telling.call
    return (
        when.call_type in {None, call_type}
        and (not when.initiators or case.initiator in when.initiators)
        and (not when.medium or call.medium in when.medium)
        and (not when.formats or call.format in when.formats)
        and (not when.occasions or any(_is_meant(exclusion, case, occasion) for occasion in occasions))
    )


def _is_meant(exclusion: Exclusion, case: Case, occasion: Occasion) -> bool:
    """Tell whether a courtesy is one of those that the exclusion names, paid by the side that it names."""
    if occasion.id not in exclusion.when.occasions:
        return False
    payers = {Side.PRINCIPAL: case.principal_polities, Side.COUNTERPART: case.leader_polities}
    return exclusion.when.by is Side.ANY or occasion.by in payers[exclusion.when.by]


def first_rule(profile: Profile, case: Case, call_type: CallType, occasions: Sequence[Occasion]) -> Exclusion | None:
    """Find the first exclusion of a profile that leaves a case out; the arguments are those of `applies`."""
    return next((e for e in profile.exclusions if applies(e, case, call_type, occasions)), None)


def told_already(selected: Iterable[Telling], matches: Iterable[Match], sources: Sequence[str]) -> dict[str, Retelling]:
    """Find the reports of calls that another report has told already.

    Parameters
    ----------
    selected
        Calls that meet the selection, each once.
    matches
        What the sources tell in common. A match that is ambiguous between two calls of a day still says that the call is
        told already, only not which of the two it is.
    sources
        Publishers in the order in which they are believed to tell first; others follow by id.

    Returns
    -------
    dict
        By the id of the call that is left out.
    """
    tellings = {telling.call.id: telling for telling in selected}
    found = retellings(tellings.values())
    rank = {source: place for place, source in enumerate(sources)}
    partners = _partners(matches, tellings, found)
    heads: dict[str, set[str]] = {}  # the first report of a call → the sources that tell it

    def order(call_id: str) -> tuple[int, str, str]:
        source = tellings[call_id].call.source
        return rank.get(source, len(rank)), source, call_id

    for call_id in sorted((c for c in tellings if c not in found), key=order):
        source = tellings[call_id].call.source
        # a head that tells a call of this source already is the other of two calls of a day
        same = {head for p in partners[call_id] for head in [_head(p, found)] if source not in heads.get(head, {source})}
        first = min(same, key=order, default=None)
        if first is None:
            heads[call_id] = {source}
        else:
            heads[first].add(source)
            found[call_id] = Retelling(call_id, first, f"told by {tellings[first].call.source or 'an unknown source'} too")
    return {call_id: Retelling(call_id, _head(call_id, found), told.because) for call_id, told in found.items()}


def _partners(
    matches: Iterable[Match], tellings: Mapping[str, Telling], found: Mapping[str, Retelling]
) -> Mapping[str, set[str]]:
    """Collect, for each call, the calls of other sources that it, or a repeated report of it, was matched with."""
    partners: dict[str, set[str]] = defaultdict(set)
    for match in matches:
        if match.verdict in {"both", "ambiguous"} and match.call_a in tellings and match.call_b in tellings:
            a, b = _head(match.call_a, found), _head(match.call_b, found)
            partners[a].add(b)
            partners[b].add(a)
    return partners


def _head(call_id: str, found: Mapping[str, Retelling]) -> str:
    while call_id in found:
        call_id = found[call_id].first
    return call_id


def describe_occasions(occasions: Iterable[Occasion]) -> str:
    """Put courtesies into words: ``election_victory by RUS to FRA``."""
    return ", ".join(f"{o.id} by {o.by} to {o.to}" for o in occasions)


def exclusion_words(exclusion: Exclusion, case: Case) -> str:
    """Say with a call's own values why a rule leaves it out."""
    call, when = case.telling.call, exclusion.when
    facts = [str(call.call_type)]
    if when.occasions:
        facts.append(describe_occasions(o for o in call.occasions if _is_meant(exclusion, case, o)))
    if when.initiators:
        facts.append(f"initiator {call.initiator} ({case.initiator})")
    if when.medium:
        facts.append(f"by {call.medium}")
    if when.formats:
        facts.append(str(call.format))
    return f"{exclusion.title}: {'; '.join(facts)} ({name_of(case.leader)}, {call.occurred_on}). {exclusion.because}"
