"""Which part of a page is the message, and where its sentences begin and end; nothing is cut out of the text."""

from __future__ import annotations

import pytest
from extract.conftest import Disagreements
from extract.tagged_people import MACRON, PUTIN, macron, putin
from hypothesis import given
from hypothesis import strategies as st
from strategies import noisy_texts

from communique.extract.segments import find_sentences, message_range
from communique.sources import LANGUAGES


@pytest.mark.parametrize(
    "marked",
    [
        "The Presidents spoke.| They agreed.",
        "Mr. Macron spoke.| Mr. Putin listened.",
        "The U.S. President called.| He spoke with J. R. Smith at 9 p.m. on Monday.",
        "It rose by 3.5 percent.| The leaders noted it.",
        "Wait…| Really?| Yes!| Good.",
        "He said: “Enough.”| Then he left.",
        "The first paragraph\n\n|The second\n|The third",
        "They spoke.|They agreed on it.",
        "Message.\n\n* * *\n|Transcript.",
        "M. Macron a appelé Mme Merkel.| Ils ont parlé.",
        "Встреча прошла 9 марта 2022 г. в Москве.| Она была долгой.",
        "Обсуждены торговля, энергетика и т.д. и планы.| Стороны довольны.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    text = marked.replace("|", "")
    wanted = [part.strip().removesuffix("* * *").strip() for part in marked.split("|")]
    assert [text[s.start : s.end] for s in find_sentences(text, 0, len(text))] == wanted


@pytest.mark.parametrize("text", ["", "   ", "…", "* * *", "\n\n", "🤝"])
def test_what_has_no_word_is_no_sentence(text: str) -> None:
    assert find_sentences(text, 0, len(text)) == []


def test_sentences_are_numbered_from_the_head_of_the_message() -> None:
    text = "One. Two. Three."
    assert [s.lead for s in find_sentences(text, 0, len(text))] == [0, 1, 2]


@pytest.mark.parametrize(
    "furniture",
    [
        "\n\nNotes to editors\nThe next call is planned.",
        "\nNote for editors: see below.",
        "\nENDS\nMore.",
        "\nMedia contacts\nThe press office.",
        "\nSee also\nOther news.",
        "\n\n* * *\n\nThe transcript of the beginning.",
        " <…> The transcript goes on.",
        "\nQ: Will you meet?",
        "\nMR. STRANGER: Thank you.",
        " Темы Внешняя политика",
        " Лица Макрон Эмманюэль",
        " Статус материала Опубликован",
    ],
)
def test_what_follows_the_message_is_furniture(furniture: str) -> None:
    text = f"The leaders spoke.{furniture}"
    start, end = message_range(text)
    assert text[start:end].strip() == "The leaders spoke."


def test_the_head_of_a_kremlin_page_is_furniture() -> None:
    text = "События Телефонный разговор с Президентом Франции 9 марта 2022 года, 14:20 Состоялся телефонный разговор. Темы Мир"
    start, end = message_range(text, "Телефонный разговор с Президентом Франции")
    assert text[start:end].strip() == "Состоялся телефонный разговор."


def test_a_message_without_furniture_is_the_whole_text() -> None:
    text = "The leaders spoke. They will meet."
    assert message_range(text) == (0, len(text))


def test_a_kremlin_page_with_captions_tells_one_call(disagreements: Disagreements) -> None:
    page = (
        "События Телефонный разговор с Президентом Франции Эмманюэлем Макроном 9 марта 2022 года, 14:20 "
        f"{putin('Владимир Путин')} провёл телефонный разговор с Президентом Франции {macron('Эмманюэлем Макроном')} "
        "Макрон Эмманюэль Президент Французской Республики . Темы Внешняя политика Лица Макрон Эмманюэль Шольц Олаф "
        "Статус материала Опубликован в разделах: Новости Дата публикации: 9 марта 2022 года, 14:20"
    )
    title = "Телефонный разговор с Президентом Франции Эмманюэлем Макроном"
    assert disagreements(page, title=title, lang="ru", published="2022-03-09") == []


@pytest.mark.parametrize(
    "furniture",
    [
        "\n\nNotes to editors\nThe Prime Minister spoke to Olaf Scholz by telephone last week.",
        "\n\n* * *\n\nPRESIDENT OF RUSSIA: I phoned Olaf Scholz.",
        "\nSee also\nTelephone conversation with Federal Chancellor of Germany Olaf Scholz",
    ],
)
def test_calls_in_the_furniture_are_none(furniture: str, disagreements: Disagreements) -> None:
    assert disagreements(f"{PUTIN} had a telephone conversation with {MACRON}.{furniture}") == []


@given(lang=st.sampled_from(LANGUAGES), data=st.data())
def test_sentences_lie_in_order_inside_the_message_and_lose_no_word(lang: str, data: st.DataObject) -> None:
    text = data.draw(noisy_texts(lang))
    start, end = message_range(text, data.draw(noisy_texts(lang)))
    assert 0 <= start <= end <= len(text)
    sentences = find_sentences(text, start, end)
    edges = [start, *(edge for s in sentences for edge in (s.start, s.end)), end]
    assert edges == sorted(edges)
    covered = {place for s in sentences for place in range(s.start, s.end)}
    assert all(place in covered for place in range(start, end) if text[place].isalnum())
