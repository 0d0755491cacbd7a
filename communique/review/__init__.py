"""What people decided against, or with, the machine: read, checked, and put over what the machine coded.

People's decisions win over models and survive them: they hold for the text that was read, whatever codes it next.
"""

from __future__ import annotations

from communique.review.apply import Applied, Orphan, apply, corrected_fields
from communique.review.changes import added_anchor
from communique.review.corrections import (
    Anchor,
    Correction,
    Machine,
    anchor,
    append_corrections,
    correction_faults,
    parse_corrections,
    read_corrections,
    write_line,
)
from communique.review.queue import Queued, Swing, review_queue
from communique.review.tasks import TOOLS, export_queue, import_tasks
from communique.review.training import training_records, write_training_corpus
from communique.review.typed import FORMS, read_typed, typed
from communique.review.values import CALL_FIELDS, FIELDS, NO, YES, value_faults, values_of, values_of_call

__all__ = [
    "CALL_FIELDS",
    "FIELDS",
    "FORMS",
    "NO",
    "TOOLS",
    "YES",
    "Anchor",
    "Applied",
    "Correction",
    "Machine",
    "Orphan",
    "Queued",
    "Swing",
    "added_anchor",
    "anchor",
    "append_corrections",
    "apply",
    "corrected_fields",
    "correction_faults",
    "export_queue",
    "import_tasks",
    "parse_corrections",
    "read_corrections",
    "read_typed",
    "review_queue",
    "training_records",
    "typed",
    "value_faults",
    "values_of",
    "values_of_call",
    "write_line",
    "write_training_corpus",
]
