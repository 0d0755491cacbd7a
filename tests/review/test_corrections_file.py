"""The file of corrections: what comes back, what is refused, and that every fault is named with its place."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from review.made_corrections import MISSED, WITH_MACRON, WITH_MERKEL, made, participant

from communique.errors import InputError
from communique.review import (
    Anchor,
    Correction,
    Machine,
    append_corrections,
    correction_faults,
    parse_corrections,
    read_corrections,
    write_line,
)

GOOD = (
    made("call_type", "ceremonial", machine=Machine("substantive", "machine-1"), quote="congratulated"),
    made("kind", "letter", span=(0, 8), where="title"),
    made("exists", MISSED, call=WITH_MERKEL),
    made("exists", "no"),
    made("occasions", [{"id": "thanks", "by": "RUS", "to": "unstated", "span": [0, 4], "text": "Vlad", "where": "text"}]),
)


def without_origin(corrections: tuple[Correction, ...]) -> tuple[Correction, ...]:
    return tuple(msgspec.structs.replace(c, origin="") for c in corrections)


def test_corrections_come_back_in_their_order_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "corrections" / "texts.jsonl"
    append_corrections(path, GOOD[:2])
    append_corrections(path, GOOD[2:])
    found = read_corrections(path)
    assert without_origin(found) == GOOD
    assert [c.origin for c in found] == [f"{path}:{n}" for n in range(1, 6)]
    assert b"origin" not in path.read_bytes()


def test_without_a_file_there_are_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "nothing.jsonl") == ()


def test_nothing_is_written_when_one_of_several_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    append_corrections(path, GOOD[:1])
    before = path.read_bytes()
    with pytest.raises(InputError, match="unknown medium 'fax'"):
        append_corrections(path, [GOOD[1], made("medium", "fax")])
    assert path.read_bytes() == before


def test_a_line_that_was_cut_off_is_named_and_swallows_no_other(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_bytes(write_line(GOOD[0])[:40])
    append_corrections(path, GOOD[1:2])
    with pytest.raises(InputError) as caught:
        read_corrections(path)
    assert str(caught.value).startswith(f"{path}:1: is no correction")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("mediun", "phone", "unknown field 'mediun'. Known: "),
        ("medium", "fone", "Did you mean phone?"),
        ("medium", ["phone"], "the value of medium has another form"),
        ("kind", "telegram", "unknown kind 'telegram'"),
        ("exists", "perhaps", "unknown exists 'perhaps'"),
        ("call_type", "solemn", "unknown call_type 'solemn'"),
        ("occurred_on", {"occurred_on": "24.2.2022"}, "Write an ISO date"),
        ("occurred_on", {"occurred_on": "2022-02-24", "basis": "guessed"}, "unknown basis 'guessed'"),
        ("occurred_on", {"occurred_on": "2022-02-24", "occurred_at": "late"}, "Write one such as 23:30:00+03:00"),
        ("initiator", {"initiator": "RUS", "initiator_basis": "none"}, "Only unstated has none"),
        ("initiator", {"initiator": "Russia", "initiator_basis": "verb"}, "the initiator is 'Russia'"),
        ("participants", [participant("Vladimir Putin", "RUS")], "two or more participants, not 1"),
        ("participants", [participant(" ", "RUS"), participant("Macron", "FRA")], "has no name"),
        ("participants", [participant("Putin", "Russia"), participant("Macron", "FRA")], "polity is 'Russia'"),
        (
            "participants",
            [participant("Putin", "RUS"), participant("Macron", "FRA", person="emanuel-macron")],
            "Did you mean emmanuel-macron?",
        ),
        ("participants", [participant("=1+1", "RUS"), participant("Macron", "FRA")], "takes for a formula"),
        ("occasions", [{"id": "bastille", "by": "RUS", "to": "FRA"}], "unknown occasion 'bastille'"),
        ("occasions", [{"id": "thanks", "by": "Rossiya", "to": "FRA"}], "'by' of an occasion is 'Rossiya'"),
        ("tone", [{"labels": ["frosty"], "toward": "exchange", "text": "x"}], "unknown tone label 'frosty'"),
        ("tone", [{"labels": [], "toward": "exchange", "text": "x"}], "at least one"),
        ("tone", [{"labels": ["candid"], "toward": "exchange"}], "needs its words"),
        ("exists", {**MISSED, "medium": "fax"}, "unknown medium 'fax'"),
        ("exists", {**MISSED, "participants": []}, "two or more participants, not 0"),
    ],
)
def test_a_value_that_the_codebook_does_not_know_is_refused_with_the_way_out(field: str, value: Any, fault: str) -> None:
    assert any(fault in found for found in correction_faults(made(field, value)))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"call": None}, "'call' has to say which call is meant"),
        ({"call": Anchor(1, ("FRA:macron\x1b[2J", "RUS:putin"))}, "U+001B"),
        ({"readout": "k1\u202e"}, "U+202E"),
        ({"readout": "k" * 1_000_000}, "'readout' has 1,000,000 characters"),
        ({"who": ""}, "Write the reviewer's name"),
        ({"who": "  "}, "Write the reviewer's name"),
        ({"who": "=HYPERLINK(A1)"}, "takes for a formula"),
        ({"who": "@anna"}, "takes for a formula"),
        ({"who": "<script>alert(1)</script>"}, "'who' holds < or >"),
        ({"who": "Anna\u202etdimhcS"}, "U+202E"),
        ({"who": "Anna\x1b[2J"}, "U+001B"),
        ({"who": "A" * 1_000_000}, "'who' has 1,000,000 characters, 100 is the most"),
        ({"why": "y" * 1_000_000}, "'why' has 1,000,000 characters, 2,000 is the most"),
        ({"why": "one\ntwo"}, "U+000A"),
        ({"why": " -1+1|cmd"}, "takes for a formula"),
        ({"why": "turned \u2066round"}, "U+2066"),
        ({"when": "yesterday"}, "Write a moment with its zone"),
        ({"when": "2026-11-24T10:00:00"}, "Write a moment with its zone"),
        ({"span": (5, 5)}, "'span' is [5, 5]"),
    ],
)
def test_what_a_reviewer_writes_about_a_decision_is_checked(changes: dict[str, Any], fault: str) -> None:
    found = list(correction_faults(made("medium", "phone", **changes)))
    assert any(fault in one for one in found), found
    assert all(len(one) < 400 and one.isprintable() for one in found)


@pytest.mark.parametrize("who", ["Anna Schmidt", "Нина Петровна", "José-María (AFP)", "王小明", "R2D2", "O'Neill, fact desk"])
def test_names_of_people_anywhere_are_taken(who: str) -> None:
    assert list(correction_faults(made("medium", "phone", who=who, why="It's a <b>call</b>, says “he” 🤝"))) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"{", "is no correction"),
        (b"[]", "is no correction"),
        (b"\xff\xfe", "is no correction"),
        (b'{"readout": 1}', "is no correction"),
        (b"[" * 100_000, "is no correction"),
        (b'{"readout": "' + b"x" * 300_000 + b'"}', "longer than 200,000 bytes"),
        (json.dumps({**msgspec.to_builtins(GOOD[3]), "surprise\u202e": 1}).encode(), "unknown field"),
        (json.dumps({**msgspec.to_builtins(GOOD[3]), "origin": "elsewhere"}).encode(), "'origin' is not written"),
    ],
)
def test_a_line_that_is_no_correction_is_named_and_the_rest_is_read_on(line: bytes, fault: str) -> None:
    bad = json.dumps({**msgspec.to_builtins(GOOD[3]), "value": "maybe"}).encode()
    with pytest.raises(InputError) as caught:
        parse_corrections(io.BytesIO(b"\n".join([line, b"", write_line(GOOD[0]).strip(), bad])), "calls.jsonl")
    told = str(caught.value).splitlines()
    assert told[0].startswith("calls.jsonl:1: ")
    assert fault in told[0]
    assert told[1].startswith("calls.jsonl:4: unknown exists 'maybe'")
    assert all(len(one) < 400 and one.isprintable() for one in told)


PRINTED = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs"]), min_size=1, max_size=30)


@given(
    st.lists(
        st.builds(
            lambda who, why, medium, number: made(
                "medium", medium, who=f"R {who}", why=f"since {why}", call=msgspec.structs.replace(WITH_MACRON, number=number)
            ),
            PRINTED,
            PRINTED,
            st.sampled_from(["phone", "video"]),
            st.integers(0, 9),
        ),
        max_size=5,
    )
)
def test_any_good_corrections_come_back(corrections: list[Correction]) -> None:
    content = b"".join(map(write_line, corrections))
    assert without_origin(parse_corrections(io.BytesIO(content), "x")) == tuple(corrections)
