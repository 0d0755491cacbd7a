"""What stands in models/ is what its manifests and cards say."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from communique.classify.artifacts import load_model, read_manifest
from communique.errors import ModelError
from communique.sources import LANGUAGES

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "models"
FOLDERS = sorted(path.parent for path in MODELS.glob("*/manifest.json"))
DECISIONS = [folder for folder in FOLDERS if (folder / "MODEL_CARD.md").exists()]
MEGABYTE = 1_000_000

every_model = pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
every_card = pytest.mark.parametrize("folder", DECISIONS, ids=[folder.name for folder in DECISIONS])


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def card(folder: Path) -> str:
    return (folder / "MODEL_CARD.md").read_text(encoding="utf-8")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(text: str) -> dict[str, list[str]]:
    """Read the rows of a card's table by the model that each is about."""
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")]
    return {row[0]: row[1:] for row in cells}


def test_each_language_has_a_pipeline_and_there_are_models_that_decide() -> None:
    names = {manifest(folder)["name"] for folder in FOLDERS}
    assert names == {"communique-decisions", *(f"communique-{lang}" for lang in LANGUAGES)}


def test_every_folder_of_models_has_a_manifest() -> None:
    assert [path for path in MODELS.iterdir() if path.is_dir() and path not in FOLDERS] == []


def test_all_models_together_are_smaller_than_20_megabytes() -> None:
    assert sum(path.stat().st_size for path in MODELS.rglob("*") if path.is_file()) < 20 * MEGABYTE


@every_model
def test_a_folder_is_called_by_name_and_version(folder: Path) -> None:
    assert folder.name == f"{manifest(folder)['name']}-{manifest(folder)['version']}"


@every_model
def test_the_manifest_lists_every_file_with_its_checksum(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in {"manifest.json", "MODEL_CARD.md"}]
    assert manifest(folder)["files"] == {path.relative_to(folder).as_posix(): sha256(path) for path in files}


@every_model
def test_the_program_accepts_what_is_shipped(folder: Path) -> None:
    assert read_manifest(folder)["files"]


@every_model
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda path: path.write_bytes(path.read_bytes() + b" "), "was changed"),
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.with_name("another").write_bytes(b""), "is not listed"),
    ],
    ids=["changed", "missing", "added"],
)
def test_a_copy_in_which_one_file_differs_is_refused_by_its_name(folder: Path, change: Any, words: str, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    change(copy / next(iter(manifest(folder)["files"])))
    with pytest.raises(ModelError, match=words) as raised:
        read_manifest(copy)
    assert folder.name in str(raised.value)
    assert "communique train" in str(raised.value)


@every_model
def test_a_manifest_that_was_rewritten_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    (copy / "manifest.json").write_text(json.dumps({**manifest(folder), "version": "9.9"}), encoding="utf-8")
    with pytest.raises(ModelError, match="checksum does not fit"):
        read_manifest(copy)


@every_card
def test_every_model_that_is_listed_can_be_loaded_without_running_foreign_code(folder: Path) -> None:
    assert {path.stem for path in folder.glob("*.skops")} == set(manifest(folder)["measures"])
    assert not [path for path in folder.rglob("*") if path.suffix in {".pkl", ".pickle", ".joblib"}]
    assert all(load_model(folder, part) is not None for part in manifest(folder)["measures"])


@every_card
def test_the_card_stands_under_name_and_version(folder: Path) -> None:
    assert card(folder).splitlines()[0] == f"# {manifest(folder)['name']} {manifest(folder)['version']}"


@every_card
def test_the_card_s_table_is_the_manifest_s_measures(folder: Path) -> None:
    told = {
        part: [f"{m['n']:.0f}", f"{100 * m['f1']:.1f}", f"{100 * m['macro_f1']:.1f}", f"{m['brier']:.3f}"]
        for part, m in manifest(folder)["measures"].items()
    }
    assert {part: row[1:] for part, row in rows(card(folder)).items()} == told


@every_card
def test_the_card_names_the_corpora_classes_bands_and_libraries_of_the_manifest(folder: Path) -> None:
    said, text = manifest(folder), card(folder)
    wanted = [
        *(f"`{name}` (SHA-256 {digest[:16]}" for name, digest in said["corpora"].items()),
        *(f"{name} {band}" for name, band in said["review_band"].items()),
        *(f"{name} {version}" for name, version in said["libraries"].items()),
    ]
    assert [words for words in wanted if words not in text] == []
    for part, sizes in said["classes"].items():
        [line] = re.findall(rf"^- `{part}`: (.+)$", text, re.MULTILINE)
        assert sorted(line.split(", ")) == sorted(f"{name} {n}" for name, n in sizes.items())


@every_card
def test_the_corpora_on_the_card_are_the_shipped_ones(folder: Path) -> None:
    digests = {}
    for name in manifest(folder)["corpora"]:
        files = sorted((ROOT / "corpora" / name).glob("*.jsonl"))
        digests[name] = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    assert manifest(folder)["corpora"] == digests


@every_card
def test_the_rows_by_class_add_up_to_the_number_that_was_measured(folder: Path) -> None:
    said = manifest(folder)
    assert {part: sum(sizes.values()) for part, sizes in said["classes"].items()} == {
        part: int(m["n"]) for part, m in said["measures"].items()
    }


@every_card
def test_measures_are_shares(folder: Path) -> None:
    shares = [value for m in manifest(folder)["measures"].values() for name, value in m.items() if name != "n"]
    assert shares
    assert all(0 <= value <= 1 for value in shares)
