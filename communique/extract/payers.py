"""Who pays a courtesy, and to whom: the grammar around its cue.

In order: "Australia's condolences", "the condolences of the American people"; "was congratulated by X", "received congratulations
from X"; "received a call from X, who congratulated", "called X to congratulate him"; a pronoun's antecedent; the nearest subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from communique.codebook import UNSTATED
from communique.extract.sides import Sides

Named = list[tuple[int, int, int]]
"""Ranges where participants are named, with which one each means (`Sides.find`)."""

_OF = re.compile(
    r"[^\W\d_]*\s(?:of|from|on behalf of|de la part d[eu]|de la|de l['’]|du|des|de|d['’]|au nom d[eu]|от имени|от)\s?(?:the\s|la\s|l['’])?(?:[\w’'-]+\s){0,2}?$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?:['’]s|s['’])\s(?:[\w-]+\s){0,3}$")
_ADJECTIVE = re.compile(r"\s(?:people|government|nation|peuple|gouvernement)?(?:['’]s)?\s?(?:[\w-]+\s)?$")
_PASSIVE = re.compile(r"^\w+ by\b|^\w+ from\b|^\w+ (?:par|de la part de)\b|^\w+ от\b", re.IGNORECASE)
_RECEIVES = re.compile(
    r"\b(?:accepted|received|receives|receive|took|thanked \w+ for) (?:[\w’'-]+ ){0,4}$|\b(?:принял|получил)\w* (?:\w+ ){0,2}$|\b(?:a reçu|reçoit) (?:[\w’'-]+ ){0,3}$",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"\b(?:by|(?:calls?|call|conversation) (?:\w+ )?from|par|(?:appel|coup de fil)(?: téléphonique)? d[eu]|звонок от)\s(?:[\w.’'-]+\s){0,7}$",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(
    r"\b(?:to|and|pour|afin d[e’']|чтобы)\s?(?:[\w’'-]+\s){0,3}$|\b(?:pour|afin de) (?:lui |le |la |l['’])?(?:\w+ )?$",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:who|qui|котор\w+|lequel|laquelle)\s(?:[\w’'-]+\s){0,4}$", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:^|\b)(?:he|she|il|elle|он|она)\s(?:[\w’'-]+\s){0,4}$", re.IGNORECASE)
_LATTER = re.compile(
    r"\b(?:the latter|ce dernier|cette dernière|celui-ci|celle-ci|последн\w+|the other)\s(?:[\w’'-]+\s){0,5}$", re.IGNORECASE
)
_OBJECT = re.compile(
    r"\b(?:with|to|of|from|for|about|called|phoned|telephoned|rang|reached|congratulated|avec|à|au|de|du|appelé|félicité|с|со|от|о|об)\s(?:[\w.’'-]+\s){0,5}$",
    re.IGNORECASE,
)


@dataclass
class Story:
    """Who was spoken of so far: the subject and the last one named of the sentence before."""

    subject: int = 0
    last: int | None = None
    told: list[tuple[int, int]] = field(default_factory=list)

    def go_on(self, text: str, sentence: tuple[int, int], named: Named) -> None:
        """Take in a sentence that has been read."""
        if not named or sentence in self.told:
            return
        self.told.append(sentence)
        if not re.match(r"(?:he|she|il|elle|он|она)\b", text[sentence[0] : sentence[1]], re.IGNORECASE):
            self.subject = _first_subject(text, sentence[0], named)
        self.last = named[-1][2]


def pay(
    text: str, sentence: tuple[int, int], clause: tuple[re.Match[str], int], named: Named, about: tuple[Sides, Story]
) -> tuple[str, str]:
    """Tell who pays the courtesy of a clause and who receives it.

    Parameters
    ----------
    text, sentence
        The text and the range of the sentence.
    clause
        The courtesy's cue, and where its clause ends.
    named
        Where the sentence names participants.
    about
        The participants, and who was spoken of before.

    Returns
    -------
    by, to : str
        Codes of their sides, or ``unstated``.
    """
    cue, high = clause
    sides, story = about
    if len(sides.polities) < 2:
        return UNSTATED, UNSTATED
    by = _payer(text, sentence[0], (cue, high), named, (sides, story))
    after = [f[2] for f in named if cue.end() <= f[0] < high and f[2] != by]
    to = after[0] if after else sides.other(by)
    return sides.polities[by] or UNSTATED, sides.polities[to] or UNSTATED


def _payer(text: str, start: int, clause: tuple[re.Match[str], int], named: Named, about: tuple[Sides, Story]) -> int:
    cue, high = clause
    sides, story = about
    low = cue.start()
    before = [f for f in named if f[1] <= low]
    after = [f for f in named if cue.end() <= f[0] < high]
    left = text[start:low]
    if before and (_POSSESSIVE.search(text[before[-1][1] : low])):
        return before[-1][2]
    if after and _OF.fullmatch(text[cue.start() : after[0][0]].split(" ", 1)[0] + " " + text[cue.end() : after[0][0]].lstrip()):
        return after[0][2]
    if _PASSIVE.match(text[low:high]) and after:
        return after[0][2]
    subject = _subject(text, start, low, before, (sides, story, after))
    return sides.other(subject) if _RECEIVES.search(left) else subject


def _subject(text: str, start: int, low: int, before: Named, about: tuple[Sides, Story, Named]) -> int:
    """Choose who does what the cue says."""
    sides, story, after = about
    left = text[start:low]
    if _LATTER.search(left):
        return before[-1][2] if before else story.last if story.last is not None else sides.other(story.subject)
    if _WHO.search(left) and before:
        return before[-1][2]
    if _INFINITIVE.search(left) and before:
        agents = [f for f in before if _AGENT.search(text, max(start, f[0] - 60), f[0])]
        return agents[-1][2] if agents else _first_subject(text, start, before)
    if _PRONOUN.search(left):
        return _first_subject(text, start, before) if before else _unless_object(story.subject, after, sides)
    for found in reversed(before):
        if not _OBJECT.search(text, max(start, found[0] - 45), found[0]):
            return found[2]
    if before:
        return before[0][2]
    return _unless_object(story.subject, after, sides)


def _unless_object(subject: int, after: Named, sides: Sides) -> int:
    """Take the subject of the sentence before, unless the clause names that side as the one that receives."""
    return sides.other(after[0][2]) if after and after[0][2] == subject else subject


def _first_subject(text: str, start: int, named: Named) -> int:
    """Choose the first participant named that is no object of a preposition or of a call's verb."""
    for found in named:
        if not _OBJECT.search(text, max(start, found[0] - 45), found[0]):
            return found[2]
    return named[0][2]
