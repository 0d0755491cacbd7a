"""The methods section and the citations: they say what the page says, and nothing in a title can break them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.hostile import HOSTILE, hostile
from report.sample import contents
from ruamel.yaml import YAML

from communique.report import ReportContents
from communique.report.citation import citation_bib, citation_cff, methods_markdown
from communique.report.documents import document_html
from communique.report.exports import write_exports


def test_the_methods_say_count_rules_models_and_how_to_make_it_again() -> None:
    told = methods_markdown(contents())
    for words in (
        "# Methods: How often Vladimir Putin spoke",
        "The Kremlin reported 6 telephone calls",
        "1. Counted are telephone calls between",
        "Of 14 calls that 17 texts report, 10 meet the selection: 8 were counted and 2 excluded by a rule; 4 were not selected.",
        "**2 calls rest on reconstructed texts**",
        "- call\\_type 1.0.0 decides substantive or ceremonial; out of sample: F1 ceremonial 0.9634, Brier score 0.021.",
        "    communique run --input sample --profile sample",
        "sha256:0f0f",
    ):
        assert words in told


def test_citation_names_the_count_and_the_program() -> None:
    cff = YAML(typ="safe").load(citation_cff(contents()))
    assert cff["cff-version"] == "1.2.0"
    assert cff["title"] == contents().title
    assert cff["references"][0]["title"] == "Communiqué"
    bib = citation_bib(contents())
    assert bib.startswith("@misc{communique-sample,\n")
    assert contents().title in bib


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_values_stay_values(payload: str) -> None:
    what = hostile(payload)
    cff = YAML(typ="safe").load(citation_cff(what))
    assert set(cff) == {"cff-version", "message", "type", "title", "version", "abstract", "authors", "references"}
    bib = citation_bib(what)
    assert bib.count("\n") == 5
    assert bib.count("{") - 2 * bib.count(r"\{") == bib.count("}") - 2 * bib.count(r"\}")
    assert not re.search("<(?!/?(p|h1|h2|h3|h4|h5|h6|ol|li|ul|em|strong|a|pre|code|br))", document_html(methods_markdown(what)))
    assert "[U+202E]" in methods_markdown(what) or "\u202e" not in payload


@given(st.text(max_size=60))
def test_any_title_makes_a_citation_that_reads_back(title: str) -> None:
    what = ReportContents(title, "", (), contents().ledger, contents().coded)
    read = YAML(typ="safe").load(citation_cff(what))
    assert isinstance(read["title"], str)
    assert len(citation_bib(what).splitlines()) == 5


def test_documents_stand_beside_the_tables(tmp_path: Path) -> None:
    write_exports(tmp_path, contents())
    assert (tmp_path / "methods.md").read_text(encoding="utf-8") == methods_markdown(contents())
