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
from communique.report.bulk import LINES, SidePage, call_index, call_pages, is_bulk, packed, side_pages
from communique.report.calls import facets, readout_views, review_queue, tokens_of
from communique.report.charts import bar_charts
from communique.report.contents import ReportContents
from communique.report.crosscheck import crosschecks
from communique.report.documents import document_html
from communique.report.evidence import MARKS
from communique.report.exports import replacing, write_exports
from communique.report.index import Index
from communique.report.quality import qualities
from communique.report.timeline import timeline, tone_class
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
        ``folder/index.html``; beside it the tables (`communique.report.exports`) and, of a count of more calls than one
        page can print, pages of calls for readers without a script.

    Raises
    ------
    InputError
        When the folder cannot be written to.
    """
    page = folder / "index.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        exports = write_exports(folder, contents)
        pages = side_pages(contents) if is_bulk(contents) else ()
        beside = {"numbers.html", *(side.name for side in pages)} if pages else set()
        for old in (*folder.glob("calls-*.html"), folder / "numbers.html"):
            if old.name not in beside:
                old.unlink(missing_ok=True)
        for name, chunks in ((page.name, render(contents, exports)), *render_beside(contents, pages)):
            with replacing(folder / name) as out:
                for chunk in chunks:
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
    pages = side_pages(contents) if is_bulk(contents) else ()
    index = Index(contents, anchors("call", contents.calls), call_pages(contents, pages))
    environment = _environment()
    values = _page_values(contents, index)
    if pages:
        # unpacked by the page's script, where the same macro's HTML is asked for
        readout = environment.get_template("call.html").module.readout  # type: ignore[attr-defined]
        values["bodies"] = packed(readout_views(contents, index), lambda view: str(readout(view, contents, STATUS_WORDS)))
        values["call_index"] = call_index(
            contents, index, {call_id: tokens_of(contents, call_id) for call_id in contents.calls}
        )
    stream = environment.get_template("report.html").stream(
        values,
        # our own files, not texts: they must stand byte for byte as they were hashed
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=_policy(style, script),
        exports=exports,
        pages=pages,
        most_lines=LINES if pages else len(contents.ledger.rows) + len(contents.coded) + len(contents.rejections),
    )
    stream.enable_buffering(200)
    yield from stream


def render_beside(contents: ReportContents, pages: tuple[SidePage, ...]) -> Iterator[tuple[str, Iterator[str]]]:
    """Render the pages of a count of many calls that are read without a script: their names and pieces.

    Parameters
    ----------
    contents
        What to say.
    pages
        How the calls are divided; without any, nothing is rendered.
    """
    if not pages:
        return
    style = _asset("report.css")
    environment = _environment()
    fixed = {"contents": contents, "style": Markup(style), "policy": _policy(style), "status_words": STATUS_WORDS}  # noqa: S704
    index = Index(contents, anchors("call", contents.calls), call_pages(contents, pages))
    views = readout_views(contents, index)
    for page in pages:
        part = [next(views) for _ in range(page.start, page.end)]
        yield page.name, iter([environment.get_template("side.html").render(fixed, page=page, readouts=part, marks=MARKS)])
    _page_values(contents, index)  # the lists behind the numbers, as the page itself makes them
    yield "numbers.html", environment.get_template("numbers.html").generate(fixed, index=index)


def _environment() -> Environment:
    """Make the templates' environment: everything is escaped, nothing unseen is printed, nothing undefined is passed over."""
    environment = Environment(
        loader=PackageLoader("communique.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["address"] = safe_address
    environment.filters["document"] = document_html
    environment.filters["measure"] = number_words
    environment.filters["origin"] = origin_words
    return environment


def _page_values(contents: ReportContents, index: Index) -> dict[str, Any]:
    """Compute what the template shows, in the order in which the index lists its numbers."""
    headline = tables.headline(contents, index)
    review = review_queue(contents, index)
    standings = {coded.readout.standing for coded in contents.coded}
    made_up = {
        (row.call_id, row.leader)
        for row in contents.ledger.rows
        if row.status == "counted" and row.call_id in contents.reconstructed
    }
    by_people = [(call_id, "") for call_id in contents.decided_by_people]
    return {
        "contents": contents,
        "index": index,
        "headline": headline,
        "charts": bar_charts(headline),
        "timeline": timeline(contents, index),
        "breakdowns": tables.breakdowns(contents, index),
        "close": tables.close_calls(contents, index),
        "close_number": index.number("Calls that decide the count", [(c.call_id, "") for c in contents.close_calls]),
        "estimates": tables.estimates(contents),
        "excluded": tables.left_out(contents, index, "excluded"),
        "not_selected": tables.left_out(contents, index, "not_selected"),
        "told_too": tables.told_too(contents),
        "crosschecks": crosschecks(contents, index),
        "tone": tables.tone_table(contents, index),
        "review": review,
        "review_number": index.number("To be reviewed", [(c.id, "") for c in contents.calls.values() if c.review]),
        "by_people": index.number("Decided by a person", by_people),
        "profiles": tables.profile_table(contents, index),
        "set_aside": tables.set_aside(contents),
        "rejected": tables.rejected(contents),
        "reconstructed": index.number("Reconstructed texts", [(call_id, "") for call_id in contents.reconstructed]),
        "reconstructed_counted": index.number("Counted, with reconstructed texts", made_up),
        "documented": "documented" in standings,
        "all_calls": index.number("All calls", [(call_id, "") for call_id in contents.calls]),
        "facets": facets(contents),
        "readouts": readout_views(contents, index),
        "models": qualities(contents.models),
        "marks": MARKS,
        "scale": [(tone_class(step), words) for step, words in SCALE_WORDS.items()],
        "status_words": STATUS_WORDS,
        "bodies": (),
        "call_index": "",
    }


def _asset(name: str) -> str:
    return resources.files("communique.report").joinpath("templates", name).read_text(encoding="utf-8")


def _policy(style: str, script: str = "") -> str:
    """Allow this style and this script by their hashes, the pictures that the script draws of its own charts, and no more."""
    allowed = {"style-src": style} | ({"script-src": script} if script else {})
    hashes = {
        name: base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for name, text in allowed.items()
    }
    sources = "; ".join(f"{name} 'sha256-{digest}'" for name, digest in hashes.items())
    pictures = "; img-src data:" if script else ""
    return f"default-src 'none'; {sources}{pictures}; base-uri 'none'; form-action 'none'"
