"""The schema of a database: made, brought up to date and checked, on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from hub.settings import Settings
from hub.store.open import database_path
from hub.store.tables import metadata

HUB_NOW = (
    "CREATE OR REPLACE FUNCTION hub_now() RETURNS bigint LANGUAGE sql VOLATILE AS"
    " $$ SELECT (extract(epoch from clock_timestamp()) * 1000000)::bigint $$"
)


def engine_url(where: Settings | Path | str) -> sa.URL:
    """The database of the settings, a PostgreSQL URL or a SQLite file, for SQLAlchemy."""
    if isinstance(where, Settings):
        where = where.database_url if where.database_url is not None else database_path(where)
    if isinstance(where, str) and where.startswith(("postgres://", "postgresql://")):
        return sa.make_url(where.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+asyncpg")
    path = Path(where)
    path.parent.mkdir(parents=True, exist_ok=True)
    return sa.URL.create("sqlite+aiosqlite", database=str(path))


async def create_all(where: Settings | Path | str) -> None:
    """Make every table that is missing."""
    engine = create_async_engine(engine_url(where), poolclass=sa.NullPool)
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(sa.text(HUB_NOW))
            await connection.run_sync(metadata.create_all)
    finally:
        await engine.dispose()
