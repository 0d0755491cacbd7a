"""Annotation files and coded readouts → the labels that are scored, typed and checked.

The form is section 6 of the codebook. Hand-made labels may leave out what is not scored, and give words instead of
spans; they may be kept apart from the texts that they label. ``null`` says the same as absence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from communique.annotations import read_json_lines, to_annotation
from communique.codebook import UNSTATED, CallType, Medium, OccasionId, ToneLabel, Toward
from communique.errors import InputError, did_you_mean
from communique.records import CodedReadout


class GoldParticipant(msgspec.Struct, frozen=True):
    """A principal; one without a name is nobody's counterpart."""

    name: str = ""
    polity: str = ""


class GoldOccasion(msgspec.Struct, frozen=True):
    """A courtesy; ``by`` and ``to`` are None where the label does not speak of them, which is not ``unstated``."""

    id: str
    by: str | None = None
    to: str | None = None


class GoldTone(msgspec.Struct, frozen=True):
    """A tone span, given by its offsets, its words, or both."""

    labels: tuple[str, ...] = ()
    span: tuple[int, ...] = ()
    text: str = ""
    toward: str = ""

    def __post_init__(self) -> None:
        if len(self.span) not in {0, 2}:
            msg = f"a span has two offsets, not {len(self.span)}"
            raise ValueError(msg)
        if self.span and not 0 <= self.span[0] < self.span[1]:
            msg = f"the span {list(self.span)} holds nothing"
            raise ValueError(msg)
        if not self.span and not self.text:
            msg = "a tone span has neither words nor offsets"
            raise ValueError(msg)


class GoldCall(msgspec.Struct, frozen=True):
    """A call, as far as it is scored."""

    participants: tuple[GoldParticipant, ...]
    occurred_on: str = UNSTATED
    medium: str = UNSTATED
    call_type: str = UNSTATED
    initiator: str = UNSTATED
    occasions: tuple[GoldOccasion, ...] = ()
    tone: tuple[GoldTone, ...] = ()

    def value(self, field: str) -> str:
        """Return the value of ``occurred_on``, ``medium``, ``call_type`` or ``initiator``; an empty one is ``unstated``."""
        return str(getattr(self, field)) or UNSTATED

    @property
    def who(self) -> str:
        """The participants, in words."""
        return " + ".join(f"{p.name or '?'} ({p.polity or '?'})" for p in self.participants)


class GoldRecord(msgspec.Struct, frozen=True):
    """The labels of one text, as far as they are scored; predictions are read into the same form.

    Attributes
    ----------
    id
        Joins gold and predicted.
    calls
        The calls that the text reports.
    source, title, text
        As published; ``""`` where the label file leaves them out.
    """

    id: str
    calls: tuple[GoldCall, ...] = ()
    source: str = ""
    title: str = ""
    text: str = ""

    @property
    def publisher(self) -> str:
        """The source, or else the id up to its first hyphen."""
        return self.source or self.id.partition("-")[0]


Label: TypeAlias = GoldRecord | CodedReadout | Mapping[str, Any]
"""One coded text: as read here, as the pipeline gives it, or as the plain object of an annotation file."""

Labels: TypeAlias = Mapping[str, Label] | Iterable[Label]
"""Coded texts, by id or in a row."""


class _Text(msgspec.Struct, frozen=True):
    """What is joined to a label."""

    id: str
    title: str = ""
    text: str = ""


def read_gold(path: Path, texts: Sequence[Path] = ()) -> dict[str, GoldRecord]:
    """Read hand-made labels, and join the texts that they label.

    Parameters
    ----------
    path
        JSONL file of labels.
    texts
        JSONL files of objects with ``id``, ``title`` and ``text``; where they have a record's id, they go before what the
        gold file itself says. Texts without labels are passed over.

    Raises
    ------
    InputError
        With every fault of the labels: a file without any, a record that is not in the codebook's form, a value that its
        vocabularies do not have, an id twice; or naming two different texts of one id.
    """
    raw = list(read_json_lines(path))
    if not any("calls" in record for _, record in raw):
        msg = f"{path}: holds no labels: no record has the field 'calls'. Give texts apart from labels."
        raise InputError(msg)
    records = _read(path, raw, closed=True)
    found = _read_texts(texts, records)
    return {
        record.id: msgspec.structs.replace(record, title=found[record.id].title, text=found[record.id].text)
        if record.id in found
        else record
        for record in records.values()
    }


