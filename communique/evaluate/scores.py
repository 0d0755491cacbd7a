"""Labels × predictions → scores by field.

Calls are aligned within a text by the people they share, two at least. What belongs to a call that was not found counts as
missed, and to a call that does not exist as spurious, in the F1 of initiator, ceremonial, occasions and tone. Percentages
have one decimal.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from communique.codebook import UNSTATED, CallType, Medium
from communique.evaluate.alignment import Pairing, folded_words, pairings, shared_people
from communique.evaluate.labels import GoldCall, GoldRecord, Labels, by_id
from communique.evaluate.passages import counterparts, marks

FIELDS = ("occurred_on", "medium", "call_type", "initiator")
"""The fields of a call that have one value each, and an accuracy."""


class PrecisionRecall(msgspec.Struct, frozen=True):
    """How much of what was found is right, and how much of what is right was found.

    Attributes
    ----------
    p, r, f1
        Precision, recall and their harmonic mean, in per cent; 0 where there is nothing to divide by.
    n
        How many there are in gold.
    """

    p: float
    r: float
    f1: float
    n: int


class Scores(msgspec.Struct, frozen=True, omit_defaults=True):
    """How well predictions agree with labels.

    Attributes
    ----------
    records
        Labelled texts.
    aligned_calls
        Calls that both sides have; what the accuracies are a share of.
    calls
        Calls found.
    participants
        People in all calls, by last word of the name and polity.
    date_acc, medium_acc, call_type_acc, initiator_acc
        Accuracy over aligned calls, in per cent.
    ceremonial
        Calls of type ``ceremonial``.
    initiator_stated
        Initiators other than ``unstated``.
    occasions, occasions_by_to
        Occasions of a call, by id; and by id, payer and receiver.
    tone, tone_by_label
        Labels on overlapping passages; and of each label.
    toward_acc
        Accuracy over the labels found for which gold says whom they are toward, in per cent.
    count_error_pct
        Substantive phone calls by pair of people: the sum of the counts' differences, in per cent of gold's sum.
    without_prediction
        Ids that only gold has: scored as predicted to report no call.
    without_gold
        Ids that only the predictions have: not scored.
    """

    records: int
    aligned_calls: int
    calls: PrecisionRecall
    participants: PrecisionRecall
    date_acc: float
    medium_acc: float
    call_type_acc: float
    ceremonial: PrecisionRecall
    initiator_acc: float
    initiator_stated: PrecisionRecall
    occasions: PrecisionRecall
    occasions_by_to: PrecisionRecall
    tone: PrecisionRecall
    toward_acc: float
    tone_by_label: dict[str, PrecisionRecall]
    count_error_pct: float
    without_prediction: tuple[str, ...] = ()
    without_gold: tuple[str, ...] = ()


def score(gold: Labels, predicted: Labels) -> Scores:
    """Score predictions against labels.

    Parameters
    ----------
    gold, predicted
        Coded texts, joined by id.

    Raises
    ------
    InputError
        When a record is not in the codebook's form, or an id comes twice on one side.
    """
    return _score(by_id(gold), by_id(predicted))


def score_by_source(gold: Labels, predicted: Labels) -> dict[str, Scores]:
    """Score the texts of each source apart; a record that names no source has the one that its id begins with.

    Parameters
    ----------
    gold, predicted
        Coded texts, joined by id.

    Returns
    -------
    dict
        Scores by source, for every source that gold has, in alphabetical order.

    Raises
    ------
    InputError
        When a record is not in the codebook's form, or an id comes twice on one side.
    """
    labelled, coded = by_id(gold), by_id(predicted)
    # the gold side decides where a text belongs, also when the prediction names another source
    source_of = {key: record.publisher for key, record in (coded | labelled).items()}
    return {
        source: _score(
            {key: record for key, record in labelled.items() if source_of[key] == source},
            {key: record for key, record in coded.items() if source_of[key] == source},
        )
        for source in sorted({source_of[key] for key in labelled})
    }


def initiators(call: GoldCall) -> frozenset[str]:
    """Return the initiator, if one is stated."""
    return frozenset({call.value("initiator")} - {UNSTATED})


def occasion_ids(call: GoldCall) -> frozenset[str]:
    """Return the occasions of a call."""
    return frozenset(occasion.id for occasion in call.occasions)


def occasions_by_to(call: GoldCall) -> frozenset[tuple[str, str | None, str | None]]:
    """Return the occasions of a call, with who pays and who receives each."""
    return frozenset((occasion.id, occasion.by, occasion.to) for occasion in call.occasions)


def _ceremonial(call: GoldCall) -> frozenset[str]:
    return frozenset({call.value("call_type")} & {CallType.CEREMONIAL})


_SETS: dict[str, Callable[[GoldCall], frozenset[Hashable]]] = {
    "ceremonial": _ceremonial,
    "initiator_stated": initiators,
    "occasions": occasion_ids,
    "occasions_by_to": occasions_by_to,
}
"""Measures that compare what a call holds as sets."""

_NO_CALL = GoldCall(())


@dataclass(slots=True)
class _Outcomes:
    """Counts of what was found, made up and missed."""

    hit: int = 0
    spurious: int = 0
    missed: int = 0

    def add(self, hit: int, spurious: int, missed: int) -> None:
        self.hit += hit
        self.spurious += spurious
        self.missed += missed

    def rates(self) -> PrecisionRecall:
        p, r = _share(self.hit, self.hit + self.spurious), _share(self.hit, self.hit + self.missed)
        f1 = 2 * p * r / (p + r) if self.hit else 0.0
        return PrecisionRecall(round(100 * p, 1), round(100 * r, 1), round(100 * f1, 1), self.hit + self.missed)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _percentage(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


class _Tally:
    """What the pairings of many texts add up to."""

    def __init__(self, pairs: Iterable[Pairing]) -> None:
        self.aligned = 0
        self.right: Counter[str] = Counter()
        self.toward = _Outcomes()
        self.found: defaultdict[str, _Outcomes] = defaultdict(_Outcomes)
        self.by_label: defaultdict[str, _Outcomes] = defaultdict(_Outcomes)
        for pairing in pairs:
            self._add_people(pairing)
            both = [*pairing.aligned, *((a, _NO_CALL) for a in pairing.missed), *((_NO_CALL, b) for b in pairing.spurious)]
            for a, b in both:
                for name, members in _SETS.items():
                    ours, theirs = members(a), members(b)
                    self.found[name].add(len(ours & theirs), len(theirs - ours), len(ours - theirs))
                self._add_tone(a, b, pairing.text)
            for a, b in pairing.aligned:
                self.aligned += 1
                self.right.update(field for field in FIELDS if a.value(field) == b.value(field))

    def _add_people(self, pairing: Pairing) -> None:
        self.found["calls"].add(len(pairing.aligned), len(pairing.spurious), len(pairing.missed))
        shared = sum(shared_people(a.participants, b.participants) for a, b in pairing.aligned)
        ours = sum(len(a.participants) for a in (*(a for a, _ in pairing.aligned), *pairing.missed))
        theirs = sum(len(b.participants) for b in (*(b for _, b in pairing.aligned), *pairing.spurious))
        self.found["participants"].add(shared, theirs - shared, ours - shared)

    def _add_tone(self, a: GoldCall, b: GoldCall, text: str) -> None:
        ours, theirs = marks(a, text), marks(b, text)
        for mark in ours:
            same = counterparts(mark, theirs)
            self.by_label[mark.label].add(int(bool(same)), 0, int(not same))
            if same and mark.toward:
                agrees = any(other.toward == mark.toward for other in same)
                self.toward.add(int(agrees), 0, int(not agrees))
        for mark in theirs:
            self.by_label[mark.label].add(0, int(not counterparts(mark, ours)), 0)

    def rates(self, measure: str) -> PrecisionRecall:
        return self.found[measure].rates()

    def accuracy(self, field: str) -> float:
        return _percentage(self.right[field], self.aligned)

    def tone(self) -> PrecisionRecall:
        total = _Outcomes()
        for outcomes in self.by_label.values():
            total.add(outcomes.hit, outcomes.spurious, outcomes.missed)
        return total.rates()


def _score(gold: Mapping[str, GoldRecord], predicted: Mapping[str, GoldRecord]) -> Scores:
    tally = _Tally(pairings(gold, predicted))
    ours, theirs = pair_counts(gold.values()), pair_counts(predicted[key] for key in gold if key in predicted)
    wrong = (ours - theirs).total() + (theirs - ours).total()
    return Scores(
        records=len(gold),
        aligned_calls=tally.aligned,
        calls=tally.rates("calls"),
        participants=tally.rates("participants"),
        date_acc=tally.accuracy("occurred_on"),
        medium_acc=tally.accuracy("medium"),
        call_type_acc=tally.accuracy("call_type"),
        ceremonial=tally.rates("ceremonial"),
        initiator_acc=tally.accuracy("initiator"),
        initiator_stated=tally.rates("initiator_stated"),
        occasions=tally.rates("occasions"),
        occasions_by_to=tally.rates("occasions_by_to"),
        tone=tally.tone(),
        toward_acc=_percentage(tally.toward.hit, tally.toward.hit + tally.toward.missed),
        tone_by_label={label: tally.by_label[label].rates() for label in sorted(tally.by_label)},
        # where gold counts no call, every call too many weighs as if it counted one
        count_error_pct=_percentage(wrong, max(1, ours.total())),
        without_prediction=tuple(key for key in gold if key not in predicted),
        without_gold=tuple(key for key in predicted if key not in gold),
    )


def pair_counts(records: Iterable[GoldRecord]) -> Counter[tuple[str, str]]:
    """Count the substantive phone calls of each pair of people, told apart by last word of the name and polity."""
    counts: Counter[tuple[str, str]] = Counter()
    for call in itertools.chain.from_iterable(record.calls for record in records):
        if call.medium == Medium.PHONE and call.call_type == CallType.SUBSTANTIVE:
            people = {f"{(folded_words(p.name) or ('?',))[-1]}/{p.polity or '?'}" for p in call.participants}
            counts.update(itertools.combinations(sorted(people), 2))
    return counts
