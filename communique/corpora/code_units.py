"""Offsets in Unicode code points, as records count, ↔ offsets in UTF-16 code units, as JavaScript counts."""

from __future__ import annotations

import itertools


def code_unit_offsets(text: str) -> list[int]:
    """List, for each code point of a text and for its end, the number of UTF-16 code units before it."""
    return [0, *itertools.accumulate(1 + (character > "\uffff") for character in text)]


def code_point_offsets(text: str) -> dict[int, int]:
    """Map offsets in UTF-16 code units to offsets in code points; those inside a surrogate pair are not in it."""
    return {units: points for points, units in enumerate(code_unit_offsets(text))}
