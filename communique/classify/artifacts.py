"""Trained models on disk: one folder a version, each file's SHA-256 in its manifest, checked before anything is read.

Files are `skops`: reading one cannot run code; types that we did not put there are refused.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import skops.io as sio

from communique.errors import ModelError

_TRUSTED = [
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.pipeline.Pipeline",
    "sklearn.preprocessing._data.StandardScaler",
    "numpy.dtype",
]
_EPOCH = (1980, 1, 1, 0, 0, 0)


def save_model(folder: Path, name: str, model: Any) -> None:
    """Write one model as ``<name>.skops``, the same bytes for the same model.

    Parameters
    ----------
    folder, name
        Where, and what it is called.
    model
        A fitted scikit-learn estimator.
    """
    dumped = sio.dumps(model, compression=zipfile.ZIP_DEFLATED)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(dumped)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = {old_name: f"{number}.npy" for number, old_name in enumerate(n for n in old.namelist() if n != "schema.json")}
        schema = old.read("schema.json").decode()
        for old_name, new_name in names.items():
            schema = schema.replace(f'"{old_name}"', f'"{new_name}"')
        schema = json.dumps(_without_addresses(json.loads(schema), {}), sort_keys=True)
        for old_name, new_name in names.items():
            new.writestr(zipfile.ZipInfo(new_name, _EPOCH), old.read(old_name), zipfile.ZIP_DEFLATED)
        new.writestr(zipfile.ZipInfo("schema.json", _EPOCH), schema, zipfile.ZIP_DEFLATED)
    (folder / f"{name}.skops").write_bytes(out.getvalue())


def _without_addresses(node: Any, seen: dict[int, int]) -> Any:
    """Replace the addresses in memory by which skops names objects with running numbers."""
    if isinstance(node, dict):
        return {
            key: seen.setdefault(value, len(seen) + 1)
            if key == "__id__" and isinstance(value, int)
            else _without_addresses(value, seen)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_without_addresses(item, seen) for item in node]
    return node


def write_manifest(folder: Path, facts: dict[str, Any]) -> None:
    """Write ``manifest.json``: the facts and the SHA-256 of every other file of the folder but the card."""
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("manifest.json", "MODEL_CARD.md")
    }
    manifest = {**facts, "files": files}
    manifest["checksum"] = _checksum(manifest)
    (folder / "manifest.json").write_text(
        json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )


def _checksum(manifest: dict[str, Any]) -> str:
    """Hash everything that a manifest says but its own checksum."""
    said = {key: value for key, value in manifest.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a model's manifest and check every file against it.

    Raises
    ------
    ModelError
        When the manifest or a file is missing, changed or not listed.
    """
    path = folder / "manifest.json"
    way_out = "Reinstall communique, or train the model again with 'communique train'."
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        files: dict[str, str] = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        msg = f"{path}: cannot be read as a model's manifest: {error}. {way_out}"
        raise ModelError(msg) from error
    named = isinstance(manifest.get("name"), str) and isinstance(manifest.get("version"), str)
    if not named or not isinstance(files, dict) or not all(isinstance(digest, str) for digest in files.values()):
        msg = f"{path}: lacks its name, version or list of files. {way_out}"
        raise ModelError(msg)
    if manifest.get("checksum") != _checksum(manifest):
        msg = f"{path}: was changed: its checksum does not fit what it says. {way_out}"
        raise ModelError(msg)
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"manifest.json", "MODEL_CARD.md"}
    if unlisted := sorted(present - set(files)):
        msg = f"{folder / unlisted[0]}: is not listed in the manifest. {way_out}"
        raise ModelError(msg)
    for name, digest in files.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            msg = f"{folder / name}: is missing. {way_out}"
            raise ModelError(msg) from error
        if found != digest:
            msg = f"{folder / name}: was changed: its SHA-256 is {found[:12]}…, the manifest says {digest[:12]}…. {way_out}"
            raise ModelError(msg)
    if folder.name != f"{manifest['name']}-{manifest['version']}":
        msg = f"{folder}: holds {manifest['name']}-{manifest['version']}. Give the folder its own name back."
        raise ModelError(msg)
    return manifest


def load_model(folder: Path, name: str) -> Any:
    """Read one model; its folder's manifest has been checked before.

    Raises
    ------
    ModelError
        When the file is damaged or holds a type that we did not put there.
    """
    path = folder / f"{name}.skops"
    try:
        data = path.read_bytes()
        unknown = [t for t in sio.get_untrusted_types(data=data) if t not in _TRUSTED]
        if unknown:
            msg = f"{path}: holds types that no model of ours has: {', '.join(unknown)}. Do not use this file."
            raise ModelError(msg)
        return sio.loads(data, trusted=_TRUSTED)
    except ModelError:
        raise
    except Exception as error:
        msg = f"{path}: cannot be read as a model: {error}. Train it again with 'communique train'."
        raise ModelError(msg) from error


def artefact_of(annotator: str) -> str:
    """Read the models' name and version from the name of an annotator: ``…; name-version@digest``."""
    return annotator.rpartition("; ")[2].partition("@")[0]
