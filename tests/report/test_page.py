from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import re
import time
from pathlib import Path

import msgspec
import pytest
from report.hostile import HOSTILE, hostile
from report.parsed import Element, parse
from report.sample import contents
from report.volume import many

from communique.errors import InputError
from communique.records import Decision, Ledger, Reason
from communique.report import ReportContents, write_report
from communique.report.page import render

FILES = (
    *("index.html", "calls.csv", "counts.csv", "counts.xlsx", "calls.parquet", "counts.sqlite", "counts.metadata.json"),
    *("methods.md", "CITATION.cff", "citation.bib"),
)


def page(what: ReportContents) -> Element:
    return parse("".join(render(what, ("calls.csv",))))


@pytest.fixture(scope="module")
def sample() -> Element:
    return page(contents())


def test_page_is_written_beside_its_tables_and_leaves_no_half_files(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "report"
    assert write_report(folder, contents()) == folder / "index.html"
    assert sorted(p.name for p in folder.iterdir()) == sorted(FILES)


def test_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_report(tmp_path / "a", contents()).parent
    second = write_report(tmp_path / "b", contents()).parent
    for name in FILES:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_a_folder_that_cannot_be_made_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match=r"taken.*cannot be written.*Name a folder"):
        write_report(tmp_path / "taken", contents())


def test_page_loads_nothing(sample: Element) -> None:
    loading = {"link", "img", "iframe", "object", "embed", "audio", "video", "base", "form", "source", "use", "image"}
    assert not [e.tag for e in sample.walk() if e.tag in loading]
    assert not [e.attributes for e in sample.walk() if {"src", "srcset", "style", "action", "xlink:href"} & set(e.attributes)]
    style = sample.all("style")[0].text
    assert "url(" not in style
    assert "@import" not in style


def test_policy_allows_only_the_page_s_own_style_and_script(sample: Element) -> None:
    (policy,) = [e.attributes["content"] for e in sample.all("meta") if "http-equiv" in e.attributes]
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        (element,) = sample.all(tag)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert allowed[name] == f"'sha256-{digest}'"


def test_policy_stands_before_anything_that_it_governs(sample: Element) -> None:
    order = [e.tag + e.attributes.get("http-equiv", "") for e in sample.all("head")[0].walk()]
    assert order.index("metaContent-Security-Policy") < order.index("style")


