from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.parsed import parse
from report.sample import contents, decision, found, telling

from communique.codebook import InitiatorBasis, Kind, ToneLabel, Toward
from communique.records import Call, CodedReadout, Evidence, Participant, Readout, ToneSpan
from communique.report.evidence import MARKS, Passage, cut, decision_rows, doubts, highlighted
from communique.report.page import render


def shape(body: str, *ranges: tuple[int, int, str]) -> list[tuple[str, tuple[str, ...]]]:
    return [(piece.text, piece.marks) for piece in cut(body, [Passage(s, e, mark, mark) for s, e, mark in ranges])]


@pytest.mark.parametrize(
    ("ranges", "pieces"),
    [
        ([], [("abcdef", ())]),
        ([(0, 6, "tone")], [("abcdef", ("tone",))]),
        ([(1, 2, "who")], [("a", ()), ("b", ("who",)), ("cdef", ())]),
        ([(1, 3, "who"), (3, 5, "tone")], [("a", ()), ("bc", ("who",)), ("de", ("tone",)), ("f", ())]),
        ([(0, 4, "tone"), (2, 6, "who")], [("ab", ("tone",)), ("cd", ("who", "tone")), ("ef", ("who",))]),
        ([(0, 6, "init"), (2, 4, "who")], [("ab", ("init",)), ("cd", ("who", "init")), ("ef", ("init",))]),
        ([(1, 3, "tone"), (1, 3, "tone")], [("a", ()), ("bc", ("tone",)), ("def", ())]),
        ([(0, 3, "tone"), (1, 5, "tone")], [("a", ("tone",)), ("bc", ("tone",)), ("de", ("tone",)), ("f", ())]),
    ],
    ids=["nothing", "all", "inside", "touching", "crossing", "nested", "the same twice", "two of one kind"],
)
def test_text_is_cut_at_every_border(ranges: list[tuple[int, int, str]], pieces: list[tuple[str, tuple[str, ...]]]) -> None:
    assert shape("abcdef", *ranges) == pieces


def test_offsets_count_code_points() -> None:
    body = "🚆 e\u0301té\u00a0: frank"
    start = body.index("frank")
    assert shape(body, (start, start + 5, "tone"))[-1] == ("frank", ("tone",))


def test_a_piece_says_all_that_covers_it() -> None:
    pieces = cut("abcd", [Passage(0, 3, "who", "participant: A"), Passage(1, 4, "tone", "tone: candid")])
    assert [piece.label for piece in pieces] == ["participant: A", "participant: A; tone: candid", "tone: candid"]


RANGES = st.tuples(st.integers(0, 40), st.integers(1, 40), st.sampled_from(list(MARKS)), st.sampled_from("xyz"))


@given(st.text(max_size=40), st.lists(RANGES, max_size=12))
def test_pieces_join_to_the_text_and_carry_just_the_marks_that_cover_them(
    body: str, ranges: list[tuple[int, int, str, str]]
) -> None:
    passages = [Passage(s, min(s + n, len(body)), mark, label) for s, n, mark, label in ranges if s < len(body)]
    pieces = cut(body, passages)
    assert "".join(piece.text for piece in pieces) == body
    at = 0
    for piece in pieces:
        over = {p.mark for p in passages if p.start <= at and at + len(piece.text) <= p.end}
        assert set(piece.marks) == over
        assert {p.mark for p in passages if p.start < at + len(piece.text) and at < p.end} == over
        at += len(piece.text)


