"""What two codings of the same texts differ in: the records of a comparison."""

from __future__ import annotations

import msgspec

FIELDS = (
    "kind",
    "call",
    "occurred_on",
    "participants",
    "initiator",
    "medium",
    "format",
    "call_type",
    "occasions",
    "tone",
)
"""The fields that are compared; ``call`` is whether the call is there at all."""


class Flip(msgspec.Struct, frozen=True):
    """One field of one call (or readout) that came out otherwise.

    Attributes
    ----------
    readout_id, source, year, title
        The text; ``year`` is that of its publication, ``""`` if unknown.
    call
        The call's id in the newer coding, in the older one where the newer has none; the readout's for ``kind``.
    field
        One of `FIELDS`.
    before, after
        The values, as words; ``none`` where there is nothing.
    probability_before, probability_after
        Of the models that decided; None where a rule did.
    quote
        The passage that the newer value rests on, or else the older.
    """

    readout_id: str
    source: str
    year: str
    title: str
    call: str
    field: str
    before: str
    after: str
    probability_before: float | None = None
    probability_after: float | None = None
    quote: str = ""


class CountChange(msgspec.Struct, frozen=True):
    """One printed number of a profile, under either coding."""

    profile: str
    leader: str
    window: str
    before: int
    after: int


class Comparison(msgspec.Struct, frozen=True):
    """Two runs over the same texts.

    Attributes
    ----------
    corpus
        What the newer run coded.
    before, after
        Runs, as ``<corpus>@<id>``.
    annotator_before, annotator_after
        What coded, with versions.
    readouts, calls
        Texts in both runs, and calls in the newer one.
    only_before, only_after
        Texts that only one of the runs coded.
    flips
        In the order of the texts.
    counts
        Every number of every profile that has counts under one of the runs.
    """

    corpus: str
    before: str
    after: str
    annotator_before: str
    annotator_after: str
    readouts: int
    calls: int
    only_before: int
    only_after: int
    flips: tuple[Flip, ...]
    counts: tuple[CountChange, ...] = ()
