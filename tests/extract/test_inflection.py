"""Russian names in any case → the nominative."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extract.inflection import nominative


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Владимира Путина", "Владимир Путин"),
        ("Ивана Петрова", "Иван Петров"),
        ("Николаем Петровым", "Николай Петров"),
        ("Сергея Викторовича Лаврова", "Сергей Викторович Лавров"),
        ("Анной Ахматовой", "Анна Ахматова"),
        ("Марии Захаровой", "Мария Захарова"),
        ("Еленой Ивановой", "Елена Иванова"),
        ("Пьером", "Пьер"),
        ("Жан-Ивом Ле Дрианом", "Жан-Ив Ле Дриан"),
        ("Урсулой фон дер Ляйен", "Урсула фон дер Ляйен"),
    ],
)
def test_a_name_is_put_in_the_nominative(written: str, name: str) -> None:
    assert nominative(written) == name


@pytest.mark.parametrize(
    "name", ["", "Олаф Шольц", "Си Цзиньпин", "Джузеппе Конте", "Иван Петров", "Анна Ахматова", "Ким Чен Ын"]
)
def test_a_nominative_stays_as_it_is(name: str) -> None:
    assert nominative(name) == name


@given(st.lists(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВ-’A1", min_size=1, max_size=12), min_size=1, max_size=4))
def test_a_name_keeps_the_number_of_its_words(words: list[str]) -> None:
    assert len(nominative(" ".join(words)).split(" ")) == len(words)
