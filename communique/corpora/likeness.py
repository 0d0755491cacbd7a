"""Texts of a corpus → pairs that are nearly the same, and pairs that share a run of words.

Near-duplicates are pairs whose sets of three-word shingles have a Jaccard similarity of 0.8 or more (Broder 1997); one
on each side of a split makes every measure look better than it is. Candidates are found by MinHash in 32 bands of 4 rows,
which misses a pair of similarity 0.8 five times in a hundred million, and are then compared exactly. A shared run of twelve
words is a copied sentence, or a chain of names and offices: for a person to look at.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from communique.records import Readout

SIMILARITY = 0.8
"""Jaccard similarity from which two texts are near-duplicates."""

RUN = 12
"""Words in a row that two texts should not share."""

_SHINGLE = 3
_BANDS, _ROWS = 32, 4
_WORD = re.compile(r"\w+")


class NearDuplicate(msgspec.Struct, frozen=True):
    """Two readouts that tell nearly the same.

    Attributes
    ----------
    first, second
        Their ids, in the order of the corpus.
    similarity
        Jaccard similarity of their shingles, in [0.8, 1].
    at
        File and line of the second.
    """

    first: str
    second: str
    similarity: float
    at: str


class SharedRuns(msgspec.Struct, frozen=True):
    """Two readouts with runs of twelve words in common.

    Attributes
    ----------
    first, second
        Their ids, in the order of the corpus.
    n
        How many runs; one longer by k words counts as k + 1.
    example
        The first of them, in lower case and without punctuation.
    at
        File and line of the second.
    """

    first: str
    second: str
    n: int
    example: str
    at: str


def near_duplicates(readouts: Sequence[Readout]) -> tuple[NearDuplicate, ...]:
    """Find the pairs whose texts are nearly the same."""
    return tuple(
        NearDuplicate(readouts[a].id, readouts[b].id, similarity, readouts[b].origin)
        for a, b, similarity in similar_pairs([readout.text for readout in readouts])
    )


def similar_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Iterate over the numbers (from 0) of texts that are nearly the same, and how similar they are.

    Parameters
    ----------
    texts
        Those without a word are like no other.

    Yields
    ------
    tuple of int, int, float
        The first number is the smaller one; pairs come in the order of both.
    """
    sets = [_shingles(text, _SHINGLE) for text in texts]
    for a, b in sorted(_candidates(sets)):
        shared = len(sets[a].keys() & sets[b].keys())
        similarity = shared / (len(sets[a]) + len(sets[b]) - shared)
        if similarity >= SIMILARITY:
            yield a, b, similarity


def shared_runs(readouts: Sequence[Readout]) -> tuple[SharedRuns, ...]:
    """Find the pairs whose texts share a run of twelve words."""
    runs = [{run: None for run in _shingles(readout.text, RUN) if len(run) == RUN} for readout in readouts]
    found = []
    for (a, b), n in sorted(_pairs(runs).items()):
        example = next(run for run in runs[b] if run in runs[a])
        found.append(SharedRuns(readouts[a].id, readouts[b].id, n, " ".join(example), readouts[b].origin))
    return tuple(found)


def _shingles(text: str, size: int) -> dict[tuple[str, ...], None]:
    """Cut a text into overlapping runs of words, in order and each once; a shorter text is one run."""
    words = _WORD.findall(text.casefold())
    return dict.fromkeys(tuple(words[start : start + size]) for start in range(max(len(words) - size + 1, min(len(words), 1))))


def _pairs(sets: Sequence[dict[tuple[str, ...], None]]) -> Counter[tuple[int, int]]:
    """Count what each two sets have in common; pairs with nothing in common are left out."""
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, shingles in enumerate(sets):
        for shingle in shingles:
            holders[shingle].append(number)
    return Counter(itertools.chain.from_iterable(itertools.combinations(numbers, 2) for numbers in holders.values()))


def _candidates(sets: Sequence[dict[tuple[str, ...], None]]) -> set[tuple[int, int]]:
    """Find the pairs of sets whose signatures agree in a band."""
    multiply, add = np.random.default_rng(1997).integers(1, 2**63, (2, _BANDS * _ROWS), dtype=np.uint64)
    multiply |= np.uint64(1)
    found: set[tuple[int, int]] = set()
    holders: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
    for number, shingles in enumerate(sets):
        if shingles:
            for band, rows in enumerate(_signature(shingles, multiply, add)):
                holders[band, rows.tobytes()].append(number)
    for numbers in holders.values():
        found.update(itertools.combinations(numbers, 2))
    return found


def _signature(
    shingles: dict[tuple[str, ...], None], multiply: npt.NDArray[np.uint64], add: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    """Give the smallest value of a set under each hash function, by band."""
    hashed = np.array([zlib.crc32("\x1f".join(shingle).encode()) for shingle in shingles], dtype=np.uint64)
    smallest: npt.NDArray[np.uint64] = ((hashed[:, None] * multiply + add) >> np.uint64(32)).min(axis=0)
    return smallest.reshape(_BANDS, _ROWS)
