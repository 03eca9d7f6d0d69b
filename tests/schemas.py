"""A database with the schema and nothing in it, at the price of a copy: a fresh SQLite file takes a millisecond."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from functools import cache
from pathlib import Path

from hub.settings import Settings
from hub.store import schema
from hub.store.open import database_path
from hub.store.schema import Where
from tests.servers.instance import run_async, servers_folder


async def create_all(where: Where) -> None:
    """Copy the schema there, unless it is there: whoever gives a URL has it from `postgres_url`, a copy already."""
    if isinstance(where, Settings):
        where = where.database_url or database_path(where)
    if isinstance(where, Path) and not where.exists():
        await asyncio.to_thread(_copy, where)


def _copy(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(empty_database(), path)


@cache
def empty_database() -> Path:
    """A file with the schema and nothing in it; copy it."""
    path = Path(tempfile.mkdtemp(prefix="schema-", dir=servers_folder())) / "empty.sqlite3"
    run_async(schema.create_all(path))
    return path
