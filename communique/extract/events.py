"""Title and lead sentences → the communication events that a readout reports, and who took part in each.

A clause is read around its cue ("had a telephone conversation with"): who stands before the cue spoke, who stands behind
"with" was spoken to; a list there is one joint conversation or several calls, by the words that say so. Only the title,
the head of the message, and later sentences that open with a further call ("also spoke by phone with") are read: calls told in passing
are none.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from communique.codebook import Kind, Medium
from communique.extract.cues import CUES, Cues
from communique.extract.mentions import Mention, find_mentions
from communique.extract.segments import Sentence, find_sentences, message_range
from communique.gazetteer import load_gazetteer
from communique.names import name_keys
from communique.sources import Source

_LEAD = 3
_AGE = re.compile(r"\b\d{1,2}-year-old\b|\b\d{1,2}-летн\w+|\bde \d{1,2} ans\b")
_NOT_PRINCIPAL = re.compile(
    r"(?:initiative of|request of|invitation of|behalf of|suggestion of|by|spokes\w+|visit of|visit by|meeting with|met with|talks with|statement by|statement from"
    r"|alongside|accompanied by|son of|daughter of|wife of|death of|passing of|attended by|presence of|following|after|by his|по инициативе|по просьбе"
    r"|от имени|à l['’]initiative (?:de|du)|à la demande (?:de|du)|congratulate|congratulated|thank|thanked)\s*(?:the |la |le |l['’])?$",
    re.IGNORECASE,
)
_SPOKESPERSON = re.compile(r"\b(?:spokes(?:person|man|woman)|press secretary|пресс-секретар\w+|porte-parole)\b", re.IGNORECASE)


_ASIDE = re.compile(
    r"(?:visit of|visit by|meeting with|met with|talks with|death of|passing of|killing of|between|envoy|former|about|of)\s*(?:the )?$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r" (?:him|her|them|the latter|ним|ней|lui|elle)\b", re.IGNORECASE)
_FURTHER = re.compile(
    r"\b(?:separate(?:ly)?|also|later|then|as well|another|second call|afterwards?|followed by|puis|ensuite|затем|также|отдельно)(?:[ ,]+\w+){0,5}[ ,]+(?:with|to|by|avec|à|с)\b",
    re.IGNORECASE,
)


_PLURAL_COUNT = re.compile(
    r"\b(?:two|three|four|several|separate|series of) (?:\w+ )?(?:calls|conversations)\b|\b(?:conversations|calls) by telephone\b",
    re.IGNORECASE,
)
_RECALLED = re.compile(
    r"\b(?:was|were) recalled\b|\blast (?:week|month|year|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_FIRST_PERSON = re.compile(
    r"^(?:Today,? |Yesterday,? |Just |Earlier |This \w+,? )?(?:I|We) (?:have )?(?:just )?(?:spoke|talked|spoken)\b|^(?:Сегодня )?(?:я )?поговорил"
)
_DENIED = re.compile(
    r"\W*(?:which |that |qui )?(?:(?:is|are) (?:scheduled|planned|being prepared|due|expected|to)\b|will (?:take place|be held|follow)|(?:was|were|has been|have been) (?:put off|postponed|cancel"
    r"|rescheduled|called off)|did not take place|est (?:prévu|reporté|annulé)|a été (?:reporté|annulé)|n['’]a pas eu lieu|aura lieu|se tiendra|перенес[её]н|отложен|запланирован|состоится|не состоял|намечен|отмен[её]н)",
    re.IGNORECASE,
)
"""What follows the names where the call is to come, or was called off."""
_OPENING = re.compile(r"(?:Following|After|Before|Ahead of|По итогам|После|Накануне|À la suite|Après)\b")
_BULLET = re.compile(r"\s*(?:[-–—•*]|\d\))\s")


@dataclass(frozen=True)
class Principal:
    """A participant of an event, with the string in which the mention stands."""

    mention: Mention
    where: str = "text"


@dataclass(frozen=True)
class Event:
    """One communication event.

    Attributes
    ----------
    principals
        Who spoke, the publisher's side first.
    medium
        How.
    cue
        Range of the words that say so, and where they stand.
    clause
        Range of the sentence that tells it (in the text), or None when only the title does.
    """

    principals: tuple[Principal, ...]
    medium: Medium
    cue: tuple[int, int]
    cue_where: str
    clause: tuple[int, int] | None


@dataclass
class Reading:
    """What was read of a text so far."""

    title: str
    text: str
    lang: str
    on: dt.date | None
    source: Source | None
    sentences: list[Sentence] = field(default_factory=list)
    message: tuple[int, int] = (0, 0)
    kind: Kind = Kind.OTHER
    medium: Medium = Medium.UNKNOWN
    events: list[Event] = field(default_factory=list)
    title_mentions: list[Mention] = field(default_factory=list)
    lead_mentions: list[Mention] = field(default_factory=list)

    @property
    def cues(self) -> Cues:
        """Return the patterns of the text's language."""
        return CUES[self.lang]


