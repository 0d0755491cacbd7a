"""Sentences of a call → who made it: explicit wording, a verb, or nothing.

explicit: "at the initiative of the French side", "at the latter's initiative", "initiated by", "requested by"; verb: "X phoned Y",
"X received a call from Y", "was reached on the phone by Y". "At the request of X, Y briefed him" is about the briefing,
"at the initiative of France a conference will be held" about a conference: neither counts.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from communique import resources
from communique.codebook import MUTUAL, InitiatorBasis
from communique.config_files import Section, read_config
from communique.extract.cues import CUES
from communique.extract.mentions import find_mentions
from communique.extract.sides import Sides
from communique.gazetteer import load_gazetteer
from communique.names import name_keys

_EXPLICIT = {
    "en": re.compile(
        r"\b(?:at|on|upon|following|by) (?:the )?(?:initiative|request|suggestion|instigation|instance|wish|proposal) (?:of|from) (?P<who>.{2,90}?)(?=[;,)]|\.(?:\s+(?-i:[A-ZÀ-ÞА-Я])|\s*$)|$| with\b| to\b| and\b| on\b| about\b| in\b| took| was| held| this| today| spoke| had| at\b)"
        r"|\b(?:at|on|upon|following) (?P<whose>(?:(?:the |his |her |their )?[\w’'. -]{2,60}?)(?:['’]s|s['’]|s’)|his|her|their|its) (?:own )?(?:initiative|request|suggestion|instigation|wish|proposal)\b"
        r"|\b(?:initiated|requested|placed|sought|proposed|asked for|arranged|set up) by (?P<by>.{2,80}?)(?=[;,)]|\.(?:\s+(?-i:[A-ZÀ-ÞА-Я])|\s*$)|$| to\b| and\b| on\b| in\b| after\b| with\b| at\b)"
        r"|\b(?:which |that |as )?(?P<asked>[\w’'. -]{3,60}?) (?:had |has )?(?:initiated|requested|asked for|sought|proposed)(?=\s*(?:(?:the|this|a|an|another) (?:[\w-]+ ){0,2}?(?:call|conversation|contact|talks?|discussion|contact)\b|it\b|[.,;:]|$))"
        r"|\bit was (?P<was>.{3,70}?),? (?:who|that|which) (?:had )?(?:asked|proposed|initiated|requested|called|rang|telephoned|phoned|suggested|sought)\b"
        r"|\binitiated (?:from|in) (?P<place>[\w’'. -]{3,30}?)(?=[;,)]|\.(?:\s+(?-i:[A-ZÀ-ÞА-Я])|\s*$)|$| on\b| to\b| and\b)"
        r"|\b(?P<having>[\w’'. -]{3,60}?) having (?:taken the initiative|asked for it|requested it)\b"
        r"|\bby (?P<both>mutual (?:agreement|initiative|consent)|(?:joint|common) (?:initiative|agreement))\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:à|sur) (?:proposition|l['’]initiative|la demande|la suggestion|la requête) (?:de |du |des |d['’]|de la |de l['’])(?P<who>.{2,90}?)(?=[;,)]|\.(?:\s+(?-i:[A-ZÀ-ÞА-Я])|\s*$)|$| avec\b| et\b| pour\b| s['’]est| a\b)"
        r"|\bà (?P<whose>son|sa|leur) (?:initiative|demande)\b"
        r"|\b(?:initié|demandé|sollicité)e? par (?P<by>.{2,80}?)(?=[;,)]|\.(?:\s+(?-i:[A-ZÀ-ÞА-Я])|\s*$)|$| pour| et\b)"
        r"|\b(?:d['’]un )?(?P<both>commun accord|initiative commune|initiative conjointe)\b",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\bпо (?:инициативе|просьбе|предложению|запросу|желанию) (?P<who>\S+(?:\s[^\s.;]+){0,4})"
        r"|\bпо (?P<whose>его|её|их|собственной) (?:инициативе|просьбе)\b"
        r"|\b(?:инициирован\w*|запрошен\w*|организован\w*) (?P<by>.{2,80}?)(?=[;,)]|\.(?:\s+(?-i:[A-ZÀ-ÞА-Я])|\s*$)|$| и\b)"
        r"|\b(?:инициатором (?:разговора|беседы|звонка) (?:выступил[аи]?|был[аи]?) )(?P<maker>.{2,80}?)(?=[;,)]|\.(?:\s+(?-i:[A-ZÀ-ÞА-Я])|\s*$)|$)"
        r"|\bпо (?P<both>взаимной (?:инициативе|договорённости)|обоюдной инициативе|договорённости сторон)\b",
        re.IGNORECASE,
    ),
}
_STEMS = {
    "en": (
        "initiat",
        "request",
        "suggest",
        "instigat",
        "wish",
        "propos",
        "placed by",
        "sought",
        "ask",
        "arranged",
        "set up",
        "it was",
        "mutual",
        "joint",
        "common",
    ),
    "fr": ("initi", "proposition", "demand", "suggestion", "requête", "sollicit", "commun accord"),
    "ru": ("иници", "просьб", "предложени", "запро", "желани", "организован", "обоюдн", "взаимн", "договор"),
}
"""Of these, in lower case, every explicit wording holds one."""
_BRIEFING = re.compile(
    r"\b(?:informed|briefed|told|outlined|shared|explained|described|gave|spoke about|presented|updated|set out|detailed|commented|recounted|проинформировал\w*|рассказал\w*|поделил\w*|разъяснил\w*"
    r"|изложил\w*|a informé|a exposé|a expliqué|a présenté|a rendu compte)\b",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"^[\s,]*(?:a |an |the |une? |la |le )?(?:\w+ )?(?:conference|summit|meeting|forum|session|resolution|debate|council|conférence|réunion|sommet|резолюци\w+|конференци\w+|саммит\w*|форум\w*|встреч\w+)\b",
    re.IGNORECASE,
)
_ABOUT_CALL = re.compile(r"\b(?:call|conversation|talks?|contact|phone|telephone),? (?:which|that) [^,.]{0,45}$", re.IGNORECASE)
"""What stands before "the French side had requested" when the conversation is what was requested."""
_MOVED = re.compile(
    r"\b(?:moved|postponed|rescheduled|put off|brought forward|delayed|adjourned|extended|перенесён\w*|reporté\w*)\b",
    re.IGNORECASE,
)
_OTHER_EVENT = re.compile(r"\b(?:конференци|саммит|форум|встреч|заседани|резолюци)\w*", re.IGNORECASE)
_TALK = re.compile(
    r"\b(?:it (?:took place|was held|came)|call|calls|conversation|talk|talks|contact|spoke|spoken|speaks|telephone|phone|telephoned|video ?conference|conferred|entretien|appel|échange|conversation|téléphon\w*|s['’]est entretenu\w*|put through|connected|parlé|разговор\w*|бесед\w+|говорил\w*|звонил\w*|звонок|звонк\w+|телефон\w*|созвонил\w*|переговор\w*)\b",
    re.IGNORECASE,
)
_LATTER = re.compile(r"\b(?:the latter|ce dernier|cette dernière|последн\w+)\b", re.IGNORECASE)
_BOTH = re.compile(
    r"\b(?:both|two) (?:sides|parties|leaders|presidents)|\bобеих сторон|\bdeux (?:parties|dirigeants)\b|\bmutual\b",
    re.IGNORECASE,
)
_PLACED = {
    "en": re.compile(
        r"\bpicked up the phone to\b|\bput through a call\b|\b(?:placed|made|put through|gave|put in) (?:a|an|the|another|his|her|their|its) (?:[\w-]+ ){0,3}call (?:[\w,]+ ){0,5}?(?:through )?to\b|\breached\b(?=.{3,60}\bby (?:tele)?phone)|\bcontacted\b(?=.{3,80}\b(?:by|on the) (?:tele)?phone)",
        re.IGNORECASE,
    ),
    "fr": re.compile(r"\ba passé un (?:appel|coup de (?:fil|téléphone)) (?:à|au)\b", re.IGNORECASE),
    "ru": re.compile(r"\bсделал\w* звонок\b", re.IGNORECASE),
}


@dataclass(frozen=True)
class InitiatorFinding:
    """Who made the call, on what basis, and the words that say so."""

    initiator: str
    basis: InitiatorBasis
    span: tuple[int, int]


def _build_capitals(section: Section) -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    capitals = section.section("capitals")
    for polity in list(capitals.data):
        for name in capitals.texts(polity):
            found[name_keys(name)] = (*found.get(name_keys(name), ()), polity)  # Brussels means Belgium, the Union or NATO
    section.text("id")
    return found


@functools.cache
def load_capitals() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Load the capitals by which governments are meant ("at Kyiv's initiative")."""
    return read_config(resources.config_path("lexicons/capitals.yaml"), _build_capitals)


