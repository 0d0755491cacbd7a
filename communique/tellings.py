"""Reports → calls: who took part, and which reports of one publisher tell one call again.

A publisher tells a call again when it repeats the text, corrects it (same title, same stamp with a time) or translates it.
Two different texts of one publisher on one day are two calls: leaders do ring each other twice a day. What a *further*
publisher tells is matched by `communique.reconcile`.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from communique.gazetteer import Person, load_gazetteer
from communique.names import name_keys
from communique.records import Call, CodedReadout, Participant


@dataclass(frozen=True, slots=True)
class Telling:
    """A call with what must be known of the readout that tells it; the text itself is not kept.

    Attributes
    ----------
    call
        The call.
    lang, title, published
        Of the readout.
    digest
        SHA-256 of the text without regard to white space; ``b""`` for an empty text.
    """

    call: Call
    lang: str = ""
    title: str = ""
    published: str = ""
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class Retelling:
    """A report of a call that its publisher has told already, and how that is known."""

    call_id: str
    first: str
    because: str


def tellings_of(coded: Iterable[CodedReadout]) -> Iterator[Telling]:
    """Iterate over every call of some readouts."""
    for item in coded:
        readout = item.readout
        words = " ".join(readout.text.split())
        digest = hashlib.sha256(words.encode()).digest() if words else b""
        for call in item.calls:
            yield Telling(call, readout.lang, " ".join(readout.title.split()), readout.published, digest)


def person_key(participant: Participant, on: dt.date) -> str:
    """Identify a participant: the gazetteer's person id, or ``<POLITY>:<surname key>`` for people it does not list.

    Parameters
    ----------
    participant
        Taken by its ``person``; hand-made records often have none, then the name is looked up.
    on
        The day of the call, to tell people of one name apart.
    """
    person = participant.person or _look_up(participant.name, participant.polity, on)
    return person or f"{participant.polity or 'unknown'}:{surname_key(participant, on)}"


def surname_key(participant: Participant, on: dt.date) -> str:
    """Reduce a participant's name, in the gazetteer's spelling where it lists the person, to the key of its last word."""
    known = _known(participant, on)
    keys = name_keys(known.name if known else participant.name)
    return keys[-1] if keys else participant.name.casefold()


def polities(participant: Participant, on: dt.date) -> frozenset[str]:
    """Return the codes under which a side may stand: as coded in the text, and of the office held on the day."""
    known = _known(participant, on)
    term = known.term_on(on) if known else None
    return frozenset({participant.polity, term.polity if term else ""} - {""})


def _known(participant: Participant, on: dt.date) -> Person | None:
    return load_gazetteer().people.get(participant.person or _look_up(participant.name, participant.polity, on))


@functools.lru_cache(maxsize=65_536)
def _look_up(name: str, polity: str, on: dt.date) -> str:
    found = load_gazetteer().resolve(name, polity=polity, on=on)
    return found.id if found else ""


def retellings(tellings: Iterable[Telling]) -> dict[str, Retelling]:
    """Find the reports of one publisher that tell a call again.

    Parameters
    ----------
    tellings
        In any order; only calls of one source, with the same people, date and medium, are compared.

    Returns
    -------
    dict
        By the id of the call that is told again. The first report is the earliest published one; of translations, the one
        in the language with most texts of the day.
    """
    groups: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    numbers: Counter[tuple[object, ...]] = Counter()
    for telling in sorted(tellings, key=_order):
        call = telling.call
        people = tuple(sorted(person_key(p, call.occurred_on) for p in call.participants))
        key = (call.source, people, call.occurred_on, call.medium)
        # a readout that tells two calls of the same people on one day means two: only its first can repeat another's first
        numbers[*key, call.readout_id] += 1
        groups[*key, numbers[*key, call.readout_id]].append(telling)
    found: dict[str, Retelling] = {}
    for group in groups.values():
        kept: list[Telling] = []
        for telling in group:
            first, why = next(((k, why) for k in kept if (why := _repeats(k, telling))), (None, ""))
            if first is None:
                kept.append(telling)
            else:
                found[telling.call.id] = Retelling(telling.call.id, first.call.id, why)
        for telling, first in _translations(kept):
            found[telling.call.id] = Retelling(telling.call.id, first.call.id, f"its text in another language ({telling.lang})")
    return {call_id: _to_the_first(found, retelling) for call_id, retelling in sorted(found.items())}


def call_order(call: Call) -> tuple[dt.date, str, str, int, str]:
    """Order calls by date, time if known, readout and number in the readout: a key for ``sorted``."""
    number = call.id.rpartition("#")[2]
    return call.occurred_on, call.occurred_at, call.readout_id, int(number) if number.isdecimal() else 0, call.id


def _order(telling: Telling) -> tuple[object, ...]:
    return telling.published, call_order(telling.call)


def _repeats(first: Telling, again: Telling) -> str:
    """Say how a report repeats an earlier one; ``""`` when it does not."""
    if first.digest and first.digest == again.digest:
        return "the same text"
    if not first.title or first.title != again.title:
        return ""
    if first.call.occurred_at and first.call.occurred_at == again.call.occurred_at:
        return "the same title and time of the call: a corrected text"
    # a bare date is not enough: the titles of two calls on one day are the same words
    if "T" in first.published and first.published == again.published:
        return "the same title and time of publication: a corrected text"
    return ""


def _translations(kept: list[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Pair the reports in each further language with those in the language that has most, in their order."""
    by_lang: dict[str, list[Telling]] = defaultdict(list)
    for telling in kept:
        by_lang[telling.lang].append(telling)
    if "" in by_lang or len(by_lang) < 2:
        return
    main = max(by_lang, key=lambda lang: len(by_lang[lang]))
    for lang, further in by_lang.items():
        if lang != main:
            yield from zip(further, by_lang[main], strict=False)


def _to_the_first(found: dict[str, Retelling], retelling: Retelling) -> Retelling:
    """Follow a repeated translation to the report that was first of all."""
    first = retelling.first
    while first in found:
        first = found[first].first
    return Retelling(retelling.call_id, first, retelling.because)
