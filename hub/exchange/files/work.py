"""Works chunk deliveries: while one chunk is in the database, the next is being mapped.

At most two chunks are in hand in a process, so a file of any size needs the memory of two thousand rows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from connectors.connector import Limits
from hub.exchange.apply import Apply, ApplyBatch
from hub.exchange.files.chunk import ChunkEffect, ChunkReaders, Prepared, find_chunk
from hub.store.store import Store
from hub.store.tx import Row
from hub.store.writer import Writer

log = structlog.get_logger("hub.exchange")

IN_HAND = 2
CHUNK_LIMITS = Limits(rate_per_second=None, parallel=8)
"""Tells the relay to keep only a few chunks in the bus, so that a second worker finds some."""


class ChunkWork:
    """Reads chunks before their transaction. Errors are those of the store."""

    def __init__(
        self, store: Store, writer: Writer, batch: ApplyBatch, effect: ChunkEffect, readers: ChunkReaders
    ) -> None:
        self._store = store
        self._writer = writer
        self._batch = batch
        self._effect = effect
        self._readers = readers
        self._slots = asyncio.Semaphore(IN_HAND)

    async def work(self, deliveries: Sequence[str], worker: str) -> None:
        """Apply each in a transaction of its own."""
        try:
            async with asyncio.TaskGroup() as chunks:
                for delivery in deliveries:
                    chunks.create_task(self._one(delivery, worker))
        except ExceptionGroup as group:
            raise group.exceptions[0] from group

    async def _prepared(self, found: Row) -> Prepared:
        """A chunk that cannot be read is an outcome: it is parked with its reason and its neighbours go on."""
        reader = self._readers.get(found["format"])
        if reader is None:
            return Prepared(code="file.format_gone")
        try:
            return await reader.read(found)
        except (ValueError, LookupError, TypeError, ArithmeticError, AttributeError) as broken:
            log.exception("chunk_unreadable", delivery=found["id"], error=type(broken).__name__)
            return Prepared(code="hub.chunk_unreadable")

    async def _one(self, delivery: str, worker: str) -> None:
        async with self._slots:
            found = await find_chunk(self._store, delivery)
            if found is None:
                return
            self._effect.prepared[delivery] = await self._prepared(found)
            try:
                await self._writer.submit(self._batch, Apply((delivery,), worker))
            finally:
                self._effect.prepared.pop(delivery, None)