@dataclass(frozen=True)
class _Clause:
    subjects: tuple[Mention, ...]
    objects: tuple[Mention, ...]
    medium: Medium
    cue: tuple[int, int]
    joint: bool | None
    future: bool
    plain: bool
    """Whether the medium is said outright, not only "spoke with"."""


def read_events(title: str, text: str, *, lang: str, on: dt.date | None, source: Source | None) -> Reading:
    """Read the events that a readout reports.

    Parameters
    ----------
    title, text
        As published.
    lang
        ``en``, ``fr`` or ``ru``.
    on
        Publication date in the publisher's zone.
    source
        The publisher, if it is known.

    Returns
    -------
    Reading
        With the sentences, the kind of readout and its events.
    """
    reading = Reading(title, text, lang, on, source)
    reading.message = message_range(text, title)
    reading.sentences = find_sentences(text, *reading.message)
    cues = reading.cues
    title_clause = None
    if title:
        reading.title_mentions = [
            m
            for m in find_mentions(title, 0, len(title), lang=lang, on=on, home=_home(source))
            if not _is_spokesperson(title, m)
        ]
        title_clause = _read_clause(title, 0, len(title), reading.title_mentions, cues, title=True)
        if title_clause is not None and not title_clause.plain and cues.meeting.search(title):
            title_clause = None
    clauses: list[tuple[Sentence, _Clause]] = []
    announced = title_clause is not None and title_clause.future
    for sentence in reading.sentences:
        clause = _sentence_clause(reading, sentence, title_clause, clauses)
        if clause is not None and clause.future:
            announced = True
        elif clause is not None:
            clauses.append((sentence, clause))
    if announced and (title_clause is None or title_clause.future or not clauses):
        title_clause = None
        clauses = [] if title_clause is None and not any(s.lead == 0 for s, _ in clauses) else clauses
    _assemble(reading, title_clause, clauses)
    reading.kind = _kind(reading, announced=announced)
    return reading


def _home(source: Source | None) -> str:
    return source.polity if source else ""


def _is_spokesperson(text: str, mention: Mention) -> bool:
    return bool(_SPOKESPERSON.search(text, max(0, mention.start - 30), mention.name_start))


def _sentence_clause(
    reading: Reading, sentence: Sentence, title_clause: _Clause | None, clauses: list[tuple[Sentence, _Clause]]
) -> _Clause | None:
    """Read a sentence where it may tell an event: in the lead, or as a further call."""
    cues, text = reading.cues, reading.text
    start, end = sentence.start, sentence.end
    plain = cues.phone.search(text, start, end) or cues.call.search(text, start, end) or cues.video.search(text, start, end)
    verb = cues.rang.search(text, start, end) or cues.rung.search(text, start, end)
    lead = sentence.lead < _LEAD
    if not lead:
        if not (clauses or title_clause) or not (plain or verb or cues.spoke.search(text, start, end)):
            return None
        if not cues.also.search(text, start, min(end, start + 160)):
            return None
    elif (
        not plain
        and not verb
        and not (cues.spoke.search(text, start, end) and (sentence.lead == 0 or (title_clause and not clauses)))
    ):
        return None
    mentions = [
        m
        for m in find_mentions(text, start, end, lang=reading.lang, on=reading.on, home=_home(reading.source))
        if not _is_spokesperson(text, m)
    ]
    if lead:
        reading.lead_mentions += mentions
    clause = _read_clause(text, start, end, mentions, cues, title=False)
    if clause is None:
        return None
    if not clause.plain and title_clause is None and not _speaks_at_distance(reading, sentence):
        return None
    if not lead and not (clause.subjects and clause.objects):
        return None
    if _RECALLED.search(text, clause.cue[1], end) and not clause.subjects:
        return None
    return _with_bullets(reading, sentence, clause)


