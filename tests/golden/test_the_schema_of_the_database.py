"""Tables, columns, types, keys and indexes on both databases, as the databases themselves would be told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from hub.store.schema import metadata
from tests.golden.folder import Golden

DIALECTS: dict[str, Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}  # type: ignore[no-untyped-call]


def described(table: sa.Table, dialect: Dialect) -> Iterator[str]:
    """The statements that make the table: columns and constraints in an order of their own, as no promise is in it."""
    first, *lines, last = str(CreateTable(table).compile(dialect=dialect)).strip().splitlines()
    yield "\n".join([first.strip(), *sorted(line.strip().rstrip(",").rstrip() for line in lines), last.strip()])
    yield from sorted(str(CreateIndex(index).compile(dialect=dialect)).strip() for index in table.indexes)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_database_is_made_as_it_was(golden: Golden, dialect: str) -> None:
    tables = sorted(metadata.tables.values(), key=lambda table: table.name)

    golden.holds(f"schema/{dialect}", {f"{t.name}.sql": "\n".join(described(t, DIALECTS[dialect])) for t in tables})
