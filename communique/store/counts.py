"""A ledger ↔ ``counts/<id>/``: its rows and tallies as Parquet, the profile's own text, people's corrections, a manifest."""

from __future__ import annotations

import msgspec

from communique.errors import StoreError, did_you_mean
from communique.records import Ledger, LedgerRow, Tally
from communique.store.folders import StoreFolder
from communique.store.manifests import CountManifest, digest_of, read_content, read_manifest, write_content, write_manifest
from communique.store.runs import load_run
from communique.store.tables import read_table, write_table

_WAY_OUT = "Count the run again."


def write_count(folder: StoreFolder, run: str, ledger: Ledger, profile_text: str, corrections: bytes = b"") -> str:
    """Write what a profile made of a run and people's corrections (JSON lines), and return the count's id."""
    name = _name(load_run(folder, run).id, ledger, profile_text, corrections)
    stem = f"counts/{name}"
    own = corrections.count(b"\n")
    manifest = CountManifest(
        id=name,
        run_id=run,
        profile_id=ledger.profile_id,
        expected=ledger.expected,
        profile=write_content(folder, f"{stem}/profile", "yaml", profile_text.encode(), 1),
        rows=write_table(folder, f"{stem}/rows", ledger.rows, LedgerRow),
        tallies=write_table(folder, f"{stem}/tallies", ledger.tallies, Tally),
        corrections=write_content(folder, f"{stem}/corrections", "jsonl", corrections, own) if corrections else msgspec.UNSET,
    )
    write_manifest(folder, f"{stem}/manifest.json", manifest)
    return name


def _name(run: str, ledger: Ledger, profile_text: str, corrections: bytes) -> str:
    """Name a count after what decides it; one without corrections is named as if there were no such thing."""
    with_people = (corrections.decode(),) if corrections else ()
    return digest_of(run, msgspec.json.encode(ledger).decode(), profile_text, *with_people)[:12]


def read_count_manifest(folder: StoreFolder, name: str) -> CountManifest:
    """Read what a count consists of.

    Raises
    ------
    StoreError
        When there is no such count, or its manifest is damaged.
    """
    if name not in list_counts(folder):
        msg = f"{folder.url} has no count {name!r}. {did_you_mean(name, list_counts(folder))}"
        raise StoreError(msg)
    return read_manifest(folder, f"counts/{name}/manifest.json", CountManifest, _WAY_OUT)


def read_count(folder: StoreFolder, name: str) -> Ledger:
    """Read the ledger of a count, and check that it is the one of that id."""
    manifest = read_count_manifest(folder, name)
    ledger = Ledger(
        profile_id=manifest.profile_id,
        rows=tuple(read_table(folder, manifest.rows, LedgerRow, _WAY_OUT)),
        tallies=tuple(read_table(folder, manifest.tallies, Tally, _WAY_OUT)),
        expected=manifest.expected,
    )
    if _name(manifest.run_id, ledger, read_count_profile(folder, name), read_count_corrections(folder, name)) != name:
        msg = f"{folder.place(f'counts/{name}')} holds another count than its name says. {_WAY_OUT}"
        raise StoreError(msg)
    return ledger


def read_count_profile(folder: StoreFolder, name: str) -> str:
    """Read the text of the profile that a count was made with."""
    return read_content(folder, read_count_manifest(folder, name).profile, _WAY_OUT).decode()


def read_count_corrections(folder: StoreFolder, name: str) -> bytes:
    """Read the corrections that a count was made with, as JSON lines; empty when there were none."""
    stored = read_count_manifest(folder, name).corrections
    return b"" if stored is msgspec.UNSET else read_content(folder, stored, _WAY_OUT)


def list_counts(folder: StoreFolder) -> tuple[str, ...]:
    """List the counts by id."""
    return tuple(name for name in folder.folders("counts") if folder.exists(f"counts/{name}/manifest.json"))
