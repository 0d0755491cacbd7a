"""A count → the sentence that may be quoted from it, and what has to stand beside it.

The sentence follows the profile alone, so it reads right for any: one leader or two hundred, one window or none, zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from communique.codebook import Medium
from communique.count.profile import Profile, Window
from communique.count.selection import name_of
from communique.count.summary import any_of, begun_by, cross_source_verdict, day_words, rule_titles, source_name
from communique.records import Ledger, Match, Tally

_NAMED = 6
"""Leaders that a sentence names; of more, the most frequent."""

_MEDIUM = {
    Medium.PHONE: "telephone call",
    Medium.VIDEO: "video call",
    Medium.IN_PERSON: "meeting",
    Medium.LETTER: "letter",
    Medium.STATEMENT: "statement",
}


def quotable(ledger: Ledger, profile: Profile) -> str:
    """Say what was counted in a sentence for each window of time.

    Parameters
    ----------
    ledger, profile
        The count and what it was made with.
    """
    return " ".join(_window(ledger, profile, window) for window in profile.windows)


def beside_the_quote(ledger: Ledger, profile: Profile, matches: Sequence[Match] = ()) -> tuple[str, ...]:
    """Say what a reader of the sentence has to know: how sure it is, what was left out, who else tells it.

    Parameters
    ----------
    ledger, profile
        The count and what it was made with.
    matches
        What two sources tell in common.
    """
    return (*_certainty(ledger, profile), *_left_out(ledger, profile), *_told_too(ledger, profile, matches))


def numbered(n: int, word: str) -> str:
    """Put a number before a word: ``no calls``, ``1 call``, ``14 calls``."""
    return f"{n or 'no'} {word}{'' if n == 1 else 's'}"


def _window(ledger: Ledger, profile: Profile, window: Window) -> str:
    """Say what was counted in one window: ``From 7 May 2017 to … (before the war), the Kremlin reported …``."""
    counted = {row.call_id for row in ledger.rows if row.status == "counted" and row.window == window.id}
    tallies = [t for t in ledger.tallies if t.by == "leader_window" and t.key[1] == window.id]
    who = any_of([source_name(source) for source in profile.selection.sources]) if profile.selection.sources else "the sources"
    start = _span(window)
    sentence = f"{start}, {who} reported" if start else f"{who[0].upper()}{who[1:]} reported"
    sentence = f"{sentence} {_what(len(counted) if _is_open(profile) else _first(tallies), profile)}"
    if _is_open(profile):
        often = sorted((t for t in tallies if t.n), key=lambda t: -t.n)[:_NAMED]
        names = any_of([f"{name_of(t.key[0])} ({t.n})" for t in often], "and") if often else ""
        return f"{sentence}{f', most often with {names}' if len(tallies) > len(often) and names else _with(names)}."
    return f"{sentence} {_beyond_the_first(tallies, profile)}."


def _is_open(profile: Profile) -> bool:
    """Whether the profile names nobody on the other side."""
    return not profile.selection.counterparts


def _first(tallies: Sequence[Tally]) -> int:
    return tallies[0].n if tallies else 0


def _with(names: str) -> str:
    return f": with {names}" if names else ""


def _what(n: int, profile: Profile) -> str:
    """Say what is counted: ``14 telephone calls``; the people follow."""
    selection = profile.selection
    word = _MEDIUM.get(selection.medium[0], "communication") if len(selection.medium) == 1 else "communication"
    kinds = [any_of([str(kind) for kind in kinds]) for kinds in (selection.formats, selection.call_types) if kinds]
    words = numbered(n, " ".join([*kinds, word]))
    if _is_open(profile):
        words += f" of {name_of(selection.principal)}" if selection.principal else ""
        words += f" {begun_by(selection.initiators, profile)}" if selection.initiators else ""
    return words


def _beyond_the_first(tallies: Sequence[Tally], profile: Profile) -> str:
    """Name the leaders: ``between A and B, 1 with C and none with D or E``, and who began the calls."""
    principal = profile.selection.principal
    parts = [(t.n, name_of(t.key[0])) for t in tallies]
    silent = [name for n, name in parts[1:] if not n]
    told = [f"{n} with {name}" for n, name in parts[1:] if n] + ([f"none with {any_of(silent)}"] if silent else [])
    name = parts[0][1] if parts else ""
    head = f"between {name_of(principal)} and {name}" if principal else f"with {name}"
    tail = f", each {begun_by(profile.selection.initiators, profile)}" if profile.selection.initiators else ""
    return any_of([head, *told], "and") + tail


def _span(window: Window) -> str:
    """Say when: the dates, with the window's own title, which may be of any form, in brackets."""
    is_open = (window.first == dt.date.min, window.last == dt.date.max)
    words = {
        (True, True): "",
        (True, False): f"Until {day_words(window.last)}",
        (False, True): f"From {day_words(window.first)} on",
        (False, False): f"From {day_words(window.first)} to {day_words(window.last)}",
    }[is_open]
    return f"{words} ({window.title})" if words else ""


def _certainty(ledger: Ledger, profile: Profile) -> list[str]:
    """Give the intervals of the numbers that doubtful decisions could move."""
    titles = {window.id: window.title for window in profile.windows}
    open_ones = [t for t in ledger.tallies if t.by == "leader_window" and t.low != t.high]
    if not open_ones:
        return ["No decision behind these numbers is doubtful enough to move one of them (95 % interval)."]
    shown = [f"{name_of(t.key[0])} {t.low} to {t.high}{_of(titles, t.key[1])}" for t in open_ones[:_NAMED]]
    more = len(open_ones) - len(shown)
    return [f"95 % intervals, where doubtful decisions leave room: {'; '.join(shown)}{f'; and {more} more' if more else ''}."]


def _of(titles: dict[str, str], window: str) -> str:
    return f" ({titles.get(window, window)})" if len(titles) > 1 else ""


def _left_out(ledger: Ledger, profile: Profile) -> list[str]:
    titles = rule_titles(profile)
    by_rule = [(t.n, titles.get(t.key[0], t.key[0])) for t in ledger.tallies if t.by == "rule" and t.n]
    if not by_rule:
        return ["No rule left a call out." if profile.exclusions else "Nothing that met the selection was left out."]
    listed = "; ".join(f"{title} {number}" for number, title in by_rule)
    return [f"Left out by a rule: {numbered(sum(number for number, _ in by_rule), 'call')} ({listed})."]


def _told_too(ledger: Ledger, profile: Profile, matches: Sequence[Match]) -> list[str]:
    if profile.cross_source is None:
        return []
    counted = {t.key: t.n for t in ledger.tallies if t.by == "leader_window"}
    titles = {window.id: window.title for window in profile.windows}
    other = source_name(profile.cross_source.source)
    return [
        f"With {name_of(leader)}{_of(titles, window)}: {other} reports {told or 'none'} of the {counted[leader, window]} too."
        for window, leader, _, told in cross_source_verdict(ledger, profile, matches)
        if counted.get((leader, window))
    ]
