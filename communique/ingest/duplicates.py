"""Readouts → pairs that tell the same: word for word, or nearly so.

Near-duplicates are pairs of one publisher whose three-word shingles have a Jaccard similarity of 0.9 or more. They are
found exactly, not by chance, through prefix filtering (Chaudhuri, Ganti and Kaushik 2006): two sets that similar must
share one of their rarest tenth of shingles. Exact duplicates can be dropped; near ones are for a person to look at.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from communique.records import Readout, Rejection

SIMILARITY = 0.9
"""Jaccard similarity from which two texts are near-duplicates."""

_SHINGLE = 3
_WORD = re.compile(r"\w+")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_Shingles = npt.NDArray[np.uint64]


class Duplicate(msgspec.Struct, frozen=True):
    """Two readouts that tell the same.

    Attributes
    ----------
    first, second
        Their ids, in the order in which they came.
    similarity
        Jaccard similarity of their shingles, in [0.9, 1].
    exact
        Whether the texts are the same but for white space.
    """

    first: str
    second: str
    similarity: float
    exact: bool


def find_duplicates(readouts: Iterable[Readout], *, similarity: float = SIMILARITY) -> list[Duplicate]:
    """Find the pairs that tell the same.

    Parameters
    ----------
    readouts
        Exact duplicates are found among all of them, near ones among those of one publisher.
    similarity
        Jaccard similarity from which two texts are near-duplicates, above 0 and at most 1.

    Returns
    -------
    list of Duplicate
        In the order of the second readout. Each exact duplicate is paired with the first of its kind only, and only
        that one takes part in the search for near ones.
    """
    first_with: dict[bytes, str] = {}
    groups: dict[str, tuple[list[int], list[str], list[_Shingles]]] = defaultdict(lambda: ([], [], []))
    numbers: dict[str, int] = {}
    found: list[tuple[int, Duplicate]] = []
    for place, readout in enumerate(readouts):
        key = _fingerprint(readout.text)
        if key in first_with:
            found.append((place, Duplicate(first_with[key], readout.id, 1.0, exact=True)))
            continue
        first_with[key] = readout.id
        places, ids, sets = groups[readout.source]
        places.append(place)
        ids.append(readout.id)
        sets.append(_shingles(readout.text, numbers))
    for places, ids, sets in groups.values():
        for a, b, near in _similar_pairs(sets, similarity):
            found.append((places[b], Duplicate(ids[a], ids[b], near, exact=False)))
    return [duplicate for _, duplicate in sorted(found, key=lambda pair: pair[0])]


def drop_duplicates(items: Iterable[Readout | Rejection]) -> Iterator[Readout | Rejection]:
    """Turn exact duplicates of an earlier readout into rejections.

    Parameters
    ----------
    items
        A duplicate has the same source, day of publication and text (but for white space); rejections pass through.
    """
    seen: dict[bytes, str] = {}
    for item in items:
        if isinstance(item, Readout):
            key = _fingerprint(item.text, item.source, item.published[:10])
            earlier = seen.get(key)
            if earlier is not None:
                reason = f"duplicate of {earlier}: same source, day and text. Keep one of them."
                yield Rejection(item.origin, reason, item.id)
                continue
            seen[key] = item.id
        yield item


def _fingerprint(text: str, *more: str) -> bytes:
    """Digest a text without regard to white space."""
    return hashlib.sha256("\x1f".join([*more, " ".join(text.split())]).encode()).digest()


def _shingles(text: str, numbers: dict[str, int]) -> _Shingles:
    """Turn a text into the sorted set of its shingles, each hashed to 64 bits; short texts have one."""
    words = [numbers.setdefault(word, len(numbers) + 1) for word in _WORD.findall(text.casefold())]
    row = np.array(words or [0], dtype=np.uint64)
    if len(row) < _SHINGLE:
        row = np.pad(row, (0, _SHINGLE - len(row)))
    hashed = np.zeros(len(row) - _SHINGLE + 1, dtype=np.uint64)
    for shift in range(_SHINGLE):
        hashed = (hashed ^ row[shift : len(row) - _SHINGLE + 1 + shift]) * _MIX
        hashed ^= hashed >> np.uint64(29)
    return np.unique(hashed)


def _similar_pairs(sets: Sequence[_Shingles], similarity: float) -> Iterator[tuple[int, int, float]]:
    """Find all pairs of sets at least so similar; sets are visited from small to large."""
    if len(sets) < 2:
        return
    shingles, counts = np.unique(np.concatenate(sets), return_counts=True)
    by_prefix: dict[int, list[int]] = defaultdict(list)
    for now in sorted(range(len(sets)), key=lambda i: len(sets[i])):
        own = sets[now]
        size = len(own)
        rarity = counts[np.searchsorted(shingles, own)]
        least = math.ceil(similarity * size - 1e-9)  # 0.7 * 10 is 7.000000000000001
        prefix = own[np.lexsort((own, rarity))][: size - least + 1]
        candidates: set[int] = set()
        for shingle in prefix.tolist():
            postings = by_prefix[shingle]
            candidates.update(i for i in postings if len(sets[i]) >= least)
            postings.append(now)
        for other in sorted(candidates):
            common = len(np.intersect1d(own, sets[other], assume_unique=True))
            near = common / (size + len(sets[other]) - common)
            if near >= similarity:
                yield min(now, other), max(now, other), near
