"""Sentences of a call → the matters of business that they name: by a lexicon, and every state that is no participant's."""

from __future__ import annotations

import functools
import re

from communique import resources
from communique.config_files import Section, read_config
from communique.extract.sides import Sides
from communique.gazetteer import load_gazetteer
from communique.names import WORD, name_key
from communique.records import Evidence
from communique.sources import LANGUAGES

_CAPITALISED = re.compile(rf"(?<![\w-])(?=[A-ZÀ-ÞА-ЯЁ])(?:{WORD.pattern})")


def _build(section: Section) -> dict[str, re.Pattern[str]]:
    section.text("id")
    patterns = {}
    for lang in LANGUAGES:
        words = sorted(section.texts(lang), key=len, reverse=True)
        joined = "|".join(
            re.escape(w).replace(r"\*", r"\w*").replace(r"\?", "?").replace(r"\ ", r"\s").replace("'", "['’]") for w in words
        )
        patterns[lang] = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)
    return patterns


@functools.cache
def load_matters() -> dict[str, re.Pattern[str]]:
    """Load the named matters of business, a pattern for each language.

    Raises
    ------
    ConfigError
        With all faults of the file.
    """
    return read_config(resources.config_path("lexicons/matters.yaml"), _build)


def find_matters(text: str, sentences: list[tuple[int, int]], sides: Sides, *, lang: str) -> tuple[Evidence, ...]:
    """Find the matters of business that a call's sentences name.

    Parameters
    ----------
    text
        The readout's text.
    sentences
        Ranges of the sentences that tell of the call.
    sides
        The call's participants; their own states are no matter by themselves.
    lang
        ``en``, ``fr`` or ``ru``.
    """
    found: dict[int, Evidence] = {}
    own = set(sides.polities)
    names = load_gazetteer().polity_names
    pattern = load_matters()[lang]
    for start, end in sentences:
        for match in pattern.finditer(text, start, end):
            found[match.start()] = Evidence(match.start(), match.end(), match.group())
        for match in _CAPITALISED.finditer(text, start, end):
            if match.start() not in found:
                polity = names.get((name_key(match.group()),), "")
                if polity and polity not in own:
                    found[match.start()] = Evidence(match.start(), match.end(), match.group())
    return tuple(found[position] for position in sorted(found))
