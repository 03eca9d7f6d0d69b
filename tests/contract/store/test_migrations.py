"""The migrations and hub.store.tables are two descriptions of one schema, on both databases."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from hub.clock import SystemClock
from hub.errors import HubError
from hub.store.open import installation_id
from hub.store.postgres import PostgresStore
from hub.store.revisions import VERSIONS, head, is_current, known
from hub.store.schema import create_all, migrate, open_engine
from hub.store.sqlite import SqliteStore
from hub.store.store import Store
from hub.store.tables import metadata
from tests.servers import PostgresServer

Place = Path | str


@pytest.fixture(params=["sqlite", "postgresql"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Place]]:
    """Makes empty databases."""
    if request.param == "sqlite":
        numbers = iter(range(100))
        yield lambda: tmp_path / f"{next(numbers)}.sqlite3"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    made: list[str] = []

    def create() -> str:
        made.append(server.create_database())
        return server.url(made[-1])

    yield create
    for name in made:
        server.drop_database(name)


async def opened(place: Place) -> Store:
    if isinstance(place, str):
        return await PostgresStore.open(place)
    return await SqliteStore.open(place, SystemClock())


@pytest.fixture
async def store(new_place: Callable[[], Place]) -> AsyncIterator[tuple[Place, Store]]:
    """An empty database without a schema."""
    place = new_place()
    opened_store = await opened(place)
    yield place, opened_store
    await opened_store.aclose()


async def catalogue(place: Place) -> list[tuple[Any, ...]]:
    """Everything the database says about tables, columns, defaults, keys, indexes and functions."""
    engine = open_engine(place)
    async with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            rows = await connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
            found = [(name, re.sub(r"\s+", " ", text)) for name, text in rows]
        else:
            found = [tuple(row) for query in _POSTGRES_CATALOGUE for row in await connection.execute(sa.text(query))]
    await engine.dispose()
    return sorted(found, key=repr)


_POSTGRES_CATALOGUE = (
    """SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity, ordinal_position
       FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace""",
    "SELECT proname, provolatile::text, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT relname FROM pg_class WHERE relkind = 'S'",
)


async def differences(place: Place) -> Sequence[Any]:
    engine = open_engine(place)
    async with engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: compare_metadata(
                MigrationContext.configure(sync, opts={"compare_server_default": True}), metadata
            )
        )
    await engine.dispose()
    return list(found)


async def test_migrations_make_exactly_the_tables_of_the_code(new_place: Callable[[], Place]) -> None:
    migrated, created = new_place(), new_place()

    await migrate(migrated)
    await create_all(created)

    assert await catalogue(migrated) == await catalogue(created)
    assert len(metadata.tables) < len(await catalogue(migrated))


async def test_autogeneration_finds_nothing_to_do_after_the_migrations(new_place: Callable[[], Place]) -> None:
    place = new_place()

    await migrate(place)

    assert await differences(place) == []


def test_each_migration_is_a_file_named_after_its_revision() -> None:
    scripts = ScriptDirectory(str(VERSIONS.parent)).walk_revisions()

    assert known() == tuple(reversed([script.revision for script in scripts]))


async def test_a_database_of_another_baseline_is_refused_in_words(store: tuple[Place, Store]) -> None:
    place, opened_store = store
    await migrate(place)

    for other in ("0001_00000000", "0003"):
        async with opened_store.write() as tx:
            await tx.execute("UPDATE alembic_version SET version_num = :other", {"other": other})
        for asked in (migrate(place), is_current(opened_store)):
            with pytest.raises(HubError, match=f"another edition \\({other}; this hub needs {head()}\\)"):
                await asked


async def test_migrating_twice_changes_nothing(new_place: Callable[[], Place]) -> None:
    place = new_place()
    await migrate(place)
    before = await catalogue(place)

    assert await migrate(place) == head()

    assert await catalogue(place) == before


async def test_processes_that_migrate_at_once_make_one_schema_and_one_installation(
    new_place: Callable[[], Place],
) -> None:
    place = new_place()

    await asyncio.gather(*(migrate(place) for _ in range(4)))

    store = await opened(place)
    made = await installation_id(store)
    async with store.read() as tx:
        rows = await tx.fetch("SELECT id FROM installation")
    await store.aclose()
    assert [row["id"] for row in rows] == [made]


async def test_a_schema_is_current_only_after_the_newest_migration(store: tuple[Place, Store]) -> None:
    place, opened_store = store

    assert not await is_current(opened_store)

    await migrate(place)
    assert await is_current(opened_store)


async def test_a_schema_that_a_newer_hub_has_migrated_counts_as_current(store: tuple[Place, Store]) -> None:
    place, opened_store = store
    await migrate(place)

    async with opened_store.write() as tx:
        await tx.execute("UPDATE alembic_version SET version_num = :newer", {"newer": head().replace("0001_", "9999_")})

    assert await is_current(opened_store)
