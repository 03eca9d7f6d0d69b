"""The strict JSON loader: RFC 8259 without the leniencies of the standard library (ASVS 1.5.3).

Refused: bytes that are not UTF-8, a byte order mark, NaN and Infinity, numbers that do not fit (integers beyond 64
bits, floats that overflow), a key twice in one object, unpaired surrogates, too deep, too many values.
The common case costs one pass of the C scanner; only a body that is suspicious by a cheap count is looked at closely.
"""

from __future__ import annotations

import json
import math
import re
from codecs import BOM_UTF8
from typing import Any, NoReturn

from connectors.parsing.locate import bracket_place, first_offence
from connectors.parsing.refusal import JsonRefused, line_and_column

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 200_000

_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_LONG_DIGITS = re.compile(r"[0-9]{19}")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_INT64 = range(-(2**63), 2**63)
_INT64_DIGITS = len(str(_INT64.start))


class _Offence(ValueError):
    """A hook met something that the scanner lets pass; the place is looked up afterwards."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _Offence("door.json_duplicate_key")
    return value


def _float(literal: str) -> float:
    value = float(literal)
    if math.isinf(value):
        raise _Offence("door.json_number")
    return value


def _integer(literal: str) -> int:
    if len(literal) > _INT64_DIGITS or int(literal) not in _INT64:
        raise _Offence("door.json_number")
    return int(literal)


def _constant(_literal: str) -> NoReturn:
    raise _Offence("door.json_number")


_decode = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_constant=_constant).decode
_decode_integers = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_float, parse_int=_integer, parse_constant=_constant
).decode


def parse_json(
    raw: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH, max_values: int = MAX_VALUES
) -> Any:
    """Return dicts, lists, text, int, float, bool or None. Raises JsonRefused; nothing else, whatever the bytes are."""
    if len(raw) > max_bytes:
        raise JsonRefused("door.too_large", "document")
    text = _text(raw)
    _refuse_size(text, max_depth, max_values)
    decode = _decode_integers if _LONG_DIGITS.search(text) else _decode
    try:
        value = decode(text)
    except _Offence as offence:
        raise JsonRefused(offence.code, first_offence(text, offence.code)) from offence
    except json.JSONDecodeError as error:
        raise JsonRefused("door.json_syntax", f"line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise JsonRefused("door.json_depth", "document") from error
    if _ESCAPED_SURROGATE.search(text):
        _refuse_surrogates(value, text)
    return value


def _text(raw: bytes) -> str:
    if raw.startswith(BOM_UTF8):
        raise JsonRefused("door.json_encoding", "line 1, column 1")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode()
        raise JsonRefused("door.json_encoding", line_and_column(good, len(good))) from error


def _refuse_size(text: str, max_depth: int, max_values: int) -> None:
    """Openers bound the depth, openers and commas the values; above a bound the same is counted outside strings."""
    openers = text.count("[") + text.count("{")
    if openers <= max_depth and openers + text.count(",") < max_values:
        return
    bare = _STRING.sub("", text) if '"' in text else text
    openers = bare.count("[") + bare.count("{")
    if openers + bare.count(",") >= max_values:
        raise JsonRefused("door.json_too_many_values", "document")
    if openers > max_depth and _depth(bare) > max_depth:
        raise JsonRefused("door.json_depth", bracket_place(text, max_depth + 1))


def _depth(bare: str) -> int:
    depth = deepest = 0
    for mark in bare:
        if mark in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in "]}":
            depth -= 1
    return deepest


def _refuse_surrogates(value: Any, text: str) -> None:
    """The bytes are UTF-8, so only an escape can have made an unpaired surrogate."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise JsonRefused("door.json_surrogate", first_offence(text, "door.json_surrogate")) from error
