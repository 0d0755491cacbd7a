"""Coded readouts → how often each value of each field occurs, the values that never occur included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from communique.codebook import (
    CallType,
    DateBasis,
    Format,
    InitiatorBasis,
    Kind,
    Medium,
    OccasionId,
    ToneLabel,
    Toward,
)
from communique.records import CodedReadout


def label_counts(coded: Sequence[CodedReadout]) -> dict[str, dict[str, int]]:
    """Count the values of each field over its own unit: readouts, calls, courtesies, tone spans.

    Parameters
    ----------
    coded
        The labelled readouts.

    Returns
    -------
    dict
        Field → value → number. Closed vocabularies are in the codebook's order and complete, open ones (publishers,
        languages, years) in the order of their values.
    """
    calls = [call for item in coded for call in item.calls]
    occasions = [occasion for call in calls for occasion in call.occasions]
    spans = [span for call in calls for span in call.tone]
    counts = {
        "kind": _count((item.kind for item in coded), Kind),
        "lang": _count(item.readout.lang for item in coded),
        "source": _count(item.readout.source for item in coded),
        "year": _count(item.readout.published[:4] for item in coded),
        "call_type": _count((call.call_type for call in calls), CallType),
        "medium": _count((call.medium for call in calls), Medium),
        "format": _count((call.format for call in calls), Format),
        "basis": _count((call.basis for call in calls), DateBasis),
        "initiator_basis": _count((call.initiator_basis for call in calls), InitiatorBasis),
        "occasion": _count((occasion.id for occasion in occasions), OccasionId),
        "tone": _count((label for span in spans for label in span.labels), ToneLabel),
        "toward": _count((span.toward for span in spans), Toward),
    }
    if any(item.readout.standing for item in coded):
        counts["standing"] = _count(item.readout.standing for item in coded)
    return counts


def _count(values: Iterable[str], known: Iterable[str] = ()) -> dict[str, int]:
    """Count values; those of a closed vocabulary come first, in its order, and at least as 0."""
    found = Counter(str(value) for value in values)
    order = [str(word) for word in known]
    return {value: found[value] for value in [*order, *sorted(found.keys() - set(order))]}
