"""Models' quality as matrices, diagrams and lines, and the documents that came with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.parsed import parse
from report.sample import contents

from communique.report import Bin, ModelFacts
from communique.report.documents import document_html
from communique.report.page import render
from communique.report.quality import qualities


def made(**facts: object) -> ModelFacts:
    return ModelFacts("m", "1", "something", **facts)  # type: ignore[arg-type]


def test_a_matrix_has_a_row_and_a_column_for_every_class_that_occurs() -> None:
    [one] = qualities((made(confusion={"a": {"a": 9, "b": 1}, "b": {"c": 3}}),))
    assert one.matrix is not None
    assert one.matrix.classes == ("a", "b", "c")
    assert one.matrix.rows == (
        ("a", ((9, 9), (1, 1), (0, 0)), 10),
        ("b", ((0, 0), (0, 0), (3, 10)), 3),
        ("c", ((0, 0), (0, 0), (0, 0)), 0),
    )


def test_a_perfectly_calibrated_bin_stands_on_the_diagonal_and_empty_bins_nowhere() -> None:
    [one] = qualities((made(reliability=(Bin(0, 0.1, 0.0), Bin(5, 0.25, 0.25), Bin(20, 1.0, 0.5))),))
    diagram = one.reliability
    assert diagram is not None
    first, second = diagram.dots
    assert first.x - diagram.left == diagram.top + diagram.side - first.y
    assert (second.x, second.y) == (diagram.left + diagram.side, diagram.top + diagram.side / 2)
    assert second.r > first.r
    assert second.label == "predicted 1.00, observed 0.50, 20 decisions"
    assert len(diagram.bins) == 3


def test_publishers_are_listed_with_a_dash_where_nothing_was_measured() -> None:
    models = parse("".join(render(contents()))).by_id("models")
    rows = [[cell.text for cell in row.all("td")] for row in models.all("table", class_="counts")[0].all("tr")[1:]]
    assert rows == [["0.9", "0.03"], ["0.96", "–"]]


def test_a_model_without_figures_shows_none() -> None:
    [one] = qualities((made(),))
    assert (one.matrix, one.reliability, one.publishers) == (None, None, ())


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# Card", "<h4>Card</h4>"),
        ("###### Deep", "<h6>Deep</h6>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a <b onclick=x>b</b>", "a &lt;b onclick=x&gt;b&lt;/b&gt;"),
        ("![a <b>](https://example.org/x.png)", "<p>[picture: a &lt;b&gt;]</p>"),
        ("![a](reliability.svg)", "<p>[picture: a]</p>"),
        ("[a](https://example.org/?b&c)", '<a href="https://example.org/?b&amp;c" rel="noreferrer noopener">a</a>'),
        ("[a](javascript:alert%281%29)", "<p><a>a</a></p>"),
        ("[a](file:///etc/passwd)", "<p><a>a</a></p>"),
        ("[a](//example.org)", "<p><a>a</a></p>"),
        ("<javascript:alert(1)>", "<p><a>javascript:alert(1)</a></p>"),
        ("a\u202eb", "a[U+202E]b"),
    ],
)
def test_documents_are_shown_and_neither_run_nor_load(source: str, html: str) -> None:
    assert html in document_html(source)


def test_tables_of_documents_are_tables_without_styles() -> None:
    html = document_html("| a | b |\n| :-- | --: |\n| 1 | 2 |")
    assert "<td>2</td>" in html
    assert "style" not in html


@given(st.text(alphabet=st.sampled_from(list("<>\"'&[]()!*_`#|\\\n -:/ajsx=~"))))
def test_whatever_a_document_says_only_harmless_elements_come_of_it(source: str) -> None:
    root = parse(document_html(source))
    assert {e.tag for e in root.walk()} <= {
        *("#root", "p", "a", "em", "strong", "code", "pre", "ul", "ol", "li", "hr", "br", "blockquote"),
        *("h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
    }
    assert {name for e in root.walk() for name in e.attributes} <= {"href", "rel", "start", "class"}