def test_every_anchor_leads_somewhere_and_ids_are_unique(sample: Element) -> None:
    ids = [e.attributes["id"] for e in sample.walk() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    targets = [e.attributes["href"][1:] for e in sample.all("a") if e.attributes["href"].startswith("#")]
    assert len(targets) > 100
    assert set(targets) <= set(ids)


def test_sections_of_the_contents_list_are_all_sections(sample: Element) -> None:
    listed = [a.attributes["href"][1:] for a in sample.all("nav")[0].all("a") if a.attributes["href"].startswith("#")]
    sections = [e.attributes["id"] for e in sample.all("main")[0].children if isinstance(e, Element)]
    assert listed == sections


def test_without_script_only_what_needs_one_is_hidden(sample: Element) -> None:
    assert [e.attributes.get("id") for e in sample.walk() if "hidden" in e.attributes] == ["filter", "tip"]


@pytest.mark.parametrize(("label", "at_least"), [("title", 2), ("desc", 2)])
def test_charts_have_titles_and_descriptions(sample: Element, label: str, at_least: int) -> None:
    charts = [svg for svg in sample.all("svg") if "aria-hidden" not in svg.attributes]
    assert len(charts) >= at_least
    for chart in charts:
        named = chart.attributes["aria-labelledby"].split()
        assert label in [chart.by_id(name).tag for name in named]
        assert all(chart.by_id(name).text for name in named)


def test_reconstructed_texts_are_explained_at_the_top_and_marked_at_each_call(sample: Element) -> None:
    assert "not a record" in sample.all("header")[0].by_id("reconstructed").text
    marked = [a.attributes["id"] for a in sample.all("article") if a.all("a", class_="made-up")]
    assert marked == ["call-kremlin-2017-12-21-1", "call-kremlin-2020-02-03-1"]


def test_a_count_without_reconstructed_texts_carries_no_warning() -> None:
    coded = tuple(
        msgspec.structs.replace(item, readout=msgspec.structs.replace(item.readout, standing="")) for item in contents().coded
    )
    html = "".join(render(contents(coded=coded)))
    assert "not a record" not in html


@pytest.mark.parametrize(("macron", "verdict"), [(4, "yes"), (5, "no")])
def test_page_says_whether_it_reproduces_the_published_count(macron: int, verdict: str) -> None:
    ledger = msgspec.structs.replace(contents().ledger, expected={"before-the-war": {"emmanuel-macron": macron}})
    (line,) = page(contents(ledger=ledger)).by_id("count").all("p", class_="verdict")
    assert line.text == f"Reproduces the published count: {verdict}"


def test_page_says_nothing_of_a_published_count_where_there_is_none() -> None:
    ledger = msgspec.structs.replace(contents().ledger, expected={})
    assert "ublished" not in page(contents(ledger=ledger)).by_id("count").text.replace("no source published", "")


def test_an_empty_count_still_makes_a_page() -> None:
    empty = ReportContents("Nothing", "id: none", (), Ledger("none", (), ()), ())
    root = page(empty)
    assert "no call was counted" in root.by_id("count").text
    assert "Nothing was rejected." in root.by_id("not-calls").text


def test_a_text_with_several_calls_is_printed_once(sample: Element) -> None:
    shown = [r for r in sample.all("section", class_="readout") if "Two telephone conversations" in r.all("h3")[0].text]
    assert len(shown) == 1
    assert len(shown[0].all("div", class_="text")) == 1
    assert len(shown[0].all("article")) == 2


def test_every_call_shows_its_text_source_address_and_fate(sample: Element) -> None:
    for item in contents().coded:
        for call in item.calls:
            anchor = "call-" + call.id.replace("#", "-")
            (section,) = [s for s in sample.all("section", class_="readout") if s.all("article", id=anchor)]
            assert section.all("div", class_="text")[0].text == item.readout.text
            assert [a.attributes["href"] for a in section.all("a") if a.attributes["href"].startswith("http")] == [
                item.readout.url
            ]
            assert re.search("Counted|Excluded|Not selected", section.all("article", id=anchor)[0].text)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("call-kremlin-2017-09-16-1", "Excluded under Theresa May, before the war by terror-condolences: a ceremonial call"),
        ("call-kremlin-2021-06-18-1", "Not selected for medium: by video, not by phone"),
        ("call-kremlin-2017-05-18-1", "Counted under Emmanuel Macron, before the war: phone call of 2017-05-18"),
    ],
)
def test_fate_of_a_call_names_rule_and_reason(sample: Element, call: str, words: str) -> None:
    assert words in sample.all("article", id=call)[0].text


def test_decisions_show_value_decider_probability_and_reasons(sample: Element) -> None:
    rows = sample.all("article", id="call-kremlin-2017-05-18-1")[0].all("table", class_="decisions")[0].all("tr")
    (call_type,) = [row.text for row in rows if row.text.startswith("call type")]
    assert call_type == (
        "call typesubstantivemodel call_type 1.0.0 p = 0.61 reviewwhy"
        "+1.40 “questions of the settlement” names business-0.60 “congratulated” is a courtesy"
    )


def test_cross_source_table_puts_both_wordings_side_by_side(sample: Element) -> None:
    (row,) = [tr.text for tr in sample.by_id("sources").all("tr") if "condemned the shelling" in tr.text]
    for words in (
        "28 May 2022",
        "Telephone conversation",
        "Appel avec le président russe",
        "frank",
        "initiator: unstated | FRA",
    ):
        assert words in row


def test_the_sentence_to_quote_stands_at_the_top_with_what_belongs_to_it(sample: Element) -> None:
    [figure] = sample.all("header")[0].all("figure")
    assert figure.all("blockquote")[0].text.strip() == contents().quote
    assert "Not without this: 2 of the calls counted rest on reconstructed texts" in figure.text
    assert contents().beside_quote[0] in figure.text


def test_calls_that_decide_the_count_say_what_would_move_them(sample: Element) -> None:
    section = sample.by_id("close")
    assert "1 call is close: an open decision, taken the other way, moves it" in section.text
    [row] = section.all("tbody")[0].all("tr")
    assert [cell.text.strip() for cell in row.all("td")] == [
        *("18 May 2017 Emmanuel Macron", "counted", "0.61", "call type: ceremonial instead of substantive"),
    ]


def test_what_the_other_record_tells_is_held_against_what_was_published(sample: Element) -> None:
    lines = [p.text for p in sample.by_id("sources").all("p", class_="verdict")]
    assert lines == [
        "Emmanuel Macron, since the war: the other record tells 1 of the calls counted; published: 1 ✓.",
        "Theresa May, since the war: the other record tells 0 of the calls counted; published: 2 ✗.",
    ]


