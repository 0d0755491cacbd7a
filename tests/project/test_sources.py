"""Every shipped configuration file is read by the program, and read without a fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from communique import count
from communique.config_files import read_section
from communique.extract.initiators import load_capitals
from communique.extract.matters import load_matters
from communique.extract.phrases import load_people_lexicon
from communique.extract.tone_spans import load_tone_lexicon
from communique.gazetteer import load_gazetteer
from communique.ingest.languages import load_table
from communique.sources import LANGUAGES, load_sources

CONFIGS = Path(__file__).parents[2] / "configs"
YAML = sorted(CONFIGS.rglob("*.yaml"))
IDS = [path.relative_to(CONFIGS).as_posix() for path in YAML]
PROFILES = sorted(path.stem for path in (CONFIGS / "profiles").glob("*.yaml"))
SOURCES = sorted(path.stem for path in (CONFIGS / "sources").glob("*.yaml"))


def test_there_are_configs() -> None:
    assert len(YAML) > 20
    assert {path.parent.name for path in YAML} == {"configs", "profiles", "sources", "lexicons"}


@pytest.mark.parametrize("path", YAML, ids=IDS)
def test_every_yaml_file_is_a_mapping_in_utf_8(path: Path) -> None:
    faults: list[str] = []
    assert read_section(path, faults).data
    assert faults == []


@pytest.mark.parametrize("path", YAML, ids=IDS)
def test_file_names_are_kebab_case_and_yaml_ends_in_yaml(path: Path) -> None:
    assert path.stem == path.stem.lower().replace("_", "-").replace(" ", "-")
    assert not list(CONFIGS.rglob("*.yml"))


@pytest.mark.parametrize("name", PROFILES)
def test_every_shipped_profile_loads_under_the_name_of_its_file(name: str) -> None:
    profile = count.load_profile(name)
    assert (profile.id, bool(profile.title)) == (name, True)


@pytest.mark.parametrize("name", PROFILES)
def test_every_shipped_profile_is_said_in_whole_sentences(name: str) -> None:
    sentences = list(count.profile_sentences(count.load_profile(name)))
    assert sentences
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)


def test_every_file_of_a_source_is_loaded_under_its_name() -> None:
    sources = load_sources()
    assert sorted(sources) == SOURCES
    assert {name: source.id for name, source in sources.items()} == {name: name for name in SOURCES}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_has_a_name_for_print_and_a_language_that_we_code(name: str) -> None:
    source = load_sources()[name]
    assert source.title != source.id
    assert set(source.languages) & set(LANGUAGES)


def test_no_two_sources_claim_one_host() -> None:
    owners: dict[str, list[str]] = {}
    for source in load_sources().values():
        for host in source.hosts:
            owners.setdefault(host, []).append(source.id)
    assert {host: ids for host, ids in owners.items() if len(ids) > 1} == {}


def test_the_sources_that_a_profile_selects_exist() -> None:
    for name in PROFILES:
        profile = count.load_profile(name)
        wanted = {*profile.selection.sources, *([profile.cross_source.source] if profile.cross_source else [])}
        assert wanted <= set(SOURCES)


LEXICONS: dict[str, Callable[[], object]] = {
    "capitals": load_capitals,
    "languages": load_table,
    "matters": load_matters,
    **{f"people-{lang}": partial(load_people_lexicon, lang) for lang in LANGUAGES},
    **{f"tone-{lang}": partial(load_tone_lexicon, lang) for lang in LANGUAGES},
}


def test_every_language_has_its_lexicons_and_no_lexicon_is_read_by_nobody() -> None:
    assert {path.stem for path in (CONFIGS / "lexicons").glob("*.yaml")} == set(LEXICONS)


@pytest.mark.parametrize("name", sorted(LEXICONS))
def test_every_lexicon_loads_and_holds_something(name: str) -> None:
    lexicon = LEXICONS[name]()
    assert lexicon if isinstance(lexicon, dict) else any(vars(lexicon).values())


@pytest.mark.parametrize(
    ("polity", "office", "day", "person"),
    [
        ("FRA", "head_of_state", dt.date(2022, 2, 24), "emmanuel-macron"),
        ("GBR", "head_of_government", dt.date(2022, 9, 20), "liz-truss"),
        ("GBR", "head_of_government", dt.date(2017, 6, 12), "theresa-may"),
        ("RUS", "head_of_state", dt.date(2022, 2, 24), "vladimir-putin"),
    ],
)
def test_the_gazetteer_knows_who_was_in_office(polity: str, office: str, day: dt.date, person: str) -> None:
    holder = load_gazetteer().holder(polity, [office], day)
    assert holder is not None
    assert holder.id == person


def test_somebody_holds_an_office_for_each_source_that_speaks_for_one_polity() -> None:
    gazetteer, day = load_gazetteer(), dt.date(2022, 6, 1)
    own = [source for source in load_sources().values() if source.polity]
    assert len(own) > len(SOURCES) / 2
    assert [source.id for source in own if gazetteer.holder(source.polity, source.offices, day) is None] == []
