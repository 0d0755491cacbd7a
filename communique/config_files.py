"""YAML files → checked values, with ``file:line`` for every fault and all faults of a file at once.

A reader walks the file through `Section`; what it asks for wrongly or finds wrong is collected in one list, and
`read_config` raises them together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import ScalarNode

from communique.errors import ConfigError, did_you_mean

T = TypeVar("T")


class _Constructor(RoundTripConstructor):
    """YAML values as they are written, but for dates that do not exist."""


def _timestamp(constructor: RoundTripConstructor, node: ScalarNode) -> object:
    """Leave an impossible date (2022-02-30) as a text, so that it becomes a fault with its line and not a crash."""
    try:
        return constructor.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


class Section:
    """One mapping of a YAML file, read key by key.

    Every method gives a usable value even when it records a fault, so that reading goes on and finds the next one.

    Parameters
    ----------
    path
        The file, for messages.
    data
        The mapping with the line numbers that the parser left on it.
    faults
        Shared by all sections of a file; one line is added for each fault.
    where
        Dotted path of this mapping in the file, for messages.
    """

    def __init__(self, path: Path, data: CommentedMap, faults: list[str], where: str = "") -> None:
        self.path, self.data, self.faults, self.where = path, data, faults, where
        self._read: set[str] = set()

    def line(self, key: str | None = None) -> int:
        """Line number (from 1) of a key, or of the section itself."""
        if key is not None and key in self.data:
            return int(self.data.lc.key(key)[0]) + 1
        return int(self.data.lc.line) + 1

    def fault(self, message: str, key: str | None = None) -> None:
        """Record a fault at a key."""
        self.faults.append(f"{self.path}:{self.line(key)}: {message}")

    def has(self, key: str) -> bool:
        """Tell whether the key is there and not empty."""
        return self.data.get(key) is not None

    def _value(self, key: str, kind: type | tuple[type, ...], noun: str, default: Any) -> Any:
        """Fetch a value of a type; a missing key without a default is a fault."""
        self._read.add(key)
        value = self.data.get(key)
        if value is None:
            if default is None:
                self.fault(f"{self._name(key)} is missing. Add it: {noun}.")
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            self.fault(f"{self._name(key)} must be {noun}, not {value!r}.", key)
            return default
        return value

    def _name(self, key: str) -> str:
        return f"'{self.where}.{key}'" if self.where else f"'{key}'"

    def text(self, key: str, default: str | None = None) -> str:
        """Read a string."""
        return str(self._value(key, str, "a text", default) or "")

    def integer(self, key: str, default: int | None = None) -> int:
        """Read a whole number."""
        return int(self._value(key, int, "a whole number", default) or 0)

    def flag(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        return bool(self._value(key, bool, "true or false", default))

    def date(self, key: str, default: dt.date | None = None) -> dt.date:
        """Read an ISO date."""
        value = self._value(key, dt.date, "a date such as 2022-02-24", default)
        if isinstance(value, dt.datetime):
            self.fault(f"{self._name(key)} must be a date without a time, not {value.isoformat()}.", key)
            return value.date()
        return value if isinstance(value, dt.date) else (default or dt.date.min)

    def choice(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """Read one word of a closed vocabulary."""
        words = [str(word) for word in known]
        value = self.text(key, default)
        if value and value not in words:
            self.fault(f"unknown {key} {value!r}. {did_you_mean(value, words)}", key)
            return words[0]
        return value

    def texts(self, key: str, default: list[str] | None = None) -> list[str]:
        """Read a list of strings; a single string counts as a list of one."""
        self._read.add(key)
        value = self.data.get(key)
        if isinstance(value, str):
            return [str(value)]
        found = self._value(key, CommentedSeq, "a list of texts", default)
        out = []
        for index, item in enumerate(found or []):
            if isinstance(item, str):
                out.append(str(item))
            else:
                line = int(value.lc.item(index)[0]) + 1
                self.faults.append(f"{self.path}:{line}: {self._name(key)} holds {item!r}, which is no text. Quote it.")
        return out

    def choices(self, key: str, known: Iterable[str], default: list[str] | None = None) -> list[str]:
        """Read a list of words of a closed vocabulary."""
        words = [str(word) for word in known]
        found = self.texts(key, default)
        for value in found:
            if value not in words:
                self.fault(f"unknown {key} {value!r}. {did_you_mean(value, words)}", key)
        return [value for value in found if value in words]

    def section(self, key: str, *, required: bool = True) -> Section:
        """Read a mapping inside this one; an empty section when it is missing."""
        value = self._value(key, CommentedMap, "a mapping", None if required else CommentedMap())
        return Section(self.path, value if value is not None else _at(self), self.faults, f"{self.where}.{key}".strip("."))

    def sections(self, key: str, *, required: bool = True) -> list[Section]:
        """Read a list of mappings."""
        found = self._value(key, CommentedSeq, "a list of mappings", None if required else CommentedSeq())
        out = []
        for index, item in enumerate(found or []):
            where = f"{self.where}.{key}[{index}]".strip(".")
            if isinstance(item, CommentedMap):
                out.append(Section(self.path, item, self.faults, where))
            else:
                line = int(found.lc.item(index)[0]) + 1
                self.faults.append(f"{self.path}:{line}: '{where}' must be a mapping, not {item!r}.")
        return out

    def mapping(self, key: str) -> dict[str, Any]:
        """Read a free mapping as plain Python; empty when it is missing."""
        return dict(self._value(key, CommentedMap, "a mapping", CommentedMap()))

    def done(self) -> None:
        """Record a fault for every key that nobody asked for."""
        for key in self.data:
            if key not in self._read:
                self.fault(f"unknown key {self._name(str(key))}. {did_you_mean(str(key), self._read)}", str(key))


def _at(section: Section) -> CommentedMap:
    """Make an empty mapping that stands where the section stands."""
    empty = CommentedMap()
    empty.lc.line, empty.lc.col = section.data.lc.line, section.data.lc.col
    return empty


def read_config(path: Path, build: Callable[[Section], T]) -> T:
    """Read a YAML file and build a value from it.

    Parameters
    ----------
    path
        The file; its ``id`` must equal its stem.
    build
        Takes the file's top section and returns the value. It need not check for faults itself.

    Raises
    ------
    ConfigError
        With every fault of the file.
    """
    faults: list[str] = []
    section = read_section(path, faults)
    if section.has("id") and section.text("id") != path.stem:
        section.fault(f"the id is {section.text('id')!r} but the file is named {path.stem!r}. Make them equal.", "id")
    try:
        value = build(section)
    except (KeyError, TypeError, ValueError) as error:
        if not faults:
            raise ConfigError([f"{path}:1: {error}"]) from error
        raise ConfigError(faults) from error
    section.done()
    if faults:
        raise ConfigError(faults)
    return value


def read_section(path: Path, faults: list[str]) -> Section:
    """Parse a YAML file into its top section.

    Raises
    ------
    ConfigError
        When the file cannot be read or is not a YAML mapping.
    """
    try:
        yaml = YAML(typ="rt")
        yaml.Constructor = _Constructor
        data = yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError([f"{path}:1: cannot be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path}:1: is not UTF-8 (byte {error.start}). Save it as UTF-8."]) from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError([f"{path}:{line}: malformed YAML: {error.problem or error.context}."]) from error
    if not isinstance(data, CommentedMap):
        raise ConfigError([f"{path}:1: must hold a mapping of keys to values."])
    return Section(path, data, faults)