def test_every_kind_of_evidence_is_highlighted_in_the_page() -> None:
    text = "Paris, 3 May: A called B by telephone and gave thanks; a frank talk."
    call = Call(
        "r#1",
        "r",
        "",
        dt.date(2020, 5, 3),
        (Participant("A", "FRA", evidence=found(text, "A called"[:1])), Participant("B", "RUS")),
        initiator="FRA",
        initiator_basis=InitiatorBasis.VERB,
        tone=(ToneSpan(found(text, "frank talk"), (ToneLabel.CANDID,), Toward.EXCHANGE),),
        decisions={
            "occurred_on": decision("2020-05-03", found(text, "3 May")),
            "initiator": decision("FRA", found(text, "A called B")),
            "medium": decision("phone", found(text, "by telephone")),
            "call_type": decision("ceremonial", found(text, "gave thanks")),
            "participants": decision("A, B", found("A title of B", "title of B", "title")),
        },
    )
    coded = CodedReadout(Readout("r", "", "en", "", "A title of B", text), Kind.CALL, (call,))
    title, body = highlighted(coded)
    assert [(piece.text, piece.marks) for piece in title] == [("A ", ()), ("title of B", ("who",))]
    assert [(piece.text, piece.marks) for piece in body if piece.marks] == [
        ("3 May", ("when",)),
        ("A", ("who", "init")),
        (" called B", ("init",)),
        ("by telephone", ("medium",)),
        ("gave thanks", ("type",)),
        ("frank talk", ("tone",)),
    ]


def test_marks_nest_in_the_page_and_the_text_stays_whole() -> None:
    root = parse("".join(render(contents())))
    (text,) = [d for d in root.all("div", class_="text") if "serious and frank" in d.text]
    nested = [m for m in text.all("mark") if m.all("mark")[1:]]
    assert [(m.text, m.attributes["class"], m.all("mark")[1].attributes["class"]) for m in nested] == [
        ("telephone", "init", "medium"),
        ("Emmanuel Macron", "who", "init"),
    ]
    overlapping = [m.text for m in text.all("mark", class_="tone")]
    assert overlapping == ["a serious and ", "frank exchange of views", " on Ukraine, and a detailed one"]


def test_marks_of_a_text_with_several_calls_say_which_call_they_belong_to() -> None:
    (coded,) = [item for item in contents().coded if len(item.calls) == 2]
    labels = {piece.text: piece.label for piece in highlighted(coded)[1] if piece.marks}
    assert labels["Olaf Scholz"] == "call 2: participant: Olaf Scholz"
    assert labels["Vladimir Putin"] == "call 1: participant: Vladimir Putin; call 2: participant: Vladimir Putin"


def test_decisions_list_every_field_also_those_without_a_decision() -> None:
    coded = telling("k-2020-01-02", "Vladimir Putin rang Theresa May.", ("Theresa May", "theresa-may", "GBR", ""))
    call = msgspec.structs.replace(coded.calls[0], decisions={})
    rows = {row.field: (row.value, row.decision, row.quotes) for row in decision_rows(call)}
    assert rows == {
        "occurred on": ("2020-01-02 (date of publication)", None, ()),
        "participants": (
            "Vladimir Putin (President of Russia, RUS); Theresa May (GBR)",
            None,
            ("Vladimir Putin", "Theresa May"),
        ),
        "initiator": ("unstated", None, ()),
        "medium": ("phone", None, ()),
        "format": ("bilateral", None, ()),
        "call type": ("substantive", None, ()),
    }


def test_doubts_are_the_decisions_that_ask_for_review_and_no_others() -> None:
    calls = {call.id: doubts(call) for call in contents().calls.values()}
    assert {call_id: [row.field for row in rows] for call_id, rows in calls.items() if rows} == {
        "kremlin-2017-05-18#1": ["call type"]
    }


def test_the_record_refuses_a_passage_that_is_not_in_the_text() -> None:
    coded = telling("k-2020-01-02", "Vladimir Putin rang Theresa May.", ("Theresa May", "theresa-may", "GBR", ""))
    wrong = Participant("X", "FRA", evidence=Evidence(0, 1, "X"))
    with pytest.raises(ValueError, match="is not 'X'"):
        msgspec.structs.replace(coded, calls=(msgspec.structs.replace(coded.calls[0], participants=(wrong, wrong)),))
