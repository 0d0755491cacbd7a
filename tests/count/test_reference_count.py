"""The hand labels of the reference corpus, counted by the reference profile, give the published numbers."""

from __future__ import annotations

from communique import resources
from communique.annotations import read_annotations
from communique.count import count_calls, cross_source_verdict, expected_verdict, load_profile
from communique.reconcile import match_all


def test_the_published_count_is_reproduced() -> None:
    coded = list(read_annotations(resources.shipped("corpora") / "facts4eu-2022" / "readouts.jsonl"))
    profile, matches = load_profile("facts4eu-2022"), match_all(coded)
    ledger = count_calls(coded, profile, matches)
    assert [(window, leader, counted) for window, leader, _, counted in expected_verdict(ledger)] == [
        ("before-the-war", "emmanuel-macron", 60),
        ("before-the-war", "theresa-may", 1),
        ("before-the-war", "boris-johnson", 4),
        ("before-the-war", "liz-truss", 0),
        ("since-the-war", "emmanuel-macron", 14),
        ("since-the-war", "theresa-may", 0),
        ("since-the-war", "boris-johnson", 0),
        ("since-the-war", "liz-truss", 0),
    ]
    assert ("since-the-war", "emmanuel-macron", 6, 6) in cross_source_verdict(ledger, profile, matches)
    # each of the three rules has something to leave out, or the corpus would not try them
    assert all(t.n for t in ledger.tallies if t.by == "rule" and t.key != ("same-call",))
    # the Élysée's record does not list the call of the invasion night
    night = {
        call.id for item in coded for call in item.calls if call.source == "kremlin" and str(call.occurred_on) == "2022-02-24"
    }
    assert night
    assert night <= {match.call_b for match in matches if match.verdict == "only_b" and match.source_a == "elysee"}
