"""Labelled calls → what half the texts, and a publisher's own manner, are worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from communique.classify.examples import Pair
from communique.classify.linear import SEED
from communique.classify.resampling import macro_difference
from communique.classify.training import judge
from communique.classify.unseen import Unseen, measures

_KEPT = ("accuracy", "f1", "macro_f1", "brier")


def ablate(pairs: Sequence[Pair], *, progress: Callable[[str], None]) -> dict[str, Any]:
    """Judge the shipped kind of models as they are, with half the readouts, and with readouts of the publisher they are judged on.

    The same rows are judged each time. Folds by readout, which show a publisher's own manner, leave out as much as folds by
    publisher, so that the models see equally many readouts.

    Parameters
    ----------
    pairs
        Labelled calls.
    progress
        Told which of the three is done.

    Returns
    -------
    dict
        ``readouts``, ``readouts_half``; under ``parts`` for each model the measures ``whole``, ``half`` and ``own_manner``, the changes
        of macro F1 with their intervals, and the accuracy by publisher ``with`` and ``without`` its own manner.
    """
    texts = [pair.gold.readout_id for pair in pairs]
    names = sorted(set(texts))
    random = np.random.default_rng(SEED)
    half = {names[place] for place in random.permutation(len(names))[: len(names) // 2]}
    publishers = [pair.group for pair in pairs]
    whole = judge(pairs, by=publishers)
    progress("whole")
    halved = judge(pairs, by=publishers, keep=[text in half for text in texts])
    progress("half")
    own = judge(pairs, by=texts)
    progress("own manner")
    parts = {part: _told(found, _same_rows(halved[part], found), _same_rows(own[part], found)) for part, found in whole.items()}
    return {"readouts": len(names), "readouts_half": len(half), "parts": parts}


def _same_rows(other: Unseen, whole: Unseen) -> Unseen:
    """See that two judgements are of the same examples."""
    assert [e.readout for e in other.examples] == [e.readout for e in whole.examples]  # noqa: S101 - what pairing rests on
    return other


def _told(whole: Unseen, half: Unseen, own: Unseen) -> dict[str, Any]:
    readouts, labels = [e.readout for e in whole.examples], [e.label for e in whole.examples]

    def change(ours: Unseen, theirs: Unseen) -> list[float]:
        return list(macro_difference(readouts, labels, ours.decided, theirs.decided, seed=SEED))

    return {
        "whole": _kept(whole),
        "half": _kept(half),
        "own_manner": _kept(own),
        "half_change": change(half, whole),
        "manner_change": change(whole, own),
        "publishers": {
            name: {
                "n": measures(whole.of(name))["n"],
                "with": measures(own.of(name))["accuracy"],
                "without": measures(whole.of(name))["accuracy"],
            }
            for name in sorted({example.group for example in whole.examples})
        },
    }


def _kept(unseen: Unseen) -> dict[str, float]:
    return {key: value for key, value in measures(unseen).items() if key in _KEPT}
