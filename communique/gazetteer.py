"""Who held which office when, and what states are called: name or office + date → person, polity.

Reads ``configs/gazetteer/polities.csv`` and every other CSV beside it (one row a term of office, see the README
there). A row of a user's own file in the workspace is read like a shipped one.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from communique import resources
from communique.errors import ConfigError, did_you_mean
from communique.names import name_keys

OFFICES = (
    "head_of_state",
    "head_of_government",
    "heir",
    "foreign_minister",
    "national_security",
    "vice",
    "org_head",
    "other",
)
"""Classes of office, in the order in which a bare "the President of X" is looked up."""


_TERM_COLUMNS = (
    "person_id",
    "name",
    "polity",
    "office",
    "title",
    "from",
    "to",
    "acting",
    "variants",
    "names_ru",
    "names_fr",
    "source",
)
_NO_SURNAMES = frozenset("i ii iii iv v vi viii xiv xvi jr sr".split())
_GRACE = dt.timedelta(days=120)  # presidents-elect and people just out of office are still called by their name


@dataclass(frozen=True)
class Term:
    """One person in one office, ``start`` and ``end`` included."""

    polity: str
    office: str
    title: str
    start: dt.date
    end: dt.date
    acting: bool
    source: str


@dataclass(frozen=True)
class Person:
    """A person and the offices held, in the order of the file."""

    id: str
    name: str
    names_ru: tuple[str, ...]
    names_fr: tuple[str, ...]
    variants: tuple[str, ...]
    terms: tuple[Term, ...]

    def name_in(self, lang: str) -> str:
        """Return the usual form of the name in a language (``en``, ``fr``, ``ru``)."""
        if lang == "ru" and self.names_ru:
            return self.names_ru[0]
        if lang == "fr" and self.names_fr:
            return self.names_fr[0]
        return self.name

    def term_on(self, on: dt.date) -> Term | None:
        """Return the office held on a day, else the one nearest to it."""
        if not self.terms:
            return None
        return min(self.terms, key=lambda t: (_distance(t, on), OFFICES.index(t.office)))


def _distance(term: Term, on: dt.date) -> int:
    """Count the days between a day and a term; 0 inside it."""
    return max((term.start - on).days, (on - term.end).days, 0)


@dataclass
class Gazetteer:
    """People, offices and states; use `load_gazetteer` to get the one in force.

    Attributes
    ----------
    people
        By person id.
    polity_names
        Keys of a state's name or adjective → its code.
    """

    people: dict[str, Person] = field(default_factory=dict)
    polity_names: dict[tuple[str, ...], str] = field(default_factory=dict)
    _aliases: dict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))
    _surnames: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _offices: dict[tuple[str, str], list[tuple[Term, str]]] = field(default_factory=lambda: defaultdict(list))

    def _index(self) -> None:
        """Build the look-ups from ``people``."""
        for person in self.people.values():
            aliases = {name_keys(n) for n in (person.name, *person.names_ru, *person.names_fr, *person.variants)}
            for keys in sorted(aliases - {()}):
                self._aliases[keys].append(person.id)
                for key in {keys[-1], "".join(keys[-2:]) if len(keys) > 2 else keys[-1]}:
                    if key not in _NO_SURNAMES and person.id not in self._surnames[key]:
                        self._surnames[key].append(person.id)
            for term in person.terms:
                self._offices[term.polity, term.office].append((term, person.id))

    def aliases(self) -> Iterator[tuple[tuple[str, ...], list[str]]]:
        """Iterate over the keys of every full name with the people so called."""
        yield from self._aliases.items()

    def holder(self, polity: str, offices: Iterable[str], on: dt.date) -> Person | None:
        """Find who held the first filled one of some offices on a day.

        Parameters
        ----------
        polity, offices
            Whose office, and which classes of office in order of preference.
        on
            The day. On a day of hand-over the newcomer is returned.
        """
        for office in offices:
            held = list(self.held(polity, office, on))
            if held:
                return max(held, key=lambda item: item[0].start)[1]
        return None

    def held(self, polity: str, office: str, on: dt.date) -> Iterator[tuple[Term, Person]]:
        """Iterate over the terms in an office of a polity that run on a day, with their holders."""
        for term, person_id in self._offices.get((polity, office), ()):
            if term.start <= on <= term.end:
                yield term, self.people[person_id]

    def resolve(
        self, name: str, *, polity: str = "", on: dt.date | None = None, office: str = "", home: str = ""
    ) -> Person | None:
        """Find the person whom a name means.

        Parameters
        ----------
        name
            As written: full name, surname, or a spelling variant.
        polity
            Narrows the choice, where the text gives it.
        on
            Prefers people in office about that day.
        office
            Class of office that the text gives; prefers people who held one of that class.
        home
            Polity that is meant unless the text says otherwise (the publisher's).

        Returns
        -------
        Person or None
            None when nobody fits, or when two people fit equally well.
        """
        keys = name_keys(name)
        if not keys:
            return None
        found = [self.people[pid] for pid in self._aliases.get(keys, ())]
        exact = bool(found)
        if not found:
            ids = dict.fromkeys([*self._surnames.get(keys[-1], ()), *self._surnames.get("".join(keys[-2:]), ())])
            found = [p for p in map(self.people.__getitem__, ids) if _first_names_agree(keys, p)]
        if polity:
            found = [p for p in found if any(t.polity == polity for t in p.terms)]
        if on is not None and found and not exact:
            found = [
                p for p in found if min(_distance(t, on) for t in p.terms if not polity or t.polity == polity) <= _GRACE.days
            ]
        current = [
            p for p in found if any(t.office == office and (on is None or _distance(t, on) <= _GRACE.days) for t in p.terms)
        ]
        found = current or found
        at_home = [p for p in found if any(t.polity == home for t in p.terms)]
        found = at_home or found
        if on is not None and len(found) > 1:
            distances = [min(_distance(t, on) for t in p.terms if not polity or t.polity == polity) for p in found]
            found = [p for p, days in zip(found, distances, strict=True) if days == min(distances)]
        if len(found) > 1:
            ranks = [min(OFFICES.index(t.office) for t in p.terms) for p in found]
            found = [p for p, rank in zip(found, ranks, strict=True) if rank == min(ranks)]
        return found[0] if len(found) == 1 else None

    def polity_of(self, phrase: str) -> str:
        """Find the code of a state's name or adjective; ``""`` when unknown."""
        return self.polity_names.get(name_keys(phrase), "")


def _first_names_agree(keys: Sequence[str], person: Person) -> bool:
    """Tell whether the words before the surname could be this person's: a shared word, an initial, or none at all."""
    given = list(keys[:-1])
    if not given:
        return True
    own = {k for n in (person.name, *person.names_ru, *person.names_fr, *person.variants) for k in name_keys(n)}
    return any(g in own or (len(g) == 1 and any(o.startswith(g) for o in own)) for g in given)


def _bound(text: str, *, last: bool) -> dt.date:
    """Read YYYY, YYYY-MM or YYYY-MM-DD as its first or last day."""
    parts = [int(p) for p in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    if len(parts) > 2:
        return dt.date(year, month, parts[2])
    return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def _read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            return [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path}:1: is not UTF-8 (byte {error.start}). Save it as UTF-8."]) from error


def _read_polities(path: Path) -> dict[tuple[str, ...], str]:
    """Read the names and adjectives of states in all languages."""
    names: dict[tuple[str, ...], str] = {}
    for _, row in _read_rows(path):
        for cell in itertools.chain(row[c] for c in row if c != "polity"):
            for phrase in _split(cell):
                names.setdefault(name_keys(phrase), row["polity"])
    return names


def _read_terms(
    path: Path, people: dict[str, list[tuple[dict[str, str], Term]]], polities: set[str], faults: list[str]
) -> None:
    for line, row in _read_rows(path):
        missing = [c for c in _TERM_COLUMNS if row.get(c) is None]
        if missing or None in row:
            faults.append(
                f"{path}:{line}: expected {len(_TERM_COLUMNS)} columns. Missing: {missing or 'none, but there are too many'}."
            )
            continue
        if row["polity"] not in polities:
            faults.append(f"{path}:{line}: unknown polity {row['polity']!r}. Use a code of polities.csv, or add it there.")
            continue
        if row["office"] not in OFFICES:
            faults.append(f"{path}:{line}: unknown office {row['office']!r}. {did_you_mean(row['office'], OFFICES)}")
            continue
        try:
            start = _bound(row["from"], last=False)
            end = _bound(row["to"], last=True) if row["to"] else dt.date.max
        except ValueError as error:
            faults.append(f"{path}:{line}: impossible date ({error}). Write YYYY, YYYY-MM or YYYY-MM-DD.")
            continue
        if end < start:
            faults.append(f"{path}:{line}: the term of {row['name']} ends ({row['to']}) before it starts ({row['from']}).")
            continue
        if not row["source"]:
            faults.append(f"{path}:{line}: the row has no source. Say where the term can be checked.")
        term = Term(row["polity"], row["office"], row["title"], start, end, row["acting"] == "yes", row["source"])
        people[row["person_id"]].append((row, term))


@functools.cache
def load_gazetteer() -> Gazetteer:
    """Load the gazetteer in force: what is shipped, and the workspace's own files.

    Raises
    ------
    ConfigError
        With the file and line of every row that is wrong.
    """
    polity_path = resources.config_path("gazetteer/polities.csv")
    names = _read_polities(polity_path)
    faults: list[str] = []
    raw: dict[str, list[tuple[dict[str, str], Term]]] = defaultdict(list)
    for stem in resources.names("configs", "gazetteer/*.csv"):
        if stem != polity_path.stem:
            _read_terms(resources.config_path(f"gazetteer/{stem}.csv"), raw, set(names.values()), faults)
    if faults:
        raise ConfigError(faults)
    people = {}
    for person_id, rows in raw.items():
        first = rows[0][0]

        def gather(column: str, rows: list[tuple[dict[str, str], Term]] = rows) -> tuple[str, ...]:
            return tuple(dict.fromkeys(part for row, _ in rows for part in _split(row[column])))

        people[person_id] = Person(
            id=person_id,
            name=first["name"],
            names_ru=gather("names_ru"),
            names_fr=gather("names_fr"),
            variants=tuple(dict.fromkeys([*gather("name"), *gather("variants")])),
            terms=tuple(term for _, term in rows),
        )
    gazetteer = Gazetteer(people=people, polity_names=names)
    gazetteer._index()  # noqa: SLF001
    return gazetteer