def _with_bullets(reading: Reading, sentence: Sentence, clause: _Clause) -> _Clause:
    """Read the list behind "spoke by telephone with:"."""
    if clause.objects or not reading.text[: sentence.end].endswith(":"):
        return clause
    found: list[Mention] = []
    for other in reading.sentences[sentence.lead + 1 :]:
        if not _BULLET.match(reading.text[max(0, other.start - 1) : other.end]) and not _BULLET.match(
            reading.text[other.start : other.end]
        ):
            continue
        mentions = find_mentions(
            reading.text, other.start, other.end, lang=reading.lang, on=reading.on, home=_home(reading.source)
        )
        found += mentions[:1]
    return replace(clause, objects=tuple(found), joint=False)


def _speaks_at_distance(reading: Reading, sentence: Sentence) -> bool:
    """Tell whether "spoke with" under a title without a cue is a call: nothing says that they met."""
    head = reading.text[sentence.start : min(len(reading.text), sentence.end + 300)]
    cues = reading.cues
    if cues.meeting.search(head) or cues.meeting.search(reading.title):
        return False
    if _FIRST_PERSON.match(reading.text[sentence.start : sentence.end]):
        return True
    return bool(cues.spoke.search(reading.title) or not reading.title)


def _read_clause(text: str, start: int, end: int, mentions: list[Mention], cues: Cues, *, title: bool) -> _Clause | None:
    """Read who spoke to whom in one sentence or title."""
    cue, medium, plain = _find_cue(text, start, end, cues)
    if cue is None:
        return None
    future = bool(cues.future.search(text, start, min(end, cue.end() + 30) if title else cue.start()))
    if not title and cues.earlier.search(text, start, cue.start()) and not cues.rang.match(text, cue.start()):
        return None
    usable = [
        m
        for m in mentions
        if not _NOT_PRINCIPAL.search(text, max(start, m.start - 40), m.start) or (title and m is mentions[0])
    ]
    rung = cues.rung.search(text, start, end)
    rang = cues.rang.search(text, start, end)
    if rung and rung.start() <= cue.end() + 40:
        after = [m for m in mentions if m.start >= rung.end() - 1]
        before = [m for m in mentions if m.end <= rung.start()]
        return _Clause(
            tuple(before[-1:]), tuple(_chain(text, after, cues)), medium, cue.span(), joint=None, future=future, plain=True
        )
    if rang and (not plain or rang.start() <= cue.start()) and any(0 <= m.start - rang.end() <= 25 for m in mentions):
        after = [m for m in mentions if m.start >= rang.end()]
        before = [m for m in usable if m.end <= rang.start()]
        return _Clause(
            tuple(before[-1:]), tuple(_chain(text, after, cues)), medium, cue.span(), joint=None, future=future, plain=True
        )
    return _spoken(text, (start, end), usable, cues, cue, (medium, plain, future, title))


def _spoken(
    text: str,
    bounds: tuple[int, int],
    usable: list[Mention],
    cues: Cues,
    cue: re.Match[str],
    facts: tuple[Medium, bool, bool, bool],
) -> _Clause:
    """Read "X had a conversation with Y", "a conversation of X with Y", "a conversation between X and Y"."""
    start, end = bounds
    medium, plain, future, title = facts
    between = cues.between.search(text, cue.end(), end)
    after = [m for m in usable if m.start >= cue.start()]
    before = [m for m in usable if m.end <= cue.start() + 2]
    if between and after and between.start() < after[0].start:
        chain = _chain(text, after, cues)
        future = future or bool(_DENIED.match(text, chain[-1].end, end))
        return _Clause((), tuple(chain), medium, cue.span(), joint=len(chain) > 2, future=future, plain=plain)
    with_ = next(
        (
            w
            for w in cues.with_.finditer(text, max(cue.start(), start), end)
            if any(0 <= m.start - w.end() <= 45 for m in after)
        ),
        None,
    )
    objects: list[Mention] = []
    subjects: list[Mention] = before[-1:]
    if with_:
        tail = [m for m in after if m.start >= with_.end() - 1]
        inner = [m for m in after if m.end <= with_.start()]
        objects = _chain(text, tail, cues)
        if inner:
            subjects = inner[:1]
            if cues.with_.match(text, with_.start()) and with_.group().casefold() in ("of", "de", "du"):
                subjects = before[-1:]
        elif not before and len(objects) > 1 and _comma_subject(text, objects, cues):
            subjects = objects[-1:]
            objects = objects[:-1]
        elif not before:
            rest = [m for m in tail if m not in objects]
            subjects = rest[:1]
        if not objects and _PRONOUN.match(text, with_.end()):
            objects = [m for m in usable if m.end <= with_.start() and m not in subjects][-1:]
        objects += _further(text, tail, objects, cues, end)
    elif (
        after
        and before
        and re.match(r"\W*(?:\w+\W+){0,3}(?:were|was|are)\W+(?:with )?(?:the )?$", text[cue.end() : after[0].start])
    ):
        objects = _chain(text, after, cues)
    elif after and not before:
        subjects = after[:1]
    elif len(before) > 1 and not after:
        subjects = _chain_backwards(text, before, cues)
    if (
        medium is Medium.VIDEO
        and not objects
        and len(before) > 1
        and re.search(cues.with_.pattern, text[before[0].end : before[-1].start], re.IGNORECASE)
    ):
        subjects, objects = before[:1], _chain(text, before[1:], cues)  # "held a meeting with Y via videoconference"
    if before and not subjects:
        subjects = before[-1:]
    if len(before) > 1 and subjects == before[-1:] and not (objects and before[-1] in objects):
        subjects = _chain_backwards(text, before, cues)
    named = objects or subjects
    if named and _DENIED.match(text, named[-1].end, end):
        future = True
    stretch = text[start:end]
    joint: bool | None = None
    if cues.joint.search(stretch):
        joint = True
    elif cues.separate.search(stretch):
        joint = False
    elif len(objects) > 1:
        joint = None if not plain else (False if cues.plural.search(cue.group()) or not _is_noun(cue, cues) else True)
    if with_ and cues.crowd.match(text[with_.end() : with_.end() + 60]) and not objects:
        subjects = []
    return _Clause(tuple(subjects), tuple(objects), medium, cue.span(), joint=joint, future=future, plain=plain)


