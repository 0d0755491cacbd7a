"""What a report is made from, checked for holes before a line of it is printed.

The records come from the other stages as they are; the names for print (leaders, windows, sources) are given, because
no stage here reads configuration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from communique.errors import InputError
from communique.flips import Comparison, CountChange, Flip
from communique.records import Call, CodedReadout, Ledger, LedgerRow, Match, Rejection


@dataclass(frozen=True)
class Bin:
    """One bin of a reliability diagram: how many decisions, their mean probability, and the share where it was so."""

    n: int
    predicted: float
    observed: float


@dataclass(frozen=True)
class ModelFacts:
    """A model that took part, and how good it is, out of sample.

    Attributes
    ----------
    name, version
        As in its manifest.
    decides
        The field that it decides, in words.
    measures
        Quality out of sample, by name of the measure; shares in [0, 1] or percentages, as the card has them.
    card
        The model card, in Markdown; printed as written.
    confusion
        How many of each class (outer key) were given each class (inner key).
    by_publisher
        Measures on each publisher, by a model that had not seen it.
    reliability
        The bins of its calibration.
    """

    name: str
    version: str
    decides: str
    measures: Mapping[str, float] = field(default_factory=dict)
    card: str = ""
    confusion: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    by_publisher: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    reliability: tuple[Bin, ...] = ()


@dataclass(frozen=True)
class CloseCall:
    """A call that an open decision could move in or out of the count.

    Attributes
    ----------
    call_id
        The call.
    counted
        Whether it is counted now.
    chance
        Probability that it is counted, so far as models gave one.
    moves
        What would move it, in words.
    """

    call_id: str
    counted: bool
    chance: float
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Estimate:
    """What a reviewed random sample says of one number.

    Attributes
    ----------
    by, key
        As in the ledger's tallies (``leader_window``; leader and window).
    n
        The machine's count.
    estimate, low, high
        The design-based estimate and its 95 % interval.
    method
        How it was made, in a sentence.
    """

    by: str
    key: tuple[str, ...]
    n: int
    estimate: float
    low: float
    high: float
    method: str


@dataclass(frozen=True)
class Changes:
    """What the count's run changed against an earlier one, over the same texts.

    Attributes
    ----------
    comparison
        The two runs and every flip.
    numbers
        The numbers of this profile that changed.
    by_field, by_change
        How many flips: by field; by field and from what to what.
    first
        The flips to read first.
    """

    comparison: Comparison
    numbers: tuple[CountChange, ...]
    by_field: tuple[tuple[str, int], ...]
    by_change: tuple[tuple[str, str, str, int], ...]
    first: tuple[Flip, ...]


@dataclass(frozen=True)
class PersonsDecision:
    """What a person decided, and what became of it.

    Attributes
    ----------
    readout_id, call_id
        The text; the call, or ``""`` where the decision is about the text as a whole or a call that is not there.
    field, value
        What was decided, in the codebook's words.
    who, when, why
        The reviewer, the moment (ISO 8601 with its zone), the reason.
    not_applied
        Why it does not hold; ``""`` if it does.
    """

    readout_id: str
    call_id: str
    field: str
    value: str
    who: str
    when: str
    why: str
    not_applied: str = ""


@dataclass(frozen=True)
class Told:
    """How many calls of one cell of the count the other source tells too; ``expected`` where the profile names a number."""

    leader: str
    window: str
    told: int
    expected: int | None = None


@dataclass(frozen=True)
class ReportContents:
    """Everything that a report says.

    Attributes
    ----------
    title
        The headline.
    profile_text
        The rule profile's YAML as the user wrote it.
    profile_summary
        The profile's rules, a sentence each, in plain words.
    ledger
        The count; its ``expected`` numbers, if any, are compared with it.
    coded
        Every readout that was coded, calls or not.
    alternatives
        The same calls under other profiles.
    matches
        The same calls as two sources tell them.
    rejections
        What could not be used, and why.
    models
        The models that took part.
    provenance
        Inputs' hashes, versions, parameters, the command: by name.
    leaders
        Display names by person id, in the order for print; each gets a row, also with zero calls.
    windows
        Titles by id of window, in the order for print; each gets a column.
    source_titles
        Names for print by source id.
    profile_titles
        Names for print by profile id; the id where there is none.
    rule_titles
        Titles by id of rule, printed before the id.
    rule_reasons
        Why a rule stands in the profile, by id.
    quote, beside_quote
        The sentence that may be quoted, and what a reader of it has to know.
    close_calls
        The calls that decide the count, the most doubtful first.
    estimates
        What a reviewed sample says of the numbers.
    changes
        What reclassifying changed, where it was asked for.
    told_too
        What the profile's other source confirms.
    people
        Decisions of people that the count was made with, also those that do not hold, in the order in which they were made.
    disagreements
        Where people decided otherwise than others before them, a sentence each.
    corrections
        The file of those decisions, written beside the page; empty where there are none.
    datasheets
        What is said of the corpora, in Markdown, by name.
    command
        What to type to make this report again.

    Raises
    ------
    InputError
        With everything that does not fit together: a number that is not the length of its list, a call without a
        text, a call without a fate.
    """

    title: str
    profile_text: str
    profile_summary: tuple[str, ...]
    ledger: Ledger
    coded: tuple[CodedReadout, ...]
    alternatives: tuple[Ledger, ...] = ()
    matches: tuple[Match, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    models: tuple[ModelFacts, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
    leaders: Mapping[str, str] = field(default_factory=dict)
    windows: Mapping[str, str] = field(default_factory=dict)
    source_titles: Mapping[str, str] = field(default_factory=dict)
    profile_titles: Mapping[str, str] = field(default_factory=dict)
    rule_titles: Mapping[str, str] = field(default_factory=dict)
    rule_reasons: Mapping[str, str] = field(default_factory=dict)
    quote: str = ""
    beside_quote: tuple[str, ...] = ()
    close_calls: tuple[CloseCall, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    changes: Changes | None = None
    told_too: tuple[Told, ...] = ()
    people: tuple[PersonsDecision, ...] = ()
    disagreements: tuple[str, ...] = ()
    corrections: bytes = b""
    datasheets: Mapping[str, str] = field(default_factory=dict)
    command: str = ""

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            shown = "; ".join(faults[:10]) + (f"; and {len(faults) - 10} more" if len(faults) > 10 else "")
            msg = f"the report on {self.ledger.profile_id!r} cannot be written: {shown}. Count the same readouts again."
            raise InputError(msg)

    def _faults(self) -> Iterable[str]:
        """Find what does not fit together, one line each."""
        times = Counter(call.id for coded in self.coded for call in coded.calls)
        yield from (f"call {call_id} is told {n} times" for call_id, n in times.items() if n > 1)
        ids = Counter(coded.readout.id for coded in self.coded)
        yield from (f"readout {readout_id} is given {n} times" for readout_id, n in ids.items() if n > 1)
        for ledger in (self.ledger, *self.alternatives):
            yield from (
                f"row of {ledger.profile_id}: no readout tells call {row.call_id}"
                for row in ledger.rows
                if row.call_id not in times
            )
            counted = Counter((row.leader, row.window) for row in ledger.rows if row.status == "counted")
            for tally in ledger.tallies:
                name = f"{ledger.profile_id}: {tally.by} {', '.join(tally.key)}"
                if tally.by == "leader_window" and len(tally.key) == 2 and tally.n != counted[tally.key[0], tally.key[1]]:
                    yield f"{name} says {tally.n}, but {counted[tally.key[0], tally.key[1]]} of its rows are counted there"
                if tally.n != len(tally.call_ids):
                    yield f"{name} says {tally.n}, but names {len(tally.call_ids)} calls"
                yield from (f"{name}: no readout tells call {call_id}" for call_id in tally.call_ids if call_id not in times)
        with_fate = {row.call_id for row in self.ledger.rows}
        yield from (f"the ledger says nothing of call {call_id}" for call_id in times if call_id not in with_fate)
        for match in self.matches:
            if not match.call_a and not match.call_b:
                yield f"a match of {match.source_a} and {match.source_b} names no call"
            yield from (
                f"match: no readout tells call {call_id}"
                for call_id in (match.call_a, match.call_b)
                if call_id and call_id not in times
            )
        yield from (
            f"close call: no readout tells call {close.call_id}" for close in self.close_calls if close.call_id not in times
        )

    @cached_property
    def calls(self) -> dict[str, Call]:
        """Every call, by id."""
        return {call.id: call for coded in self.coded for call in coded.calls}

    @cached_property
    def told_by(self) -> dict[str, CodedReadout]:
        """The readout that tells a call, by call id."""
        return {call.id: coded for coded in self.coded for call in coded.calls}

    @cached_property
    def rows_of(self) -> dict[str, tuple[LedgerRow, ...]]:
        """The ledger's rows of a call, by call id."""
        found: dict[str, list[LedgerRow]] = {}
        for row in self.ledger.rows:
            found.setdefault(row.call_id, []).append(row)
        return {call_id: tuple(rows) for call_id, rows in found.items()}

    @cached_property
    def reconstructed(self) -> frozenset[str]:
        """The ids of calls whose text stands in for one that no record documents."""
        return frozenset(c for c, coded in self.told_by.items() if coded.readout.standing == "reconstructed")

    @cached_property
    def decided_by_people(self) -> frozenset[str]:
        """The ids of calls of which a person decided any field."""
        found = set()
        for call in self.calls.values():
            inner = [o.decision for o in call.occasions] + [t.decision for t in call.tone]
            if any(d is not None and d.by == "human" for d in [*call.decisions.values(), *inner]):
                found.add(call.id)
        return frozenset(found)

    @cached_property
    def _written(self) -> dict[str, str]:
        """Names as readouts write them, by person id."""
        people = (p for call in reversed(self.calls.values()) for p in call.participants)
        return {p.person: p.name for p in people if p.person}

    @property
    def set_aside(self) -> tuple[CodedReadout, ...]:
        """The readouts that tell no call."""
        return tuple(coded for coded in self.coded if not coded.calls)

    def leader(self, person: str) -> str:
        """Return the display name of a person: as given, else as the first readout writes it."""
        return self.leaders.get(person) or self._written.get(person, person)

    def window(self, window: str) -> str:
        """Return the title of a window of time."""
        return self.windows.get(window, window) or "outside every window"

    def source(self, source: str) -> str:
        """Return the name of a source."""
        return self.source_titles.get(source, source) or "unknown source"

    def profile(self, profile_id: str) -> str:
        """Return the name of a profile."""
        return self.profile_titles.get(profile_id, profile_id)
