"""Markdown that came with a model or a corpus → HTML that can neither run nor load anything.

The source's own HTML is printed as text, pictures as their words, and only web addresses become links.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from communique.report.words import printable, safe_address

_BELOW = 3  # levels that headings are lowered: the page's own come first
_LOWEST = 6


def document_html(source: str) -> Markup:
    """Turn a card or a datasheet into HTML.

    Parameters
    ----------
    source
        Markdown (CommonMark with tables).
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - else a link is printed with its brackets
    markdown.add_render_rule("link_open", _link)
    markdown.add_render_rule("image", _words_of_picture)
    tokens = markdown.parse(str(printable(source)))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + _BELOW, _LOWEST)}"
        if token.type in {"th_open", "td_open"}:
            token.attrs.pop("style", None)  # the page's policy refuses styles of elements
    # escaped by the renderer, which prints HTML of the source as text
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704


def _words_of_picture(_: RendererHTML, tokens: Sequence[Token], place: int, *__: object) -> str:
    """Print what a picture is said to show; the picture itself is never loaded."""
    return f"[picture: {escape(tokens[place].content)}]"


def _link(_: RendererHTML, tokens: Sequence[Token], place: int, *__: object) -> str:
    """Begin a link; one that leads to no web address leads nowhere."""
    address = safe_address(str(tokens[place].attrs.get("href", "")))
    return f'<a href="{escape(address)}" rel="noreferrer noopener">' if address else "<a>"
