"""A profile and its ledger → sentences, names for print, and whether the published numbers are reproduced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from communique.codebook import CallType, Medium, OccasionId
from communique.count.profile import ALL_TIME, SAME_CALL, Exclusion, Initiator, Profile, Side, Window
from communique.count.selection import name_of
from communique.records import Ledger, Match
from communique.sources import load_sources

_MEDIUM = {
    Medium.PHONE: "telephone calls",
    Medium.VIDEO: "video calls",
    Medium.IN_PERSON: "meetings in person",
    Medium.LETTER: "letters",
    Medium.STATEMENT: "statements",
    Medium.UNKNOWN: "communications of unknown medium",
}
_OCCASION = {
    OccasionId.ELECTION_VICTORY: "congratulated {to} on winning an election",
    OccasionId.TAKING_OFFICE: "congratulated {to} on taking office",
    OccasionId.NATIONAL_DAY: "congratulated {to} on a national day",
    OccasionId.TERROR_CONDOLENCES: "offered {to} condolences after a terrorist attack",
    OccasionId.DISASTER_CONDOLENCES: "offered {to} condolences after a disaster",
    OccasionId.BEREAVEMENT: "offered {to} condolences on a death",
    OccasionId.BIRTHDAY: "wished {to} well on a birthday",
    OccasionId.SEASON_GREETINGS: "gave {to} the greetings of the season",
    OccasionId.ANNIVERSARY: "congratulated {to} on an anniversary",
    OccasionId.SPORT_OR_HONOUR: "congratulated {to} on a success in sport or an honour",
    OccasionId.RECOVERY_WISHES: "wished {to} a good recovery",
    OccasionId.THANKS: "thanked {to}",
    OccasionId.OTHER_COURTESY: "paid {to} another courtesy",
}
_LANGUAGE = {"en": "English", "fr": "French", "ru": "Russian"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def profile_sentences(profile: Profile) -> list[str]:
    """Say a profile's rules in plain words, a sentence each, in the order in which they are applied."""
    return [
        _counted(profile),
        *_windows(profile.windows),
        "Several reports of one call count as one call.",
        "A call with several leaders on the other side counts once for each of them.",
        *(_left_out(exclusion, profile) for exclusion in profile.exclusions),
        *_mixed(profile),
        *_comparison(profile),
    ]


def any_of(words: Sequence[str], conjunction: str = "or") -> str:
    """Join as prose: a, b or c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def source_name(source: str) -> str:
    """Return a publisher's name inside a sentence: ``the Kremlin``."""
    known = load_sources().get(source)
    title = known.title.partition(" (")[0] if known else source
    return "the " + title[4:] if title.startswith("The ") else title


def _principal(profile: Profile) -> str:
    if profile.selection.principal:
        return name_of(profile.selection.principal)
    return "a leader on the other side of the line" if profile.selection.counterparts else "the publisher's own leader"


def _counterpart(profile: Profile) -> str:
    return name_of(profile.selection.counterparts[0]) if len(profile.selection.counterparts) == 1 else "the other side"


def _between(profile: Profile) -> str:
    principal, counterparts = profile.selection.principal, [name_of(p) for p in profile.selection.counterparts]
    if principal and counterparts:
        return f" between {name_of(principal)} and {any_of(counterparts)}"
    if principal:
        return f" between {name_of(principal)} and anybody else"
    return f" of {any_of(counterparts)} with anybody" if counterparts else " between any leaders"


def begun_by(initiators: Sequence[Initiator], profile: Profile) -> str:
    """Say who began a call: ``begun by both sides``."""
    words = {
        Initiator.PRINCIPAL: f"begun by the side of {_principal(profile)}",
        Initiator.COUNTERPART: f"begun by {_counterpart(profile)}",
        Initiator.MUTUAL: "begun by both sides",
        Initiator.UNSTATED: "of which the text does not say who began them",
        Initiator.OTHER: "begun by a third side",
    }
    return any_of([words[i] for i in initiators])


def _counted(profile: Profile) -> str:
    selection = profile.selection
    kinds = [any_of([str(kind) for kind in kinds]) for kinds in (selection.formats, selection.call_types) if kinds]
    what = any_of([_MEDIUM[m] for m in selection.medium]) if selection.medium else "communications by any medium"
    sentence = f"Counted are {' '.join([*kinds, what])}{_between(profile)}"
    if selection.initiators:
        sentence += f", {begun_by(selection.initiators, profile)}"
    if selection.sources:
        sentence += f", as published by {any_of([source_name(source) for source in selection.sources])}"
    else:
        sentence += ", whoever published them"
    if selection.languages:
        sentence += f", in {any_of([_LANGUAGE[lang] for lang in selection.languages])}"
    return sentence + "."


