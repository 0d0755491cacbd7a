"""A manifest's facts → the model card that people read."""

from __future__ import annotations

from typing import Any

_WHAT = {
    "tone": "whether a phrase is tone, and toward whom",
    "occasions": "which courtesy a clause pays, if any",
    "business": "whether a sentence reports business",
    "call_type": "whether a call with a courtesy is ceremonial",
}


def model_card(facts: dict[str, Any]) -> str:
    """Write the model card of an artefact in Markdown.

    Parameters
    ----------
    facts
        What its manifest says.
    """
    rows = [
        f"| `{part}` | {_WHAT[part]} | {int(m['n'])} | {100 * m['f1']:.1f} | {100 * m['macro_f1']:.1f} | {m['brier']:.3f} |"
        for part, m in facts["measures"].items()
    ]
    classes = [
        f"- `{part}`: " + ", ".join(f"{name} {n}" for name, n in sizes.items()) for part, sizes in facts["classes"].items()
    ]
    corpora = [f"- `{name}` (SHA-256 {digest[:16]}…)" for name, digest in facts["corpora"].items()]
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
            "| model | decides | n | F1 | macro F1 | Brier |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
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
