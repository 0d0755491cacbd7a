"""One sentence or title → the clause that tells a call: who spoke, to whom, how, and whether on one line.

A clause is read around its cue ("had a telephone conversation with"): who stands before the cue spoke, who stands behind
"with" was spoken to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.codebook import Medium
from communique.extract.cues import Cues
from communique.extract.mentions import Mention

_NOT_PRINCIPAL = re.compile(
    r"(?:initiative of|request of|invitation of|behalf of|suggestion of|(?<!joined )(?<!together with )by|spokes\w+|visit of|visit by|meeting with|met with|talks with|statement by|statement from"
    r"|alongside|accompanied by|son of|daughter of|wife of|death of|passing of|attended by|presence of|following|after|by his|по инициативе|по просьбе"
    r"|от имени|à l['’]initiative (?:de|du)|à la demande (?:de|du)|congratulate|congratulated|thank|thanked)\s*(?:the |la |le |l['’])?$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r" (?:him|her|them|the latter|ним|ней|lui|elle)\b", re.IGNORECASE)
_FURTHER = re.compile(
    r"\b(?:separate(?:ly)?|also|later|then|as well|another|second call|afterwards?|followed by|puis|ensuite|затем|также|отдельно)(?:[ ,]+\w+){0,5}[ ,]+(?:with|to|by|avec|à|с)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\W*(?:which |that |qui )?(?:(?:is|are) (?:scheduled|planned|being prepared|due|expected|to)\b|will (?:take place|be held|follow)|(?:was|were|has been|have been) (?:put off|postponed|cancel"
    r"|rescheduled|called off)|did not take place|est (?:prévu|reporté|annulé)|a été (?:reporté|annulé)|n['’]a pas eu lieu|aura lieu|se tiendra|(?:pourrait|devrait|doit) (?:avoir lieu|se tenir)|перенес[её]н|отложен|запланирован|состоится|не состоял|намечен|отмен[её]н)",
    re.IGNORECASE,
)
"""What follows the names where the call is to come, or was called off."""
_NO_CALL = re.compile(
    r"\bno (?:such )?(?:\w+ )?(?:call|conversation|talk|contact)s?\b.{0,90}\b(?:place|held|had been|has been|was being|requested|planned)\b|\b(?:did not|has not|had not|have not) (?:take|taken) place\b|\bno truth\b"
    r"|\b(?:denied|denies|untrue)\b.{0,40}\b(?:report|call|conversation)|\bwill not comment\b|\baucune? (?:entretien|appel|conversation|échange)\b.{0,60}\b(?:eu|prévue?|tenue?)\b|\bil n['’]en est rien\b|\bdément\w*\b"
    r"|\bразговор\w* не (?:было|проводил\w*|состоял\w*|планир\w*)|\bне соответству\w+ действительности",
    re.IGNORECASE,
)
"""A sentence that denies that there was a call."""
_BY = re.compile(r"\b(?:по|via|by|par|en) $", re.IGNORECASE)
_OPENING = re.compile(r"(?:Following|After|Before|Ahead of|По итогам|После|Накануне|À la suite|Après)\b")


@dataclass(frozen=True)
class Clause:
    """Who spoke to whom by which medium, as one sentence tells it; ``joint`` is None where it does not say."""

    subjects: tuple[Mention, ...]
    objects: tuple[Mention, ...]
    medium: Medium
    cue: tuple[int, int]
    joint: bool | None
    future: bool
    plain: bool
    """Whether the medium is said outright, not only "spoke with"."""
    cue_where: str = ""
    """Where the cue stands, if not where the names do: ``title`` for a call of a round that the title announces."""


def read_clause(text: str, start: int, end: int, mentions: list[Mention], cues: Cues, *, title: bool) -> Clause | None:
    """Read who spoke to whom in one sentence or title."""
    cue, medium, plain = _find_cue(text, start, end, cues)
    if cue is None:
        return None
    future = bool(
        cues.future.search(text, start, min(end, cue.end() + 30) if title else cue.start()) or _NO_CALL.search(text, start, end)
    )
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
        return Clause(
            tuple(before[-1:]), tuple(chain_of(text, after, cues)), medium, cue.span(), joint=None, future=future, plain=True
        )
    if rang and (not plain or rang.start() <= cue.start()) and any(0 <= m.start - rang.end() <= 25 for m in mentions):
        after = [m for m in mentions if m.start >= rang.end()]
        before = [m for m in usable if m.end <= rang.start()]
        return Clause(
            tuple(before[-1:]), tuple(chain_of(text, after, cues)), medium, cue.span(), joint=None, future=future, plain=True
        )
    return _spoken(text, (start, end), usable, cues, cue, (medium, plain, future))


def _spoken(
    text: str,
    bounds: tuple[int, int],
    usable: list[Mention],
    cues: Cues,
    cue: re.Match[str],
    facts: tuple[Medium, bool, bool],
) -> Clause:
    """Read "X had a conversation with Y", "a conversation of X with Y", "a conversation between X and Y"."""
    start, end = bounds
    medium, plain, future = facts
    between = cues.between.search(text, cue.end(), end)
    after = [m for m in usable if m.start >= cue.start()]
    before = [m for m in usable if m.end <= cue.start() + 2]
    if between and after and between.start() < after[0].start:
        chain = chain_of(text, after, cues)
        future = future or bool(_DENIED.match(text, chain[-1].end, end))
        return Clause((), tuple(chain), medium, cue.span(), joint=len(chain) > 2, future=future, plain=plain)
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
        objects = chain_of(text, tail, cues)
        if inner:
            subjects = inner[:1]
            if cues.with_.match(text, with_.start()) and with_.group().casefold() in ("of", "de", "du"):
                subjects = before[-1:]
        elif not before and len(objects) > 1 and _comma_subject(text, objects):
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
        objects = chain_of(text, after, cues)
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
        subjects, objects = before[:1], chain_of(text, before[1:], cues)  # "held a meeting with Y via videoconference"
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
        joint = None if not plain else not cues.plural.search(cue.group()) and _is_noun(cue, cues)
    if with_ and cues.crowd.match(text[with_.end() : with_.end() + 60]) and not objects:
        subjects = []
    return Clause(tuple(subjects), tuple(objects), medium, cue.span(), joint=joint, future=future, plain=plain)


def _further(text: str, tail: list[Mention], objects: list[Mention], cues: Cues, end: int) -> list[Mention]:
    """Find who is named behind a second "with": "with A, and in a separate call with B"."""
    found: list[Mention] = []
    if not objects:
        return found
    for link in _FURTHER.finditer(text, objects[-1].end, end):
        rest = [m for m in tail if 0 <= m.start - link.end() <= 6]
        if rest:
            found += chain_of(text, [m for m in tail if m.start >= rest[0].start], cues)
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
    if (
        video
        and (not phone or video.start() <= phone.start())
        and (
            not call
            or video.start() <= max(call.start() + 12, call.end())
            or _BY.search(text, max(start, video.start() - 5), video.start())
        )
    ):
        return video, Medium.VIDEO, True
    plain = min((m for m in (phone, call) if m), key=lambda m: m.start(), default=None)
    if plain or verb:
        return plain or verb, Medium.PHONE, True
    spoke = cues.spoke.search(text, start, end)
    return spoke, Medium.PHONE, False


def chain_of(text: str, mentions: list[Mention], cues: Cues) -> list[Mention]:
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


def _comma_subject(text: str, objects: list[Mention]) -> bool:
    """Tell whether the last of a list is the subject: "In a call with A, B stressed …"."""
    gap = text[objects[-2].end : objects[-1].start]
    return (
        "," in gap
        and not re.search(r"\w", gap.replace("the", ""))
        and bool(re.match(r"\s+(?:\w+ly )?[a-zа-я]", text[objects[-1].end : objects[-1].end + 12]))
    )
