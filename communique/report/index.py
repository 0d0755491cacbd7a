"""The calls behind every printed number: a number is made from its list, and links to it.

Lists are shared: two numbers about the same calls point at one list, which then has both titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from communique.report.contents import ReportContents
from communique.report.words import day_words, slug

Listed = tuple[str, str]
"""A call and the leader under whom it is listed (``""`` where that does not matter)."""


@dataclass(frozen=True)
class Item:
    """A line of a list: where it leads, when that was, with whom, and a remark."""

    href: str
    day: str
    who: str
    note: str = ""


@dataclass(frozen=True)
class Number:
    """A number for print.

    Attributes
    ----------
    n
        The length of the list at ``anchor``.
    anchor
        Where that list stands in the page.
    low, high
        95 % interval, where the ledger gives one.
    """

    n: int
    anchor: str
    low: int | None = None
    high: int | None = None


@dataclass
class Entry:
    """A list of calls with its titles."""

    anchor: str
    titles: list[str]
    listed: tuple[Listed, ...]


@dataclass
class Index:
    """Every list of calls that a number in the page rests on.

    Attributes
    ----------
    contents
        The report's contents.
    call_anchors
        The anchor of each call, by call id.
    call_pages
        The page that a call stands in, by call id; empty where every call stands in this one.
    entries
        The lists made so far, in the order of their numbers.
    """

    contents: ReportContents
    call_anchors: Mapping[str, str]
    call_pages: Mapping[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    _by_list: dict[tuple[Listed, ...], Entry] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def number(self, title: str, listed: Iterable[Listed], *, low: int | None = None, high: int | None = None) -> Number:
        """Turn a list of calls into a number that links to it.

        Parameters
        ----------
        title
            What the calls have in common, for the heading of the list.
        listed
            The calls, each with its leader or ``""``; put in order of date here.
        low, high
            The number's interval.
        """
        calls = self.contents.calls
        ordered = tuple(sorted(listed, key=lambda pair: (calls[pair[0]].occurred_on, *pair)))
        # empty lists are about nothing in common: each keeps its own
        entry = self._by_list.get(ordered) if ordered else None
        if entry is None:
            entry = Entry(self._anchor(title), [title], ordered)
            self._by_list[ordered] = entry
            self.entries.append(entry)
        elif title not in entry.titles:
            entry.titles.append(title)
        return Number(len(ordered), entry.anchor, low, high)

    def item(self, call_id: str, leader: str = "", note: str = "") -> Item:
        """Describe a call in one line."""
        call = self.contents.calls[call_id]
        return Item(self.href(call_id), day_words(call), self.who(call_id, leader), note)

    def items(self, entry: Entry) -> Iterator[Item]:
        """Describe the calls of a list, a line each."""
        return (self.item(*pair) for pair in entry.listed)

    def href(self, call_id: str) -> str:
        """Return the address of a call, from this page."""
        return f"{self.call_pages.get(call_id, '')}#{self.call_anchors[call_id]}"

    def who(self, call_id: str, leader: str = "") -> str:
        """Name the counterpart of a call, or all its principals where the ledger names none."""
        person = leader or next((row.leader for row in self.contents.rows_of.get(call_id, ()) if row.leader), "")
        if person:
            return self.contents.leader(person)
        return " – ".join(p.name for p in self.contents.calls[call_id].participants)

    def _anchor(self, title: str) -> str:
        base = anchor = f"n-{slug(title)}"
        number = 1
        while anchor in self._taken:
            number += 1
            anchor = f"{base}-{number}"
        self._taken.add(anchor)
        return anchor
