"""A published file as it stands in a log of evidence, and everything that one can change in it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from document_flow.draws.order import after_root_of, root_of
from document_flow.merkle import fold, leaf_of, parent_of
from hub.evidence.leaf import make_leaf
from hub.evidence.note import NO_EARLIER, LogKey, sign_checkpoint

SCRIPT = Path(__file__).parents[4] / "docs" / "verify_draw.py"
File = dict[str, Any]
Place = tuple[str | int, ...]
KEY, STRANGER = (LogKey("qayidis-hub/test", bytes([number]) * 32) for number in (7, 8))


def logged(said: File, key: LogKey = KEY) -> File:
    """The file with its roots, as a hub with this key publishes what it says: the second of three leaves."""
    made = copy.deepcopy(said)
    made["root"] = root_of(made["fixed"], made["entries"])
    made["after_root"] = after_root_of(made)
    leaf = make_leaf("draw.published", "d" * 32, 1, version=9, root=made["after_root"]).content
    first, last = leaf_of(b"first"), leaf_of(b"last")
    root = fold([parent_of(first, leaf_of(leaf)), last]).hex()
    made["log"] = {
        "key": str(key.public),
        "leaf": leaf.decode(),
        "leaf_index": 1,
        "tree_size": 3,
        "path": [first.hex(), last.hex()],
        "checkpoint": sign_checkpoint(key, 3, root, "2026-03-16T06:00:00Z", NO_EARLIER),
    }
    return made


def all_changes(said: File) -> Iterator[tuple[str, File]]:
    """Each place changed, taken out, doubled, exchanged with its neighbour, or with something beside it: one a file."""
    for path, value in _places(said):
        for name, change in _changes(path, value):
            made = copy.deepcopy(said)
            change(made)
            if json.dumps(made) != json.dumps(said):
                yield f"{name} {'.'.join(map(str, path))}", made


def _places(value: Any, path: Place = ()) -> Iterator[tuple[Place, Any]]:
    yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield from _places(each, (*path, name))


def _changes(path: Place, value: Any) -> Iterator[tuple[str, Callable[[File], Any]]]:
    if isinstance(value, dict):
        yield "more in", partial(_put, (*path, "more"), "x")
    if isinstance(value, list):
        for name, rows in _rewritten(value):
            yield name, partial(_put, path, rows)
    if path:
        yield "without", partial(_take_out, path)
        for number, other in enumerate(_others(value)):
            yield f"other {number}", partial(_put, path, other)


def _rewritten(rows: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    yield "more in", [*rows, "x"]
    yield "turned", rows[::-1]
    for number, each in enumerate(rows):
        yield f"doubled {number}", [*rows[:number], each, *rows[number:]]
        if number:
            yield f"exchanged {number}", [*rows[: number - 1], each, rows[number - 1], *rows[number + 1 :]]


def _put(path: Place, value: Any, said: File) -> None:
    _at(said, path[:-1])[path[-1]] = value


def _take_out(path: Place, said: File) -> None:
    del _at(said, path[:-1])[path[-1]]


def _others(value: Any) -> Iterator[Any]:
    yield None
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, str(value), float(value))
    elif isinstance(value, str):
        yield from ("", f"{value}x", value[:-1], value.upper(), value.lower(), f"{value} ")
        if value:
            yield ("1" if value[0] == "0" else "0") + value[1:]
    elif isinstance(value, list | dict):
        yield type(value)()


def _at(said: Any, path: Place) -> Any:
    for step in path:
        said = said[step]
    return said
