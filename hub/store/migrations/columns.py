"""The words in which migrations describe tables: short, and frozen with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

ID = sa.CHAR(32).with_variant(postgresql.UUID(as_uuid=False), "postgresql")


def uid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """A UUID: 32 hexadecimal characters in SQLite."""
    return sa.Column(name, ID, nullable=nullable)


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """Text."""
    return sa.Column(name, sa.Text(), nullable=nullable)


def raw(name: str, *, nullable: bool = False) -> sa.Column[bytes]:
    """Bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)


def big(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    """A 64-bit number, most often an instant in microseconds."""
    return _number(name, sa.BigInteger(), nullable=nullable, default=default)


def num(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    """A 32-bit number."""
    return _number(name, sa.Integer(), nullable=nullable, default=default)


def small(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    """A 16-bit number, most often yes or no."""
    return _number(name, sa.SmallInteger(), nullable=nullable, default=default)


def _number(name: str, kind: sa.Integer, *, nullable: bool, default: str | None) -> sa.Column[int]:
    server_default = sa.text(default) if default is not None else None
    return sa.Column(name, kind, nullable=nullable, server_default=server_default, autoincrement=False)


def double(name: str, *, default: str) -> sa.Column[float]:
    """A floating number."""
    return sa.Column(name, sa.Double(), nullable=False, server_default=sa.text(default))


def index(name: str, table: str, columns: list[str], *, where: str | None = None, unique: bool = False) -> None:
    """An index, partial where `where` says so."""
    if where is None:
        op.create_index(name, table, columns, unique=unique)
    else:
        only = sa.text(where)
        op.create_index(name, table, columns, unique=unique, postgresql_where=only, sqlite_where=only)
