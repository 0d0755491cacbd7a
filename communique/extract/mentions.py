"""Pieces → mentions of people: name, office and state as the text gives them, resolved against the gazetteer.

The forms covered: "President of the French Republic Emmanuel Macron"; "French President Macron"; "President Macron of
France"; "Emmanuel Macron, President of France"; "Mr. Sullivan"; "Emmanuel Macron"; "the President of France"; the same in
French and Russian, and the captions that Russian pages put behind a name ("Мирзиёев Шавкат Миромонович Президент …").
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass, replace

from communique.extract.phrases import Piece, load_people_lexicon, pieces
from communique.gazetteer import Person, Term, load_gazetteer
from communique.names import name_key, name_keys

_NAME = r"(?:L*N)(?:L*N)*(?:c?J)?"
_OFFICE = r"(?:P+S?)?(?:Eh?|P)*O(?:h?E)?(?:(?:[oatch]|S|\(N\))*(?:P|O|T|E|(?<=[ot])N(?=T|ot?[POT])))*"
_MENTION = re.compile(
    rf"(?P<office>{_OFFICE})(?:ct?)?(?P<name>H*(?:{_NAME}|(?<=H)J))(?:[oc]t?(?P<trail>P))?"
    rf"|(?P<name2>H*{_NAME})(?:c|\()t?(?:NS)?(?P<office2>(?:T(?:a?T)*)?{_OFFICE})"
    rf"|(?P<name3>H*{_NAME})(?:ot?(?P<trail3>P))?"
    rf"|(?P<office4>{_OFFICE})",
)


_PLURAL = re.compile(r"\b(?:Presidents|Kings|Prime Ministers|Chancellors|Foreign Ministers)\b", re.IGNORECASE)
"""Offices of several, which name nobody by themselves ("The Presidents also spoke about …")."""
_ORGANISATIONS = ("EUU", "UNO", "NATO", "IGO")
IN_WAITING = re.compile(r"\b(?:elect|designate|former|incoming|избранн\w+|élue?|ancien(?:ne)?|бывш\w+)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A person as one passage names him or her.

    Attributes
    ----------
    start, end
        Range of the whole mention in the text.
    name
        The name as written, without honorifics; ``""`` where only the office is given.
    name_start, name_end
        Range of the name (of the office, where there is no name).
    polity
        From the text or else from the gazetteer; ``""`` when neither tells.
    office, office_class
        As written, and its class in the gazetteer's terms (``corporate`` and ``""`` besides).
    person
        The gazetteer's person, if it is one.
    """

    start: int
    end: int
    name: str
    name_start: int
    name_end: int
    polity: str = ""
    office: str = ""
    office_class: str = ""
    person: Person | None = None
    by_office: bool = False
    """Whether the name is not the text's but the gazetteer's."""

    def same_person(self, other: Mention) -> bool:
        """Tell whether two mentions may mean one person."""
        if self.person and other.person:
            if self.person.id == other.person.id:
                return True
            return (
                self.by_office != other.by_office
                and self.polity == other.polity
                and "head" in self.office_class + other.office_class
            )
        if self.polity and other.polity and self.polity != other.polity:
            return False
        if self.by_office != other.by_office and self.polity and self.polity == other.polity:
            return True
        mine, its = name_keys(self.name), name_keys(other.name)
        if not mine or not its:
            return bool(self.polity) and self.polity == other.polity and self.office_class == other.office_class
        shorter, longer = sorted((mine, its), key=len)
        return shorter[-1] == longer[-1] or (len(shorter) > 1 and set(shorter) <= set(longer)) or set(shorter) < set(longer)


@dataclass(frozen=True)
class _Scope:
    text: str
    lang: str
    on: dt.date | None
    home: str


def find_mentions(text: str, start: int, end: int, *, lang: str, on: dt.date | None, home: str = "") -> list[Mention]:
    """Find the mentions of people in a stretch of text.

    Parameters
    ----------
    text, start, end
        The text and the range of code points to look at.
    lang
        ``en``, ``fr`` or ``ru``.
    on
        The day for which offices are resolved.
    home
        The publisher's polity: whose people are meant unless the text says otherwise.
    """
    scope = _Scope(text, lang, on, home)
    found = pieces(text, start, end, load_people_lexicon(lang))
    codes = "".join(p.code for p in found)
    mentions = []
    position = 0
    while match := _MENTION.search(codes, position):
        position = match.end()
        mention, used = _read(match, found, codes, scope)
        if mention is not None:
            mentions.append(mention)
        position = max(match.start() + 1, used)
    return mentions


