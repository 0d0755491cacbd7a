"""The records in which every stage gives its results to the next.

Frozen `msgspec` structures: checked when they are made, compared by value, written as JSON by ``msgspec.json.encode``
and read back, with types checked, by ``msgspec.json.decode(data, type=...)``. Offsets count Unicode code points.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal

import msgspec

from communique.codebook import (
    UNSTATED,
    CallType,
    DateBasis,
    Format,
    InitiatorBasis,
    Kind,
    Medium,
    OccasionId,
    Precision,
    ToneLabel,
    Toward,
)


class Evidence(msgspec.Struct, frozen=True):
    """A passage on which a decision rests.

    Attributes
    ----------
    start, end
        Half-open range of code points in the readout's text (or title, see ``where``).
    quote
        The passage itself; ``text[start:end] == quote`` holds in every record.
    where
        Which of the readout's two strings the offsets count in.
    """

    start: int
    end: int
    quote: str
    where: Literal["text", "title"] = "text"

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.quote):
            msg = f"evidence [{self.start}, {self.end}) does not fit its quote {self.quote!r}"
            raise ValueError(msg)


class Reason(msgspec.Struct, frozen=True):
    """One thing that moved a model's decision.

    Attributes
    ----------
    what
        A feature or a sentence, as a reader can understand it.
    weight
        Its contribution in log-odds; positive speaks for the decided value.
    """

    what: str
    weight: float


class Decision(msgspec.Struct, frozen=True):
    """How one field got its value.

    Attributes
    ----------
    value
        The decided value, as a codebook identifier or other short string.
    by
        Whether a rule, a model or a person decided.
    name, version
        Which one, and which version of it.
    evidence
        The passages it rests on; empty where the absence of evidence decided.
    probability
        Calibrated probability of ``value``, in [0, 1]; only where a model decided.
    review
        Whether a person should look: too close to call, or a signal of doubt.
    reasons
        What moved the decision, strongest first.
    """

    value: str
    by: Literal["rule", "model", "human"]
    name: str
    version: str
    evidence: tuple[Evidence, ...] = ()
    probability: float | None = None
    review: bool = False
    reasons: tuple[Reason, ...] = ()


class Participant(msgspec.Struct, frozen=True):
    """A principal who spoke.

    Attributes
    ----------
    name
        As written, in the nominative.
    polity
        ISO 3166-1 alpha-3, or EUU, UNO, NATO, PSE, XKX, VAT, IGO, NGO; ``""`` where it could not be told.
    person
        Identifier in the gazetteer; ``""`` for people it does not list.
    office
        As written or, for people named by office only, as the gazetteer has it.
    evidence
        Where the person is named; None only where the publisher's own leader is meant but not named.
    """

    name: str
    polity: str
    person: str = ""
    office: str = ""
    evidence: Evidence | None = None


class Occasion(msgspec.Struct, frozen=True):
    """A courtesy that was paid; ``by`` and ``to`` are polity codes or ``unstated``."""

    id: OccasionId
    by: str = UNSTATED
    to: str = UNSTATED
    evidence: Evidence | None = None
    decision: Decision | None = None


class ToneSpan(msgspec.Struct, frozen=True):
    """A phrase that characterises the exchange, or one side's stance in it."""

    evidence: Evidence
    labels: tuple[ToneLabel, ...]
    toward: Toward
    decision: Decision | None = None


class Call(msgspec.Struct, frozen=True):
    """One communication event, as one readout tells it.

    Attributes
    ----------
    id
        ``<readout id>#<number from 1>``.
    readout_id, source
        The readout that tells it, and its publisher.
    occurred_on, precision, basis
        Local date of the call in the source's time zone, how precise it is, and what it rests on.
    occurred_at
        Local time as ISO 8601 (``"23:30:00+03:00"``), or ``""``.
    initiator
        A polity code, ``mutual`` or ``unstated``.
    decisions
        How each field got its value, by field name (``occurred_on``, ``participants``, ``initiator``, ``medium``,
        ``format``, ``call_type``).
    """

    id: str
    readout_id: str
    source: str
    occurred_on: dt.date
    participants: tuple[Participant, ...]
    precision: Precision = Precision.DAY
    basis: DateBasis = DateBasis.PUBLISHED
    occurred_at: str = ""
    initiator: str = UNSTATED
    initiator_basis: InitiatorBasis = InitiatorBasis.NONE
    medium: Medium = Medium.UNKNOWN
    format: Format = Format.BILATERAL
    call_type: CallType = CallType.SUBSTANTIVE
    occasions: tuple[Occasion, ...] = ()
    tone: tuple[ToneSpan, ...] = ()
    decisions: dict[str, Decision] = {}

    def __post_init__(self) -> None:
        if len(self.participants) < 2:
            msg = f"call {self.id} has {len(self.participants)} participant(s); a call has two or more"
            raise ValueError(msg)
        if (self.initiator == UNSTATED) != (self.initiator_basis is InitiatorBasis.NONE):
            msg = f"call {self.id}: initiator {self.initiator} with basis {self.initiator_basis}"
            raise ValueError(msg)

    @property
    def review(self) -> bool:
        """Whether any decision of this call asks for a person's look."""
        inner = [o.decision for o in self.occasions] + [t.decision for t in self.tone]
        return any(d is not None and d.review for d in [*self.decisions.values(), *inner])


