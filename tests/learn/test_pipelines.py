"""The saved pipelines: as the program makes them, and loaded by spaCy alone, in a process that has not imported the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from communique.classify.artifacts import read_manifest
from communique.learn import save_pipelines
from communique.resources import model_path
from communique.sources import LANGUAGES

ROOT = Path(__file__).parents[2]
TEXTS = {
    "en": "At the initiative of the French side, Vladimir Putin spoke by telephone with Emmanuel Macron. The talk was frank.",
    "fr": "Emmanuel Macron s'est entretenu par téléphone avec Vladimir Poutine. L'échange a été franc.",
    "ru": "По инициативе французской стороны Владимир Путин поговорил по телефону с Эмманюэлем Макроном. Разговор был откровенным.",
}
LOAD = """
import json, sys
import spacy
nlp = spacy.load(sys.argv[1])
doc = nlp(sys.argv[2])
spans = {name: [[s.start_char, s.end_char, s.text, s.label_] for s in group] for name, group in doc.spans.items()}
print(json.dumps({"spans": spans, "sentences": [s.text for s in doc.sents], "pipes": nlp.pipe_names}))
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give what an installation adds to the search path: the entry points that pyproject.toml declares."""
    folder = tmp_path_factory.mktemp("site")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / f"{project['name']}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 1\n", encoding="utf-8")
    lines = [f"{name} = {target}" for name, target in project["entry-points"]["spacy_factories"].items()]
    (info / "entry_points.txt").write_text("\n".join(["[spacy_factories]", *lines, ""]), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return dict(zip(LANGUAGES, save_pipelines(tmp_path_factory.mktemp("pipelines")), strict=True))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_spacy_alone_loads_a_shipped_pipeline_and_finds_the_call(lang: str, installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(installed), str(ROOT)])}
    shown = subprocess.run(
        [sys.executable, "-c", LOAD, str(model_path(f"communique-{lang}")), TEXTS[lang]],
        env=environment,
        cwd=tmp_path,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    found = json.loads(shown.stdout)
    assert {label for *_, label in found["spans"]["participants"]} == {"RUS", "FRA"}
    assert [label for *_, label in found["spans"]["media"]] == ["phone"]
    assert [label for *_, label in found["spans"]["tone"]] == ["candid"]
    assert len(found["sentences"]) == 2
    assert shown.stderr == ""
    for start, end, text, _ in (span for group in found["spans"].values() for span in group):
        assert TEXTS[lang][start:end] == text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_saved_is_what_is_shipped(lang: str, saved: dict[str, Path]) -> None:
    assert read_manifest(saved[lang]) == read_manifest(model_path(f"communique-{lang}"))
    assert saved[lang].name == model_path(f"communique-{lang}").name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_manifest_names_language_and_components(lang: str, saved: dict[str, Path]) -> None:
    manifest = read_manifest(saved[lang])
    meta = json.loads((saved[lang] / "meta.json").read_text(encoding="utf-8"))
    assert (manifest["lang"], manifest["version"]) == (lang, meta["version"])
    assert manifest["pipeline"] == meta["pipeline"]
