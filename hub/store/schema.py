"""The schema of a database: migrated, on SQLite and PostgreSQL.

Two processes may migrate at once: the second waits for the first and finds nothing to do. A migration runs in one
transaction with its mark in `alembic_version`, on both databases.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from hub.settings import Settings
from hub.store import (
    aggregate_tables,
    case_tables,
    console_tables,
    desk_tables,
    document_tables,
    field_tables,
    money_tables,
    tables,
)
from hub.store.migrations.start import HUB_NOW
from hub.store.open import database_path
from hub.store.revisions import VERSIONS, head, refuse_other_edition
from hub.store.sqlite import OpenMark

MODULES = (
    aggregate_tables,
    case_tables,
    document_tables,
    console_tables,
    desk_tables,
    field_tables,
    money_tables,
)
"""Beside hub.store.tables; importing them is what describes their tables."""
metadata = tables.metadata
_LOCK = 0x71617969  # any number that is ours: "qayi"
Where = Settings | Path | str
"""The database of the settings, a SQLite file or a PostgreSQL URL."""


async def migrate(where: Where) -> str:
    """Bring the schema up to date; the revision it has then. Harmless to repeat, and to run twice at once."""
    engine = open_engine(where)
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()
    return head()


async def create_all(where: Where) -> None:
    """The same schema in one go out of hub.store.tables, for tests that need many databases."""
    engine = open_engine(where)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_create)
    finally:
        await engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: sa.Connection) -> None:
    refuse_other_edition(MigrationContext.configure(connection).get_current_revision())
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _create(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(HUB_NOW))
    metadata.create_all(connection)
    config = _config()
    config.attributes["connection"] = connection
    command.stamp(config, "head")


def open_engine(where: Where) -> AsyncEngine:
    """SQLAlchemy's own way to the database, for work on the schema alone. The caller disposes of it."""
    if isinstance(where, Settings):
        where = where.database_url or database_path(where)
    if isinstance(where, str) and where.startswith(("postgres://", "postgresql://")):
        from hub.store.postgres import connected  # noqa: PLC0415  # its driver is heavy, and SQLite needs none

        # The driver reads the address, as it does for the store: several hosts, which SQLAlchemy's own reader refuses.
        place = where
        return create_async_engine(
            "postgresql+asyncpg://", poolclass=sa.NullPool, async_creator=lambda: connected(place)
        )
    path = Path(where)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Closing this engine folds the log of a process that died into the file, so the look at it comes before.
    OpenMark(path).refuse_lost_log()
    url = sa.URL.create("sqlite+aiosqlite", database=str(path))
    engine = create_async_engine(url, poolclass=sa.NullPool, connect_args={"timeout": 120})
    sa.event.listen(engine.sync_engine, "connect", _no_implicit_begin)
    sa.event.listen(engine.sync_engine, "begin", _begin_exclusive)
    return engine


def _no_implicit_begin(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
    """Python's sqlite3 begins late and by itself, which would leave table definitions outside the transaction."""
    connection.isolation_level = None


def _begin_exclusive(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN EXCLUSIVE")
