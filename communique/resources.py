"""Where flows, models, corpora and configs are: the only module that knows.

A name is looked for in this order: an explicit path, the workspace, what is shipped inside the installed package, the
checkout. The workspace is where Communiqué writes; it is the folder in ``COMMUNIQUE_HOME``, else ``communique-workspace``
in the current folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from communique.errors import ResourceNotFoundError, did_you_mean

Folder = Literal["flows", "models", "corpora", "configs"]

_VERSION = re.compile(r"\d+(?:\.\d+)*")
_PACKAGE = Path(__file__).resolve().parent


def workspace() -> Path:
    """Return the folder that runs, reports and server state are written to (not made here)."""
    return Path(os.environ.get("COMMUNIQUE_HOME") or "communique-workspace").absolute()


def candidates() -> Path:
    """Return the folder of trained models that are not at work: found by name and version, never taken as the newest."""
    return workspace() / "candidates"


def store_url() -> str:
    """Return where corpora, runs and counts are: ``COMMUNIQUE_STORE`` (any fsspec URL), else ``store`` in the workspace."""
    return os.environ.get("COMMUNIQUE_STORE") or str(workspace() / "store")


def use_workspace(folder: Path) -> None:
    """Write to this folder, in this process and those that it starts."""
    os.environ["COMMUNIQUE_HOME"] = str(folder.absolute())


def shipped(folder: Folder) -> Path:
    """Return the read-only folder of that name that came with the program.

    Raises
    ------
    ResourceNotFoundError
        When the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_shipped" / folder, _PACKAGE.parent / folder):
        if candidate.is_dir():
            return candidate
    msg = f"the installation has no {folder!r} folder near {_PACKAGE}. Reinstall communique."
    raise ResourceNotFoundError(msg)


def _roots(folder: Folder) -> Iterator[Path]:
    own = workspace() / folder
    if own.is_dir():
        yield own
    yield shipped(folder)


def names(folder: Folder, pattern: str) -> list[str]:
    """List the resources of a folder by stem.

    Parameters
    ----------
    folder
        One of the four folders.
    pattern
        Glob below it, for example ``profiles/*.yaml`` or ``*/manifest.json`` (then the parent's name is the stem).
    """
    found = set()
    for root in _roots(folder):
        for path in root.glob(pattern):
            found.add(path.parent.name if pattern.startswith("*/") else path.stem)
    return sorted(found)


def find(folder: Folder, relative: str, *, kind: str, pattern: str) -> Path:
    """Find a resource by its path below a folder.

    Parameters
    ----------
    folder, relative
        For example ``"configs"`` and ``"profiles/facts4eu-2022.yaml"``.
    kind
        What it is called in messages (``"profile"``).
    pattern
        Glob of its siblings, to say what is known.

    Raises
    ------
    ResourceNotFoundError
        When neither the workspace nor the program has it.
    """
    for root in _roots(folder):
        path = root / relative
        if path.exists():
            return path
    stem = Path(relative).stem
    places = ", ".join(str(root) for root in _roots(folder))
    msg = f"no {kind} named {stem!r} in {places}. {did_you_mean(stem, names(folder, pattern))}"
    raise ResourceNotFoundError(msg)


def profile_path(name: str) -> Path:
    """Find a rule profile by id, or take a path to a YAML file as it is.

    Raises
    ------
    ResourceNotFoundError
        When there is no such profile.
    """
    if name.endswith((".yaml", ".yml")):
        path = Path(name)
        if path.is_file():
            return path
        known = ", ".join(names("configs", "profiles/*.yaml"))
        msg = f"no profile file {name!r}. Give a path to a YAML file, or one of: {known}."
        raise ResourceNotFoundError(msg)
    return find("configs", f"profiles/{name}.yaml", kind="profile", pattern="profiles/*.yaml")


def config_path(relative: str) -> Path:
    """Find a configuration file below ``configs/``.

    Raises
    ------
    ResourceNotFoundError
        When there is no such file.
    """
    parent = str(Path(relative).parent)
    return find("configs", relative, kind="configuration file", pattern=f"{parent}/*")


def corpus_path(name: str) -> Path:
    """Find a corpus folder by name.

    Raises
    ------
    ResourceNotFoundError
        When there is no such corpus.
    """
    return find("corpora", name, kind="corpus", pattern="*/manifest.json")


def model_path(name: str) -> Path:
    """Find a model folder by ``name-version``, or the newest version of a bare ``name``.

    Raises
    ------
    ResourceNotFoundError
        When there is no such model.
    """
    for root in _roots("models"):
        if (root / name).is_dir():
            return root / name
        versions = [
            p
            for p in root.glob(f"{name}-*")
            if p.name.rpartition("-")[0] == name and p.is_dir() and _VERSION.fullmatch(p.name.rpartition("-")[2])
        ]
        if versions:
            return max(versions, key=lambda p: tuple(int(x) for x in p.name.rpartition("-")[2].split(".")))
    if (candidates() / name / "manifest.json").is_file():
        return candidates() / name
    return find("models", name, kind="model", pattern="*/manifest.json")


def input_path(name: str) -> Path:
    """Find texts to read: a path as it is, or a corpus by its name.

    Parameters
    ----------
    name
        A path, or the id of a folder in ``corpora/``.

    Raises
    ------
    ResourceNotFoundError
        When a bare name is neither a path nor a corpus; names those that are.
    """
    if Path(name).exists() or "/" in name or "." in Path(name).name.strip("."):
        return Path(name)
    return corpus_path(name) / "readouts.jsonl"