def find_initiator(text: str, sentences: list[tuple[int, int]], sides: Sides, *, lang: str) -> InitiatorFinding | None:
    """Find who made a call.

    Parameters
    ----------
    text
        The readout's text.
    sentences
        Ranges of the sentences that tell of this call, the reporting clause first.
    sides
        The call's participants.
    lang
        ``en``, ``fr`` or ``ru``.

    Returns
    -------
    InitiatorFinding or None
        None when the text does not say.
    """
    for start, end in sentences:
        found = _explicit(text, start, end, sides, lang)
        if found is not None:
            return found
    for start, end in sentences[:4]:
        found = _verb(text, start, end, sides, lang)
        if found is not None:
            return found
    return None


def _explicit(text: str, start: int, end: int, sides: Sides, lang: str) -> InitiatorFinding | None:
    lowered = text[start:end].lower()
    if not any(stem in lowered for stem in _STEMS[lang]):
        return None
    for match in _EXPLICIT[lang].finditer(text, start, end):
        if match["both"] and _TALK.search(text, start, end):
            return InitiatorFinding(MUTUAL, InitiatorBasis.EXPLICIT, match.span())
        if match["both"] or not _TALK.search(text, start, end) or _OF_SOMETHING_ELSE.match(text, match.end()):
            continue
        opening = match.start() - start < 4
        before = text[start : match.start()]
        after = text[match.end() : end]
        if opening and not _TALK.search(text, match.start(), min(end, match.end() + 200)):
            continue
        if (
            not opening
            and _BRIEFING.search(before)
            and not re.search(r"\b(?:call|conversation|разговор|entretien|appel)\b", before[-60:], re.IGNORECASE)
        ):
            continue
        if _BRIEFING.search(after[:70]) and not _TALK.search(before):
            continue
        if (
            lang == "ru"
            and _OTHER_EVENT.search(text, match.start(), min(end, match.end() + 30))
            and not _TALK.search(text, match.start(), end)
        ):
            continue
        if _MOVED.search(text, max(start, match.start() - 60), match.start()):
            continue
        group = next(g for g, value in match.groupdict().items() if value and g != "both")
        low, high = match.span(group)
        if group == "asked" and re.match(r"\s*(?:[.,;]|$)", text[match.end() :]) and not _ABOUT_CALL.search(text, start, high):
            continue
        who = _polity(text, low, high, sides, lang) or _antecedent(text, (start, low, high), sides)
        if not who and group == "asked":  # "President Joseph R. Biden, Jr. requested a call": the name stands before a comma
            named = sides.find(text, start, high)
            who = sides.polities[named[-1][2]] if named and high - named[-1][1] < 12 else ""
        if who:
            return InitiatorFinding(who, InitiatorBasis.EXPLICIT, (match.start(), max(match.end(), high)))
    return None


