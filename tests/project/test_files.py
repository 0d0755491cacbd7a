"""How files look that people have to find their way in."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = sorted(path for folder in ("communique", "flows", "tests") for path in (ROOT / folder).rglob("*.py"))
SHIPPED = [path for path in PYTHON if not path.is_relative_to(ROOT / "tests")]
FOLDERS = ("flows", "models", "corpora", "configs")
DRAWERS = {"utils", "util", "utilities", "helpers", "helper", "common", "misc", "base", "manager", "core", "tools", "stuff"}
"""Names that say nothing about what is inside."""


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_no_file_is_longer_than_400_lines() -> None:
    assert names([path for path in PYTHON if lines(path) > 400]) == []


def test_a_module_of_the_library_is_about_100_lines_long() -> None:
    lengths = sorted(lines(path) for path in SHIPPED)
    assert lengths[len(lengths) // 2] <= 150


def test_no_module_or_package_is_a_drawer() -> None:
    assert names([path for path in PYTHON if DRAWERS & {path.stem, *path.relative_to(ROOT).parts}]) == []


@pytest.mark.parametrize("path", SHIPPED, ids=names(SHIPPED))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    module = tree(path)
    assert ast.get_docstring(module) or not module.body, "only an empty package may be silent"


@pytest.mark.parametrize("path", SHIPPED, ids=names(SHIPPED))
def test_every_public_class_and_function_says_what_it_does(path: Path) -> None:
    public = [
        node
        for node in tree(path).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


def test_nothing_in_the_library_prints() -> None:
    def prints(path: Path) -> bool:
        return any(
            isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "print" for n in ast.walk(tree(path))
        )

    assert names([path for path in SHIPPED if prints(path)]) == []


def test_only_communique_is_a_package() -> None:
    packages = {path.relative_to(ROOT).parts[0] for path in ROOT.glob("*/**/__init__.py") if not path.parts[-2].startswith(".")}
    assert {name for name in packages if name in {"communique", "tests", *FOLDERS}} == {"communique"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_has_a_short_readme_of_its_own(folder: str) -> None:
    assert 5 <= lines(ROOT / folder / "README.md") <= 45


def test_the_tests_of_a_package_stand_in_the_folder_of_its_name() -> None:
    packages = {path.parent.name for path in (ROOT / "communique").glob("*/__init__.py")}
    tested = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert packages - tested == set()


def test_no_module_beside_the_tests_shadows_one_of_python_s_own() -> None:
    modules = {path.stem for path in (ROOT / "tests").rglob("*.py")}
    assert modules & sys.stdlib_module_names == set()


def test_every_dependency_stands_under_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("\ndependencies = [") : text.index("[project.optional-dependencies]")].splitlines()
    wanted = tomllib.loads(text)["project"]["dependencies"]
    first = [n for n, line in enumerate(section) if any(f'"{d}"' in line for d in wanted)]
    assert len(first) == len(wanted)
    bare = [section[n].strip() for n in first if "#" not in section[n - 1] and n - 1 not in first]
    assert bare == []
