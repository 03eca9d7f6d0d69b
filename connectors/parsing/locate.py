"""Find where a JSON text offends, as a JSON pointer (RFC 6901). Slow and exact; only a refused body gets here."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from connectors.parsing.refusal import line_and_column

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},:]|[^\s\[\]{},:"]++', re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,63}", re.ASCII)
_LONGEST_INTEGER = len(str(-(2**63)))


def bracket_place(text: str, depth: int) -> str:
    """Line and column of the first bracket that opens `depth` levels."""
    level = 0
    for token in _TOKEN.finditer(text):
        if token.group() in ("[", "{"):
            level += 1
            if level == depth:
                return line_and_column(text, token.start())
        elif token.group() in ("]", "}"):
            level -= 1
    return "document"


@dataclass(slots=True)
class _Level:
    """One open container on the way to the current token."""

    is_object: bool
    index: int = 0
    key: str = ""
    keys: set[str] = field(default_factory=set)
    expects_key: bool = False

    def step(self) -> str:
        if not self.is_object:
            return str(self.index)
        return self.key if _NAME.fullmatch(self.key) else "*"


def first_offence(text: str, code: str) -> str:
    """The pointer of the first value that earns `code`; "document" where none is found."""
    for path, token, twice in _walk(text):
        if _offends(token, code, twice=twice):
            return "".join(f"/{level.step()}" for level in path) or "document"
    return "document"


def _walk(text: str) -> Iterator[tuple[list[_Level], str, bool]]:
    """Each key and scalar in order, with the open containers, and whether a key stands twice in its object."""
    path: list[_Level] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in ("[", "{"):
            path.append(_Level(is_object=token == "{", expects_key=token == "{"))
        elif token in ("]", "}"):
            del path[-1:]
        elif token == ",":
            if path:
                path[-1].index += 1
                path[-1].expects_key = path[-1].is_object
        elif token != ":":
            yield path, token, _note_key(path, token)


def _note_key(path: list[_Level], token: str) -> bool:
    if not path or not path[-1].expects_key:
        return False
    level = path[-1]
    level.expects_key = False
    level.key = _unquoted(token)
    twice = level.key in level.keys
    level.keys.add(level.key)
    return twice


def _unquoted(token: str) -> str:
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return token


def _offends(token: str, code: str, *, twice: bool) -> bool:
    match code:
        case "door.json_duplicate_key":
            return twice
        case "door.json_surrogate":
            return token.startswith('"') and any("\ud800" <= mark <= "\udfff" for mark in _unquoted(token))
        case _:
            return not token.startswith('"') and _is_bad_number(token)


def _is_bad_number(token: str) -> bool:
    if token.lstrip("-") in ("NaN", "Infinity"):
        return True
    try:
        value = float(token)
    except ValueError:
        return False
    if math.isinf(value):
        return True
    is_integer = token.lstrip("-").isdigit()
    return is_integer and (len(token) > _LONGEST_INTEGER or not -(2**63) <= int(token) < 2**63)
