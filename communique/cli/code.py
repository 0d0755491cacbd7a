"""``communique annotate`` and ``evaluate``: code texts, and measure the coding."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from communique import evaluate as measures
from communique.annotate import DEFAULT_MODELS, annotate_readouts
from communique.annotations import write_annotations
from communique.cli.run import _columns
from communique.cli.terminal import ERR, OUT, friendly, print_json, print_table, progress_bars
from communique.errors import InputError
from communique.ingest.readers import read_inputs
from communique.records import CodedReadout, Readout, Rejection


def annotate(
    inputs: Annotated[list[Path], typer.Argument(help="Files or folders of texts.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The JSONL file to write: one record of the codebook's section 6 a line.")
    ],
    source: Annotated[str, typer.Option(help="Publisher of the texts that do not name theirs.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the texts that do not name theirs (en, fr, ru).")] = "",
    column: Annotated[list[str] | None, typer.Option(help="Our field = your column, such as text=body.")] = None,
    models: Annotated[str, typer.Option(help="The models that decide.")] = DEFAULT_MODELS,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 1,
) -> None:
    """Code texts and write the coded records; what is rejected goes to OUTPUT.rejected.jsonl with its reason."""
    with friendly(), progress_bars():
        items = list(read_inputs(inputs, columns=_columns(column or []), source=source, lang=lang))
        readouts = [item for item in items if isinstance(item, Readout)]
        rejected = [item for item in items if isinstance(item, Rejection)]
        coded: list[CodedReadout] = []
        for result in annotate_readouts(readouts, models=models, workers=workers, total=len(readouts)):
            if isinstance(result, Rejection):
                rejected.append(result)
            else:
                coded.append(result)
        _write(output, coded, rejected)
    OUT.print(
        f"{len(coded)} readouts coded, {sum(len(c.calls) for c in coded)} calls, {len(rejected)} rejected: {output}",
        soft_wrap=True,
    )


def _write(output: Path, coded: list[CodedReadout], rejected: list[Rejection]) -> None:
    """Write records and rejects.

    Raises
    ------
    InputError
        When the output cannot be written.
    """
    try:
        write_annotations(output, coded)
        beside = output.with_suffix(".rejected.jsonl")
        if rejected:
            import msgspec  # noqa: PLC0415 - only when there is something to write

            beside.write_bytes(b"".join(msgspec.json.encode(r) + b"\n" for r in rejected))
            ERR.print(f"{len(rejected)} rejected, with reasons: {beside}", soft_wrap=True)
        else:
            beside.unlink(missing_ok=True)
    except OSError as error:
        msg = f"{output}: cannot be written: {error.strerror}. Choose another --output."
        raise InputError(msg) from error


def evaluate(
    gold: Annotated[Path, typer.Option(help="JSONL with hand-made labels, in the form of the codebook's section 6.")],
    predicted: Annotated[
        Path | None, typer.Option(help="JSONL of `communique annotate`; without it the texts are coded now.")
    ] = None,
    texts: Annotated[
        list[Path] | None, typer.Option(help="JSONL files with the texts, when the labels do not hold them.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, help="How many disagreements to list.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Measure coded records against hand-made labels, per source and in all."""
    with friendly():
        labels = measures.read_gold(gold, texts or [])
        records: Any = None
        if predicted is not None:
            records = measures.read_predictions(predicted)
        else:
            records = _code_now(set(labels), [*(texts or []), gold] if not texts else list(texts), show=not as_json)
        overall, by_source = measures.score(labels, records), measures.score_by_source(labels, records)
        found = measures.errors(labels, records, limit=errors) if errors else []
        if as_json:
            print_json(measures.to_json(overall, by_source, found))
            return
        # a row a measure: with a column a measure the numbers do not fit into a terminal of 80 columns
        columns, *rows = zip(measures.SCORE_COLUMNS, *measures.score_rows(overall, by_source), strict=True)
        print_table("Against hand-made labels (percent; in brackets how many)", columns, rows)
        print_table("Tone by label (percent)", measures.TONE_COLUMNS, measures.tone_rows(overall, by_source))
        for item in found:
            OUT.print(
                f"{item.record}  {item.field}: gold {item.gold}  predicted {item.predicted}", markup=False, soft_wrap=True
            )


def _code_now(wanted: set[str], files: list[Path], *, show: bool) -> list[CodedReadout]:
    """Code the labelled texts with the shipped models."""
    items = (item for item in read_inputs(files) if isinstance(item, Readout) and item.id in wanted)
    with progress_bars(show=show):
        return [r for r in annotate_readouts(items, total=len(wanted)) if isinstance(r, CodedReadout)]
