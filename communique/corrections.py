"""A run + the corrections of its corpus → the coding that is counted: the machine's, with people's decisions over it.

Corrections are kept in the workspace, one file a corpus, whatever run or store they are used with; a count keeps a copy of
all that there were, so that its report stays what it was when people go on correcting.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from communique import resources
from communique.review import Applied, apply, parse_corrections, read_corrections, write_line
from communique.store import Run, Store


def corrections_path(corpus: str) -> Path:
    """Return where the corrections of a corpus are kept (the file need not be there)."""
    return resources.workspace() / "corrections" / f"{corpus}.jsonl"


def corrected(run: Run) -> Applied:
    """Read a run with the corrections that its corpus has now.

    Raises
    ------
    InputError
        With every fault of the file of corrections.
    StoreError
        When the run is not complete.
    """
    return apply(run.read(), read_corrections(corrections_path(run.corpus)))


def copied(applied: Applied) -> bytes:
    """Write all corrections, for the count that is made with them: those that do not hold are told of in its report."""
    return b"".join(write_line(correction) for correction in applied.given)


def corrected_as_counted(store: Store, count_id: str) -> Applied:
    """Read the run of a count with the corrections that the count was made with.

    Raises
    ------
    StoreError
        When the count, its corrections or its run are missing or damaged.
    """
    run = store.run(store.count_manifest(count_id).run_id)
    content = io.BytesIO(store.read_count_corrections(count_id))
    return apply(run.read(), parse_corrections(content, f"corrections of count {count_id}"))


def corrections_words(applied: Applied) -> str:
    """Say how many decisions of whom stand over the machine's, and of which digest they are."""
    people = ", ".join(sorted({correction.who for correction in applied.in_effect}))
    digest = hashlib.sha256(copied(applied)).hexdigest()
    return f"{len(applied.in_effect)} decision(s) by {people} (SHA-256 {digest})"


def correction_lines(applied: Applied) -> list[str]:
    """Say in plain words what became of the corrections; nothing where there are none."""
    said = []
    if n := len(applied.in_effect):
        said.append(f"{n} decision(s) of people stand over the machine's")
    for orphan in applied.orphans:
        correction = orphan.correction
        said.append(f"not applied: {correction.origin}: {correction.field} by {correction.who}: {orphan.reason}")
    return [*said, *disagreement_lines(applied)]


def disagreement_lines(applied: Applied) -> list[str]:
    """Say in plain words where people disagree."""
    said = []
    for group in applied.conflicts:
        words = ", then ".join(f"{c.who} ({c.when[:10]})" for c in group)
        said.append(f"people disagree on {group[0].field} of {group[0].readout}: {words}; the last one stands")
    return said
