"""What people decided against, or with, the machine: one decision a line, in a file that only grows.

A correction is tied to the text that was read (the readout's id and digest) and to its call by the people on the line, so
that it holds for whatever model codes the text next. Of several on one field the later line wins; nothing is rewritten.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec

from communique.errors import InputError, did_you_mean
from communique.records import Call
from communique.review.values import CALL_FIELDS, FIELDS, MOST_NAME, shown, text_faults, value_faults
from communique.tellings import surname_key

MOST_WHO, MOST_WHY, MOST_LINE = 100, 2_000, 200_000
"""Characters of a reviewer's name and of the reason; bytes of a line."""


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which call of a readout is meant.

    Attributes
    ----------
    number
        Its number in the readout, from 1; 0 for a call that the machine had not found. Decides only between two calls of
        the same people.
    participants
        ``POLITY:surname`` of everybody on the line, sorted.
    """

    number: int
    participants: tuple[str, ...]


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the machine had decided, and which."""

    value: Any
    annotator: str


class Correction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One decision of a person.

    Attributes
    ----------
    readout, digest
        Id and digest (`communique.records.Readout.digest`) of the text that was read.
    call
        The call; None for the readout's ``kind``.
    field, value
        See `communique.review.values`. A value that equals the machine's confirms it.
    who, when, why
        The reviewer, the moment (ISO 8601 with its zone), and the reason.
    span, quote, where
        The passage that the decision rests on, if the value does not hold passages of its own.
    machine
        What it corrects or confirms.
    origin
        The file and line it was read from; not written.
    """

    readout: str
    digest: str
    field: str
    value: Any
    who: str
    when: str
    why: str = ""
    call: Anchor | None = None
    span: tuple[int, int] | None = None
    quote: str = ""
    where: Literal["text", "title"] = "text"
    machine: Machine | None = None
    origin: str = ""


def anchor(call: Call, number: int) -> Anchor:
    """Describe a call so that it is found again in another coding of the text; 0 numbers one that the machine had not found."""
    return Anchor(number, tuple(sorted(f"{p.polity}:{surname_key(p, call.occurred_on)}" for p in call.participants)))


def correction_faults(correction: Correction) -> Iterator[str]:
    """Iterate over what is wrong with a correction, whatever it is applied to; each with its way out."""
    if correction.field not in FIELDS:
        yield f"unknown field {shown(correction.field)}. {did_you_mean(correction.field[:60], FIELDS)}"
    else:
        yield from value_faults(correction.field, correction.value)
    if (correction.call is None) != (correction.field not in CALL_FIELDS):
        yield "'call' has to say which call is meant, or is left out for the readout's kind. Mend 'call'."
    for name in correction.call.participants if correction.call else ():
        yield from text_faults("a participant in 'call'", name, MOST_NAME, is_given=True)
    yield from text_faults("'readout'", correction.readout, MOST_WHY, is_given=True)
    if not any(c.isalpha() for c in correction.who):
        yield f"'who' is {shown(correction.who)}. Write the reviewer's name."
    if "<" in correction.who or ">" in correction.who:
        yield "'who' holds < or >. Write the reviewer's name as it is to be printed."
    yield from text_faults("'who'", correction.who, MOST_WHO)
    yield from text_faults("'why'", correction.why, MOST_WHY)
    if not _is_moment(correction.when):
        yield f"'when' is {shown(correction.when)}. Write a moment with its zone, such as 2026-11-24T10:00:00+00:00."
    if correction.span is not None and not 0 <= correction.span[0] < correction.span[1]:
        yield f"'span' is {list(correction.span)}. Give start and end in characters, the end not included."


def _is_moment(text: str) -> bool:
    try:
        return dt.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a file of corrections, in its order; none where there is no file.

    Raises
    ------
    InputError
        With every fault of the file, one line each: ``path:line: what is wrong. The way out``.
    """
    try:
        with path.open("rb") as file:
            return parse_corrections(file, str(path))
    except FileNotFoundError:
        return ()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}."
        raise InputError(msg) from error


def parse_corrections(file: BinaryIO, place: str) -> tuple[Correction, ...]:
    """Read corrections as `read_corrections` does, from an open file that messages call ``place``."""
    faults: list[str] = []
    found: list[Correction] = []
    for number, line in enumerate(_lines(file), 1):
        origin = f"{place}:{number}"
        if not line.strip():
            continue
        try:
            correction = _read_line(line)
        except InputError as error:
            faults.append(f"{origin}: {error}")
            continue
        faults += [f"{origin}: {fault}" for fault in correction_faults(correction)]
        found.append(msgspec.structs.replace(correction, origin=origin))
    if faults:
        raise InputError("\n".join(faults))
    return tuple(found)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Iterate over lines; of one that is too long the beginning stands for it, so that it is refused and not held."""
    while line := file.readline(MOST_LINE + 2):
        yield line
        while not line.endswith(b"\n") and len(line) > MOST_LINE and (rest := file.readline(MOST_LINE)):
            if rest.endswith(b"\n"):
                break


def _read_line(line: bytes) -> Correction:
    """Read one line.

    Raises
    ------
    InputError
        Without its place.
    """
    if len(line) > MOST_LINE:
        msg = f"the line is longer than {MOST_LINE:,} bytes. A decision needs far less: remove it."
        raise InputError(msg)
    try:
        correction = msgspec.json.decode(line, type=Correction)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        msg = f"is no correction: {shown(str(error), 200)}. Write one JSON object a line, as 'communique review' does."
        raise InputError(msg) from error
    if correction.origin:
        msg = "'origin' is not written in the file. Remove it."
        raise InputError(msg)
    return correction


def write_line(correction: Correction) -> bytes:
    """Write a correction as a line of the file."""
    return msgspec.json.encode(msgspec.structs.replace(correction, origin="")) + b"\n"


def append_corrections(path: Path, corrections: Sequence[Correction]) -> None:
    """Add decisions to the end of a file, all in one piece.

    Raises
    ------
    InputError
        When one of them is wrong (none is written then), or the file cannot be written.
    """
    faults = [f"{c.readout}, {shown(c.field)}: {fault}" for c in corrections for fault in correction_faults(c)]
    if faults:
        raise InputError("\n".join(faults))
    if not corrections:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as out:
            # a line that was cut off by a crash must not swallow the next one; reading names it
            torn = out.tell() > 0 and not _ends_with_line(path)
            out.write((b"\n" if torn else b"") + b"".join(write_line(c) for c in corrections))
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        msg = f"{path}: cannot be written: {error.strerror}. Make room, or name another workspace."
        raise InputError(msg) from error


def _ends_with_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
