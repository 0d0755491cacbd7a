"""The wheel holds all that the program needs: unpacked, it works away from the checkout."""

from __future__ import annotations

import configparser
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from communique import __version__

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FOLDERS = ("flows", "models", "corpora", "configs")
SHOW_PLACES = """
import json, communique
from communique import resources
folders = ["flows", "models", "corpora", "configs"]
print(json.dumps([communique.__file__, *(str(resources.shipped(folder)) for folder in folders)]))
"""


def files(folder: Path) -> set[str]:
    """List a folder's files but for what Python leaves in it."""
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="building a wheel without the network needs hatchling in this environment")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def python(unpacked: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder with nothing of ours on its path but the unpacked wheel."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "PYTHONPATH": str(unpacked),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COMMUNIQUE_HOME": str(folder / "workspace"),
        "COLUMNS": "200",
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, check=False, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_wheel_has_the_version_of_the_package(wheel: Path) -> None:
    assert wheel.name == f"communique-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_every_module_and_template(unpacked: Path) -> None:
    own = {name for name in files(unpacked / "communique") if not name.startswith("_shipped/")}
    assert own == files(ROOT / "communique")


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_wheel_holds_the_whole_folder(folder: str, unpacked: Path) -> None:
    assert files(unpacked / "communique" / "_shipped" / folder) == files(ROOT / folder)


def test_the_wheel_puts_nothing_else_into_site_packages(unpacked: Path) -> None:
    assert {path.name for path in unpacked.iterdir()} == {"communique", f"communique-{__version__}.dist-info"}
    assert not [path for path in unpacked.rglob("*") if path.suffix in {".pyc", ".orig", ".bak"}]


def test_the_wheel_declares_the_command_and_every_part_of_the_pipeline(unpacked: Path) -> None:
    declared = configparser.ConfigParser()
    declared.read(unpacked / f"communique-{__version__}.dist-info" / "entry_points.txt", encoding="utf-8")
    assert dict(declared["console_scripts"]) == {"communique": "communique.cli.app:main"}
    pipeline = json.loads((ROOT / "models" / f"communique-en-{__version__}" / "manifest.json").read_text(encoding="utf-8"))
    assert set(declared["spacy_factories"]) == set(pipeline["pipeline"])


def test_the_wheel_carries_the_licence(unpacked: Path) -> None:
    [licence] = (unpacked / f"communique-{__version__}.dist-info").rglob("LICENSE")
    assert licence.read_bytes() == (ROOT / ".github" / "LICENSE").read_bytes()


def test_the_unpacked_program_uses_its_own_files_only(unpacked: Path, tmp_path: Path) -> None:
    done = python(unpacked, tmp_path, "-c", SHOW_PLACES)
    places = [Path(place) for place in json.loads(done.stdout)]
    assert [place for place in places if not place.is_relative_to(unpacked)] == []


def test_profiles_are_listed_away_from_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    done = python(unpacked, tmp_path, "-m", "communique", "profiles")
    assert (done.returncode, done.stderr) == (0, "")
    assert set(re.findall(r"[\w-]+", done.stdout)) >= {path.stem for path in (ROOT / "configs/profiles").glob("*.yaml")}


def test_texts_are_coded_away_from_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    options = ("--source", "kremlin", "--lang", "en")
    (tmp_path / "call.md").write_text(
        "---\npublished: 2022-02-24\n---\n# A call\n\nVladimir Putin had a telephone conversation with Emmanuel Macron.\n",
        encoding="utf-8",
    )
    done = python(unpacked, tmp_path, "-m", "communique", "annotate", "call.md", "-o", "coded.jsonl", *options)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "coded.jsonl").read_text(encoding="utf-8"))
    assert {p["polity"] for p in record["calls"][0]["participants"]} == {"RUS", "FRA"}


def test_nothing_is_written_but_what_was_asked_for(unpacked: Path, tmp_path: Path) -> None:
    before = files(unpacked)
    done = python(unpacked, tmp_path, "-m", "communique", "profiles", "facts4eu-2022")
    assert done.returncode == 0
    assert (files(unpacked), files(tmp_path)) == (before, set())
