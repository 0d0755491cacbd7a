"""The shipped corpora have no fault, and say truly what is in them. When one fails: communique corpus describe corpora/*/"""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from communique import count, resources
from communique.corpora import CorpusCheck, check_corpus, datasheet_tables, read_manifest, read_tables
from communique.gazetteer import load_gazetteer
from communique.sources import load_sources

FOLDERS = sorted(path.parent for path in resources.shipped("corpora").glob("*/readouts.jsonl"))
FACTS = resources.shipped("corpora") / "facts4eu-2022"

checked = functools.cache(check_corpus)


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name)
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def check(folder: Path) -> CorpusCheck:
    return checked(folder)


def test_all_four_are_there() -> None:
    assert {path.name for path in FOLDERS} >= {"facts4eu-2022", "training-en", "training-fr", "training-ru"}


def test_shipped_corpus_has_no_fault(check: CorpusCheck) -> None:
    assert check.faults == ()
    assert check.near_duplicates == ()


def test_manifest_is_up_to_date(folder: Path, check: CorpusCheck) -> None:
    manifest = read_manifest(folder)
    assert (manifest.files, manifest.counts) == (check.files, check.counts)
    assert (manifest.records, manifest.calls) == (len(check.readouts), check.calls)


def test_datasheet_has_the_tables_of_the_corpus(folder: Path, check: CorpusCheck) -> None:
    assert read_tables(folder) == datasheet_tables(check)


def test_publishers_languages_states_and_people_are_known_to_the_program(check: CorpusCheck) -> None:
    sources, gazetteer = load_sources(), load_gazetteer()
    polities = set(gazetteer.polity_names.values())
    participants = [p for item in check.readouts for call in item.calls for p in call.participants]
    assert {item.readout.source for item in check.readouts} <= set(sources)
    assert {p.polity for p in participants} <= polities
    assert {p.person for p in participants} - {""} <= set(gazetteer.people)
    for item in check.readouts:
        assert item.readout.lang in sources[item.readout.source].languages, item.readout.id


@pytest.mark.parametrize(
    "path",
    [
        resources.shipped("corpora"),
        resources.shipped("configs"),
        resources.shipped("configs") / "gazetteer",
        resources.shipped("models"),
        resources.shipped("flows"),
    ],
    ids=lambda path: path.name,
)
def test_readme_of_a_folder_is_there_and_short(path: Path) -> None:
    assert 0 < len((path / "README.md").read_text(encoding="utf-8").splitlines()) <= 40


def test_first_lines_of_the_seed_case_say_that_it_is_no_record() -> None:
    head = " ".join((FACTS / "DATASHEET.md").read_text(encoding="utf-8").split()[:120])
    for words in (
        "written by us in the manner of the Kremlin and the Élysée",
        "documented nowhere we know",
        "Nobody may take it for a record",
        "true by construction",
    ):
        assert words in head


def test_datasheet_names_the_calls_that_the_profile_leaves_out_and_by_which_rule() -> None:
    ledger = count.count_calls(checked(FACTS).readouts, count.load_profile("facts4eu-2022"))
    left_out = {(row.call_id.partition("#")[0], row.rule) for row in ledger.rows if row.status == "excluded"}
    section = (
        (FACTS / "DATASHEET.md")
        .read_text(encoding="utf-8")
        .partition("### Calls that the profile leaves out")[2]
        .partition("\n## ")[0]
    )
    assert set(re.findall(r"^\| ([a-z]+-\S+) \| (\S+) \|$", section, re.MULTILINE)) == left_out


def test_count_of_documented_calls_alone_is_smaller_as_the_datasheet_says() -> None:
    profile = count.load_profile("facts4eu-2022")
    whole, documented = (
        count.count_calls([item for item in checked(FACTS).readouts if item.readout.standing in standings], profile).n(
            "counted"
        )
        for standings in ({"documented", "reconstructed"}, {"documented"})
    )
    assert documented < whole
