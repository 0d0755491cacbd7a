"""Conference calls whose lead names a group ("spoke with Allies and partners") and a later sentence, or a list, those on the line."""

from __future__ import annotations

import re
from dataclasses import replace

from communique.extract.clauses import Clause
from communique.extract.mentions import Mention, find_mentions
from communique.extract.principals import home_of, is_own
from communique.extract.reading import Principal, Reading

_CALL = r"(?:call|conversation|conference|videoconference|discussion|talks?|meeting|line)"
_ROSTER = {
    "en": re.compile(
        rf"\b(?:joining|joined)(?: (?:[A-Z][\w.-]*|the|him|her|us|by)){{0,4}}? (?:on|in|for|by) (?:the|this|today[’']s) (?:\w+ )?{_CALL}\b|\b(?:joining|joined) (?:the|this|today[’']s) (?:\w+ )?{_CALL}\b"
        rf"|\bparticipa(?:nts|ting|ted|tion)\b(?: \w+){{0,3}}? (?:in|on|of) (?:the|this|today[’']s) (?:\w+ )?{_CALL}\b|\b(?:taking|took) part (?:in|on) (?:the|this|today[’']s) (?:\w+ )?{_CALL}\b"
        rf"|\b(?:the|this|today[’']s) (?:\w+ )?{_CALL} (?:was|were) (?:also )?(?:attended|joined) by\b|\b(?:the|this|today[’']s) (?:\w+ )?{_CALL} (?:included|brought together|gathered)\b"
        r"|\b(?:participants|attendees) (?:were|included|include)\b|^\W*(?:participants|attendees)\s*:|\balso on the (?:call|line) (?:was|were)\b",
        re.IGNORECASE | re.MULTILINE,
    ),
    "fr": re.compile(
        r"\b(?:ont (?:également )?(?:participé|pris part)|participaient|prenaient part) à (?:cet|cette|l['’]|la) ?(?:entretien|échange|appel|conférence|visioconférence|réunion|discussion|conversation)\b|\b(?:participants|étaient en ligne)\s*:",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\bв (?:разговоре|беседе|переговорах|видеоконференции|телеконференции) (?:также )?(?:приняли участие|участвовали)\b|\bучастниками (?:разговора|беседы|конференции) (?:были|стали)\b|\bучастники\s*:",
        re.IGNORECASE,
    ),
}
_BEHIND = re.compile(r"^\W*(?:(?:were|was) )?(?:the )?(?:following )?(?:leaders|participants)?\W*$")
_STAFF = re.compile(
    r"\b(?:spokes\w+|interpreters?|aides?|staff|ambassadors? (?:in|to)|delegations?|press secretary)\b", re.IGNORECASE
)


def is_roster(reading: Reading, sentence: tuple[int, int]) -> bool:
    """Tell whether a sentence names those on the line."""
    return bool(_ROSTER[reading.lang].search(reading.text, *sentence))


def with_roster(clause: Clause, own: list[Principal], reading: Reading) -> Clause | None:
    """Find those on the line of a call whose own clause names nobody.

    Parameters
    ----------
    clause
        What title or lead say of the call.
    own
        The publisher's side.
    reading
        The text.

    Returns
    -------
    Clause or None
        The clause with everyone whom the roster names, on one line; None where there is no roster of at least two.
    """
    text = reading.text
    for number, sentence in enumerate(reading.sentences):
        cue = _ROSTER[reading.lang].search(text, sentence.start, sentence.end)
        if cue is None:
            continue
        stop = sentence.end
        if not _BEHIND.sub("", text[cue.end() : stop]) or text[:stop].rstrip().endswith(":"):
            stop = _end_of_list(reading, number)
        found = _named(reading, sentence.start, stop, own)
        if len(found) > 1:
            return replace(clause, subjects=(), objects=tuple(found), joint=True)
    return _listed_in_lead(clause, own, reading)


def _listed_in_lead(clause: Clause, own: list[Principal], reading: Reading) -> Clause | None:
    """Read the group that the lead itself spells out: "the Quad leaders – Prime Minister A, Prime Minister B and President C – convened"."""
    for sentence in reading.sentences[:1]:
        found = _named(reading, sentence.start, sentence.end, own)
        dashes = re.findall(r"\s[–—-]\s", reading.text[sentence.start : sentence.end])
        if len(found) > 1 and len(dashes) > 1:
            return replace(clause, subjects=(), objects=tuple(found), joint=True)
    return None


def _named(reading: Reading, start: int, stop: int, own: list[Principal]) -> list[Mention]:
    """List the people with an office in a stretch of text, each once, without the publisher's side."""
    found: list[Mention] = []
    mentions = find_mentions(reading.text, start, stop, lang=reading.lang, on=reading.on, home=home_of(reading.source))
    for mention in mentions:
        if not mention.name or not (mention.office or mention.person) or is_own(mention, own, reading):
            continue
        if _STAFF.search(mention.office) or any(mention.same_person(other) for other in found):
            continue
        found.append(mention)
    home = home_of(reading.source)
    abroad = [m for m in found if m.polity and m.polity != home]
    return found if 2 * len(abroad) > len(found) else []  # else a sitting of the publisher's own council


def _end_of_list(reading: Reading, number: int) -> int:
    """Find where the lines of a list end: at the message's end, or before a paragraph that names nobody."""
    stop = reading.sentences[number].end
    for sentence in reading.sentences[number + 1 :]:
        mentions = find_mentions(
            reading.text, sentence.start, sentence.end, lang=reading.lang, on=reading.on, home=home_of(reading.source)
        )
        if not mentions:
            break
        stop = sentence.end
    return stop
