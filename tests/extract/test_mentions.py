"""People as a passage names them → name, state, office and person, resolved for the day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import days, noisy_texts

from communique.extract.mentions import Mention, find_mentions
from communique.sources import LANGUAGES

ON = dt.date(2022, 3, 10)


def mentions(text: str, *, lang: str = "en", on: dt.date | None = ON, home: str = "") -> list[Mention]:
    return find_mentions(text, 0, len(text), lang=lang, on=on, home=home)


def only(text: str, *, lang: str = "en", on: dt.date | None = ON, home: str = "") -> Mention:
    (mention,) = mentions(text, lang=lang, on=on, home=home)
    return mention


@pytest.mark.parametrize(
    "text",
    [
        "President of the French Republic Emmanuel Macron",
        "President of France Emmanuel Macron",
        "French President Emmanuel Macron",
        "the French President, Emmanuel Macron",
        "French President Macron",
        "President Macron of France",
        "Emmanuel Macron, President of France",
        "Mr Macron",
        "Mr. Macron",
        "Emmanuel Macron",
        "EMMANUEL MACRON",
        "Emmanuel\u00a0Macron",
    ],
)
def test_one_person_is_found_in_every_order_of_name_office_and_state(text: str) -> None:
    mention = only(text)
    assert mention.person is not None
    assert (mention.person.id, mention.polity) == ("emmanuel-macron", "FRA")


@pytest.mark.parametrize(
    ("text", "name", "polity", "person"),
    [
        ("President Joseph R. Biden, Jr.", "Joseph R. Biden", "USA", "joe-biden"),
        ("President Xi", "Xi", "CHN", "xi-jinping"),
        ("Chancellor Scholz", "Scholz", "DEU", "olaf-scholz"),
        ("King Salman of Saudi Arabia", "Salman", "SAU", "salman-bin-abdulaziz"),
        ("Her Majesty Queen Elizabeth II", "Elizabeth II", "GBR", "elizabeth-ii"),
        ("Crown Prince Mohammed bin Salman", "Mohammed bin Salman", "SAU", "mohammed-bin-salman"),
        ("President-elect of Korea Yoon Suk-yeol", "Yoon Suk-yeol", "KOR", "yoon-suk-yeol"),
        ("President of the Republic of Korea Moon Jae-in", "Moon Jae-in", "KOR", "moon-jae-in"),
        ("President of Guinea-Bissau Umaro Sissoco Embaló", "Umaro Sissoco Embaló", "GNB", "umaro-sissoco-embalo"),
        ("President of Côte d'Ivoire Alassane Ouattara", "Alassane Ouattara", "CIV", "alassane-ouattara"),
        ("Foreign Minister Sergei Lavrov", "Sergei Lavrov", "RUS", "sergey-lavrov"),
        ("Charles Michel, President of the European Council", "Charles Michel", "EUU", "charles-michel"),
        ("former President of France Nicolas Sarkozy", "Nicolas Sarkozy", "FRA", "nicolas-sarkozy"),
        ("President of Turkey Recep Tayyip Erdogan", "Recep Tayyip Erdogan", "TUR", "recep-tayyip-erdogan"),
        ("President of the Republic of Türkiye Recep Tayyip Erdoğan", "Recep Tayyip Erdoğan", "TUR", "recep-tayyip-erdogan"),
    ],
)
def test_names_keep_their_particles_numerals_and_accents(text: str, name: str, polity: str, person: str) -> None:
    mention = only(text)
    assert (mention.name, mention.polity, mention.person and mention.person.id) == (name, polity, person)
    assert text[mention.name_start : mention.name_end] == mention.name


@pytest.mark.parametrize(
    ("text", "lang", "on", "person"),
    [
        ("the President of France", "en", "2010-03-10", "nicolas-sarkozy"),
        ("the President of France", "en", "2015-03-10", "francois-hollande"),
        ("the President of France", "en", "2017-05-13", "francois-hollande"),
        ("the President of France", "en", "2017-05-14", "emmanuel-macron"),
        ("the President of France", "en", "2022-03-10", "emmanuel-macron"),
        ("the British Prime Minister", "en", "2018-03-10", "theresa-may"),
        ("the British Prime Minister", "en", "2022-09-05", "boris-johnson"),
        ("the British Prime Minister", "en", "2022-09-06", "liz-truss"),
        ("the German Chancellor", "en", "2021-12-07", "angela-merkel"),
        ("le Président russe", "fr", "2022-03-10", "vladimir-putin"),
        ("le Premier ministre britannique", "fr", "2022-03-10", "boris-johnson"),
        ("Президент Франции", "ru", "2022-03-10", "emmanuel-macron"),
        ("Президентом США", "ru", "2016-03-10", "barack-obama"),
    ],
)
def test_an_office_without_a_name_is_whoever_held_it_on_the_day(text: str, lang: str, on: str, person: str) -> None:
    mention = only(text, lang=lang, on=dt.date.fromisoformat(on))
    assert mention.person is not None
    assert mention.person.id == person
    assert mention.by_office


def test_an_office_without_a_day_or_a_state_is_nobody_in_particular() -> None:
    assert only("the President of France", on=None).person is None
    assert only("the Prime Minister").person is None


@pytest.mark.parametrize(
    "text", ["the French President-elect", "the former President of France", "the incoming President of France"]
)
def test_whoever_comes_or_went_is_not_whoever_holds_the_office(text: str) -> None:
    assert only(text).person is None


@pytest.mark.parametrize(
    ("text", "on", "person"),
    [
        ("Mrs May", "2018-03-10", "theresa-may"),
        ("Prime Minister May", "2018-03-10", "theresa-may"),
        ("Prime Minister Theresa May", "2018-03-10", "theresa-may"),
    ],
)
def test_may_is_a_person_where_a_title_says_so(text: str, on: str, person: str) -> None:
    mention = only(text, on=dt.date.fromisoformat(on))
    assert mention.person is not None
    assert mention.person.id == person


@pytest.mark.parametrize("text", ["They may speak again.", "It may be so.", "what may come"])
def test_may_the_verb_is_nobody(text: str) -> None:
    assert mentions(text, on=dt.date(2018, 3, 10), home="GBR") == []


@pytest.mark.parametrize(
    "text",
    ["", "The leaders spoke.", "Russia and France", "the French side", "Ukraine", "the city of Washington", "12345", "…", "🤝"],
)
def test_states_sides_and_places_are_nobody(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("President of Brazil Jair Bolsonaro and President of Argentina Alberto Fernández", ["BRA", "ARG"]),
        ("President of France and German Chancellor", ["FRA", "DEU"]),
        ("Emmanuel Macron, Olaf Scholz and Mario Draghi", ["FRA", "DEU", "ITA"]),
        ("President Macron of France, Chancellor Scholz of Germany, and Prime Minister Johnson", ["FRA", "DEU", "GBR"]),
    ],
)
def test_a_list_is_several_people(text: str, people: list[str]) -> None:
    assert [m.polity for m in mentions(text)] == people


@pytest.mark.parametrize(
    ("text", "lang", "polity", "person"),
    [
        ("Президентом Франции Эмманюэлем Макроном", "ru", "FRA", "emmanuel-macron"),
        ("Президенту Французской Республики Эмманюэлю Макрону", "ru", "FRA", "emmanuel-macron"),
        ("Федеральному канцлеру ФРГ Олафу Шольцу", "ru", "DEU", "olaf-scholz"),
        ("Владимира Путина", "ru", "RUS", "vladimir-putin"),
        ("Владимиром Путиным", "ru", "RUS", "vladimir-putin"),
        ("Папой Римским Франциском", "ru", "VAT", "pope-francis"),
        ("M. Vladimir Poutine", "fr", "RUS", "vladimir-putin"),
        ("le Président Poutine", "fr", "RUS", "vladimir-putin"),
        ("le Chancelier allemand, Olaf Scholz", "fr", "DEU", "olaf-scholz"),
        ("la Première ministre suédoise Magdalena Andersson", "fr", "SWE", "magdalena-andersson"),
        ("Mme Ursula von der Leyen", "fr", "EUU", "ursula-von-der-leyen"),
        ("le Prince héritier Mohammed ben Salmane", "fr", "SAU", "mohammed-bin-salman"),
    ],
)
def test_russian_cases_and_french_spellings_meet_the_same_person(text: str, lang: str, polity: str, person: str) -> None:
    mention = only(text, lang=lang)
    assert (mention.polity, mention.person and mention.person.id) == (polity, person)


def test_a_caption_behind_a_name_is_not_part_of_it() -> None:
    text = "Шавкатом Мирзиёевым Мирзиёев Шавкат Миромонович Президент Республики Узбекистан"
    first = mentions(text, lang="ru")[0]
    assert (first.name, first.person and first.person.id) == ("Шавкатом Мирзиёевым", "shavkat-mirziyoyev")


def test_a_name_that_the_gazetteer_lacks_is_found_by_its_office() -> None:
    mention = only("Prime Minister of Iceland Freyja Stranger")
    assert (mention.name, mention.polity, mention.office_class, mention.person) == (
        "Freyja Stranger",
        "ISL",
        "head_of_government",
        None,
    )


def test_the_spelling_of_a_name_may_differ_from_the_gazetteers() -> None:
    mention = only("President of Belarus Alexandr Lukashenka")
    assert mention.person is not None
    assert mention.person.id == "alexander-lukashenko"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Emmanuel Macron", "President Macron", True),
        ("the President of France", "Emmanuel Macron", True),
        ("Emmanuel Macron", "Brigitte Stranger of France", False),
        ("President of France Emmanuel Macron", "Federal Chancellor Olaf Scholz", False),
    ],
)
def test_two_mentions_may_mean_one_person(left: str, right: str, same: bool) -> None:  # noqa: FBT001
    assert only(left).same_person(only(right)) is same
    assert only(right).same_person(only(left)) is same


@given(lang=st.sampled_from(LANGUAGES), data=st.data(), on=st.none() | days)
def test_mentions_stand_where_they_say_and_do_not_overlap(lang: str, data: st.DataObject, on: dt.date | None) -> None:
    text = data.draw(noisy_texts(lang))
    found = mentions(text, lang=lang, on=on)
    for mention in found:
        assert 0 <= mention.start <= mention.name_start < mention.name_end <= mention.end <= len(text)
        if mention.name and not mention.by_office:
            assert text[mention.name_start : mention.name_end] == mention.name
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
