"""The relay: tells the bus which deliveries are due (the outbox's other half).

It reads the database and remembers in memory what it has published and the bus has confirmed: a bounded window for
each destination. Nothing of that is truth. A relay that dies costs at most a window of repeated items, which the claim
ignores; a broker that is wiped is filled again, since whatever is still due after 15 s while its queue is empty is
published again, ever more slowly. What its acceptor tells the bus (`hub.exchange.announcing`) is told again where it is
still due after 3 s beside an empty queue, or after 20 s beside a full one.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from connectors.connector import Limits
from hub.bus.port import Bus, WorkItem, items_of
from hub.clock import SECOND, Clock
from hub.failpoints import failpoint
from hub.store.store import Store
from hub.store.tx import Row, Rows

log = structlog.get_logger("hub.exchange")

WINDOW = 2000
_TICK_S = 0.02
_IDLE_TICK_S = 0.08
"""The longest tick: each look that finds nothing doubles it, one that finds something begins anew."""
_RESCAN_S = 0.5
_HURRY_S = 0.1
_LOST_AFTER_S = 15.0
_TOLD_S = 3
_TOLD_BESIDE_OTHERS_S = 20
_OVERLAP = 100_000
"""Microseconds: commits may become visible a little later than their due time says."""


@dataclass(slots=True)
class _Published:
    due: int
    at: float
    again_after: float = _LOST_AFTER_S


@dataclass(slots=True)
class _InBus:
    """What one destination has in the bus, as far as this relay knows."""

    published: dict[str, _Published] = field(default_factory=dict)
    room: int = WINDOW
    was_empty: bool = False


class Relay:
    """Publishes due deliveries. One leads at a time; `run` returns when it is cancelled."""

    def __init__(self, store: Store, bus: Bus, clock: Clock, limits: Mapping[str, Limits | None]) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self._limits = limits
        self._lines = {name: _InBus() for name in limits}
        self._nudged = asyncio.Event()
        self._cursor = 0
        self._tick = _TICK_S
        self._next_rescan = 0.0

    def nudge(self) -> None:
        """Something may have become due in this process: look now, not at the next tick."""
        self._nudged.set()

    async def step(self) -> None:
        """Look once: everything from time to time, else what has become due since the last look."""
        if self._clock.monotonic() >= self._next_rescan:
            self._next_rescan = self._clock.monotonic() + _RESCAN_S
            await self._rescan()
        else:
            await self._look()

    async def wait(self) -> None:
        """Until nudged, at most a tick."""
        try:
            async with asyncio.timeout(self._tick):
                await self._nudged.wait()
        except TimeoutError:
            pass
        self._nudged.clear()

    async def _look(self) -> None:
        async with self._store.read() as tx:
            rows = await tx.fetch(
                "SELECT d.id, d.destination, d.next_due, hub_now() AS now FROM {rows} JOIN deliveries d"
                " ON d.destination = r.destination AND d.state IN ('due', 'retrying') AND d.next_due >= :since"
                " AND d.next_due <= hub_now() AND d.next_due >= d.created_at ORDER BY d.next_due LIMIT 2000",
                {"since": self._cursor - _OVERLAP},
                Rows("destination text", [(name,) for name in self._lines]),
            )
        self._tick = _TICK_S if rows else min(2 * self._tick, _IDLE_TICK_S)
        if rows:
            await self._publish(rows)
            self._cursor = rows[-1]["next_due"] if len(rows) == 2000 else max(self._cursor, rows[-1]["next_due"])

    async def _rescan(self) -> None:
        """Read each destination's oldest due deliveries: the only way to learn what was claimed, lost or let go."""
        found: dict[str, Sequence[Row]] = {}
        told_for = {name: await self._told_for(name) for name in self._lines}
        async with self._store.read() as tx:
            states = await tx.fetch(
                "SELECT name, breaker, probe_at, paused_by, maintenance_from, maintenance_until, hub_now() AS now"
                " FROM operations"
            )
            operations = {row["name"]: row for row in states}
            for name, line in self._lines.items():
                line.room = self._window(name, operations.get(name))
                found[name] = await tx.fetch(
                    "SELECT id, destination, next_due FROM deliveries WHERE destination = :name"
                    " AND state IN ('due', 'retrying') AND next_due <= hub_now()"
                    " AND (next_due >= created_at OR next_due <= hub_now() - :told_for) ORDER BY next_due LIMIT :most",
                    {"name": name, "told_for": told_for[name], "most": max(line.room, len(line.published)) + 1},
                )
        for name, rows in found.items():
            line = self._lines[name]
            due = {row["id"] for row in rows}
            for delivery in [delivery for delivery in line.published if delivery not in due]:
                del line.published[delivery]
            await self._forget_lost(name, line)
        await self._publish([row for rows in found.values() for row in rows])

    async def _told_for(self, name: str) -> int:
        """For how long what its acceptor has told counts as told."""
        limits = self._limits[name]
        if limits is not None and not limits.is_open:
            return 0
        return (_TOLD_S if await self._bus.depth(name) == 0 else _TOLD_BESIDE_OTHERS_S) * SECOND

    def _window(self, name: str, operation: Row | None) -> int:
        if operation is not None and operation["paused_by"] is not None:
            return 0
        if operation is not None and operation["now"] < operation["probe_at"]:
            return 0
        if operation is not None and _in_maintenance(operation):
            return 0
        if operation is not None and operation["breaker"] != "closed":
            return 1
        limits = self._limits[name]
        if limits is None or limits.is_open:
            return WINDOW
        most = limits.parallel if limits.parallel is not None else WINDOW
        if limits.rate_per_second is not None:
            return max(1, int(2 * limits.rate_per_second))
        return min(WINDOW, max(16, 16 * most))

    async def _forget_lost(self, name: str, line: _InBus) -> None:
        """Items long published, still due, while the queue reads empty twice in a row, are lost: publish them again."""
        now = self._clock.monotonic()
        old = [entry for entry in line.published.values() if now - entry.at > entry.again_after]
        if not old:
            line.was_empty = False
            return
        is_empty = await self._bus.depth(name) == 0
        if is_empty and line.was_empty:
            log.warning("published_work_lost", destination=name, deliveries=len(old))
            for entry in old:
                entry.due = -1
                entry.again_after *= 2
        line.was_empty = is_empty

    def _fresh(self, rows: Sequence[Row]) -> dict[str, dict[str, int]]:
        """What the bus does not have yet and has room for: by destination the deliveries with their due times."""
        fresh: dict[str, dict[str, int]] = defaultdict(dict)
        for row in rows:
            line, due = self._lines[row["destination"]], fresh[row["destination"]]
            known = line.published.get(row["id"])
            if known is not None:
                if known.due != row["next_due"]:
                    due[row["id"]] = row["next_due"]
            elif len(line.published) + len(due) < line.room:
                due[row["id"]] = row["next_due"]
            elif line.room:
                # More is due than fits: look soon which of those in the bus have been taken.
                self._next_rescan = min(self._next_rescan, self._clock.monotonic() + _HURRY_S)
        return fresh

    async def _publish(self, rows: Sequence[Row]) -> None:
        fresh = self._fresh(rows)
        items = [item for name, due in fresh.items() for item in items_of(name, list(due))]
        if not items:
            return
        confirmed = await self._bus.publish(items)
        await failpoint("relay.after_publish")
        now = self._clock.monotonic()
        for item, sure in zip(items, confirmed, strict=True):
            if sure:
                self._remember(item, fresh[item.destination], now)
        if not all(confirmed):
            await self._clock.sleep(0.2)
            self._next_rescan = 0.0

    def _remember(self, item: WorkItem, due: Mapping[str, int], now: float) -> None:
        published = self._lines[item.destination].published
        for delivery in item.deliveries:
            known = published.get(delivery)
            again = known.again_after if known is not None and known.due == -1 else _LOST_AFTER_S
            published[delivery] = _Published(due[delivery], now, again)


def _in_maintenance(operation: Row) -> bool:
    return operation["maintenance_from"] is not None and bool(
        operation["maintenance_from"] <= operation["now"] < operation["maintenance_until"]
    )
