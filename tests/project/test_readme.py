"""What the README says can be done can be done, and what it says is there is there."""

from __future__ import annotations

import csv
import re
import tomllib
from typing import Any

import pytest
import spacy
import typer
from project.readme import PROSE, ROOT, TEXT, arguments, blocks, commands, inline, links

from communique import count
from communique.cli.app import app
from communique.codebook import Medium

OURS = [command for command in commands() if command.startswith("communique ")]
STAGES = ("ingest", "annotate", "count", "reconcile", "report", "evaluate")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMMAND = typer.main.get_command(app)
USAGE = typer.BadParameter.__bases__
"""What the command line raises for arguments that it cannot use, the library behind Typer's own."""


def parsed(command: str) -> tuple[str, dict[str, Any]]:
    """Parse one of our commands without running it: its name and its options; raises what the command line raises.

    A command that is only named, without any argument, need not be complete.
    """
    root: Any = COMMAND
    words = arguments(command)[1:]
    if words[0].startswith("-"):
        return "", root.make_context("communique", words, resilient_parsing=True).params
    name, sub, rest = root.resolve_command(root.make_context("communique", words), words)
    return name, sub.make_context(name, rest, resilient_parsing=not rest).params


def options() -> set[str]:
    """Every option of every command."""
    root: Any = COMMAND
    return {option for command in (root, *root.commands.values()) for parameter in command.params for option in parameter.opts}


def test_the_readme_has_commands() -> None:
    assert "communique run" in OURS
    assert len(OURS) >= 6


@pytest.mark.parametrize("command", OURS)
def test_a_command_is_a_real_one_with_real_options(command: str) -> None:
    name, _ = parsed(command)
    assert name or command.startswith("communique --")


@pytest.mark.parametrize(
    "command",
    [
        "communique runs",
        "communique run --profil facts4eu-2022",
        "communique run facts4eu-2022",
        "communique annotate texts.jsonl",
        "communique show --json",
    ],
)
def test_a_command_that_is_none_would_be_found_out(command: str) -> None:
    with pytest.raises(USAGE):
        parsed(command)


@pytest.mark.parametrize("words", sorted({words for words in inline() if words.startswith("-")}))
def test_an_option_that_the_prose_names_exists(words: str) -> None:
    assert words.split(maxsplit=1)[0] in options()


def test_every_command_is_told_of_in_the_readme() -> None:
    root: Any = COMMAND
    assert {parsed(command)[0] for command in OURS} >= set(root.commands)


@pytest.mark.parametrize("path", sorted({link for link in links() if "://" not in link and not link.startswith("#")}))
def test_every_file_that_is_linked_exists(path: str) -> None:
    assert (ROOT / path.partition("#")[0]).exists()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"(?:flows|models|configs|corpora|tests|\.github)/[\w./-]*\w", TEXT))))
def test_every_file_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_stage_has_its_flow_in_the_table() -> None:
    told = dict(re.findall(r"^\| ([a-z ]+) \|.*?`(flows/\w+\.py)`", TEXT, re.MULTILINE))
    assert set(told.values()) == {path.relative_to(ROOT).as_posix() for path in (ROOT / "flows").glob("*.py")}
    assert set(told) <= {*STAGES, "all of them", "reclassify", "train"}


def test_every_stage_stands_in_the_heading() -> None:
    [heading] = [line for line in TEXT.splitlines() if line.startswith("## ") and "nnotate" in line]
    assert re.findall(r"\w+", heading.lower()) == list(STAGES)


@pytest.mark.parametrize("source", sorted(set(re.findall(r"--source (\w[\w-]*)", TEXT))))
def test_the_publishers_that_are_named_exist(source: str) -> None:
    assert (ROOT / "configs/sources" / f"{source}.yaml").exists()


def test_the_profile_that_is_named_can_be_explained() -> None:
    named = {parsed(command)[1]["name"] for command in OURS if command.startswith("communique profiles ")}
    assert named
    for name in named:
        assert count.load_profile(name).selection.medium == (Medium.PHONE,)


def test_the_python_that_is_asked_for_is_the_one_that_pip_asks_for() -> None:
    [version] = re.findall(r"Python ≥ ([\d.]+)", PROSE)
    assert PYPROJECT["project"]["requires-python"] == f">={version}"


def test_the_constraints_and_extras_that_the_install_names_exist() -> None:
    installs = [command for command in commands() if "pip install" in command]
    assert len(installs) >= 2
    assert all("-c configs/constraints.txt" in command for command in installs)
    assert {extra for command in installs for extra in re.findall(r"\.\[(\w+)\]", command)} <= set(
        PYPROJECT["project"]["optional-dependencies"]
    )


def test_the_counts_that_are_named_are_those_that_the_profile_must_reproduce() -> None:
    """That `communique run` does reproduce them is tested in tests/cli/test_run.py."""
    [paragraph] = [p for p in PROSE.split("\n\n") if "before the war" in p]
    assert "That one command" in paragraph
    before, since = re.findall(r"(?:before the war|since) ((?:\w+ \d+(?:, )?)+)", " ".join(paragraph.split()))
    [told] = re.findall(r"of the \d+, the Élysée's record has (\d+)", " ".join(paragraph.split()))
    profile = count.load_profile("facts4eu-2022")
    surnames = {"Macron": "emmanuel-macron", "May": "theresa-may", "Johnson": "boris-johnson", "Truss": "liz-truss"}
    for window, words in (("before-the-war", before), ("since-the-war", since)):
        figures = {surnames[name]: int(n) for name, n in re.findall(r"(\w+) (\d+)", words)}
        assert len(figures) == 3
        assert figures == {leader: profile.expected[window][leader] for leader in figures}
    assert int(told) == profile.expected_cross_source["since-the-war"]["emmanuel-macron"]


def test_the_number_of_reconstructed_calls_is_that_of_the_corpus() -> None:
    [told] = re.findall(r"(\d+) of them are `reconstructed`", " ".join(PROSE.split()))
    with (ROOT / "corpora/facts4eu-2022/reconstructed.csv").open(encoding="utf-8", newline="") as rows:
        assert int(told) == len(list(csv.DictReader(rows)))


def test_a_paragraph_that_gives_a_measure_says_how_to_get_it_again() -> None:
    measure = re.compile(r"\d\s*%|\d[\d.,\s]*(?:texts|readouts|calls) (?:a|per) second|\bF1\b[^.]*\d|\d[\d.]*\s*(?:ms|GB|MB)\b")
    measured = [p for p in re.split(r"\n\n|\n(?=[-#])", PROSE) if measure.search(p)]
    assert [p for p in measured if not re.search(r"`(?:communique|python|pytest) [^`]+`|MODEL_CARD\.md|DATASHEET\.md", p)] == []


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_that_is_shown_codes_the_call(code: str) -> None:
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102 - it is our README
    [call] = names["coded"].calls
    assert {p.person for p in call.participants} == {"vladimir-putin", "emmanuel-macron"}


@pytest.mark.parametrize("path", re.findall(r'spacy\.load\("([^"]+)"\)', TEXT))
def test_the_pipeline_that_is_shown_loads_alone(path: str) -> None:
    assert spacy.load(ROOT / path).pipe_names
