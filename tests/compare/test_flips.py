"""Two codings of the same texts → what flipped, from what to what, and what to read first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.codebook import CallType, InitiatorBasis, Kind, Medium, OccasionId, ToneLabel, Toward
from communique.compare import compare_runs, read_first, tabulate
from communique.flips import Flip
from communique.records import Call, CodedReadout, Decision, Evidence, Occasion, Participant, Readout, ToneSpan

TEXT = "They had a frank talk on gas, and he congratulated her."
FRANK = Evidence(TEXT.index("frank"), TEXT.index("frank") + 5, "frank")


def call(number: int = 1, *, polity: str = "FRA", name: str = "Emmanuel Macron", **fields: Any) -> Call:
    people = (Participant("Vladimir Putin", "RUS", "vladimir-putin"), Participant(name, polity))
    day = fields.pop("occurred_on", dt.date(2022, 3, 10))
    return Call(f"r1#{number}", "r1", "kremlin", day, people, medium=Medium.PHONE, **fields)


def coded(*calls: Call, id: str = "r1", published: str = "2022-03-10", kind: Kind | None = None) -> CodedReadout:  # noqa: A002
    readout = Readout(id, "kremlin", "en", published, "A call", TEXT)
    return CodedReadout(readout, kind or (Kind.CALL if calls else Kind.OTHER), calls, Medium.PHONE)


def tone(labels: tuple[ToneLabel, ...], chance: float) -> ToneSpan:
    return ToneSpan(FRANK, labels, Toward.EXCHANGE, Decision("+".join(labels), "model", "tone", "1", (FRANK,), chance))


def typed(value: CallType, chance: float) -> Call:
    decision = Decision(value, "model", "call_type", "1", (FRANK,), chance)
    return call(call_type=value, decisions={"call_type": decision})


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (call(), call(occurred_on=dt.date(2022, 3, 9)), ("occurred_on", "2022-03-10", "2022-03-09")),
        (call(), call(initiator="FRA", initiator_basis=InitiatorBasis.VERB), ("initiator", "unstated", "FRA")),
        (call(), msgspec.structs.replace(call(), medium=Medium.VIDEO), ("medium", "phone", "video")),
        (
            call(),
            call(occasions=(Occasion(OccasionId.BIRTHDAY, "RUS", "FRA"),)),
            ("occasions", "none", "birthday (RUS to FRA)"),
        ),
        (call(tone=(tone((ToneLabel.CANDID,), 0.7),)), call(), ("tone", "candid towards exchange: frank", "none")),
        (
            call(),
            call(name="Olaf Macron"),
            (
                "participants",
                "vladimir-putin (RUS); Emmanuel Macron (FRA)",
                "vladimir-putin (RUS); Olaf Macron (FRA)",
            ),
        ),
    ],
)
def test_a_field_that_came_out_otherwise_is_a_flip(before: Call, after: Call, expected: tuple[str, str, str]) -> None:
    [flip] = compare_runs([coded(before)], [coded(after)]).flips
    assert (flip.field, flip.before, flip.after) == expected


def test_a_flip_has_both_probabilities_and_the_words() -> None:
    before, after = coded(typed(CallType.CEREMONIAL, 0.55)), coded(typed(CallType.SUBSTANTIVE, 0.81))
    [flip] = compare_runs([before], [after]).flips
    assert (flip.before, flip.after) == ("ceremonial", "substantive")
    assert (flip.probability_before, flip.probability_after, flip.quote) == (0.55, 0.81, "frank")


def test_calls_that_came_and_went_and_what_a_text_is() -> None:
    gone = compare_runs([coded(call())], [coded()]).flips
    assert [(f.field, f.after) for f in gone] == [("kind", "other"), ("call", "none")]
    come = compare_runs([coded(call())], [coded(call(), call(2, polity="DEU", name="Olaf Scholz"))]).flips
    assert [(f.field, f.before, f.after) for f in come] == [("call", "none", "vladimir-putin (RUS); Olaf Scholz (DEU)")]


def test_a_call_that_moved_in_its_text_is_the_same_call() -> None:
    scholz = {"polity": "DEU", "name": "Olaf Scholz"}
    assert compare_runs([coded(call(1), call(2, **scholz))], [coded(call(1, **scholz), call(2))]).flips == []


def test_texts_of_one_run_only_are_counted_and_not_compared() -> None:
    days = ["2022-03-01", "2022-03-02", "2022-03-03", "2022-03-04"]
    texts = [coded(id=f"r{day[-1]}", published=day) for day in days]
    found = compare_runs(texts[:3], texts[1:])
    assert (found.readouts, found.only_before, found.only_after, found.flips) == (2, 1, 1, [])


chances = st.one_of(st.none(), st.floats(0, 1))
flips = st.lists(
    st.builds(
        Flip,
        readout_id=st.sampled_from(["r1", "r2"]),
        source=st.sampled_from(["kremlin", "elysee", ""]),
        year=st.sampled_from(["2021", "2022"]),
        title=st.just(""),
        call=st.text("abc#", max_size=4),
        field=st.sampled_from(["tone", "call_type", "initiator"]),
        before=st.sampled_from(["none", "x", "y"]),
        after=st.sampled_from(["none", "x", "y"]),
        probability_before=chances,
        probability_after=chances,
    ),
    max_size=40,
)


@given(flips)
def test_every_table_counts_every_flip_once(found: list[Flip]) -> None:
    for rows in tabulate(found).values():
        assert sum(int(row[-1]) for row in rows) == len(found)


@given(flips, st.randoms())
def test_what_to_read_first_is_the_same_in_any_order_and_of_every_field(found: list[Flip], random: Any) -> None:
    shuffled = random.sample(found, len(found))
    first = read_first(found)
    assert sorted(map(repr, first)) == sorted(map(repr, read_first(shuffled)))
    assert {f.field for f in first} == {f.field for f in found}
    assert all(f in found for f in first)
