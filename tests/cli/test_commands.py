"""What holds for every command: its help, its exit codes, what it says of arguments that cannot be used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from cli.commands import invoke, plain, process

from communique import __version__
from communique.cli.app import app

COMMANDS = {
    "run": {"--input", "--profile", "--source", "--lang", "--column", "--models", "--workers", "--output", "--json"},
    "annotate": {"--output", "--source", "--lang", "--column", "--models", "--workers"},
    "evaluate": {"--gold", "--predicted", "--texts", "--errors", "--json"},
    "train": {"--corpus", "--output", "--version", "--pipelines", "--compare", "--ablate", "--check"},
    "promote": {"--against", "--gold", "--force"},
    "reclassify": {"--model", "--against", "--workers", "--cluster", "--output", "--json"},
    "serve": {"--port", "--host"},
    "show": {"--run", "--json"},
    "profiles": set(),
    "counts": {"--json"},
    "review": {
        "--profile",
        "--limit",
        "--call",
        "--sample",
        "--who",
        "--why",
        "--export",
        "--import",
        "--confirm",
        "--format",
        "--as-corpus",
        "--json",
    },
    "corpus": set(),
    "audit": set(),
}
"""Every command with its options: what scripts of users rely on."""

COMMAND: Any = typer.main.get_command(app)

pytestmark = pytest.mark.usefixtures("workspace")


def test_these_are_all_the_commands() -> None:
    assert set(COMMAND.commands) == set(COMMANDS)


def test_the_help_names_every_command_with_what_it_does() -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    told = plain(result.stdout)
    for name in COMMANDS:
        assert re.search(rf"\b{name} [A-Z][a-z]+ ", told)


@pytest.mark.parametrize(("name", "options"), COMMANDS.items(), ids=COMMANDS)
def test_each_command_s_help_says_what_it_does_and_names_every_option(name: str, options: set[str]) -> None:
    result = invoke(name, "--help")
    assert result.exit_code == 0
    told = plain(result.stdout)
    assert f"communique {name} [OPTIONS]" in told or f"root {name} [OPTIONS]" in told
    assert options <= set(re.findall(r"--[a-z]+(?:-[a-z]+)*", told))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_and_argument_has_a_help_of_its_own(name: str) -> None:
    command = COMMAND.commands[name]
    assert [parameter.name for parameter in command.params if not getattr(parameter, "help", None)] == []


def test_the_version_is_printed() -> None:
    result = invoke("--version")
    assert (result.exit_code, result.stdout) == (0, f"communique {__version__}\n")


def test_without_a_command_the_help_is_shown() -> None:
    result = invoke()
    assert result.exit_code == 2
    assert "Usage" in result.output


UNUSABLE = [
    (["publish"], ["No such command 'publish'", "--help"]),
    (["run", "--profil", "x"], ["No such option: --profil", "--profile"]),
    (["run", "--workers", "0"], ["--workers", "1"]),
    (["run", "--workers", "65"], ["--workers", "64"]),
    (["run", "--workers", "many"], ["--workers", "integer"]),
    (
        ["run", "--profile", "facts4eu"],
        ["no profile named 'facts4eu'", "Known: all-phone-calls", "Did you mean facts4eu-2022?"],
    ),
    (
        ["run", "--profile", "mine.yaml"],
        ["no profile file 'mine.yaml'", "Give a path to a YAML file, or one of: all-phone-calls"],
    ),
    (["run", "--column", "textbody"], ["--column 'textbody'", "Write for example --column text=body"]),
    (["run", "--column", "=body"], ["--column '=body'", "Write for example --column text=body"]),
    (["run", "--models", "decisions"], ["no model named 'decisions'", "Known: communique-decisions-0.1.0"]),
    (["annotate", "texts.jsonl"], ["--output"]),
    (["annotate", "-o", "coded.jsonl"], ["inputs", "--help"]),
    (["annotate", "texts.jsonl", "-o", "coded.jsonl"], ["texts.jsonl: no such file or folder", "Check the spelling"]),
    (["annotate", "call.exe", "-o", "coded.jsonl"], ["call.exe: unknown file ending", "Rename the file"]),
    (["annotate", "call.txt", "-o", "coded.jsonl", "--lang", "de"], ["'de' is not supported", "Known: en, fr, ru"]),
    (["annotate", "table.csv", "-o", "coded.jsonl"], ["table.csv: no column holds the text", "Its columns: words, day"]),
    (["annotate", "table.csv", "-o", "coded.jsonl", "--column", "text=wrds"], ["no column 'wrds'", "Did you mean words?"]),
    (["annotate", "table.csv", "-o", "coded.jsonl", "--column", "txt=words"], ["'txt'", "Did you mean text?"]),
    (
        ["annotate", "call.txt", "-o", "nowhere/coded.jsonl"],
        ["nowhere/coded.jsonl: cannot be written", "Choose another --output"],
    ),
    (["annotate", "empty", "-o", "coded.jsonl"], ["empty: the folder holds no file that can be read", "Known endings"]),
    (["evaluate"], ["--gold"]),
    (["evaluate", "--gold", "gold.jsonl"], ["gold.jsonl: cannot be read"]),
    (["evaluate", "--gold", "call.txt"], ["call.txt:1: not a JSON object", "One object a line is expected"]),
    (["evaluate", "--gold", "texts-only.jsonl"], ["holds no labels", "Give texts apart from labels"]),
    (["evaluate", "--gold", "texts-only.jsonl", "--errors", "-1"], ["--errors"]),
    (["show"], ["call", "--help"]),
    (["show", "kremlin-2022-02-24#1"], ["has a call 'kremlin-2022-02-24#1'", "code the texts first with 'communique run'"]),
    (["profiles", "substantive"], ["no profile named 'substantive'", "Did you mean substantive-only?"]),
    (["train", "--corpus", "training-de"], ["no corpus named 'training-de'", "Known: facts4eu-2022, training-en"]),
    (["train", "--version", "next"], ["'next' is not of the form 1.2.3", "Choose another with --version"]),
    (["train", "--corpus", "empty"], ["holds no *.jsonl", "Name a corpus such as"]),
    (
        ["train", "--version", "7", "--output", "models"],
        ["communique-decisions-7 exists already", "Choose another with --version"],
    ),
]


@pytest.mark.parametrize(("arguments", "words"), UNUSABLE, ids=[" ".join(arguments) for arguments, _ in UNUSABLE])
def test_an_argument_that_cannot_be_used_is_named_with_a_way_out(
    arguments: list[str], words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("empty", "models/communique-decisions-7"):
        Path(folder).mkdir(parents=True)
    Path("call.txt").write_text("Vladimir Putin called Emmanuel Macron.", encoding="utf-8")
    Path("call.exe").write_bytes(b"MZ")
    Path("table.csv").write_text("words,day\nA call,2022-02-24\n", encoding="utf-8")
    Path("texts-only.jsonl").write_text('{"id": "a", "text": "A call"}\n', encoding="utf-8")
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert [word for word in words if word.casefold() not in plain(result.stderr).casefold()] == []
    assert "Traceback" not in result.output


def test_what_failed_writes_nothing(tmp_path: Path, workspace: Path) -> None:
    assert invoke("annotate", tmp_path / "nowhere.txt", "-o", tmp_path / "coded.jsonl").exit_code == 2
    assert invoke("profiles", "nothing").exit_code == 2
    assert (list(tmp_path.iterdir()), workspace.exists()) == ([], False)


def test_every_fault_of_a_profile_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    profile = tmp_path / "mine.yaml"
    profile.write_text("id: mine\ntitle: Mine\nselection:\n  medium: [fax]\n  source: [kremlin]\n", encoding="utf-8")
    result = invoke("run", "--profile", profile)
    assert result.exit_code == 2
    assert len(re.findall(rf"^(?:error: )?{re.escape(str(profile))}:\d+: ", result.stderr, re.MULTILINE)) >= 2


def test_a_way_out_keeps_what_looks_like_markup(tmp_path: Path) -> None:
    result = invoke("annotate", tmp_path / "[bold]calls[/bold].txt", "-o", tmp_path / "coded.jsonl")
    assert "[bold]calls[/bold].txt: no such file" in plain(result.stderr)


def test_a_process_of_its_own_gives_the_exit_code_and_no_traceback(tmp_path: Path) -> None:
    done = process("profiles", "nothing", workspace=tmp_path / "workspace")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: no profile named 'nothing'")


def test_the_workspace_option_goes_before_the_environment(tmp_path: Path, workspace: Path) -> None:
    mine = tmp_path / "elsewhere"
    (mine / "configs/profiles").mkdir(parents=True)
    text = "id: mine\ntitle: Calls of mine\nselection:\n  medium: [phone]\n"
    (mine / "configs/profiles/mine.yaml").write_text(text, encoding="utf-8")
    done = invoke("--workspace", mine, "profiles")
    assert done.exit_code == 0, done.stderr
    assert "Calls of mine" in plain(done.stdout)
    assert not workspace.exists()