def read_predictions(path: Path) -> dict[str, GoldRecord]:
    """Read predicted records from a JSONL file; values that the codebook does not have are kept, and score as wrong.

    Raises
    ------
    InputError
        With every fault: a record that is not in the codebook's form, an id twice.
    """
    return _read(path, read_json_lines(path), closed=False)


def by_id(labels: Labels) -> dict[str, GoldRecord]:
    """Bring labels of any form into the one that is scored.

    Raises
    ------
    InputError
        When an object is not in the codebook's form, or an id comes twice.
    """
    records: dict[str, GoldRecord] = {}
    for label in labels.values() if isinstance(labels, Mapping) else labels:
        record = _record(label)
        if record.id in records:
            msg = f"record {record.id!r} is given twice. Keep one of the two."
            raise InputError(msg)
        records[record.id] = record
    return records


def _record(label: Label) -> GoldRecord:
    if isinstance(label, GoldRecord):
        return label
    if isinstance(label, CodedReadout):
        label = to_annotation(label)
    try:
        return msgspec.convert(_without_nulls(label), GoldRecord)
    except msgspec.ValidationError as error:
        name = label.get("id", "?") if isinstance(label, Mapping) else "?"
        msg = f"record {name!r}: {error}. See section 6 of the codebook for the form."
        raise InputError(msg) from error


def _without_nulls(value: Any) -> Any:  # any JSON value
    if isinstance(value, Mapping):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_without_nulls(item) for item in value]
    return value


def _read(path: Path, lines: Iterable[tuple[int, dict[str, Any]]], *, closed: bool) -> dict[str, GoldRecord]:
    """Read records, with every fault at its line; ``closed`` also holds them to the codebook's vocabularies."""
    records: dict[str, GoldRecord] = {}
    line_of: dict[str, int] = {}
    faults: list[str] = []
    for number, raw in lines:
        try:
            record = _record(raw)
        except InputError as error:
            faults.append(f"{path}:{number}: {error}")
            continue
        if record.id in line_of:
            faults.append(f"{path}:{number}: record {record.id!r} stands in line {line_of[record.id]} already. Keep one.")
        if closed:
            faults += [f"{path}:{number}: record {record.id!r}: {fault}" for fault in _unknown_values(record)]
        line_of.setdefault(record.id, number)
        records.setdefault(record.id, record)
    if faults:
        raise InputError("\n".join(faults))
    return records


def _unknown_values(record: GoldRecord) -> Iterator[str]:
    """Find the values that the codebook does not have; ``unstated`` is known everywhere."""
    for number, call in enumerate(record.calls, 1):
        values: list[tuple[str, str, type[StrEnum]]] = [
            ("medium", call.value("medium"), Medium),
            ("call_type", call.value("call_type"), CallType),
            *(("occasion", occasion.id, OccasionId) for occasion in call.occasions),
            *(("tone label", label, ToneLabel) for tone in call.tone for label in tone.labels),
            *(("toward", tone.toward or UNSTATED, Toward) for tone in call.tone),
        ]
        for field, value, vocabulary in values:
            if value != UNSTATED and value not in set(vocabulary):
                yield f"call {number}: unknown {field} {value!r}. {did_you_mean(value, vocabulary)}"


def _read_texts(paths: Sequence[Path], wanted: Mapping[str, GoldRecord]) -> dict[str, _Text]:
    found: dict[str, _Text] = {}
    for path in paths:
        for number, raw in read_json_lines(path):
            try:
                text = msgspec.convert(_without_nulls(raw), _Text)
            except msgspec.ValidationError as error:
                msg = f"{path}:{number}: {error}. A text needs 'id' and 'text'."
                raise InputError(msg) from error
            if text.id not in wanted:
                continue
            if found.setdefault(text.id, text).text != text.text:
                msg = f"{path}:{number}: another text of {text.id!r} was read before. Leave one of them out."
                raise InputError(msg)
    return found
