"""Coded readouts ↔ annotation records in the form of the codebook's section 6 (one JSON object a line).

The JSON form keeps both ``span`` and ``text`` for every passage; participants named only in the title have
``"where": "title"``. Records without spans (hand-made ones often give words only) are located in the text when read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from communique.codebook import (
    UNSTATED,
    CallType,
    DateBasis,
    Format,
    InitiatorBasis,
    Kind,
    Medium,
    OccasionId,
    Precision,
    ToneLabel,
    Toward,
)
from communique.errors import InputError
from communique.records import Call, CodedReadout, Decision, Evidence, Occasion, Participant, Readout, ToneSpan


def to_annotation(coded: CodedReadout) -> dict[str, Any]:
    """Turn a coded readout into a JSON-ready record of the codebook's section 6."""
    readout = coded.readout
    record: dict[str, Any] = {
        "id": readout.id,
        "source": readout.source,
        "lang": readout.lang,
        "url": readout.url,
        "published": readout.published,
        "title": readout.title,
        "text": readout.text,
        "kind": str(coded.kind),
        "calls": [_call_record(call) for call in coded.calls],
        "annotator": coded.annotator,
        "note": coded.note,
    }
    if readout.standing:
        record["standing"] = readout.standing
    return record


def _passage(evidence: Evidence | None) -> dict[str, Any]:
    if evidence is None:
        return {"span": None, "text": None}
    passage: dict[str, Any] = {"span": [evidence.start, evidence.end], "text": evidence.quote}
    if evidence.where == "title":
        passage["where"] = "title"
    return passage


def _call_record(call: Call) -> dict[str, Any]:
    initiator = call.decisions.get("initiator")
    evidence = initiator.evidence[0] if initiator and initiator.evidence else None
    return {
        "occurred_on": call.occurred_on.isoformat(),
        "precision": str(call.precision),
        "basis": str(call.basis),
        "occurred_at": call.occurred_at or None,
        "participants": [
            {"name": p.name, "person": p.person, "office": p.office, "polity": p.polity, **_passage(p.evidence)}
            for p in call.participants
        ],
        "initiator": call.initiator,
        "initiator_basis": str(call.initiator_basis),
        "initiator_span": [evidence.start, evidence.end] if evidence else None,
        "initiator_text": evidence.quote if evidence else None,
        **({"where": "title"} if evidence and evidence.where == "title" else {}),
        "medium": str(call.medium),
        "format": str(call.format),
        "call_type": str(call.call_type),
        "occasions": [{"id": str(o.id), "by": o.by, "to": o.to, **_passage(o.evidence)} for o in call.occasions],
        "tone": [
            {**_passage(t.evidence), "labels": [str(label) for label in t.labels], "toward": str(t.toward)} for t in call.tone
        ],
        "decisions": msgspec.to_builtins(
            {field: _without_evidence(decision) for field, decision in call.decisions.items()},
        ),
    }


def _without_evidence(decision: Decision) -> dict[str, Any]:
    return {
        "value": decision.value,
        "by": decision.by,
        "name": decision.name,
        "version": decision.version,
        "probability": decision.probability,
        "review": decision.review,
    }


def from_annotation(record: dict[str, Any], *, origin: str = "") -> CodedReadout:
    """Read a record of the codebook's section 6.

    Parameters
    ----------
    record
        The parsed JSON object. It must hold its own text; hand-made labels that are kept apart from the texts are
        joined before.
    origin
        The file and line, for messages.

    Raises
    ------
    InputError
        Naming the record and the field that is wrong.
    """
    try:
        readout = Readout(
            id=record["id"],
            source=record.get("source") or "",
            lang=record.get("lang") or "",
            published=record.get("published") or "",
            title=record.get("title") or "",
            text=record["text"],
            url=record.get("url") or "",
            origin=origin,
            standing=record.get("standing") or "",
        )
        calls = tuple(_read_call(raw, number, readout) for number, raw in enumerate(record["calls"], 1))
        kind = Kind(record.get("kind") or ("call" if calls else "other"))
        return CodedReadout(readout, kind, calls, annotator=record.get("annotator") or "", note=record.get("note") or "")
    except (KeyError, TypeError, ValueError) as error:
        what = f"field {error} is missing" if isinstance(error, KeyError) else str(error)
        msg = f"{origin}: record {record.get('id', '?')!r}: {what}. See section 6 of the codebook for the form."
        raise InputError(msg) from error


