"""Coded readouts + a profile → the ledger: every call with its fate, the numbers, and the check that they add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from communique.codebook import CallType
from communique.count.exclusion import describe_occasions, exclusion_words, told_already
from communique.count.profile import SAME_CALL, Profile
from communique.count.selection import CONDITIONS, Case, Unmet, cases, name_of, unmet_call_type
from communique.count.tally import as_coded, judge, tally
from communique.errors import InputError, LedgerError
from communique.records import CodedReadout, Ledger, LedgerRow, Match
from communique.tellings import Retelling, Telling, call_order, tellings_of


def count_calls(coded: Iterable[CodedReadout], profile: Profile, matches: Sequence[Match] = ()) -> Ledger:
    """Count calls under a profile.

    Parameters
    ----------
    coded
        In any order; the ledger does not depend on it.
    profile
        What is counted and what is left out.
    matches
        What several sources tell in common (`communique.reconcile.match_all`); needed when the profile selects more than
        one, so that calls are counted and not reports.

    Returns
    -------
    Ledger
        One row for each call and leader on the line, or one where the call as a whole does not meet the selection.

    Raises
    ------
    InputError
        When a call is given twice.
    LedgerError
        When the numbers do not add up.
    """
    tellings = _in_order(coded)
    sides: list[tuple[Telling, list[Case | Unmet]]] = [(telling, list(cases(telling, profile))) for telling in tellings]
    groups = [group for _, found in sides if (group := [case for case in found if isinstance(case, Case)])]
    selected = [c for group in groups for c in group if not unmet_call_type(c, c.telling.call.call_type, profile)]
    first_of_each = {case.telling.call.id: case.telling for case in selected}
    told = told_already(first_of_each.values(), matches, profile.selection.sources)
    rows = tuple(_row(item, profile, told) for _, found in sides for item in found)
    ledger = Ledger(profile.id, rows, tally(groups, told, profile), profile.expected)
    check_ledger(ledger, profile, [t.call.id for t in tellings], {(c.telling.call.id, c.leader) for c in selected})
    return ledger


def _in_order(coded: Iterable[CodedReadout]) -> list[Telling]:
    tellings = sorted(tellings_of(coded), key=lambda telling: call_order(telling.call))
    twice = [call_id for call_id, n in Counter(t.call.id for t in tellings).items() if n > 1]
    if twice:
        msg = f"given twice: {_some(twice)}. Give each readout once, under an id of its own."
        raise InputError(msg)
    return tellings


def _some(ids: Collection[str]) -> str:
    """Name up to ten calls."""
    shown = sorted(ids)[:10]
    return ", ".join(shown) + (f" and {len(ids) - len(shown)} more" if len(ids) > len(shown) else "")


def _row(item: Case | Unmet, profile: Profile, told: dict[str, Retelling]) -> LedgerRow:
    """Write down what became of a call under one leader."""
    if isinstance(item, Case):
        item = unmet_call_type(item, item.telling.call.call_type, profile) or item
    if isinstance(item, Unmet):
        return LedgerRow(item.call_id, "not_selected", item.condition, item.because, window=item.window)
    call = item.telling.call
    retelling = told.get(call.id)
    verdict = judge(item, as_coded(item), profile, retelling)
    if retelling:
        because = f"the same call as {retelling.first}: {retelling.because}. It is counted, or left out, where it is told first"
    elif verdict.exclusion:
        because = exclusion_words(verdict.exclusion, item)
    else:
        because = _counted_words(item)
    return LedgerRow(call.id, verdict.status, verdict.rule, because, item.leader, item.window)


def _counted_words(case: Case) -> str:
    """Say with a call's own values that it is counted, and which courtesies did not keep it out."""
    call = case.telling.call
    people = " and ".join(name_of(person) for person in (*case.principals, case.leader))
    courtesies = describe_occasions(call.occasions)
    mixed = f", with courtesies ({courtesies})" if courtesies else ""
    kind = "did business" if call.call_type is CallType.SUBSTANTIVE else "ceremonial"
    return f"{call.medium} call of {call.occurred_on} between {people}; {kind}{mixed}; no rule leaves it out"


def check_ledger(ledger: Ledger, profile: Profile, calls: Iterable[str], selected: Collection[tuple[str, str]]) -> None:
    """Check that ``selected = counted + excluded`` and that no call falls out.

    Parameters
    ----------
    ledger, profile
        The count, and the profile it was made under.
    calls
        Ids of all calls that were put in.
    selected
        Call and leader of everything that meets the selection, as the selection (not the ledger) has it.

    Raises
    ------
    LedgerError
        Naming the calls and what is wrong with them.
    """
    faults = []
    put_in, found = set(calls), {row.call_id for row in ledger.rows}
    for words, ids in (("without a fate", put_in - found), ("never put in", found - put_in)):
        if ids:
            faults.append(f"{words}: {_some(ids)}")
    decided = Counter((row.call_id, row.leader) for row in ledger.rows if row.status != "not_selected")
    twice = {call for (call, _), n in decided.items() if n > 1}
    if twice:
        faults.append(f"decided twice under one leader: {_some(twice)}")
    astray = {call for call, _ in decided.keys() ^ set(selected)}
    if astray:
        faults.append(f"selected is not counted + excluded: {_some(astray)}")
    rules = {"counted": {""}, "excluded": {SAME_CALL, *(e.id for e in profile.exclusions)}, "not_selected": set(CONDITIONS)}
    nameless = {row.call_id for row in ledger.rows if row.rule not in rules[row.status]}
    if nameless:
        faults.append(f"without a named rule: {_some(nameless)}")
    counted = Counter((row.call_id, row.leader, row.window) for row in ledger.rows if row.status == "counted")
    tallied = Counter((call, t.key[0], t.key[1]) for t in ledger.tallies if t.by == "leader_window" for call in t.call_ids)
    apart = {call for call, _, _ in (counted - tallied) + (tallied - counted)}
    if apart:
        faults.append(f"counted otherwise than tallied: {_some(apart)}")
    if faults:
        what = f"the ledger of {ledger.profile_id!r} does not add up; {'; '.join(faults)}"
        msg = f"{what}. This is a fault of the program: do not print the count, and report it."
        raise LedgerError(msg)
