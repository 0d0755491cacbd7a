"""``communique audit``: a random sample that people read, and what it says of every number of a count."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique import count, resources
from communique.audit import read_sample, write_sample
from communique.auditing import Audited, audited, check_sample, draw_sample, estimates, reviewed, sample_path
from communique.auditing import plan as planned
from communique.cli.run import run_flow
from communique.cli.terminal import OUT, friendly, print_json, print_table
from communique.corrections import corrections_path
from communique.errors import InputError
from communique.publish import publish
from communique.review import read_corrections
from communique.store import Store

app = typer.Typer(name="audit", help="How right is the count? A random sample says, with an interval.", no_args_is_help=True)

_Run = Annotated[str, typer.Argument(help="A coded run, as corpus@run or by its corpus; else the newest.")]
_Profile = Annotated[str, typer.Option("--profile", "-p", help="The rules, by id or as a YAML file.")]
_Sample = Annotated[Path | None, typer.Option(help="The sample's file; else audits/… in the workspace.")]
_Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


def _open(run: str, profile: str, sample: Path | None) -> tuple[Audited, Path]:
    what = audited(Store(resources.store_url()).run(run), profile)
    return what, sample or sample_path(what.run, what.rules)


@app.command()
def plan(
    run: _Run = "newest",
    profile: _Profile = "facts4eu-2022",
    width: Annotated[float, typer.Option(min=0.1, help="Half the width of the 95 % interval of all counted calls.")] = 3.0,
    as_json: _Json = False,
) -> None:
    """Say how many readouts to read for an interval of a wanted width."""
    with friendly():
        what, path = _open(run, profile, None)
        found = planned(what, width)
        drawn = read_sample(path).readouts if path.exists() else ()
        if as_json:
            print_json({"readouts": found.n, "drawn": len(drawn), "strata": {name: n for name, _, n in found.strata}})
            return
        print_table("To be read, by what the machine made of them", ("stratum", "readouts", "to read"), found.strata)
        half = (found.expected.high - found.expected.low) / 2
        OUT.print(f"{found.n} readouts for ± {half:.1f} calls, if the machine errs as assumed; {len(drawn)} are drawn already.")
        OUT.print(f"Next: communique audit draw {what.run.corpus} --profile {profile} --n {found.n}", markup=False)


@app.command()
def draw(
    run: _Run = "newest",
    profile: _Profile = "facts4eu-2022",
    n: Annotated[int, typer.Option("--n", min=1, help="How many readouts, at least.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same; a larger sample holds the smaller.")] = 1,
    sample: _Sample = None,
) -> None:
    """Draw a random sample of readouts, each with a known probability."""
    with friendly():
        what, path = _open(run, profile, sample)
        if path.exists():
            before = read_sample(path)
            check_sample(what, before, path)
            if before.seed != seed or len(before.readouts) > n:
                msg = (
                    f"{path}: there is a sample of {len(before.readouts)} readouts with the seed {before.seed} already. "
                    "Draw a larger one with that seed, or name another file with --sample."
                )
                raise InputError(msg)
        drawn = draw_sample(what, n, seed)
        write_sample(path, drawn)
        rows = [(s.name, s.units, len(s.readouts), f"{s.probability:.3f}") for s in drawn.strata]
        print_table("Drawn", ("stratum", "readouts", "drawn", "probability"), rows)
        OUT.print(f"Written to {path}", soft_wrap=True)
        OUT.print(f"Next: communique review {what.run.corpus} --sample {path} --who NAME", markup=False, soft_wrap=True)


@app.command()
def estimate(
    run: _Run = "newest",
    profile: _Profile = "facts4eu-2022",
    sample: _Sample = None,
    partial: Annotated[bool, typer.Option(help="Take readouts that nobody has read yet as missing at random.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the report there, with the estimates beside its numbers.")] = None,
    as_json: _Json = False,
) -> None:
    """Say of every number what the sample says: an estimate and a 95 % interval."""
    with friendly():
        what, path = _open(run, profile, sample)
        drawn = read_sample(path)
        check_sample(what, drawn, path)
        found = estimates(what, drawn, partial=partial)
        page = None
        if report is not None:
            count_id = run_flow("count_calls", {"run": what.run.id, "profile": profile}, show=not as_json)
            page = publish(Store(resources.store_url()), count_id, profile, report, estimates=found)
        if as_json:
            numbers = [
                {"leader": e.key[0], "window": e.key[1], "machine": e.n, "estimate": e.estimate, "low": e.low, "high": e.high}
                for e in found
            ]
            print_json({"sample": str(path), "report": str(page or ""), "estimates": numbers})
            return
        names, windows = count.leader_names(what.ledger), count.window_titles(what.rules)
        rows = [
            (
                names.get(e.key[0], e.key[0]),
                windows.get(e.key[1], e.key[1]),
                e.n,
                f"{e.estimate:.1f}",
                f"{e.low:.1f}–{e.high:.1f}",
            )
            for e in found
        ]
        print_table("What the sample says", ("leader", "window", "machine", "estimate", "95 % interval"), rows)
        read = reviewed(drawn, read_corrections(corrections_path(what.run.corpus)))
        OUT.print(f"From {len(read)} readouts that people read: {found[0].method if found else 'no number is printed'}.")
        if page is not None:
            OUT.print(f"Report: {page.absolute()}", soft_wrap=True)
