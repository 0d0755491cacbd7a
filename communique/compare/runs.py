"""Two streams of coded readouts in the order of their corpora → the fields in which they differ.

Texts are paired by id; calls within a text by the people that they share, so that a call that moved up in its text is
still the same call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from communique.flips import Flip
from communique.names import name_keys
from communique.records import Call, CodedReadout, Decision, Evidence

_NONE = "none"


@dataclass
class Compared:
    """What comparing found.

    Attributes
    ----------
    flips
        In the order of the texts.
    readouts, calls
        Texts in both, and calls of the newer coding in them.
    only_before, only_after
        Texts in one only.
    """

    flips: list[Flip] = field(default_factory=list)
    readouts: int = 0
    calls: int = 0
    only_before: int = 0
    only_after: int = 0


def compare_runs(before: Iterable[CodedReadout], after: Iterable[CodedReadout]) -> Compared:
    """Compare two codings of a corpus, one text in memory at a time.

    Parameters
    ----------
    before, after
        Both in order of publication date and id, as runs give them.
    """
    found = Compared()
    for old, new in _paired(before, after):
        if old is None:
            found.only_after += 1
        elif new is None:
            found.only_before += 1
        else:
            found.readouts += 1
            found.calls += len(new.calls)
            found.flips += _flips(old, new)
    return found


def _key(coded: CodedReadout) -> tuple[str, str]:
    return coded.readout.published, coded.readout.id


def _paired(
    before: Iterable[CodedReadout], after: Iterable[CodedReadout]
) -> Iterator[tuple[CodedReadout | None, CodedReadout | None]]:
    left, right = iter(before), iter(after)
    old, new = next(left, None), next(right, None)
    while old is not None or new is not None:
        if new is None or (old is not None and _key(old) < _key(new)):
            yield old, None
            old = next(left, None)
        elif old is None or _key(new) < _key(old):
            yield None, new
            new = next(right, None)
        else:
            yield old, new
            old, new = next(left, None), next(right, None)


def _flips(old: CodedReadout, new: CodedReadout) -> Iterator[Flip]:
    if old.kind != new.kind:
        yield _flip(new, new.readout.id, "kind", (str(old.kind), str(new.kind)))
    for one, other in _same_calls(old.calls, new.calls):
        if one is None and other is not None:
            yield _flip(new, other.id, "call", (_NONE, _people(other)), quote=_medium_quote(other))
        elif other is None and one is not None:
            yield _flip(new, one.id, "call", (_people(one), _NONE), quote=_medium_quote(one))
        elif one is not None and other is not None:
            yield from _call_flips(new, one, other)


def _same_calls(old: tuple[Call, ...], new: tuple[Call, ...]) -> Iterator[tuple[Call | None, Call | None]]:
    """Pair calls by the people that they share, those that share most first; of equals, in the order of the text."""
    pairs = sorted(
        ((-len(_keys(a) & _keys(b)), i, j) for i, a in enumerate(old) for j, b in enumerate(new) if _keys(a) & _keys(b)),
    )
    mates: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in mates and j not in mates.values():
            mates[i] = j
    for i, a in enumerate(old):
        yield a, new[mates[i]] if i in mates else None
    for j, b in enumerate(new):
        if j not in mates.values():
            yield None, b


def _keys(call: Call) -> set[tuple[str, str]]:
    return {(p.polity, (name_keys(p.name) or ("",))[-1]) for p in call.participants[1:]}


def _call_flips(coded: CodedReadout, old: Call, new: Call) -> Iterator[Flip]:
    """Compare the fields of one call."""
    for name, one, other in (
        ("occurred_on", old.occurred_on.isoformat(), new.occurred_on.isoformat()),
        ("participants", _people(old), _people(new)),
        ("initiator", old.initiator, new.initiator),
        ("medium", str(old.medium), str(new.medium)),
        ("format", str(old.format), str(new.format)),
        ("call_type", str(old.call_type), str(new.call_type)),
    ):
        if one != other:
            before, after = old.decisions.get(name), new.decisions.get(name)
            yield _flip(coded, new.id, name, (one, other), (_sure(before), _sure(after)), _quote(after) or _quote(before))
    yield from _set_flip(
        coded,
        new.id,
        "occasions",
        {f"{o.id} ({o.by} to {o.to})": (o.decision, o.evidence) for o in old.occasions},
        {f"{o.id} ({o.by} to {o.to})": (o.decision, o.evidence) for o in new.occasions},
    )
    yield from _set_flip(
        coded,
        new.id,
        "tone",
        {f"{'+'.join(t.labels)} towards {t.toward}: {t.evidence.quote}": (t.decision, t.evidence) for t in old.tone},
        {f"{'+'.join(t.labels)} towards {t.toward}: {t.evidence.quote}": (t.decision, t.evidence) for t in new.tone},
    )


def _set_flip(
    coded: CodedReadout,
    call: str,
    name: str,
    old: dict[str, tuple[Decision | None, Evidence | None]],
    new: dict[str, tuple[Decision | None, Evidence | None]],
) -> Iterator[Flip]:
    """Compare a field that holds several values; what is the same on both sides is left out of the words."""
    gone, come = [v for v in old if v not in new], [v for v in new if v not in old]
    if not gone and not come:
        return
    passage = next((e for v in come if (e := new[v][1])), None) or next((e for v in gone if (e := old[v][1])), None)
    yield _flip(
        coded,
        call,
        name,
        ("; ".join(gone) or _NONE, "; ".join(come) or _NONE),
        (_least(old[v][0] for v in gone), _least(new[v][0] for v in come)),
        passage.quote if passage else "",
    )


def _flip(
    coded: CodedReadout,
    call: str,
    name: str,
    values: tuple[str, str],
    chances: tuple[float | None, float | None] = (None, None),
    quote: str = "",
) -> Flip:
    readout = coded.readout
    return Flip(readout.id, readout.source, readout.published[:4], readout.title, call, name, *values, *chances, quote)


def _people(call: Call) -> str:
    return "; ".join(f"{p.person or p.name} ({p.polity or 'unknown'})" for p in call.participants)


def _sure(decision: Decision | None) -> float | None:
    return decision.probability if decision else None


def _least(decisions: Iterable[Decision | None]) -> float | None:
    """Give the probability of the least sure of several decisions."""
    return min((d.probability for d in decisions if d is not None and d.probability is not None), default=None)


def _quote(decision: Decision | None) -> str:
    return decision.evidence[0].quote if decision and decision.evidence else ""


def _medium_quote(call: Call) -> str:
    return _quote(call.decisions.get("medium"))
