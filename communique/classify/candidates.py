"""The models and feature sets that are compared with what ships."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import skops.io as sio
from sklearn.base import clone
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, RidgeClassifier, SGDClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from communique.classify.examples import Example
from communique.classify.features import matrix
from communique.classify.features import words as cut
from communique.classify.linear import SEED, fit_calibrated
from communique.classify.training import FEATURES, STRENGTH, fit_call_type

_DENSE = 100
"""Dimensions that the models over dense features see of the hashed ones."""


class Fitted(Protocol):
    """A fitted candidate."""

    def predict(self, examples: Sequence[Example]) -> tuple[Any, list[str]]:
        """Give each example's probability of each class, and the classes."""
        ...

    def size(self) -> int:
        """Return how many bytes it takes on disk."""
        ...


@dataclass(frozen=True)
class Candidate:
    """One way to decide.

    Attributes
    ----------
    name
        Model, then what it sees.
    fit
        Makes it from examples.
    ships
        Whether it is what the shipped models do.
    """

    name: str
    fit: Callable[[Sequence[Example]], Fitted]
    ships: bool = False


@dataclass(frozen=True)
class _Sklearn:
    """A fitted scikit-learn model and how examples are turned into its rows."""

    model: Any
    rows: Callable[[Sequence[Example]], Any]

    def predict(self, examples: Sequence[Example]) -> tuple[Any, list[str]]:
        return self.model.predict_proba(self.rows(examples)), [str(c) for c in self.model.classes_]

    def size(self) -> int:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:  # as the artefacts are kept
            file.writestr("model", sio.dumps(self.model))
        return len(packed.getvalue())


def candidates(part: str) -> list[Candidate]:
    """List the scikit-learn candidates for one decision, what ships first."""
    return _type_candidates() if part == "call_type" else _hashed_candidates(part)


def passage(part: str, example: Example) -> tuple[str, str, str]:
    """Return what stands before an example, the example itself, and what stands behind it."""
    item = example.item
    if part == "tone":
        return item.left, item.evidence.quote, item.right
    if part == "occasions":
        return item.left, item.evidence.quote, ""
    if part == "call_type":
        return "", " ".join(sentence.quote for sentence in item[0].sentences), ""
    return "", item.quote, ""


def _words(part: str, *, pairs: bool, characters: bool = False) -> Callable[[Example], list[str]]:
    """List words, pairs of words and runs of three and four characters of a passage, no tags of extraction."""

    def features(example: Example) -> list[str]:
        before, own, behind = passage(part, example)
        zones = {"l": cut(before, 7, last=True), "q": cut(own, 200), "r": cut(behind, 9)}
        found = [f"{zone}:{word}" for zone, words in zones.items() for word in words]
        if pairs:
            found += [f"{z}2:{a}_{b}" for z, words in zones.items() for a, b in zip(words, words[1:], strict=False)]
        if characters:
            text = f" {' '.join(zones['q'])} "
            found += [f"c:{text[i : i + n]}" for n in (3, 4) for i in range(len(text) - n + 1)]
        return found

    return features


_SHIPPED_SEES = {"tone": "words, pairs, tags", "occasions": "tags", "business": "words, pairs, stems"}


