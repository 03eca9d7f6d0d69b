"""Everything that an installation leaves behind where somebody without its keys could read it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import aio_pika
import asyncpg

from hub.settings import Settings
from hub.store.schema import metadata


def files_below(folder: Path) -> dict[str, bytes]:
    """Database, write-ahead log, content store, and whatever else lies there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def of_postgres(url: str) -> dict[str, bytes]:
    """A dump of every table, the files of the tables as they lie on disk, and the write-ahead log."""
    connection = await asyncpg.connect(url)
    found: dict[str, bytes] = {}
    try:
        await connection.execute("CHECKPOINT")
        for table in metadata.sorted_tables:
            dump = io.BytesIO()
            await connection.copy_from_table(table.name, output=dump, format="binary")
            found[f"dump of {table.name}"] = dump.getvalue()
            found[f"file of {table.name}"] = await connection.fetchval(
                "SELECT pg_read_binary_file(pg_relation_filepath($1::text::regclass))", table.name
            )
        for row in await connection.fetch("SELECT name FROM pg_ls_waldir() ORDER BY modification DESC LIMIT 8"):
            log = await connection.fetchval(
                "SELECT pg_read_binary_file('pg_wal/' || $1, 0, 16777216, true)", row["name"]
            )
            found[f"log {row['name']}"] = log or b""
    finally:
        await connection.close()
    return found


@asynccontextmanager
async def tapped(settings: Settings) -> AsyncIterator[list[bytes]]:
    """Everything that goes over the broker while the context is open: properties and bodies."""
    heard: list[bytes] = []
    if settings.broker_url is None:
        yield heard
        return

    async def hear(message: aio_pika.abc.AbstractIncomingMessage) -> None:
        heard.append(repr((message.info(), message.routing_key)).encode() + message.body)

    connection = await aio_pika.connect(settings.broker_url)
    async with connection, connection.channel() as channel:
        queue = await channel.declare_queue(exclusive=True)
        for name in ("work", "events"):
            exchange = await channel.declare_exchange(f"{settings.broker_prefix}.{name}", "topic", durable=True)
            await queue.bind(exchange, "#")
        await queue.consume(hear, no_ack=True)
        yield heard


def found_in(leftovers: dict[str, bytes], needles: Iterable[str]) -> dict[str, list[str]]:
    """Which needles lie where, in any of the ways in which text is written into files."""
    ways = {needle: {needle.encode(), needle.encode("utf-16-le"), _escaped(needle)} for needle in needles}
    hits = {
        place: [needle for needle, written in ways.items() if any(each in held for each in written)]
        for place, held in leftovers.items()
    }
    return {place: needles for place, needles in hits.items() if needles}


def _escaped(text: str) -> bytes:
    return text.encode("ascii", "backslashreplace")
