"""Report contents → one SQLite file, with keys between its tables, that Datasette opens as it is.

Texts keep their length, so that offsets still hold: only what UTF-8 cannot write is replaced, character by character.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from communique.records import Call, Decision, Evidence
from communique.report.contents import ReportContents
from communique.report.words import origin_words, printable

_SCHEMA = """
CREATE TABLE readouts (id TEXT PRIMARY KEY, source TEXT, source_title TEXT, lang TEXT, published TEXT, title TEXT, text TEXT,
  url TEXT, origin TEXT, standing TEXT, kind TEXT, medium TEXT, annotator TEXT, note TEXT);
CREATE TABLE calls (id TEXT PRIMARY KEY, readout_id TEXT REFERENCES readouts(id), source TEXT, occurred_on TEXT, precision TEXT,
  basis TEXT, occurred_at TEXT, initiator TEXT, initiator_basis TEXT, medium TEXT, format TEXT, call_type TEXT, review INTEGER);
CREATE TABLE participants (call_id TEXT REFERENCES calls(id), position INTEGER, name TEXT, person TEXT, office TEXT,
  polity TEXT, place TEXT, start INTEGER, end INTEGER, quote TEXT, PRIMARY KEY (call_id, position));
CREATE TABLE occasions (call_id TEXT REFERENCES calls(id), position INTEGER, occasion TEXT, paid_by TEXT, paid_to TEXT,
  place TEXT, start INTEGER, end INTEGER, quote TEXT, PRIMARY KEY (call_id, position));
CREATE TABLE tone (call_id TEXT REFERENCES calls(id), position INTEGER, labels TEXT, toward TEXT,
  place TEXT, start INTEGER, end INTEGER, quote TEXT, PRIMARY KEY (call_id, position));
CREATE TABLE decisions (call_id TEXT REFERENCES calls(id), field TEXT, position INTEGER, value TEXT, decided_by TEXT, name TEXT,
  version TEXT, probability REAL, review INTEGER, evidence TEXT, reasons TEXT, PRIMARY KEY (call_id, field, position));
CREATE TABLE profiles (id TEXT PRIMARY KEY, title TEXT, is_this_count INTEGER);
CREATE TABLE ledger (id INTEGER PRIMARY KEY, profile TEXT REFERENCES profiles(id), call_id TEXT REFERENCES calls(id),
  leader TEXT, leader_name TEXT, window TEXT, status TEXT, rule TEXT, because TEXT);
CREATE TABLE tallies (id INTEGER PRIMARY KEY, profile TEXT REFERENCES profiles(id), tally TEXT, key TEXT, n INTEGER,
  low INTEGER, high INTEGER, call_ids TEXT);
CREATE TABLE matches (verdict TEXT, source_a TEXT, source_b TEXT, call_a TEXT REFERENCES calls(id),
  call_b TEXT REFERENCES calls(id), days_apart INTEGER, differences TEXT, because TEXT);
