"""Everything that an installation leaves behind where somebody without its keys could read it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aio_pika
import asyncpg

from hub.settings import Settings
from hub.store.schema import metadata

HEAD = 3
_DIGEST = 32
_HEX = frozenset(b"0123456789abcdef")


def files_below(folder: Path) -> dict[str, bytes]:
    """Database, write-ahead log, content store, and whatever else lies there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def end_of_log(url: str) -> str:
    """Where the server's write-ahead log ends now."""
    connection = await asyncpg.connect(url)
    try:
        return str(await connection.fetchval("SELECT pg_walfile_name(pg_current_wal_lsn())"))
    finally:
        await connection.close()


async def of_postgres(url: str, since: str) -> dict[str, bytes]:
    """A dump of every table, the files of the tables as they lie on disk, and the write-ahead log since that file."""
    connection = await asyncpg.connect(url)
    found: dict[str, bytes] = {}
    try:
        for row in await connection.fetch(
            "SELECT name FROM pg_ls_waldir() WHERE name BETWEEN $1 AND pg_walfile_name(pg_current_wal_lsn())", since
        ):
            log = await connection.fetchval(
                "SELECT pg_read_binary_file('pg_wal/' || $1, 0, 16777216, true)", row["name"]
            )
            found[f"log {row['name']}"] = log or b""
        # A checkpoint writes the tables' files out, and may take away the log before it.
        await connection.execute("CHECKPOINT")
        for table in metadata.sorted_tables:
            dump = io.BytesIO()
            await connection.copy_from_table(table.name, output=dump, format="binary")
            found[f"dump of {table.name}"] = dump.getvalue()
            found[f"file of {table.name}"] = await connection.fetchval(
                "SELECT pg_read_binary_file(pg_relation_filepath($1::text::regclass))", table.name
            )
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


def found_in(leftovers: Mapping[str, bytes], needles: Iterable[str]) -> dict[str, set[str]]:
    """Which needles lie where, in any of the ways in which text is written into files.

    Needles share their first letters (HEAD of them), so that it is those few that all the bytes are searched for.
    """
    written = {way: needle for needle in needles for way in ways(needle)}
    heads = {
        (head, len(way)) for needle in needles for head, way in zip(ways(needle[:HEAD]), ways(needle), strict=True)
    }
    found: dict[str, set[str]] = {}
    for place, held in leftovers.items():
        for head, length in heads:
            at = held.find(head)
            while at >= 0:
                if (needle := written.get(held[at : at + length])) and not _in_a_digest(held, at, length):
                    found.setdefault(place, set()).add(needle)
                at = held.find(head, at + 1)
    return found


def _in_a_digest(held: bytes, at: int, length: int) -> bool:
    """True if the bytes lie within hexadecimal digits long enough for a digest or a random key: seven digits of one
    phone among thousands stand in some digest by chance.
    """
    first, end = at, at + length
    while first > 0 and end - first < _DIGEST and held[first - 1] in _HEX:
        first -= 1
    while end < len(held) and end - first < _DIGEST and held[end] in _HEX:
        end += 1
    return end - first >= _DIGEST and all(byte in _HEX for byte in held[at : at + length])


def ways(text: str) -> tuple[bytes, ...]:
    """As files write it: plain, in two bytes a letter, and as JSON writes what is beyond ASCII."""
    return text.encode(), text.encode("utf-16-le"), text.encode("ascii", "backslashreplace")