_FORMER = re.compile(r"\b(?:the former|du premier)\b", re.IGNORECASE)
_OWN = re.compile(r"\s(?:own|propre)\b", re.IGNORECASE)


def _antecedent(text: str, place: tuple[int, int, int], sides: Sides) -> str:
    """Resolve "the latter", "his", "her" to the participant named last before it; the other side where none is."""
    start, low, high = place
    if _FORMER.search(text, low, high):
        named = sides.find(text, start, low)
        return sides.polities[named[0][2]] if named else ""
    if not (_LATTER.search(text, low, high) or re.fullmatch(r"his|her|its|son|sa|его|её", text[low:high], re.IGNORECASE)):
        return ""
    before = sides.find(text, start, low)
    if not before and low - start < 12:  # "At his own suggestion President Biden spoke with …"
        after = sides.find(text, high, high + 100)
        return sides.polities[after[0][2]] if after else ""
    if _OWN.match(text, high):  # "held a conversation with X, on his own initiative": the subject's
        return sides.polities[before[0][2] if before else 0]
    return sides.polities[before[-1][2] if before else sides.other(0)]


def _polity(text: str, start: int, end: int, sides: Sides, lang: str) -> str:
    """Tell which side a phrase means."""
    phrase = text[start:end]
    if _BOTH.search(phrase):
        return MUTUAL
    if _LATTER.search(phrase):
        return ""
    found = sides.find(text, start, end)
    if found:
        return sides.polities[found[0][2]]
    keys = name_keys(phrase)
    for capital, polities in load_capitals().items():
        meant = [p for p in polities if p in sides.polities]
        if meant and capital == keys[: len(capital)]:
            return meant[0]
    for mention in find_mentions(text, start, end, lang=lang, on=None):
        if mention.polity in sides.polities:
            return mention.polity
        same = {
            p.mention.polity
            for p in sides.event.principals
            if mention.office_class and p.mention.office_class == mention.office_class
        }
        if not mention.polity and len(same) == 1:
            return same.pop()
    for length in (3, 2, 1):
        polity = load_gazetteer().polity_names.get(keys[:length], "")
        if polity in sides.polities:
            return polity
    return ""


