"""Sentences of a call → phrases that may be tone, each with the classes that its words name and its surroundings.

Adjacent words are one phrase ("serious and frank exchange of views"), which takes every class it names. Whether it is
tone, and towards whom, a trained classifier decides (`communique.classify`).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from communique import resources
from communique.codebook import ToneLabel
from communique.config_files import Section, read_config
from communique.drafts import ToneCandidate
from communique.extract.sides import Sides
from communique.records import Evidence

_JOIN = re.compile(
    r"(?:,|\s|and|but|yet|et|mais|и|а также|а|, и|very|highly|extremely|most|quite|also|both|as well as|и весьма|très|strongly|equally|at the same time|a|an|in|of|frank)*$",
    re.IGNORECASE,
)

_ARTICLE = re.compile(r"\b(?:the|its|his|her|their|le|la|les|l['’])\s$", re.IGNORECASE)


@dataclass(frozen=True)
class ToneLexicon:
    """The words of one language, as one pattern; a group for each class."""

    words: re.Pattern[str]
    extend: re.Pattern[str]
    before: re.Pattern[str]
    weak: re.Pattern[str]
    """Words that name a class only where an exchange, or how it was conducted, stands beside them ("a serious exchange")."""
    behind: re.Pattern[str]


def _pattern(words: list[str]) -> str:
    parts = sorted(
        (re.escape(w).replace(r"\*", r"\w*").replace("'", "['’]").replace(r"\ ", r"\s") for w in words), key=len, reverse=True
    )
    return "|".join(parts)


def _build(section: Section) -> ToneLexicon:
    section.text("id")
    labels = section.section("labels")
    groups = [f"(?P<{label}>{_pattern(labels.texts(label))})" for label in ToneLabel]
    labels.done()
    return ToneLexicon(
        re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE),
        re.compile(rf"(?:\s(?:and|or|et|и)\s[\w-]+)?(?:\s[\w-]+)?\s(?:{_pattern(section.texts('extend'))})\b", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:{_pattern(section.texts('verbs'))})(?:\s[\w’'-]+){{0,3}}?(?:\s(?:in|with|at|its|his|her|their|the|a|an|very|most|great|deep|serious|strong|more|en|dans|de|в|самом|весьма))*\s$",
            re.IGNORECASE,
        ),
        re.compile(_pattern(section.texts("weak")), re.IGNORECASE),
        re.compile(
            rf"\b(?:{_pattern(section.texts('extend'))})(?:\s(?:was|were|is|has been|took place in an?|of|a été|fut|était|de|d['’]|был[аи]?|прош[её]л|прошла|носил[аи]?))?"
            r"(?:\s(?:very|most|both|très|весьма|of|a|an))*\s?$",
            re.IGNORECASE,
        ),
    )


@functools.cache
def load_tone_lexicon(lang: str) -> ToneLexicon:
    """Load the tone words of a language.

    Raises
    ------
    ConfigError
        With all faults of the file.
    """
    return read_config(resources.config_path(f"lexicons/tone-{lang}.yaml"), _build)


def find_tone(text: str, sentences: list[tuple[int, int]], sides: Sides, *, lang: str) -> tuple[ToneCandidate, ...]:
    """Find the phrases that may be tone.

    Parameters
    ----------
    text
        The readout's text.
    sentences
        Ranges of the sentences that tell of the call.
    sides
        The call's participants: who speaks, and of whom, is part of the context.
    lang
        ``en``, ``fr`` or ``ru``.
    """
    lexicon = load_tone_lexicon(lang)
    found = []
    for number, (start, end) in enumerate(sentences):
        groups: list[list[re.Match[str]]] = []
        for match in lexicon.words.finditer(text, start, end):
            if (
                groups
                and match.start() - groups[-1][-1].end() < 30
                and _JOIN.fullmatch(text[groups[-1][-1].end() : match.start()])
            ):
                groups[-1].append(match)
            else:
                groups.append([match])
        for group in groups:
            words = _named(group, text, end, lexicon)
            if words:
                labels = list(dict.fromkeys(ToneLabel(m.lastgroup or "") for m in words))
                found.append(
                    _candidate(text, (start, end), (words[0].start(), words[-1].end()), labels, (lexicon, sides, number))
                )
    return tuple(found)


def _named(group: list[re.Match[str]], text: str, end: int, lexicon: ToneLexicon) -> list[re.Match[str]]:
    """Leave out the words that only grade a stronger one ("serious concern"), or characterise something else ("deep partnership")."""
    strong = [m for m in group if not lexicon.weak.fullmatch(m.group())]
    if any(m.lastgroup in ("concerned", "confrontational") for m in strong):
        return strong
    if strong or lexicon.extend.match(text, group[-1].end(), end):
        return group
    if lexicon.behind.search(text[max(0, group[0].start() - 60) : group[0].start()]):
        return group  # "the conversation was open", "in an atmosphere of trust", "une discussion approfondie"
    verb = lexicon.before.search(text[max(0, group[0].start() - 60) : group[0].start()])
    return (
        group if verb and not _ARTICLE.search(verb.group()) else []
    )  # "discussed the constructive role" characterises the role


def _candidate(
    text: str, sentence: tuple[int, int], words: tuple[int, int], labels: list[ToneLabel], about: tuple[ToneLexicon, Sides, int]
) -> ToneCandidate:
    lexicon, sides, number = about
    low, high = words
    tags = [f"word:{text[low:high].casefold()}", f"sentence:{min(number, 3)}", *(f"label:{label}" for label in labels)]
    noun = lexicon.extend.match(text, high, sentence[1])
    if noun:
        tags.append(f"noun:{noun.group().split()[-1].casefold()}")
        high = noun.end()
    verb = lexicon.before.search(text[max(sentence[0], low - 60) : low])
    if verb:
        start = max(sentence[0], low - 60) + verb.start()
        tags.append(f"verb:{text[start:low].split(maxsplit=1)[0].casefold()}")
        low = start
    named = sides.find(text, *sentence)
    tags.append(f"sides_before:{len({f[2] for f in named if f[1] <= low})}")
    tags.append(f"sides_after:{len({f[2] for f in named if f[0] >= high})}")
    subject = [f[2] for f in named if f[1] <= low]
    later = [f[2] for f in named if f[0] >= high]
    if subject and later and subject[-1] != later[0]:
        tags.append("other_side_after")
    evidence = Evidence(low, high, text[low:high])
    return ToneCandidate(evidence, tuple(labels), text[sentence[0] : low], text[high : sentence[1]], tuple(tags))
