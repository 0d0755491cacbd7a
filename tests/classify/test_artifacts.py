"""Model folders: sealed by their manifest, checked before anything is read, and unable to run code."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import os
import pickle
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io as sio
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import FunctionTransformer

from communique.classify.artifacts import load_model, read_manifest, save_model, write_manifest
from communique.classify.decide import PARTS, load_classifier
from communique.errors import ModelError
from communique.resources import model_path

ROWS = np.array([[0.0, 1.0], [1.0, 0.0], [0.5, 2.0], [2.0, 0.5]])
WAYS_OUT = ("Reinstall communique", "communique train", "Do not use this file")


def fitted() -> LogisticRegression:
    return LogisticRegression(random_state=0).fit(ROWS, ["a", "b", "a", "b"])


def refused(folder: Path, named: str, read: Callable[[Path], object] = read_manifest) -> str:
    """Read a folder that must be refused, with the file named and a way out; return the message."""
    with pytest.raises(ModelError) as caught:
        read(folder)
    message = str(caught.value)
    assert str(folder / named) in message
    assert any(way in message for way in WAYS_OUT), message
    return message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a small sealed artefact."""
    made = tmp_path / "small-1.0"
    (made / "inner").mkdir(parents=True)
    save_model(made, "tone", fitted())
    (made / "inner" / "words.json").write_text("{}", encoding="utf-8")
    write_manifest(made, {"name": "small", "version": "1.0", "note": "Élysée"})
    (made / "MODEL_CARD.md").write_text("# small 1.0\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the shipped artefact; whoever changes it puts it right again."""
    return Path(
        shutil.copytree(
            model_path("communique-decisions"), tmp_path_factory.mktemp("models") / model_path("communique-decisions").name
        )
    )


def test_what_was_sealed_is_read_back(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert (manifest["name"], manifest["version"], manifest["note"]) == ("small", "1.0", "Élysée")
    assert set(manifest["files"]) == {"tone.skops", "inner/words.json"}


def test_a_model_comes_back_as_it_was_saved(folder: Path) -> None:
    found = load_model(folder, "tone")
    assert np.array_equal(found.predict_proba(ROWS), fitted().predict_proba(ROWS))
    assert list(found.classes_) == ["a", "b"]


def test_the_same_model_is_saved_in_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        save_model(tmp_path, name, fitted())
    assert (tmp_path / "first.skops").read_bytes() == (tmp_path / "second.skops").read_bytes()


def test_the_card_may_be_edited_as_it_decides_nothing(folder: Path) -> None:
    (folder / "MODEL_CARD.md").write_text("# Rewritten\n", encoding="utf-8")
    assert read_manifest(folder)["name"] == "small"


@settings(max_examples=60, deadline=None)
@given(part=st.sampled_from(PARTS), place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_a_model_with_any_byte_changed_is_refused(sealed: Path, part: str, place: float, change: int) -> None:
    path = sealed / f"{part}.skops"
    original = path.read_bytes()
    changed = bytearray(original)
    changed[int(place * len(changed))] ^= change
    try:
        path.write_bytes(changed)
        refused(sealed, path.name, load_classifier)
    finally:
        path.write_bytes(original)


@settings(max_examples=150, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_a_manifest_with_any_byte_changed_is_refused_or_says_the_same(sealed: Path, place: float, change: int) -> None:
    path = sealed / "manifest.json"
    original = path.read_bytes()
    said = read_manifest(sealed)
    changed = bytearray(original)
    changed[int(place * len(changed))] ^= change
    try:
        path.write_bytes(changed)
        if _says(bytes(changed)) == said:  # a space for a line feed
            assert read_manifest(sealed) == said
        else:
            refused(sealed, path.name)
    finally:
        path.write_bytes(original)


def _says(manifest: bytes) -> Any:
    try:
        return json.loads(manifest)
    except ValueError:
        return None


@pytest.mark.parametrize("change", [b"", b"\n", b"PK\x03\x04"])
def test_a_file_that_grew_or_shrank_is_refused(folder: Path, change: bytes) -> None:
    path = folder / "tone.skops"
    path.write_bytes(path.read_bytes() + change if change else path.read_bytes()[:-1])
    assert "was changed" in refused(folder, "tone.skops")


@pytest.mark.parametrize("name", ["further.skops", "inner/further.py", ".hidden", "tone.skops.bak"])
def test_a_file_that_the_manifest_does_not_list_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")
    assert "not listed" in refused(folder, name)


@pytest.mark.parametrize("name", ["tone.skops", "inner/words.json"])
def test_a_listed_file_that_is_missing_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert "is missing" in refused(folder, name)


def test_two_files_that_changed_places_are_refused(sealed: Path) -> None:
    tone, occasions = sealed / "tone.skops", sealed / "occasions.skops"
    originals = tone.read_bytes(), occasions.read_bytes()
    try:
        tone.write_bytes(originals[1])
        occasions.write_bytes(originals[0])
        with pytest.raises(ModelError, match="was changed"):
            load_classifier(sealed)
    finally:
        tone.write_bytes(originals[0])
        occasions.write_bytes(originals[1])


def test_a_folder_without_a_manifest_is_refused(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    refused(folder, "manifest.json")


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"no JSON",
        b"[]",
        b"null",
        b'"files"',
        b"{}",
        b'{"files": []}',
        b'{"files": {}}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"files": {}, "name": "x"}',
    ],
)
def test_what_is_no_manifest_is_refused(folder: Path, manifest: bytes) -> None:
    (folder / "manifest.json").write_bytes(manifest)
    refused(folder, "manifest.json")


@pytest.mark.parametrize(
    "change",
    [{"name": 5}, {"version": None}, {"files": {"tone.skops": 5}}, {"files": {}}, {"review_band": {}}, {"review_band": "wide"}],
    ids=repr,
)
def test_a_manifest_that_was_made_up_is_refused_even_when_its_checksum_fits(
    sealed: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / sealed.name))
    said = {key: value for key, value in read_manifest(folder).items() if key != "checksum"} | change
    checksum = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(said | {"checksum": checksum}), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_classifier(folder)
    assert str(folder) in str(caught.value)


def test_a_folder_under_another_name_is_refused(folder: Path) -> None:
    renamed = folder.rename(folder.with_name("small-9.9"))
    with pytest.raises(ModelError, match=r"small-9\.9: holds small-1\.0\. Give the folder its own name back"):
        read_manifest(renamed)


@pytest.mark.parametrize("fact", ["name", "version", "note"])
def test_facts_that_were_rewritten_are_refused(folder: Path, fact: str) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {fact: "9.9"}), encoding="utf-8")
    assert "checksum" in refused(folder, "manifest.json")


