"""Who is meant in a sentence: a call's participants found again by surname, state, office or "side"."""

from __future__ import annotations

import bisect
import functools
from collections import defaultdict

from communique.extract.reading import Event
from communique.gazetteer import load_gazetteer
from communique.names import WORD, name_key, name_keys

_PEOPLES = frozenset({"people", "peoples", "народ", "народы", "peuple"})


@functools.cache
def _words_of_polities() -> dict[str, tuple[str, ...]]:
    """Map each state to the keys of its one-word names and adjectives."""
    words: dict[str, list[str]] = defaultdict(list)
    for keys, polity in load_gazetteer().polity_names.items():
        if len(keys) == 1:
            words[polity].append(keys[0])
    return {polity: tuple(found) for polity, found in words.items()}


class Sides:
    """The participants of a call by the words that mean them.

    Parameters
    ----------
    event
        The call.
    """

    def __init__(self, event: Event) -> None:
        self.event = event
        self.polities = [p.mention.polity for p in event.principals]
        self._words: dict[str, int] = {}
        self._text = ""
        self._found: list[tuple[int, int, int]] = []
        for index, principal in enumerate(event.principals):
            for word in _words_of_polities().get(principal.mention.polity, ()):
                self._words.setdefault(word, index)
        for index, principal in enumerate(event.principals):
            keys = name_keys(principal.mention.name)
            if keys:
                self._words[keys[-1]] = index
                if len(keys[-1]) < 4 and len(keys) > 1:
                    self._words[keys[0]] = index
            if principal.mention.person is not None:
                for name in (principal.mention.person.name, *principal.mention.person.names_ru[:1]):
                    own = name_keys(name)
                    self._words.setdefault(own[-1], index)

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, int]]:
        """Find the participants in a stretch of text.

        Returns
        -------
        list of (start, end, index)
            Ranges of the words, and which participant of the event each means.
        """
        if text is not self._text:
            self._text, self._found = text, self._all(text)
        low = bisect.bisect_left(self._found, (start,))
        high = bisect.bisect_left(self._found, (end,))
        return [f for f in self._found[low:high] if f[1] <= end]

    def _all(self, text: str) -> list[tuple[int, int, int]]:
        found = []
        for match in WORD.finditer(text):
            word = match.group()
            if len(word) < 2 or not word[0].isalpha():
                continue
            index = self._words.get(name_key(word))
            if index is not None and (word[0].isupper() or word.islower()):
                found.append((match.start(), match.end(), index))
        return found

    def other(self, index: int) -> int:
        """Return the participant on the other end: the first one of another index."""
        return next((i for i in range(len(self.polities)) if i != index), index)
