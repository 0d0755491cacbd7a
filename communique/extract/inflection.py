"""Russian names in any case → the nominative, by dictionary (`pymorphy3`), for people whom the gazetteer does not list."""

from __future__ import annotations

import functools

import pymorphy3


@functools.cache
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


def nominative(name: str) -> str:
    """Put a personal name in the nominative.

    Parameters
    ----------
    name
        As written, in any case.

    Returns
    -------
    str
        Each word in the nominative, as far as the dictionary knows or can guess it as a name; capitals are kept.
    """
    words = []
    feminine = (
        any("femn" in p.tag and "Name" in p.tag for p in _analyser().parse(name.split(maxsplit=1)[0])[:2])
        if name.strip()
        else False
    )
    for word in name.split():
        parses = [p for p in _analyser().parse(word) if {"Name", "Surn", "Patr"} & set(p.tag.grammemes)]
        best = next((p for p in parses if ("femn" in p.tag) == feminine), None)
        form = best.inflect({"nomn", "sing"}) if best else None
        text = form.word if form else word
        words.append("-".join(part.capitalize() for part in text.split("-")) if word[:1].isupper() else text)
    return " ".join(words)
