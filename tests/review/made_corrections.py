"""Corrections and the coded readouts that they are made for, written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from communique.codebook import InitiatorBasis, Kind, Medium, OccasionId, ToneLabel, Toward
from communique.records import Call, CodedReadout, Decision, Evidence, Occasion, Participant, Readout, ToneSpan
from communique.review import Anchor, Correction

TEXT = (
    "Vladimir Putin had a telephone conversation with Emmanuel Macron. The President congratulated his colleague on the "
    "national holiday. They had a frank discussion of Ukraine. He then called Theresa May."
)
READOUT = Readout("k1", "kremlin", "en", "2018-07-14", "Conversation with Emmanuel Macron", TEXT)


def quoted(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), words)


PUTIN = Participant("Vladimir Putin", "RUS", "vladimir-putin", "President", quoted("Vladimir Putin"))
MACRON = Participant("Emmanuel Macron", "FRA", "emmanuel-macron", "President", quoted("Emmanuel Macron"))
MAY = Participant("Theresa May", "GBR", "theresa-may", "Prime Minister", quoted("Theresa May"))
FIRST = Call(
    "k1#1",
    "k1",
    "kremlin",
    dt.date(2018, 7, 14),
    (PUTIN, MACRON),
    initiator="RUS",
    initiator_basis=InitiatorBasis.VERB,
    medium=Medium.PHONE,
    occasions=(
        Occasion(
            OccasionId.NATIONAL_DAY,
            "RUS",
            "FRA",
            quoted("national holiday"),
            Decision("national_day", "model", "occasions", "1", probability=0.6, review=True),
        ),
    ),
    tone=(ToneSpan(quoted("frank discussion"), (ToneLabel.CANDID,), Toward.EXCHANGE),),
    decisions={
        "call_type": Decision("substantive", "model", "call_type", "1", probability=0.55, review=True),
        "medium": Decision("phone", "rule", "medium", "1"),
    },
)
SECOND = msgspec.structs.replace(FIRST, id="k1#2", participants=(PUTIN, MAY), occasions=(), tone=(), decisions={})
CODED = CodedReadout(READOUT, Kind.CALL, (FIRST, SECOND), Medium.PHONE, "machine-1")

WITH_MACRON = Anchor(1, ("FRA:macron", "RUS:putin"))
WITH_MAY = Anchor(2, ("GBR:may", "RUS:putin"))


def made(field: str, value: Any, **others: Any) -> Correction:
    """Make a correction of the first call, unless said otherwise."""
    given = {
        "readout": "k1",
        "digest": READOUT.digest,
        "call": None if field == "kind" else WITH_MACRON,
        "who": "Anna Schmidt",
        "when": "2026-11-24T10:00:00+00:00",
        "why": "I read it",
    }
    return Correction(field=field, value=value, **{**given, **others})


def participant(name: str, polity: str, **others: Any) -> dict[str, Any]:
    return {"name": name, "polity": polity, **others}


MISSED = {
    "occurred_on": "2018-07-13",
    "precision": "day",
    "basis": "stated",
    "participants": [participant("Vladimir Putin", "RUS"), participant("Angela Merkel", "DEU", person="angela-merkel")],
    "initiator": "DEU",
    "initiator_basis": "explicit",
    "initiator_span": None,
    "initiator_text": "He then called",
    "medium": "phone",
    "format": "bilateral",
    "call_type": "substantive",
    "occasions": [],
    "tone": [],
}
"""A call that the machine had not found."""
WITH_MERKEL = Anchor(0, ("DEU:merkel", "RUS:putin"))
