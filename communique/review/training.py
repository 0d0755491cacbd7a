"""Reviewed readouts → labelled readouts that models can be trained on, in the corpus form.

Models learn call type, occasions and tone. A readout of which people decided these for every call is taken; one that is
decided in part would teach a model what another model had guessed, and is left out with what it lacks.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec

from communique.annotations import to_annotation
from communique.corpora.record_faults import record_faults
from communique.corpora.shapes import shape
from communique.errors import InputError
from communique.records import CodedReadout
from communique.review.apply import Applied, corrected_fields

LEARNT = ("call_type", "occasions", "tone")
"""The fields that models are trained to decide."""

_DATASHEET = """# Reviewed readouts (`{name}`)

{n} readouts whose calls people reviewed with `communique review`: {people} decided call type, occasions and tone of every
call; the other fields are the machine's where nobody corrected them. The texts were chosen by what is doubtful or decides a
count, not at random: numbers of this corpus say nothing about readouts at large.

<!-- counts -->
<!-- /counts -->
"""


def training_records(applied: Applied) -> tuple[list[dict[str, Any]], list[str]]:
    """Choose the readouts that can be trained on.

    Returns
    -------
    records : list of dict
        Annotation records of the codebook's section 6.
    lacking : list of str
        What the other reviewed readouts lack, a line each.
    """
    people: dict[str, dict[str, None]] = defaultdict(dict)
    kinds = set()
    for correction in applied.in_effect:
        people[correction.readout][correction.who] = None
        if correction.field == "kind":
            kinds.add(correction.readout)
    records, lacking = [], []
    for item in applied.coded:
        name = item.readout.id
        if name not in people:
            continue
        missing = _missing(item) or ([] if item.calls or name in kinds else ["its kind"])
        if missing:
            lacking.append(f"{name}: a person has still to decide {', '.join(missing)}")
            continue
        record = to_annotation(msgspec.structs.replace(item, annotator=", ".join(people[name])))
        if standing := record.pop("standing", ""):
            # the rows that prove it stay with the corpus that the text is from
            record["note"] = "; ".join(filter(None, [record["note"], f"{standing}, says the corpus that it is from"]))
        for call in record["calls"]:
            call["decisions"] = {what: d for what, d in call["decisions"].items() if d["by"] == "human"}
        if faults := list(record_faults(shape(record))):
            lacking.append(f"{name}: {' '.join(faults)}")
            continue
        records.append(record)
    return records, lacking


def _missing(item: CodedReadout) -> list[str]:
    return [
        f"{', '.join(open_fields)} of {call.id}"
        for call in item.calls
        if (open_fields := [what for what in LEARNT if what not in set(corrected_fields(call))])
    ]


def write_training_corpus(folder: Path, records: list[dict[str, Any]]) -> None:
    """Write records as a corpus folder: ``readouts.jsonl`` and a datasheet.

    Raises
    ------
    InputError
        When there are none, the folder holds another corpus, or it cannot be written.
    """
    if not records:
        msg = "nothing is reviewed that models could learn from. Decide call type, occasions and tone of its calls."
        raise InputError(msg)
    readouts, sheet = folder / "readouts.jsonl", folder / "DATASHEET.md"
    if any(path != readouts for path in folder.glob("*.jsonl")):
        msg = f"{folder}: holds another corpus. Name a new folder."
        raise InputError(msg)
    people = ", ".join(sorted({record["annotator"] for record in records}))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        readouts.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
        sheet.write_text(_DATASHEET.format(name=folder.name, n=len(records), people=people), encoding="utf-8")
    except OSError as error:
        msg = f"{folder}: cannot be written: {error.strerror}. Name another folder."
        raise InputError(msg) from error
