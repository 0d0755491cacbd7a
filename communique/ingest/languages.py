"""Text → its language, by script and function words; what is none of ours is said to be so.

Cavnar and Trenkle's (1994) simplest rival: the share of a text's words that are a language's most frequent short words.
Neighbours (Ukrainian, Bulgarian, Spanish ...) are in the table as rivals, so that they cannot pass for ours.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass

from communique import resources
from communique.config_files import Section, read_config
from communique.errors import RejectedReadoutError
from communique.sources import LANGUAGES

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_READ = 6000
_WAY_OUT = f"Give its language (lang) if it is one of {', '.join(LANGUAGES)}."
_CODES = {
    **dict.fromkeys(("en", "eng", "english", "anglais", "английский"), "en"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "français", "francais", "французский"), "fr"),
    **dict.fromkeys(("ru", "rus", "russian", "russe", "русский"), "ru"),
}


@dataclass(frozen=True)
class LanguageSigns:
    """What tells one language from others.

    Attributes
    ----------
    title
        Its name for print.
    code
        ISO 639-1 when it is supported, else ``""``.
    cyrillic
        Whether it is written so; else in Latin letters.
    words
        Function words.
    lacks
        Letters that it does not have.
    least_share
        Share of all words that function words must make up.
    """

    title: str
    code: str
    cyrillic: bool
    words: frozenset[str]
    lacks: str
    least_share: float


@dataclass(frozen=True)
class LanguageTable:
    """The languages, and how much evidence is enough.

    Attributes
    ----------
    languages
        Ours and their rivals.
    least_words
        Function words that a text must hold.
    least_lead
        How many times the runner-up's share the winner's must be.
    most_foreign
        Share of letters that its language lacks which a text may have (foreign names).
    """

    languages: tuple[LanguageSigns, ...]
    least_words: int
    least_lead: float
    most_foreign: float


def _signs(section: Section) -> LanguageSigns:
    signs = LanguageSigns(
        title=section.text("title"),
        code=section.choice("code", LANGUAGES) if section.has("code") else "",
        cyrillic=section.choice("script", ("latin", "cyrillic")) == "cyrillic",
        words=frozenset(word for line in section.texts("words") for word in line.split()),
        lacks=section.text("lacks", ""),
        least_share=section.integer("least_percent", 10) / 100,
    )
    section.done()
    return signs


def _build(section: Section) -> LanguageTable:
    section.text("id")
    return LanguageTable(
        languages=tuple(_signs(entry) for entry in section.sections("languages")),
        least_words=section.integer("least_words"),
        least_lead=section.integer("least_lead_percent") / 100,
        most_foreign=section.integer("most_foreign_percent") / 100,
    )


@functools.cache
def load_table() -> LanguageTable:
    """Load ``configs/lexicons/languages.yaml``.

    Raises
    ------
    ConfigError
        With all faults of the file.
    """
    return read_config(resources.config_path("lexicons/languages.yaml"), _build)


def language_code(name: str) -> str:
    """Turn a code or name of a language into ISO 639-1; ``""`` when it is none of ours.

    Parameters
    ----------
    name
        Such as ``en``, ``en-GB``, ``eng`` or ``English``.
    """
    whole = name.strip().casefold()
    return _CODES.get(whole) or _CODES.get(re.split(r"[-_]", whole)[0], "")


def detect_language(text: str) -> str:
    """Tell the language of a text.

    Parameters
    ----------
    text
        Title and text together; the first 6,000 characters are looked at.

    Returns
    -------
    str
        ``en``, ``fr`` or ``ru``.

    Raises
    ------
    RejectedReadoutError
        When it is another language, or too short to tell.
    """
    table = load_table()
    text = text[:_READ].casefold()
    words, letters = Counter(_WORD.findall(text)), Counter(text)
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    most_foreign = table.most_foreign * max(cyrillic, latin)
    hits = [
        (sum(words[word] for word in signs.words), signs)
        for signs in table.languages
        if signs.cyrillic == (cyrillic > latin) and sum(letters[letter] for letter in signs.lacks) <= most_foreign
    ]
    ranked = sorted(hits, key=lambda hit: hit[0], reverse=True)
    most, best = ranked[0] if ranked else (0, table.languages[0])
    second = ranked[1][0] if len(ranked) > 1 else 0
    if most < max(table.least_words, best.least_share * words.total()):
        msg = f"in no supported language, or too short to tell: {most} of {words.total()} words are known. {_WAY_OUT}"
    elif not best.code:
        msg = f"in no supported language: it looks like {best.title}. {_WAY_OUT}"
    elif most < table.least_lead * second:
        msg = f"in no supported language beyond doubt: it looks like {best.title} or {ranked[1][1].title}. {_WAY_OUT}"
    else:
        return best.code
    raise RejectedReadoutError(msg)
