"""Files, or a shipped corpus by its name → a corpus in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from communique import resources
from communique.errors import StoreError
from communique.ingest.duplicates import drop_duplicates
from communique.ingest.readers import read_inputs
from communique.store import CorpusManifest, Store


def write_corpus(
    store: Store, inputs: Sequence[str], corpus: str, *, columns: Mapping[str, str], source: str, lang: str
) -> CorpusManifest:
    """Read every input into a corpus; what cannot be used is kept there with its reason.

    Parameters
    ----------
    store
        Where to.
    inputs
        Files or folders.
    corpus
        The name under which the readouts are kept.
    columns, source, lang
        As in `communique.ingest.readers.read_inputs`.
    """
    items = drop_duplicates(read_inputs([Path(i) for i in inputs], columns=columns, source=source, lang=lang))
    return store.write_corpus(corpus, items)


def known_corpora(store: Store) -> tuple[str, ...]:
    """List the corpora that can be annotated by name: those in the store, and the shipped ones."""
    return tuple(dict.fromkeys([*store.list_corpora(), *resources.names("corpora", "*/manifest.json")]))


def ensure_corpus(store: Store, name: str) -> str:
    """See that a corpus is in the store; a shipped one is ingested first.

    Raises
    ------
    StoreError
        When there is no such corpus; names those that are.
    """
    if name in store.list_corpora():
        return name
    if name not in resources.names("corpora", "*/manifest.json"):
        known = ", ".join(known_corpora(store))
        msg = f"there is no corpus {name!r} in {store.url}. Ingest it first, or take one of: {known}."
        raise StoreError(msg)
    write_corpus(store, [str(resources.input_path(name))], name, columns={}, source="", lang="")
    return name
