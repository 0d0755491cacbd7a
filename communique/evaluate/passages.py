"""Tone spans of two codings → which of them mark the same passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.evaluate.alignment import folded_words
from communique.evaluate.labels import GoldCall

_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Mark:
    """One label on one passage.

    Attributes
    ----------
    start, end
        Half-open range of code points in the text; a negative ``start`` where the words could not be located.
    label, toward
        As coded; ``toward`` may be ``""``.
    quote
        The passage's words, or ``""`` where only offsets are known.
    """

    start: int
    end: int
    label: str
    toward: str
    quote: str


def marks(call: GoldCall, text: str) -> list[Mark]:
    """List the labelled passages of a call, one item a label; those given as words are located in the text.

    Parameters
    ----------
    call
        The call.
    text
        The readout's text, or ``""``: then passages without offsets are compared by their words.
    """
    found = []
    for tone in call.tone:
        if tone.span:
            start, end = tone.span
        else:
            start = text.find(tone.text) if text else _NOWHERE
            end = start + len(tone.text)
        quote = tone.text or (text[start:end] if start >= 0 else "")
        found += [Mark(start, end, label, tone.toward, quote) for label in tone.labels]
    return found


def is_overlapping(a: Mark, b: Mark) -> bool:
    """Tell whether two passages overlap; where one has no place, whether half the words of the shorter are in the other."""
    if a.start >= 0 and b.start >= 0:
        return min(a.end, b.end) > max(a.start, b.start)
    one, two = {*folded_words(a.quote)}, {*folded_words(b.quote)}
    return bool(one and two) and 2 * len(one & two) >= min(len(one), len(two))


def counterparts(mark: Mark, others: Sequence[Mark]) -> list[Mark]:
    """List the marks that overlap with one and have the same label."""
    return [other for other in others if other.label == mark.label and is_overlapping(mark, other)]
