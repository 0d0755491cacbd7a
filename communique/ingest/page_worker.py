"""The child process that reads web pages: HTML on standard input, answers on standard output.

Run by `communique.ingest.pages` alone, as ``python -m communique.ingest.page_worker DEPTH``.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any, BinaryIO

import msgspec
import trafilatura
from lxml import etree, html

from communique.ingest.page_frames import PageAnswer, read_bytes, write_frame

_MEMORY = 3 * 2**30
_NO_TEXT = ("script", "style", "noscript", "template", "iframe", "object", "svg", "textarea")
_WHOLE_DATE = (
    "//meta[@property='article:published_time' or @property='og:published_time' or @itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    (
        "//meta[translate(@name,'DATECRMSIUPBLH','datecrmsiupblh')='date' or @name='dcterms.created' or @name='DC.date.issued'"
        " or @name='pubdate' or @name='publishdate' or @name='dcterms.date' or @name='DC.date']/@content"
    ),
)
_TIME_TAGS = ("//time[@pubdate]/@datetime", "//article//time/@datetime", "//main//time/@datetime", "//time/@datetime")


class _TooDeepError(Exception):
    """The page has more elements inside one another than the limit."""


class _DepthMeter:
    """A parser target that builds nothing and counts how deep the parser stands."""

    def __init__(self, limit: int) -> None:
        self._limit, self._depth = limit, 0

    def start(self, _tag: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limit:
            raise _TooDeepError

    def end(self, _tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        return


def read_page(content: str, depth: int) -> PageAnswer:
    """Find the readable part of a page.

    Parameters
    ----------
    content
        The page's HTML.
    depth
        Elements that may stand inside one another.
    """
    data = content.encode()
    try:
        etree.parse(io.BytesIO(data), etree.HTMLParser(target=_DepthMeter(depth), encoding="utf-8", huge_tree=True))
        tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except _TooDeepError:
        return PageAnswer(fault=f"has more than {depth} elements inside one another. Save its text alone.")
    except (etree.LxmlError, AssertionError, ValueError):
        return PageAnswer(fault="holds no HTML.")
    dates = _dates(tree)
    # What no reader sees goes before the text is looked for; JSON-LD has been read by then.
    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    document = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_formatting=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
    )
    found = document if isinstance(document, dict) else document.as_dict() if document is not None else {}
    title, text = found.get("title") or "", found.get("text") or ""
    if text.startswith(f"{title}\n"):  # the heading, once more
        text = text[len(title) + 1 :]
    if not text.strip():
        return PageAnswer(fault="holds no readable text.")
    last = [found["date"]] if found.get("date") else []
    return PageAnswer(title, text, (*dates, *last), found.get("url") or "")


def _dates(tree: html.HtmlElement) -> list[str]:
    """Collect what the page's metadata give as its date of publication, with the time and offset that they keep."""
    found = [str(value) for path in _WHOLE_DATE for value in tree.xpath(path)]
    for block in tree.xpath("//script[@type='application/ld+json']/text()"):
        found += _published_in(block)
    return found + [str(value) for path in _TIME_TAGS for value in tree.xpath(path)[:1]]


def _published_in(block: str) -> list[str]:
    """Find ``datePublished`` in a JSON-LD block, at the top or in its graph."""
    try:
        data = msgspec.json.decode(block.strip())
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return []
    items = data if isinstance(data, list) else [data]
    items = [inner for item in items if isinstance(item, dict) for inner in [item, *_graph(item)]]
    return [item["datePublished"] for item in items if isinstance(item, dict) and isinstance(item.get("datePublished"), str)]


def _graph(item: dict[str, Any]) -> list[Any]:
    graph = item.get("@graph")
    return graph if isinstance(graph, list) else []


def _limit_memory() -> None:
    """Let a page that blows up end this process, not the machine; where the system knows such limits."""
    try:
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):
        return


def serve(pages: BinaryIO, answers: BinaryIO, depth: int) -> None:
    """Answer page after page until the other side closes."""
    write_frame(answers, msgspec.json.encode(PageAnswer()))
    while (content := read_bytes(pages)) is not None:
        try:
            answer = read_page(content.decode(), depth)
        except MemoryError:  # what is left of this process is not to be trusted: end it, and a new one is started
            raise
        except Exception as error:  # noqa: BLE001 - whatever a page breaks in the libraries is that page's fault
            answer = PageAnswer(fault=f"broke the reader ({type(error).__name__}). Save its text alone.")
        write_frame(answers, msgspec.json.encode(answer))


def main() -> None:
    """Serve on the process's own pipes; nothing else may write to standard output."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory()
    serve(sys.stdin.buffer, answers, int(sys.argv[1]))


if __name__ == "__main__":
    main()
