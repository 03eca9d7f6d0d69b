"""Works chunk deliveries: while one chunk is in the database, the next is being mapped in a thread.

At most two chunks are in hand in a process, so a file of any size needs the memory of two thousand rows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

from connectors.connector import Limits
from hub.exchange.apply import Apply, ApplyBatch
from hub.exchange.files.chunk import ChunkEffect, ChunkReader, find_chunk
from hub.store.store import Store
from hub.store.writer import Writer

IN_HAND = 2
CHUNK_LIMITS = Limits(rate_per_second=None, parallel=8)
"""Tells the relay to keep only a few chunks in the bus, so that a second worker finds some."""


class Bulk(Protocol):
    """An internal destination whose deliveries need work before their transaction."""

    async def work(self, deliveries: Sequence[str], worker: str) -> None: ...


class ChunkWork:
    """The one for chunks. Errors are those of the store."""

    def __init__(
        self, store: Store, writer: Writer, batch: ApplyBatch, effect: ChunkEffect, readers: Mapping[str, ChunkReader]
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

    async def _one(self, delivery: str, worker: str) -> None:
        async with self._slots:
            found = await find_chunk(self._store, delivery)
            if found is None:
                return
            reader = self._readers[found["format"]]
            self._effect.prepared[delivery] = await asyncio.to_thread(reader.read, found)
            try:
                await self._writer.submit(self._batch, Apply((delivery,), worker))
            finally:
                self._effect.prepared.pop(delivery, None)
