"""Publisher id → publisher, also for one that no file of ``configs/sources/`` describes.

An unknown id often says whose it is ("india-pmo", "kremlin-en", "german-chancellery"): a known publisher's id at its head, or the name
of a state, its adjective or its capital. Without that the publisher's own side stays open where the text does not name it.
"""

from __future__ import annotations

import functools
import re
import zoneinfo

from communique.extract.initiators import load_capitals
from communique.gazetteer import load_gazetteer
from communique.names import name_keys
from communique.sources import LANGUAGES, Source, load_sources

_OFFICES = ("head_of_state", "head_of_government", "foreign_minister")


@functools.lru_cache(maxsize=1_024)
def publisher(source: str) -> Source | None:
    """Find a publisher, or infer whose side an unknown one speaks for.

    Parameters
    ----------
    source
        The readout's ``source``.

    Returns
    -------
    Source or None
        As configured, or inferred from the id (without a zone of its own: dates stay as stamped); None where the id says nothing.
    """
    known = load_sources()
    if source in known:
        return known[source]
    words = [w for w in re.split(r"[^a-z0-9]+", source.casefold()) if w]
    for length in range(len(words), 0, -1):
        joined = "-".join(words[:length])
        if joined in known:
            return known[joined]
    polity = _polity(words)
    if not polity:
        return None
    alike = next((s for s in known.values() if s.polity == polity), None)
    return Source(
        source,
        source,
        polity,
        alike.timezone if alike else zoneinfo.ZoneInfo("UTC"),
        LANGUAGES,
        (),
        alike.offices if alike else _OFFICES,
        (),
    )


def _polity(words: list[str]) -> str:
    """Look for the name of a state or a capital in the words of an id, the longest first."""
    names, capitals = load_gazetteer().polity_names, load_capitals()
    for length in range(min(4, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            keys = name_keys(" ".join(words[start : start + length]))
            found = names.get(keys) or next(iter(capitals.get(keys, ())), "")
            if found:
                return found
    return ""
