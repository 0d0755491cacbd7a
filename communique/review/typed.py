"""Values ↔ what a person types at a keyboard: ``FRA explicit``, ``national_day RUS>FRA "the words"; thanks FRA>RUS``.

Words stand in straight double quotes, entries of a list are separated by semicolons, ``none`` is the empty list.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

from communique.codebook import DateBasis, InitiatorBasis, Precision, Toward
from communique.errors import InputError
from communique.gazetteer import load_gazetteer
from communique.records import Call, Readout

FORMS = {
    "kind": "call, meeting, letter, statement, announcement or other",
    "occurred_on": "2022-02-24, with 23:30:00+03:00, month or unknown, relative or published behind it where that is so",
    "participants": "Vladimir Putin (RUS); Emmanuel Macron (FRA)",
    "initiator": 'RUS explicit "at the initiative of the Russian side", FRA verb, mutual explicit, or unstated',
    "medium": "phone, video, in_person, letter, statement or unknown",
    "format": "bilateral or multilateral",
    "call_type": "substantive or ceremonial",
    "occasions": 'national_day RUS>FRA "on the national holiday"; thanks FRA>unstated; or none',
    "tone": 'candid+constructive exchange "a frank exchange"; or none',
}
"""What is to be typed for each field."""

_NONE = "none"
_WORDS = re.compile(r'^(?P<head>[^"]*?)\s*(?:"(?P<words>[^"]+)")?\s*$')
_PERSON = re.compile(r"^(?P<name>.+?)\s*\((?P<polity>[A-Z]{3,4}|\?)\)$")


def typed(field: str, value: Any) -> str:
    """Put a value as a person would type it."""
    if field == "occurred_on":
        extra = [value["occurred_at"], value["precision"], value["basis"]]
        return " ".join([value["occurred_on"], *(e for e in extra if e and e not in (Precision.DAY, DateBasis.STATED))])
    if field == "initiator":
        basis = "" if value["initiator_basis"] == InitiatorBasis.NONE else f" {value['initiator_basis']}"
        return f"{value['initiator']}{basis}"
    if field == "participants":
        return "; ".join(f"{p['name']} ({p['polity'] or '?'})" for p in value)
    if field == "occasions":
        return "; ".join(f"{o['id']} {o['by']}>{o['to']}{_quoted(o)}" for o in value) or _NONE
    if field == "tone":
        return "; ".join(f"{'+'.join(t['labels'])} {t['toward']}{_quoted(t)}" for t in value) or _NONE
    return str(value)


def _quoted(entry: dict[str, Any]) -> str:
    return f' "{entry["text"]}"' if entry.get("text") else ""


def read_typed(field: str, line: str, readout: Readout, call: Call | None, old: Any) -> tuple[Any, str]:
    """Read what a person typed.

    Parameters
    ----------
    field, line
        The field, and the line that was typed for it.
    readout, call
        Where words are looked for; the call's people and day tell who somebody is.
    old
        The value as it is: entries that stay keep their passages.

    Returns
    -------
    value : Any
        In the form of `communique.review.values`, not checked yet.
    quote : str
        The words that it rests on, for fields of one value.

    Raises
    ------
    InputError
        Saying what is to be typed.
    """
    line = line.strip()
    if field in ("occasions", "tone", "participants"):
        read = {"occasions": _occasion, "tone": _tone, "participants": _person}[field]
        entries = [] if line == _NONE else [part.strip() for part in _entries(line) if part.strip()]
        if not entries and line != _NONE:
            _refuse(field)
        return [read(entry, readout, call, old or []) for entry in entries], ""
    found = _WORDS.match(line)
    words = found["head"].split() if found else []
    if found is None or not words:
        _refuse(field)
    quote = found["words"] or ""
    if field == "initiator":
        return {"initiator": words[0], "initiator_basis": words[1] if len(words) > 1 else str(InitiatorBasis.NONE)}, quote
    if field == "occurred_on":
        return _date(words), quote
    if len(words) > 1:
        _refuse(field)
    return words[0], quote


def _refuse(field: str) -> NoReturn:
    msg = f"that was not understood. Type {FORMS[field]}."
    raise InputError(msg)


def _entries(line: str) -> list[str]:
    """Cut a line at the semicolons that are not inside quotes."""
    return re.findall(r'(?:[^;"]|"[^"]*"?)+', line)


def _date(words: list[str]) -> dict[str, Any]:
    value: dict[str, Any] = {"occurred_on": words[0], "precision": "day", "basis": "stated", "occurred_at": None}
    for word in words[1:]:
        if ":" in word:
            value["occurred_at"] = word
        elif word in set(Precision):
            value["precision"] = word
        elif word in set(DateBasis):
            value["basis"] = word
        else:
            _refuse("occurred_on")
    return value


def _passage(words: str, readout: Readout, old: list[dict[str, Any]]) -> dict[str, Any]:
    """Find words: where they were before, else in the text, or else in the title.

    Raises
    ------
    InputError
        When they stand in neither.
    """
    for one in old:
        if one.get("text") == words:
            return _kept(one)
    for where, body in (("text", readout.text), ("title", readout.title)):
        if (start := body.find(words)) >= 0:
            place = {"span": [start, start + len(words)], "text": words}
            return place | ({"where": where} if where == "title" else {})
    msg = f'the words "{words[:60]}" stand neither in the text nor in the title. Type them as they stand there.'
    raise InputError(msg)


def _kept(old: dict[str, Any]) -> dict[str, Any]:
    return {name: old[name] for name in ("span", "text", "where") if name in old}


def _occasion(entry: str, readout: Readout, _call: Call | None, old: list[dict[str, Any]]) -> dict[str, Any]:
    found = _WORDS.match(entry)
    words = found["head"].split() if found else []
    by, between, to = words[1].partition(">") if len(words) == 2 else ("", "", "")
    if found is None or not between:
        _refuse("occasions")
    passage = (
        _passage(found["words"], readout, old) if found["words"] else next((_kept(o) for o in old if o["id"] == words[0]), {})
    )
    return {"id": words[0], "by": by, "to": to, **passage}


def _tone(entry: str, readout: Readout, _call: Call | None, old: list[dict[str, Any]]) -> dict[str, Any]:
    found = _WORDS.match(entry)
    words = found["head"].split() if found else []
    if found is None or not found["words"] or len(words) not in (1, 2):
        _refuse("tone")
    toward = words[1] if len(words) == 2 else str(Toward.EXCHANGE)
    return {"labels": words[0].split("+"), "toward": toward, **_passage(found["words"], readout, old)}


def _person(entry: str, readout: Readout, call: Call | None, old: list[dict[str, Any]]) -> dict[str, Any]:
    found = _PERSON.match(entry)
    if found is None:
        _refuse("participants")
    name, polity = found["name"], found["polity"].replace("?", "")
    for one in old:
        if (one["name"], one["polity"]) == (name, polity):
            return one
    on = call.occurred_on if call else readout.published_on
    known = load_gazetteer().resolve(name, polity=polity, on=on) if on else None
    stands = name in readout.text or name in readout.title
    return {
        "name": name,
        "polity": polity,
        "person": known.id if known else "",
        **(_passage(name, readout, []) if stands else {}),
    }
