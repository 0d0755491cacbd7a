"""Title and lead sentences → the communication events that a readout reports, and who took part in each.

A list behind "with" is one joint conversation or several calls, by the words that say so. Only the title, the head of the message, and
later sentences that open with a further call ("also spoke by phone with") are read: calls told in passing are none.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from communique.codebook import Kind, Medium
from communique.extract.clauses import Clause, read_clause
from communique.extract.mentions import Mention, find_mentions
from communique.extract.principals import (
    foreign,
    fuller,
    home_of,
    is_own,
    is_principal,
    near,
    own_principals,
    with_interlocutor,
    with_own,
)
from communique.extract.reading import Event, Principal, Reading
from communique.extract.rosters import is_roster, with_roster
from communique.extract.rounds import announces_round, calls_of_round
from communique.extract.segments import Sentence, find_sentences, message_range
from communique.sources import Source

_LEAD = 3
_SPOKESPERSON = re.compile(r"\b(?:spokes(?:person|man|woman)|press secretary|пресс-секретар\w+|porte-parole)\b", re.IGNORECASE)
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
_TOGETHER = re.compile(
    r"\bmet (?:with|in|at)\b|\b(?:talks|conversation|meeting) (?:in|at) (?:the )?(?-i:[A-Z])|\b(?:arrived|came|is|are|has come|have come) (?:in|to) \w+ (?:on|for) an? (?:\w+ )?visit\b|\b(?:working|official|state) visit\b"
    r"|\b(?:встретил\w+|провёл встречу|прибы\w+ в)\b|\b(?:a reçu à|en visite|a rencontré)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-–—•*]|\d\))\s")


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
            for m in find_mentions(title, 0, len(title), lang=lang, on=on, home=home_of(source))
            if not _is_spokesperson(title, m)
        ]
        title_clause = read_clause(title, 0, len(title), reading.title_mentions, cues, title=True)
        if title_clause is not None and not title_clause.plain and (cues.meeting.search(title) or _in_person(reading)):
            title_clause = None
    clauses: list[tuple[Sentence, Clause]] = []
    announced = title_clause is not None and title_clause.future
    for sentence in reading.sentences:
        clause = _sentence_clause(reading, sentence, title_clause, clauses)
        if clause is not None and clause.future:
            announced = True
        elif clause is not None:
            clauses.append((sentence, clause))
    if announced and (title_clause is None or title_clause.future or not any(c.objects or c.subjects for _, c in clauses)):
        title_clause = None
        clauses = [] if title_clause is None and not any(s.lead == 0 for s, _ in clauses) else clauses
    _assemble(reading, title_clause, clauses)
    reading.kind = _kind(reading, announced=announced)
    return reading


def _is_spokesperson(text: str, mention: Mention) -> bool:
    return bool(_SPOKESPERSON.search(text, max(0, mention.start - 30), mention.name_start))


def _sentence_clause(
    reading: Reading, sentence: Sentence, title_clause: Clause | None, clauses: list[tuple[Sentence, Clause]]
) -> Clause | None:
    """Read a sentence where it may tell an event: in the lead, or as a further call."""
    cues, text = reading.cues, reading.text
    start, end = sentence.start, sentence.end
    if not cues.may_tell(text[start:end]):
        return None
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
        and not (
            cues.spoke.search(text, start, end)
            and (sentence.lead == 0 or (title_clause and not clauses) or (clauses and cues.separate.search(text, start, end)))
        )
    ):
        return None
    mentions = [
        m
        for m in find_mentions(text, start, end, lang=reading.lang, on=reading.on, home=home_of(reading.source))
        if not _is_spokesperson(text, m)
    ]
    if lead:
        reading.lead_mentions += mentions
    clause = read_clause(text, start, end, mentions, cues, title=False)
    if clause is None:
        return None
    further = bool(clauses) and cues.separate.search(text, start, end)  # "In a separate call, the President spoke with …"
    named = sentence.lead == 0 and any(m.person is not None for m in clause.objects)
    if not clause.plain and title_clause is None and not further and not _speaks_at_distance(reading, sentence, named=named):
        return None
    if not lead and not (clause.subjects and clause.objects):
        return None
    between = (
        not clause.subjects and len(clause.objects) > 1 and cues.between.search(text, clause.cue[1], clause.objects[0].start)
    )
    if (between or (sentence.lead and clause.subjects)) and clause.objects and _of_others(clause, home_of(reading.source)):
        return None  # "they also spoke about the call that Olaf Scholz had with Joseph Biden"
    if _RECALLED.search(text, clause.cue[1], end) and not clause.subjects:
        return None
    return _with_bullets(reading, sentence, clause)


def _of_others(clause: Clause, home: str) -> bool:
    """Tell whether all who spoke are named people of other states than the publisher's."""
    everyone = (*clause.subjects, *clause.objects)
    return bool(home) and all(m.name and m.polity and m.polity != home for m in everyone)


