"""Words → pieces: offices, states, names and the small words between them, as one letter each.

The grammar of people's mentions (`communique.extract.mentions`) is written over these letters, so that "President of
the French Republic Emmanuel Macron" (``OotPNN``) and "the French President, Emmanuel Macron" (``tPOcNN``) are two
short patterns and not a list of phrases.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from communique import resources
from communique.config_files import Section, read_config
from communique.gazetteer import load_gazetteer
from communique.names import WORD, name_key, name_keys

SMALL_WORDS = {
    "en": {
        "of": "o",
        "for": "o",
        "to": "o",
        "at": "o",
        "in": "o",
        "on": "o",
        "the": "t",
        "a": "t",
        "and": "a",
        "&": "a",
        "as": "x",
        "with": "w",
    },
    "fr": {
        **dict.fromkeys(("de", "du", "des", "d'", "d’", "à", "au", "auprès", "en"), "o"),
        **dict.fromkeys(("le", "la", "les", "l'", "l’", "son", "sa"), "t"),
        "et": "a",
        "avec": "w",
    },
    "ru": {"и": "a", "с": "w", "со": "w", "при": "o", "по": "o"},
}
"""Lower-case words that hold a mention together, by language."""

_PREFIXED = re.compile(r"[a-z]{1,3}[-'’‑][A-Z]")  # al-Sabah, el-Sisi
_PUNCTUATION = {",": "c", "-": "h", "–": "h", "—": "h", "'s": "S", "’s": "S", "(": "(", ")": ")"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or phrase with its letter.

    ``O`` office, ``E`` its status (elect, former), ``P`` state or its adjective, ``H`` honorific, ``N`` name word,
    ``L`` name particle, ``J`` name suffix, ``T`` other capitalised word, ``o`` of, ``t`` the, ``a`` and, ``c`` comma,
    ``h`` dash, ``S`` possessive, ``w`` with, ``.`` full stop, ``x`` anything else.
    """

    code: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True)
class PeopleLexicon:
    """The phrases of one language by the key of their first word, longest first."""

    lang: str
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]]


def _build(section: Section) -> PeopleLexicon:
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)

    def add(phrase: str, code: str, value: str) -> None:
        keys = name_keys(phrase)
        if keys:
            phrases[keys[0]].append((keys, code, value))

    offices = section.section("offices")
    for office in list(offices.data):
        for phrase in offices.texts(office):
            add(phrase, "O", office)
    for key, code in (("status", "E"), ("honorifics", "H"), ("particles", "L"), ("suffixes", "J"), ("topics", "T")):
        for phrase in section.texts(key):
            add(phrase, code, phrase)
    places = section.section("places", required=False)
    for polity in list(places.data):
        for phrase in places.texts(polity):
            add(phrase, "P", polity)
    for keys, polity in load_gazetteer().polity_names.items():
        if keys:
            phrases[keys[0]].append((keys, "P", polity))
    for found in phrases.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return PeopleLexicon(section.text("id").rpartition("-")[2], dict(phrases))


@functools.cache
def load_people_lexicon(lang: str) -> PeopleLexicon:
    """Load the words around people's names in a language.

    Raises
    ------
    ConfigError
        With all faults of the file.
    """
    return read_config(resources.config_path(f"lexicons/people-{lang}.yaml"), _build)


def pieces(text: str, start: int, end: int, lexicon: PeopleLexicon) -> list[Piece]:
    """Cut a stretch of text into pieces.

    Parameters
    ----------
    text, start, end
        The text and the range of code points to look at.
    lexicon
        The language's phrases.
    """
    words = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text, start, end)]
    return list(_pieces(words, lexicon))


def _pieces(words: list[tuple[str, int, int]], lexicon: PeopleLexicon) -> Iterator[Piece]:
    small = SMALL_WORDS[lexicon.lang]
    keys = [name_key(w[0]) for w in words]
    index = 0
    while index < len(words):
        word, start, end = words[index]
        if word in _PUNCTUATION:
            yield Piece(_PUNCTUATION[word], start, end)
            index += 1
            continue
        code = small.get(word.casefold())
        match = _longest(keys, words, index, lexicon)
        if match is not None and (code is None or len(match[0]) > 1 or match[1] == "L"):
            phrase, found, value = match
            last = index + len(phrase) - 1
            article = (
                found == "L" and code is not None and word.islower() and lexicon.lang == "fr"
            )  # "le", "de la": no "Le Drian"
            yield Piece(code if article and code else found, start, words[last][2], value)
            index = last + 1
            continue
        if code is None:
            code = "N" if word[0].isupper() or _PREFIXED.match(word) else ("." if word in ".!?;:" else "x")
        yield Piece(code, start, end)
        index += 1


def _longest(
    keys: list[str], words: list[tuple[str, int, int]], index: int, lexicon: PeopleLexicon
) -> tuple[tuple[str, ...], str, str] | None:
    """Find the longest phrase that starts at a word; names of states and particles must be written as such."""
    for phrase, code, value in lexicon.phrases.get(keys[index], ()):
        if tuple(keys[index : index + len(phrase)]) != phrase:
            continue
        word = words[index][0]
        if code in "PTHJ" and not (word[0].isupper() or (code in "PH" and lexicon.lang in ("fr", "ru")) or word[0].isdigit()):
            continue
        if code == "P" and len(word) == 2 and not word.isupper():
            continue  # "us", "un"
        if code == "L" and word[0].isupper() and lexicon.lang != "ru" and index > 0 and words[index - 1][0] in ".!?\n":
            continue
        return phrase, code, value
    return None
