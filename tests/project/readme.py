"""The README, taken apart: its blocks of code, its commands, its links."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

PROSE = _BLOCK.sub("", TEXT)


def blocks(language: str = "") -> list[str]:
    """List the blocks of code in a language; those without one are for a shell."""
    return [body for name, body in _BLOCK.findall(TEXT) if name == language]


def inline() -> list[str]:
    """List what stands between backticks in the prose."""
    return _INLINE.findall(PROSE)


def commands() -> list[str]:
    """List every shell command, in blocks and in the prose."""
    lines = [line for block in blocks() for line in block.splitlines()] + inline()
    return [command.strip() for line in lines for command in line.split("&&") if command.strip()]


def arguments(command: str) -> list[str]:
    """Split one of our commands as a shell would; brackets for what may be left out are taken away."""
    return shlex.split(command.replace("[", " ").replace("]", " "))


def links() -> list[str]:
    """List where the links and pictures point."""
    return _LINK.findall(TEXT)
