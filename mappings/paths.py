"""Paths into an agency's document, as mappings write them: `Sened.Seriya`, or from the top `/eventType`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import methodcaller
from typing import Any

from mappings.definition import Node


class _Misplaced:
    """The type of MISPLACED."""


MISPLACED: Any = _Misplaced()
"""What a path gives where a value stands in the place of an object."""

Get = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class SourcePath:
    """A compiled path. `get` gives the raw value, None where it is absent, or MISPLACED."""

    names: tuple[str, ...]
    absolute: bool
    pointer: str
    get: Get


def pointer_of(name: str) -> str:
    """Write one name as a step of a JSON pointer (RFC 6901, section 3)."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def compile_path(text: str) -> SourcePath:
    """Compile a path; raises ValueError for one with an empty step."""
    absolute = text.startswith("/")
    names = tuple(text.removeprefix("/").split("."))
    if not all(names):
        raise ValueError(f"{text!r} is no path")
    return SourcePath(names, absolute, "".join(pointer_of(name) for name in names), _getter(names))


def path_at(node: Node, key: str) -> SourcePath | None:
    """Compile the path under a key of a mapping file; a wrong one is reported and gives None."""
    text = node.text(key)
    if not text:
        return None
    try:
        return compile_path(text)
    except ValueError as error:
        node.wrong(key, str(error))
        return None


def paths_at(node: Node, key: str) -> tuple[SourcePath, ...]:
    """Compile every path of a list; wrong ones are reported and left out."""
    found = []
    for text in node.texts(key):
        try:
            found.append(compile_path(text))
        except ValueError as error:
            node.wrong(key, str(error))
    return tuple(found)


def _getter(names: tuple[str, ...]) -> Get:
    *before, last = names
    if not before:
        return methodcaller("get", last)

    def get(source: dict[str, Any]) -> Any:
        for name in before:
            found = source.get(name)
            if found is None or found == "":
                return None
            if type(found) is not dict:
                return MISPLACED
            source = found
        return source.get(last)

    return get


def put(document: dict[str, Any], names: tuple[str, ...], value: Any) -> None:
    """Set a value, making the objects on the way; their order is the order of the writing rules."""
    for name in names[:-1]:
        document = document.setdefault(name, {})
    document[names[-1]] = value


class Seen:
    """The names that a mapping reads or knowingly leaves; whatever else a document holds is reported."""

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}

    def add(self, names: tuple[str, ...], *, whole: bool = False) -> None:
        """Note a path; `whole` means everything below it as well."""
        tree = self._tree
        for name in names[:-1]:
            below = tree.setdefault(name, {})
            if below is None:
                return
            tree = below
        if whole:
            tree[names[-1]] = None
        else:
            tree.setdefault(names[-1], {})

    def unread(self, document: dict[str, Any], pointer: str) -> list[str]:
        """Give the pointers of everything that no path covers; the items of a list count as one."""
        found: list[str] = []
        _unread(document, self._tree, pointer, found)
        return found


def _unread(document: dict[str, Any], tree: dict[str, Any], pointer: str, found: list[str]) -> None:
    for name, value in document.items():
        below = tree.get(name, MISPLACED)
        if below is MISPLACED:
            found.append(pointer + pointer_of(str(name)))
        elif below and type(value) is dict:
            _unread(value, below, pointer + pointer_of(name), found)
        elif below and type(value) is list:
            for index, item in enumerate(value):
                if type(item) is dict:
                    _unread(item, below, f"{pointer}{pointer_of(name)}/{index}", found)
