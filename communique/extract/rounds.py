"""Readouts that tell a round of calls: "spoke by phone with several leaders", and then a sentence or a paragraph for each.

The lead gives the medium; each later sentence that opens with another state's leader, or names one behind "with", is a call.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from communique.extract.clauses import Clause, chain_of
from communique.extract.mentions import Mention, find_mentions
from communique.extract.principals import home_of, is_own, is_principal
from communique.extract.reading import Principal, Reading
from communique.extract.segments import Sentence

_ANNOUNCED = {
    "en": re.compile(
        r"\b(?:(?:tele)?phone|telephonic) (?:calls|conversations|talks|contacts)\b|\b(?:two|three|four|five|six|several|numerous|separate|a number of|a series of|congratulatory) (?:[\w-]+ ){0,2}(?:calls|conversations)\b"
        r"|[’']s calls\b|\bcalls (?:from|with|to)\b|\bPM calls,|\b(?:following|several|many|number of|other|foreign|world|European|numerous|two|three|four|five) (?:[\w-]+ ){0,2}(?:leaders|partners|counterparts|colleagues|capitals|presidents|heads of state)\b"
        r"|\bon the (?:tele)?phone (?:for most|a lot|all day|throughout)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:entretiens|appels|contacts|échanges|conversations) (?:téléphoniques|internationaux|reçus|de soutien)|\b(?:plusieurs|nombreux|différents|autres|personnalités|ses|des) (?:[\w’'-]+ ){0,2}(?:dirigeants|homologues|chefs d['’]État|partenaires|suivantes|pairs|collègues)\b|\bcascade d['’]appels|\bappels\b|\bEntretiens du Président\b|\bn['’]a pas quitté le téléphone",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\bтелефонны\w+ (?:разговор(?:ы|ов|ах)|бесед(?:ы|ах)|переговор(?:ы|ов|ах)|контакт(?:ы|ов|ах)|звонк(?:и|ов))\b|\b(?:ряд|сери[яю]|несколько|нескольк\w+) (?:телефонных )?(?:разговоров|бесед|контактов|звонков)\b|\b(?:лидеры|лидерами|главами|руководители) (?:[\w-]+ ){0,3}(?:государств|стран)\b",
        re.IGNORECASE,
    ),
}
_BEHIND = {
    "en": re.compile(r"\b(?:with|to|from|called|phoned|telephoned|rang|reached|also)\s(?:the\s)?$", re.IGNORECASE),
    "fr": re.compile(r"\b(?:avec|à|au|de|du|appelé|joint|auprès de)\s(?:le\s|la\s|l['’])?$", re.IGNORECASE),
    "ru": re.compile(r"\b(?:с|со|от|позвонил\w*)\s$", re.IGNORECASE),
}
_OPENS = 14
"""How far into its sentence a leader may stand and still open it ("To the Prime Minister …", "Later, …")."""
_MAX_SENTENCES = 60


def announces_round(reading: Reading, told: Sequence[tuple[Sentence, Clause]]) -> bool:
    """Tell whether title or lead say that there were several calls, none of them a joint one."""
    if any(clause.joint for _, clause in told):
        return False
    pattern = _ANNOUNCED[reading.lang]
    lead = reading.sentences[:2]
    return bool(pattern.search(reading.title) or any(pattern.search(reading.text, s.start, s.end) for s in lead))


def calls_of_round(
    reading: Reading, lead: Clause, own: list[Principal], known: Sequence[Mention]
) -> list[tuple[Sentence, Clause]]:
    """Read one call from each sentence that opens with a leader not met before.

    Parameters
    ----------
    reading
        The text.
    lead
        The clause that gives medium and cue.
    own
        The publisher's side.
    known
        Interlocutors of calls found already.
    """
    found: list[tuple[Sentence, Clause]] = []
    met = list(known)
    for sentence in reading.sentences[:_MAX_SENTENCES]:
        group = [m for m in _leaders(reading, sentence, own) if not any(m.same_person(k) for k in met)]
        if not group:
            continue
        met += group
        joint = bool(reading.cues.joint.search(reading.text, sentence.start, sentence.end)) or None
        found.append((sentence, replace(lead, subjects=(), objects=tuple(group), joint=joint or False)))
    return found


def _leaders(reading: Reading, sentence: Sentence, own: list[Principal]) -> list[Mention]:
    """Find the leaders of other states with whom a sentence opens, or who stand behind its "with"."""
    text, start, end = reading.text, sentence.start, sentence.end
    mentions = find_mentions(text, start, end, lang=reading.lang, on=reading.on, home=home_of(reading.source))
    foreign = [
        m
        for m in mentions
        if m.person is not None
        and m.name
        and not m.by_office
        and m.polity
        and not is_own(m, own, reading)
        and is_principal(m, reading, "text")
        and _in_office(m, reading)
    ]
    behind = _BEHIND[reading.lang]
    for index, mention in enumerate(foreign):
        if mention.start - start <= _OPENS or behind.search(text, max(start, mention.start - 20), mention.start):
            return chain_of(text, foreign[index:], reading.cues)
        break  # only the first leader named can open the sentence
    return []


def _in_office(mention: Mention, reading: Reading) -> bool:
    """Tell whether the person held an office about the day (people recalled in passing did not)."""
    if reading.on is None or mention.person is None:
        return False
    return any(t.start <= reading.on <= t.end for t in mention.person.terms)
