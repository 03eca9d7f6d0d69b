"""Fills the tokens of `hub.store.tx` for each database; every result is cached by its text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from hub.store.tx import Rows, Values

_NAME = re.compile(r"(?<![:\w]):([a-z_]+)")
_LOCK = re.compile(r"\{lock (\w+)\}")
_SHARE = re.compile(r"\{share (\w+)\}")
_ANY = re.compile(r"\{any ([\w.]+) (:\w+)\}")

_SHARED = r"EXISTS (SELECT 1 FROM json_each(\1) has JOIN json_each(\2) wanted ON has.value = wanted.value)"

Columns = tuple[tuple[str, str], ...]


@lru_cache(maxsize=256)
def columns_of(declared: str) -> Columns:
    """The columns of Rows and their types, in order."""
    pairs = [part.split() for part in declared.split(",")]
    return tuple((name, kind) for name, kind in pairs)


@lru_cache(maxsize=1024)
def postgres_sql(sql: str, columns: Columns, first: int = 1) -> tuple[str, tuple[str, ...]]:
    """The statement with its parameters from `first` on (one a column, then one a name), and the names."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${first + len(columns) + names.index(match[1])}"

    if columns:
        sql = sql.replace("{rows}", _unnested(columns, first))
    sql = sql.replace("{snapshot}", "ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    sql = _LOCK.sub(r"FOR UPDATE OF \1", sql)
    sql = _ANY.sub(r"\1 && \2::int[]", sql)
    sql = _SHARE.sub(r"FOR UPDATE OF \1 SKIP LOCKED", sql)
    return _NAME.sub(number, sql), tuple(names)


def _unnested(columns: Columns, first: int) -> str:
    """One array a column. `unnest` would take arrays of arrays apart to the last number: lists go as their text."""
    names = ", ".join(name for name, _ in columns)
    arrays = ", ".join(f"${i}::{'text' if _is_list(kind) else kind}[]" for i, (_, kind) in enumerate(columns, first))
    if not any(_is_list(kind) for _, kind in columns):
        return f"unnest({arrays}) AS r({names})"
    read = ", ".join(f"t.{name}::{kind} AS {name}" if _is_list(kind) else f"t.{name}" for name, kind in columns)
    return f"(SELECT {read} FROM unnest({arrays}) AS t({names})) AS r"


def _is_list(kind: str) -> bool:
    return kind.endswith("[]")


def _listed(numbers: Sequence[int]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"


@lru_cache(maxsize=1024)
def _sqlite_sql(sql: str, columns: Columns) -> tuple[str, tuple[str, ...]]:
    names: list[str] = []
    first = 2 if columns else 1

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"?{names.index(match[1]) + first}"

    if columns:
        picked = ", ".join(f"{_extracted(i, kind)} AS {name}" for i, (name, kind) in enumerate(columns))
        sql = sql.replace("{rows}", f"(SELECT {picked} FROM json_each(?1)) AS r")
    sql = _ANY.sub(_SHARED, sql)
    sql = _SHARE.sub("", _LOCK.sub("", sql)).replace("{snapshot}", "")
    return _NAME.sub(number, sql), tuple(names)


def _extracted(number: int, kind: str) -> str:
    """JSON has no bytes: they go as hexadecimal digits."""
    text = f"json_extract(value, '$[{number}]')"
    return f"hub_bytes({text})" if kind == "bytea" else text


def for_postgres(sql: str, values: Values | None, rows: Rows | None) -> tuple[str, list[Any]]:
    """The statement and its positional values for asyncpg; rows become one array a column."""
    columns = columns_of(rows.columns) if rows else ()
    text, names = postgres_sql(sql, columns)
    arguments: list[Any] = []
    if rows is not None:
        filled = zip(*rows.values, strict=True) if rows.values else ([] for _ in columns)
        for (_, kind), column in zip(columns, filled, strict=True):
            arguments.append([_listed(each) for each in column] if _is_list(kind) else list(column))
    arguments.extend((values or {})[name] for name in names)
    return text, arguments


def for_sqlite(sql: str, values: Values | None, rows: Rows | None) -> tuple[str, list[Any]]:
    """The statement and its positional values for sqlite3; rows become one JSON array."""
    text, names = _sqlite_sql(sql, columns_of(rows.columns) if rows else ())
    arguments: list[Any] = []
    if rows is not None:
        arguments.append(json.dumps([list(row) for row in rows.values], default=bytes.hex))
    arguments.extend((values or {})[name] for name in names)
    return text, arguments


def postgres_insert(table: str, names: str, types: Mapping[str, str], first: int = 1) -> str:
    """An INSERT that takes one array a column, from parameter `first` on; `types` are those of the table's columns."""
    arrays = ", ".join(f"${number}::{types[name.strip()]}[]" for number, name in enumerate(names.split(","), first))
    return f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})"


@lru_cache(maxsize=256)
def sqlite_insert(table: str, names: str) -> str:
    """An INSERT of one row."""
    places = ", ".join("?" for _ in names.split(","))
    return f"INSERT INTO {table} ({names}) VALUES ({places})"


@lru_cache(maxsize=1024)
def sqlite_many(sql: str) -> str:
    """`$1` as SQLite's `?1`."""
    return re.sub(r"\$(\d+)", r"?\1", sql)
