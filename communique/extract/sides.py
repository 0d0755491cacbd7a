"""Who is meant in a sentence: a call's participants found again by surname, state, office or "side"."""

from __future__ import annotations

import bisect
import functools
import re
from collections import defaultdict

from communique.extract.reading import Event, Principal
from communique.gazetteer import load_gazetteer
from communique.names import WORD, name_key, name_keys

_OFFICE_WORDS = {
    "head_of_state": tuple(
        map(
            name_key,
            ("President", "King", "Queen", "Emir", "Amir", "Sultan", "Président", "Roi", "Souverain", "Президент", "Король"),
        )
    ),
    "head_of_government": tuple(
        map(
            name_key,
            (
                "Minister",
                "Premier",
                "Chancellor",
                "PM",
                "Taoiseach",
                "ministre",
                "Chancelier",
                "Chancelière",
                "Премьер-министр",
                "Премьер",
                "Канцлер",
            ),
        )
    ),
    "org_head": tuple(map(name_key, ("Secretary-General", "Secrétaire", "Генсек"))),
    "heir": tuple(map(name_key, ("Prince",))),
}
"""Offices said alone, by class: the participant who is the only one of that class is meant."""
_NEEDS_PRIME = frozenset(map(name_key, ("Minister", "ministre")))
_PRIME = frozenset({"prime", "premier", "première"})
_OTHER_RANKS = frozenset({"vice", "deputy", "former", "vice-", "foreign", "defence", "defense", "ancien", "ex", "предыдущий"})


def _class(principal: Principal) -> str:
    mention = principal.mention
    if mention.office_class or mention.person is None:
        return mention.office_class
    return mention.person.terms[-1].office if mention.person.terms else ""


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
        self._offices: dict[str, int] = {}
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

        for office, words in _OFFICE_WORDS.items():
            holders = [i for i, p in enumerate(event.principals) if _class(p) == office]
            if len(holders) == 1:
                self._offices |= {word: holders[0] for word in words if word not in self._words}

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
        words = list(WORD.finditer(text))
        for position, match in enumerate(words):
            word = match.group()
            if len(word) < 2 or not word[0].isalpha():
                continue
            key = name_key(word)
            index = self._words.get(key)
            if index is None and key in self._offices and self._stands_alone(words, position):
                index = self._offices[key]
            if index is not None and (word[0].isupper() or word.islower()):
                found.append((match.start(), match.end(), index))
        return found

    @staticmethod
    def _stands_alone(words: list[re.Match[str]], position: int) -> bool:
        """Tell whether an office is said without name and state ("the President", no "President Biden", "President of France")."""
        before = words[position - 1].group().casefold() if position else ""
        after = [w.group() for w in words[position + 1 : position + 3]]
        if before in _OTHER_RANKS or (name_key(words[position].group()) in _NEEDS_PRIME and before not in _PRIME):
            return False
        if after and (after[0][0].isupper() or after[0].casefold() in ("elect", "-")):
            return False
        return not (len(after) == 2 and after[0] in ("of", "de", "du", "d'", "d’") and after[1][:1].isupper())

    def other(self, index: int) -> int:
        """Return the participant on the other end: the first one of another index."""
        return next((i for i in range(len(self.polities)) if i != index), index)
