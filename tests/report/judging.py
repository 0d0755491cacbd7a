"""The count of the sample: leaders, windows and rules, applied by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from communique.codebook import CallType, Medium, OccasionId
from communique.records import Call, CodedReadout, Ledger, LedgerRow, Tally

LEADERS = {
    "emmanuel-macron": "Emmanuel Macron",
    "theresa-may": "Theresa May",
    "boris-johnson": "Boris Johnson",
    "liz-truss": "Liz Truss",
}
WINDOWS = {"before-the-war": "before the war", "since-the-war": "since the war"}


def judged(coded: Iterable[CodedReadout], profile_id: str, fate: Callable[[Call], tuple[Any, str, str]]) -> Ledger:
    """Make a ledger from a function that gives status, rule and reason of a call, with the tallies that a count has."""
    rows = []
    for call in sorted((call for item in coded for call in item.calls), key=lambda c: (c.occurred_on, c.id)):
        status, rule, because = fate(call)
        leaders = [p.person for p in call.participants if p.person in LEADERS] if status != "not_selected" else [""]
        window = "since-the-war" if call.occurred_on >= dt.date(2022, 2, 24) else "before-the-war"
        rows += [LedgerRow(call.id, status, rule, because, leader, window) for leader in leaders]
    cells: dict[tuple[str, tuple[str, ...]], list[str]] = {
        ("leader_window", (leader, window)): [] for leader in LEADERS for window in WINDOWS
    }
    cells["rule", ("bastille-day",)] = []
    cells["rule", ("election-congratulations",)] = []
    by_id = {call.id: call for item in coded for call in item.calls}
    for row in rows:
        if row.status == "excluded":
            cells.setdefault(("rule", (row.rule,)), []).append(row.call_id)
        if row.status == "counted":
            cells["leader_window", (row.leader, row.window)].append(row.call_id)
            cells.setdefault(("initiator", (by_id[row.call_id].initiator,)), []).append(row.call_id)
            cells.setdefault(("pair", (row.leader, "vladimir-putin")), []).append(row.call_id)
    tallies = [
        Tally(by, key, len(ids), max(len(ids) - 1, 0), len(ids) + (len(ids) > 2), tuple(ids))
        for (by, key), ids in cells.items()
    ]
    return Ledger(profile_id, tuple(rows), tuple(tallies))


def fate_of(call: Call) -> tuple[str, str, str]:
    """Decide as the sample's profile does."""
    if call.source != "kremlin":
        return "not_selected", "source", f"told by {call.source}, not by kremlin"
    if call.medium is not Medium.PHONE:
        return "not_selected", "medium", f"by {call.medium}, not by phone"
    if not any(p.person in LEADERS for p in call.participants):
        return "not_selected", "counterpart", "with nobody whom the profile names"
    if call.call_type is CallType.CEREMONIAL:
        rule = "bastille-day" if call.occasions[0].id is OccasionId.NATIONAL_DAY else "terror-condolences"
        return "excluded", rule, f"a ceremonial call; {call.occasions[0].id} from RUS"
    return "counted", "", f"{call.medium} call of {call.occurred_on}; no rule leaves it out"
