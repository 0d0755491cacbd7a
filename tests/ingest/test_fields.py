import math

import pytest

from communique.errors import InputError, RejectedReadoutError
from communique.ingest.fields import ReadoutBuilder, Row, check_fields, match_columns
from communique.records import Readout
from communique.sources import load_sources

TEXT = "The President spoke by telephone with the King of Norway about herring."


def build(**values: object) -> Readout:
    return ReadoutBuilder(load_sources()).build(Row("x.csv:2", {"text": TEXT, **values}))


@pytest.mark.parametrize(
    ("names", "columns", "expected"),
    [
        (["id", "text"], {}, {"id": "id", "text": "text"}),
        (["doc_id", "content", "headline"], {}, {"id": "doc_id", "text": "content", "title": "headline"}),
        (["body", "text"], {}, {"text": "text"}),
        (["BODY", " Date "], {}, {"text": "BODY", "published": " Date "}),
        (["Text", "text"], {"text": "text"}, {"text": "text"}),
        (["text", "body"], {"text": "body"}, {"text": "body"}),
        (["text", "created"], {"published": "gone"}, {"text": "text"}),
        (["message"], {}, {}),
    ],
)
def test_columns_are_matched_by_choice_then_by_alias(
    names: list[str], columns: dict[str, str], expected: dict[str, str]
) -> None:
    assert match_columns(names, columns) == expected


def test_mapping_of_an_unknown_field_says_which_are_known() -> None:
    with pytest.raises(InputError, match=r"no field 'tittle'\. Known: .*Did you mean title\?"):
        check_fields({"tittle": "headline"})


@pytest.mark.parametrize(
    ("values", "source"),
    [
        ({"source": "kremlin"}, "kremlin"),
        ({"source": " the-moon ", "url": "http://kremlin.ru/1"}, "the-moon"),
        ({"url": "http://en.kremlin.ru/events/1"}, "kremlin"),
        ({"url": "https://WWW.whitehouse.gov/x"}, "whitehouse"),
        ({"url": "https://unknown.example/x"}, ""),
        ({"url": "http://[broken"}, ""),
        ({"url": "no address"}, ""),
        ({}, ""),
    ],
)
def test_source_is_the_given_one_or_the_owner_of_the_host(values: dict[str, object], source: str) -> None:
    assert build(**values).source == source


def test_source_of_the_call_holds_for_rows_that_name_none() -> None:
    builder = ReadoutBuilder(load_sources(), "ukraine", "")
    assert builder.build(Row("x", {"text": TEXT, "url": "http://kremlin.ru"})).source == "ukraine"
    assert builder.build(Row("x", {"text": TEXT, "source": "kremlin"})).source == "kremlin"


@pytest.mark.parametrize(
    ("source", "published", "local"),
    [
        ("whitehouse", "2022-08-01T01:14:00Z", "2022-07-31T21:14:00-04:00"),
        ("kremlin", "2022-02-24T20:30:00Z", "2022-02-24T23:30:00+03:00"),
        ("the-moon", "2022-08-01T01:14:00Z", "2022-08-01T01:14:00+00:00"),
        ("whitehouse", None, ""),
    ],
)
def test_publication_is_told_in_the_publishers_zone_where_that_is_known(source: str, published: object, local: str) -> None:
    assert build(source=source, published=published).published == local


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"text": ""}, "text: there is none"),
        ({"text": " \n\u00a0"}, "text: there is none"),
        ({"text": None}, "text: there is none"),
        ({"text": math.nan}, "text: there is none"),
        ({"text": "\x00\x01"}, "text: there is none"),
        ({"text": ["a", "b"]}, "text: is a list, expected a text"),
        ({"text": b"a"}, "text: is a bytes, expected a text"),
        ({"title": {"en": "a"}}, "title: is a dict"),
        ({"published": "2022-02-31"}, "published: '2022-02-31' does not exist"),
        ({"published": "next week"}, "published: 'next week' is no date"),
        ({"lang": "uk"}, "lang: 'uk' is not supported. Known: en, fr, ru."),
        (
            {"text": "Der Präsident hat heute mit dem König von Norwegen über den Hering gesprochen."},
            "in no supported language",
        ),
    ],
)
def test_row_that_cannot_be_used_is_rejected_with_the_field(values: dict[str, object], reason: str) -> None:
    with pytest.raises(RejectedReadoutError) as caught:
        build(**values)
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize(
    ("given", "for_all", "text", "lang"),
    [
        ("", "", TEXT, "en"),
        ("fr", "", TEXT, "fr"),
        ("en-US", "ru", TEXT, "en"),
        ("", "ru", TEXT, "ru"),
        ("", "en", "Oslo, Bergen", "en"),
    ],
)
def test_language_given_is_trusted_and_else_detected(given: str, for_all: str, text: str, lang: str) -> None:
    assert ReadoutBuilder({}, "", for_all).build(Row("x", {"text": text, "lang": given})).lang == lang


def test_missing_id_is_made_from_source_and_content_and_stays_the_same() -> None:
    first = build(source="kremlin", title="A call")
    assert first.id == build(source="kremlin", title="A call").id
    assert first.id.startswith("kremlin-")
    assert len(first.id) == len("kremlin-1a2b3c4d5e")
    others = [
        build(source="kremlin"),
        build(source="kremlin", title="B call"),
        build(source="kremlin", title="A call", published="2022-01-01"),
    ]
    assert len({first.id, *(other.id for other in others)}) == 4


@pytest.mark.parametrize(
    ("source", "start"), [("", "readout-"), ("The Guardian / UK", "the-guardian-uk-"), ("élysée", "élysée-")]
)
def test_made_id_starts_with_a_plain_form_of_the_source(source: str, start: str) -> None:
    assert build(source=source).id.startswith(start)


@pytest.mark.parametrize(("value", "stored"), [(7, "7"), (" a-1 ", "a-1"), ("a\x00b", "ab")])
def test_given_id_is_kept(value: object, stored: str) -> None:
    assert build(id=value).id == stored


@pytest.mark.parametrize(
    ("value", "stored"), [("documented", "documented"), ("reconstructed", "reconstructed"), ("upright", ""), (None, "")]
)
def test_standing_is_kept_where_it_is_one_of_the_two_words(value: object, stored: str) -> None:
    assert build(standing=value).standing == stored


def test_text_is_kept_to_the_letter_and_origin_said() -> None:
    text = "  The <sup>46th</sup> President spoke with the King of Norway\\*.\n\n"
    found = build(text=text)
    assert (found.text, found.origin) == (text, "x.csv:2")
