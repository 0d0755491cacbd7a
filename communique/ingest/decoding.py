"""Bytes → text: UTF-8, or UTF-16 where a byte order mark or the pattern of zeros says so; never a guess beyond that."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from communique.errors import RejectedReadoutError

LINE_LIMIT = 64 * 2**20
"""Bytes that one line, and one cell of a table, may have."""

_HEAD = 4096


class Line(NamedTuple):
    """One line of a file.

    Attributes
    ----------
    number
        From 1.
    text
        Decoded, with its line end; bytes that are not UTF-8 are kept as lone surrogates.
    fault
        Why the line cannot be used, or ``""``.
    """

    number: int
    text: str
    fault: str = ""


def encoding_of(head: bytes) -> str:
    """Tell the encoding from the first bytes of a file.

    Parameters
    ----------
    head
        A few thousand bytes are enough.
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # UTF-16 without a mark: spaces, digits and line ends leave a zero in every second byte.
    for encoding, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) > len(zeros) // 10 and not others.count(0):
            return encoding
    return "utf-8"


def not_utf8(error: UnicodeDecodeError, before: int = 0) -> str:
    """Say which byte of a file is wrong, and what to do.

    Parameters
    ----------
    error
        What the decoder raised.
    before
        Bytes of the file before the piece that was decoded.
    """
    value = error.object[error.start]
    return f"not {error.encoding.upper()}: byte 0x{value:02X} at offset {before + error.start}. Save the file as UTF-8."


def decode(content: bytes) -> str:
    """Decode a whole file.

    Raises
    ------
    RejectedReadoutError
        Naming the first byte that is not UTF-8.
    """
    try:
        return content.decode(encoding_of(content[:_HEAD]))
    except UnicodeDecodeError as error:
        raise RejectedReadoutError(not_utf8(error)) from error


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """Read the lines of a text file; a faulty line is said to be so, and the next ones follow.

    Parameters
    ----------
    stream
        Seekable, at its start.
    """
    encoding = encoding_of(stream.read(_HEAD))
    stream.seek(len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0)
    return _utf8_lines(stream) if encoding.startswith("utf-8") else _utf16_lines(stream, encoding)


def _utf8_lines(stream: BinaryIO) -> Iterator[Line]:
    number = 0
    before = stream.tell()
    while raw := stream.readline(LINE_LIMIT):
        number += 1
        if len(raw) == LINE_LIMIT and not raw.endswith(b"\n"):
            yield Line(number, "", f"the line is longer than {LINE_LIMIT} bytes")
            while (raw := stream.readline(LINE_LIMIT)) and not raw.endswith(b"\n"):
                pass
            before = stream.tell()
            continue
        try:
            yield Line(number, raw.decode())
        except UnicodeDecodeError as error:
            yield Line(number, raw.decode(errors="surrogateescape"), not_utf8(error, before))
        before += len(raw)


def _utf16_lines(stream: BinaryIO, encoding: str) -> Iterator[Line]:
    number = 0
    lines = io.TextIOWrapper(stream, encoding, newline="\n")
    try:
        for text in lines:
            number += 1
            yield Line(number, text)
    except UnicodeDecodeError as error:
        yield Line(number + 1, "", f"not {encoding.upper()} from here on ({error.reason}). Save the file as UTF-8.")
    finally:
        lines.detach()
