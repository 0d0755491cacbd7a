"""A comparison of two runs → a page and the tables beside it.

The page has no script at all; what comes from texts is escaped, and a table's cell never starts a formula.
"""

from __future__ import annotations

import base64
import csv
import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

import msgspec
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from communique.errors import InputError
from communique.flips import Comparison, CountChange, Flip
from communique.report.exports import defused, replacing
from communique.report.words import printable

_SHOWN = 2_000
"""Flips that the page lists; the tables beside it hold all."""


def write_comparison(
    folder: Path, comparison: Comparison, tables: Mapping[str, Sequence[Sequence[str]]], first: Sequence[Flip]
) -> Path:
    """Write the page and the tables beside it.

    Parameters
    ----------
    folder
        Where to; made if it is not there.
    comparison
        What to write; the same gives the same bytes.
    tables, first
        Of `communique.compare`: the flips counted, and those to read first.

    Returns
    -------
    Path
        ``folder/index.html``; beside it ``comparison.json``, ``flips.csv``, ``flips.parquet`` and ``counts.csv``.

    Raises
    ------
    InputError
        When the folder cannot be written to.
    """
    flips = _frame(comparison.flips, Flip)
    changed = [c for c in comparison.counts if c.before != c.after]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(folder / "comparison.json") as out:
            out.write(msgspec.json.format(msgspec.json.encode(comparison), indent=1) + b"\n")
        with replacing(folder / "flips.parquet") as out:
            out.close()
            flips.to_parquet(out.name, index=False)
        for name, frame in (("flips.csv", flips), ("counts.csv", _frame(comparison.counts, CountChange))):
            with replacing(folder / name) as out:
                safe = frame.map(defused) if len(frame) else frame
                out.write(safe.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).encode("utf-8"))
        with replacing(folder / "index.html") as out:
            out.write(_page(comparison, tables, first, changed).encode("utf-8"))
    except OSError as error:
        place = error.filename or folder
        msg = f"{place}: the comparison cannot be written: {error.strerror}. Name a folder that can be written to."
        raise InputError(msg) from error
    return folder / "index.html"


def _frame(records: Sequence[msgspec.Struct], kind: type[msgspec.Struct]) -> pd.DataFrame:
    return pd.DataFrame([msgspec.to_builtins(r) for r in records], columns=list(kind.__struct_fields__))


def _page(
    comparison: Comparison,
    tables: Mapping[str, Sequence[Sequence[str]]],
    first: Sequence[Flip],
    changed: Sequence[msgspec.Struct],
) -> str:
    style = resources.files("communique.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    environment = Environment(
        loader=PackageLoader("communique.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["list_values"] = lambda record: [str(v) for v in msgspec.structs.astuple(record)]
    return environment.get_template("comparison.html").render(
        it=comparison,
        tables=tables,
        first=first,
        changed=changed,
        flips=comparison.flips[:_SHOWN],
        hidden=max(0, len(comparison.flips) - _SHOWN),
        # our own file, which must stand byte for byte as it was hashed
        style=Markup(style),  # noqa: S704
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )
