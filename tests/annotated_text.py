"""Sentences that carry their own answers → plain text and the coding that is expected of it.

    <who polity=RUS>Vladimir Putin</who> spoke by telephone with <who polity=FRA person=emmanuel-macron>Emmanuel Macron</who>
    <date iso=2022-03-09 basis=relative>yesterday</date>, <by polity=FRA basis=explicit>at the initiative of the French side</by>.

The tags, with their attributes (quoted where a value holds spaces):

``who``
    a participant: ``polity``, and where it matters ``person``, ``office`` and ``name`` (in the nominative). ``<who polity=RUS/>``
    is a participant whom the text does not name. A person marked in the title and in the text is one participant.
``by``
    the words that say who made the call: ``polity`` (or ``mutual``), ``basis``. Without it the initiator is unstated.
``date``
    the words that date the call: ``iso``, ``basis``. Without it the call is dated by its publication.
``time``
    the words that give the time: ``at``, as ISO 8601. Without it there is none.
``medium``
    the words that say how they spoke: ``id``. Without it the medium is the telephone.
``tone``
    a phrase that may be tone: ``labels``, joined by ``+``.
``courtesy``
    the cue of a clause that may pay a courtesy: ``cue``, ``by``, ``to``.

In a text of several calls each tag says whose it is, ``call=1`` or ``call=1,2``; a tag without it belongs to all of them. A text
without ``who`` has no call.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from communique.drafts import DraftCall, DraftReadout
from communique.records import Evidence, Readout
from communique.sources import load_sources

TAGS = {
    "who": {"polity", "person", "office", "name", "call"},
    "by": {"polity", "basis", "call"},
    "date": {"iso", "basis", "call"},
    "time": {"at", "call"},
    "medium": {"id", "call"},
    "tone": {"labels", "call"},
    "courtesy": {"cue", "by", "to", "call"},
}
"""The tags and the attributes that each may have."""

_TAG = re.compile(r"<(?P<close>/)?(?P<tag>[a-z]+)(?P<attributes>(?:\s+[a-z]+=(?:\"[^\"]*\"|[^\s\"/>]+))*)\s*(?P<empty>/)?>")
_ATTRIBUTE = re.compile(r"([a-z]+)=(?:\"([^\"]*)\"|([^\s\"/>]+))")


@dataclass(frozen=True)
class Mark:
    """A tagged passage; ``quote`` is empty for what the text does not say in words."""

    tag: str
    start: int
    end: int
    quote: str
    where: str = "text"
    attributes: dict[str, str] = field(default_factory=dict)

    def of(self, call: int) -> bool:
        """Tell whether the mark belongs to a call."""
        return "call" not in self.attributes or str(call) in self.attributes["call"].split(",")

    def meets(self, evidence: Evidence | None) -> bool:
        """Tell whether a passage and this one share words; a mark without words wants no passage."""
        if evidence is None or not self.quote:
            return evidence is None and not self.quote
        return evidence.where == self.where and evidence.start < self.end and self.start < evidence.end


@dataclass(frozen=True)
class AnnotatedText:
    """A text with its marks; ``text[mark.start:mark.end] == mark.quote``."""

    text: str
    marks: tuple[Mark, ...]

    def tagged(self, tag: str) -> list[Mark]:
        """List the marks of a tag."""
        return [mark for mark in self.marks if mark.tag == tag]


def parse(annotated: str, *, where: str = "text") -> AnnotatedText:
    """Take the tags out of a text.

    Raises
    ------
    ValueError
        When a tag or attribute is unknown, or tags are not closed in the order in which they were opened.
    """
    text = ""
    marks: list[Mark] = []
    opened: list[tuple[str, int, dict[str, str]]] = []
    position = 0
    for match in _TAG.finditer(annotated):
        text += annotated[position : match.start()]
        position = match.end()
        tag = match["tag"]
        if match["close"]:
            if not opened or opened[-1][0] != tag:
                msg = f"</{tag}> closes nothing in {annotated!r}"
                raise ValueError(msg)
            _, start, attributes = opened.pop()
            marks.append(Mark(tag, start, len(text), text[start:], where, attributes))
            continue
        attributes = {name: quoted or bare for name, quoted, bare in _ATTRIBUTE.findall(match["attributes"])}
        unknown = attributes.keys() - TAGS.get(tag, set())
        if tag not in TAGS or unknown:
            msg = f"<{tag}> with {sorted(unknown)} is no tag of the notation: {TAGS.get(tag, sorted(TAGS))}"
            raise ValueError(msg)
        if match["empty"]:
            marks.append(Mark(tag, len(text), len(text), "", where, attributes))
        else:
            opened.append((tag, len(text), attributes))
    text += annotated[position:]
    if opened or re.search(r"</?[a-z]+[ >]", text):
        msg = f"a tag is malformed or not closed in {annotated!r}"
        raise ValueError(msg)
    return AnnotatedText(text, tuple(sorted(marks, key=lambda m: (m.start, -m.end))))


@dataclass(frozen=True)
class AnnotatedReadout:
    """A readout and the marks of its title and text."""

    readout: Readout
    marks: tuple[Mark, ...]

    @property
    def published_on(self) -> dt.date:
        """The publication date in the publisher's zone."""
        source = load_sources().get(self.readout.source)
        found = source.local_date(self.readout.published) if source else self.readout.published_on
        assert found is not None, "an annotated readout has a publication date"
        return found

    def calls(self) -> list[list[Mark]]:
        """List the marks of each call."""
        numbers = {int(n) for m in self.marks for n in m.attributes.get("call", "").split(",") if n}
        if not any(m.tag == "who" for m in self.marks):
            return []
        return [[m for m in self.marks if m.of(number)] for number in sorted(numbers or {1})]


