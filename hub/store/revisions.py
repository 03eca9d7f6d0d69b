"""Which revision the schema of a database has, and whether this code can work on it; hub.store.schema migrates."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from hub.store.store import Store

VERSIONS = Path(__file__).parent / "migrations" / "versions"


async def is_current(store: Store) -> bool:
    """Whether the schema is as this code needs it: at our newest revision, or at one that a newer hub has made.

    Migrations only append, so an older hub goes on working while the newer one is being rolled out.
    """
    async with store.read() as tx:
        if store.name == "postgresql":
            there = await tx.fetch("SELECT 1 AS there WHERE to_regclass('alembic_version') IS NOT NULL")
        else:
            there = await tx.fetch("SELECT 1 AS there FROM sqlite_master WHERE name = 'alembic_version'")
        rows = await tx.fetch("SELECT version_num FROM alembic_version") if there else []
    return any(row["version_num"] not in known()[:-1] for row in rows)


def head() -> str:
    """The newest revision that this code knows."""
    return known()[-1]


@lru_cache(maxsize=1)
def known() -> tuple[str, ...]:
    """All revisions, oldest first. A migration's file is named after its own: `m0001_first.py` is 0001."""
    return tuple(sorted(path.stem[1:].partition("_")[0] for path in VERSIONS.glob("m*_*.py")))