def _further(text: str, tail: list[Mention], objects: list[Mention], cues: Cues, end: int) -> list[Mention]:
    """Find who is named behind a second "with": "with A, and in a separate call with B"."""
    found: list[Mention] = []
    if not objects:
        return found
    for link in _FURTHER.finditer(text, objects[-1].end, end):
        rest = [m for m in tail if 0 <= m.start - link.end() <= 6]
        if rest:
            found += _chain(text, [m for m in tail if m.start >= rest[0].start], cues)
    return found


def _is_noun(cue: re.Match[str], cues: Cues) -> bool:
    """Tell "a telephone conversation with A and B" (one line) from "spoke by telephone with A and B" (two calls)."""
    return not re.match(r"(?:by|over|on|via|par|au|по) ", cue.group(), re.IGNORECASE) and not cues.spoke.fullmatch(cue.group())


def _find_cue(text: str, start: int, end: int, cues: Cues) -> tuple[re.Match[str] | None, Medium, bool]:
    """Find the words that say how they communicated; the earliest plain wording wins."""
    video = cues.video.search(text, start, end)
    phone = cues.phone.search(text, start, end)
    call = cues.call.search(text, start, end)
    verb = cues.rung.search(text, start, end) or cues.rang.search(text, start, end)
    if video and phone and _OPENING.match(text, start) and "," in text[video.end() : phone.start()]:
        video = None  # "Following a summit held via videoconference, X had a telephone conversation with Y"
    if video and (not phone or video.start() <= phone.start()) and (not call or video.start() <= max(call.start() + 12, call.end())):
        return video, Medium.VIDEO, True
    plain = min((m for m in (phone, call) if m), key=lambda m: m.start(), default=None)
    if plain or verb:
        return plain or verb, Medium.PHONE, True
    spoke = cues.spoke.search(text, start, end)
    return spoke, Medium.PHONE, False


def _chain(text: str, mentions: list[Mention], cues: Cues) -> list[Mention]:
    """Take the first mention and those joined to it by commas and "and"."""
    chain = mentions[:1]
    for mention in mentions[1:]:
        if not cues.conjunction.match(text[chain[-1].end : mention.start]):
            break
        chain.append(mention)
    return chain


def _chain_backwards(text: str, mentions: list[Mention], cues: Cues) -> list[Mention]:
    """Take the last mention and those joined to it by "and", and by commas before that."""
    chain = mentions[-1:]
    for mention in reversed(mentions[:-1]):
        gap = text[mention.end : chain[0].start]
        if not cues.conjunction.match(gap) or (len(chain) == 1 and not re.search(r"\w", gap.replace("the ", ""))):
            break
        chain.insert(0, mention)
    return chain


