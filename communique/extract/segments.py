"""Text → the part that is message, and its sentences.

Page furniture is told from the message: the header that repeats the title, the stamp and place, the name captions, the
footer of subjects and persons (Russian Kremlin pages); notes for editors; transcripts below a "* * *". Nothing is cut out
of the text, so that offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BREAK = re.compile(
    r"[.!?…\n*#](?:(?<=[.!?…])[.!?…]*[\"”»’')\]]*(?=\s)|(?<=\n)\n*|(?<=\w\.)(?=[A-ZА-ЯЁ][a-zа-яё]+ )|(?<=\*)\s?\*\s?\*|(?<=#)##+)"
)
"""It opens with one set of characters, by which the `re` module skips all others at once."""
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st jr sr rt brig maj capt adm messrs gen sen gov rep lt col prof hon no vs etc u.s u.k u.n e.u h.e h.m mme mm m "
    "jan feb mar apr jun jul aug sep sept oct nov dec г гг т.е т.д т.п др пр им ул н.э st ste".split(),
)
_STAMP_RU = re.compile(
    r"\d{1,2} (?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря) \d{4} года[, ]+\d{1,2}:\d{2}"
)
_FOOTER = re.compile(
    r"\s(?:Смотрите также|Темы [А-ЯЁ]|Лица [А-ЯЁ]|География [А-ЯЁ]|Статус материала)|\n(?:Notes? (?:for|to) editors?|ENDS|Media contacts?)\b|\nSee also\b"
)
_TRANSCRIPT = re.compile(
    r"\*\s?\*\s?\*|<…>|(?:^|\n)(?:PRESIDENT [A-Z]+|MR\. [A-Z]+|Q):? |В\.Путин: |President of Russia Vladimir Putin: "
    r"|\b(?:message|telegram|letter)(?: of \w+)?,? (?:reads|says|states)(?:,? in part)?,?:|\b(?:телеграмме|послании|поздравлении),? (?:в частности,? )?(?:говорится|отмечается)[^.:]{0,40}:"
)
"""A transcript, or the text of a message, below the readout: no part of what it tells of the call."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, as a range of the text; ``lead`` counts from 0 at the first sentence of the message."""

    start: int
    end: int
    lead: int


def message_range(text: str, title: str = "") -> tuple[int, int]:
    """Find where the message begins and ends, page furniture left out.

    Parameters
    ----------
    text, title
        As published.
    """
    start, end = 0, len(text)
    stamp = _STAMP_RU.search(text, 0, 2_000)
    if stamp and text.startswith("События"):
        start = len("События")
        if title and text.startswith(title, start + 1):
            start += 1 + len(title)
        if not text[start : stamp.start()].strip():
            start = stamp.end()
    footer = _FOOTER.search(text, start)
    if footer:
        end = footer.start()
    transcript = _TRANSCRIPT.search(text, start + 1, end)
    if transcript:
        end = transcript.start()
    return start, max(end, start)


def find_sentences(text: str, start: int, end: int) -> list[Sentence]:
    """Cut a stretch of text into sentences.

    Parameters
    ----------
    text, start, end
        The text and the range of code points to cut.
    """
    found: list[Sentence] = []
    for left, right in _ranges(text, start, end):
        stripped = text[left:right]
        lead = left + len(stripped) - len(stripped.lstrip())
        tail = right - (len(stripped) - len(stripped.rstrip()))
        if lead < tail and any(c.isalnum() for c in text[lead:tail]):
            found.append(Sentence(lead, tail, len(found)))
    return found


def _ranges(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    left = start
    for match in _BREAK.finditer(text, start, end):
        if match.group() == "\n" and text[match.end() : match.end() + 1].islower():
            continue  # a line wrapped inside its sentence
        if match.group()[:1] in ".…" and match.group()[:2] != "..":
            before = text[max(left, match.start() - 12) : match.start()].rpartition(" ")[2].lstrip('("“«')
            after = text[match.end() : match.end() + 2].strip()
            if before.casefold() in _ABBREVIATIONS and not (
                before.casefold().startswith("u.")
                and after[:1].isupper()
                and text[left : match.start()].count(" ") > 12
                and after[:1] in "THI"
            ):
                continue
            if len(before) == 1 and before.isupper():
                continue  # an initial
            if after[:1].islower():
                continue
        yield left, match.end()
        left = match.end()
    for stamp in _STAMP_RU.finditer(text, left, end):
        yield left, stamp.end()
        left = stamp.end()
    yield left, end
