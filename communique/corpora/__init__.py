"""Labelled corpora → what is wrong with them, what is in them, and their manifests and datasheets.

``python -m communique.corpora FOLDER...`` checks corpora and rewrites their manifests and the tables of their datasheets.
Training and evaluation only read corpora; nothing at run time writes to them.
"""

from __future__ import annotations

from communique.corpora.check import CorpusCheck, check_corpus
from communique.corpora.datasheet import datasheet_tables, read_tables, write_tables
from communique.corpora.likeness import NearDuplicate, SharedRuns
from communique.corpora.manifest import CorpusManifest, read_manifest, write_manifest

__all__ = [
    "CorpusCheck",
    "CorpusManifest",
    "NearDuplicate",
    "SharedRuns",
    "check_corpus",
    "datasheet_tables",
    "read_manifest",
    "read_tables",
    "write_manifest",
    "write_tables",
]