def _comma_subject(text: str, objects: list[Mention], cues: Cues) -> bool:
    """Tell whether the last of a list is the subject: "In a call with A, B stressed …"."""
    gap = text[objects[-2].end : objects[-1].start]
    return (
        "," in gap
        and not re.search(r"\w", gap.replace("the", ""))
        and bool(re.match(r"\s+(?:\w+ly )?[a-zа-я]", text[objects[-1].end : objects[-1].end + 12]))
    )


def _assemble(reading: Reading, title_clause: _Clause | None, clauses: list[tuple[Sentence, _Clause]]) -> None:
    """Put title and sentences together into events."""
    crowded = None
    frames: list[tuple[_Clause, tuple[int, int] | None, str]] = [(c, (s.start, s.end), "text") for s, c in clauses]
    if title_clause is not None:
        frames.insert(0, (title_clause, None, "title"))
    own = _own_principals(reading, frames)
    if not any(_foreign(c, own, reading, w) for c, _, w in frames):
        frames = [(_with_interlocutor(c, s, own, reading, w), s, w) for c, s, w in frames[-1:] if c.plain]
    events: list[Event] = []
    for clause, span, where in frames:
        others = [
            m for m in (*clause.objects, *clause.subjects) if not _is_own(m, own, reading) and _is_principal(m, reading, where)
        ]
        others = _distinct(others)
        if crowded is None:
            crowded = clause
        joint = clause.joint
        if joint is None and len(others) > 1 and title_clause is not None:
            joint = not reading.cues.plural.search(reading.title) and not reading.cues.separate.search(reading.title)
        if len(others) > 1 and clause.medium is Medium.VIDEO and clause.joint is None:
            joint = True
        elif (
            joint is not False
            and len(others) > 1
            and clause.joint is None
            and any(_PLURAL_COUNT.search(reading.text, s.start, s.end) for s in reading.sentences[:2])
        ):
            joint = False
        groups = [others] if joint else [[m] for m in others]
        for group in groups:
            if group:
                _add(reading, events, group, clause, span, where)
    reading.events = [_with_own(e, own, reading) for e in events]
    reading.events = [e for e in reading.events if len(e.principals) > 1]


def _foreign(clause: _Clause, own: list[Principal], reading: Reading, where: str) -> list[Mention]:
    return [m for m in (*clause.objects, *clause.subjects) if not _is_own(m, own, reading) and _is_principal(m, reading, where)]


def _with_interlocutor(
    clause: _Clause, span: tuple[int, int] | None, own: list[Principal], reading: Reading, where: str
) -> _Clause:
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
            and not _is_own(m, own, reading)
            and not _ASIDE.search(body, max(0, m.start - 30), m.start)
        ]

    inside = [m for m in reading.lead_mentions if span and span[0] <= m.start < span[1]]
    for mentions, body in ((inside, text), (reading.title_mentions, reading.title), (reading.lead_mentions, text)):
        found = usable(mentions, body)
        if found:
            chain = _chain(body, found, reading.cues) if mentions is not reading.lead_mentions else found[:1]
            if (body is reading.title) != (where == "title"):
                return replace(clause, objects=(), subjects=(*clause.subjects, *(_elsewhere(m) for m in chain)))
            return replace(clause, objects=tuple(chain))
    return clause


def _elsewhere(mention: Mention) -> Mention:
    """Keep a title's mention apart from the text's offsets."""
    return replace(mention, start=-1, end=-1, name_start=-1, name_end=-1)


