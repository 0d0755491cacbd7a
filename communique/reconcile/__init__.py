"""Calls of several sources → which of them are the same call, and where the sources differ."""

from __future__ import annotations

from communique.reconcile.discrepancies import differences
from communique.reconcile.matching import match_all, match_calls, match_sources

__all__ = ["differences", "match_all", "match_calls", "match_sources"]