@pytest.mark.parametrize("part", PARTS)
def test_an_artefact_that_was_sealed_without_one_of_its_models_is_refused(sealed: Path, tmp_path: Path, part: str) -> None:
    folder = Path(shutil.copytree(sealed, tmp_path / sealed.name))
    (folder / f"{part}.skops").unlink()
    write_manifest(folder, _facts(sealed))
    refused(folder, f"{part}.skops", load_classifier)


def _facts(folder: Path) -> dict[str, Any]:
    return {key: value for key, value in read_manifest(folder).items() if key not in ("files", "checksum")}


class Hostile:
    """What runs a command when a careless program reads it back."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (self.command,)


def _zipped(schema: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("schema.json", json.dumps(schema))
    return out.getvalue()


def _call_node(command: str) -> dict[str, Any]:
    """Write by hand the node that skops writes for a partial function: one that names a function and its argument."""
    schema = json.loads(zipfile.ZipFile(io.BytesIO(sio.dumps(functools.partial(os.system, command)))).read("schema.json"))
    assert isinstance(schema, dict)
    return schema


HOSTILE: dict[str, Callable[[str], bytes]] = {
    "a pickle": lambda command: pickle.dumps(Hostile(command)),
    "a pickle of the oldest protocol": lambda command: pickle.dumps(Hostile(command), protocol=0),
    "an object that runs a command": lambda command: sio.dumps(Hostile(command)),
    "such an object inside a list": lambda command: sio.dumps([1, [Hostile(command)]]),
    "such an object inside a model": lambda command: sio.dumps(FunctionTransformer(os.system, kw_args={"x": Hostile(command)})),
    "a model around a system function": lambda _: sio.dumps(FunctionTransformer(os.system)),
    "a model around eval": lambda _: sio.dumps(FunctionTransformer(eval)),
    "a system function with its argument": lambda command: sio.dumps(functools.partial(os.system, command)),
    "the same written by hand": lambda command: _zipped(_call_node(command)),
    "the same under the name of a type that is trusted": lambda command: _zipped(
        _call_node(command) | {"__class__": "dtype", "__module__": "numpy"}
    ),
    "a node that skops does not know": lambda _: _zipped(
        {"__loader__": "SystemNode", "__class__": "system", "__module__": "os"}
    ),
    "an archive without a schema": lambda _: _zipped({}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_stranger_s_file_runs_no_code_even_when_sealed(sealed: Path, tmp_path: Path, kind: str) -> None:
    folder, mark = Path(shutil.copytree(sealed, tmp_path / sealed.name)), tmp_path / "mark"
    (folder / "tone.skops").write_bytes(HOSTILE[kind](f"touch '{mark}'"))
    write_manifest(folder, _facts(sealed))
    refused(folder, "tone.skops", load_classifier)
    assert not mark.exists()


def test_the_hostile_files_would_run_their_command_if_they_were_trusted(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    pickle.loads(HOSTILE["a pickle"](f"touch '{mark}'"))  # noqa: S301 - shows that the test above can fail
    assert mark.exists()


def test_refused_types_are_named(folder: Path) -> None:
    (folder / "tone.skops").write_bytes(sio.dumps(FunctionTransformer(os.system)))
    with pytest.raises(ModelError, match=r"posix\.system|nt\.system"):
        load_model(folder, "tone")


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_refused_as_a_model(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "any.skops").write_bytes(data)
    refused(folder, "any.skops", lambda place: load_model(place, "any"))


def test_the_shipped_models_are_whole() -> None:
    classifier = load_classifier(model_path("communique-decisions"))
    assert set(classifier.models) == set(PARTS)
    assert set(classifier.review_band) == {"tone", "occasions", "call_type"}
    assert f"{classifier.name}-{classifier.version}" == model_path("communique-decisions").name


@pytest.mark.parametrize("lang", ["en", "fr", "ru"])
def test_the_shipped_pipelines_are_whole(lang: str) -> None:
    manifest = read_manifest(model_path(f"communique-{lang}"))
    assert (manifest["name"], manifest["lang"]) == (f"communique-{lang}", lang)