def _locate(raw: dict[str, Any], readout: Readout, span: str = "span", text: str = "text") -> Evidence | None:
    """Find a passage by its span, or else by its words."""
    words = raw.get(text)
    where: Literal["text", "title"] = "title" if raw.get("where") == "title" else "text"
    if raw.get(span):
        start, end = raw[span]
        body = readout.title if where == "title" else readout.text
        return Evidence(start, end, body[start:end] if words is None else words, where)
    if not words:
        return None
    start = readout.text.find(words)
    if start >= 0:
        return Evidence(start, start + len(words), words)
    start = readout.title.find(words)
    if start >= 0:
        return Evidence(start, start + len(words), words, "title")
    msg = f"the words {words!r} stand neither in the text nor in the title"
    raise ValueError(msg)


def _read_call(raw: dict[str, Any], number: int, readout: Readout) -> Call:
    participants = tuple(
        Participant(
            name=p["name"],
            polity=p.get("polity") or "",
            person=p.get("person") or "",
            office=p.get("office") or "",
            evidence=_locate(p, readout),
        )
        for p in raw["participants"]
    )
    initiator = raw.get("initiator") or UNSTATED
    evidence = _locate(raw, readout, "initiator_span", "initiator_text")
    decisions = {}
    if evidence:
        decisions["initiator"] = Decision(initiator, "human", "annotation", "1", (evidence,))
    tone = []
    for item in raw.get("tone") or []:
        passage = _locate(item, readout)
        if passage is None:
            msg = "a tone span has neither words nor offsets"
            raise ValueError(msg)
        labels = tuple(ToneLabel(label) for label in item["labels"])
        tone.append(ToneSpan(passage, labels, Toward(item.get("toward") or Toward.EXCHANGE)))
    return Call(
        id=f"{readout.id}#{number}",
        readout_id=readout.id,
        source=readout.source,
        occurred_on=dt.date.fromisoformat(raw["occurred_on"]),
        participants=participants,
        precision=Precision(raw.get("precision") or Precision.DAY),
        basis=DateBasis(raw.get("basis") or DateBasis.PUBLISHED),
        occurred_at=raw.get("occurred_at") or raw.get("at") or "",
        initiator=initiator,
        initiator_basis=InitiatorBasis(raw.get("initiator_basis") or InitiatorBasis.NONE),
        medium=Medium(raw.get("medium") or Medium.UNKNOWN),
        format=Format(raw.get("format") or (Format.MULTILATERAL if len(participants) > 2 else Format.BILATERAL)),
        call_type=CallType(raw["call_type"]),
        occasions=tuple(
            Occasion(OccasionId(o["id"]), o.get("by") or UNSTATED, o.get("to") or UNSTATED, _locate(o, readout))
            for o in raw.get("occasions") or []
        ),
        tone=tuple(tone),
        decisions=decisions,
    )


def read_annotations(path: Path) -> Iterator[CodedReadout]:
    """Read annotation records from a JSONL file.

    Raises
    ------
    InputError
        Naming the file and the line of the first record that is wrong.
    """
    for number, record in read_json_lines(path):
        yield from_annotation(record, origin=f"{path}:{number}")


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read the JSON objects of a file with their line numbers (from 1); blank lines are passed over.

    Raises
    ------
    InputError
        Naming the file and line that is not a JSON object or not UTF-8.
    """
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    yield number, msgspec.json.decode(line, type=dict[str, Any])
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    msg = f"{path}:{number}: not a JSON object in UTF-8: {error}. One object a line is expected."
                    raise InputError(msg) from error
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}."
        raise InputError(msg) from error


def write_annotations(path: Path, coded: Iterable[CodedReadout]) -> int:
    """Write annotation records as JSONL and return their number."""
    written = 0
    with path.open("wb") as out:
        for item in coded:
            out.write(msgspec.json.encode(to_annotation(item)) + b"\n")
            written += 1
    return written
