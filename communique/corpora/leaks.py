"""Parts that are to be kept apart → texts that stand, or nearly stand, in two of them.

A text on which a model was trained says nothing about the model when it is measured on it. What counts as nearly the same is
left to `communique.corpora.likeness`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from communique.annotations import read_json_lines
from communique.corpora.likeness import similar_pairs
from communique.errors import InputError
from communique.records import Readout


class Leak(msgspec.Struct, frozen=True):
    """A text that stands in two parts.

    Attributes
    ----------
    part, other_part
        Names of the parts.
    readout, other
        Ids of the two readouts.
    at, other_at
        File and line of each.
    similarity
        Jaccard similarity of the texts, in [0.8, 1].
    """

    part: str
    readout: str
    at: str
    other_part: str
    other: str
    other_at: str
    similarity: float

    def __str__(self) -> str:
        likeness = "the same text as" if self.similarity >= 1 else f"nearly ({self.similarity:.2f})"
        where = f"{self.other!r} of {self.other_part} ({self.other_at})"
        return f"{self.at}: {self.readout!r} is {likeness} {where}. Keep it in one part, or write one anew."


def find_leaks(parts: Mapping[str, Sequence[Readout]]) -> tuple[Leak, ...]:
    """Find the texts that stand in two parts.

    Parameters
    ----------
    parts
        The readouts of each part, by its name. Likeness inside one part is no leak.
    """
    placed = [(name, readout) for name, readouts in parts.items() for readout in readouts]
    found = []
    for a, b, similarity in similar_pairs([readout.text for _, readout in placed]):
        (other_part, other), (part, readout) = placed[a], placed[b]
        if part != other_part:
            found.append(Leak(part, readout.id, readout.origin, other_part, other.id, other.origin, similarity))
    return tuple(found)


def read_texts(path: Path) -> tuple[Readout, ...]:
    """Read the texts of a JSONL file, labelled or not, to compare them with others.

    Parameters
    ----------
    path
        Each line is an object with ``text`` and, if it has one, ``id``.

    Raises
    ------
    InputError
        Naming the file and line without a text.
    """
    texts = []
    for number, record in read_json_lines(path):
        text, origin = record.get("text"), f"{path}:{number}"
        if not isinstance(text, str):
            msg = f"{origin}: has no 'text'. Give the texts as JSON objects, one a line, with 'id' and 'text'."
            raise InputError(msg)
        texts.append(Readout(str(record.get("id", number)), "", "", "", "", text, origin=origin))
    return tuple(texts)
