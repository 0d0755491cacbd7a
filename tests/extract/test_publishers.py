"""Whose side a publisher speaks for, also one that nobody configured."""

from __future__ import annotations

import pytest
from extract.conftest import Extracted
from hypothesis import given
from hypothesis import strategies as st

from communique.extract.publishers import publisher
from communique.sources import load_sources


@pytest.mark.parametrize("name", sorted(load_sources()))
def test_a_configured_publisher_is_itself(name: str) -> None:
    assert publisher(name) == load_sources()[name]


@pytest.mark.parametrize(
    ("name", "polity"),
    [
        ("kremlin-en", "RUS"),
        ("elysee-fr", "FRA"),
        ("canada-pm", "CAN"),
        ("pmo-india", "IND"),
        ("german-chancellery", "DEU"),
        ("mofa-south-korea", "KOR"),
        ("beijing-daily", "CHN"),
    ],
)
def test_an_unknown_publisher_is_told_by_its_id(name: str, polity: str) -> None:
    found = publisher(name)
    assert found is not None
    assert found.polity == polity


@pytest.mark.parametrize("name", ["", "narnia", "wire-service-12", "---"])
def test_an_id_that_says_nothing_gives_nobody(name: str) -> None:
    assert publisher(name) is None


@given(st.text(max_size=40))
def test_any_id_is_read(name: str) -> None:
    publisher(name)


def test_its_office_holder_is_a_participant(extracted: Extracted) -> None:
    text = "The Prime Minister spoke by telephone with President of France Emmanuel Macron."
    (draft,) = extracted(text, source="canada-pm", published="2022-03-10").calls
    assert [p.name for p in draft.call.participants] == ["Justin Trudeau", "Emmanuel Macron"]


def test_dates_stay_as_stamped_where_no_zone_is_known(extracted: Extracted) -> None:
    text = "The Prime Minister spoke by telephone with Emmanuel Macron."
    (draft,) = extracted(text, source="peru-pcm", published="2022-03-10T23:30:00-05:00").calls
    assert draft.call.occurred_on.isoformat() == "2022-03-10"
