"""Who stores a message tells the bus at once; the relay tells of everything else, and of what got lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from connectors.connector import Limits
from hub.bus.port import WorkItem
from hub.clock import SystemClock
from hub.exchange.accept import AcceptBatch, store_messages
from hub.exchange.announcing import Accepting
from hub.exchange.relay import Relay
from hub.store.store import Store
from hub.store.writer import Writer
from tests.builders import message, planned

LIMITS = {"free": None, "limited": Limits(parallel=2)}


@dataclass
class DeafBus:
    """Confirms everything and hands nothing over; `waiting` is what it says waits in each queue."""

    waiting: int = 0
    told: list[str] = field(default_factory=list)

    async def publish(self, items: Sequence[WorkItem]) -> list[bool]:
        self.told += [delivery for item in items for delivery in item.deliveries]
        return [True] * len(items)

    async def depth(self, destination: str) -> int:
        return self.waiting


@dataclass
class Hub:
    """An accepting process and a relay over one bus."""

    store: Store
    bus: DeafBus
    accepting: Accepting
    relay: Relay

    async def relayed(self) -> list[str]:
        """What a new look of the relay at everything tells the bus."""
        self.bus.told.clear()
        self.relay._next_rescan = 0.0
        await self.relay.step()
        return list(self.bus.told)

    async def age(self, seconds: int) -> None:
        async with self.store.write() as tx:
            await tx.execute(
                "UPDATE deliveries SET created_at = created_at - :by, next_due = next_due - :by",
                {"by": seconds * 10**6},
            )


@pytest.fixture
async def hub(store: Store) -> AsyncIterator[Hub]:
    bus, batch = DeafBus(), AcceptBatch(frozenset({"free"}))
    async with Writer(store, [batch]) as writer:
        accepting = Accepting(writer, batch, cast("Any", bus))
        async with accepting.telling():
            yield Hub(store, bus, accepting, Relay(store, cast("Any", bus), SystemClock(), LIMITS))


async def accepted(hub: Hub, *destinations: str, lane: str = "k_a") -> list[str]:
    deliveries = [planned(name, lane) for name in destinations]
    await hub.accepting.accept(message(*deliveries))
    await asyncio.sleep(0.05)
    return [each.id for each in deliveries]


async def test_the_bus_is_told_right_after_the_commit_and_not_again_by_the_relay(hub: Hub) -> None:
    made = await accepted(hub, "free")

    assert hub.bus.told == made
    assert await hub.relayed() == []


async def test_what_must_wait_in_its_lane_is_not_told(hub: Hub) -> None:
    first = await accepted(hub, "free")
    await accepted(hub, "free")

    assert hub.bus.told == first


async def test_a_destination_with_limits_is_the_relays(hub: Hub) -> None:
    made = await accepted(hub, "limited")

    assert hub.bus.told == []
    assert await hub.relayed() == made


async def test_what_others_store_is_the_relays(hub: Hub) -> None:
    follow_up = planned("free", "k_a")
    async with hub.store.write() as tx:
        await store_messages(tx, [message(follow_up)], await tx.now())

    assert await hub.relayed() == [follow_up.id]


async def test_what_was_lost_on_the_way_is_told_again_after_three_seconds_beside_an_empty_queue(hub: Hub) -> None:
    made = await accepted(hub, "free")
    await hub.age(2)
    assert await hub.relayed() == []
    await hub.age(2)

    assert await hub.relayed() == made


async def test_beside_a_full_queue_it_is_told_again_after_twenty_seconds_and_once(hub: Hub) -> None:
    made = await accepted(hub, "free")
    hub.bus.waiting = 1
    await hub.age(15)
    assert await hub.relayed() == []
    await hub.age(6)

    assert await hub.relayed() == made
    assert await hub.relayed() == []


async def test_a_relay_that_finds_nothing_looks_ever_less_often(hub: Hub) -> None:
    for _ in range(4):
        hub.relay._next_rescan = float("inf")
        await hub.relay.step()
    began = asyncio.get_running_loop().time()

    await hub.relay.wait()

    assert asyncio.get_running_loop().time() - began >= 0.07
