"""``communique counts``: the counts that were made, and the table of each, in the terminal."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from communique import count, resources
from communique.cli.terminal import OUT, friendly, print_json, print_table
from communique.errors import CommuniqueError
from communique.records import Ledger
from communique.report.words import printable
from communique.store import Store


def counts(
    name: Annotated[str, typer.Argument(help="Id of a count, or its beginning; without it all are listed.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """List the counts that were made, or print one of them."""
    with friendly():
        store = Store(resources.store_url())
        if name:
            _print_count(store, _full(store, name), as_json=as_json)
        elif as_json:
            print_json([_summary(store, count_id) for count_id in store.list_counts()])
        else:
            _list(store)


def _full(store: Store, name: str) -> str:
    """Complete the beginning of an id, where it is the beginning of one only."""
    found = [count_id for count_id in store.list_counts() if count_id.startswith(name)]
    return found[0] if len(found) == 1 else name


def _summary(store: Store, count_id: str) -> dict[str, str | int]:
    facts, ledger = store.count_manifest(count_id), store.read_count(count_id)
    run = store.run(facts.run_id)
    numbers = {status: ledger.n(status) for status in ("counted", "excluded", "not_selected")}
    return {"count": count_id, "profile": facts.profile_id, "corpus": run.corpus, "run": facts.run_id, **numbers}


def _list(store: Store) -> None:
    summaries = [_summary(store, count_id) for count_id in store.list_counts()]
    if not summaries:
        OUT.print("No count has been made yet. Make one with 'communique run'.")
        return
    table = Table(title="Counts", title_justify="left", header_style="bold")
    table.add_column("count", no_wrap=True)  # the id is what the next command asks for
    for column in ("profile", "corpus"):
        table.add_column(column, overflow="fold")
    for column in ("counted", "excluded"):
        table.add_column(column, justify="right")
    for summary in summaries:
        table.add_row(*(Text(str(printable(str(summary[str(column.header)])))) for column in table.columns))
    OUT.print(table)


def _print_count(store: Store, count_id: str, *, as_json: bool) -> None:
    ledger = store.read_count(count_id)
    if as_json:
        print_json({"count": count_id, **msgspec.to_builtins(ledger)})
        return
    rules = _rules(store, count_id)
    names = count.leader_names(ledger)
    titles = count.window_titles(rules) if rules else {}
    for window in dict.fromkeys([*titles, *(t.key[1] for t in ledger.tallies if t.by == "leader_window")]):
        _print_window(ledger, window, titles.get(window, window), names)
    rule_titles = count.rule_titles(rules) if rules else {}
    left_out = [(rule_titles.get(t.key[0], t.key[0]), t.n) for t in ledger.tallies if t.by == "rule" and t.n]
    if left_out:
        print_table("Left out, by rule", ("rule", "calls"), left_out)
    if rules:
        OUT.print(str(printable(count.quotable(ledger, rules))), markup=False)
    else:
        OUT.print(
            f"The profile {ledger.profile_id!r} is not here as it was then, so windows and rules go by their ids.", markup=False
        )


def _print_window(ledger: Ledger, window: str, title: str, names: dict[str, str]) -> None:
    tallies = [t for t in ledger.tallies if t.by == "leader_window" and t.key[1] == window]
    published = ledger.expected.get(window, {})
    columns = ["leader", "calls", "95 % interval", *(["published"] if published else [])]
    rows = [
        (names[t.key[0]], t.n, f"{t.low}–{t.high}", *([published.get(t.key[0], "")] if published else []))
        for t in (tallies if published else sorted(tallies, key=lambda t: (-t.n, t.key)))
        if t.n or published
    ]
    print_table(title or "All calls", columns, rows)


def _rules(store: Store, count_id: str) -> count.Profile | None:
    """Load the profile that a count was made with, if it still reads as it did then."""
    profile_id = store.count_manifest(count_id).profile_id
    try:
        path = resources.profile_path(profile_id)
        same = path.read_text(encoding="utf-8") == store.read_count_profile(count_id)
        return count.load_profile(profile_id) if same else None
    except (CommuniqueError, OSError):
        return None
