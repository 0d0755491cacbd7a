"""Two codings of the same texts → how far the coders agree beyond chance.

Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37-46. It is
computed over the calls that both coders have; calls and passages themselves have no categories to agree on by chance, so
they have an F1, which is the same whoever comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

import msgspec

from communique.errors import InputError
from communique.evaluate.alignment import Pairing, pairings, shared_people
from communique.evaluate.labels import GoldCall, Labels, by_id
from communique.evaluate.passages import Mark, is_overlapping, marks
from communique.evaluate.scores import occasion_ids

CATEGORICAL = ("call_type", "initiator", "medium")
"""The fields whose values are categories."""


class Kappa(msgspec.Struct, frozen=True):
    """Agreement on one field.

    Attributes
    ----------
    kappa
        Cohen's kappa, three decimals: 1 for full agreement, 0 for what chance would give; None where it is undefined,
        because both coders gave one and the same value throughout, or there is no call.
    observed
        Share of calls on which the coders agree, in per cent.
    n
        Calls compared.
    """

    kappa: float | None
    observed: float
    n: int


class Agreement(msgspec.Struct, frozen=True):
    """How far two codings of the same texts agree.

    Attributes
    ----------
    records
        Texts that both coded.
    aligned_calls
        Calls that both have.
    calls_f1, participants_f1, spans_f1, tone_f1
        F1 of calls, of the people in them, of tone passages that overlap, and of those with the same label, in per cent;
        None where neither coder has any.
    fields
        Kappa of each categorical field.
    occasions
        Kappa of each occasion that either coder saw, as present or absent in a call.
    only_first, only_second
        Ids of the texts that one of them coded alone: not compared.
    """

    records: int
    aligned_calls: int
    calls_f1: float | None
    participants_f1: float | None
    spans_f1: float | None
    tone_f1: float | None
    fields: dict[str, Kappa]
    occasions: dict[str, Kappa]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def agreement(first: Labels, second: Labels) -> Agreement:
    """Compare two codings of the same texts.

    Parameters
    ----------
    first, second
        The codings, joined by id.

    Raises
    ------
    InputError
        When a record is not in the codebook's form, an id comes twice on one side, or no text was coded twice.
    """
    one, two = by_id(first), by_id(second)
    both = {key: record for key, record in one.items() if key in two}
    if not both:
        msg = f"the codings have no id in common ({len(one)} and {len(two)} records). Give two codings of the same texts."
        raise InputError(msg)
    pairs = list(pairings(both, two))
    aligned = [pair for pairing in pairs for pair in pairing.aligned]
    seen = sorted({name for pair in aligned for call in pair for name in occasion_ids(call)})
    ours = [call for pairing in pairs for call in (*(a for a, _ in pairing.aligned), *pairing.missed)]
    theirs = [call for pairing in pairs for call in (*(b for _, b in pairing.aligned), *pairing.spurious)]
    shared = sum(shared_people(a.participants, b.participants) for a, b in aligned)
    return Agreement(
        records=len(both),
        aligned_calls=len(aligned),
        calls_f1=_f1(len(aligned), len(ours), len(aligned), len(theirs)),
        participants_f1=_f1(shared, _people(ours), shared, _people(theirs)),
        spans_f1=_passages_f1(pairs, labelled=False),
        tone_f1=_passages_f1(pairs, labelled=True),
        fields={field: cohens_kappa([(a.value(field), b.value(field)) for a, b in aligned]) for field in CATEGORICAL},
        occasions={
            name: cohens_kappa([(name in occasion_ids(a), name in occasion_ids(b)) for a, b in aligned]) for name in seen
        },
        only_first=tuple(key for key in one if key not in two),
        only_second=tuple(key for key in two if key not in one),
    )


def cohens_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Kappa:
    """Compute Cohen's kappa.

    Parameters
    ----------
    pairs
        The two coders' values for each item.
    """
    n, agreed = len(pairs), sum(a == b for a, b in pairs)
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    # n² times the agreement that chance would give: whole numbers, so that 1 is seen exactly
    chance = sum(ours[value] * theirs[value] for value in ours)
    kappa = round((n * agreed - chance) / (n * n - chance), 3) if n * n != chance else None
    return Kappa(kappa, round(100 * agreed / n, 1) if n else 0.0, n)


def _people(calls: Sequence[GoldCall]) -> int:
    return sum(len(call.participants) for call in calls)


def _passages_f1(pairs: Sequence[Pairing], *, labelled: bool) -> float | None:
    """Compute the F1 of passages over all calls, as two recalls; without labels, a passage counts once."""
    found = [0, 0, 0, 0]
    for pairing in pairs:
        calls = [*pairing.aligned, *((a, None) for a in pairing.missed), *((None, b) for b in pairing.spurious)]
        for a, b in calls:
            ours, theirs = _passages(a, pairing.text, labelled=labelled), _passages(b, pairing.text, labelled=labelled)
            for place, here, there in ((0, ours, theirs), (2, theirs, ours)):
                found[place] += sum(any(_is_same(x, y, labelled=labelled) for y in there) for x in here)
                found[place + 1] += len(here)
    return _f1(*found)


def _passages(call: GoldCall | None, text: str, *, labelled: bool) -> list[Mark]:
    found = marks(call, text) if call else []
    return found if labelled else list({(mark.start, mark.end, mark.quote): mark for mark in found}.values())


def _is_same(a: Mark, b: Mark, *, labelled: bool) -> bool:
    return is_overlapping(a, b) and (a.label == b.label or not labelled)


def _f1(ours_met: int, ours: int, theirs_met: int, theirs: int) -> float | None:
    """Compute the harmonic mean of the two coders' recalls of each other."""
    if not ours and not theirs:
        return None
    if not ours_met or not theirs_met:
        return 0.0
    a, b = ours_met / ours, theirs_met / theirs
    return round(100 * (2 * a * b / (a + b)), 1)