def day_words(on: dt.date) -> str:
    """Put a day in words."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def _windows(windows: Sequence[Window]) -> list[str]:
    if windows == (ALL_TIME,):
        return []
    spans = [
        f"{w.title}, from {day_words(w.first)}{'' if w.last == dt.date.max else f' to {day_words(w.last)}'}" for w in windows
    ]
    return [f"The windows of time, first and last day included: {'; '.join(spans)}."]


def _left_out(exclusion: Exclusion, profile: Profile) -> str:
    when = exclusion.when
    kinds = [str(f) for f in when.formats] + ([str(when.call_type)] if when.call_type else [])
    what = any_of([_MEDIUM[m] for m in when.medium]) if when.medium else "calls"
    sentence = f"Left out are {' '.join([*kinds, what])}"
    if when.initiators:
        sentence += f" {begun_by(when.initiators, profile)}"
    if when.occasions:
        payers = {
            Side.PRINCIPAL: (_principal(profile), _counterpart(profile)),
            Side.COUNTERPART: (_counterpart(profile), _principal(profile)),
            Side.ANY: ("either side", "the other"),
        }
        by, to = payers[when.by]
        sentence += f" in which {by} {any_of([_OCCASION[o].format(to=to) for o in when.occasions])}"
    return sentence + "."


def _mixed(profile: Profile) -> list[str]:
    """Say what becomes of calls with courtesies and business, which is the question that readers ask first."""
    if any(e.when.call_type is CallType.CEREMONIAL for e in profile.exclusions):
        return ["A call is ceremonial when nothing beyond courtesies was reported; one that does business as well is not."]
    return []


def _comparison(profile: Profile) -> list[str]:
    if profile.cross_source is None:
        return []
    titles = [window.title for window in profile.windows if window.id in profile.cross_source.windows]
    span = "" if len(titles) == len(profile.windows) else f", {any_of(titles, 'and')},"
    return [f"The counted calls{span} are compared with what {source_name(profile.cross_source.source)} reports."]


def expected_verdict(ledger: Ledger) -> list[tuple[str, str, int, int]]:
    """Compare a count with the numbers that its profile must reproduce.

    Returns
    -------
    list of tuple
        Window, leader, expected, counted; in the order of the profile. Empty when nothing is expected.
    """
    counted = {t.key: t.n for t in ledger.tallies if t.by == "leader_window"}
    return [
        (window, leader, number, counted.get((leader, window), 0))
        for window, people in ledger.expected.items()
        for leader, number in people.items()
    ]


def cross_source_verdict(ledger: Ledger, profile: Profile, matches: Sequence[Match]) -> list[tuple[str, str, int | None, int]]:
    """Count the calls that the profile's other source tells too.

    Parameters
    ----------
    ledger, profile
        The count and its profile; without ``cross_source`` nothing is compared.
    matches
        What the sources tell in common (`communique.reconcile.match_all`).

    Returns
    -------
    list of tuple
        Window, leader, expected (None where the profile names no number), told by both; in the order of the profile.
    """
    if profile.cross_source is None:
        return []
    other = profile.cross_source.source
    both = {
        call
        for match in matches
        if match.verdict == "both" and other in {match.source_a, match.source_b}
        for call in (match.call_a, match.call_b)
    }
    return [
        (t.key[1], t.key[0], profile.expected_cross_source.get(t.key[1], {}).get(t.key[0]), sum(c in both for c in t.call_ids))
        for window in profile.cross_source.windows
        for t in ledger.tallies
        if t.by == "leader_window" and t.key[1] == window
    ]


def leader_names(ledger: Ledger) -> dict[str, str]:
    """Return the names for print of everybody under whom a ledger tallies, in its order."""
    return {t.key[0]: name_of(t.key[0]) for t in ledger.tallies if t.by == "leader_window"}


def window_titles(profile: Profile) -> dict[str, str]:
    """Return the windows' titles by id, in the order of the profile."""
    return {window.id: window.title for window in profile.windows}


def rule_titles(profile: Profile) -> dict[str, str]:
    """Return the exclusions' titles by id, the built-in one first."""
    return {SAME_CALL: "Told already by another report", **{e.id: e.title for e in profile.exclusions}}
