"""What extraction hands to classification: calls with their open questions.

A draft holds everything that rules could decide, and for what a model decides the candidates with their context.
"""

from __future__ import annotations

import msgspec

from communique.codebook import Kind, Medium, ToneLabel
from communique.records import Call, Evidence, Readout


class ToneCandidate(msgspec.Struct, frozen=True):
    """A phrase that may be tone.

    Attributes
    ----------
    evidence
        The phrase.
    labels
        The classes that its words name.
    left, right
        The sentence before and behind it.
    features
        What the surroundings say, as short tags (``noun:exchange``, ``verb:express`` ...).
    """

    evidence: Evidence
    labels: tuple[ToneLabel, ...]
    left: str
    right: str
    features: tuple[str, ...] = ()


class CourtesyCandidate(msgspec.Struct, frozen=True):
    """A clause that may pay a courtesy.

    Attributes
    ----------
    evidence
        The clause, from its cue on.
    cue
        Class of the cue (``congratulate``, ``condole``, ``greet``, ``wish``, ``thank`` ...).
    left
        The sentence before the clause.
    by, to
        Polities of who pays it and to whom, or ``unstated``.
    mutual
        Whether both pay it ("exchanged greetings").
    features
        Tags of what is in the clause (``topic:election``, ``topic:terror`` ...).
    """

    evidence: Evidence
    cue: str
    left: str
    by: str
    to: str
    mutual: bool = False
    features: tuple[str, ...] = ()


class DraftCall(msgspec.Struct, frozen=True):
    """A call as far as rules decide it.

    Attributes
    ----------
    call
        Everything but call type, occasions and tone.
    sentences
        The sentences that tell of this call, the clause that reports it first.
    tone, courtesies
        The open candidates.
    matters
        Named matters of business (Ukraine, climate, a treaty), which make a call more than a courtesy.
    """

    call: Call
    sentences: tuple[Evidence, ...]
    tone: tuple[ToneCandidate, ...] = ()
    courtesies: tuple[CourtesyCandidate, ...] = ()
    matters: tuple[Evidence, ...] = ()


class DraftReadout(msgspec.Struct, frozen=True):
    """A readout with its draft calls; ``annotator`` names the pipeline and its version."""

    readout: Readout
    kind: Kind
    medium: Medium
    calls: tuple[DraftCall, ...]
    annotator: str
