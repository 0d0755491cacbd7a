"""A parsed JSON object → an annotation record of the right shape: every field there, of its type, and none besides.

What the fields may hold is left to `communique.corpora.record_faults`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from communique.errors import InputError


class Passage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Where the words of a label stand."""

    span: tuple[int, int] | None = None
    text: str | None = None
    where: str = "text"


class LabelledParticipant(Passage, kw_only=True, forbid_unknown_fields=True):
    """A principal who spoke."""

    name: str
    polity: str
    person: str = ""
    office: str = ""


class LabelledOccasion(Passage, kw_only=True, forbid_unknown_fields=True):
    """A courtesy that was paid."""

    id: str
    by: str
    to: str


class LabelledTone(Passage, kw_only=True, forbid_unknown_fields=True):
    """A phrase of tone."""

    labels: list[str]
    toward: str


class LabelledCall(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A call; the passage of its initiator stands in fields of its own."""

    occurred_on: str
    precision: str
    basis: str
    participants: list[LabelledParticipant]
    initiator: str
    initiator_basis: str
    medium: str
    format: str
    call_type: str
    occasions: list[LabelledOccasion]
    tone: list[LabelledTone]
    occurred_at: str | None = None
    initiator_span: tuple[int, int] | None = None
    initiator_text: str | None = None
    where: str = "text"
    decisions: dict[str, Any] = {}


class AnnotationRecord(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A record of the codebook's section 6, as far as its shape goes."""

    id: str
    source: str
    lang: str
    published: str
    title: str
    text: str
    kind: str
    calls: list[LabelledCall]
    annotator: str
    url: str = ""
    note: str = ""
    standing: str = ""


def shape(record: dict[str, Any]) -> AnnotationRecord:
    """Give a parsed JSON object the shape of a record.

    Raises
    ------
    InputError
        When a field is missing, unknown or of another type.
    """
    try:
        return msgspec.convert(record, AnnotationRecord)
    except msgspec.ValidationError as error:
        msg = f"{error}. See section 6 of the codebook for the form."
        raise InputError(msg) from error
