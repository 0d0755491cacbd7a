"""Labelled corpora → what is wrong with them, what is in them, their manifests and datasheets, and files for other programs.

``communique corpus`` checks corpora, rewrites their manifests and datasheets, and hands them to annotation tools and back.
Training and evaluation only read corpora; nothing at run time writes to them.
"""

from __future__ import annotations

from communique.corpora.check import CorpusCheck, check_corpus
from communique.corpora.datasheet import datasheet_tables, read_tables, write_tables
from communique.corpora.formats import FORMATS, Imported, export_corpus, import_corpus, read_corpus
from communique.corpora.label_studio import labelling_configuration
from communique.corpora.leaks import Leak, find_leaks, read_texts
from communique.corpora.likeness import NearDuplicate, SharedRuns
from communique.corpora.manifest import CorpusManifest, read_manifest, write_manifest

__all__ = [
    "FORMATS",
    "CorpusCheck",
    "CorpusManifest",
    "Imported",
    "Leak",
    "NearDuplicate",
    "SharedRuns",
    "check_corpus",
    "datasheet_tables",
    "export_corpus",
    "find_leaks",
    "import_corpus",
    "labelling_configuration",
    "read_corpus",
    "read_manifest",
    "read_tables",
    "read_texts",
    "write_manifest",
    "write_tables",
]