CREATE TABLE rejections (stage TEXT, origin TEXT, readout_id TEXT, reason TEXT);
CREATE TABLE provenance (name TEXT, value TEXT);
"""
_INDICES = """
CREATE INDEX calls_of_readout ON calls (readout_id);
CREATE INDEX calls_by_date ON calls (occurred_on);
CREATE INDEX ledger_of_call ON ledger (call_id);
CREATE INDEX ledger_by_fate ON ledger (profile, status, leader, window);
"""
_DESCRIPTIONS = {
    "readouts": "The texts as published, one a row.",
    "calls": "The calls that the texts report, as they were coded.",
    "participants": "Who was on the line; offsets count code points in the text or title.",
    "occasions": "The courtesies that a text reports, who paid them and to whom.",
    "tone": "The phrases that characterise an exchange, their classes and whom they are about.",
    "decisions": "How each field got its value: by which rule, model or person, with which probability and evidence.",
    "profiles": "The rules under which the calls were counted.",
    "ledger": "What became of each call under each profile: counted, excluded by a rule, or not selected; and why.",
    "tallies": "The printed numbers, their intervals, and the calls behind each.",
    "matches": "The same calls as two sources tell them.",
    "rejections": "What could not be used, and why.",
    "provenance": "What everything was made from.",
}
_SURROGATES = re.compile("[\ud800-\udfff]")

Row = tuple[object, ...]


def write_database(path: Path, contents: ReportContents) -> None:
    """Write every record of the report to an empty or missing SQLite file.

    Parameters
    ----------
    path
        The file.
    contents
        What to write.
    """
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.executescript(_SCHEMA)
        with database:
            for table, rows in _tables(contents):
                width = len(database.execute(f"SELECT * FROM {table}").description)  # noqa: S608 (our own table names)
                database.executemany(
                    f"INSERT INTO {table} VALUES ({', '.join('?' * width)})",  # noqa: S608
                    (tuple(storable(value) for value in row) for row in rows),
                )
        database.executescript(_INDICES)


def metadata_json(contents: ReportContents) -> str:
    """Describe the file for Datasette: ``datasette counts.sqlite --metadata counts.metadata.json``."""
    tables: dict[str, dict[str, object]] = {name: {"description": text} for name, text in _DESCRIPTIONS.items()}
    tables["calls"] |= {"sort": "occurred_on", "facets": ["source", "call_type", "medium", "initiator"]}
    tables["ledger"] |= {"facets": ["profile", "status", "leader_name", "window", "rule"]}
    tables["decisions"] |= {"facets": ["field", "decided_by", "review"]}
    tables["participants"] |= {"label_column": "name"}
    queries = {
        "counted": {
            "title": "The calls counted",
            "sql": "SELECT ledger.leader_name, ledger.window, calls.occurred_on, calls.call_type, readouts.title, readouts.url,"
            " calls.id FROM ledger JOIN calls ON calls.id = ledger.call_id JOIN readouts ON readouts.id = calls.readout_id"
            " JOIN profiles ON profiles.id = ledger.profile WHERE profiles.is_this_count AND ledger.status = 'counted'"
            " ORDER BY calls.occurred_on",
        }
    }
    database = {"tables": tables, "queries": queries}
    value = {"title": str(printable(contents.title)), "databases": {"counts": database}}
    return json.dumps(value, ensure_ascii=True, indent=1) + "\n"


def storable(value: object) -> object:
    """Replace half characters, which UTF-8 cannot write; lengths stay."""
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value


def _tables(contents: ReportContents) -> Iterator[tuple[str, Iterable[Row]]]:
    calls = list(contents.calls.values())
    ledgers = (contents.ledger, *contents.alternatives)
    yield "readouts", (_readout_row(contents, number) for number in range(len(contents.coded)))
    yield "calls", (_call_row(call) for call in calls)
    yield (
        "participants",
        (
            (call.id, place, p.name, p.person, p.office, p.polity, *_where(p.evidence))
            for call in calls
            for place, p in enumerate(call.participants, 1)
        ),
    )
    yield (
        "occasions",
        (
            (call.id, place, str(o.id), o.by, o.to, *_where(o.evidence))
            for call in calls
            for place, o in enumerate(call.occasions, 1)
        ),
    )
    yield (
        "tone",
        (
            (call.id, place, ", ".join(map(str, t.labels)), str(t.toward), *_where(t.evidence))
            for call in calls
            for place, t in enumerate(call.tone, 1)
        ),
    )
    yield (
        "profiles",
        {
            ledger.profile_id: (ledger.profile_id, contents.profile(ledger.profile_id), int(ledger is contents.ledger))
            for ledger in reversed(ledgers)
        }.values(),
    )
    yield "decisions", (row for call in calls for row in _decision_rows(call))
    yield (
        "ledger",
        (
            (None, ledger.profile_id, r.call_id, r.leader, contents.leader(r.leader), r.window, r.status, r.rule, r.because)
            for ledger in ledgers
            for r in ledger.rows
        ),
    )
    yield (
        "tallies",
        (
            (None, ledger.profile_id, t.by, _json(t.key), t.n, t.low, t.high, _json(t.call_ids))
            for ledger in ledgers
            for t in ledger.tallies
        ),
    )
    yield (
        "matches",
        (
            (
                m.verdict,
                m.source_a,
                m.source_b,
                m.call_a or None,
                m.call_b or None,
                m.days_apart,
                "; ".join(m.differences),
                m.because,
            )
            for m in contents.matches
        ),
    )
    yield "rejections", ((r.stage, origin_words(r.origin), r.readout_id, r.reason) for r in contents.rejections)
    yield "provenance", contents.provenance.items()


def _readout_row(contents: ReportContents, number: int) -> Row:
    coded = contents.coded[number]
    r = coded.readout
    start = (
        r.id,
        r.source,
        contents.source(r.source),
        r.lang,
        r.published,
        r.title,
        r.text,
        r.url,
        origin_words(r.origin),
        r.standing,
    )
    return (*start, str(coded.kind), str(coded.medium), coded.annotator, coded.note)


def _call_row(call: Call) -> Row:
    start = (call.id, call.readout_id, call.source, call.occurred_on.isoformat(), str(call.precision), str(call.basis))
    middle = (
        call.occurred_at,
        call.initiator,
        str(call.initiator_basis),
        str(call.medium),
        str(call.format),
        str(call.call_type),
    )
    return (*start, *middle, int(call.review))


def _where(evidence: Evidence | None) -> Row:
    if evidence is None:
        return (None, None, None, None)
    return (evidence.where, evidence.start, evidence.end, evidence.quote)


def _decision_rows(call: Call) -> Iterator[Row]:
    for field, decision in call.decisions.items():
        # a person decides on tone as a whole; the spans' own decisions are counted from 1
        yield _decision_row(call, field, 0 if field == "tone" else 1, decision)
    for place, occasion in enumerate(call.occasions, 1):
        if occasion.decision:
            yield _decision_row(call, "occasion", place, occasion.decision)
    for place, span in enumerate(call.tone, 1):
        if span.decision:
            yield _decision_row(call, "tone", place, span.decision)


def _decision_row(call: Call, field: str, place: int, decision: Decision) -> Row:
    start = (call.id, field, place, decision.value, decision.by, decision.name, decision.version, decision.probability)
    return (*start, int(decision.review), _json(decision.evidence), _json(decision.reasons))


def _json(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
