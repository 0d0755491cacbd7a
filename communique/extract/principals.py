"""Mentions → principals: the publisher's side, the other side, and who is none (private persons, people mentioned)."""

from __future__ import annotations

import re
from dataclasses import replace

from communique.extract.clauses import Clause, chain_of
from communique.extract.mentions import IN_WAITING, Mention, find_mentions, holder_by_title
from communique.extract.reading import Event, Principal, Reading
from communique.gazetteer import load_gazetteer
from communique.names import name_keys
from communique.sources import Source

_AGE = re.compile(r"\b[\w-]+-year-old\b|\b\d{1,2}-летн\w+|\bde \d{1,2} ans\b")
_FULL_NAME = re.compile(r"[^\W\d_][\w’'.-]+(?: [\w’'.-]+){1,4}")
_GROUP = re.compile(
    r"\b(?:Allies|Partners|Counterparts|Leaders|Nine|Eight|Seven|Quad|Caucus|House|Senate|Congress|Democrats|Republicans|Members|Families|Officials|Governors|Mayors|Ambassadors|Ministers|Presidents"
    r"|Causes|Commodities|Advocates|Executives|Companies|CEOs|Workers|Students|Staff|Team|Delegation|Program|Programme|Initiative|Ocean|Region|Territory|Islands?|City|County|Prize|Award|Cup|Comité|Commission|Committee|Council|Office|Foundation|Fund|Bank|Act|Agreement|Accords?|Day|Summit|Forum)\b"
)
"""Words of groups and things that are written like names."""
_NEAR = 60
_HOME_STAFF = ("other", "vice", "national_security")
_ASIDE = re.compile(
    r"(?:visit of|visit by|meeting with|met with|talks with|death of|passing of|killing of|between|envoy|former|about|of)\s*(?:the )?$",
    re.IGNORECASE,
)


def own_principals(reading: Reading, frames: list[tuple[Clause, tuple[int, int] | None, str]]) -> list[Principal]:
    """Find the publisher's side: named in a clause, in the title or the lead, else whoever held its office."""
    source = reading.source
    found: list[Principal] = []
    polity = source.polity if source else ""
    for clause, _, where in reversed(frames):
        for mention in clause.subjects:
            if (
                (not polity or mention.polity == polity or _of_staff(mention))
                and (mention.name or mention.person)
                and not any(mention.same_person(f.mention) for f in found)
            ):
                found.append(Principal(mention, where))
    if found:
        return _prefer_text(found, reading) if polity else found[:1]
    if not polity:
        return []
    for clause, _, where in reversed(frames):
        for mention in clause.subjects:
            if (
                not mention.name
                and not mention.polity
                and mention.office_class
                and reading.on is not None
                and source is not None
                and not IN_WAITING.search(mention.office)
            ):
                person = holder_by_title(polity, mention.office, mention.office_class, reading.on)
                if person is not None:
                    return [Principal(replace(mention, name=person.name_in(reading.lang), polity=polity, person=person), where)]
    for clause, _, where in frames:
        for mention in clause.objects:
            if mention.polity == polity and mention.person and len(clause.objects) > 1:
                return [Principal(mention, where)]
    for mention, where in [*((m, "text") for m in reading.lead_mentions), *((m, "title") for m in reading.title_mentions)]:
        if mention.polity == polity and mention.person and mention.person.terms and mention.name:
            return [Principal(mention, where)]
    for mention in head_mentions(reading):
        if mention.polity == polity and mention.person and mention.name and not mention.by_office and _holds(mention, reading):
            return [Principal(mention)]
    if reading.on is not None and source is not None:
        head = f"{reading.title} {reading.text[reading.message[0] : reading.message[0] + 300]}"
        person = holder_by_title(polity, head, source.offices[0], reading.on) if polity == "EUU" else None
        person = person or load_gazetteer().holder(polity, source.offices, reading.on)
        if person is not None:
            nowhere = Mention(-1, -1, person.name_in(reading.lang), -1, -1, polity, "", "", person)
            return [Principal(nowhere, "")]
    return []


def _of_staff(mention: Mention) -> bool:
    """Tell whether a subject is one of the publisher's officials: an office below the top, and no state named with it."""
    return not mention.polity and mention.person is None and mention.office_class in _HOME_STAFF


def _prefer_text(found: list[Principal], reading: Reading) -> list[Principal]:
    """Take for each person of the publisher's side the fullest mention."""
    best: list[Principal] = []
    for principal in found:
        longer = [
            Principal(m, "text")
            for m in reading.lead_mentions
            if m.same_person(principal.mention) and m.name and len(name_keys(m.name)) > len(name_keys(principal.mention.name))
        ]
        longer += [
            Principal(m, "title")
            for m in reading.title_mentions
            if m.same_person(principal.mention)
            and m.name
            and not m.by_office
            and len(name_keys(m.name)) > len(name_keys(principal.mention.name))
        ]
        best.append(longer[0] if longer else principal)
    return best


def is_own(mention: Mention, own: list[Principal], reading: Reading) -> bool:
    """Tell whether a mention means the publisher's side."""
    if any(p.mention.person and mention.person and p.mention.person.id == mention.person.id for p in own):
        return True
    if any(mention.name and p.mention.name and mention.same_person(p.mention) for p in own):
        return True
    return (
        not mention.name
        and not mention.person
        and (not mention.polity or (reading.source is not None and mention.polity == reading.source.polity))
    )


