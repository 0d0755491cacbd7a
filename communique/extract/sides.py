"""Who is meant in a sentence: a call's participants found again by surname, state, office or "side"."""

from __future__ import annotations

import bisect
import datetime as dt
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
"""Offices said alone, by class: the participant who is the only one of that class is meant, else the publisher's own."""
_NEEDS_PRIME = frozenset(map(name_key, ("Minister", "ministre")))
_PRIME = frozenset({"prime", "premier", "première"})
_LEADS = frozenset({"the", "le", "la", "prime", "premier", "première", "his", "her", "sa", "son"})
_OF_A_REPUBLIC = frozenset(
    {
        "de",
        "du",
        "des",
        "d'",
        "d’",
        "populaire",
        "islamique",
        "fédérale",
        "fédérative",
        "démocratique",
        "arabe",
        "tchèque",
        "dominicaine",
    }
)
_OTHER_RANKS = frozenset({"vice", "deputy", "former", "vice-", "foreign", "defence", "defense", "ancien", "ex", "предыдущий"})


def _class(principal: Principal, on: dt.date | None) -> str:
    """Tell the class of a participant's office: as the text gives it, else as held on the day."""
    mention = principal.mention
    if mention.office_class in _OFFICE_WORDS or mention.person is None or on is None:
        return mention.office_class
    running = [t.office for t in mention.person.terms if t.start <= on <= t.end]
    return next((o for o in _OFFICE_WORDS if o in running), mention.office_class)


@functools.cache
def _words_of_polities() -> dict[str, tuple[str, ...]]:
    """Map each state to the keys of its one-word names and adjectives."""
    words: dict[str, list[str]] = defaultdict(list)
    for keys, polity in load_gazetteer().polity_names.items():
        if len(keys) == 1:
            words[polity].append(keys[0])
    return {polity: tuple(found) for polity, found in words.items()}


def _names_a_state(word: str) -> bool:
    return (name_key(word),) in load_gazetteer().polity_names


class Sides:
    """The participants of a call by the words that mean them.

    Parameters
    ----------
    event
        The call; the publisher's side stands first.
    on
        The day for which offices are resolved.
    """

    def __init__(self, event: Event, on: dt.date | None = None) -> None:
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
            holders = [i for i, p in enumerate(event.principals) if _class(p, on) == office]
            if holders and (len(holders) == 1 or holders[0] == 0):  # of two Presidents "the President" is the publisher's own
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
        written = words[position - 1].group() if position else ""
        before = written.casefold()
        if before in ("'s", "’s") or (written[:1].isupper() and before not in _LEADS):
            return False  # "Algeria's President", "the Turkish President"
        after = [w.group() for w in words[position + 1 : position + 5]]
        if after and (after[0][0].isupper() or after[0].casefold() in ("elect", "-") or _names_a_state(after[0])):
            return False
        if not after or after[0] not in ("of", "de", "du", "d'", "d’"):
            return True
        if after[:3] == ["de", "la", "République"]:  # the French President, unless another republic follows
            return not (after[3:] and (after[3][0].isupper() or after[3] in _OF_A_REPUBLIC))
        named = after[2:3] if after[1:2] in (["the"], ["la"], ["l'"], ["l’"]) else after[1:2]
        return not (named and named[0][0].isupper())

    def other(self, index: int) -> int:
        """Return the participant on the other end: the first one of another index."""
        return next((i for i in range(len(self.polities)) if i != index), index)
