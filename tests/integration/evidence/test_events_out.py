"""Merged leaves become events on the bus: in order, at least once, none skipped."""

from __future__ import annotations

from collections.abc import Sequence

from hub.bus.embedded import EmbeddedBus
from hub.bus.port import Event
from hub.events.broker import EventsOut
from hub.store.store import Store
from tests.integration.evidence.conftest import grow, write


class Listening(EmbeddedBus):
    """Takes so many events at a time and then no more, as a broker that goes away."""

    def __init__(self, most: int = 10**6) -> None:
        super().__init__()
        self.most = most
        self.seen: list[str] = []

    async def publish_events(self, events: Sequence[Event]) -> list[bool]:
        taken = [number < self.most for number in range(len(events))]
        self.seen += [event.id for event, is_taken in zip(events, taken, strict=True) if is_taken]
        return taken


async def ids(store: Store, *, kind: str = "delivery.delivered") -> list[str]:
    async with store.read() as tx:
        rows = await tx.fetch("SELECT id FROM evidence_leaves WHERE kind = :kind ORDER BY seq", {"kind": kind})
    return [row["id"] for row in rows]


async def test_every_merged_leaf_is_told_once_in_the_order_of_the_log(store: Store) -> None:
    bus = Listening()
    await grow(store, 30, 1100)
    out = EventsOut(store, bus, "urn:test")

    assert await out.publish() == 1130
    assert await out.publish() == 0
    await grow(store, 2)
    assert await out.publish() == 2

    assert bus.seen == await ids(store)


async def test_the_cursor_stays_before_what_the_bus_has_not_taken(store: Store) -> None:
    bus = Listening(most=7)
    await grow(store, 20)
    out = EventsOut(store, bus, "urn:test")

    assert await out.publish() == 7
    bus.most = 0
    assert await out.publish() == 0
    bus.most = 100
    assert await out.publish() == 13

    assert bus.seen == await ids(store)


async def test_leaves_that_are_no_events_are_passed_over(store: Store) -> None:
    bus = Listening()
    await write(store, 5, "delivery.retrying")
    await grow(store, 1)

    assert await EventsOut(store, bus, "urn:test").publish() == 1
    assert bus.seen == await ids(store)
