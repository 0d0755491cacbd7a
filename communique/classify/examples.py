"""Labelled readouts and their drafts → examples to learn from: what extraction found, labelled by what people coded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from communique.classify.occasions import NO_OCCASION
from communique.classify.tone import NOT_TONE
from communique.codebook import CallType
from communique.drafts import DraftCall, DraftReadout
from communique.names import name_keys
from communique.records import Call, CodedReadout, Evidence

COURTESY = "courtesy"
BUSINESS = "business"

NEGATIVE = {"tone": NOT_TONE, "occasions": NO_OCCASION, "business": COURTESY, "call_type": str(CallType.SUBSTANTIVE)}
"""For each model the class that stands for what it is not looking for."""


@dataclass(frozen=True)
class Pair:
    """A draft call, the labelled call that it is, and the publisher of both."""

    draft: DraftCall
    gold: Call
    group: str


@dataclass(frozen=True)
class Example:
    """One thing to decide, with the answer.

    Attributes
    ----------
    item
        What extraction found: a candidate, a sentence, or the facts of a call.
    label
        Its class.
    group, readout
        The publisher and the text that it comes from.
    """

    item: Any
    label: str
    group: str
    readout: str


def align(drafts: Sequence[DraftReadout], labelled: Sequence[CodedReadout]) -> list[Pair]:
    """Pair the calls that extraction found with the labelled ones, by the participants they share.

    Parameters
    ----------
    drafts, labelled
        The same readouts in the same order.
    """
    pairs = []
    for draft, coded in zip(drafts, labelled, strict=True):
        left = list(coded.calls)
        for open_call in draft.calls:
            best = max(left, key=lambda call: _shared(open_call.call, call), default=None)
            if best is not None and _shared(open_call.call, best) >= 2:
                left.remove(best)
                pairs.append(Pair(open_call, best, coded.readout.source or "unknown"))
    return pairs


def _shared(a: Call, b: Call) -> int:
    def keys(call: Call) -> set[tuple[str, str]]:
        return {(p.polity, (name_keys(p.name) or ("",))[-1]) for p in call.participants}

    def states(call: Call) -> set[str]:
        return {p.polity for p in call.participants}

    return max(len(keys(a) & keys(b)), len(states(a) & states(b)) if len(a.participants) == len(b.participants) else 0)


def tone_examples(pairs: Sequence[Pair]) -> list[Example]:
    """Label every phrase that may be tone with ``not_tone`` or whom it is toward."""
    return [_example(candidate, _tone_label(candidate, pair.gold), pair) for pair in pairs for candidate in pair.draft.tone]


def _tone_label(candidate: Any, call: Call) -> str:
    wanted = set(candidate.labels)
    met = next((t for t in call.tone if _overlap(candidate.evidence, t.evidence) and set(t.labels) & wanted), None)
    return str(met.toward) if met else NOT_TONE


def occasion_examples(pairs: Sequence[Pair]) -> list[Example]:
    """Label every clause that may pay a courtesy with ``none`` or the occasion."""
    return [
        _example(clause, _occasion_label(clause.evidence, pair.gold), pair)
        for pair in pairs
        for clause in pair.draft.courtesies
    ]


def _occasion_label(clause: Evidence, call: Call) -> str:
    met = [o for o in call.occasions if _overlap(clause, o.evidence)]
    return str(max(met, key=lambda o: _common(clause, o.evidence)).id) if met else NO_OCCASION


def business_examples(pairs: Sequence[Pair]) -> list[Example]:
    """Label sentences with ``business`` or ``courtesy``.

    Business are the sentences of substantive calls that name a matter of business, pay no courtesy and are not the one that merely tells that there
    was a call; no business are those of ceremonial calls. Routine sentences of substantive calls are left out: they say nothing either way.
    """
    return [_example(sentence, label, pair) for pair in pairs for sentence, label in _business_labels(pair)]


def _business_labels(pair: Pair) -> Iterator[tuple[Evidence, str]]:
    ceremonial = pair.gold.call_type is CallType.CEREMONIAL
    for number, sentence in enumerate(pair.draft.sentences):
        if ceremonial:
            yield sentence, COURTESY
            continue
        courtesy = any(_overlap(sentence, o.evidence) for o in pair.gold.occasions)
        named = any(sentence.start <= m.start < sentence.end for m in pair.draft.matters)
        if named and not courtesy and (number or len(pair.draft.sentences) == 1):
            yield sentence, BUSINESS


def type_examples(pairs: Sequence[Pair], facts: Sequence[Sequence[float]]) -> list[Example]:
    """Label the calls that pay a courtesy with their type; the others are substantive by rule.

    Parameters
    ----------
    pairs
        The calls.
    facts
        Of each of them, from `communique.classify.call_type.call_facts`.

    Returns
    -------
    list of Example
        Their items are pairs of the draft and its facts.
    """
    return [
        _example((pair.draft, found), str(pair.gold.call_type), pair)
        for pair, found in zip(pairs, facts, strict=True)
        if pair.gold.occasions
    ]


def _example(item: Any, label: str, pair: Pair) -> Example:
    return Example(item, label, pair.group, pair.gold.readout_id)


def _overlap(a: Evidence, b: Evidence | None) -> bool:
    return b is not None and a.where == b.where and min(a.end, b.end) > max(a.start, b.start)


def _common(a: Evidence, b: Evidence | None) -> int:
    return 0 if b is None else min(a.end, b.end) - max(a.start, b.start)
