"""Two runs over one corpus → what the newer coding changed, down to the counts of every profile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from communique import count, reconcile, resources
from communique.compare import compare_runs, read_first, tabulate
from communique.corrections import corrected
from communique.errors import StoreError
from communique.flips import Comparison, CountChange
from communique.records import CodedReadout
from communique.report.comparison import write_comparison
from communique.store import Run, Store

PREVIOUS = "previous"
"""Stands for the newest other run of the same corpus."""


def earlier_run(store: Store, run: Run, against: str) -> Run | None:
    """Find the run to compare with.

    Parameters
    ----------
    store
        Where the runs are.
    run
        The newer run.
    against
        A run by name, or ``previous``: the newest other finished run of the same corpus.

    Returns
    -------
    Run or None
        None when ``previous`` is asked for and there is none.

    Raises
    ------
    StoreError
        When there is no such run, or it is the newer one itself.
    """
    if against != PREVIOUS:
        found = store.run(against)
        if found.id == run.id:
            others = ", ".join(_others(store, run)) or "there is none yet"
            msg = f"run {run.id} cannot be compared with itself. Name another: {others}."
            raise StoreError(msg)
        return found
    names = [name for name in _others(store, run) if name.rpartition("@")[0] == run.corpus]
    return next((other for other in map(store.run, names) if other.finished), None)


def _others(store: Store, run: Run) -> list[str]:
    return [name for name in store.run_names() if name.rpartition("@")[2] != run.id]


def compare(before: Run, after: Run) -> Comparison:
    """Compare two finished runs.

    Parameters
    ----------
    before, after
        The earlier and the newer coding, of the same texts or most of them.
    """
    found = compare_runs(before.read(), after.read())
    return Comparison(
        corpus=after.corpus,
        before=f"{before.corpus}@{before.id}",
        after=f"{after.corpus}@{after.id}",
        annotator_before=before.annotator,
        annotator_after=after.annotator,
        readouts=found.readouts,
        calls=found.calls,
        only_before=found.only_before,
        only_after=found.only_after,
        flips=tuple(found.flips),
        counts=tuple(_count_changes(before, after)),
    )


def _count_changes(before: Run, after: Run) -> Iterator[CountChange]:
    """Count both runs under every profile, with the decisions of people, as counts are."""
    numbers = [_numbers(run) for run in (before, after)]
    for key in sorted(set(numbers[0]) | set(numbers[1])):
        yield CountChange(*key, before=numbers[0].get(key, 0), after=numbers[1].get(key, 0))


def _numbers(run: Run) -> dict[tuple[str, str, str], int]:
    coded: list[CodedReadout] = [item for item in corrected(run).coded if item.calls]
    matches = reconcile.match_all(coded) if len({c.readout.source for c in coded}) > 1 else ()
    found: dict[tuple[str, str, str], int] = {}
    for name in resources.names("configs", "profiles/*.yaml"):
        ledger = count.count_calls(coded, count.load_profile(name), matches)
        leaders = count.leader_names(ledger)
        for tally in ledger.tallies:
            if tally.by == "leader_window" and tally.n:
                found[name, leaders.get(tally.key[0], tally.key[0]), tally.key[1]] = tally.n
    return found


def comparison_folder(comparison: Comparison) -> Path:
    """Say where a comparison is written when nobody says otherwise."""
    runs = (name.rpartition("@")[2] for name in (comparison.before, comparison.after))
    return resources.workspace() / "reports" / f"comparison-{'-'.join(runs)}"


def publish(comparison: Comparison, folder: Path | None = None) -> Path:
    """Write a comparison's page and tables; return the page's path."""
    target = folder or comparison_folder(comparison)
    return write_comparison(target, comparison, tabulate(comparison.flips), read_first(comparison.flips))
