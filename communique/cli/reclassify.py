"""``communique reclassify``: code a corpus anew, and see what that changes."""

from __future__ import annotations

from typing import Annotated

import typer

from communique import compare as comparing
from communique import reclassify as reclassifying
from communique import resources
from communique.annotate import DEFAULT_MODELS
from communique.cli.run import run_flow
from communique.cli.terminal import OUT, friendly, print_json, print_table
from communique.flips import Comparison
from communique.intake import known_corpora
from communique.store import Store


def reclassify(
    corpus: Annotated[str, typer.Argument(help="A corpus by name: one that was ingested, or a shipped one.")],
    model: Annotated[
        str, typer.Option("--model", "-m", help="The models that decide, by name, with or without a version.")
    ] = DEFAULT_MODELS,
    against: Annotated[
        str, typer.Option("--against", "-a", help="The run to compare with: <corpus>@<run>; else the run before.")
    ] = reclassifying.PREVIOUS,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes; the result is the same for any number.")] = 1,
    cluster: Annotated[str, typer.Option(help="Address of a Dask scheduler, or 'local' to start one.")] = "",
    output: Annotated[
        str, typer.Option("--output", "-o", help="Folder for the comparison; else in the workspace's reports.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON instead of tables.")] = False,
) -> None:
    """Code a corpus anew with a model, and compare with an earlier run: what flipped, and what that does to every count."""
    with friendly():
        resources.model_path(model)
        store = Store(resources.store_url())
        if against != reclassifying.PREVIOUS:
            store.run(against)
        if corpus not in known_corpora(store):
            resources.corpus_path(corpus)  # says which there are
        made = run_flow(
            "reclassify_corpus",
            {"corpus": corpus, "model": model, "against": against, "workers": workers, "cluster": cluster, "folder": output},
            show=not as_json,
        )
        if not made["against"]:
            if as_json:
                print_json(made)
            else:
                OUT.print(f"Run {made['run']} is the first of corpus {corpus}: there is nothing to compare it with yet.")
            return
        comparison = reclassifying.compare(store.run(made["against"]), store.run(made["run"]))
        if as_json:
            tables = comparing.tabulate(comparison.flips)
            changed = [c for c in comparison.counts if c.before != c.after]
            print_json(
                {**made, "readouts": comparison.readouts, "calls": comparison.calls, "flips": len(comparison.flips)}
                | {"by_field": {name: int(n) for name, n in tables["field"]}}
                | {"counts": [[c.profile, c.leader, c.window, c.before, c.after] for c in changed]}
            )
            return
        _show(comparison)
        OUT.print(f"Comparison: {made['report']}", soft_wrap=True)


def _show(comparison: Comparison) -> None:
    """Print what changed."""
    OUT.print(f"before  {comparison.before}  {comparison.annotator_before}", markup=False, soft_wrap=True)
    OUT.print(f"after   {comparison.after}  {comparison.annotator_after}", markup=False, soft_wrap=True)
    if not comparison.flips:
        OUT.print(f"No flips: all {comparison.calls} calls in {comparison.readouts} texts came out as before.")
        return
    tables = comparing.tabulate(comparison.flips)
    print_table(f"{len(comparison.flips)} flips in {comparison.calls} calls", ("field", "flips"), tables["field"])
    print_table("From what to what (most frequent)", ("field", "before", "after", "flips"), tables["change"][:12])
    changed = [(c.profile, c.leader, c.window, c.before, c.after) for c in comparison.counts if c.before != c.after]
    if changed:
        print_table("Numbers that changed", ("profile", "leader", "window", "before", "after"), changed)
    else:
        OUT.print("No number of any profile changed.")
    rows = [
        (f.call, f.field, f.before[:40], f.after[:40], f.quote[:60]) for f in comparing.read_first(comparison.flips, each=2)
    ]
    print_table("Read these first", ("call", "field", "before", "after", "words"), rows)
