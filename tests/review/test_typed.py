"""What a person types for a value, and what it is read as."""

from __future__ import annotations

from typing import Any

import pytest
from review.made_corrections import CODED, FIRST, READOUT, TEXT

from communique.errors import InputError
from communique.review import FORMS, read_typed, typed, value_faults, values_of

NOW = values_of(CODED)[0]


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


@pytest.mark.parametrize(
    ("field", "line", "value", "quote"),
    [
        ("medium", "video", "video", ""),
        ("call_type", ' ceremonial  "congratulated his colleague" ', "ceremonial", "congratulated his colleague"),
        ("initiator", "FRA verb", {"initiator": "FRA", "initiator_basis": "verb"}, ""),
        ("initiator", "unstated", {"initiator": "unstated", "initiator_basis": "none"}, ""),
        ("initiator", 'mutual explicit "both"', {"initiator": "mutual", "initiator_basis": "explicit"}, "both"),
        (
            "occurred_on",
            "2018-07-13 23:30:00+03:00 relative",
            {"occurred_on": "2018-07-13", "precision": "day", "basis": "relative", "occurred_at": "23:30:00+03:00"},
            "",
        ),
        (
            "occurred_on",
            "2018-07-01 month",
            {"occurred_on": "2018-07-01", "precision": "month", "basis": "stated", "occurred_at": None},
            "",
        ),
        ("occasions", "none", [], ""),
        ("tone", "none", [], ""),
        (
            "occasions",
            'thanks FRA>RUS "his colleague"; birthday unstated>FRA',
            [
                {
                    "id": "thanks",
                    "by": "FRA",
                    "to": "RUS",
                    "span": span("his colleague"),
                    "text": "his colleague",
                },
                {"id": "birthday", "by": "unstated", "to": "FRA"},
            ],
            "",
        ),
        (
            "tone",
            'candid+businesslike counterpart "frank discussion"',
            [
                {
                    "labels": ["candid", "businesslike"],
                    "toward": "counterpart",
                    "span": span("frank discussion"),
                    "text": "frank discussion",
                }
            ],
            "",
        ),
        ("participants", "Vladimir Putin (RUS); Emmanuel Macron (FRA)", NOW["participants"], ""),
    ],
)
def test_a_line_is_read_as_a_value(field: str, line: str, value: Any, quote: str) -> None:
    assert read_typed(field, line, READOUT, FIRST, NOW[field]) == (value, quote)
    assert list(value_faults(field, value)) == []


def test_an_occasion_that_stays_keeps_its_words() -> None:
    ((only,), _) = read_typed("occasions", "national_day FRA>RUS", READOUT, FIRST, NOW["occasions"])
    assert (only["by"], only["text"]) == ("FRA", "national holiday")


def test_a_new_participant_is_looked_up_in_the_text_and_the_gazetteer() -> None:
    (people, _) = read_typed(
        "participants", "Theresa May (GBR); Somebody Unheard-Of (AUT)", READOUT, FIRST, NOW["participants"]
    )
    assert [(p["name"], p["person"], p.get("span")) for p in people] == [
        ("Theresa May", "theresa-may", span("Theresa May")),
        ("Somebody Unheard-Of", "", None),
    ]


@pytest.mark.parametrize("field", [field for field in FORMS if field != "kind"])
def test_what_is_shown_can_be_typed_again(field: str) -> None:
    value, _ = read_typed(field, typed(field, NOW[field]), READOUT, FIRST, NOW[field])
    assert value == NOW[field]


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("medium", "by phone"),
        ("medium", '"phone"'),
        ("occasions", ""),
        ("occasions", "thanks"),
        ("occasions", "thanks to RUS"),
        ("tone", "candid"),
        ("tone", 'very candid indeed "frank discussion"'),
        ("participants", "Vladimir Putin"),
        ("occurred_on", "2018-07-13 tomorrow"),
        ("initiator", '"'),
    ],
)
def test_what_is_not_understood_is_answered_with_the_form(field: str, line: str) -> None:
    with pytest.raises(InputError) as caught:
        read_typed(field, line, READOUT, FIRST, NOW[field])
    assert str(caught.value) == f"that was not understood. Type {FORMS[field]}."


def test_words_that_do_not_stand_in_the_text_are_refused() -> None:
    with pytest.raises(InputError, match='the words "warm talk" stand neither in the text nor in the title'):
        read_typed("tone", 'cordial exchange "warm talk"', READOUT, FIRST, [])