def _hashed_candidates(part: str) -> list[Candidate]:
    def shipped(example: Example) -> list[str]:
        return FEATURES[part](example.item)

    def linear(features: Callable[[Example], list[str]], base: Any = None) -> Callable[[Sequence[Example]], Fitted]:
        def fit(examples: Sequence[Example]) -> Fitted:
            labels, groups = [e.label for e in examples], [e.group for e in examples]
            model = fit_calibrated(_hash(features, examples), labels, groups, strength=STRENGTH[part], base=base)
            return _Sklearn(model, lambda found: _hash(features, found))

        return fit

    def dense(head: Any) -> Callable[[Sequence[Example]], Fitted]:
        def fit(examples: Sequence[Example]) -> Fitted:
            rows = _hash(shipped, examples)
            width = min(_DENSE, len(examples) - 1, rows.shape[1] - 1)
            model = make_pipeline(TruncatedSVD(width, random_state=SEED), StandardScaler(), clone(head))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # the network stops early on purpose
                model.fit(rows, [e.label for e in examples])
            return _Sklearn(model, lambda found: _hash(shipped, found))

        return fit

    sees = _SHIPPED_SEES[part]
    words, pairs = _words(part, pairs=False), _words(part, pairs=True)
    characters = _words(part, pairs=True, characters=True)
    found = [
        Candidate(f"logistic regression: {sees}", linear(shipped), ships=True),
        Candidate("logistic regression: words", linear(words)),
        Candidate("logistic regression: words, pairs", linear(pairs)),
        Candidate("logistic regression: words, pairs, characters", linear(characters)),
    ]
    if "tags" in sees:
        both = "words, pairs, characters, tags"
        found.append(Candidate(f"logistic regression: {both}", linear(lambda e: [*characters(e), *shipped(e)])))
    if sees == "tags":
        found.append(Candidate("logistic regression: words, pairs, tags", linear(lambda e: [*pairs(e), *shipped(e)])))
    found += [Candidate(f"{name}: {sees}", linear(shipped, base)) for name, base in _linear_models().items()]
    found += [Candidate(f"{name}: {sees}, dense", dense(head)) for name, head in _dense_models().items()]
    return found


def _type_candidates() -> list[Candidate]:
    def on_facts(base: Any = None) -> Callable[[Sequence[Example]], Fitted]:
        def fit(examples: Sequence[Example]) -> Fitted:
            labels, groups = [e.label for e in examples], [e.group for e in examples]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                return _Sklearn(fit_call_type(_facts(examples), labels, groups, base=base), _facts)

        return fit

    def on_words(features: Callable[[Example], list[str]]) -> Callable[[Sequence[Example]], Fitted]:
        def fit(examples: Sequence[Example]) -> Fitted:
            labels, groups = [e.label for e in examples], [e.group for e in examples]
            return _Sklearn(fit_calibrated(_hash(features, examples), labels, groups), lambda found: _hash(features, found))

        return fit

    part, models = "call_type", {**_linear_models(), **_dense_models()}
    return [
        Candidate("logistic regression: facts", on_facts(), ships=True),
        Candidate("logistic regression: words", on_words(_words(part, pairs=False))),
        Candidate("logistic regression: words, pairs", on_words(_words(part, pairs=True))),
        Candidate("logistic regression: words, pairs, characters", on_words(_words(part, pairs=True, characters=True))),
        *(Candidate(f"{name}: facts", on_facts(base)) for name, base in models.items()),
    ]


def _facts(examples: Sequence[Example]) -> Any:
    return np.array([example.item[1] for example in examples])


def _hash(features: Callable[[Example], list[str]], examples: Sequence[Example]) -> Any:
    return matrix([features(example) for example in examples])


def _linear_models() -> dict[str, Any]:
    return {
        "linear SVM": LinearSVC(C=0.1, random_state=SEED),
        "ridge": RidgeClassifier(alpha=10.0, random_state=SEED),
        "logistic regression by SGD": SGDClassifier(loss="log_loss", alpha=1e-3, average=True, random_state=SEED),
        "logistic regression, classes weighted": LogisticRegression(
            C=1.0, max_iter=2_000, class_weight="balanced", random_state=SEED
        ),
    }


def _dense_models() -> dict[str, Any]:
    return {
        "gradient boosting": HistGradientBoostingClassifier(
            max_iter=60, learning_rate=0.12, max_leaf_nodes=15, l2_regularization=1.0, random_state=SEED
        ),
        "neural network": MLPClassifier((64,), alpha=1.0, max_iter=30, random_state=SEED),
    }