def _verb(text: str, start: int, end: int, sides: Sides, lang: str) -> InitiatorFinding | None:
    cues = CUES[lang]
    rung = cues.rung.search(text, start, end)
    led = sides.find(text, start, rung.start()) if rung else []
    if rung and (
        rung.start() - start < 4 or (not led and rung.start() - start < 90) or any(rung.start() - f[1] < 45 for f in led)
    ):
        after = sides.find(text, rung.end() - 1, min(end, rung.end() + 120))
        if after:
            return InitiatorFinding(sides.polities[after[0][2]], InitiatorBasis.VERB, (rung.start(), after[0][1]))
    if lang == "ru":
        return _russian_verb(text, start, end, sides)
    alone = _INTRANSITIVE.search(text, start, end)
    if alone:
        before = sides.find(text, start, alone.start())
        if before and (alone.start() - before[-1][1] < 25 or text[before[-1][1] : alone.start()].endswith(", who ")):
            return InitiatorFinding(sides.polities[before[-1][2]], InitiatorBasis.VERB, (before[-1][0], alone.end()))
    rang = cues.rang.search(text, start, end) or _PLACED[lang].search(text, start, end)
    if rang:
        before = sides.find(text, start, rang.start())
        after = sides.find(text, rang.end(), min(end, rang.end() + 110))
        subject = before[-1][2] if before else (sides.other(after[0][2]) if after else None)
        if (
            subject is not None
            and (not after or after[0][2] != subject)
            and (after or _PRONOUN.match(text, rang.end()) or _is_capital(text, rang.end()))
        ):
            stop = after[0][1] if after else rang.end()
            return InitiatorFinding(sides.polities[subject], InitiatorBasis.VERB, (rang.start(), stop))
    return None


_INTRANSITIVE = re.compile(
    r"\b(?:phoned|telephoned|rang)(?= (?:on|in|this|late|early|last|from|to|and|yesterday|today|again|shortly|just|first|with|too|earlier)\b|[.,;])|\bwas the first to (?:call|ring|phone|telephone)\b"
    r"|\bwho (?:had )?called\b(?= (?:this|to|in|last|late|early|on|from|yesterday|today)\b|[.,;])|\bcalled (?:in order )?to (?:say|thank|congratulate|offer|express|convey|extend|wish|condole|tell|share|send|ask)\b",
    re.IGNORECASE,
)


def _is_capital(text: str, position: int) -> bool:
    """Tell whether a capital follows ("rang Moscow")."""
    keys = name_keys(text[position : position + 30])
    return any(keys[:n] in load_capitals() for n in (1, 2, 3))


_PRONOUN = re.compile(
    r"\s(?:(?:him|her|them)|the (?:President|Prime Minister|Chancellor|Secretary|King|Head of State))\b", re.IGNORECASE
)


def _russian_verb(text: str, start: int, end: int, sides: Sides) -> InitiatorFinding | None:
    """Find the subject of "позвонил" by its nominative: "Путину позвонил Президент Франции" and the other way round."""
    rang = CUES["ru"].rang.search(text, start, end)
    if rang is None:
        return None
    for mention in find_mentions(text, start, end, lang="ru", on=None):
        if mention.polity not in sides.polities:
            indexes = [f[2] for f in sides.find(text, mention.start, mention.end)]
            if not indexes:
                continue
            polity = sides.polities[indexes[0]]
        else:
            polity = mention.polity
        first = (mention.office or mention.name).split()[0].casefold()
        nominative = first.endswith(
            (
                "президент",
                "министр",
                "канцлер",
                "король",
                "принц",
                "председатель",
                "лидер",
                "эмир",
                "султан",
                "секретарь",
                "глава",
            )
        )
        known = (
            mention.person is not None
            and not mention.office
            and any(first == n.split()[0].casefold() for n in mention.person.names_ru if n)
        )
        if nominative or known:
            span = (min(rang.start(), mention.start), max(rang.end(), mention.end))
            return InitiatorFinding(polity, InitiatorBasis.VERB, span)
    return None