def _read(match: re.Match[str], found: list[Piece], codes: str, scope: _Scope) -> tuple[Mention | None, int]:
    """Turn one match into a mention; also say how many pieces it used."""
    text = scope.text
    office = next((g for g in ("office", "office2", "office4") if match.group(g)), None)
    name = next((g for g in ("name", "name2", "name3") if match.group(g)), None)
    office_range = match.span(office) if office else (0, 0)
    used = match.end()
    name_range = match.span(name) if name else (0, 0)
    polity_of_inner = ""
    if name == "name2":
        if match.end() < len(codes) and codes[match.end()] in "NLH":
            inner = re.compile(rf"H*{_NAME}(?:ot?(?P<state>P))?").match(codes, match.end())
            if inner and re.search(
                r"O[^cN]*ot?P*O$", match.group("office2")
            ):  # "State Secretary to Prime Minister Stefan Löfven of Sweden"
                used = inner.end()
                if inner.group("state"):
                    polity_of_inner = found[inner.start("state")].value
            else:  # a list: "Emmanuel Macron, President Vladimir Putin"
                office, office_range, used = None, (0, 0), name_range[1]
        elif codes[slice(*name_range)].count("N") < 2 and "H" not in codes[slice(*name_range)]:
            name, name_range = None, (0, 0)  # a place: "in Lausanne, the President telephoned"
    cut = _other_state(office_range, found)
    if cut is not None:
        office_range = (office_range[0], cut)
        name, name_range, used = (name, name_range, name_range[1]) if name == "name2" else (None, (0, 0), cut)
    if name:
        name_range = _without_caption(name_range, found, text)
        if name_range[1] < match.end(name):
            used = name_range[1] if name != "name2" else used
    polities = [found[i].value for i in range(*office_range) if found[i].code == "P"]
    trail = next((g for g in ("trail", "trail3") if name and match.group(g) and used == match.end()), None)
    if trail:
        polities.append(found[match.start(trail)].value)
    classes = [found[i].value for i in range(*office_range) if found[i].code == "O"]
    polity = next((p for p in polities if p != "IGO"), "IGO" if polities else polity_of_inner)
    first = min(office_range[0] if office else len(found), name_range[0] if name else len(found))
    last = max(office_range[1], name_range[1], used if trail else 0)
    if first and codes[first - 1] == "t":
        first -= 1
    span = (found[first].start, found[last - 1].end)
    office_text = text[found[office_range[0]].start : found[office_range[1] - 1].end] if office else ""
    mention = Mention(*span, "", *span, polity, office_text, classes[0] if classes else "")
    if not name:
        return (None if _PLURAL.search(office_text) else _by_office(mention, scope)), used
    return _by_name(mention, name_range, found, scope), used


def _other_state(office_range: tuple[int, int], found: list[Piece]) -> int | None:
    """Find the "and" or comma at which another state's office begins ("President of France and German Chancellor")."""
    for index in range(*office_range):
        if found[index].code in "ac":
            left = {p.value for p in found[office_range[0] : index] if p.code == "P"}
            right = {p.value for p in found[index : office_range[1]] if p.code == "P"}
            if left and right and not left & right and left != {"IGO"}:
                return index  # but one person: "Chair of the African Union and President of Senegal"
            again = "".join(p.code for p in found[index + 1 : min(index + 3, office_range[1])])
            if found[index].code == "a" and right and not left and again in ("tO", "tP"):
                return index  # "the Amir and the President of Ukraine"
    return None


def _without_caption(name_range: tuple[int, int], found: list[Piece], text: str) -> tuple[int, int]:
    """Cut a run of names where a word comes again: the page's caption follows ("Мирзиёевым Мирзиёев Шавкат …")."""
    seen: set[str] = set()
    for index in range(*name_range):
        if found[index].code == "N":
            key = name_key(text[found[index].start : found[index].end])
            if key in seen and index - name_range[0] > 0:
                return name_range[0], index
            seen.add(key)
    return name_range


