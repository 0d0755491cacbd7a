"""The bake-off and the ablations, kept as JSON beside the models → what a card and a manifest say of them.

They take longer than a training; so they are measured by commands of their own, and name the corpora that they were measured on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from communique.errors import ModelError

COMPARISON = "comparison"
ABLATIONS = "ablations"
STUDIES = (COMPARISON, ABLATIONS)
"""What can be measured beside a training; also the stems of the files."""


def write_study(path: Path, study: Mapping[str, Any]) -> None:
    """Write a study as JSON, the same bytes for the same study."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(study, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_studies(folders: Sequence[Path], corpora: Iterable[str]) -> dict[str, Any]:
    """Find the studies that were measured on corpora of these names, in the first folder that has one.

    Parameters
    ----------
    folders
        Folders of models.
    corpora
        Names of the corpora that are trained on; a study of others says nothing about these models and is passed over.

    Raises
    ------
    ModelError
        When a file is no study.
    """
    wanted, found = set(corpora), {}
    for kind in STUDIES:
        for path in (folder / f"{kind}.json" for folder in folders):
            if kind not in found and path.is_file():
                study = _read(path, kind)
                if set(study["corpora"]) == wanted:
                    found[kind] = study
    return found


def _read(path: Path, kind: str) -> dict[str, Any]:
    try:
        study: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if study["kind"] != kind or not isinstance(study["corpora"], dict) or not isinstance(study["parts"], dict):
            msg = f"it is no {kind}"
            raise ValueError(msg)
    except (OSError, ValueError, KeyError, TypeError) as error:
        command = "compare" if kind == COMPARISON else "ablate"
        msg = f"{path}: cannot be read as a study of models: {error}. Make it again with 'communique train --{command}'."
        raise ModelError(msg) from error
    return study


def measured_on(study: Mapping[str, Any], corpora: Mapping[str, str]) -> str:
    """Say which corpora a study was measured on, and whether models were trained on the same.

    Parameters
    ----------
    study
        From a file.
    corpora
        Names and SHA-256 of the corpora that the models were trained on.
    """
    told = ", ".join(f"{name} (SHA-256 {digest[:16]}…)" for name, digest in sorted(study["corpora"].items()))
    same = "the corpora that these models were trained on" if study["corpora"] == dict(corpora) else "an earlier state of them"
    return f"Measured on {told}: {same}."


def comparison_lines(study: Mapping[str, Any]) -> list[str]:
    """Write the bake-off's tables in Markdown, best held-out quality first."""
    lines = [
        "Every candidate is fitted and judged on the same folds by publisher. `against` is the difference in macro F1 to what ships,",
        "with the 95 % interval of a paired bootstrap by readout; `rows/s` is for deciding, features included, on one core; `MB` is the",
        "file. The winner has the best macro F1; of those within half a point of it the one that decides most rows a second.",
    ]
    for part, found in study["parts"].items():
        lines += [
            "",
            f"### {part}",
            f"{found['n']} rows, {found['classes']} classes.",
            "",
            "| candidate | macro F1 | F1 | Brier | against | rows/s | MB | |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *(_candidate_line(row, found["winner"]) for row in found["candidates"]),
        ]
    for note in study.get("notes", ()):
        lines += ["", note]
    return lines


def _candidate_line(row: Mapping[str, Any], winner: str) -> str:
    marks = [word for word, true in (("winner", row["name"] == winner), ("ships", row["ships"])) if true]
    low, high = row["interval"]
    against = "–" if row["ships"] else f"{100 * row['against']:+.1f} [{100 * low:+.1f}, {100 * high:+.1f}]"
    cells = (
        row["name"],
        f"{100 * row['macro_f1']:.1f}",
        f"{100 * row['f1']:.1f}",
        f"{row['brier']:.3f}",
        against,
        f"{row['rows_per_second']:,.0f}",
        f"{row['megabytes']:.2f}",
        ", ".join(marks),
    )
    return f"| {' | '.join(cells)} |"


def ablation_lines(study: Mapping[str, Any]) -> list[str]:
    """Write the ablations' tables in Markdown."""
    lines = [
        f"Half the corpus: models fitted on a seeded half of the readouts ({study['readouts_half']} of {study['readouts']}), judged on the",
        "same unseen publishers. `change` is the difference in macro F1, with the 95 % interval of a paired bootstrap by readout.",
        "",
        "| model | macro F1 whole | half | change | F1 whole | half |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        _ablation_line(part, found["whole"], found["half"], found["half_change"]) for part, found in study["parts"].items()
    ]
    lines += [
        "",
        "The publisher's own manner: the same readouts judged by models that have seen other readouts of their publisher (folds by",
        "readout), and by models that have seen none (folds by publisher).",
        "",
        "| model | macro F1 with | without | change | F1 with | without |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        _ablation_line(part, found["own_manner"], found["whole"], found["manner_change"])
        for part, found in study["parts"].items()
    ]
    parts = list(study["parts"])
    lines += [
        "",
        "Accuracy by publisher, with → without its own manner (rows):",
        "",
        f"| publisher | {' | '.join(parts)} |",
        f"| --- {'| --- ' * len(parts)}|",
    ]
    publishers = sorted({name for found in study["parts"].values() for name in found["publishers"]})
    for name in publishers:
        cells = [_publisher_cell(study["parts"][part]["publishers"].get(name)) for part in parts]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _ablation_line(part: str, first: Mapping[str, float], second: Mapping[str, float], change: Sequence[float]) -> str:
    value, low, high = (100 * number for number in change)
    return (
        f"| {part} | {100 * first['macro_f1']:.1f} | {100 * second['macro_f1']:.1f} | {value:+.1f} [{low:+.1f}, {high:+.1f}] "
        f"| {100 * first['f1']:.1f} | {100 * second['f1']:.1f} |"
    )


def _publisher_cell(found: Mapping[str, float] | None) -> str:
    if found is None:
        return "–"
    return f"{100 * found['with']:.0f} → {100 * found['without']:.0f} ({found['n']:.0f})"
