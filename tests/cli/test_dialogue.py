"""The dialogue at the keyboard: what each answer does, with the answers of a reviewer played in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from review.made_corrections import CODED, FIRST, READOUT, made

from communique.cli.dialogue import Dialogue
from communique.codebook import CallType, Kind, Medium
from communique.records import CodedReadout
from communique.review import Applied, Correction, Queued, apply

NO_CALL = CodedReadout(READOUT, Kind.OTHER, annotator="machine-1")


class Reviewer:
    """Answers what is asked, one line after the other, then ends the input."""

    def __init__(self, *answers: str, coded: CodedReadout = CODED) -> None:
        self.answers = list(answers)
        self.coded = coded
        self.kept: list[Correction] = []
        self.dialogue = Dialogue(
            [coded], [], "Anna Schmidt", lambda: "2026-11-24T10:00:00+00:00", self.kept.extend, self.answer
        )

    def answer(self, _prompt: str) -> str:
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    def reviews(self, *fields: str) -> Applied:
        """Review the first call, and return what became of the coding; nothing may be lost."""
        call = self.coded.calls[0] if self.coded.calls else None
        self.shown = self.dialogue.review([Queued(self.coded, call, ("because",), fields)])
        assert not self.answers
        applied = apply([self.coded], self.kept)
        assert applied.orphans == ()
        return applied


def decided(corrections: Sequence[Correction]) -> list[tuple[str, object]]:
    return [(c.field, c.value) for c in corrections]


def test_a_value_is_accepted_with_the_words_it_rested_on() -> None:
    reviewer = Reviewer("a")
    call = reviewer.reviews("call_type").coded[0].calls[0]
    assert decided(reviewer.kept) == [("call_type", "substantive")]
    assert reviewer.kept[0].machine is not None
    assert (reviewer.kept[0].machine.value, reviewer.kept[0].machine.annotator) == ("substantive", "machine-1")
    assert (call.decisions["call_type"].by, call.decisions["call_type"].reasons[0].what) == (
        "human",
        "confirmed on reading the text",
    )


def test_a_value_is_changed_with_a_reason() -> None:
    reviewer = Reviewer("c", "video", "It   was on screen")
    call = reviewer.reviews("medium").coded[0].calls[0]
    assert call.medium is Medium.VIDEO
    assert reviewer.kept[0].why == "It was on screen"


@pytest.mark.parametrize(
    "wrong",
    [
        ("c", "solemn", "ceremonial", ""),  # the codebook does not know it
        ("c", 'ceremonial "never said"', "ceremonial", ""),  # words that are not there
        ("c", "", "c", "ceremonial", ""),  # thought better of it
        ("help!", "?", "c", "ceremonial", ""),  # no such answer
        ("c", "ceremonial", "=1+1", "\u202eabc", ""),  # reasons that could do harm
    ],
)
def test_what_is_not_understood_is_asked_again(wrong: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    reviewer = Reviewer(*wrong)
    assert reviewer.reviews("call_type").coded[0].calls[0].call_type is CallType.CEREMONIAL
    assert decided(reviewer.kept) == [("call_type", "ceremonial")]
    assert "\u202e" not in capsys.readouterr().out


def test_a_value_that_does_not_fit_the_call_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    reviewer = Reviewer("c", "DEU verb", "", "s")
    reviewer.reviews("initiator")
    assert reviewer.kept == []
    assert "that does not fit: DEU is no side of the call (they are FRA, RUS, mutual, unstated)." in capsys.readouterr().out


def test_a_skipped_field_and_the_end_of_input_decide_nothing() -> None:
    reviewer = Reviewer("s", "n")
    reviewer.reviews("call_type", "medium", "tone")
    assert reviewer.kept == []
    assert Reviewer().reviews("call_type").in_effect == ()


def test_everything_can_be_accepted_at_once_but_what_was_changed_before_stays_changed() -> None:
    reviewer = Reviewer("c", "video", "", "all")
    call = reviewer.reviews("medium", "call_type").coded[0].calls[0]
    assert call.medium is Medium.VIDEO
    assert not call.review
    assert {d.by for d in call.decisions.values()} == {"human"}
    assert [c.field for c in reviewer.kept].count("medium") == 1


def test_a_ceremonial_call_that_loses_its_courtesy_is_asked_about_its_type() -> None:
    ceremonial = apply([CODED], [made("call_type", "ceremonial")]).coded[0]
    reviewer = Reviewer("c", "none", "", "c", "substantive", "no courtesy", coded=ceremonial)
    reviewer.reviews("occasions")
    assert decided(reviewer.kept) == [("occasions", []), ("call_type", "substantive")]


def test_a_call_that_was_none_is_taken_away() -> None:
    reviewer = Reviewer("x", "only announced")
    assert [c.id for c in reviewer.reviews("call_type").coded[0].calls] == ["k1#2"]
    assert reviewer.kept[0].why == "only announced"


NEW = (
    "Vladimir Putin (RUS); Angela Merkel (DEU)",
    "2018-07-13",
    'DEU explicit "He then called"',
    "phone",
    "substantive",
    "none",
    "none",
)


def test_a_call_that_is_missing_is_added() -> None:
    reviewer = Reviewer("m", *NEW, "she is named below", "s")
    added = reviewer.reviews("call_type").coded[0].calls[2]
    assert [p.name for p in added.participants] == ["Vladimir Putin", "Angela Merkel"]
    assert (added.initiator, added.participants[1].person) == ("DEU", "angela-merkel")
    assert added.decisions["initiator"].evidence[0].quote == "He then called"


def test_a_missing_call_can_be_given_up_and_wrong_answers_are_asked_again() -> None:
    reviewer = Reviewer("m", "Vladimir Putin", "Vladimir Putin (RUS)", NEW[0], "", "s")
    reviewer.reviews("call_type")
    assert reviewer.kept == []


def test_a_missing_call_that_contradicts_itself_is_not_added(capsys: pytest.CaptureFixture[str]) -> None:
    reviewer = Reviewer("m", *NEW[:2], "GBR verb", *NEW[3:], "s")
    reviewer.reviews("call_type")
    assert reviewer.kept == []
    assert "GBR is no side of the call" in capsys.readouterr().out


def test_a_readout_without_a_call_is_asked_what_it_is() -> None:
    reviewer = Reviewer("c", "letter", "", coded=NO_CALL)
    assert reviewer.reviews("kind").coded[0].kind is Kind.LETTER
    reviewer = Reviewer("m", *NEW, "", "c", "call", "", coded=NO_CALL)
    after = reviewer.reviews("kind").coded[0]
    assert (after.kind, [c.id for c in after.calls]) == (Kind.CALL, ["k1#1"])


def test_stopping_keeps_what_was_answered() -> None:
    reviewer = Reviewer("a", "q")
    both = [Queued(CODED, call, (), ("medium",)) for call in CODED.calls]
    assert reviewer.dialogue.review(both) == 2
    assert len(reviewer.kept) == reviewer.dialogue.decided == 1
    assert FIRST in CODED.calls
