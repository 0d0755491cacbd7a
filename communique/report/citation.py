"""Report contents → a methods paragraph, and the count as something that can be cited.

Values of texts and profiles stand in Markdown, YAML and BibTeX only after what could mean something there is escaped.
No date is written: the same contents give the same bytes.
"""

from __future__ import annotations

import json
import re

from communique import __version__
from communique.report.contents import ReportContents
from communique.report.words import number_words, printable, slug

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!~$])")
_SPACES = re.compile(r"\s+")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "@": "{@}",
    '"': "''",
}


def methods_markdown(contents: ReportContents) -> str:
    """Write the methods section that a paper or a newsroom may print: how it was counted, by what, and how well."""
    rules = [f"{number}. {_plain(sentence)}" for number, sentence in enumerate(contents.profile_summary, 1)]
    parts = [
        f"# Methods: {_plain(contents.title)}",
        f"{_plain(contents.quote)} {' '.join(_plain(sentence) for sentence in contents.beside_quote)}".strip(),
        "## What was counted",
        "\n".join(rules),
        _identity(contents),
        *_reconstructed(contents),
        "## How the texts were coded",
        _coding(contents),
        *_models(contents),
        "## How to make it again",
        f"    {_one_line(contents.command)}" if contents.command else "No command was recorded.",
        "\n".join(f"- {_plain(name)}: {_plain(value)}" for name, value in contents.provenance.items()),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _identity(contents: ReportContents) -> str:
    counted, excluded, rest = (contents.ledger.n(status) for status in ("counted", "excluded", "not_selected"))
    return (
        f"Of {len(contents.calls)} calls that {len(contents.coded)} texts report, {counted + excluded} meet the selection: "
        f"{counted} were counted and {excluded} excluded by a rule; {rest} were not selected. A call with several leaders "
        "stands once under each."
    )


def _coding(contents: ReportContents) -> str:
    people = len(contents.decided_by_people)
    by_people = (
        f" In {people} of the calls a person decided a field; those decisions stand over the machine's." if people else ""
    )
    waiting = sum(call.review for call in contents.calls.values())
    return (
        f"The texts were read by Communiqué {__version__}: rules find the calls, who was on the line, when, by which medium "
        "and who began them; linear models decide their type, the courtesies paid and the tone, each with a calibrated "
        "probability. "
        f"{waiting} of {len(contents.calls)} calls ask for a person's look.{by_people} The intervals follow from the "
        "probabilities, and say nothing of calls that no source published."
    )


def _reconstructed(contents: ReportContents) -> list[str]:
    n = len(contents.reconstructed)
    if not n:
        return []
    said = "1 call rests on a reconstructed text" if n == 1 else f"{n} calls rest on reconstructed texts"
    return [f"**{said}**, written in place of a record that is not known. Such a text is not a record and must not be quoted."]


def _models(contents: ReportContents) -> list[str]:
    lines = []
    for model in contents.models:
        measured = ", ".join(f"{_plain(name)} {number_words(value)}" for name, value in model.measures.items())
        quality = f"; out of sample: {measured}" if measured else ""
        lines.append(f"- {_plain(model.name)} {_plain(model.version)} decides {_plain(model.decides)}{quality}.")
    return ["\n".join(lines)] if lines else []


def citation_cff(contents: ReportContents) -> str:
    """Write ``CITATION.cff``: JSON strings are YAML strings, so nothing in a title can become a key."""
    lines = {
        "cff-version": "1.2.0",
        "message": "If you print these numbers, please cite the count and the program.",
        "type": "dataset",
        "title": _one_line(contents.title),
        "version": _version(contents),
        "abstract": _one_line(contents.quote) or _one_line(contents.title),
    }
    text = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines.items())
    program = f'references:\n  - type: software\n    title: "Communiqué"\n    version: "{__version__}"\n    authors:\n'
    author = '  - name: "The Communiqué authors"\n'
    return f"{text}authors:\n{author}{program}    {author}"


def citation_bib(contents: ReportContents) -> str:
    """Write a BibTeX entry for the count."""
    key = f"communique-{slug(contents.ledger.profile_id)}"
    note = f"Counted with Communiqué {__version__}; count {_version(contents)}"
    title, note = (_tex(text) for text in (_one_line(contents.title), note))
    return f"@misc{{{key},\n  title = {{{{{title}}}}},\n  author = {{{{The Communiqué authors}}}},\n  note = {{{note}}},\n}}\n"


def _version(contents: ReportContents) -> str:
    return _one_line(contents.provenance.get("count", contents.ledger.profile_id))


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", str(printable(text))).strip()


def _plain(text: str) -> str:
    """Escape a text for Markdown, where it must stay text on one line."""
    return _MARKDOWN.sub(r"\\\1", _one_line(text))


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)
