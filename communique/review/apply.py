"""Coded readouts + corrections → coded readouts in which people's decisions stand, and what became of every correction.

``corrections = in effect + superseded by a later one + orphans``: one that finds its text or its call no more, or no longer
fits it, is given back with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from communique.codebook import Kind
from communique.errors import InputError
from communique.records import Call, CodedReadout
from communique.review.changes import MisfitError, changed_call, passage, whole_call
from communique.review.corrections import Anchor, Correction, anchor
from communique.review.values import CALL_FIELDS, NO, YES, canonical

_WITHOUT_CALLS = {Kind.LETTER, Kind.ANNOUNCEMENT}


@dataclass(frozen=True)
class Orphan:
    """A correction that could not be applied, and why."""

    correction: Correction
    reason: str


@dataclass(frozen=True)
class Applied:
    """What corrections made of a coding.

    Attributes
    ----------
    coded
        All readouts, in the order in which they were given.
    given
        All corrections, in the order of the file.
    in_effect
        The corrections that hold, in the order of the file.
    orphans
        Those that could not be applied.
    superseded
        Those after which somebody decided the same field again.
    conflicts
        Groups of corrections of one field by several people who disagree; the last one of a group holds.
    anchors
        How corrections name the calls of the readouts that have any, by call id.
    """

    coded: tuple[CodedReadout, ...]
    given: tuple[Correction, ...] = ()
    in_effect: tuple[Correction, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    superseded: tuple[Correction, ...] = ()
    conflicts: tuple[tuple[Correction, ...], ...] = ()
    anchors: dict[str, Anchor] = field(default_factory=dict)

    def anchor(self, call: Call) -> Anchor:
        """Name a call as the next correction of it has to."""
        return self.anchors.get(call.id) or anchor(call, _number(call.id))


def apply(coded: Iterable[CodedReadout], corrections: Sequence[Correction]) -> Applied:
    """Let people's decisions win over the machine's.

    Parameters
    ----------
    coded
        What the machine made of the texts.
    corrections
        In the order in which they were made.

    Raises
    ------
    InputError
        With every correction whose words do not stand in the very text that it was made for, one line each.
    """
    by_readout: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_readout[correction.readout].append(correction)
    done = [_OneReadout(item, by_readout.pop(item.readout.id, [])) for item in coded]
    strangers = [
        Orphan(c, f"there is no readout {c.readout!r} among those that were coded")
        for group in by_readout.values()
        for c in group
    ]
    if faults := [fault for one in done for fault in one.faults]:
        raise InputError("\n".join(faults))
    place = {id(c): n for n, c in enumerate(corrections)}
    orphans = [*strangers, *(o for one in done for o in one.orphans)]
    return Applied(
        tuple(one.result for one in done),
        tuple(corrections),
        tuple(sorted((c for one in done for c in one.in_effect), key=lambda c: place[id(c)])),
        tuple(sorted(orphans, key=lambda o: place[id(o.correction)])),
        tuple(sorted((c for one in done for c in one.superseded), key=lambda c: place[id(c)])),
        tuple(group for one in done for group in one.conflicts),
        {call_id: found for one in done for call_id, found in one.anchors.items()},
    )


class _OneReadout:
    """A readout on its way from the machine's coding to people's."""

    def __init__(self, item: CodedReadout, corrections: list[Correction]) -> None:
        self.result = item
        self.in_effect: list[Correction] = []
        self.orphans: list[Orphan] = []
        self.superseded: list[Correction] = []
        self.conflicts: list[tuple[Correction, ...]] = []
        self.faults: list[str] = []
        self.anchors: dict[str, Anchor] = {}
        if not corrections:
            return
        self._calls = {call.id: call for call in item.calls}
        self._notes = [item.note] if item.note else []
        self.anchors = {call.id: anchor(call, _number(call.id)) for call in item.calls}
        last = self._last_words(corrections)
        for call_id in dict.fromkeys(call_id for call_id, _ in last if call_id):
            mine = [last[call_id, what] for what in CALL_FIELDS if (call_id, what) in last]
            if mine[0].field == "exists" and mine[0].value == NO:
                self._remove(call_id, mine)
            else:
                for correction in mine:
                    self._apply(call_id, correction)
        kind = self._kind(last.get(("", "kind")))
        calls = tuple(sorted(self._calls.values(), key=lambda call: _number(call.id)))
        self.result = msgspec.structs.replace(item, kind=kind, calls=calls, note="; ".join(self._notes))

    def _last_words(self, corrections: list[Correction]) -> dict[tuple[str, str], Correction]:
        """Keep the last correction of each field of each call; set the others aside, with their reason."""
        groups: dict[tuple[str, str], list[Correction]] = defaultdict(list)
        for correction in corrections:
            if correction.digest != self.result.readout.digest:
                self._orphan(correction, "the text of the readout is not the one that was read")
                continue
            call_id = "" if correction.call is None else self._find(correction, correction.call)
            if call_id is not None:
                groups[call_id, correction.field].append(correction)
        for group in groups.values():
            self.superseded += group[:-1]
            if disagreement := _disagreement(group):
                self.conflicts.append(disagreement)
        return {key: group[-1] for key, group in groups.items()}

    def _find(self, correction: Correction, meant: Anchor) -> str | None:
        """Find the call that is meant; None, and an orphan, where it is not there."""
        found = [call_id for call_id, own in self.anchors.items() if _same_people(own, meant)]
        numbered = [call_id for call_id in found if self.anchors[call_id].number == meant.number]
        if meant.number == 0 and correction.field == "exists" and isinstance(correction.value, dict) and not numbered:
            # a call that was missed; a later model may have found it
            day = correction.value.get("occurred_on")
            numbered = [i for i in found if i in self._calls and self._calls[i].occurred_on.isoformat() == day]
            if not numbered:
                new = f"{self.result.readout.id}#{max(map(_number, self.anchors), default=0) + 1}"
                self.anchors[new] = meant
                return new
        if numbered or len(found) == 1:
            return (numbered or found)[0]
        now = "; ".join(" – ".join(own.participants) for own in self.anchors.values()) or "none"
        which = "several calls" if found else "no call"
        self._orphan(correction, f"the readout has {which} of {' – '.join(meant.participants)} now (its calls: {now})")
        return None

    def _remove(self, call_id: str, mine: list[Correction]) -> None:
        """Take away a call of which a person says that it was none."""
        if not self._stands(mine[0]):
            return
        self._calls.pop(call_id, None)
        self.in_effect.append(mine[0])
        self._notes.append(f"no such call as {call_id}, {_says(mine[0])}")
        for correction in mine[1:]:
            self._orphan(correction, f"{mine[0].who} says that there is no call {call_id}")

    def _apply(self, call_id: str, correction: Correction) -> None:
        """Apply a correction to a call, or say why not."""
        if not self._stands(correction):
            return
        try:
            if correction.field == "exists" and correction.value != YES:
                self._calls[call_id] = whole_call(self.result, call_id, correction)
            elif call_id in self._calls:
                self._calls[call_id] = changed_call(self.result, self._calls[call_id], correction)
            else:
                self._orphan(correction, "it is about a call that a person gave, but that does not hold")
                return
        except InputError as error:
            self.faults.append(str(error))
        except MisfitError as error:
            self._orphan(correction, str(error))
        else:
            self.in_effect.append(correction)

    def _kind(self, correction: Correction | None) -> Kind:
        """Decide what the readout is."""
        if correction is None:
            # nothing says what it is instead
            gone = self.result.calls and not self._calls and self.result.kind is Kind.CALL
            return Kind.OTHER if gone else self.result.kind
        kind = Kind(correction.value)
        if not self._stands(correction):
            return kind
        if kind in _WITHOUT_CALLS and self._calls:
            self._orphan(
                correction, f"a readout of the kind {kind} tells no call: correct 'exists' of {', '.join(self._calls)} too"
            )
            return self.result.kind
        if kind is Kind.CALL and not self._calls:
            self._orphan(correction, "no call is coded in it: add the call, with a correction of 'exists'")
            return Kind.OTHER if self.result.kind is Kind.CALL else self.result.kind
        self.in_effect.append(correction)
        self._notes.append(f"kind {kind}, {_says(correction)}")
        return kind

    def _stands(self, correction: Correction) -> bool:
        """Tell whether a correction's passage stands in the text; note the fault otherwise."""
        try:
            passage(correction, self.result.readout)
        except InputError as error:
            self.faults.append(str(error))
            return False
        return True

    def _orphan(self, correction: Correction, reason: str) -> None:
        self.orphans.append(Orphan(correction, reason))


def _says(correction: Correction) -> str:
    return f"says {correction.who} ({correction.when[:10]}): {correction.why or 'no reason given'}"


def _number(call_id: str) -> int:
    number = call_id.rpartition("#")[2]
    return int(number) if number.isdecimal() else 0


def _same_people(one: Anchor, other: Anchor) -> bool:
    """Compare the people of two calls; a polity that one coding could not tell does not make them others."""
    if one.participants == other.participants:
        return True
    names = [Counter(p.partition(":")[2] for p in a.participants) for a in (one, other)]
    return names[0] == names[1]


def _disagreement(group: list[Correction]) -> tuple[Correction, ...]:
    """Keep each person's last word, if they are not all the same."""
    by_person = {c.who: c for c in group}
    kept = tuple(c for c in group if by_person[c.who] is c)
    return kept if len({canonical(c.field, c.value) for c in kept}) > 1 else ()


def corrected_fields(call: Call) -> Iterator[str]:
    """Iterate over the fields of a call that a person decided."""
    yield from (what for what in CALL_FIELDS if (d := call.decisions.get(what)) is not None and d.by == "human")
