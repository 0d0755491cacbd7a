"""A small corpus without a fault, and ways to spoil it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

TEXT = "Anna Alder of Austria rang Boris Birch of Belgium at noon. She congratulated him on the cup. The talk was frank."
TITLE = "Call with Prime Minister Boris Birch"

Spoil = Callable[[dict[str, Any]], object]


def passage(words: str, text: str = TEXT) -> dict[str, Any]:
    start = text.index(words)
    return {"span": [start, start + len(words)], "text": words}


def made_record(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Make a record of one call; each number has a text of its own."""
    tail = " ".join(
        f"Point {name}{number}." for name in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota")
    )
    call = {
        "occurred_on": "2020-05-04",
        "precision": "day",
        "basis": "published",
        "occurred_at": "12:00:00+02:00",
        "participants": [
            {"name": "Anna Alder", "person": "", "office": "President", "polity": "AUT", **passage("Anna Alder")},
            {
                "name": "Boris Birch",
                "person": "",
                "office": "Prime Minister",
                "polity": "BEL",
                **passage("Boris Birch", TITLE),
                "where": "title",
            },
        ],
        "initiator": "AUT",
        "initiator_basis": "verb",
        "initiator_span": passage("rang")["span"],
        "initiator_text": "rang",
        "medium": "phone",
        "format": "bilateral",
        "call_type": "ceremonial",
        "occasions": [{"id": "sport_or_honour", "by": "AUT", "to": "BEL", **passage("congratulated him on the cup")}],
        "tone": [{"labels": ["candid"], "toward": "exchange", **passage("frank")}],
    }
    record = {
        "id": f"r{number}",
        "source": "eu",
        "lang": "en",
        "url": "",
        "published": "2020-05-04T18:00:00+02:00",
        "title": TITLE,
        "text": f"{TEXT} {tail}",
        "kind": "call",
        "calls": [call],
        "annotator": "corpus author",
        "note": "",
    }
    return record | fields


def spoilt(spoil: Spoil) -> dict[str, Any]:
    """Make a record and spoil it in place."""
    record = copy.deepcopy(made_record())
    spoil(record)
    return record


def write_corpus(folder: Path, *records: dict[str, Any] | str, name: str = "readouts.jsonl") -> Path:
    """Write records, or lines as they are, and give the folder back."""
    folder.mkdir(exist_ok=True)
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder
