"""One call at a time, at a keyboard: shows the text and the decision in question, asks, and writes each answer at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from communique.cli.show import print_call
from communique.cli.terminal import OUT
from communique.codebook import CallType, Format
from communique.errors import InputError
from communique.records import CodedReadout
from communique.report.words import printable
from communique.review import (
    CALL_FIELDS,
    FORMS,
    NO,
    Anchor,
    Applied,
    Correction,
    Machine,
    Queued,
    added_anchor,
    apply,
    corrected_fields,
    correction_faults,
    read_typed,
    typed,
    value_faults,
    values_of_call,
)

Answer = Literal["next", "stop"]

HELP = """\
a    accept the value: it becomes a person's decision
c    change it
s    skip this field
n    go on to the next call
all  accept every field of this call as it stands
x    there was no such call
m    a call is missing in this text: add it
q    stop; everything that was answered is kept
?    this help"""

_ASKED_OF_NEW = ("participants", "occurred_on", "initiator", "medium", "call_type", "occasions", "tone")
_TOGETHER = ("call_type", "occasions")
_CONFIRMED = "confirmed on reading the text"


class Dialogue:
    """Asks a reviewer, and hands on what was decided.

    Parameters
    ----------
    machine
        What the machine coded.
    corrections
        The corrections that there are.
    who
        The reviewer's name.
    now
        Gives the moment of a decision, as ISO 8601 with its zone.
    keep
        Takes each decision as soon as it is made.
    ask
        Shows a prompt and returns a line; raises EOFError at the end of input.
    """

    def __init__(
        self,
        machine: Iterable[CodedReadout],
        corrections: Iterable[Correction],
        who: str,
        now: Callable[[], str],
        keep: Callable[[Sequence[Correction]], None],
        ask: Callable[[str], str],
    ) -> None:
        self._machine = {item.readout.id: item for item in machine}
        self._made: dict[str, list[Correction]] = defaultdict(list)
        for correction in corrections:
            self._made[correction.readout].append(correction)
        self._who, self._now, self._keep, self._ask = who, now, keep, ask
        self.decided = 0

    def review(self, queue: Sequence[Queued]) -> int:
        """Go through a queue; return how many items were shown before the reviewer stopped."""
        for shown, item in enumerate(queue, 1):
            _say(f"\n{shown} of {len(queue)}: {item.id}", style="bold")
            for why in item.why:
                _say(f"why: {why}")
            try:
                answer = self._item(item)
            except EOFError:
                answer = "stop"
            if answer == "stop":
                return shown
        return len(queue)

    def _item(self, item: Queued) -> Answer:
        name = item.coded.readout.id
        if item.call is None:
            _say(f"{item.coded.readout.title}\n\n{item.coded.readout.text}")
            return self._field(name, "", "kind") or "next"
        print_call(item.coded, item.call)
        fields = list(item.fields or CALL_FIELDS[1:])
        for what in fields:  # grows while it is gone through
            if (answer := self._field(name, item.call.id, what)) is not None:
                return answer
            fields += [other for other in self._contradicted(name, item.call.id, what) if other not in fields]
        return "next"

    def _contradicted(self, name: str, call_id: str, what: str) -> tuple[str, ...]:
        """Say which other field a decision has put in question: only a courtesy makes a call ceremonial."""
        (coded,) = self._as_it_is(name).coded
        call = next(c for c in coded.calls if c.id == call_id)
        if what in _TOGETHER and call.call_type is CallType.CEREMONIAL and not call.occasions:
            return _TOGETHER
        return ()

    def _as_it_is(self, name: str, *more: Correction) -> Applied:
        """Apply what was decided so far to one readout."""
        return apply([self._machine[name]], [*self._made[name], *more])

    def _value(self, coded: CodedReadout, call_id: str, what: str) -> Any:
        return values_of_call(coded, call_id)[what] if call_id else str(coded.kind)

    def _field(self, name: str, call_id: str, what: str) -> Answer | None:
        """Ask about one field; None when the next field follows."""
        while True:
            (coded,) = self._as_it_is(name).coded
            call = next((c for c in coded.calls if c.id == call_id), None)
            value = self._value(coded, call_id, what)
            decision = call.decisions.get(what) if call else None
            chance = f" (probability {decision.probability:.2f})" if decision and decision.probability is not None else ""
            _say(f"\n{what.replace('_', ' ')}: {typed(what, value)}{chance}", style="bold")
            answer = self._ask("[a]ccept, [c]hange, [s]kip, [n]ext call, all, x, m, [q]uit, ? > ").strip().casefold()
            if answer == "a":
                self._write([self._correction(name, call_id, what, value, _CONFIRMED)])
            elif answer == "c":
                if not self._change(name, call_id, what, value):
                    continue
            elif answer == "all" and call is not None:
                open_fields = [n for n in CALL_FIELDS if n not in set(corrected_fields(call))]
                self._write(
                    [self._correction(name, call_id, n, self._value(coded, call_id, n), _CONFIRMED) for n in open_fields]
                )
                return "next"
            elif answer == "x" and call is not None:
                self._write([self._correction(name, call_id, "exists", NO, self._why())])
                return "next"
            elif answer == "m":
                self._add(name)
                continue
            elif answer == "q":
                return "stop"
            elif answer == "n":
                return "next"
            elif answer != "s":
                _say(HELP)
                continue
            return None

    def _change(self, name: str, call_id: str, what: str, old: Any) -> bool:
        """Ask for another value until it is one, or nothing is typed; tell whether it was changed."""
        (coded,) = self._as_it_is(name).coded
        call = next((c for c in coded.calls if c.id == call_id), None)
        while line := self._ask(f"{what.replace('_', ' ')} ({FORMS[what]}; Enter: leave it) > ").strip():
            try:
                value, quote = read_typed(what, line, coded.readout, call, old)
                self._check(self._correction(name, call_id, what, value, "", quote))
            except InputError as error:
                _say(str(error))
                continue
            self._write([self._correction(name, call_id, what, value, self._why(), quote)])
            return True
        return False

    def _why(self) -> str:
        """Ask for the reason until it is one that can be kept."""
        while True:
            why = " ".join(self._ask("why (Enter: no reason) > ").split())
            probe = Correction(readout="", digest="", field="kind", value="call", who=self._who, when=self._now(), why=why)
            faults = list(correction_faults(probe))
            if not faults:
                return why
            for fault in faults:
                _say(fault)

    def _add(self, name: str) -> None:
        """Ask for every field of a call that the machine missed."""
        readout = self._machine[name].readout
        record: dict[str, Any] = {"occasions": [], "tone": [], "initiator_span": None, "initiator_text": None}
        for what in _ASKED_OF_NEW:
            while True:
                line = self._ask(f"{what.replace('_', ' ')} ({FORMS[what]}; Enter: give up) > ").strip()
                if not line:
                    _say("no call was added")
                    return
                try:
                    value, quote = read_typed(what, line, readout, None, [])
                    if faults := list(value_faults(what, value)):
                        raise InputError("\n".join(faults))
                except InputError as error:
                    _say(str(error))
                    continue
                break
            record |= value if what in {"occurred_on", "initiator"} else {what: value}
            if what == "initiator":
                record["initiator_text"] = quote or None
        record["format"] = str(Format.MULTILATERAL if len(record["participants"]) > 2 else Format.BILATERAL)
        try:
            new = added_anchor(record, readout)
            self._check(self._correction(name, "", "exists", record, "", new=new))
        except InputError as error:
            _say(str(error))
            return
        self._write([self._correction(name, "", "exists", record, self._why(), new=new)])

    def _check(self, correction: Correction) -> None:
        """See that a correction holds.

        Raises
        ------
        InputError
            When it is wrong, or does not fit the call.
        """
        if faults := list(correction_faults(correction)):
            raise InputError("\n".join(faults))
        if orphans := [o for o in self._as_it_is(correction.readout, correction).orphans if o.correction is correction]:
            msg = f"that does not fit: {orphans[0].reason}."
            raise InputError(msg)

    def _correction(
        self, name: str, call_id: str, what: str, value: Any, why: str, quote: str = "", new: Anchor | None = None
    ) -> Correction:
        """Put a decision in writing."""
        applied, machine = self._as_it_is(name), self._machine[name]
        call = next((c for c in applied.coded[0].calls if c.id == call_id), None)
        passage: dict[str, Any] = {"quote": quote}
        if call is not None and why == _CONFIRMED and (d := call.decisions.get(what)) is not None and d.evidence:
            shown = d.evidence[0]  # what is confirmed rests on the words that were shown
            passage = {"span": (shown.start, shown.end), "quote": shown.quote, "where": shown.where}
        told = any(c.id == call_id for c in machine.calls) or what == "kind"
        return Correction(
            readout=name,
            digest=machine.readout.digest,
            call=new or (applied.anchor(call) if call else None),
            field=what,
            value=value,
            who=self._who,
            when=self._now(),
            why=why,
            machine=Machine(self._value(machine, call_id, what) if told else NO, machine.annotator),
            **passage,
        )

    def _write(self, corrections: Sequence[Correction]) -> None:
        self._keep(corrections)
        for correction in corrections:
            self._made[correction.readout].append(correction)
        self.decided += len(corrections)


def _say(text: str, style: str = "") -> None:
    OUT.print(str(printable(text)), markup=False, style=style, soft_wrap=True)
