"""Report contents → one HTML file that needs nothing else, with the tables beside it.

The page carries its own style and script and says so to the browser by their hashes: nothing else may load or run,
whatever a text contains. Jinja escapes every value; no value is ever marked as safe.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from communique.errors import InputError
from communique.report import tables
from communique.report.calls import facets, readout_views, review_queue
from communique.report.charts import bar_charts, timeline, tone_class
from communique.report.contents import ReportContents
from communique.report.crosscheck import crosschecks
from communique.report.evidence import MARKS
from communique.report.exports import replacing, write_exports
from communique.report.index import Index
from communique.report.words import SCALE_WORDS, STATUS_WORDS, anchors, number_words, origin_words, printable, safe_address


def write_report(folder: Path, contents: ReportContents) -> Path:
    """Write the page and the tables beside it.

    Parameters
    ----------
    folder
        Where to; made if it is not there. Files of an earlier report are replaced, each at once.
    contents
        What to say. The same contents give the same bytes.

    Returns
    -------
    Path
        ``folder/index.html``; beside it ``calls.csv``, ``counts.csv``, ``counts.xlsx`` and ``counts.sqlite``.

    Raises
    ------
    InputError
        When the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        exports = write_exports(folder, contents)
        page = folder / "index.html"
        with replacing(page) as out:
            for chunk in render(contents, exports):
                out.write(chunk.encode("utf-8"))
    except OSError as error:
        msg = (
            f"{error.filename or folder}: the report cannot be written: {error.strerror}. Name a folder that can be written to."
        )
        raise InputError(msg) from error
    return page


def render(contents: ReportContents, exports: tuple[str, ...] = ()) -> Iterator[str]:
    """Render the page in pieces.

    Parameters
    ----------
    contents
        What to say.
    exports
        Names of the files beside the page.
    """
    style, script = _asset("report.css"), _asset("report.js")
    index = Index(contents, anchors("call", contents.calls))
    headline = tables.headline(contents, index)
    environment = Environment(
        loader=PackageLoader("communique.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["address"] = safe_address
    environment.filters["measure"] = number_words
    environment.filters["origin"] = origin_words
    stream = environment.get_template("report.html").stream(
        _page_values(contents, index, headline),
        # our own files, not texts: they must stand byte for byte as they were hashed
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=_policy(style, script),
        exports=exports,
    )
    stream.enable_buffering(200)
    yield from stream


def _page_values(contents: ReportContents, index: Index, headline: tables.Headline) -> dict[str, Any]:
    """Compute what the template shows, in the order in which the index lists its numbers."""
    review = review_queue(contents, index)
    standings = {coded.readout.standing for coded in contents.coded}
    return {
        "contents": contents,
        "headline": headline,
        "charts": bar_charts(headline),
        "timeline": timeline(contents, index),
        "breakdowns": tables.breakdowns(contents, index),
        "excluded": tables.left_out(contents, index, "excluded"),
        "not_selected": tables.left_out(contents, index, "not_selected"),
        "crosschecks": crosschecks(contents, index),
        "tone": tables.tone_table(contents, index),
        "review": review,
        "review_number": index.number("To be reviewed", [(c.id, "") for c in contents.calls.values() if c.review]),
        "profiles": tables.profile_table(contents, index),
        "set_aside": tables.set_aside(contents),
        "rejected": tables.rejected(contents),
        "reconstructed": index.number("Reconstructed texts", [(call_id, "") for call_id in contents.reconstructed]),
        "documented": "documented" in standings,
        "all_calls": index.number("All calls", [(call_id, "") for call_id in contents.calls]),
        "facets": facets(contents),
        "readouts": readout_views(contents, index),
        "marks": MARKS,
        "scale": [(tone_class(step), words) for step, words in SCALE_WORDS.items()],
        "status_words": STATUS_WORDS,
        "entries": index.entries,
    }


def _asset(name: str) -> str:
    return resources.files("communique.report").joinpath("templates", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Allow this style and this script by their hashes, and nothing else."""
    allowed = {"style-src": style, "script-src": script}
    hashes = {
        name: base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for name, text in allowed.items()
    }
    sources = "; ".join(f"{name} 'sha256-{digest}'" for name, digest in hashes.items())
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"
