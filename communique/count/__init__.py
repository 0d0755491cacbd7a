"""Calls + a rule profile → the ledger: what is counted, what is left out by which rule, and how sure that is."""

from __future__ import annotations

from communique.count.intervals import interval
from communique.count.ledger import check_ledger, count_calls
from communique.count.profile import Profile, with_rules_of
from communique.count.profile_file import load_profile
from communique.count.story import beside_the_quote, quotable
from communique.count.summary import (
    cross_source_verdict,
    expected_verdict,
    leader_names,
    profile_sentences,
    rule_titles,
    window_titles,
)
from communique.count.swing import SwingCall, swing_calls

__all__ = [
    "Profile",
    "SwingCall",
    "beside_the_quote",
    "check_ledger",
    "count_calls",
    "cross_source_verdict",
    "expected_verdict",
    "interval",
    "leader_names",
    "load_profile",
    "profile_sentences",
    "quotable",
    "rule_titles",
    "swing_calls",
    "window_titles",
    "with_rules_of",
]
