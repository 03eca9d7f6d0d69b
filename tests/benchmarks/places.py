"""Gives each run a place of its own on the two servers, and takes it away afterwards."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from tests.benchmarks.pipeline import Place
from tests.servers.instance import free_port


@dataclass(frozen=True, slots=True)
class Servers:
    """Where databases can be made and queues declared. The database URL names any database of the server."""

    database_url: str
    broker_url: str


@asynccontextmanager
async def fresh_database(servers: Servers, name: str) -> AsyncIterator[str]:
    """Make database `name`, give its URL, drop it afterwards. A checkpoint before it gives each run the same start."""
    server = await asyncpg.connect(servers.database_url)
    try:
        await server.execute(f'CREATE DATABASE "{name}"')
        await server.execute("CHECKPOINT")
        try:
            yield urlunsplit(urlsplit(servers.database_url)._replace(path=f"/{name}"))
        finally:
            await server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await server.close()


@asynccontextmanager
async def fresh_place(servers: Servers, kind: str, folder: Path) -> AsyncIterator[Place]:
    """Give a run its names; no two runs share one, so a worker left over from one can never eat another's messages.

    Afterwards only the logs stay in its folder.
    """
    name = f"bench_{kind}_{secrets.token_hex(4)}"
    own_folder = folder / name
    own_folder.mkdir(parents=True)
    try:
        async with fresh_database(servers, name) as database_url:
            yield Place(
                database_url=database_url,
                broker_url=servers.broker_url,
                name=name,
                door_port=free_port(),
                folder=own_folder,
            )
    finally:
        await asyncio.to_thread(_drop_data, own_folder)


def _drop_data(folder: Path) -> None:
    for data in folder.iterdir():
        if data.is_dir():
            shutil.rmtree(data)
