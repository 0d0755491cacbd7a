"""Draft readouts → coded readouts: every open question decided by the shipped models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from threadpoolctl import threadpool_limits

from communique.classify.artifacts import load_model, read_manifest
from communique.classify.call_type import call_facts, decide_call_types
from communique.classify.features import matrix, sentence_features
from communique.classify.occasions import decide_occasions, distinct, expected_courtesy, occasion_probabilities
from communique.classify.tone import decide_tone
from communique.codebook import CallType
from communique.drafts import DraftCall, DraftReadout
from communique.errors import ModelError
from communique.records import Call, CodedReadout

PARTS = ("tone", "occasions", "business", "call_type")
"""The models of an artefact, one file each."""


@dataclass(frozen=True)
class Classifier:
    """The models of one artefact.

    Attributes
    ----------
    name, version
        The artefact's.
    models
        By part.
    review_band
        How near to 0.5 a probability asks for review, by part (``call_type``, ``occasions``, ``tone``).
    facts
        The manifest: what it was trained on, and how well it does.
    """

    name: str
    version: str
    models: dict[str, Any]
    review_band: dict[str, float]
    facts: dict[str, Any]


def load_classifier(folder: Path) -> Classifier:
    """Load the models of an artefact after checking it against its manifest.

    Raises
    ------
    ModelError
        When a file is missing, changed, or holds what it should not.
    """
    manifest = read_manifest(folder)
    bands = manifest.get("review_band")
    bands = bands if isinstance(bands, dict) else {}
    missing = [part for part in ("tone", "occasions", "call_type") if not isinstance(bands.get(part), float)]
    if missing:
        msg = f"{folder / 'manifest.json'}: review_band has no value for {', '.join(missing)}. Give an artefact that 'communique train' made."
        raise ModelError(msg)
    models = {part: load_model(folder, part) for part in PARTS}
    return Classifier(manifest["name"], manifest["version"], models, manifest["review_band"], manifest)


def business_scores(drafts: Sequence[DraftCall], model: Any) -> list[list[float]]:
    """Score every sentence of every call: the probability that it reports business."""
    flat = [sentence_features(s) for d in drafts for s in d.sentences]
    scores = model.predict_proba(matrix(flat))[:, list(model.classes_).index("business")] if flat else []
    out, position = [], 0
    for draft in drafts:
        out.append([float(s) for s in scores[position : position + len(draft.sentences)]])
        position += len(draft.sentences)
    return out


def classify(drafts: Sequence[DraftReadout], classifier: Classifier) -> list[CodedReadout]:
    """Decide call type, occasions and tone of the calls of many readouts at once.

    Parameters
    ----------
    drafts
        From extraction.
    classifier
        The models.

    Returns
    -------
    list of CodedReadout
        One for each draft, in order.
    """
    with threadpool_limits(1):  # the same sums on every machine
        return _decided(drafts, classifier)


def _decided(drafts: Sequence[DraftReadout], classifier: Classifier) -> list[CodedReadout]:
    calls = [c for d in drafts for c in d.calls]
    tone = [t for c in calls for t in c.tone]
    courtesies = [o for c in calls for o in c.courtesies]
    version, band, models = classifier.version, classifier.review_band, classifier.models
    spans = iter(decide_tone(tone, models["tone"], version=version, review_band=band["tone"]))
    odds = occasion_probabilities(courtesies, models["occasions"])
    occasions = iter(decide_occasions(courtesies, odds, models["occasions"], version=version, review_band=band["occasions"]))
    chances = iter(expected_courtesy(odds, models["occasions"]))
    scores = business_scores(calls, models["business"])
    facts = [
        call_facts(call, business, [float(next(chances)) for _ in call.courtesies])
        for call, business in zip(calls, scores, strict=True)
    ]
    types = iter(decide_call_types(calls, facts, scores, models["call_type"], version=version, review_band=band["call_type"]))
    decided: list[CodedReadout] = []
    for draft in drafts:
        coded = []
        for open_call in draft.calls:
            accepted = [span for span in (next(spans) for _ in open_call.tone) if span is not None]
            paid = distinct([o for group in (next(occasions) for _ in open_call.courtesies) for o in group])
            decision = next(types)
            call: Call = msgspec.structs.replace(
                open_call.call,
                call_type=CallType(decision.value),
                occasions=paid,
                tone=tuple(accepted),
                decisions={**open_call.call.decisions, "call_type": decision},
            )
            coded.append(call)
        annotator = f"{draft.annotator}; {classifier.name}-{classifier.version}"
        decided.append(CodedReadout(draft.readout, draft.kind, tuple(coded), draft.medium, annotator))
    return decided
