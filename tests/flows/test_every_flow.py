"""What the rules of flows/README.md ask of every file in flows/, read from the files and from Prefect."""

from __future__ import annotations

import ast
import importlib.metadata
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect import Flow
from prefect.exceptions import ParameterTypeError
from prefect.flows import load_flow_from_entrypoint

from communique import resources
from communique.cli.run import FLOWS, load_flow
from communique.errors import ResourceNotFoundError

FILES = sorted(resources.shipped("flows").glob("*.py"))
STEMS = [path.stem for path in FILES]

PARENTS = {"publish_count", "reclassify_corpus"}
"""Flows that run others as subflows."""

every_flow = pytest.mark.parametrize("path", FILES, ids=STEMS)


def loaded(path: Path) -> Flow[..., Any]:
    return load_flow_from_entrypoint(f"{path}:{path.stem}", use_placeholder_flow=False)


def imported(path: Path) -> Iterator[str]:
    """Give the top-level name of everything that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_there_are_flows() -> None:
    assert "publish_count" in STEMS


@every_flow
def test_file_function_and_flow_have_one_name(path: Path) -> None:
    flow = loaded(path)
    assert flow.fn.__name__ == path.stem
    assert flow.name == path.stem.replace("_", "-")


@every_flow
def test_a_flow_says_what_it_does(path: Path) -> None:
    assert loaded(path).description


@every_flow
def test_no_parameter_is_a_union_because_forms_crash_on_them(path: Path) -> None:
    unions = [n for n, schema in loaded(path).parameters.properties.items() if {"anyOf", "oneOf", "allOf"} & schema.keys()]
    assert unions == []


@every_flow
def test_a_flow_s_name_is_two_words_and_shadows_no_module(path: Path) -> None:
    assert len(path.stem.split("_")) == 2
    assert path.stem not in sys.stdlib_module_names
    assert path.stem not in importlib.metadata.packages_distributions()


@every_flow
def test_every_parameter_has_a_title_and_a_description(path: Path) -> None:
    bare = [
        name
        for name, schema in loaded(path).parameters.properties.items()
        if not schema.get("description") or schema.get("title", name) == name
    ]
    assert bare == []


@every_flow
def test_a_flow_imports_the_library_and_prefect_alone(path: Path) -> None:
    allowed = {"communique", "prefect", "pydantic", *sys.stdlib_module_names}
    siblings = set(STEMS) if path.stem in PARENTS else set()
    assert set(imported(path)) <= allowed | siblings


def test_nobody_imports_a_flow_but_the_parents() -> None:
    library = resources.shipped("flows").parent / "communique"
    importers = {path.stem for path in [*FILES, *library.rglob("*.py")] if set(imported(path)) & set(STEMS)}
    assert importers == PARENTS


def test_the_folder_is_no_package() -> None:
    assert not (resources.shipped("flows") / "__init__.py").exists()


def test_the_command_line_knows_every_flow() -> None:
    assert sorted(FLOWS) == STEMS


@pytest.mark.parametrize("name", STEMS)
def test_the_command_line_loads_every_flow(name: str) -> None:
    assert load_flow(name).name == name.replace("_", "-")


def test_an_unknown_flow_is_named_with_the_known_ones() -> None:
    with pytest.raises(ResourceNotFoundError, match=r"no flow named 'publish_counts'.*Did you mean publish_count\?"):
        load_flow("publish_counts")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("publish_count", {"workers": 0}),
        ("publish_count", {"workers": 65}),
        ("publish_count", {"profile": ""}),
        ("annotate_readouts", {"corpus": ""}),
        ("annotate_readouts", {"corpus": "texts", "workers": 0}),
        ("ingest_readouts", {"inputs": [], "corpus": "texts"}),
        ("ingest_readouts", {"inputs": ["a.txt"], "corpus": ""}),
        ("count_calls", {"run": ""}),
        ("reconcile_sources", {"run": "0" * 12, "source_a": "kremlin", "source_b": ""}),
        ("report_count", {"count_id": "", "profile": "facts4eu-2022"}),
    ],
)
def test_a_parameter_out_of_bounds_is_refused_before_the_run(name: str, parameters: dict[str, object]) -> None:
    with pytest.raises(ParameterTypeError):
        load_flow(name).validate_parameters(parameters)
