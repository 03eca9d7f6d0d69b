"""The floor's one table and its pool."""

from __future__ import annotations

import asyncpg

CREATE = """
CREATE TABLE IF NOT EXISTS floor_message (
    id text PRIMARY KEY,
    body bytea NOT NULL,
    accepted_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz
)"""
ACCEPT = "INSERT INTO floor_message (id, body) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
SETTLE = "UPDATE floor_message SET settled_at = now() WHERE id = $1 AND settled_at IS NULL"
COUNT_SETTLED = "SELECT count(*) FROM floor_message WHERE settled_at IS NOT NULL"


async def open_pool(database_url: str, size: int) -> asyncpg.Pool:
    """Open `size` connections at once; whoever opened the pool closes it."""
    return await asyncpg.create_pool(database_url, min_size=size, max_size=size, reset=_keep_as_is)


async def _keep_as_is(connection: asyncpg.Connection) -> None:
    """Spare the round trip of asyncpg's reset: these statements leave nothing behind in the session."""
