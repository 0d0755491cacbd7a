"""Manifest and datasheet say what is in the files, and the command keeps them so."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from corpora.made_corpus import made_record, spoilt, write_corpus
from typer.testing import CliRunner, Result

from communique.cli.corpus import app
from communique.corpora import check_corpus, datasheet_tables, read_manifest, read_tables, write_manifest, write_tables
from communique.errors import InputError

WORDS = "anna alder of austria rang boris birch of belgium at noon she"
PROSE = "# A corpus\n\nWhy é.\n\n<!-- counts -->\nold\n<!-- /counts -->\n\n## Limits\n"


def describe(*folders: Path) -> Result:
    return CliRunner().invoke(app, ["describe", *map(str, folders)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write_corpus(tmp_path / "made", made_record(1), made_record(2, kind="letter", calls=[]))
    (made / "DATASHEET.md").write_text(PROSE, encoding="utf-8")
    return made


def test_manifest_comes_back_as_it_was_written(folder: Path) -> None:
    manifest = write_manifest(folder)
    assert read_manifest(folder) == manifest
    assert (manifest.id, manifest.records, manifest.calls) == ("made", 2, 1)
    assert manifest.files == {"readouts.jsonl": hashlib.sha256((folder / "readouts.jsonl").read_bytes()).hexdigest()}
    assert manifest.counts == check_corpus(folder).counts


def test_manifest_is_the_same_bytes_each_time(folder: Path) -> None:
    write_manifest(folder)
    first = (folder / "manifest.json").read_bytes()
    write_manifest(folder, check_corpus(folder))
    assert (folder / "manifest.json").read_bytes() == first
    assert json.loads(first)["counts"]["kind"]["letter"] == 1


def test_corpus_with_faults_gets_no_manifest(folder: Path) -> None:
    write_corpus(folder, spoilt(lambda r: r.update(kind="cal", lang="eng")))
    with pytest.raises(InputError, match=r"readouts\.jsonl:1: 'r1': 'lang' is 'eng'[\s\S]*unknown kind 'cal'"):
        write_manifest(folder)
    assert not (folder / "manifest.json").exists()


def test_missing_manifest_names_the_command(folder: Path) -> None:
    with pytest.raises(InputError, match=r"manifest\.json: cannot be read: .* Run: communique corpus describe"):
        read_manifest(folder)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"id": 1}', b"\xff", b'{"id":"made","records":1,"calls":1,"files":{},"counts":{},"more":1}']
)
def test_damaged_manifest_is_an_error(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(InputError, match=r"manifest\.json: is damaged"):
        read_manifest(folder)


def test_manifest_of_other_bytes_is_an_error(folder: Path) -> None:
    write_manifest(folder)
    write_corpus(folder, made_record(1))
    with pytest.raises(InputError, match=r"readouts\.jsonl changed after the manifest was written"):
        read_manifest(folder)


def test_file_that_the_manifest_does_not_know_is_an_error(folder: Path) -> None:
    write_manifest(folder)
    write_corpus(folder, made_record(3), name="more.jsonl")
    with pytest.raises(InputError, match=r"more\.jsonl changed"):
        read_manifest(folder)


def test_manifest_of_another_folder_is_an_error(folder: Path) -> None:
    write_manifest(folder)
    with pytest.raises(InputError, match=r"the folder's name \(made\) changed"):
        read_manifest(folder.rename(folder.parent / "renamed"))


def test_datasheet_keeps_its_prose_and_takes_the_tables(folder: Path) -> None:
    check = check_corpus(folder)
    write_tables(folder, check)
    assert read_tables(folder) == datasheet_tables(check)
    before, _, after = (
        (folder / "DATASHEET.md").read_text(encoding="utf-8").replace(datasheet_tables(check), "old").partition("old")
    )
    assert before + "old" + after == PROSE


def test_tables_say_what_is_in_the_corpus(folder: Path) -> None:
    tables = datasheet_tables(check_corpus(folder))
    assert tables.startswith("2 readouts, 1 calls, dated 2020-05-04 to 2020-05-04.\n39 to 39 words a text, median 39.")
    assert "Jaccard 0.8 or more): 0, 0.0%." in tables
    assert "| readouts by kind | call 1, meeting 0, letter 1," in tables
    assert "Reconstructed" not in tables


def test_tables_give_the_rate_of_near_duplicates(folder: Path) -> None:
    write_corpus(folder, made_record(1), made_record(2), made_record(3), made_record(4, text=made_record(1)["text"]))
    assert "Jaccard 0.8 or more): 2, 50.0%." in datasheet_tables(check_corpus(folder))


def test_tables_list_what_is_no_documented_call_by_telephone(folder: Path) -> None:
    video = spoilt(
        lambda r: r.update(id="r3", standing="documented", title="On video", calls=[r["calls"][0] | {"medium": "video"}])
    )
    video["calls"][0]["participants"][1] |= {"span": None, "text": None}
    letter = made_record(2, kind="letter", calls=[], standing="documented", title="A | telegram")
    write_corpus(folder, made_record(1, standing="reconstructed"), letter, video)
    (folder / "sources.csv").write_text(
        "id,urls,confidence,note\nr2,https://a.example,high,\nr3,https://a.example,high,\n", encoding="utf-8"
    )
    (folder / "reconstructed.csv").write_text("id,why\nr1,for the total\n", encoding="utf-8")
    check = check_corpus(folder)
    assert check.faults == ()
    reconstructed, letters, videos = datasheet_tables(check).split("### ")[1:]
    assert "| r1 | for the total |" in reconstructed
    assert "| r2 | A &#124; telegram |" in letters
    assert "| r3 | On video |" in videos
    assert (letters.count("| r"), videos.count("| r"), reconstructed.count("| r")) == (1, 1, 1)


@pytest.mark.parametrize(
    "prose",
    [
        "# No marks\n",
        "<!-- counts -->\n",
        "<!-- /counts -->\n<!-- counts -->\n",
        "<!-- counts --><!-- /counts --><!-- /counts -->",
        "<!-- counts --><!-- counts --><!-- /counts -->",
    ],
)
def test_datasheet_without_its_marks_is_an_error(folder: Path, prose: str) -> None:
    (folder / "DATASHEET.md").write_text(prose, encoding="utf-8")
    with pytest.raises(InputError, match=r"DATASHEET\.md: needs one line <!-- counts -->"):
        read_tables(folder)


def test_command_writes_both_and_says_so(folder: Path) -> None:
    result = describe(folder)
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            f"{folder}/readouts.jsonl:2: 'r2' shares 11 run(s) with 'r1': '{WORDS}'",
            f"{folder}: 2 readouts, 1 calls, no fault",
        ],
    )
    assert read_tables(folder) == datasheet_tables(check_corpus(folder))
    assert read_manifest(folder).records == 2


def test_command_run_twice_changes_nothing(folder: Path) -> None:
    describe(folder)
    once = {path.name: path.read_bytes() for path in folder.iterdir()}
    describe(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == once


def test_command_leaves_a_corpus_with_faults_as_it_was_and_goes_on(folder: Path) -> None:
    bad = write_corpus(folder.parent / "bad", spoilt(lambda r: r.update(kind="cal")))
    (bad / "DATASHEET.md").write_text(PROSE, encoding="utf-8")
    result = describe(bad, folder)
    assert result.exit_code == 1
    assert f"{bad}/readouts.jsonl:1: 'r1': unknown kind 'cal'" in result.stdout
    assert f"{bad}: left as it was\n" in result.stdout
    assert (bad / "DATASHEET.md").read_text(encoding="utf-8") == PROSE
    assert not (bad / "manifest.json").exists()
    assert read_manifest(folder).records == 2


def test_command_writes_no_manifest_without_a_datasheet(folder: Path) -> None:
    (folder / "DATASHEET.md").unlink()
    result = describe(folder)
    assert result.exit_code == 1
    assert "DATASHEET.md: cannot be read" in result.stdout
    assert not (folder / "manifest.json").exists()


def test_command_tells_of_near_duplicates(folder: Path) -> None:
    write_corpus(folder, made_record(1), made_record(2, text=made_record(1)["text"]))
    result = describe(folder)
    assert result.exit_code == 0
    assert f"{folder}/readouts.jsonl:2: 'r2' is nearly 'r1' (1.00)" in result.stdout


def test_command_without_a_folder_says_how_it_is_used() -> None:
    result = describe()
    assert result.exit_code == 2
    assert "FOLDER" in result.output
