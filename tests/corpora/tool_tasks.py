"""Tasks of annotation tools as a person sees and edits them there: words under labels."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from corpora.made_corpus import made_record

from communique.annotations import from_annotation
from communique.corpora import export_corpus, import_corpus
from communique.records import Call, CodedReadout

FILES = [
    ("prodigy", "tasks.jsonl"),
    ("doccano", "tasks.jsonl"),
    ("label-studio", "tasks.json"),
    ("tif", "corpus.csv"),
    ("tif", "corpus.parquet"),
]
TOOLS = FILES[:3]
EMOJI = "\N{HANDSHAKE}\N{REGIONAL INDICATOR SYMBOL LETTER F}\N{REGIONAL INDICATOR SYMBOL LETTER R} "
"""Three characters beyond 16 bits and a space: four code points, seven UTF-16 code units."""

each_file = pytest.mark.parametrize(("form", "name"), FILES, ids=[name + " " + form for form, name in FILES])
each_tool = pytest.mark.parametrize(("form", "name"), TOOLS, ids=[form for form, _ in TOOLS])


def coded(**fields: Any) -> CodedReadout:
    return from_annotation(made_record(**fields), origin="made.jsonl:1")


def behind(noise: str) -> CodedReadout:
    """Make a readout whose text begins with something."""
    record = made_record()
    record["text"] = noise + record["text"]
    found = record["calls"][0]
    found["initiator_span"] = [offset + len(noise) for offset in found["initiator_span"]]
    for entry in (found["participants"][0], found["occasions"][0], found["tone"][0]):
        entry["span"] = [offset + len(noise) for offset in entry["span"]]
    return from_annotation(record)


def here(item: CodedReadout) -> CodedReadout:
    """Forget from which file a readout came."""
    return msgspec.structs.replace(item, readout=msgspec.structs.replace(item.readout, origin=""))


def there_and_back(path: Path, form: str, *items: CodedReadout) -> list[CodedReadout]:
    assert export_corpus(path, items, form) == len(items)
    found = import_corpus(path, form)
    assert found.rejections == ()
    return list(map(here, found.readouts))


def tasks(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    found = json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.split("\n") if line]
    assert isinstance(found, list)
    return found


def write(path: Path, items: list[Any]) -> None:
    lines = [json.dumps(item, ensure_ascii=False) for item in items]
    path.write_text("[" + ",\n".join(lines) + "]" if path.suffix == ".json" else "\n".join(lines), encoding="utf-8")


def of_utf16(text: str, start: int, end: int) -> str:
    """Cut a text as JavaScript's ``substring`` does."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def utf16(text: str, offset: int) -> int:
    return len(text[:offset].encode("utf-16-le")) // 2


def seen(form: str, task: dict[str, Any]) -> list[tuple[str, str]]:
    if form == "prodigy":
        return [(s["label"], task["text"][s["start"] : s["end"]]) for s in task["spans"]]
    if form == "doccano":
        return [(label, of_utf16(task["text"], start, end)) for start, end, label in task["label"]]
    text, values = task["data"]["text"], [r["value"] for r in task["annotations"][0]["result"]]
    return [(v["labels"][0], text[v["start"] : v["end"]]) for v in values]


def text_of(task: dict[str, Any]) -> str:
    found = task["text"] if "text" in task else task["data"]["text"]
    assert isinstance(found, str)
    return found


def labelled(form: str, task: dict[str, Any], label: str, words: str) -> None:
    """Add a label in a tool."""
    text = text_of(task)
    start = text.index(words)
    end = start + len(words)
    if form == "prodigy":
        task["spans"].append({"start": start, "end": end, "label": label})
    elif form == "doccano":
        task["label"].append([utf16(text, start), utf16(text, end), label])
        task["label"].sort()  # as doccano does
    else:
        value = {"start": start, "end": end, "text": words, "labels": [label]}
        task["annotations"][0]["result"].append({"type": "labels", "id": "n", "value": value})


def unlabelled(form: str, task: dict[str, Any], sort: str) -> None:
    """Remove the labels of a sort in a tool."""
    if form == "prodigy":
        task["spans"] = [s for s in task["spans"] if not s["label"].startswith(sort)]
    elif form == "doccano":
        task["label"] = [s for s in task["label"] if not s[2].startswith(sort)]
    else:
        result = task["annotations"][0]["result"]
        result[:] = [r for r in result if not r["value"]["labels"][0].startswith(sort)]


Edit = Callable[[str, dict[str, Any]], object]


def edited(path: Path, form: str, item: CodedReadout, *edits: Edit) -> CodedReadout:
    export_corpus(path, [item], form)
    found = tasks(path)
    for edit in edits:
        edit(form, found[0])
    write(path, found)
    (back,) = import_corpus(path, form).readouts
    return here(back)


def call(item: CodedReadout) -> Call:
    (found,) = item.calls
    return found