class Readout(msgspec.Struct, frozen=True):
    """One published text.

    Attributes
    ----------
    id
        Unique in a corpus.
    source
        The publisher (``kremlin``, ``elysee``; a stem of ``configs/sources/``), or ``""`` when unknown.
    lang
        ISO 639-1 code.
    published
        ISO 8601 date or date-time, local to the publisher, with the offset where the page gives it; ``""`` if unknown.
    title, text
        As published, Unicode NFC, line ends as line feeds.
    url
        Where it was published.
    origin
        The file and line, row or member it was read from.
    standing
        ``documented`` or ``reconstructed`` in corpora that say so (see their datasheets); else ``""``.
    """

    id: str
    source: str
    lang: str
    published: str
    title: str
    text: str
    url: str = ""
    origin: str = ""
    standing: Literal["", "documented", "reconstructed"] = ""

    @property
    def published_on(self) -> dt.date | None:
        """The publication date in the publisher's own zone, or None."""
        return dt.date.fromisoformat(self.published[:10]) if self.published else None

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what coding depends on."""
        parts = (self.id, self.source, self.lang, self.published, self.title, self.text)
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


class CodedReadout(msgspec.Struct, frozen=True):
    """A readout with what was coded in it.

    Attributes
    ----------
    readout
        The text.
    kind
        What it is.
    calls
        The calls it reports; empty for everything that is not a call.
    medium
        The medium of the communication that it reports, also where that is no call (``letter``, ``in_person``).
    annotator
        Who coded it: names and versions of pipeline and models, or a person.
    note
        Free text, for hand-coded records.
    """

    readout: Readout
    kind: Kind
    calls: tuple[Call, ...] = ()
    medium: Medium = Medium.UNKNOWN
    annotator: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for evidence in _all_evidence(self.calls):
            body = self.readout.text if evidence.where == "text" else self.readout.title
            if body[evidence.start : evidence.end] != evidence.quote:
                msg = f"readout {self.readout.id}: [{evidence.start}, {evidence.end}) is not {evidence.quote!r}"
                raise ValueError(msg)


class Rejection(msgspec.Struct, frozen=True):
    """Something that was put in and could not be used.

    Attributes
    ----------
    origin
        The file and place.
    reason
        Why, and the way out.
    readout_id
        Where an id could still be read, else ``""``.
    stage
        The stage that rejected it.
    """

    origin: str
    reason: str
    readout_id: str = ""
    stage: str = "ingest"


class LedgerRow(msgspec.Struct, frozen=True):
    """What became of one call under a profile.

    Attributes
    ----------
    call_id
        The call.
    status
        ``counted``, ``excluded`` (it met the selection, a rule left it out) or ``not_selected``.
    rule
        Identifier of the rule that excluded it, or of the condition of the selection that it did not meet; ``""`` when counted.
    because
        The same in words, with the call's own values.
    leader
        Person id of the counterpart under whom it is tallied; ``""`` when not selected. A multilateral call has one row
        for each counterpart that the profile names.
    window
        Identifier of the window of time; ``""`` when it falls in none.
    """

    call_id: str
    status: Literal["counted", "excluded", "not_selected"]
    rule: str
    because: str
    leader: str = ""
    window: str = ""


class Tally(msgspec.Struct, frozen=True):
    """One printed number and the calls behind it.

    Attributes
    ----------
    by
        What the keys are: ``leader_window``, ``initiator``, ``rule``, ``source``, ``tone``, ``month`` ...
    key
        The keys' values, in the order of ``by``.
    n
        The number of calls.
    low, high
        95 % interval from the calibrated probabilities (see `communique.count.intervals`).
    call_ids
        The calls; ``len(call_ids) == n``.
    """

    by: str
    key: tuple[str, ...]
    n: int
    low: int
    high: int
    call_ids: tuple[str, ...]


class Ledger(msgspec.Struct, frozen=True):
    """The result of counting: every call with its fate, and the tallies.

    The identity ``selected = counted + excluded`` is checked when a ledger is made.
    """

    profile_id: str
    rows: tuple[LedgerRow, ...]
    tallies: tuple[Tally, ...]
    expected: dict[str, dict[str, int]] = {}

    def n(self, status: str) -> int:
        """Count the rows of a status."""
        return sum(row.status == status for row in self.rows)


class Match(msgspec.Struct, frozen=True):
    """One call as two sources tell it, or as only one of them does.

    Attributes
    ----------
    verdict
        ``both``, ``only_a``, ``only_b`` or ``ambiguous``.
    call_a, call_b
        Call ids; ``""`` on the silent side.
    days_apart
        Difference of the two dates in days (b minus a); None where one side is silent.
    differences
        Fields on which the two sides differ, each as ``field: a | b``.
    because
        Why the two were or were not matched, in words.
    """

    verdict: Literal["both", "only_a", "only_b", "ambiguous"]
    source_a: str
    source_b: str
    call_a: str = ""
    call_b: str = ""
    days_apart: int | None = None
    differences: tuple[str, ...] = ()
    because: str = ""


def _all_evidence(calls: tuple[Call, ...]) -> list[Evidence]:
    """Collect every passage that the calls rest on."""
    found: list[Evidence] = []
    for call in calls:
        found += [p.evidence for p in call.participants if p.evidence]
        found += [o.evidence for o in call.occasions if o.evidence]
        found += [t.evidence for t in call.tone]
        for decision in call.decisions.values():
            found += decision.evidence
    return found
