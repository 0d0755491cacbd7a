"""A count in the store → its report: everything that the page says is put together here, and written."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from communique import __version__, count, reconcile, resources
from communique.classify.artifacts import artefact_of, read_manifest
from communique.compare import read_first, tabulate
from communique.corrections import copied, corrected_as_counted, corrections_words, disagreement_lines
from communique.errors import ModelError
from communique.flips import Comparison
from communique.records import CodedReadout, Ledger, Match
from communique.report import (
    Bin,
    Changes,
    CloseCall,
    Estimate,
    ModelFacts,
    PersonsDecision,
    ReportContents,
    Told,
    write_report,
)
from communique.review import Applied, typed
from communique.sources import load_sources
from communique.store import RunManifest, Store

_DECIDES = {
    "tone": "whether a phrase is tone, and toward whom",
    "occasions": "which courtesy a clause pays, if any",
    "business": "whether a sentence reports business",
    "call_type": "whether a call with a courtesy is ceremonial",
}
_LIBRARIES = ("spacy", "scikit-learn", "numpy", "scipy", "pyarrow", "pandas", "jinja2")
"""Libraries whose version may bear on a number or on a byte of the report."""


def publish(
    store: Store,
    count_id: str,
    profile: str,
    folder: Path,
    *,
    estimates: tuple[Estimate, ...] = (),
    comparison: Comparison | None = None,
) -> Path:
    """Write the report on a count.

    Parameters
    ----------
    store
        Where the count, its run and its corpus are.
    count_id, profile
        The count, and the profile that it was made with, by id or path.
    folder
        Where to.
    estimates
        What a reviewed random sample says of the count's numbers.
    comparison
        What the count's run changed against an earlier one.

    Returns
    -------
    Path
        The page.
    """
    return write_report(folder, gather(store, count_id, profile, estimates=estimates, comparison=comparison))


def gather(
    store: Store,
    count_id: str,
    profile: str,
    *,
    estimates: tuple[Estimate, ...] = (),
    comparison: Comparison | None = None,
) -> ReportContents:
    """Put together everything that the report on a count says.

    Parameters
    ----------
    store, count_id, profile, estimates, comparison
        As in `publish`.
    """
    run = store.run(store.count_manifest(count_id).run_id)
    applied = corrected_as_counted(store, count_id)
    coded = applied.coded
    rules = count.load_profile(profile)
    ledger = store.read_count(count_id)
    everything = reconcile.match_all(coded) if len({c.readout.source for c in coded}) > 1 else ()
    others = {p: count.load_profile(p) for p in resources.names("configs", "profiles/*.yaml") if p != rules.id}
    adapted = {p: count.with_rules_of(rules, other) for p, other in others.items()}
    header = run.manifest()
    return ReportContents(
        title=rules.title,
        profile_text=store.read_count_profile(count_id),
        profile_summary=tuple(count.profile_sentences(rules)),
        ledger=ledger,
        coded=coded,
        alternatives=tuple(count.count_calls(coded, other, everything) for other in adapted.values()),
        matches=_shown(everything, ledger, rules),
        rejections=(*store.read_rejections(header.corpus), *run.rejections()),
        models=_models(header.annotator),
        provenance=_provenance(header, count_id, rules.id, applied),
        leaders=count.leader_names(ledger),
        windows=count.window_titles(rules),
        source_titles={s.id: s.title for s in load_sources().values()},
        profile_titles={rules.id: rules.title, **{p: other.title for p, other in adapted.items()}},
        rule_titles=count.rule_titles(rules),
        rule_reasons={e.id: e.because for e in rules.exclusions if e.because},
        quote=count.quotable(ledger, rules),
        beside_quote=count.beside_the_quote(ledger, rules, everything),
        close_calls=_close_calls(ledger, coded, rules),
        estimates=estimates,
        changes=_changes(comparison, rules.id) if comparison is not None else None,
        told_too=tuple(
            Told(leader, window, told, expected)
            for window, leader, expected, told in count.cross_source_verdict(ledger, rules, everything)
        ),
        datasheets=dict(_datasheets(header)),
        people=tuple(_people(applied)),
        disagreements=tuple(disagreement_lines(applied)),
        corrections=copied(applied),
        command=_command(header, profile, comparison, applied),
    )


def _shown(everything: tuple[Match, ...], ledger: Ledger, rules: count.Profile) -> tuple[Match, ...]:
    """Keep the matches that the profile asks for, where it asks for a comparison of its own; else all."""
    if rules.cross_source is None:
        return everything
    pair = {*rules.selection.sources, rules.cross_source.source}
    counted = {row.call_id for row in ledger.rows if row.status == "counted" and row.window in rules.cross_source.windows}
    return tuple(m for m in everything if {m.source_a, m.source_b} <= pair and {m.call_a, m.call_b} & counted)


def _close_calls(ledger: Ledger, coded: tuple[CodedReadout, ...], rules: count.Profile) -> tuple[CloseCall, ...]:
    return tuple(CloseCall(s.call_id, s.counted, s.chance, s.moves) for s in count.swing_calls(ledger, coded, rules))


def _provenance(header: RunManifest, count_id: str, profile: str, applied: Applied) -> dict[str, str]:
    """Say what the report was made from, by names and digests, and by which versions."""
    return {
        "corpus": f"{header.corpus} (SHA-256 {header.corpus_digest}), {header.readouts} texts",
        "coded by": header.annotator,
        "run": header.id,
        **({"corrected by people": corrections_words(applied)} if applied.in_effect else {}),
        "count": count_id,
        "profile": profile,
        "program": f"communique {__version__}",
        "libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
    }


def _people(applied: Applied) -> Iterator[PersonsDecision]:
    """Tell every decision that holds, or could not be applied, in the order in which it was made."""
    holding = {id(correction) for correction in applied.in_effect}
    reasons = {id(orphan.correction): orphan.reason for orphan in applied.orphans}
    calls = {(applied.anchor(call), coded.readout.id): call.id for coded in applied.coded for call in coded.calls}
    for c in applied.given:
        if id(c) not in holding and id(c) not in reasons:
            continue  # somebody decided it again
        call_id = calls.get((c.call, c.readout), "") if c.call is not None else ""
        value = typed(c.field, c.value) if c.field != "exists" else c.value if isinstance(c.value, str) else "a call was missed"
        yield PersonsDecision(c.readout, call_id, c.field, value, c.who, c.when, c.why, reasons.get(id(c), ""))


def _command(header: RunManifest, profile: str, comparison: Comparison | None, applied: Applied) -> str:
    """Say what to type beside the report; a shipped corpus goes by its name, others by whatever they were read from."""
    is_shipped = header.corpus in resources.names("corpora", "*/manifest.json")
    corpus = header.corpus if is_shipped else "YOUR_TEXTS"
    models = artefact_of(header.annotator)
    against = f" --against {shlex.quote(comparison.before)}" if comparison is not None else ""
    command = f"communique run --input {corpus} --profile {shlex.quote(profile)} --models {shlex.quote(models)}{against}"
    if not applied.given:
        return command
    folder = "communique-workspace/corrections"
    return f"mkdir -p {folder} && cp corrections.jsonl {folder}/{shlex.quote(header.corpus)}.jsonl && {command}"


def _changes(comparison: Comparison, profile: str) -> Changes:
    """Choose what a report says of a comparison: the numbers of its own profile, the flips counted, and those to read first."""
    tables = tabulate(comparison.flips)
    return Changes(
        comparison,
        numbers=tuple(c for c in comparison.counts if c.profile == profile and c.before != c.after),
        by_field=tuple((field, int(n)) for field, n in tables["field"]),
        by_change=tuple((field, before, after, int(n)) for field, before, after, n in tables["change"]),
        first=tuple(read_first(comparison.flips)),
    )


def _datasheets(header: RunManifest) -> Iterator[tuple[str, str]]:
    """Find the datasheets of the corpus that was counted, if it is one of ours, and of those the models were trained on."""
    manifest = read_manifest(resources.model_path(artefact_of(header.annotator)))
    for name in dict.fromkeys([header.corpus, *manifest.get("corpora", ())]):
        if name in resources.names("corpora", "*/manifest.json"):
            path = resources.corpus_path(name) / "DATASHEET.md"
            if path.exists():
                yield name, path.read_text(encoding="utf-8")


def _models(annotator: str) -> tuple[ModelFacts, ...]:
    """Read the measures and the card of the models that coded a run."""
    folder = resources.model_path(artefact_of(annotator))
    manifest = read_manifest(folder)
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    try:
        return tuple(
            ModelFacts(
                name=f"{manifest['name']}/{part}",
                version=manifest["version"],
                decides=_DECIDES[part],
                measures=measures,
                # one card for all: it stands with the first
                card="" if number else card,
                confusion=_of(manifest, "confusion", part),
                by_publisher=_of(manifest, "by_publisher", part),
                reliability=tuple(Bin(b["n"], b["predicted"], b["observed"]) for b in _of(manifest, "reliability", part) or ()),
            )
            for number, (part, measures) in enumerate(manifest["measures"].items())
        )
    except (KeyError, TypeError, AttributeError) as error:
        way_out = "Train the model again with 'communique train'."
        msg = f"{folder / 'manifest.json'}: its measures have another form than the report reads: {error!r}. {way_out}"
        raise ModelError(msg) from error


def _of(manifest: Mapping[str, Any], key: str, part: str) -> Any:
    """Read one model's part of what later manifests have."""
    return manifest.get(key, {}).get(part, {})
