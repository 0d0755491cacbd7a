"""A checked corpus → the tables of its ``DATASHEET.md``; the prose around them is written by hand.

The form is that of Datasheets for Datasets (Gebru et al. 2021), in short.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from pathlib import Path

from communique.codebook import Kind, Medium
from communique.corpora.check import CorpusCheck
from communique.corpora.likeness import RUN, SIMILARITY
from communique.errors import InputError

DATASHEET = "DATASHEET.md"
OPENS, CLOSES = "<!-- counts -->", "<!-- /counts -->"
"""What the generated tables stand between."""

_TITLES = {
    "kind": "readouts by kind",
    "lang": "readouts by language",
    "source": "readouts by publisher",
    "year": "readouts by year",
    "standing": "readouts by standing",
    "call_type": "calls by type",
    "medium": "calls by medium",
    "format": "calls by format",
    "basis": "calls by what the date rests on",
    "initiator_basis": "calls by what the initiator rests on",
    "occasion": "courtesies by occasion",
    "tone": "tone labels",
    "toward": "tone spans by whom they are toward",
}


def datasheet_tables(check: CorpusCheck) -> str:
    """Write the counts of a corpus as Markdown.

    Parameters
    ----------
    check
        Of a corpus, see `communique.corpora.check_corpus`.

    Returns
    -------
    str
        What stands in the datasheet between ``<!-- counts -->`` and ``<!-- /counts -->``, without those.
    """
    words = [len(item.readout.text.split()) for item in check.readouts] or [0]
    days = sorted(item.readout.published[:10] for item in check.readouts if item.readout.published) or ["?"]
    alike = check.near_duplicated
    n = len(check.readouts)
    rate = len(alike) / max(n, 1)
    lines = [
        f"{n} readouts, {check.calls} calls, dated {days[0]} to {days[-1]}.",
        f"{min(words)} to {max(words)} words a text, median {statistics.median(words):.0f}.",
        "",
        f"Readouts with a near-duplicate (three-word shingles, Jaccard {SIMILARITY} or more): {len(alike)}, {rate:.1%}.",
        f"Pairs of texts that share a run of {RUN} words: {len(check.shared_runs)}.",
        "",
        *_table(("what", "how many"), ((_TITLES[field], _cell(values)) for field, values in check.counts.items())),
    ]
    if "standing" in check.counts:
        lines += _standing_tables(check)
    return "\n".join(lines)


def _cell(values: dict[str, int]) -> str:
    return ", ".join(f"{value} {n}" for value, n in values.items())


def _standing_tables(check: CorpusCheck) -> list[str]:
    """List what a reader must not take for a documented call by telephone."""
    letters = (item.readout for item in check.readouts if item.kind is Kind.LETTER)
    videos = (item.readout for item in check.readouts if any(call.medium is Medium.VIDEO for call in item.calls))
    why = (
        (item.readout.id, check.whys.get(item.readout.id, ""))
        for item in check.readouts
        if item.readout.standing == "reconstructed"
    )
    return [
        *("", "### Reconstructed readouts", "", *_table(("id", "why it is there"), why)),
        *("", "### Letters", "", *_table(("id", "title"), ((r.id, r.title) for r in letters))),
        *("", "### Video talks", "", *_table(("id", "title"), ((r.id, r.title) for r in videos))),
    ]


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> list[str]:
    cells = [head, ("---", "---"), *rows]
    return [f"| {left} | {right.replace('|', '&#124;')} |" for left, right in cells]


def read_tables(folder: Path) -> str:
    """Read the tables that a datasheet holds now.

    Raises
    ------
    InputError
        When there is no datasheet, or not one pair of marks in it.
    """
    return _split(folder / DATASHEET)[1]


def write_tables(folder: Path, check: CorpusCheck) -> None:
    """Put the tables of a check into the datasheet of its corpus; the prose stays as it is.

    Raises
    ------
    InputError
        When there is no datasheet, or not one pair of marks in it.
    """
    before, _, after = _split(folder / DATASHEET)
    (folder / DATASHEET).write_text(
        f"{before}{OPENS}\n{datasheet_tables(check)}\n{CLOSES}{after}", encoding="utf-8", newline="\n"
    )


def _split(path: Path) -> tuple[str, str, str]:
    """Split a datasheet into what stands before, between and behind the marks."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror}. Start from the datasheet of another corpus."
        raise InputError(msg) from error
    before, opens, rest = text.partition(OPENS)
    tables, closes, after = rest.partition(CLOSES)
    if not opens or not closes or OPENS in rest or CLOSES in after:
        msg = f"{path}: needs one line {OPENS} and, below it, one line {CLOSES}; the tables go between them."
        raise InputError(msg)
    return before, tables.strip("\n"), after