def test_a_person_s_decision_is_shown_as_such_with_name_and_reason() -> None:
    item = contents().coded[0]
    person = Decision("substantive", "human", "A. Reader", "2026-05-04", reasons=(Reason("it names a treaty", 1.0),))
    call = msgspec.structs.replace(item.calls[0], decisions={**item.calls[0].decisions, "call_type": person})
    coded = (msgspec.structs.replace(item, calls=(call,)), *contents().coded[1:])
    root = page(contents(coded=coded))
    article = root.by_id("call-kremlin-2017-05-18-1")
    [row] = [tr for tr in article.all("tr") if tr.text.startswith("call type")]
    assert row.text.endswith("decided by a person A. Reader 2026-05-04“it names a treaty”")
    assert "flag.decided-by-a-person" in article.attributes["data-f"].split()
    assert "1 call has a field that a person decided" in root.by_id("review").text


def test_a_call_that_no_person_decided_says_nothing_of_people(sample: Element) -> None:
    assert not sample.all("span", class_="human")


def test_filter_offers_the_values_that_occur_and_calls_carry_them(sample: Element) -> None:
    offered = {o.attributes["value"] for o in sample.by_id("filter").all("option")} - {""}
    carried = set(itertools.chain.from_iterable(a.attributes["data-f"].split() for a in sample.all("article")))
    assert offered == carried
    assert {"leader.emmanuel-macron", "outcome.excluded", "tone.candid", "flag.needs-review", "medium.video"} <= offered


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_hostile_becomes_markup(payload: str) -> None:
    root = page(hostile(payload))
    calm = page(hostile("calm"))
    assert len(root.all("script")) == len(root.all("style")) == 1
    assert root.all("script")[0].text == calm.all("script")[0].text
    assert {e.tag for e in root.walk()} <= {e.tag for e in calm.walk()}
    assert {name for e in root.walk() for name in e.attributes} <= {name for e in calm.walk() for name in e.attributes}
    assert not [name for e in root.walk() for name in e.attributes if name.startswith("on")]
    for element in root.walk():
        address = element.attributes.get("href", "#none")
        assert re.fullmatch(r"#[\w-]+|calls\.csv", address), address


@pytest.mark.parametrize("payload", HOSTILE)
def test_every_hostile_value_is_still_there_to_be_read(payload: str) -> None:
    root = page(hostile(payload))
    seen = re.sub(r"[\u202a-\u202e\u2066-\u2069\x07]", lambda m: f"[U+{ord(m.group()):04X}]", payload)
    for place in ("h1", "pre", "q", "article", "code", "dd"):
        # HTML reads a carriage return as a line feed
        assert any(seen.replace("\r", "\n").strip() in e.text.replace("\r", "\n") for e in root.all(place)), place


def test_order_changing_characters_are_made_visible_everywhere() -> None:
    html = "".join(render(hostile("\u202eabc\u2066")))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
    assert "[U+202E]abc[U+2066]" in html


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=c&d=e", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("https://example.org/\u202egnp", False),
        ('https://example.org/" onclick="alert(1)', False),
        ("//example.org", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, *, linked: bool) -> None:
    item = contents().coded[0]
    readout = msgspec.structs.replace(item.readout, url=url)
    coded = (msgspec.structs.replace(item, readout=readout), *contents().coded[1:])
    section = page(contents(coded=coded)).all("section", class_="readout")[0]
    assert bool(section.all("a", rel="noreferrer")) is linked


def test_one_half_of_a_character_pair_does_not_stop_the_report(tmp_path: Path) -> None:
    where = write_report(tmp_path, contents(title="half \ud83d"))
    assert "half \ufffd" in where.read_text(encoding="utf-8")


def test_an_undefined_value_in_a_template_is_an_error() -> None:
    broken = contents(models=(object(),))
    with pytest.raises(Exception, match="has no attribute 'by_publisher'"):
        "".join(render(broken))


def test_a_profile_without_given_names_uses_the_readouts_own() -> None:
    bare = dataclasses.replace(contents(), leaders={}, windows={}, source_titles={}, profile_titles={})
    rows = [row.all("th")[0].text for row in page(bare).by_id("count").all("tbody")[0].all("tr")]
    # published numbers first, in their order; nobody wrote the name of Truss
    assert rows == ["Emmanuel Macron", "Theresa May", "Boris Johnson", "liz-truss"]


@pytest.mark.slow
def test_time_grows_in_step_with_the_number_of_calls() -> None:
    def seconds(number: int) -> float:
        what = many(number)
        start = time.process_time()
        assert sum(map(len, render(what))) > number * 1000
        return time.process_time() - start

    seconds(50)
    assert seconds(2000) < 4 * 2.5 * seconds(500)
