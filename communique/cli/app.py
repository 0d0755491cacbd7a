"""The ``communique`` command and its subcommands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique import __version__, resources
from communique.cli import audit, code, corpus, counts, reclassify, review, run, serve, show, train

app = typer.Typer(
    name="communique",
    help="Official readouts of calls between leaders → counts that can be defended in print.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(run.run)
app.command()(serve.serve)
app.command()(code.annotate)
app.command()(code.evaluate)
app.command()(train.train)
app.command()(train.promote)
app.command()(reclassify.reclassify)
app.command()(show.show)
app.command()(show.profiles)
app.command()(counts.counts)
app.command()(review.review)
app.add_typer(corpus.app)
app.add_typer(audit.app)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"communique {__version__}")
        raise typer.Exit


@app.callback()
def options(
    workspace: Annotated[
        Path | None,
        typer.Option(help="Folder for everything that is written; else COMMUNIQUE_HOME, else ./communique-workspace."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Take the options that hold for every command."""
    del version
    if workspace is not None:
        resources.use_workspace(workspace)


def main() -> None:
    """Run the command line."""
    app()
