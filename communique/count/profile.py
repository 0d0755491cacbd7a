"""A rule profile: what is counted, in which windows, and what is left out.

The form follows section 5 of the codebook. `communique.count.profile_file` reads it from YAML; it is applied by
`communique.count.selection` (what meets the selection) and `communique.count.exclusion` (what is left out).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from communique.codebook import CallType, Format, Medium, OccasionId

SAME_CALL = "same-call"
"""The built-in rule, before all others: one call is counted once, however many reports tell it."""


class Side(StrEnum):
    """Who paid a courtesy, seen from the profile."""

    PRINCIPAL = "principal"
    COUNTERPART = "counterpart"
    ANY = "any"


class Initiator(StrEnum):
    """Who began a call, seen from the profile; ``other`` is a third side of a multilateral call."""

    PRINCIPAL = "principal"
    COUNTERPART = "counterpart"
    MUTUAL = "mutual"
    UNSTATED = "unstated"
    OTHER = "other"


@dataclass(frozen=True)
class Selection:
    """What a call must meet to be counted or excluded at all; an empty tuple or string sets no condition.

    Attributes
    ----------
    sources
        Publishers that attest calls. Where several tell one call, the first of them here tells it.
    principal
        Person id of the one side. Without it, the other people on the line are the principals.
    counterparts
        Person ids of the other side, each with a tally. Without them, everybody else on the line has one; without a
        principal too, everybody but the publisher's own leader.
    """

    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    medium: tuple[Medium, ...] = ()
    formats: tuple[Format, ...] = ()
    principal: str = ""
    counterparts: tuple[str, ...] = ()
    initiators: tuple[Initiator, ...] = ()
    call_types: tuple[CallType, ...] = ()


@dataclass(frozen=True)
class Window:
    """A stretch of time, first and last day included."""

    id: str
    title: str
    first: dt.date = dt.date.min
    last: dt.date = dt.date.max

    def __contains__(self, on: dt.date) -> bool:
        return self.first <= on <= self.last


@dataclass(frozen=True)
class When:
    """The conditions of an exclusion, all of which must hold; an empty tuple or None sets none."""

    occasions: tuple[OccasionId, ...] = ()
    by: Side = Side.ANY
    call_type: CallType | None = None
    initiators: tuple[Initiator, ...] = ()
    medium: tuple[Medium, ...] = ()
    formats: tuple[Format, ...] = ()


@dataclass(frozen=True)
class Exclusion:
    """A named rule that leaves calls out, and why it stands in the profile."""

    id: str
    title: str
    because: str
    when: When


@dataclass(frozen=True)
class CrossSource:
    """The publisher whose record the count is compared with, in some of the windows."""

    source: str
    windows: tuple[str, ...]


ALL_TIME = Window("all", "all dates")
"""The window of a profile that names none."""


@dataclass(frozen=True)
class Profile:
    """A rule profile.

    Attributes
    ----------
    id, title, description
        The file's stem, the name for print, and what it is for.
    selection
        What a call must meet.
    windows
        In the order of the file, apart from each other; never empty.
    exclusions
        In order: the first that matches a call names it.
    cross_source
        Whose record the count is compared with, or None.
    expected, expected_cross_source
        The numbers that it must reproduce, by window and person; the second of calls that ``cross_source`` tells too.
    """

    id: str
    title: str
    description: str = ""
    selection: Selection = Selection()
    windows: tuple[Window, ...] = (ALL_TIME,)
    exclusions: tuple[Exclusion, ...] = ()
    cross_source: CrossSource | None = None
    expected: dict[str, dict[str, int]] = field(default_factory=dict)
    expected_cross_source: dict[str, dict[str, int]] = field(default_factory=dict)

    def window_of(self, on: dt.date) -> Window | None:
        """Find the window that a day falls in."""
        return next((window for window in self.windows if on in window), None)


def with_rules_of(base: Profile, rules: Profile) -> Profile:
    """Ask one profile's question under another profile's rules.

    Parameters
    ----------
    base
        Gives who, when and whose record: sources, languages, principal, counterparts, windows.
    rules
        Gives what counts: medium, formats, initiators, call types and exclusions; and its id and title.

    Returns
    -------
    Profile
        Without expected numbers, which hold for the base's own rules only.
    """
    ours, theirs = base.selection, rules.selection
    selection = dataclasses.replace(
        ours,
        medium=theirs.medium,
        formats=theirs.formats,
        initiators=theirs.initiators,
        call_types=theirs.call_types,
    )
    return Profile(rules.id, rules.title, rules.description, selection, base.windows, rules.exclusions)
