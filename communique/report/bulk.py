"""Thousands of calls → what a page can hold and still open at once.

Up to `MOST_PRINTED` calls stand in the page as they are. Of more, the page carries the same HTML compressed, and its
script unpacks what is asked for; without a script the same calls are read in the pages beside it.
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from communique.report.calls import ReadoutView, in_order
from communique.report.contents import ReportContents
from communique.report.index import Index
from communique.report.words import day_words

MOST_PRINTED = 1_000
"""Calls that a page prints as they are."""
CHUNK = 50
"""Readouts that are unpacked together."""
SIDE_PAGE = 500
"""Readouts in a page for readers without a script."""
LINES = 300
"""Lines of one list that a page of many calls prints; the rest is in the tables beside it."""


@dataclass(frozen=True)
class SidePage:
    """A page beside the report: its name, its first and its last day, and its readouts."""

    name: str
    first: str
    last: str
    start: int
    end: int


def is_bulk(contents: ReportContents) -> bool:
    """Whether there are too many calls to print them all."""
    return len(contents.calls) > MOST_PRINTED


def side_pages(contents: ReportContents) -> tuple[SidePage, ...]:
    """Divide the readouts that tell calls into pages, in order of date."""
    telling = in_order(contents)
    pages = []
    for number, start in enumerate(range(0, len(telling), SIDE_PAGE), 1):
        part = telling[start : start + SIDE_PAGE]
        first, last = (day_words(min(item.calls, key=lambda call: call.occurred_on)) for item in (part[0], part[-1]))
        pages.append(SidePage(f"calls-{number:03}.html", first, last, start, start + len(part)))
    return tuple(pages)


def call_pages(contents: ReportContents, pages: Sequence[SidePage]) -> dict[str, str]:
    """Find the page beside the report that a call stands in, by call id."""
    telling = in_order(contents)
    return {call.id: page.name for page in pages for item in telling[page.start : page.end] for call in item.calls}


def packed(views: Iterator[ReadoutView], render: Callable[[ReadoutView], str]) -> Iterator[str]:
    """Pack the readouts' HTML and their words, some at a time: base64 of the gzip of a JSON list of pairs.

    Parameters
    ----------
    views
        The readouts in their order.
    render
        Makes the HTML of one.
    """
    while part := list(itertools.islice(views, CHUNK)):
        pairs = [(render(view), f"{view.readout.title} {view.readout.text} {view.readout.id}") for view in part]
        data = json.dumps(pairs, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        yield base64.b64encode(gzip.compress(data, 6, mtime=0)).decode("ascii")


def call_index(contents: ReportContents, index: Index, tokens: dict[str, str]) -> Markup:
    """Write what the page's script needs to find, filter and list calls, as JSON that ends no script.

    Parameters
    ----------
    contents, index
        The report, and its lists of calls.
    tokens
        The words that the filters look for, by call id.
    """
    known: dict[str, int] = {}
    calls: list[list[object]] = []
    places: dict[str, int] = {}
    for place, item in enumerate(in_order(contents)):
        for call in item.calls:
            places[call.id] = len(calls)
            numbers = [known.setdefault(token, len(known)) for token in tokens[call.id].split()]
            calls.append([index.call_anchors[call.id], place, day_words(call), index.who(call.id), numbers])
    lists = {entry.anchor: [places[call_id] for call_id, _ in entry.listed] for entry in index.entries if entry.listed}
    return inert({"chunk": CHUNK, "tokens": list(known), "calls": calls, "lists": lists})


def inert(value: object) -> Markup:
    """Write JSON that may stand in a script element: nothing in it can end the element or begin another."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
