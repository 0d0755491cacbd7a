from __future__ import annotations

import msgspec
import pytest
from evaluate.labelled import call, record
from hypothesis import given
from hypothesis import strategies as st

from communique.evaluate.alignment import align, folded_words, is_same_person, pairings, shared_people
from communique.evaluate.labels import GoldCall, GoldParticipant, GoldRecord, by_id

OLGA, JON, AINO, PER = "Olga Berg", "Jón Þór", "Aino Virta", "Per Holm"


def calls_of(*people: tuple[str, ...]) -> tuple[GoldCall, ...]:
    (found,) = by_id([record(*(call(*names) for names in people))]).values()
    return found.calls


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("Recep Erdoğan", ("recep", "erdogan")),
        ("Jean-Luc O’Briain", ("jean", "luc", "obriain")),
        ("d'Orsay, Émile", ("dorsay", "emile")),
        ("В. Путин", ("в", "путин")),
        ("Шавкат Мирзиёев", ("шавкат", "мирзиеев")),
        ("Straße", ("strasse",)),
        ("«—»", ()),
        ("", ()),
    ],
)
def test_words_lose_case_diacritics_and_punctuation(phrase: str, words: tuple[str, ...]) -> None:
    assert folded_words(phrase) == words


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Olga Berg", "Berg", True),
        ("Olga Berg", "President Olga BERG", True),
        ("Ana María López", "Ana Maria", True),  # two words of three
        ("Ana López", "Ana Ruiz", False),  # one word of three
        ("Ana López Ruiz", "Ana Ruiz López", True),
        ("Olga", "Olga Berg", True),  # one word of two
        ("Olga", "Olga von Berg", False),
        ("", "", False),
        ("—", "—", False),
    ],
)
def test_people_of_one_polity_are_the_same_by_last_word_or_half_of_the_words(a: str, b: str, same: bool) -> None:  # noqa: FBT001
    assert is_same_person(GoldParticipant(a, "NOR"), GoldParticipant(b, "NOR")) is same
    assert is_same_person(GoldParticipant(b, "NOR"), GoldParticipant(a, "NOR")) is same
    assert not is_same_person(GoldParticipant(a, "NOR"), GoldParticipant(b, "ISL"))
    assert not is_same_person(GoldParticipant(a, "NOR"), GoldParticipant(b))


def test_each_person_meets_one_counterpart() -> None:
    berg, olga, ole = (GoldParticipant(name, "NOR") for name in ("Berg", "Olga Berg", "Ole Berg"))
    assert shared_people([berg], [olga, ole]) == 1
    assert shared_people([olga, ole], [berg]) == 1
    assert shared_people([olga, ole], [berg, berg]) == 2
    assert shared_people([], [berg]) == 0


@pytest.mark.parametrize(
    ("gold", "predicted", "places"),
    [
        ([(OLGA, JON)], [(JON, OLGA)], [(0, 0)]),
        ([(OLGA, JON)], [(OLGA, AINO)], []),  # one person in common is not enough
        ([(OLGA, JON), (OLGA, AINO)], [(OLGA, AINO), (OLGA, JON)], [(0, 1), (1, 0)]),
        ([(OLGA, JON), (OLGA, JON)], [(OLGA, JON), (OLGA, JON)], [(0, 0), (1, 1)]),
        ([(OLGA, JON)], [(OLGA, JON), (OLGA, JON)], [(0, 0)]),
        # the three-way call is taken first, though it comes last
        ([(OLGA, JON), (OLGA, JON, AINO)], [(OLGA, JON, AINO)], [(1, 0)]),
        ([(OLGA, JON, AINO), (OLGA, JON, PER)], [(OLGA, JON, PER), (OLGA, JON)], [(1, 0), (0, 1)]),
        ([], [(OLGA, JON)], []),
    ],
)
def test_calls_are_aligned_by_the_people_they_share(
    gold: list[tuple[str, ...]],
    predicted: list[tuple[str, ...]],
    places: list[tuple[int, int]],
) -> None:
    assert align(calls_of(*gold), calls_of(*predicted)) == places


def test_pairing_holds_every_call_of_both_sides_once() -> None:
    gold = by_id([record(call(OLGA, JON), call(OLGA, AINO))])
    predicted = by_id([record(call(OLGA, PER), call(JON, OLGA), text="from the prediction"), record(name="not-in-gold")])
    (found,) = pairings(gold, predicted)
    (ours, theirs) = gold["norway-1"].calls, predicted["norway-1"].calls
    assert found.aligned == ((ours[0], theirs[1]),)
    assert (found.missed, found.spurious) == ((ours[1],), (theirs[0],))
    assert found.text == "from the prediction"


def test_text_of_gold_goes_before_that_of_the_prediction() -> None:
    (found,) = pairings({"a": GoldRecord("a", text="gold")}, {"a": GoldRecord("a", text="predicted")})
    assert found.text == "gold"


@given(
    st.lists(st.tuples(*[st.sampled_from([OLGA, JON, AINO, PER])] * 2).filter(lambda pair: pair[0] != pair[1]), max_size=4),
    st.lists(st.tuples(*[st.sampled_from([OLGA, JON, AINO, PER])] * 3).filter(lambda three: len({*three}) == 3), max_size=4),
)
def test_alignment_is_one_to_one_and_the_same_from_either_side(
    gold: list[tuple[str, ...]],
    predicted: list[tuple[str, ...]],
) -> None:
    ours, theirs = calls_of(*gold), calls_of(*predicted)
    places = align(ours, theirs)
    assert len({i for i, _ in places}) == len({j for _, j in places}) == len(places)
    assert sorted((i, j) for j, i in align(theirs, ours)) == sorted(places)
    free = [
        (i, j)
        for i in range(len(ours))
        for j in range(len(theirs))
        if i not in dict(places) and (j not in {k for _, k in places})
    ]
    assert all(shared_people(ours[i].participants, theirs[j].participants) < 2 for i, j in free)


def test_call_is_named_by_its_people() -> None:
    assert msgspec.structs.replace(calls_of((OLGA, JON))[0]).who == "Olga Berg (NOR) + Jón Þór (ISL)"
    assert GoldCall((GoldParticipant(),)).who == "? (?)"
