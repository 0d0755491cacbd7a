"""Scores → rows for a terminal, and an object ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from communique.evaluate.disagreements import Disagreement
from communique.evaluate.scores import PrecisionRecall, Scores

ALL = "all"
"""The row of all sources together."""

SCORE_COLUMNS = (
    "source",
    "texts",
    "calls",
    "participants",
    "date",
    "medium",
    "call type",
    "ceremonial",
    "initiator",
    "initiator stated",
    "occasions",
    "occasions by/to",
    "tone",
    "toward",
    "count error",
)
"""Headings of `score_rows`."""

TONE_COLUMNS = ("source", "label", "precision", "recall", "F1", "n")
"""Headings of `tone_rows`."""


def score_rows(overall: Scores, by_source: Mapping[str, Scores] | None = None) -> list[tuple[str, ...]]:
    """Set out scores, a row a source, the sum of all last.

    Parameters
    ----------
    overall
        Scores of all texts.
    by_source
        Scores of each source.

    Returns
    -------
    list of tuple of str
        Cells in the order of ``SCORE_COLUMNS``: an F1 as ``"97.5 (40)"``, with the number there is in gold; accuracies over
        aligned calls and the count error as plain percentages; ``"–"`` for accuracies where no call is aligned.
    """
    return [_score_row(source, scores) for source, scores in _sources(overall, by_source)]


def tone_rows(overall: Scores, by_source: Mapping[str, Scores] | None = None) -> list[tuple[str, ...]]:
    """Set out the scores of each tone label, by source, those of all last; cells in the order of ``TONE_COLUMNS``.

    Parameters
    ----------
    overall
        Scores of all texts.
    by_source
        Scores of each source.
    """
    return [
        (source, label, f"{rates.p:.1f}", f"{rates.r:.1f}", f"{rates.f1:.1f}", str(rates.n))
        for source, scores in _sources(overall, by_source)
        for label, rates in scores.tone_by_label.items()
    ]


def to_json(
    overall: Scores,
    by_source: Mapping[str, Scores] | None = None,
    disagreements: Iterable[Disagreement] = (),
) -> dict[str, Any]:
    """Put scores into plain values.

    Parameters
    ----------
    overall
        Scores of all texts: the object's own keys.
    by_source
        Scores of each source: under ``by_source``.
    disagreements
        Where the points were lost: under ``errors``.

    Returns
    -------
    dict
        Of numbers, strings, lists and dicts; a key only for what is given.
    """
    result: dict[str, Any] = _plain(overall)
    if by_source:
        result["by_source"] = _plain(by_source)
    listed = _plain(list(disagreements))
    if listed:
        result["errors"] = listed
    return result


def _plain(value: object) -> Any:  # any JSON value
    # by way of JSON, because to_builtins leaves tuples as they are
    return msgspec.json.decode(msgspec.json.encode(value))


def _sources(overall: Scores, by_source: Mapping[str, Scores] | None) -> list[tuple[str, Scores]]:
    return [*(by_source or {}).items(), (ALL, overall)]


def _score_row(source: str, scores: Scores) -> tuple[str, ...]:
    def accuracy(value: float) -> str:
        return f"{value:.1f}" if scores.aligned_calls else "–"

    return (
        source,
        str(scores.records),
        _f1(scores.calls),
        _f1(scores.participants),
        accuracy(scores.date_acc),
        accuracy(scores.medium_acc),
        accuracy(scores.call_type_acc),
        _f1(scores.ceremonial),
        accuracy(scores.initiator_acc),
        _f1(scores.initiator_stated),
        _f1(scores.occasions),
        _f1(scores.occasions_by_to),
        _f1(scores.tone),
        accuracy(scores.toward_acc),
        f"{scores.count_error_pct:.1f}",
    )


def _f1(rates: PrecisionRecall) -> str:
    return f"{rates.f1:.1f} ({rates.n})"
