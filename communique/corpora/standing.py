"""``sources.csv`` and ``reconstructed.csv`` of a corpus → what stands behind each readout.

A corpus whose records say ``documented`` or ``reconstructed`` says in these two tables where the fact behind each
documented readout can be read, and why each reconstructed one is there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from communique.errors import did_you_mean

SOURCES = "sources.csv"
RECONSTRUCTED = "reconstructed.csv"
CONFIDENCE = ("high", "medium", "low")
"""How sure it is that the fact is as the readout has it."""

_COLUMNS = {SOURCES: ("id", "urls", "confidence", "note"), RECONSTRUCTED: ("id", "why")}
_STANDING_OF = {SOURCES: "documented", RECONSTRUCTED: "reconstructed"}


class Standings(msgspec.Struct, frozen=True):
    """What the two tables say.

    Attributes
    ----------
    whys
        Why each reconstructed readout is there, by id.
    faults
        One line each, with file and line.
    """

    whys: dict[str, str] = {}
    faults: tuple[str, ...] = ()


def read_standings(folder: Path, standings: Mapping[str, str], origins: Mapping[str, str]) -> Standings:
    """Read the two tables and compare them with the records.

    Parameters
    ----------
    folder
        The corpus.
    standings, origins
        What each record says of itself, and its file and line, by id.
    """
    tables = [path for path in (folder / SOURCES, folder / RECONSTRUCTED) if path.exists()]
    if not any(standings.values()) and not tables:
        return Standings()
    faults = [
        f"{origins[i]}: {i!r} has no standing, but others do. Write documented or reconstructed."
        for i, s in standings.items()
        if not s
    ]
    whys: dict[str, str] = {}
    for name, standing in _STANDING_OF.items():
        path = folder / name
        wanted = [i for i, s in standings.items() if s == standing]
        seen: set[str] = set()
        for line, row in _rows(path, faults):
            place, readout = f"{path}:{line}", row["id"]
            if readout in seen:
                faults.append(f"{place}: a second row for {readout!r}. Leave one.")
            if readout not in wanted:
                faults.append(
                    f"{place}: no {standing} readout {readout!r}. {_near(readout, wanted)}Mend the id or remove the row."
                )
            faults += [f"{place}: {fault}" for fault in (_source_faults(row) if name == SOURCES else _why_faults(row))]
            seen.add(readout)
            whys |= {readout: row["why"]} if name == RECONSTRUCTED else {}
        faults += [f"{origins[i]}: {i!r} is {standing} but has no row in {path}. Add one." for i in wanted if i not in seen]
    return Standings(whys, tuple(faults))


def _near(word: str, known: list[str]) -> str:
    """Say which id may have been meant, without the whole list of them."""
    _, _, question = did_you_mean(word, known).partition("Did you mean")
    return f"Did you mean{question} " if question else ""


def _rows(path: Path, faults: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Iterate over the rows of a table that have all its columns."""
    columns = _COLUMNS[path.name]
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError:
        return
    except UnicodeDecodeError as error:
        faults.append(f"{path}:1: is not UTF-8 (byte {error.start}). Save it as UTF-8.")
        return
    for line, row in rows:
        if tuple(row) == columns and all(isinstance(value, str) for value in row.values()):
            yield line, row
        else:
            faults.append(f"{path}:{line}: expected the columns {', '.join(columns)}. Quote cells that hold a comma.")


def _source_faults(row: dict[str, str]) -> Iterator[str]:
    urls = [url.strip() for url in row["urls"].split(";") if url.strip()]
    for url in urls:
        if not url.startswith(("http://", "https://")) or " " in url:
            yield f"{url!r} is no web address. Separate addresses by semicolons."
    if not urls and not row["note"].strip():
        yield f"{row['id']!r} has neither an address nor a note. Say in the note what the fact rests on."
    if row["confidence"] not in CONFIDENCE:
        yield f"unknown confidence {row['confidence']!r}. {did_you_mean(row['confidence'], CONFIDENCE)}"


def _why_faults(row: dict[str, str]) -> Iterator[str]:
    if not row["why"].strip():
        yield f"{row['id']!r} has no 'why'. Say why it is in the corpus."