def annotated_readout(
    text: str, *, title: str = "", source: str = "kremlin", lang: str = "en", published: str = "2022-03-10"
) -> AnnotatedReadout:
    """Make a readout from an annotated text and title."""
    body, head = parse(text), parse(title, where="title")
    return AnnotatedReadout(Readout("r1", source, lang, published, head.text, body.text), (*head.marks, *body.marks))


def differences(draft: DraftReadout, expected: AnnotatedReadout) -> list[str]:
    """Say in words where extraction and annotation differ; empty when they agree.

    Tone and courtesies are compared only where they are marked: extraction gives candidates, of which a classifier chooses.
    """
    wanted = expected.calls()
    found = list(draft.calls)
    out = []
    for marks in wanted:
        people = _people(marks)
        same = next((d for d in found if _participants(d, people) == set(people)), None)
        if same is None:
            out.append(f"no call of {sorted(map(str, people))}")
            continue
        found.remove(same)
        out += [f"call of {sorted(map(str, people))}: {fault}" for fault in _faults(same, marks, people, expected)]
    out += [f"a call too many: {[(p.name, p.polity, p.person) for p in draft.call.participants]}" for draft in found]
    return out


def _people(marks: list[Mark]) -> dict[tuple[str, str], list[Mark]]:
    people: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        if mark.tag == "who":
            people.setdefault((mark.attributes["polity"], mark.attributes.get("person", "")), []).append(mark)
    return people


def _participants(draft: DraftCall, people: dict[tuple[str, str], list[Mark]]) -> set[tuple[str, str]]:
    """Give polity and person of each participant; the person only where the annotation asks for it."""
    return {
        (p.polity, p.person)
        if (p.polity, p.person) in people
        else (p.polity, "")
        if (p.polity, "") in people
        else (p.polity, p.name)
        for p in draft.call.participants
    }


def _faults(
    draft: DraftCall, marks: list[Mark], people: dict[tuple[str, str], list[Mark]], expected: AnnotatedReadout
) -> Iterator[str]:
    call = draft.call
    if len(call.participants) != len(people):
        yield f"{len(call.participants)} participants: {[(p.name, p.polity) for p in call.participants]}"
    for participant in call.participants:
        told = people.get((participant.polity, participant.person)) or people[participant.polity, ""]
        if not any(m.meets(participant.evidence) for m in told):
            yield f"{participant.name} rests on {participant.evidence}, not on {[m.quote for m in told]}"
        for name in ("name", "office"):
            value = next((m.attributes[name] for m in told if name in m.attributes), None)
            if value is not None and value != getattr(participant, name):
                yield f"{name} {getattr(participant, name)!r}, not {value!r}"

    def only(tag: str) -> Mark | None:
        return next((m for m in marks if m.tag == tag), None)

    by = only("by")
    initiator = (by.attributes["polity"], by.attributes["basis"]) if by else ("unstated", "none")
    if (call.initiator, str(call.initiator_basis)) != initiator:
        yield f"initiator {call.initiator} ({call.initiator_basis}), not {initiator[0]} ({initiator[1]})"
    elif by and not any(by.meets(e) for e in call.decisions["initiator"].evidence):
        yield f"initiator rests on {call.decisions['initiator'].evidence}, not on {by.quote!r}"
    date = only("date")
    day = (date.attributes["iso"], date.attributes["basis"]) if date else (expected.published_on.isoformat(), "published")
    if (call.occurred_on.isoformat(), str(call.basis)) != day:
        yield f"date {call.occurred_on} ({call.basis}), not {day[0]} ({day[1]})"
    elif date and date.where == "text" and not any(date.meets(e) for e in call.decisions["occurred_on"].evidence):
        yield f"date rests on {call.decisions['occurred_on'].evidence}, not on {date.quote!r}"
    time = only("time")
    if call.occurred_at != (time.attributes["at"] if time else ""):
        yield f"time {call.occurred_at!r}, not {time.attributes['at'] if time else ''!r}"
    medium = only("medium")
    if str(call.medium) != (medium.attributes["id"] if medium else "phone"):
        yield f"medium {call.medium}"
    if str(call.format) != ("multilateral" if len(people) > 2 else "bilateral"):
        yield f"format {call.format}"
    for mark in (m for m in marks if m.tag == "tone"):
        near = [sorted(map(str, c.labels)) for c in draft.tone if mark.meets(c.evidence)]
        if sorted(mark.attributes["labels"].split("+")) not in near:
            yield f"tone {mark.quote!r}: {near}, not {mark.attributes['labels']}"
    for mark in (m for m in marks if m.tag == "courtesy"):
        paid = [{"cue": c.cue, "by": c.by, "to": c.to} for c in draft.courtesies if mark.meets(c.evidence)]
        want = {k: v for k, v in mark.attributes.items() if k != "call"}
        if not any(want.items() <= p.items() for p in paid):
            yield f"courtesy {mark.quote!r}: {paid}, not {want}"
