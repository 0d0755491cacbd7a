"""Two codings of the same texts → which of their calls are the same call, by the people they share."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.evaluate.labels import GoldCall, GoldParticipant, GoldRecord

_IN_COMMON = 2
"""Two calls are the same only if they share that many people."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The calls of one text in both codings.

    Attributes
    ----------
    record
        The text's id.
    text
        The text itself, or ``""`` where neither coding has it.
    aligned
        Pairs of the same call, gold first.
    missed, spurious
        Calls that only gold has, and that only the prediction has.
    """

    record: str
    text: str
    aligned: tuple[tuple[GoldCall, GoldCall], ...]
    missed: tuple[GoldCall, ...]
    spurious: tuple[GoldCall, ...]


def pairings(gold: Mapping[str, GoldRecord], predicted: Mapping[str, GoldRecord]) -> Iterator[Pairing]:
    """Align the calls of every gold record with those predicted for it; a record without a prediction has none.

    Parameters
    ----------
    gold, predicted
        Records by id. A text that gold lacks is taken from the prediction.
    """
    for key, record in gold.items():
        other = predicted.get(key, GoldRecord(key))
        places = align(record.calls, other.calls)
        found, right = {i for i, _ in places}, {j for _, j in places}
        yield Pairing(
            key,
            record.text or other.text,
            tuple((record.calls[i], other.calls[j]) for i, j in places),
            tuple(call for i, call in enumerate(record.calls) if i not in found),
            tuple(call for j, call in enumerate(other.calls) if j not in right),
        )


def align(gold: Sequence[GoldCall], predicted: Sequence[GoldCall]) -> list[tuple[int, int]]:
    """Pair calls one to one, those that share most people first, then in the order of the text.

    Returns
    -------
    list of pairs
        Places in ``gold`` and in ``predicted``.
    """
    sharing = [
        (-shared_people(a.participants, b.participants), i, j) for i, a in enumerate(gold) for j, b in enumerate(predicted)
    ]
    places: list[tuple[int, int]] = []
    free_gold, free_predicted = set(range(len(gold))), set(range(len(predicted)))
    for fewer, i, j in sorted(sharing):
        if -fewer >= _IN_COMMON and i in free_gold and j in free_predicted:
            places.append((i, j))
            free_gold.remove(i)
            free_predicted.remove(j)
    return places


def shared_people(gold: Sequence[GoldParticipant], predicted: Sequence[GoldParticipant]) -> int:
    """Count the people of one call who also took part in the other; each meets one counterpart, the first that fits."""
    left = list(predicted)
    for person in gold:
        place = next((j for j, other in enumerate(left) if is_same_person(person, other)), None)
        if place is not None:
            del left[place]
    return len(predicted) - len(left)


def is_same_person(a: GoldParticipant, b: GoldParticipant) -> bool:
    """Tell whether two names of one polity end in the same word, or have half of their words in common."""
    if a.polity != b.polity:
        return False
    one, two = folded_words(a.name), folded_words(b.name)
    if not one or not two:
        return False
    return one[-1] == two[-1] or 2 * len({*one} & {*two}) >= len({*one, *two})


@functools.lru_cache(maxsize=65_536)
def folded_words(phrase: str) -> tuple[str, ...]:
    """Take a phrase apart into words, lower case, without diacritics and apostrophes; hyphens part words."""
    letters = unicodedata.normalize("NFKD", phrase).casefold()
    return tuple(re.findall(r"\w+", "".join(c for c in letters if c not in "'’" and not unicodedata.combining(c))))
