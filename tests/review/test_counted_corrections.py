"""Corrections in counts: people's decisions are counted, and a count is another one when they change."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import msgspec
import pytest
from written_readouts import written

from communique import count
from communique.annotate import annotate_readouts, annotator
from communique.codebook import CallType, Medium
from communique.corrections import copied, corrected, corrected_as_counted, correction_lines, corrections_path
from communique.errors import InputError
from communique.publish import gather, publish
from communique.records import Call, Readout
from communique.resources import profile_path
from communique.review import Anchor, Correction, append_corrections, values_of
from communique.store import Run, Store

PROFILE = "all-phone-calls"


@pytest.fixture
def run(workspace: Path) -> Run:
    """A run of three readouts."""
    store = Store(workspace / "store")
    texts = [written(number) for number in (0, 1, 2)]
    store.write_corpus("texts", [Readout(t.name, "kremlin", "en", t.published.isoformat(), t.title, t.text) for t in texts])
    run = store.open_run("texts", annotator())
    for part in run.missing():
        run.write(part, annotate_readouts(run.read_partition(part)))
    run.finish()
    return run


def correct(run: Run, place: int, field: str, value: str, why: str = "read it") -> Correction:
    """Correct the first call of a readout, in the file that is read."""
    applied = corrected(run)
    coded = [c for c in applied.coded if c.calls][place]
    correction = Correction(
        readout=coded.readout.id,
        digest=coded.readout.digest,
        call=applied.anchor(coded.calls[0]),
        field=field,
        value=value,
        who="Anna Schmidt",
        when="2026-11-24T10:00:00+00:00",
        why=why,
    )
    append_corrections(corrections_path("texts"), [correction])
    return correction


def counted(store: Store, run: Run) -> str:
    applied = corrected(run)
    ledger = count.count_calls(applied.coded, count.load_profile(PROFILE))
    return store.write_count(run.id, ledger, profile_path(PROFILE).read_text(encoding="utf-8"), copied(applied))


def test_a_call_that_a_person_denies_is_not_counted_and_the_count_is_another(run: Run, workspace: Path) -> None:
    store = Store(workspace / "store")
    before = counted(store, run)
    assert store.read_count_corrections(before) == b""
    correct(run, 0, "exists", "no")
    after = counted(store, run)
    assert after != before
    assert store.read_count(after).n("counted") == store.read_count(before).n("counted") - 1
    assert store.read_count_corrections(after).count(b"\n") == 1
    assert '"corrections"' not in (workspace / f"store/counts/{before}/manifest.json").read_text()


def test_a_decision_that_changes_no_number_still_makes_another_count(run: Run, workspace: Path) -> None:
    store = Store(workspace / "store")
    before = counted(store, run)
    correct(run, 0, "medium", "phone")
    after = counted(store, run)
    assert after != before
    assert [row.status for row in store.read_count(after).rows] == [row.status for row in store.read_count(before).rows]
    assert counted(store, run) == after


def test_a_count_keeps_the_decisions_that_it_was_made_with(run: Run, workspace: Path) -> None:
    store = Store(workspace / "store")
    first = correct(run, 0, "medium", "video")
    name = counted(store, run)
    correct(run, 0, "medium", "phone", "no, by phone")
    kept = corrected_as_counted(store, name)
    assert [c.value for c in kept.in_effect] == [first.value]
    assert [c.value for c in corrected(run).in_effect] == ["phone"]
    damaged = next((workspace / f"store/counts/{name}").glob("corrections-*.jsonl"))
    damaged.write_bytes(damaged.read_bytes().replace(b"video", b"phone"))
    with pytest.raises(Exception, match="cut off or was changed"):
        corrected_as_counted(store, name)


def test_the_report_shows_who_decided(run: Run, workspace: Path) -> None:
    store = Store(workspace / "store")
    correct(run, 0, "medium", "video")
    contents = gather(store, counted(store, run), PROFILE)
    assert len(contents.decided_by_people) == 1
    assert contents.provenance["corrected by people"].startswith("1 decision(s) by Anna Schmidt (SHA-256 ")


def test_a_call_of_which_people_decided_everything_is_reported_and_exported(run: Run, workspace: Path, tmp_path: Path) -> None:
    store = Store(workspace / "store")
    applied = corrected(run)
    coded = next(c for c in applied.coded if c.calls)
    tone = [{"labels": ["cordial"], "toward": "exchange", "text": coded.readout.text[:5]}]
    anchor, values = applied.anchor(coded.calls[0]), {**values_of(coded)[0], "tone": tone}
    made = [
        Correction(
            readout=coded.readout.id,
            digest=coded.readout.digest,
            call=anchor,
            field=field,
            value=value,
            who="Anna Schmidt",
            when="2026-11-24T10:00:00+00:00",
        )
        for field, value in values.items()
    ]
    append_corrections(corrections_path("texts"), made)
    assert corrected(run).orphans == ()
    publish(store, counted(store, run), PROFILE, tmp_path / "report")
    with contextlib.closing(sqlite3.connect(tmp_path / "report/counts.sqlite")) as database:
        rows = database.execute("SELECT field FROM decisions WHERE decided_by = 'human' AND call_id = ?", [coded.calls[0].id])
        assert {field for (field,) in rows} >= {"exists", "participants", "occasions", "tone", "call_type"}


HOSTILE = "He said <img src=x onerror=alert(1)></script><script>alert(2)</script> & 'so' \"on\""


def test_what_a_reviewer_writes_is_text_in_the_report_and_its_tables(run: Run, workspace: Path, tmp_path: Path) -> None:
    store = Store(workspace / "store")
    correct(run, 0, "medium", "phone", HOSTILE)
    page = publish(store, counted(store, run), PROFILE, tmp_path / "report")
    html = page.read_text(encoding="utf-8")
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img src=x" not in html
    assert "<script>alert(2)" not in html
    assert (tmp_path / "report/calls.csv").is_file()


def test_decisions_survive_another_model(run: Run, workspace: Path) -> None:
    """Another annotator codes the same texts another way: what people decided still stands, on the same calls."""
    correct(run, 0, "medium", "video")
    correct(run, 1, "exists", "no")
    other = Store(workspace / "store").open_run("texts", "another-model-2.0")
    for part in other.missing():
        coded = [c for c in run.read() if c.readout in other.read_partition(part)]
        other.write(part, [msgspec.structs.replace(c, calls=tuple(map(otherwise, c.calls))) for c in coded])
    other.finish()
    here, there = corrected(run), corrected(other)
    assert (there.in_effect, there.orphans) == (here.in_effect, ())
    assert [c.id for i in there.coded for c in i.calls] == [c.id for i in here.coded for c in i.calls]
    assert next(c.medium for i in there.coded for c in i.calls) is Medium.VIDEO


def otherwise(call: Call) -> Call:
    """Code a call as another model might."""
    other = CallType.CEREMONIAL if call.call_type is CallType.SUBSTANTIVE else CallType.SUBSTANTIVE
    people = tuple(msgspec.structs.replace(p, person="", office="Leader") for p in reversed(call.participants))
    return msgspec.structs.replace(call, call_type=other, participants=people, medium=Medium.UNKNOWN)


def test_what_could_not_be_applied_and_who_disagrees_is_said(run: Run) -> None:
    correction = correct(run, 0, "medium", "video")
    lost = Correction(
        readout="gone",
        digest="0" * 64,
        call=Anchor(1, ("FRA:macron",)),
        field="medium",
        value="phone",
        who="Ben",
        when=correction.when,
    )
    append_corrections(corrections_path("texts"), [lost])
    correct(run, 0, "medium", "phone")
    said = correction_lines(corrected(run))
    assert said[0] == "1 decision(s) of people stand over the machine's"
    assert said[1].endswith("texts.jsonl:2: medium by Ben: there is no readout 'gone' among those that were coded")


def test_the_report_tells_what_does_not_hold_and_how_to_make_it_again_with_the_decisions(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    store = Store(workspace / "store")
    first = correct(run, 0, "medium", "video")
    lost = msgspec.structs.replace(first, readout="gone", call=Anchor(1, ("FRA:macron",)), who="Ben")
    other = msgspec.structs.replace(first, value="phone", who="Ben")
    append_corrections(corrections_path("texts"), [lost, other])
    contents = gather(store, counted(store, run), PROFILE)
    assert [(one.readout_id, one.value, bool(one.not_applied)) for one in contents.people] == [
        ("gone", "video", True),
        (first.readout, "phone", False),
    ]
    assert contents.people[1].call_id in contents.calls
    [disagreement] = contents.disagreements
    assert "Anna Schmidt (2026-11-24), then Ben (2026-11-24); the last one stands" in disagreement
    assert contents.command.startswith("mkdir -p communique-workspace/corrections && cp corrections.jsonl ")
    publish(store, counted(store, run), PROFILE, tmp_path / "report")
    beside = (tmp_path / "report/corrections.jsonl").read_bytes()
    assert beside == corrections_path("texts").read_bytes()
    # in another workspace, with the file of the report: the same count
    corrections_path("texts").unlink()
    corrections_path("texts").write_bytes(beside)
    assert store.read_count_corrections(counted(store, run)) == beside


def test_a_file_with_faults_stops_the_count(run: Run) -> None:
    path = corrections_path("texts")
    path.parent.mkdir(parents=True)
    path.write_text('{"readout": 1}\n')
    with pytest.raises(InputError, match=r"texts\.jsonl:1: is no correction"):
        corrected(run)
