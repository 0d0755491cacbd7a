"""Messages between `communique.ingest.pages` and its child process: a length in four bytes, then the content."""

from __future__ import annotations

import struct
from typing import BinaryIO, TypeVar

import msgspec

_LENGTH = struct.Struct(">I")
T = TypeVar("T")


class PageAnswer(msgspec.Struct, frozen=True):
    """What the child found in a page.

    Attributes
    ----------
    published
        Everything that may be its date, the best first.
    fault
        Why the page cannot be used, or ``""``.
    """

    title: str = ""
    text: str = ""
    published: tuple[str, ...] = ()
    url: str = ""
    fault: str = ""


def write_frame(stream: BinaryIO, content: bytes) -> None:
    """Write one message."""
    stream.write(_LENGTH.pack(len(content)) + content)
    stream.flush()


def read_bytes(stream: BinaryIO) -> bytes | None:
    """Read one message; None when the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None


def read_frame(stream: BinaryIO, kind: type[T]) -> T | None:
    """Read one message that holds a record; None when the other side is gone."""
    content = read_bytes(stream)
    return None if content is None else msgspec.json.decode(content, type=kind)
