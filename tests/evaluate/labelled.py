"""Small labels to score, and strategies for open ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from communique.codebook import CallType, Medium, OccasionId, ToneLabel, Toward

Json = dict[str, Any]

POLITIES = {"Olga Berg": "NOR", "Jón Þór": "ISL", "Aino Virta": "FIN", "Per Holm": "SWE", "Mette Krag": "DNK"}
"""People who cannot be taken for each other."""

TEXT = "They had a frank talk. She voiced deep concern about the dam. The talk was warm, and frank to the end."


def person(name: str) -> Json:
    return {"name": name, "polity": POLITIES[name]}


def call(*names: str, **fields: object) -> Json:
    """Make a call of people by name; Olga Berg and Jón Þór where none is named."""
    people = [person(name) for name in names or ("Olga Berg", "Jón Þór")]
    usual = {"occurred_on": "2022-02-24", "medium": "phone", "call_type": "substantive", "initiator": "unstated"}
    return {"participants": people, **usual, "occasions": [], "tone": [], **fields}


def record(*calls: object, name: str = "norway-1", **fields: object) -> Json:
    return {"id": name, "calls": list(calls), **fields}


def tone(label: str, words: str = "", toward: str | None = "exchange", at: int | None = None) -> Json:
    """Make a tone span of one label, given by its words, or by words and place."""
    span = None if at is None else [at, at + len(words)]
    return {"labels": [label], "span": span, "text": words, "toward": toward}


_polities = st.sampled_from(sorted(POLITIES.values()))
_tones = st.builds(
    lambda label, words, toward: tone(label, words, toward, TEXT.index(words)),
    st.sampled_from([str(label) for label in ToneLabel]),
    st.sampled_from(["frank talk", "deep concern about the dam", "warm", "warm, and frank", "They"]),
    st.sampled_from([None, *(str(toward) for toward in Toward)]),
)
_occasions = st.fixed_dictionaries(
    {"id": st.sampled_from([str(o) for o in OccasionId][:4]), "by": st.none() | _polities, "to": st.none() | _polities},
)
calls = st.builds(
    lambda people, fields: call(*people, **fields),
    st.lists(st.sampled_from(sorted(POLITIES)), min_size=2, max_size=4, unique=True),
    st.fixed_dictionaries(
        {},
        optional={
            "occurred_on": st.sampled_from([None, "2022-02-24", "2022-02-25"]),
            "medium": st.sampled_from([None, *(str(medium) for medium in Medium)]),
            "call_type": st.sampled_from([str(call_type) for call_type in CallType]),
            "initiator": st.none() | st.just("mutual") | _polities,
            "occasions": st.lists(_occasions, max_size=3),
            "tone": st.lists(_tones, max_size=3),
        },
    ),
)
records = st.lists(
    st.tuples(st.sampled_from(["norway-1", "norway-2", "iceland-1", "iceland-2"]), st.lists(calls, max_size=3)),
    unique_by=lambda item: item[0],
    min_size=1,
).map(lambda items: [record(*found, name=name) for name, found in items])
"""One to four labelled texts of two sources."""