def _by_office(mention: Mention, scope: _Scope) -> Mention | None:
    """Resolve "the President of France" to whoever held the office."""
    on, lang = scope.on, scope.lang
    if (
        not mention.polity
        or on is None
        or mention.office_class in ("other", "corporate", "vice", "")
        or IN_WAITING.search(mention.office)
    ):
        return mention
    person = holder_by_title(mention.polity, mention.office, mention.office_class, on)
    if person is None:
        return mention
    return replace(mention, name=person.name_in(lang), person=person, by_office=True)


def holder_by_title(polity: str, office: str, office_class: str, on: dt.date) -> Person | None:
    """Find who held an office on a day; of several of its class, the one whose title shares most words with the text's.

    Parameters
    ----------
    polity
        Whose office.
    office, office_class
        As written, and its class.
    on
        The day.
    """
    classes = [office_class]
    if "head" in office_class:
        classes += ["head_of_state", "head_of_government"]
    if polity in _ORGANISATIONS:
        classes += ["org_head", "foreign_minister"]
    words = set(name_keys(office))
    best: tuple[tuple[int, int, dt.date], Person] | None = None
    for rank, held in enumerate(dict.fromkeys(classes)):
        for term, person in load_gazetteer().held(polity, held, on):
            score = (len(words & set(name_keys(term.title))), -rank, term.start)
            if best is None or score > best[0]:
                best = (score, person)
    if best is None or (best[0][0] == 0 and polity in ("EUU", "IGO")):
        return None
    return best[1]


def _by_name(mention: Mention, name_range: tuple[int, int], found: list[Piece], scope: _Scope) -> Mention | None:
    """Resolve a name; words before a known full name that are no part of it are dropped."""
    gazetteer, text, on = load_gazetteer(), scope.text, scope.on
    first, last = name_range
    while first < last - 1 and found[first].code == "H":
        first += 1
    while last > first + 1 and found[last - 1].code in "Jc" and not text[found[last - 1].start : found[last - 1].end].isupper():
        last -= 1  # Jr.; numerals stay
    honorific = first > name_range[0]
    end = found[last - 1].end
    for index in range(first, last):
        if found[index].code not in "NL" and index > first:
            break
        written = text[found[index].start : end]
        words = name_keys(written)
        if index > first and len(words) < 2:
            break
        person = gazetteer.resolve(written, polity=mention.polity, on=on, office=mention.office_class, home=scope.home)
        if person is None and not mention.polity and not mention.office and not honorific and len(words) < 2:
            continue
        if person is not None:
            start = found[index].start
            term = _term(person, mention, scope)
            polity = mention.polity or (term.polity if term else "")
            return replace(
                mention,
                start=min(start, mention.start),
                name=written,
                name_start=start,
                name_end=end,
                polity=polity,
                person=person,
            )
    written = text[found[first].start : end]
    if not mention.office and not honorific and len(name_keys(written)) < 2:
        return None
    return replace(
        mention, name=written, name_start=found[first].start, name_end=end, person=_spelled_otherwise(written, mention, on)
    )


def _term(person: Person, mention: Mention, scope: _Scope) -> Term | None:
    """Choose the term by which a person is meant: of the class that the text gives, of the publisher's state, at the day."""
    if scope.on is None:
        return person.terms[0] if person.terms else None
    same = [t for t in person.terms if t.office == mention.office_class] or list(person.terms)
    home = [t for t in same if t.polity == scope.home and t.start <= scope.on <= t.end]
    return home[0] if home else replace(person, terms=tuple(same)).term_on(scope.on)


def _spelled_otherwise(written: str, mention: Mention, on: dt.date | None) -> Person | None:
    """Find the holder of the named office when the name is a spelling that the gazetteer lacks ("Disanayake")."""
    if (
        on is None
        or not mention.polity
        or mention.office_class not in ("head_of_state", "head_of_government", "foreign_minister", "heir")
    ):
        return None
    holder = load_gazetteer().holder(mention.polity, [mention.office_class], on)
    if holder is None:
        return None
    words = name_keys(written)
    for name in (holder.name, *holder.variants, *holder.names_ru, *holder.names_fr):
        keys = name_keys(name)
        if difflib.SequenceMatcher(None, words[-1], keys[-1]).ratio() >= 0.75 or len(set(words) & set(keys)) >= 2:
            return holder
    return None
