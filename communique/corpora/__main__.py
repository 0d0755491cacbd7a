"""Check corpora and rewrite their manifests and the tables of their datasheets: ``python -m communique.corpora FOLDER...``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from communique.corpora.check import CorpusCheck, check_corpus
from communique.corpora.datasheet import read_tables, write_tables
from communique.corpora.manifest import write_manifest
from communique.errors import CommuniqueError


def main(folders: Sequence[str]) -> int:
    """Check and rewrite each folder; a corpus with faults is left as it is.

    Returns
    -------
    int
        Exit status: 0 when all is well, 1 when a corpus has faults, 2 when no folder is named.
    """
    if not folders:
        sys.stdout.write("usage: python -m communique.corpora FOLDER...\n")
        return 2
    status = 0
    for folder in map(Path, folders):
        try:
            read_tables(folder)  # nothing is written when the datasheet is not there to be written to
            check = check_corpus(folder)
            write_manifest(folder, check)
            write_tables(folder, check)
        except CommuniqueError as error:
            sys.stdout.write(f"{error}\n{folder}: left as it was\n")
            status = 1
        else:
            sys.stdout.write("".join(f"{line}\n" for line in _report(folder, check)))
    return status


def _report(folder: Path, check: CorpusCheck) -> Iterator[str]:
    for pair in check.near_duplicates:
        yield f"{pair.at}: {pair.second!r} is nearly {pair.first!r} ({pair.similarity:.2f}). Leave one, or write one anew."
    for runs in check.shared_runs:
        yield f"{runs.at}: {runs.second!r} shares {runs.n} run(s) with {runs.first!r}: {runs.example!r}"
    yield f"{folder}: {len(check.readouts)} readouts, {check.calls} calls, no fault"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
