"""Labelled corpora → the studies that a model card quotes: the bake-off of models and feature sets, and the ablations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from spacy.language import Language

from communique import progress
from communique.classify.ablation import ablate
from communique.classify.candidates import Candidate, candidates, passage
from communique.classify.comparison import compare
from communique.classify.examples import Example, Pair, align
from communique.classify.features import words
from communique.classify.linear import SEED
from communique.classify.studies import ABLATIONS, COMPARISON
from communique.classify.training import EXAMPLES, check_classes, judge
from communique.extract.text_categorizer import Architecture, categorize, fit_text_categorizer
from communique.learn import draft, one_thread, provenance, read_corpora

_EPOCHS: dict[Architecture, int] = {"bow": 10, "ensemble": 4}
_NAMES: dict[Architecture, str] = {"bow": "spaCy bag of words", "ensemble": "spaCy CNN with bag of words"}

_NOTE = (
    "Not compared: sentence embeddings. No package with a maintained, multilingual model inside was found; one that fetches "
    "its model from elsewhere could not be pinned by its hash."
)


@dataclass(frozen=True)
class _Categorizer:
    """A trained spaCy text categorizer as a candidate."""

    part: str
    nlp: Language

    def predict(self, examples: Sequence[Example]) -> tuple[Any, list[str]]:
        return categorize(self.nlp, [_text(self.part, example) for example in examples])

    def size(self) -> int:
        return len(self.nlp.to_bytes())


def compare_models(folders: Sequence[Path]) -> dict[str, Any]:
    """Compare models and feature sets for every decision, on publishers that they have not seen.

    Parameters
    ----------
    folders
        The corpora's folders.

    Raises
    ------
    InputError
        When the corpora cannot be trained on.
    """
    with one_thread():
        pairs = _pairs(folders)
        unseen = judge(pairs, by=[pair.group for pair in pairs])
        fields = {part: [*candidates(part), *_categorizers(part)] for part in unseen}
        total, done = sum(len(field) for field in fields.values()), iter(range(1, 1_000))
        parts = {
            part: compare(part, unseen[part].examples, field, progress=lambda _: progress.report("compare", next(done), total))
            for part, field in fields.items()
        }
    return {"kind": COMPARISON, **provenance(folders), "parts": parts, "notes": [_NOTE]}


def ablate_models(folders: Sequence[Path]) -> dict[str, Any]:
    """Measure what half the texts, and a publisher's own manner, are worth.

    Parameters
    ----------
    folders
        The corpora's folders.

    Raises
    ------
    InputError
        When the corpora cannot be trained on.
    """
    done = iter(range(1, 4))
    with one_thread():
        found = ablate(_pairs(folders), progress=lambda _: progress.report("ablate", next(done), 3))
    return {"kind": ABLATIONS, **provenance(folders), **found}


def _pairs(folders: Sequence[Path]) -> list[Pair]:
    labelled = read_corpora(folders)
    pairs = align(draft(labelled), labelled)
    check_classes({part: make(pairs) for part, make in EXAMPLES.items()})
    return pairs


def _categorizers(part: str) -> list[Candidate]:
    """Give the spaCy candidates for one decision; they see the passage as it stands, no tags."""

    def fit(architecture: Architecture, examples: Sequence[Example]) -> _Categorizer:
        texts, labels = [_text(part, example) for example in examples], [example.label for example in examples]
        epochs = _EPOCHS[architecture]
        return _Categorizer(part, fit_text_categorizer(texts, labels, architecture=architecture, epochs=epochs, seed=SEED))

    return [Candidate(f"{name}: text", partial(fit, architecture)) for architecture, name in _NAMES.items()]


def _text(part: str, example: Example) -> str:
    """Set a passage off from what stands around it."""
    before, own, behind = passage(part, example)
    return " ".join([*words(before, 7, last=True), "[", own, "]", *words(behind, 9)]).strip() or "-"
