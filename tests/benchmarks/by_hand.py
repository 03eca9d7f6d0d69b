"""Approval steps as one would write them by hand in asyncpg: the yardstick of (h). Its rules are one comparison.

As durable as the hub: in one transaction a row lock, the event, the snapshot, the inbox, the idempotency key, the
evidence leaf; one connection a caller.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from tests.benchmarks.places import Servers, fresh_database

_TABLES = """
CREATE TABLE papers (id text PRIMARY KEY, version int NOT NULL, state jsonb NOT NULL);
CREATE TABLE paper_events (paper text, number int, body jsonb NOT NULL, PRIMARY KEY (paper, number));
CREATE TABLE paper_inbox (login text, paper text, PRIMARY KEY (login, paper));
CREATE TABLE paper_keys (key text PRIMARY KEY, paper text NOT NULL);
CREATE TABLE paper_leaves (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, hash text NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class ByHand:
    """Papers that some must approve."""

    pool: asyncpg.Pool
    members: Sequence[str]

    @classmethod
    @asynccontextmanager
    async def over(cls, servers: Servers, members: Sequence[str], connections: int) -> AsyncIterator[ByHand]:
        """On a fresh database of its own."""
        async with (
            fresh_database(servers, "bench_by_hand") as url,
            asyncpg.create_pool(url, min_size=connections, max_size=connections) as pool,
        ):
            await pool.execute(_TABLES)
            yield cls(pool, members)

    async def waiting(self, count: int) -> list[str]:
        """New papers that wait for all members."""
        names = [os.urandom(16).hex() for _ in range(count)]
        state = json.dumps({"title": "Əmr", "status": "running", "members": list(self.members), "marks": []})
        await self.pool.executemany("INSERT INTO papers VALUES ($1, 2, $2)", [(name, state) for name in names])
        lines = [(login, name) for name in names for login in self.members]
        await self.pool.executemany("INSERT INTO paper_inbox VALUES ($1, $2)", lines)
        return names

    async def visa(self, paper: str, login: str) -> None:
        """One step."""
        async with self.pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow("SELECT version, state FROM papers WHERE id = $1 FOR UPDATE", paper)
            state = json.loads(row["state"])
            if login not in state["members"] or login in state["marks"]:
                raise ValueError(f"{login} may not approve {paper}")
            state["marks"].append(login)
            if len(state["marks"]) == len(state["members"]):
                state["status"] = "approved"
            number, body = row["version"] + 1, json.dumps({"kind": "marked", "by": login})
            await connection.execute("INSERT INTO paper_events VALUES ($1, $2, $3)", paper, number, body)
            await connection.execute(
                "UPDATE papers SET version = $2, state = $3 WHERE id = $1", paper, number, json.dumps(state)
            )
            await connection.execute("DELETE FROM paper_inbox WHERE login = $1 AND paper = $2", login, paper)
            await connection.execute("INSERT INTO paper_keys VALUES ($1, $2)", os.urandom(16).hex(), paper)
            leaf = hashlib.sha256(f"{paper}/{number}".encode()).hexdigest()
            await connection.execute("INSERT INTO paper_leaves (hash) VALUES ($1)", leaf)

    async def defects(self) -> list[str]:
        """Papers that all have approved and that do not say so."""
        left = await self.pool.fetchval("SELECT count(*) FROM papers WHERE state ->> 'status' <> 'approved'")
        return [f"by hand: {left} papers are not approved"] if left else []
