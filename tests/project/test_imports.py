"""The arrows of pyproject.toml, and what they do not say: no cycles, and Prefect in one place."""

from __future__ import annotations

import graphlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "communique"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = [{name.strip() for name in layer.split("|")} for layer in CONTRACTS[0]["layers"]]
STAGES = ("ingest", "extract", "classify", "compare", "count", "reconcile", "report", "evaluate", "review", "audit", "store")
PREFECT = {"communique.cli.run", "communique.cli.serve", "communique.cli.artifacts", "communique.cli.lineage"}
"""The only modules of the library that may know Prefect."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import, those inside functions as well, but for those that only a type checker makes."""
    return grimp.build_graph("communique", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None)


def modules() -> Iterator[str]:
    """Give the dotted name of every module in the checkout."""
    for path in LIBRARY.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_the_contracts_of_pyproject_hold() -> None:
    """In a process of its own: the linter sets up logging anew, which would silence ours."""
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    config = str(ROOT / "pyproject.toml")
    done = subprocess.run(
        [sys.executable, "-c", lint, "--config", config, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_linter_sees_every_module(graph: grimp.ImportGraph) -> None:
    assert set(modules()) <= graph.modules


def test_every_part_of_the_package_stands_in_a_layer() -> None:
    parts = {".".join(name.split(".")[:2]) for name in modules()} - {"communique", "communique.__main__"}
    assert parts == set().union(*LAYERS)


def test_the_stages_stand_side_by_side_in_one_layer() -> None:
    [layer] = [layer for layer in LAYERS if "communique.ingest" in layer]
    assert layer == {f"communique.{stage}" for stage in STAGES}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_no_other_stage(stage: str, graph: grimp.ImportGraph) -> None:
    own = f"communique.{stage}"
    others = tuple(f"communique.{other}" for other in STAGES if other != stage)
    arrows = [
        f"{importer} → {imported}"
        for importer in graph.modules
        if importer == own or importer.startswith(f"{own}.")
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported in others or imported.startswith(tuple(f"{other}." for other in others))
    ]
    assert arrows == []


def test_no_module_imports_itself_by_way_of_others(graph: grimp.ImportGraph) -> None:
    arrows = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    order = list(graphlib.TopologicalSorter(arrows).static_order())  # raises CycleError, which names the cycle
    assert order.index("communique.records") < order.index("communique.cli.app")


def test_only_the_run_command_knows_prefect(graph: grimp.ImportGraph) -> None:
    assert graph.find_modules_that_directly_import("prefect") == PREFECT


def test_nothing_that_flows_import_knows_prefect(graph: grimp.ImportGraph) -> None:
    knowing = graph.find_downstream_modules("prefect")
    assert {name for name in knowing if not name.startswith("communique.cli")} == {"communique.__main__"}


@pytest.mark.parametrize(
    ("module", "libraries"),
    [
        ("communique.errors", set()),
        ("communique.codebook", set()),
        ("communique.progress", set()),
        ("communique.resources", set()),
        ("communique.records", {"msgspec"}),
        ("communique.config_files", {"ruamel"}),
    ],
)
def test_what_everything_rests_on_needs_hardly_any_library(module: str, libraries: set[str], graph: grimp.ImportGraph) -> None:
    behind = {name.partition(".")[0] for name in graph.find_upstream_modules(module)}
    assert behind - {"communique", *sys.stdlib_module_names} == libraries
