"""Telling events to the bus: read, publish, wait for the confirms, and only then move the cursor."""

from __future__ import annotations

import itertools

from hub.bus.port import Bus
from hub.events.occurrence import read_page
from hub.store.store import Store
from hub.store.tx import number_of

PAGE = 1000
_CURSOR = "events"


class EventsOut:
    """Publishes merged leaves as events, in their order. Two at once tell some events twice and skip none."""

    def __init__(self, store: Store, bus: Bus, source: str) -> None:
        self._store = store
        self._bus = bus
        self._source = source

    async def publish(self) -> int:
        """Tell everything that is merged and not told yet; how many events the bus has taken."""
        told = 0
        while True:
            count, is_done = await self._page()
            told += count
            if is_done:
                return told

    async def _page(self) -> tuple[int, bool]:
        async with self._store.read() as tx:
            first = await number_of(tx, "SELECT next_seq FROM cursors WHERE name = :name", {"name": _CURSOR})
            page = await read_page(tx, first, PAGE, self._source)
        if page.next_seq == first:
            return 0, True
        taken = await self._bus.publish_events([each.event for each in page.occurrences]) if page.occurrences else []
        sure = sum(1 for _ in itertools.takewhile(bool, taken))
        is_whole = sure == len(page.occurrences)
        await self._move(first, page.next_seq if is_whole else page.occurrences[sure].seq)
        return sure, not is_whole or page.next_seq - first < PAGE

    async def _move(self, first: int, after: int) -> None:
        """A cursor that another leader has moved meanwhile stays where that one put it."""
        async with self._store.write() as tx:
            await tx.execute(
                "INSERT INTO cursors (name, next_seq) VALUES (:name, 0) ON CONFLICT (name) DO NOTHING",
                {"name": _CURSOR},
            )
            await tx.execute(
                "UPDATE cursors SET next_seq = :after WHERE name = :name AND next_seq = :first",
                {"name": _CURSOR, "after": after, "first": first},
            )
