"""Reads the YAML files of a format folder and finds everything wrong with them at once.

A `Node` is a mapping of the file together with where it stands; keys that nobody took are reported by `done()`.
"""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, overload

import yaml


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a format folder: the file, the YAML path in it, and what is wrong."""

    file: str
    place: str
    text: str

    def __str__(self) -> str:
        """Give one line for a report."""
        return f"{self.file}: {self.place}: {self.text}" if self.place else f"{self.file}: {self.text}"


class FormatsRefused(Exception):
    """Formats cannot be loaded. `problems` holds every mistake of every folder, not the first one only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(name: str, known: Iterable[str]) -> str:
    """Name what is known and, if one is near, what was probably meant."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(names)}"


class _UniqueKeys(yaml.CSafeLoader):
    """YAML keeps the last of two equal keys without a word; here that is an error."""


def _unique_mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[tuple[type, Hashable], Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable) or (type(key), key) in found:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands twice", key_node.start_mark)
        found[type(key), key] = loader.construct_object(value_node, deep=True)
    return {key: value for (_, key), value in found.items()}


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def read_yaml(path: Path) -> Any:
    """Read one file, raising FormatsRefused with line and column for what is no YAML."""
    try:
        # The loader is a SafeLoader: it builds plain values only.
        return yaml.load(path.read_bytes(), Loader=_UniqueKeys)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = "" if mark is None else f"line {mark.line + 1}, column {mark.column + 1}"
        raise FormatsRefused([Problem(path.name, place, str(error.problem))]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FormatsRefused([Problem(path.name, "", "is no YAML in UTF-8")]) from error


Report = list[Problem]
MISSING: Any = object()
"""Stands for the default of a key that has none."""
_NAMES: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    list: "a list",
    dict: "a mapping",
}


@dataclass(slots=True)
class Node:
    """A mapping of a YAML file. Every getter reports instead of raising and then gives the default or None."""

    values: Mapping[Any, Any]
    file: str
    place: str
    report: Report
    taken: set[Any] = field(default_factory=set)

    @classmethod
    def of(cls, value: Any, file: str, place: str, report: Report) -> Node:
        """Wrap a value; one that is no mapping is reported and read as an empty one."""
        if isinstance(value, Mapping):
            return cls(value, file, place, report)
        report.append(Problem(file, place, "a mapping is expected here"))
        return cls({}, file, place, report)

    def __contains__(self, key: str) -> bool:
        """Tell whether the key is written."""
        return key in self.values

    def wrong(self, key: str, text: str) -> None:
        """Report a problem at a key of this mapping."""
        self.report.append(Problem(self.file, self.at(key), text))

    def at(self, key: str) -> str:
        """Give the YAML path of a key."""
        return ".".join(part for part in (self.place, key) if part)

    def raw(self, key: str, default: Any = MISSING) -> Any:
        """Give any value and mark the key as known; a missing one without default is reported."""
        self.taken.add(key)
        if key not in self.values:
            if default is MISSING:
                self.wrong(key, "is required")
                return None
            return default
        return self.values[key]

    def ignore(self) -> None:
        """Take every key as known: for a mapping that is wrong already, so that one mistake is said once."""
        self.taken.update(self.values)

    @overload
    def text(self, key: str) -> str: ...
    @overload
    def text(self, key: str, default: None) -> str | None: ...
    @overload
    def text(self, key: str, default: str) -> str: ...
    def text(self, key: str, default: Any = MISSING) -> Any:
        """Give a text; reported and empty where it is none, so an empty one needs no second word."""
        found = self._typed(key, str, "", default)
        if found == "" and self.values.get(key) == "":
            self.wrong(key, "must not be empty")
        return found

    def flag(self, key: str, *, default: Any = MISSING) -> bool:
        """Give true or false."""
        return bool(self._typed(key, bool, None, default))

    def number(self, key: str, default: int | None = MISSING) -> int | None:
        """Give a whole number."""
        found = self._typed(key, int, None, default)
        return found if found is None else int(found)

    def _typed(self, key: str, kind: type, fallback: Any, default: Any) -> Any:
        value = self.raw(key, default)
        if key not in self.values:
            return fallback if default is MISSING else value
        if type(value) is not kind:
            self.wrong(key, f"{_NAMES[kind]} is expected here")
            return fallback
        return value

    def choice(self, key: str, known: Iterable[str], default: Any = MISSING) -> str | None:
        """Give one of the known texts; another one is reported with the nearest."""
        value = self._typed(key, str, None, default)
        if isinstance(value, str) and key in self.values:
            names = tuple(known)
            if value not in names:
                self.wrong(key, f"{value!r} is not known; {nearest(value, names)}")
                return None
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a text or a list of texts as a tuple; a missing key is empty."""
        value = self.raw(key, [])
        several = [value] if isinstance(value, str) else value
        if not isinstance(several, list) or not all(isinstance(item, str) for item in several):
            self.wrong(key, "a text or a list of texts is expected here")
            return ()
        return tuple(several)

    def child(self, key: str) -> Node:
        """Give the mapping under a key."""
        return Node.of(self.raw(key), self.file, self.at(key), self.report)

    def children(self, key: str) -> Iterator[Node]:
        """Give the mappings of a list; a missing key is an empty list."""
        value = self._typed(key, list, [], [])
        for index, item in enumerate(value):
            place = f"{self.at(key)}[{index}]"
            if isinstance(item, Mapping):
                yield Node(item, self.file, place, self.report)
            else:
                self.report.append(Problem(self.file, place, "a mapping is expected here"))

    def done(self, *, meaning: Literal["key", "parameter"] = "key") -> None:
        """Report every key that nobody asked for."""
        for key in self.values:
            if key not in self.taken:
                known = [str(name) for name in self.taken]
                self.wrong(str(key), f"unknown {meaning}; {nearest(str(key), known)}")