def is_principal(mention: Mention, reading: Reading, where: str, *, spoken_to: bool = False) -> bool:
    """Tell whether a mention can be a principal: an official, or a person by full name to whom a call was made.

    Parameters
    ----------
    mention
        Who.
    reading, where
        The text, and which of its strings names the person.
    spoken_to
        Whether the clause of a call has the person behind its "with".
    """
    body = reading.text if where == "text" else reading.title
    if mention.start >= 0 and _AGE.search(body, max(0, mention.start - 25), mention.start):
        return False
    if spoken_to and where == "text" and _FULL_NAME.fullmatch(mention.name) and not _GROUP.search(mention.name):
        return True
    if mention.person is not None or mention.office:
        return bool(mention.name)
    keys = name_keys(mention.name)
    if not keys:
        return False
    known = [*reading.lead_mentions, *reading.title_mentions]
    if mention.name.split()[-1] in reading.text[reading.message[0] :]:
        known += head_mentions(reading)
    return any(other is not mention and other.office and name_keys(other.name)[-1:] == keys[-1:] for other in known)


def near(clause: Clause, mention: Mention, reading: Reading) -> bool:
    """Tell whether a person stands right behind the words of a call that is called so, in the clause or in the title."""
    called = clause.plain or reading.cues.call.search(reading.title) or reading.cues.phone.search(reading.title)
    return bool(called) and 0 <= mention.start - clause.cue[1] <= _NEAR


def head_mentions(reading: Reading) -> list[Mention]:
    """Find the people named in the first 1,500 code points; once for a text, and only where they are asked for."""
    if reading.head_mentions is None:
        stop = min(len(reading.text), 1_500)
        reading.head_mentions = find_mentions(
            reading.text, 0, stop, lang=reading.lang, on=reading.on, home=home_of(reading.source)
        )
    return reading.head_mentions


def _holds(mention: Mention, reading: Reading) -> bool:
    """Tell whether the person holds one of the publisher's offices on the day."""
    if mention.person is None or reading.on is None or reading.source is None:
        return False
    return any(
        t.office in reading.source.offices and t.polity == mention.polity and t.start <= reading.on <= t.end
        for t in mention.person.terms
    )


def fuller(a: Principal, b: Principal) -> Principal:
    """Choose the mention that says more: known office and state, the longer name, in the text rather than the title."""

    def rank(p: Principal) -> tuple[bool, int, bool, bool]:
        return (bool(p.mention.name), min(len(name_keys(p.mention.name)), 4), bool(p.mention.office), p.where == "text")

    best, other = (b, a) if rank(b) > rank(a) else (a, b)
    if not best.mention.polity and other.mention.polity:
        return replace(best, mention=replace(best.mention, polity=other.mention.polity))
    return best


def with_own(event: Event, own: list[Principal], reading: Reading) -> Event:
    """Put the publisher's side first; give unnamed states their default."""
    others = []
    for principal in event.principals:
        mention = principal.mention
        if not mention.polity:
            known = next(
                (
                    m
                    for m in (*reading.title_mentions, *reading.lead_mentions)
                    if m.polity and m.name and m.same_person(mention)
                ),
                None,
            )
            if known is not None:
                mention = replace(mention, polity=known.polity, person=mention.person or known.person)
            elif mention.office_class == "corporate":
                mention = replace(mention, polity="NGO")
            elif reading.source is not None:
                mention = replace(mention, polity=reading.source.polity)
        others.append(replace(principal, mention=mention))
    mine = [
        p for p in own if not any(p.mention.same_person(o.mention) and p.mention.polity == o.mention.polity for o in others)
    ]
    return replace(event, principals=(*mine, *others))


def home_of(source: Source | None) -> str:
    """Return the publisher's polity, or an empty string."""
    return source.polity if source else ""


def with_interlocutor(
    clause: Clause, span: tuple[int, int] | None, own: list[Principal], reading: Reading, where: str
) -> Clause:
    """Find the other side of a call outside the clause's grammar: in the same sentence, the title, the next sentences.

    "Vladimir Putin and Truong Tan Sang congratulated each other. In their telephone conversation …".
    """
    text = reading.text

    def usable(mentions: list[Mention], body: str) -> list[Mention]:
        return [
            m
            for m in mentions
            if (m.person or m.office)
            and m.name
            and not is_own(m, own, reading)
            and not _ASIDE.search(body, max(0, m.start - 30), m.start)
        ]

    inside = [m for m in reading.lead_mentions if span and span[0] <= m.start < span[1]]
    for mentions, body in ((inside, text), (reading.title_mentions, reading.title), (reading.lead_mentions, text)):
        found = usable(mentions, body)
        if found:
            chain = chain_of(body, found, reading.cues) if mentions is not reading.lead_mentions else found[:1]
            if (body is reading.title) != (where == "title"):
                return replace(clause, objects=(), subjects=(*clause.subjects, *(_elsewhere(m) for m in chain)))
            return replace(clause, objects=tuple(chain))
    return clause


def foreign(clause: Clause, own: list[Principal], reading: Reading, where: str) -> list[Mention]:
    """List the principals of a clause that are not the publisher's side."""
    return [
        m
        for m in (*clause.objects, *clause.subjects)
        if not is_own(m, own, reading)
        and is_principal(m, reading, where, spoken_to=m in clause.objects[:1] and near(clause, m, reading))
    ]


def _elsewhere(mention: Mention) -> Mention:
    """Keep a title's mention apart from the text's offsets."""
    return replace(mention, start=-1, end=-1, name_start=-1, name_end=-1)
