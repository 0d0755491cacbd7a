"""A call meets the selection, or the first condition that it fails is named with its own values."""

from __future__ import annotations

import dataclasses

import pytest
from count.made_calls import (
    CEREMONIAL,
    JOHNSON,
    KREMLIN,
    MACRON,
    MAY,
    MERKEL,
    PHONE,
    PUTIN,
    STRANGER,
    made_call,
    made_profile,
    told,
)

from communique.codebook import UNSTATED, CallType, Format, Medium
from communique.count import count_calls
from communique.count.profile import Initiator, Selection
from communique.records import Call, LedgerRow, Participant


def rows(call: Call, selection: Selection = KREMLIN, **readout: str) -> tuple[LedgerRow, ...]:
    return count_calls(told(call, **readout), made_profile(selection)).rows


def test_a_call_that_meets_everything_is_counted_under_its_leader_and_window() -> None:
    (row,) = rows(made_call("2022-02-24"))
    assert (row.status, row.rule, row.leader, row.window) == ("counted", "", "emmanuel-macron", "since")
    assert row.because == (
        "phone call of 2022-02-24 between Vladimir Putin and Emmanuel Macron; did business; no rule leaves it out"
    )


@pytest.mark.parametrize(
    ("call", "condition", "words"),
    [
        (made_call("2022-02-24", source="elysee"), "source", "published by elysee; the profile counts kremlin"),
        (made_call("2022-02-24", source=""), "source", "published by unknown"),
        (made_call("2022-02-24", medium=Medium.VIDEO), "medium", "by video; the profile counts phone"),
        (made_call("2022-02-24", medium=Medium.UNKNOWN), "medium", "by unknown"),
        (
            made_call("2022-02-24", MERKEL, MACRON),
            "principal",
            "Vladimir Putin does not take part (on the line: Angela Merkel, Emmanuel Macron)",
        ),
        (
            made_call("2022-02-24", PUTIN, MERKEL),
            "counterpart",
            "none of Emmanuel Macron, Theresa May, Boris Johnson takes part",
        ),
        (
            made_call("2016-08-09", PUTIN, MAY),
            "window",
            "2016-08-09 falls in no window (before: 2017-05-07 to 2022-02-23; since:",
        ),
        # the first condition is the one that is named
        (made_call("2016-08-09", MERKEL, MAY, source="elysee"), "source", "published by elysee"),
        (made_call("2016-08-09", MERKEL, MAY, medium=Medium.LETTER), "medium", "by letter"),
    ],
)
def test_the_first_condition_that_a_call_fails_is_named(call: Call, condition: str, words: str) -> None:
    (row,) = rows(call)
    assert (row.status, row.rule, row.leader) == ("not_selected", condition, "")
    assert words in row.because


@pytest.mark.parametrize(
    ("selection", "condition"),
    [
        ({"languages": ("fr",)}, "language"),
        ({"formats": (Format.MULTILATERAL,)}, "format"),
        ({"initiators": (Initiator.COUNTERPART, Initiator.UNSTATED)}, "initiator"),
        ({"call_types": (CallType.CEREMONIAL,)}, "call_type"),
    ],
)
def test_a_narrower_selection_names_the_condition_it_adds(selection: dict[str, tuple[str, ...]], condition: str) -> None:
    call = made_call("2022-02-24", initiator="RUS")
    (row,) = rows(call, dataclasses.replace(KREMLIN, **selection))  # type: ignore[arg-type]
    assert (row.status, row.rule, row.leader, row.window) == (
        "not_selected",
        condition,
        "",
        "" if condition == "window" else "since",
    )


@pytest.mark.parametrize(
    ("day", "window"),
    [
        ("2017-05-06", ""),
        ("2017-05-07", "before"),
        ("2022-02-23", "before"),
        ("2022-02-24", "since"),
        ("2022-10-31", "since"),
        ("2022-11-01", ""),
    ],
)
def test_the_first_and_the_last_day_of_a_window_belong_to_it(day: str, window: str) -> None:
    assert rows(made_call(day))[0].window == window


def test_a_multilateral_call_has_a_row_for_each_named_counterpart() -> None:
    found = rows(made_call("2022-02-24", PUTIN, MERKEL, JOHNSON, MACRON))
    assert [(row.status, row.leader) for row in found] == [("counted", "emmanuel-macron"), ("counted", "boris-johnson")]