def _with_bullets(reading: Reading, sentence: Sentence, clause: Clause) -> Clause:
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
            reading.text, other.start, other.end, lang=reading.lang, on=reading.on, home=home_of(reading.source)
        )
        found += mentions[:1]
    return replace(clause, objects=tuple(found), joint=False)


def _speaks_at_distance(reading: Reading, sentence: Sentence, *, named: bool) -> bool:
    """Tell whether "spoke with" under a title without a cue is a call: nothing says that they met."""
    head = reading.text[sentence.start : min(len(reading.text), sentence.end + 300)]
    cues = reading.cues
    if cues.meeting.search(head) or cues.meeting.search(reading.title):
        return False
    if _FIRST_PERSON.match(reading.text[sentence.start : sentence.end]):
        return True
    return named or bool(cues.spoke.search(reading.title) or not reading.title)


def _in_person(reading: Reading) -> bool:
    """Tell whether the lead says that they sat together, under a title that only says that they talked."""
    lead = reading.sentences[:1]
    return any(
        _TOGETHER.search(reading.text, s.start, s.end)
        and not reading.cues.phone.search(reading.text, s.start, s.end)
        and not reading.cues.video.search(reading.text, s.start, s.end)
        for s in lead
    )


def _assemble(reading: Reading, title_clause: Clause | None, clauses: list[tuple[Sentence, Clause]]) -> None:
    """Put title and sentences together into events."""
    crowded = None
    frames: list[tuple[Clause, tuple[int, int] | None, str]] = [(c, (s.start, s.end), "text") for s, c in clauses]
    if title_clause is not None:
        frames.insert(0, (title_clause, None, "title"))
    own = own_principals(reading, frames)
    if frames and announces_round(reading, clauses):
        lead, where = next(((c, w) for c, _, w in reversed(frames) if w == "text"), (frames[0][0], frames[0][2]))
        met = [m for c, _, w in frames for m in foreign(c, own, reading, w)]
        frames += [(replace(c, cue_where=where), (s.start, s.end), "text") for s, c in calls_of_round(reading, lead, own, met)]
    leads = [(c, s, w) for c, s, w in frames if s is None or not is_roster(reading, s)]
    if not any(foreign(c, own, reading, w) for c, _, w in leads):
        roster = next((r for c, _, _ in frames if (r := with_roster(c, own, reading)) is not None), None)
        if roster is not None:
            span = next((s for _, s, w in frames if w == "text"), None)
            where = next(w for c, _, w in frames if c.cue == roster.cue)
            frames = [(replace(roster, cue_where=where), span, "text")]
    if not any(foreign(c, own, reading, w) for c, _, w in frames):
        frames = [(with_interlocutor(c, s, own, reading, w), s, w) for c, s, w in frames[-1:] if c.plain]
    events: list[Event] = []
    for clause, span, where in frames:
        others = [
            m
            for m in (*clause.objects, *clause.subjects)
            if not is_own(m, own, reading)
            and is_principal(m, reading, where, spoken_to=m in clause.objects[:1] and near(clause, m, reading))
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
                _add(events, group, clause, span, where)
    reading.events = [with_own(e, own, reading) for e in events]
    reading.events = [e for e in reading.events if len(e.principals) > 1]


def _distinct(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in mentions:
        if not any(mention.same_person(k) for k in kept):
            kept.append(mention)
    return kept


def _add(events: list[Event], group: list[Mention], clause: Clause, span: tuple[int, int] | None, where: str) -> None:
    """Add an event, or merge it into the one that it tells again."""
    principals = tuple(Principal(m, where) for m in group)
    for index, event in enumerate(events):
        shared = [p for p in principals if any(p.mention.same_person(q.mention) for q in event.principals)]
        if shared and (len(shared) == len(principals) or len(shared) == len(event.principals)):
            merged = list(event.principals if len(event.principals) >= len(principals) else principals)
            for number, principal in enumerate(merged):
                for other in (*principals, *event.principals):
                    if other.mention.same_person(principal.mention):
                        merged[number] = fuller(merged[number], other)
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
                cue_where=(clause.cue_where or where) if better else event.cue_where,
            )
            return
    events.append(Event(principals, clause.medium, clause.cue, clause.cue_where or where, span))


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
