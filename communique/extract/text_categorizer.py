"""Passages with classes → a spaCy text categorizer: what the shipped linear models are compared with.

Trained components have no part in extraction; this stands here because spaCy does.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import compounding, fix_random_seed

Architecture = Literal["bow", "cnn", "ensemble"]

_BOW = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 2,
    "no_output_layer": False,
    "length": 16_384,
}
_TOK2VEC = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "pretrained_vectors": None,
    "width": 64,
    "depth": 2,
    "embed_size": 2_000,
    "window_size": 1,
    "maxout_pieces": 2,
    "subword_features": True,
}
_MODELS: dict[Architecture, dict[str, Any]] = {
    "bow": _BOW,
    "cnn": {
        "@architectures": "spacy.TextCatReduce.v1",
        "exclusive_classes": True,
        "use_reduce_first": False,
        "use_reduce_last": False,
        "use_reduce_max": True,
        "use_reduce_mean": True,
        "tok2vec": _TOK2VEC,
    },
    "ensemble": {"@architectures": "spacy.TextCatEnsemble.v2", "linear_model": _BOW, "tok2vec": _TOK2VEC},
}


def fit_text_categorizer(
    texts: Sequence[str], labels: Sequence[str], *, architecture: Architecture, epochs: int, seed: int
) -> Language:
    """Train a categorizer with classes that exclude each other, on one core.

    Parameters
    ----------
    texts, labels
        Passages in any of our languages, and their classes.
    architecture
        Words and pairs of words; a convolutional network over hashed words and their parts; or both together.
    epochs
        How often every passage is seen.
    seed
        Of the weights and the order.
    """
    fix_random_seed(seed)
    nlp = spacy.blank("xx")
    categorizer: Any = nlp.add_pipe("textcat", config={"model": _MODELS[architecture]})
    for label in sorted(set(labels)):
        categorizer.add_label(label)
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {known: float(known == label) for known in categorizer.labels}})
        for text, label in zip(texts, labels, strict=True)
    ]
    optimizer = nlp.initialize(lambda: examples[:200])
    order = random.Random(seed)  # noqa: S311 - an order of examples
    sizes = iter(compounding(16.0, 64.0, 1.01))
    for _ in range(epochs):
        order.shuffle(examples)
        start = 0
        while start < len(examples):
            size = int(next(sizes))
            nlp.update(examples[start : start + size], sgd=optimizer, drop=0.2)
            start += size
    return nlp


def categorize(nlp: Language, texts: Sequence[str]) -> tuple[Any, list[str]]:
    """Give each passage's probability of each class.

    Returns
    -------
    probabilities : ndarray of shape (n_texts, n_classes)
    classes : list of str
    """
    classes = [str(label) for label in nlp.get_pipe("textcat").labels]  # type: ignore[attr-defined]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of thinc's, about numpy
        rows = [[doc.cats[label] for label in classes] for doc in nlp.pipe(texts, batch_size=256)]
    return np.array(rows).reshape(len(texts), len(classes)), classes
