"""Conference calls whose lead names a group, and a later sentence or list those on the line."""

from __future__ import annotations

import pytest
from extract.conftest import Extracted


def polities(extracted: Extracted, text: str, **fields: str) -> list[list[str]]:
    return [[p.polity for p in draft.call.participants] for draft in extracted(text, **fields).calls]


LEAD = "President Joseph R. Biden, Jr. held a conference call today with Allies and partners.\n\n"


@pytest.mark.parametrize(
    "roster",
    [
        "Joining the President on the call were Prime Minister Justin Trudeau of Canada and President Emmanuel Macron of France.",
        "Joining the call were Prime Minister Justin Trudeau of Canada and President Emmanuel Macron of France.",
        "Participants in the call included Prime Minister Justin Trudeau of Canada and President Emmanuel Macron of France.",
        "Participants in today's call were Canadian Prime Minister Justin Trudeau; French President Emmanuel Macron.",
        "The call was joined by Prime Minister Justin Trudeau of Canada and President Emmanuel Macron of France.",
        "Joining the call were the following leaders:\n- Canadian Prime Minister Justin Trudeau\n- French President Emmanuel Macron\n",
    ],
)
def test_those_on_the_line_are_read_from_the_roster(roster: str, extracted: Extracted) -> None:
    text = f"{LEAD}They discussed support for Ukraine.\n\n{roster}"
    title = "Readout of President Biden’s Call with Allies and Partners"
    assert polities(extracted, text, title=title, source="whitehouse") == [["USA", "CAN", "FRA"]]


def test_a_group_that_the_lead_spells_out_is_a_roster(extracted: Extracted) -> None:
    text = (
        "Today the four leaders – Prime Minister Scott Morrison of Australia, Prime Minister Narendra Modi of India, "
        "Prime Minister Fumio Kishida of Japan, and President Joe Biden – convened to reaffirm their commitment."
    )
    found = polities(extracted, text, title="Joint Readout of Quad Leaders Call", source="whitehouse", published="2022-03-03")
    assert found == [["USA", "AUS", "IND", "JPN"]]


@pytest.mark.parametrize(
    "text",
    [
        # a sitting of the publisher's own council
        "Vladimir Putin held a videoconference with permanent members of the Security Council.\n\nTaking part in the meeting were Prime Minister "
        "Mikhail Mishustin, Federation Council Speaker Valentina Matviyenko and Foreign Minister Sergei Lavrov.",
        # a group that nothing spells out
        "Vladimir Putin had a conference call with heads of Russian regions.\n\nThey discussed the harvest.",
    ],
)
def test_what_is_no_roster_of_other_states_makes_no_call(text: str, extracted: Extracted) -> None:
    assert polities(extracted, text) == []
