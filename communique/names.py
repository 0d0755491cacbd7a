"""Words of names → keys under which spellings and cases of one name meet.

Latin letters lose case, diacritics and a possessive; Russian words lose their case endings as well, so that
"Эмманюэлем Макроном" and "Эмманюэль Макрон" have the same keys.
"""

from __future__ import annotations

import functools
import re
import unicodedata

WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., J.B.
    r"|\b(?:Mrs?|Ms|Dr|Jr|Sr|St|Gen|Sen|Gov|Rep|Lt|Col|Prof|Hon|MM?|Mme)\."
    r"|\b[A-ZА-ЯЁÀ-Þ]\.(?=\s?[A-ZА-ЯЁÀ-Þ])"  # initials: Joseph R. Biden, В.Путин
    r"|\b[dlDL]['’](?=\w)"  # d'Ivoire, l'Ukraine
    r"|[^\W_]+(?:[-'’‑–](?!s\b|elect\b|Elect\b|designate\b|Designate\b)[^\W\d_]+)*"
    r"|['’]s\b|[^\w\s]",
)
"""The words of names and titles, abbreviations and initials kept whole, possessives apart."""

_NO_DECOMPOSITION = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a"})
_RUSSIAN_ENDINGS = re.compile(
    r"(?<=..)(?:ого|его|ому|ему|ыми|ими|ами|ями|иями|иях|ией|ием|ия|ии|ию|ий|ие|ые|ых|их|ой|ей|ая|яя|ую|юю|ое|ее|ый|ом|ем|ём|ым|им|ам|ям|ах|ях"
    r"|ью|а|я|у|ю|е|ё|и|ы|о|ь|й)$",
)


@functools.lru_cache(maxsize=65_536)
def name_key(word: str) -> str:
    """Reduce one word to its key.

    Parameters
    ----------
    word
        A word as written, without spaces.

    Returns
    -------
    str
        Lower case, without diacritics, apostrophes and hyphens; Russian words without their case ending.
    """
    folded = word.casefold()
    if re.search("[а-яё]", folded):
        # й and ё must not fall apart into и and е before the ending is seen
        return _RUSSIAN_ENDINGS.sub("", folded.replace("-", "").replace("‑", "")).replace("ё", "е")
    plain = unicodedata.normalize("NFKD", folded.translate(_NO_DECOMPOSITION))
    return "".join(c for c in plain if c.isalnum())


def name_keys(phrase: str) -> tuple[str, ...]:
    """Reduce a phrase to the keys of its words; punctuation is left out.

    Parameters
    ----------
    phrase
        A name, an office or the name of a state.
    """
    return tuple(key for key in (name_key(m.group()) for m in WORD.finditer(phrase)) if key)
