"""Bins → one SVG: well-formed, the same bytes, every bin in it, nothing from outside."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from communique.classify.diagram import reliability_svg

BINS = {
    "tone": [{"n": 4, "predicted": 0.05, "observed": 0.0}, {"n": 16, "predicted": 0.9, "observed": 1.0}],
    "call_type": [{"n": 1, "predicted": 0.5, "observed": 0.25}],
    "business": [],
}
TITLES = {"tone": "tone: is tone", "call_type": "a < b & c", "business": "nothing yet"}
SVG = "{http://www.w3.org/2000/svg}"


def drawn() -> ET.Element:
    return ET.fromstring(reliability_svg(BINS, TITLES))  # noqa: S314 - our own


def test_every_bin_is_a_dot_that_says_its_numbers() -> None:
    said = [dot.findtext(f"{SVG}title") for dot in drawn().iter(f"{SVG}circle")]
    assert said == [
        "predicted 0.05, observed 0.00, 4 predictions",
        "predicted 0.90, observed 1.00, 16 predictions",
        "predicted 0.50, observed 0.25, 1 predictions",
    ]


def test_a_dot_stands_where_its_numbers_are_and_its_area_goes_by_how_many() -> None:
    low, high, _ = drawn().iter(f"{SVG}circle")
    assert float(low.get("cx", "")) < float(high.get("cx", ""))
    assert float(low.get("cy", "")) > float(high.get("cy", ""))  # down is less
    assert (float(low.get("r", "")), float(high.get("r", ""))) == (5.0, 8.0)


def test_each_model_has_its_title_in_words_that_are_escaped() -> None:
    texts = {text.text for text in drawn().iter(f"{SVG}text")}
    assert set(TITLES.values()) <= texts


def test_the_picture_is_the_same_each_time_and_loads_nothing() -> None:
    picture = reliability_svg(BINS, TITLES)
    assert picture == reliability_svg(BINS, TITLES)
    assert not [word for word in ("script", "href", "url(", "nan") if word in picture]
