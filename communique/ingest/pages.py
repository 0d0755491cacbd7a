"""Web pages → title, text, date and address, in a process that can be killed.

The readable part is found by trafilatura, which gives nothing on deeply nested pages and can run for ever on hostile
ones; so one child process reads page after page (see `communique.ingest.page_worker`), within limits of bytes, depth,
memory and seconds, and is started anew when it had to be killed.
"""

from __future__ import annotations

import codecs
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

import communique
from communique.errors import RejectedReadoutError
from communique.ingest.decoding import decode, not_utf8
from communique.ingest.page_frames import PageAnswer, read_frame, write_frame
from communique.ingest.stamps import normalise_stamp

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class PageLimits:
    """What a page may cost.

    Attributes
    ----------
    page_bytes
        Bytes of HTML.
    depth
        Elements inside one another.
    seconds
        Time to read it.
    start_seconds
        Time for the child process to start.
    """

    page_bytes: int = 10 * 2**20
    depth: int = 200
    seconds: float = 20.0
    start_seconds: float = 120.0


@dataclass(frozen=True)
class Page:
    """What a page says; ``published`` is as the page writes it, ``""`` where it says nothing that is a date."""

    title: str
    text: str
    published: str
    url: str


class PageReader:
    """Reads pages in a child process, which starts with the first page and ends with the ``with`` block.

    Parameters
    ----------
    limits
        What a page may cost.
    """

    def __init__(self, limits: PageLimits | None = None) -> None:
        self.limits = limits or PageLimits()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def read(self, content: bytes) -> Page:
        """Read one page.

        Parameters
        ----------
        content
            The HTML as it was fetched or saved.

        Raises
        ------
        RejectedReadoutError
            When it holds no readable text or costs more than the limits.
        """
        if len(content) > self.limits.page_bytes:
            msg = f"the page is longer than {self.limits.page_bytes} bytes. Save its text alone."
            raise RejectedReadoutError(msg)
        answer = self._ask(_decode_page(content))
        if answer.fault:
            msg = f"the page {answer.fault}"
            raise RejectedReadoutError(msg)
        published = next((stamp for stamp in answer.published if _is_stamp(stamp)), "")
        return Page(answer.title, answer.text, published, answer.url)

    def _ask(self, html: str) -> PageAnswer:
        """Send a page to the child; kill it when it does not answer in time."""
        child = self._running_child()
        with _deadline(child, self.limits.seconds) as passed:
            try:
                write_frame(cast("BinaryIO", child.stdin), html.encode())
                answer = read_frame(cast("BinaryIO", child.stdout), PageAnswer)
            except OSError:  # the pipe broke: the child died while it was being written to
                answer = None
        if answer is not None:
            return answer
        self.close()
        if passed.is_set():
            msg = f"the page took longer than {self.limits.seconds:g} seconds to read. Save its text alone."
        else:
            msg = "the page broke the program that reads it (out of memory?). Save its text alone."
        raise RejectedReadoutError(msg)

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        package_root = str(Path(communique.__file__).resolve().parent.parent)
        path = os.pathsep.join(filter(None, [package_root, os.environ.get("PYTHONPATH", "")]))
        command = [sys.executable, "-P", "-m", "communique.ingest.page_worker", str(self.limits.depth)]
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path},
        )
        with _deadline(self._child, self.limits.start_seconds):
            ready = read_frame(cast("BinaryIO", self._child.stdout), PageAnswer)
        if ready is None:
            self.close()
            msg = "the page reader did not start. Is trafilatura installed in this environment?"
            raise RejectedReadoutError(msg)
        return self._child

    def close(self) -> None:
        """End the child process, if there is one."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                with suppress(OSError):  # what is still in the buffer of a dead child's pipe is lost, and that is right
                    cast("BinaryIO", pipe).close()
            self._child = None


def _decode_page(content: bytes) -> str:
    """Decode a page by its byte order mark, else by the charset that it declares, else as UTF-8."""
    declared = _CHARSET.search(content[:2048])
    if declared is None or content.startswith(_MARKS):
        return decode(content)
    charset = declared[1].decode("ascii")
    try:
        return content.decode(charset)
    except LookupError as error:
        msg = f"the page declares an unknown charset {charset!r}. Save it as UTF-8."
        raise RejectedReadoutError(msg) from error
    except UnicodeDecodeError as error:
        raise RejectedReadoutError(not_utf8(error)) from error


@contextmanager
def _deadline(child: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """Kill the child after a time, and tell whether that happened; reading from its pipe then ends."""
    passed = threading.Event()

    def strike() -> None:
        passed.set()
        child.kill()

    timer = threading.Timer(seconds, strike)
    timer.daemon = True
    timer.start()
    try:
        yield passed
    finally:
        timer.cancel()
        timer.join()


def _is_stamp(text: str) -> bool:
    try:
        return bool(normalise_stamp(text))
    except RejectedReadoutError:
        return False
