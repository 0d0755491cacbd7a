"""A run, a profile and a random sample that people read → every number of the count with what the sample says of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique import count, reconcile, resources
from communique.audit import LIKELY, Interval, Sample, StratumErrors, allocate, drawn, estimate
from communique.corrections import corrections_path
from communique.errors import InputError
from communique.records import CodedReadout, Ledger
from communique.report import Estimate
from communique.review import Correction, apply, read_corrections
from communique.store import Run

Key = tuple[str, ...]


@dataclass(frozen=True)
class Audited:
    """A run under a profile, as the machine alone counts it.

    Attributes
    ----------
    run
        The run.
    rules
        The profile.
    profile_sha256
        Of its text.
    coded, ledger
        The machine's coding and count, without corrections.
    frame
        Ids of readouts by stratum; together every readout that the profile could count.
    """

    run: Run
    rules: count.Profile
    profile_sha256: str
    coded: tuple[CodedReadout, ...]
    ledger: Ledger
    frame: Mapping[str, tuple[str, ...]]


def audited(run: Run, profile: str) -> Audited:
    """Count a run by the machine alone, and sort its readouts into strata.

    Parameters
    ----------
    run
        A finished run.
    profile
        By id or path.
    """
    rules = count.load_profile(profile)
    text = resources.profile_path(profile).read_bytes()
    coded = tuple(run.read())
    ledger = _ledger(coded, rules)
    close = {swing.call_id for swing in count.swing_calls(ledger, coded, rules)}
    counted = {row.call_id for row in ledger.rows if row.status == "counted"}
    frame: dict[str, list[str]] = {name: [] for name in LIKELY}
    for item in coded:
        if rules.selection.sources and item.readout.source not in rules.selection.sources:
            continue  # whatever it tells, this profile does not count it
        calls = {call.id for call in item.calls}
        name = "close" if calls & close else "counted" if calls & counted else "other" if calls else "silent"
        frame[name].append(item.readout.id)
    return Audited(
        run, rules, hashlib.sha256(text).hexdigest(), coded, ledger, {name: tuple(ids) for name, ids in frame.items()}
    )


def _ledger(coded: Iterable[CodedReadout], rules: count.Profile) -> Ledger:
    readouts = tuple(coded)
    matches = reconcile.match_all(readouts) if len({c.readout.source for c in readouts}) > 1 else ()
    return count.count_calls(readouts, rules, matches)


def sample_path(run: Run, rules: count.Profile) -> Path:
    """Say where a sample is kept when nobody says otherwise."""
    return resources.workspace() / "audits" / f"{run.corpus}-{run.id}-{rules.id}.json"


def draw_sample(what: Audited, n: int, seed: int) -> Sample:
    """Draw at least ``n`` readouts at random."""
    return Sample(what.run.id, what.rules.id, what.profile_sha256, seed, drawn(what.frame, n, seed))


def check_sample(what: Audited, sample: Sample, path: Path) -> None:
    """See that a sample was drawn from this run under these rules.

    Raises
    ------
    InputError
        Saying what is another.
    """
    again = "Draw a sample of this run with 'communique audit draw --sample FILE'."
    if sample.run != what.run.id:
        msg = f"{path}: was drawn from run {sample.run}, not from {what.run.id}: name that run, or draw anew. {again}"
        raise InputError(msg)
    if (sample.profile, sample.profile_sha256) != (what.rules.id, what.profile_sha256):
        msg = f"{path}: was drawn for other rules ({sample.profile}), or these have changed since. {again}"
        raise InputError(msg)
    for stratum in sample.strata:
        ids = what.frame.get(stratum.name, ())
        strangers = sorted(set(stratum.readouts) - set(ids))
        if strangers or stratum.units != len(ids):
            named = f", and of these {', '.join(strangers[:3])} are none" if strangers else ""
            has = f"has {len(ids)} readouts in the run, not {stratum.units}{named}"
            msg = f"{path}: stratum {stratum.name[:40]!r} {has}. {again}"
            raise InputError(msg)


def reviewed(sample: Sample, corrections: Iterable[Correction]) -> frozenset[str]:
    """Find the sampled readouts that somebody has read to the end: whose kind a person has decided."""
    decided = {correction.readout for correction in corrections if correction.field == "kind"}
    return frozenset(decided & set(sample.readouts))


def estimates(what: Audited, sample: Sample, *, partial: bool = False) -> tuple[Estimate, ...]:
    """Estimate every number of the count, and their sum.

    Parameters
    ----------
    what
        The run under the profile.
    sample
        Drawn from it.
    partial
        Take readouts that nobody has read yet as missing at random.

    Raises
    ------
    InputError
        When readouts of the sample have not been read, or none has.
    """
    corrections = read_corrections(corrections_path(what.run.corpus))
    read = reviewed(sample, corrections)
    missing = len(sample.readouts) - len(read)
    if missing and not (partial and read):
        msg = (
            f"{missing} of the {len(sample.readouts)} readouts of the sample have not been read to the end (their kind is not "
            "decided). Go on with 'communique review --sample'; or estimate from those that were, with --partial, which takes "
            "the others as missing at random."
        )
        raise InputError(msg)
    applied = apply(what.coded, [c for c in corrections if c.readout in read])
    if lost := [o for o in applied.orphans if o.correction.readout in read]:
        which = "; ".join(f"{o.correction.origin}: {o.reason}" for o in lost[:5])
        msg = f"decisions on the sample no longer fit its texts: {which}. Review these readouts again."
        raise InputError(msg)
    machine, truth = _numbers(what.ledger, what.coded), _numbers(_ledger(applied.coded, what.rules), applied.coded)
    names = sorted({key for numbers in (*machine.values(), *truth.values()) for key in numbers} | set(_printed(what.ledger)))
    method = (
        f"difference estimator from {len(read)} of {sum(s.units for s in sample.strata)} readouts, drawn at random in "
        f"{len(sample.strata)} strata with known probabilities (seed {sample.seed}) and read by people"
        f"{f'; {missing} more were drawn and not read, taken as missing at random' if missing else ''}; 95 % interval from "
        "Wilson's limits in each stratum"
    )
    found = []
    for key in names:
        n = sum(numbers[key] for numbers in machine.values())
        result = estimate(n, _strata(what, sample, read, key, machine, truth))
        found.append(Estimate("leader_window", key, n, result.estimate, result.low, result.high, method))
    return tuple(found)


def _printed(ledger: Ledger) -> list[Key]:
    return [tally.key for tally in ledger.tallies if tally.by == "leader_window"]


def _numbers(ledger: Ledger, coded: Iterable[CodedReadout]) -> dict[str, Counter[Key]]:
    """Count the counted calls of each readout, by leader and window."""
    told_in = {call.id: item.readout.id for item in coded for call in item.calls}
    numbers: dict[str, Counter[Key]] = {}
    for row in ledger.rows:
        if row.status == "counted":
            numbers.setdefault(told_in[row.call_id], Counter())[row.leader, row.window] += 1
    return numbers


def _strata(
    what: Audited,
    sample: Sample,
    read: frozenset[str],
    key: Key,
    machine: Mapping[str, Counter[Key]],
    truth: Mapping[str, Counter[Key]],
) -> list[StratumErrors]:
    """Find the errors in one number, by stratum."""
    nothing: Counter[Key] = Counter()
    found = []
    for stratum in sample.strata:
        ids = what.frame[stratum.name]
        before = {name: machine.get(name, nothing)[key] for name in ids}
        errors = [(before[name] > 0, truth.get(name, nothing)[key] - before[name]) for name in stratum.readouts if name in read]
        most = max([1, *before.values(), *(abs(error) for _, error in errors)])
        found.append(StratumErrors(stratum.units, sum(n > 0 for n in before.values()), most, tuple(errors)))
    return found


@dataclass(frozen=True)
class Plan:
    """How many readouts a wanted width takes.

    Attributes
    ----------
    n
        Readouts in all.
    strata
        By stratum: how many there are, and how many to read.
    expected
        The interval of the sum of all counts that may be expected.
    """

    n: int
    strata: tuple[tuple[str, int, int], ...]
    expected: Interval


def plan(what: Audited, half_width: float, shares: Mapping[str, float] = LIKELY) -> Plan:
    """Say how many readouts to read so that the interval of the whole count is not wider than wanted.

    Parameters
    ----------
    what
        The run under the profile.
    half_width
        Half the interval's width, in calls.
    shares
        Shares of readouts in error by stratum: assumed, or observed.
    """
    sizes = {name: len(ids) for name, ids in what.frame.items()}
    everything = sum(sizes.values())

    def expected(n: int) -> tuple[dict[str, int], Interval]:
        numbers = allocate(sizes, n, shares)
        return numbers, estimate(what.ledger.n("counted"), _expected_errors(what, numbers, shares))

    low, high = 1, max(1, everything)
    while low < high:
        middle = (low + high) // 2
        found = expected(middle)[1]
        low, high = (low, middle) if found.high - found.low <= 2 * half_width else (middle + 1, high)
    numbers, interval = expected(high)
    return Plan(sum(numbers.values()), tuple((name, sizes[name], numbers[name]) for name in sizes), interval)


def _expected_errors(what: Audited, numbers: Mapping[str, int], shares: Mapping[str, float]) -> Sequence[StratumErrors]:
    """Make up the errors that a sample would show on average."""
    counted_in = set(_numbers(what.ledger, what.coded))
    strata = []
    for name, ids in what.frame.items():
        counted = sum(one in counted_in for one in ids)
        read = numbers[name]
        read_counted = min(counted, round(read * counted / len(ids))) if ids else 0
        wrong, missed = round(shares[name] * read_counted), round(shares[name] * (read - read_counted))
        errors = [(True, -1)] * wrong + [(True, 0)] * (read_counted - wrong)
        errors += [(False, 1)] * missed + [(False, 0)] * (read - read_counted - missed)
        strata.append(StratumErrors(len(ids), counted, 1, tuple(errors)))
    return strata
