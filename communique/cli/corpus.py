"""``communique corpus``: check labelled corpora, describe them, hand them to annotation tools and take them back."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import to_builtins

from communique import evaluate, resources
from communique.cli.code import _write
from communique.cli.terminal import ERR, OUT, friendly, print_json, print_table
from communique.corpora import (
    FORMATS,
    CorpusCheck,
    Leak,
    check_corpus,
    export_corpus,
    find_leaks,
    import_corpus,
    labelling_configuration,
    read_corpus,
    read_tables,
    read_texts,
    write_manifest,
    write_tables,
)
from communique.errors import CommuniqueError, InputError
from communique.records import Readout

EXIT_FAULTS = 1
"""Exit code when a corpus has faults."""

app = typer.Typer(name="corpus", help="Check labelled corpora, describe them, export and import them.", no_args_is_help=True)

Format = StrEnum("Format", {name.replace("-", "_").upper(): name for name in FORMATS})  # type: ignore[misc]


def _corpus(name: str) -> Path:
    """Find a corpus by path, or else by name."""
    return Path(name) if Path(name).exists() else resources.corpus_path(name)


@app.command()
def check(
    paths: Annotated[
        list[str], typer.Argument(help="Corpora: folders, JSONL files, or names of shipped ones.", metavar="PATH...")
    ],
    against: Annotated[
        list[Path] | None, typer.Option(help="A JSONL file of texts that must not be in the corpora, such as a test set.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is found as JSON.")] = False,
) -> None:
    """Name every fault of corpora: form, offsets, codebook values, texts in two of them; exit code 1 when there is one."""
    with friendly():
        found = {str(path): check_corpus(path) for path in dict.fromkeys(map(_corpus, paths))}
        leaks = find_leaks({path: one.texts for path, one in found.items()} | _others(against or [], set(found)))
        if as_json:
            print_json({"corpora": {path: _summary(one) for path, one in found.items()}, "leaks": list(map(_leak, leaks))})
        else:
            for path, one in found.items():
                _print_check(path, one)
            for leak in leaks:
                _say(str(leak))
            _say(f"{sum(len(one.faults) for one in found.values())} faults, {len(leaks)} leaks between parts")
    if leaks or any(one.faults for one in found.values()):
        raise typer.Exit(EXIT_FAULTS)


def _others(files: list[Path], corpora: set[str]) -> dict[str, tuple[Readout, ...]]:
    """Read the texts that must not be in the corpora.

    Raises
    ------
    InputError
        When one of the files is a corpus that is checked, or cannot be read.
    """
    for path in files:
        if str(path) in corpora:
            msg = f"{path}: is to be checked against itself. Name it once."
            raise InputError(msg)
    return {str(path): read_texts(path) for path in files}


def _summary(found: CorpusCheck) -> dict[str, Any]:
    return {
        "readouts": len(found.readouts),
        "calls": found.calls,
        "faults": list(found.faults),
        "near_duplicates": [
            {"first": pair.first, "second": pair.second, "similarity": round(pair.similarity, 4), "at": pair.at}
            for pair in found.near_duplicates
        ],
        "near_duplicate_rate": round(_rate(found), 4),
        "shared_runs": [
            {"first": runs.first, "second": runs.second, "n": runs.n, "example": runs.example, "at": runs.at}
            for runs in found.shared_runs
        ],
        "labels": found.counts,
    }


def _leak(leak: Leak) -> dict[str, Any]:
    return {name: getattr(leak, name) for name in leak.__struct_fields__}


def _rate(found: CorpusCheck) -> float:
    """Give the share of readouts that have a near-duplicate."""
    return len(found.near_duplicated) / max(len(found.texts), 1)


def _say(line: str) -> None:
    OUT.print(line, markup=False, soft_wrap=True)


def _print_check(path: str, found: CorpusCheck) -> None:
    for line in (*found.faults, *_alike(found)):
        _say(line)
    for field, values in found.counts.items():
        _say(f"{path}: {field}: {_shares(values)}")
    rate = f"near-duplicates {len(found.near_duplicated)} ({_rate(found):.1%})"
    _say(f"{path}: {len(found.readouts)} readouts without a fault, {found.calls} calls, {rate}, {_n_faults(found)}")


def _n_faults(found: CorpusCheck) -> str:
    return f"{len(found.faults)} faults" if found.faults else "no fault"


def _shares(values: dict[str, int]) -> str:
    """Tell the label balance of a field."""
    total = max(sum(values.values()), 1)
    return ", ".join(f"{value} {n} ({n / total:.0%})" for value, n in values.items())


def _alike(found: CorpusCheck) -> Iterator[str]:
    """Iterate over the pairs that a person should look at."""
    for pair in found.near_duplicates:
        yield f"{pair.at}: {pair.second!r} is nearly {pair.first!r} ({pair.similarity:.2f}). Leave one, or write one anew."
    for runs in found.shared_runs:
        yield f"{runs.at}: {runs.second!r} shares {runs.n} run(s) with {runs.first!r}: {runs.example!r}"


@app.command()
def describe(
    folders: Annotated[list[Path], typer.Argument(help="Folders of corpora.", metavar="FOLDER...")],
) -> None:
    """Check corpora and rewrite their manifests and the tables of their datasheets; those with faults are left as they were."""
    faulty = False
    for folder in folders:
        try:
            read_tables(folder)  # nothing is written when the datasheet is not there to be written to
            found = check_corpus(folder)
            write_manifest(folder, found)
            write_tables(folder, found)
        except CommuniqueError as error:
            _say(f"{error}\n{folder}: left as it was")
            faulty = True
        else:
            for line in _alike(found):
                _say(line)
            _say(f"{folder}: {len(found.readouts)} readouts, {found.calls} calls, no fault")
    if faulty:
        raise typer.Exit(EXIT_FAULTS)


@app.command("export")
def export_(
    corpus: Annotated[str, typer.Argument(help="A folder, a JSONL file, or the name of a shipped corpus.")],
    form: Annotated[Format, typer.Option("--format", help="The program that is to read it.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; for tif a .csv or .parquet.")],
) -> None:
    """Write a corpus for an annotation tool, or as a table of the Text Interchange Formats."""
    with friendly():
        coded = read_corpus(_corpus(corpus))
        n = export_corpus(output, coded, form.value)
        _say(f"{n} readouts written: {output}")
        if form is Format("label-studio"):
            interface = output.with_suffix(".xml")
            interface.write_text(labelling_configuration(coded), encoding="utf-8", newline="\n")
            _say(f"Labelling interface for the project's settings: {interface}")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="What the annotation tool exported.")],
    form: Annotated[Format, typer.Option("--format", help="The program that wrote it.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The JSONL file to write: one record of the codebook's section 6 a line.")
    ],
) -> None:
    """Read what an annotation tool made of an exported corpus; what was skipped there goes to OUTPUT.rejected.jsonl."""
    with friendly():
        found = import_corpus(file, form.value)
        _write(output, list(found.readouts), list(found.rejections))
        calls = sum(len(item.calls) for item in found.readouts)
        _say(f"{len(found.readouts)} readouts, {calls} calls, {len(found.rejections)} not imported: {output}")
        ERR.print(f"Check it: communique corpus check {output}", markup=False, soft_wrap=True)


@app.command()
def agreement(
    corpus: Annotated[
        str, typer.Argument(help="The corpus as it was coded first: a folder, a JSONL file, or a shipped one's name.")
    ],
    second: Annotated[
        Path | None, typer.Argument(help="The second coding; else second-coding/readouts.jsonl in the corpus's folder.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Tell how far two codings of the same texts agree: F1 of calls, people and passages, Cohen's kappa of the rest."""
    with friendly():
        folder = _corpus(corpus)
        first = folder / "readouts.jsonl" if folder.is_dir() else folder
        other = _corpus(str(second)) if second else folder / "second-coding"
        other = other / "readouts.jsonl" if other.is_dir() else other
        found = evaluate.agreement(evaluate.read_gold(first), evaluate.read_gold(other))
        if as_json:
            print_json(to_builtins(found))
            return
        _say(f"{found.records} texts coded twice, {found.aligned_calls} calls that both coders have")
        rates = (
            ("calls", found.calls_f1),
            ("people", found.participants_f1),
            ("tone, where", found.spans_f1),
            ("tone, which", found.tone_f1),
        )
        print_table("F1 (percent)", ("what", "F1"), [(name, "–" if rate is None else f"{rate:.1f}") for name, rate in rates])
        fields = {**found.fields, **{f"occasion {name}": one for name, one in found.occasions.items()}}
        rows = [(name, "–" if one.kappa is None else f"{one.kappa:.2f}", f"{one.observed:.1f}") for name, one in fields.items()]
        print_table("Agreement beyond chance", ("field", "kappa", "same (percent)"), rows)
