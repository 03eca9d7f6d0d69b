"""Internal work on both databases: what an effect sends meets the lanes as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.exchange.accept import AcceptBatch, store_messages
from hub.exchange.apply import Applied, Apply, ApplyBatch
from hub.exchange.model import Job, NewMessage
from hub.exchange.states import DeliveryState
from hub.store.store import Store
from hub.store.tx import Tx
from tests.builders import message, planned


@dataclass
class Sending:
    """An effect that sends messages of its own, in the transaction that it works in."""

    messages: Sequence[NewMessage]

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied:
        del job
        sent, self.messages = self.messages, ()
        await store_messages(tx, sent, now)
        return Applied(DeliveryState.DELIVERED)


async def nothing(tx: Tx, jobs: Sequence[Job]) -> None:
    """What is sent needs no lock."""
    del tx, jobs


async def states(store: Store) -> dict[str, str]:
    async with store.read() as tx:
        return {row["id"]: row["state"] for row in await tx.fetch("SELECT id, state FROM deliveries")}


async def test_what_an_effect_sends_into_the_lane_of_its_own_delivery_is_due_after_it(store: Store) -> None:
    head, behind = planned("register", "person-1"), planned("register", "person-1")
    batch = ApplyBatch({"register": Sending([message(behind)])}, nothing)
    async with store.write() as tx:
        await AcceptBatch().run(tx, [message(head)])

    async with store.write() as tx:
        await batch.run(tx, [Apply((head.id,), "w1")])

    assert await states(store) == {head.id: "delivered", behind.id: "due"}
    async with store.write() as tx:
        assert await batch.run(tx, [Apply((behind.id,), "w1")]) == [1]