def test_a_person_named_twice_in_one_call_has_one_row() -> None:
    assert len(rows(made_call("2022-02-24", PUTIN, MACRON, Participant("President Macron", "FRA", "emmanuel-macron")))) == 1


def test_people_without_an_id_are_looked_up_by_name_polity_and_date() -> None:
    call = made_call("2022-02-24", Participant("Владимир Путин", "RUS"), Participant("Macron", "FRA"))
    assert rows(call)[0].leader == "emmanuel-macron"


def test_without_counterparts_everybody_else_on_the_line_is_a_leader() -> None:
    selection = dataclasses.replace(KREMLIN, counterparts=())
    found = rows(made_call("2022-02-24", MERKEL, PUTIN, STRANGER), selection)
    assert [row.leader for row in found] == ["angela-merkel", "AUT:nowhere"]


@pytest.mark.parametrize(
    ("people", "source", "leaders"),
    [
        ((PUTIN, MACRON), "kremlin", ["emmanuel-macron"]),
        ((PUTIN, MACRON), "elysee", ["vladimir-putin"]),
        ((MACRON, PUTIN, MERKEL), "kremlin", ["emmanuel-macron", "angela-merkel"]),
        # nobody of the publisher's own is on the line, or nobody knows who published
        ((MERKEL, MACRON), "kremlin", ["emmanuel-macron"]),
        ((MERKEL, MACRON), "", ["emmanuel-macron"]),
    ],
)
def test_without_principal_and_counterparts_the_publishers_own_leader_is_the_principal(
    people: tuple[Participant, ...], source: str, leaders: list[str]
) -> None:
    assert [row.leader for row in rows(made_call("2022-02-24", *people, source=source), PHONE)] == leaders


def test_with_counterparts_and_no_principal_any_partner_will_do() -> None:
    selection = Selection(counterparts=("emmanuel-macron",))
    assert rows(made_call("2022-02-24", MERKEL, MACRON), selection)[0].leader == "emmanuel-macron"
    assert rows(made_call("2022-02-24", MERKEL, PUTIN), selection)[0].rule == "counterpart"


@pytest.mark.parametrize(
    ("initiator", "people", "side"),
    [
        ("RUS", (PUTIN, MACRON), Initiator.PRINCIPAL),
        ("FRA", (PUTIN, MACRON), Initiator.COUNTERPART),
        ("mutual", (PUTIN, MACRON), Initiator.MUTUAL),
        (UNSTATED, (PUTIN, MACRON), Initiator.UNSTATED),
        ("DEU", (PUTIN, MACRON, MERKEL), Initiator.OTHER),
        # both sides are French: the code does not say which of them rang
        ("FRA", (Participant("Vladimir Putin", "FRA", "vladimir-putin"), MACRON), Initiator.UNSTATED),
        # the text calls her side by another code than that of her office
        ("EUU", (PUTIN, Participant("Emmanuel Macron", "EUU", "emmanuel-macron")), Initiator.COUNTERPART),
    ],
)
def test_the_initiator_is_seen_from_the_profile(initiator: str, people: tuple[Participant, ...], side: Initiator) -> None:
    call = made_call("2022-02-24", *people, initiator=initiator)
    for wanted in Initiator:
        (row,) = rows(call, dataclasses.replace(KREMLIN, initiators=(wanted,)))
        assert (row.status == "counted") == (wanted is side), (wanted, row)


def test_in_a_call_of_several_the_initiator_is_judged_under_each_leader() -> None:
    selection = dataclasses.replace(KREMLIN, initiators=(Initiator.COUNTERPART,))
    found = rows(made_call("2022-02-24", PUTIN, MACRON, JOHNSON, initiator="GBR"), selection)
    assert [(row.status, row.rule, row.leader) for row in found] == [
        ("not_selected", "initiator", ""),
        ("counted", "", "boris-johnson"),
    ]
    assert found[0].because == "the initiator is GBR, under Emmanuel Macron the other side; the profile counts counterpart"


def test_a_ceremonial_call_that_no_rule_names_is_counted_and_said_to_be_ceremonial() -> None:
    (row,) = rows(made_call("2022-02-24", call_type=CEREMONIAL))
    assert row.status == "counted"
    assert "; ceremonial; no rule leaves it out" in row.because
