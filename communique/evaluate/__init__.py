"""Decisions × labels → scores by field, the disagreements behind them, and how far two coders agree."""

from __future__ import annotations

from communique.evaluate.agreement import Agreement, Kappa, agreement, cohens_kappa
from communique.evaluate.disagreements import Disagreement, errors
from communique.evaluate.labels import GoldRecord, read_gold, read_predictions
from communique.evaluate.scores import PrecisionRecall, Scores, score, score_by_source
from communique.evaluate.tables import SCORE_COLUMNS, TONE_COLUMNS, score_rows, to_json, tone_rows

__all__ = [
    "SCORE_COLUMNS",
    "TONE_COLUMNS",
    "Agreement",
    "Disagreement",
    "GoldRecord",
    "Kappa",
    "PrecisionRecall",
    "Scores",
    "agreement",
    "cohens_kappa",
    "errors",
    "read_gold",
    "read_predictions",
    "score",
    "score_by_source",
    "score_rows",
    "to_json",
    "tone_rows",
]