def _distinct(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not any(mention.same_person(k) for k in kept):
            kept.append(mention)
    return kept


def _own_principals(reading: Reading, frames: list[tuple[_Clause, tuple[int, int] | None, str]]) -> list[Principal]:
    """Find the publisher's side: named in a clause, in the title or the lead, else whoever held its office."""
    source = reading.source
    found: list[Principal] = []
    polity = source.polity if source else ""
    for clause, _, where in reversed(frames):
        for mention in clause.subjects:
            if (
                (not polity or mention.polity == polity)
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
            ):
                person = load_gazetteer().holder(polity, [mention.office_class], reading.on)
                if person is not None:
                    return [Principal(replace(mention, name=person.name_in(reading.lang), polity=polity, person=person), where)]
    for clause, _, where in frames:
        for mention in clause.objects:
            if mention.polity == polity and mention.person and len(clause.objects) > 1:
                return [Principal(mention, where)]
    for mention, where in [*((m, "text") for m in reading.lead_mentions), *((m, "title") for m in reading.title_mentions)]:
        if mention.polity == polity and mention.person and mention.person.terms and mention.name:
            return [Principal(mention, where)]
    if reading.on is not None and source is not None:
        person = load_gazetteer().holder(polity, source.offices, reading.on)
        if person is not None:
            nowhere = Mention(-1, -1, person.name_in(reading.lang), -1, -1, polity, "", "", person)
            return [Principal(nowhere, "")]
    return []


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


def _is_own(mention: Mention, own: list[Principal], reading: Reading) -> bool:
    if any(p.mention.person and mention.person and p.mention.person.id == mention.person.id for p in own):
        return True
    if any(mention.name and p.mention.name and mention.same_person(p.mention) for p in own):
        return True
    return (
        not mention.name
        and not mention.person
        and (not mention.polity or (reading.source is not None and mention.polity == reading.source.polity))
    )


def _is_principal(mention: Mention, reading: Reading, where: str) -> bool:
    """Tell whether a mention can be a principal: an official, or one who acts for somebody; no private person."""
    body = reading.text if where == "text" else reading.title
    if mention.start >= 0 and _AGE.search(body, max(0, mention.start - 25), mention.start):
        return False
    if mention.person is not None or mention.office:
        return bool(mention.name)
    keys = name_keys(mention.name)
    if not keys:
        return False
    known = [*reading.lead_mentions, *reading.title_mentions]
    if mention.name.split()[-1] in reading.text[reading.message[0] :]:
        known += find_mentions(
            reading.text, 0, min(len(reading.text), 1_500), lang=reading.lang, on=reading.on, home=_home(reading.source)
        )
    return any(other is not mention and other.office and name_keys(other.name)[-1:] == keys[-1:] for other in known)


def _add(
    reading: Reading, events: list[Event], group: list[Mention], clause: _Clause, span: tuple[int, int] | None, where: str
) -> None:
    """Add an event, or merge it into the one that it tells again."""
    principals = tuple(Principal(m, where) for m in group)
    for index, event in enumerate(events):
        shared = [p for p in principals if any(p.mention.same_person(q.mention) for q in event.principals)]
        if shared and (len(shared) == len(principals) or len(shared) == len(event.principals)):
            merged = list(event.principals if len(event.principals) >= len(principals) else principals)
            for number, principal in enumerate(merged):
                for other in (*principals, *event.principals):
                    if other.mention.same_person(principal.mention):
                        merged[number] = _fuller(merged[number], other)
            medium = (
                event.medium
                if event.cue_where == "title" and event.medium is Medium.VIDEO
                else clause.medium
                if clause.plain
                else event.medium
            )
            better = event.clause is None and span is not None
            events[index] = replace(
                event,
                principals=tuple(merged),
                medium=medium,
                clause=span if better else event.clause,
                cue=clause.cue if better else event.cue,
                cue_where=where if better else event.cue_where,
            )
            return
    events.append(Event(principals, clause.medium, clause.cue, where, span))


def _fuller(a: Principal, b: Principal) -> Principal:
    """Choose the mention that says more: known office and state, the longer name, in the text rather than the title."""

    def rank(p: Principal) -> tuple[bool, int, bool, bool]:
        return (bool(p.mention.name), min(len(name_keys(p.mention.name)), 4), bool(p.mention.office), p.where == "text")

    best, other = (b, a) if rank(b) > rank(a) else (a, b)
    if not best.mention.polity and other.mention.polity:
        return replace(best, mention=replace(best.mention, polity=other.mention.polity))
    return best


def _with_own(event: Event, own: list[Principal], reading: Reading) -> Event:
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


def _kind(reading: Reading, *, announced: bool) -> Kind:
    """Say what a readout is."""
    if reading.events:
        reading.medium = reading.events[0].medium
        return Kind.CALL
    head = f"{reading.title}\n{reading.text[reading.message[0] : reading.message[0] + 500]}"
    cues = reading.cues
    if announced or cues.future.search(reading.title):
        return Kind.ANNOUNCEMENT
    if cues.letter.search(reading.title) or cues.letter.search(head):
        reading.medium = Medium.LETTER
        return Kind.LETTER
    if cues.meeting.search(head) or cues.video.search(head):
        reading.medium = Medium.VIDEO if cues.video.search(head) else Medium.IN_PERSON
        return Kind.MEETING
    if re.search(r"\b(?:[Ss]tatement|[Rr]emarks|[Ii]nterview|[Aa]ddress|[Зз]аявление|[Dd]éclaration)\b", reading.title):
        reading.medium = Medium.STATEMENT
        return Kind.STATEMENT
    return Kind.OTHER
