"""The report's section on what people decided: who, when and why, what does not hold, and where people disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from report.parsed import parse
from report.sample import contents

from communique.report import PersonsDecision, write_report
from communique.report.page import render


def decision(call_id: str, **more: Any) -> PersonsDecision:
    given = {
        "readout_id": call_id.partition("#")[0],
        "call_id": call_id,
        "field": "medium",
        "value": "video",
        "who": "Anna Schmidt",
        "when": "2026-11-24T10:00:00+00:00",
        "why": "the headline says so",
    }
    return PersonsDecision(**{**given, **more})


def test_where_nobody_decided_anything_there_is_no_such_section_and_no_file(tmp_path: Path) -> None:
    assert 'id="people"' not in "".join(render(contents()))
    (tmp_path / "corrections.jsonl").write_text("of an earlier report", encoding="utf-8")
    write_report(tmp_path, contents())
    assert not (tmp_path / "corrections.jsonl").exists()


def test_a_decision_says_who_when_and_why_and_leads_to_its_call() -> None:
    call_id = next(iter(contents().calls))
    page = parse("".join(render(contents(people=(decision(call_id),)))))
    section = page.by_id("people")
    said = " ".join(section.text.split())
    assert "1 decision of 1 person stands over the machine’s" in said
    cells = [call_id, "medium", "video", "Anna Schmidt 2026-11-24", "the headline says so"]
    assert [cell.text for cell in section.all("td")] == cells
    [link] = [a for a in section.all("a") if a.text == call_id]
    assert page.by_id(link.attributes["href"].removeprefix("#")) is not None


def test_what_does_not_hold_and_who_disagrees_is_named() -> None:
    lost = decision("", readout_id="gone", who="Ben", not_applied="there is no readout 'gone'")
    disagreement = "people disagree on medium of k1: Ben, then Anna; the last one stands"
    section = parse("".join(render(contents(people=(lost,), disagreements=(disagreement,))))).by_id("people")
    said = " ".join(section.text.split())
    assert "0 decisions of 1 person stand over the machine’s" in said
    assert "gone, medium: video, says Ben (2026-11-24). Not applied: there is no readout 'gone'." in said
    assert disagreement in said


def test_the_decisions_stand_beside_the_page(tmp_path: Path) -> None:
    call_id = next(iter(contents().calls))
    write_report(tmp_path, contents(people=(decision(call_id),), corrections=b"{}\n"))
    assert (tmp_path / "corrections.jsonl").read_bytes() == b"{}\n"
    assert 'href="corrections.jsonl"' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_what_a_reviewer_writes_cannot_run() -> None:
    hostile = "<script>alert(1)</script>\u202e</td>"
    call_id = next(iter(contents().calls))
    one = decision(call_id, value=hostile, who=hostile, why=hostile)
    lost = decision("", readout_id=hostile, who=hostile, value=hostile, not_applied=hostile)
    page = "".join(render(contents(people=(one, lost), disagreements=(hostile,))))
    assert "<script>alert(1)" not in page
    assert "\u202e" not in page
