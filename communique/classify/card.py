"""A manifest's facts and the studies beside it → the model card that people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from communique.classify.studies import ABLATIONS, COMPARISON, ablation_lines, comparison_lines, measured_on

WHAT = {
    "tone": "whether a phrase is tone, and toward whom",
    "occasions": "which courtesy a clause pays, if any",
    "business": "whether a sentence reports business",
    "call_type": "whether a call with a courtesy is ceremonial",
}

CHANCES = {
    "tone": "tone: is tone",
    "occasions": "occasions: is an occasion",
    "business": "business: is business",
    "call_type": "call_type: is ceremonial",
}
"""What each model's probability is of; titles of the reliability diagrams."""

DIAGRAM = "reliability.svg"
"""The diagrams' file beside the card."""


def model_card(facts: Mapping[str, Any], studies: Mapping[str, Any] | None = None) -> str:
    """Write the model card of an artefact in Markdown.

    Parameters
    ----------
    facts
        What its manifest says.
    studies
        The bake-off and the ablations, from `communique.classify.studies.read_studies`.
    """
    corpora = [f"- `{name}` (SHA-256 {digest[:16]}…)" for name, digest in facts["corpora"].items()]
    classes = [
        f"- `{part}`: " + ", ".join(f"{name} {n}" for name, n in sizes.items()) for part, sizes in facts["classes"].items()
    ]
    libraries = ", ".join(f"{name} {version}" for name, version in facts["libraries"].items())
    bands = ", ".join(f"{part} {band}" for part, band in facts["review_band"].items())
    return "\n".join(
        [
            f"# {facts['name']} {facts['version']}",
            "",
            "Decides, for calls that the extraction pipeline has found, their type, occasions and tone, by the codebook.",
            "Logistic regressions over hashed words, word pairs and the tags of extraction, calibrated by a sigmoid on",
            "publishers left out of the fit; hashed, so the files hold no text.",
            "",
            "## Measured on publishers that it was not trained on",
            "Five folds by publisher. `F1` is over the positive class (is tone, is an occasion, is business, is ceremonial), `macro F1` over all classes.",
            "",
            *_measures(facts),
            "",
            *_calibration(facts),
            *_review(facts),
            *_confusion(facts),
            *_publishers(facts),
            *_studies(facts, studies or {}),
            "## Trained on",
            *corpora,
            "",
            "Rows by class:",
            *classes,
            "",
            "## Limits",
            "The training texts are written by us in the manner of chanceries, in English, Russian and French; real readouts may differ. A courtesy or a tone word",
            f"that the lexicons in `configs/lexicons/` do not know is not found. Decisions whose probability lies within {bands} of one half ask for review.",
            "",
            f"Made by `communique train` with {libraries}.",
            "",
        ],
    )


def _measures(facts: Mapping[str, Any]) -> list[str]:
    return [
        "| model | decides | n | F1 | macro F1 | Brier |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| `{part}` | {WHAT[part]} | {int(m['n'])} | {100 * m['f1']:.1f} | {100 * m['macro_f1']:.1f} | {m['brier']:.3f} |"
            for part, m in facts["measures"].items()
        ),
    ]


def _calibration(facts: Mapping[str, Any]) -> list[str]:
    lines = [
        "## How far its probabilities can be believed",
        "Predictions for unseen publishers in ten bins by probability: what was predicted on average, and what share was so (in brackets how many).",
        "",
        f"![Reliability diagrams: predicted probability against the share observed]({DIAGRAM})",
        "",
        f"| predicted | {' | '.join(facts['reliability'])} |",
        f"| --- {'| --- ' * len(facts['reliability'])}|",
    ]
    for place in range(10):
        cells = [_bin_cell(bins, place) for bins in facts["reliability"].values()]
        lines.append(f"| {place / 10:.1f} to {(place + 1) / 10:.1f} | {' | '.join(cells)} |")
    errors = " | ".join(f"{100 * value:.1f}" for value in facts["calibration_error"].values())
    return [*lines, f"| mean distance, points | {errors} |", ""]


def _bin_cell(bins: list[dict[str, float]], place: int) -> str:
    # a bin is found by its mean, which rounding can put on the upper edge but not beyond
    found = [b for b in bins if min(int(10 * b["predicted"]), 9) == place]
    return ", ".join(f"{b['predicted']:.2f} → {b['observed']:.2f} ({b['n']:.0f})" for b in found) or "–"


def _review(facts: Mapping[str, Any]) -> list[str]:
    cost = next(iter(facts["review"].values()))["cost_of_review"]
    return [
        "## When it asks for review",
        f"A look costs {cost:g} errors; the band around one half is the one that costs least on unseen publishers. Shares of all candidates; of tone and",
        "occasions only what is accepted can ask for review, because what is refused leaves no decision behind.",
        "",
        "| model | band | reviewed % | wrong and not reviewed % | wrong without review % | cost a candidate |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| {part} | {r['band']:.2f} | {100 * r['reviewed']:.1f} | {100 * r['errors']:.1f} | {100 * r['errors_unreviewed']:.1f} | {r['cost']:.3f} |"
            for part, r in facts["review"].items()
        ),
        "",
    ]


def _confusion(facts: Mapping[str, Any]) -> list[str]:
    lines = ["## What is taken for what", "On unseen publishers: a row a true class, a column what was decided.", ""]
    for part, matrix in facts["confusion"].items():
        names = list(matrix)
        lines += [
            f"| {part} | {' | '.join(names)} |",
            f"| --- {'| --- ' * len(names)}|",
            *(f"| {true} | {' | '.join(str(matrix[true][given]) for given in names)} |" for true in names),
            "",
        ]
    return lines


def _publishers(facts: Mapping[str, Any]) -> list[str]:
    found = facts["by_publisher"]
    publishers = sorted({name for line in found.values() for name in line})
    return [
        "## By publisher",
        "F1 of the positive class on each publisher, by models that had not seen it (in brackets how many rows).",
        "",
        f"| publisher | {' | '.join(found)} |",
        f"| --- {'| --- ' * len(found)}|",
        *(f"| {name} | {' | '.join(_publisher_cell(line.get(name)) for line in found.values())} |" for name in publishers),
        "",
    ]


def _publisher_cell(measured: Mapping[str, float] | None) -> str:
    if measured is None:
        return "–"
    return f"{100 * measured['f1']:.0f} ({measured['n']:.0f})" if "f1" in measured else f"none to find ({measured['n']:.0f})"


def _studies(facts: Mapping[str, Any], studies: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for kind, title, tell in (
        (COMPARISON, "Compared with other models", comparison_lines),
        (ABLATIONS, "What more texts, and a publisher's own, are worth", ablation_lines),
    ):
        if kind in studies:
            lines += [f"## {title}", measured_on(studies[kind], facts["corpora"]), "", *tell(studies[kind]), ""]
    return lines
