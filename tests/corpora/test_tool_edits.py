"""What was edited in an annotation tool comes back as it is now."""

from __future__ import annotations

from pathlib import Path

import msgspec
from corpora.made_corpus import made_record
from corpora.tool_tasks import (
    EMOJI,
    call,
    coded,
    each_tool,
    edited,
    here,
    labelled,
    unlabelled,
)

from communique.annotations import to_annotation
from communique.corpora import check_corpus, export_corpus, import_corpus, read_corpus


@each_tool
def test_a_moved_label_moves_the_words_and_keeps_what_no_words_say(tmp_path: Path, form: str, name: str) -> None:
    back = edited(
        tmp_path / name,
        form,
        coded(),
        lambda f, t: unlabelled(f, t, "participant:AUT"),
        lambda f, t: labelled(f, t, "participant:AUT", "Anna Alder of Austria"),
    )
    anna = call(back).participants[0]
    assert (anna.name, anna.office, anna.evidence and anna.evidence.quote) == (
        "Anna Alder",
        "President",
        "Anna Alder of Austria",
    )
    assert call(back).participants[1:] == call(coded()).participants[1:]
    assert (call(back).tone, call(back).occasions) == (call(coded()).tone, call(coded()).occasions)


@each_tool
def test_new_labels_are_added(tmp_path: Path, form: str, name: str) -> None:
    back = edited(
        tmp_path / name,
        form,
        coded(text=made_record()["text"] + f" {EMOJI}Cora Cedar joined them. They spoke at length."),
        lambda f, t: labelled(f, t, "participant:CZE", "Cora Cedar"),
        lambda f, t: labelled(f, t, "tone:businesslike+cordial:exchange", "at length"),
        lambda f, t: labelled(f, t, "occasion:thanks:unstated>BEL", "joined them"),
    )
    new = call(back).participants[-1]
    assert (new.name, new.polity, new.person) == ("Cora Cedar", "CZE", "")
    assert (call(back).format, len(call(back).participants)) == ("multilateral", 3)
    assert [(t.evidence.quote, t.labels, t.toward) for t in call(back).tone][1:] == [
        ("at length", ("businesslike", "cordial"), "exchange")
    ]
    assert [(o.id, o.by, o.to) for o in call(back).occasions] == [
        ("sport_or_honour", "AUT", "BEL"),
        ("thanks", "unstated", "BEL"),
    ]


@each_tool
def test_removed_labels_are_gone(tmp_path: Path, form: str, name: str) -> None:
    back = edited(tmp_path / name, form, coded(), *(lambda f, t, s=s: unlabelled(f, t, s) for s in ("tone", "occ", "init")))
    assert (call(back).tone, call(back).occasions) == ((), ())
    assert (call(back).initiator, call(back).initiator_basis, call(back).decisions) == ("unstated", "none", {})
    assert call(back).participants == call(coded()).participants


@each_tool
def test_initiator_is_whom_the_label_names(tmp_path: Path, form: str, name: str) -> None:
    back = edited(
        tmp_path / name,
        form,
        coded(),
        lambda f, t: unlabelled(f, t, "initiator"),
        lambda f, t: labelled(f, t, "initiator:BEL:explicit", "at noon"),
    )
    assert (call(back).initiator, call(back).initiator_basis) == ("BEL", "explicit")
    assert [e.quote for e in call(back).decisions["initiator"].evidence] == ["at noon"]


@each_tool
def test_a_name_may_be_marked_in_the_title(tmp_path: Path, form: str, name: str) -> None:
    back = edited(tmp_path / name, form, coded(), lambda f, t: labelled(f, t, "tone:cordial:exchange", "Prime"))
    assert [(t.evidence.where, t.evidence.start) for t in call(back).tone] == [("text", 106), ("title", 10)]


def test_what_comes_back_can_be_checked_as_a_corpus(tmp_path: Path) -> None:
    export_corpus(tmp_path / "a.jsonl", [coded()], "prodigy")
    (back,) = import_corpus(tmp_path / "a.jsonl", "prodigy").readouts
    (tmp_path / "back.jsonl").write_bytes(msgspec.json.encode(to_annotation(back)) + b"\n")
    assert check_corpus(tmp_path / "back.jsonl").faults == ()
    assert [here(item) for item in read_corpus(tmp_path / "back.jsonl")] == [here(coded())]
