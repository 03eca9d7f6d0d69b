"""Lanes against a model: whatever is accepted, claimed, settled and freed, and in whatever order it commits."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hub.clock import SystemClock
from hub.exchange.accept import AcceptBatch, store_messages
from hub.exchange.claim import Claim, ClaimBatch
from hub.exchange.model import Job
from hub.exchange.settle import Settle, SettleBatch, Try
from hub.exchange.states import DeliveryState
from hub.exchange.sweeper import free_blocked_heads, free_expired_leases
from hub.exchange.verdict import Verdict
from hub.settings import Settings
from hub.store.open import open_store
from hub.store.store import Store
from hub.store.writer import Writer
from tests.builders import message, planned
from tests.campaigns import examples
from tests.identity_sealer import vouched
from tests.schemas import create_all

KEYS = ("k_a", "k_b", "k_c")
HELD = {"due", "delivering", "retrying", "blocked", "failed", "unknown"}


def settlement(job: Job, state: DeliveryState) -> Settle:
    attempt = Try(job.id, job.number, job.fence, "w", state.value, "c", "", 200, True, b"", b"")
    return Settle(attempt, Verdict(state, state.value))


class LanesMachine(RuleBasedStateMachine):
    """Deliveries in up to three lanes; the model is the list of each lane in order of acceptance."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.lanes: dict[str, list[str]] = defaultdict(list)
        self.held: dict[str, Job] = {}
        self.store: Store = self.run(self._open())

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    async def _open(self) -> Store:
        chosen = Settings(data=Path(self.folder.name), hash_key="k" * 32)
        await create_all(chosen)
        return vouched(await open_store(chosen, SystemClock()))

    async def _do(self, batch: Any, *commands: Any) -> list[Any]:
        async with self.store.write() as tx:
            return list(await batch.run(tx, commands))

    @rule(keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True))
    def accept(self, keys: list[str]) -> None:
        delivery = planned("agency.op", *keys)
        self.run(self._do(AcceptBatch(), message(delivery)))
        for key in keys:
            self.lanes[key].append(delivery.id)

    @precondition(lambda self: any(self.lanes.values()))
    @rule(data=st.data())
    def claim(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(sorted({d for lane in self.lanes.values() for d in lane})))
        claimed = self.run(self._do(ClaimBatch({}), Claim((chosen,), "w", 10**9)))[0]
        is_head = all(lane[0] == chosen for lane in self.lanes.values() if chosen in lane)
        assert bool(claimed.jobs) == (is_head and chosen not in self.held)
        self.held |= {job.id: job for job in claimed.jobs}

    @precondition(lambda self: self.held)
    @rule(data=st.data(), state=st.sampled_from(["delivered", "retrying"]))
    def settle(self, data: st.DataObject, state: str) -> None:
        chosen = data.draw(st.sampled_from(sorted(self.held)))
        self.run(self._do(SettleBatch(), settlement(self.held.pop(chosen), DeliveryState(state))))
        if state == "delivered":
            for lane in self.lanes.values():
                if chosen in lane:
                    lane.remove(chosen)

    @precondition(lambda self: self.held)
    @rule()
    def crash(self) -> None:
        """All workers die; their leases run out."""

        async def expire() -> None:
            async with self.store.write() as tx:
                await tx.execute("UPDATE deliveries SET next_due = 0 WHERE state = 'delivering'")
            await free_expired_leases(self.store)

        self.run(expire())
        self.held.clear()

    @invariant()
    def only_heads_are_due(self) -> None:
        async def states() -> dict[str, str]:
            async with self.store.read() as tx:
                return {row["id"]: row["state"] for row in await tx.fetch("SELECT id, state FROM deliveries")}

        found = self.run(states())
        waiting = {d for lane in self.lanes.values() for d in lane}
        assert {d for d, state in found.items() if state in HELD} == waiting
        for delivery in waiting:
            is_head = all(lane[0] == delivery for lane in self.lanes.values() if delivery in lane)
            assert (found[delivery] != "blocked") == is_head

    def teardown(self) -> None:
        self.run(self.store.aclose())
        self.loop.close()
        self.folder.cleanup()


LanesMachine.TestCase.settings = settings(max_examples=examples(25), stateful_step_count=25, deadline=None)
TestLanes = LanesMachine.TestCase


@pytest.mark.parametrize("draw", range(3))
async def test_transactions_that_commit_in_any_order_leave_no_head_blocked(store: Store, draw: int) -> None:
    """Several writers accept and settle in the same few lanes at once, as several processes do."""
    chance = random.Random(draw)
    deliveries = [planned("agency.op", *chance.sample(KEYS, chance.randint(1, 3))) for _ in range(60)]
    accepted: list[str] = []
    finished: dict[str, list[str]] = defaultdict(list)
    accept, settle, claim = AcceptBatch(), SettleBatch(), ClaimBatch({})

    async def sender(mine: list[Any]) -> None:
        async with Writer(store, [accept]) as writer:
            for delivery in mine:
                await writer.submit(accept, message(delivery))
                accepted.append(delivery.id)

    async def worker() -> None:
        async with Writer(store, [settle, claim]) as writer:
            while sum(map(len, finished.values())) < sum(len(d.lane_keys) for d in deliveries):
                claimed = await writer.submit(claim, Claim(tuple(d.id for d in deliveries), "w", 10**9))
                for job in claimed.jobs:
                    mine = next(d for d in deliveries if d.id == job.id)
                    for key in mine.lane_keys:
                        finished[key].append(job.id)
                    await writer.submit(settle, settlement(job, DeliveryState.DELIVERED))
                await asyncio.sleep(0.002)

    async with asyncio.timeout(60):
        await asyncio.gather(*(sender(deliveries[i::3]) for i in range(3)), worker(), worker())

    assert len(accepted) == len(deliveries)
    assert await free_blocked_heads(store) == 0
    async with store.read() as tx:
        assert [dict(row) for row in await tx.fetch("SELECT delivery_id FROM lane_entries")] == []


async def test_numbers_follow_the_order_of_commits(store: Store) -> None:
    """A transaction that took its place in a lane first is first there, though it commits late."""
    first, second = message(planned("agency.op", "k_a")), message(planned("agency.op", "k_a"))
    taken, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with store.write() as tx:
            await store_messages(tx, [first], await tx.now())
            taken.set()
            await go_on.wait()

    async def quick() -> None:
        await taken.wait()
        async with store.write() as tx:
            await store_messages(tx, [second], await tx.now())

    both = asyncio.gather(slow(), quick())
    await taken.wait()
    await asyncio.sleep(0.2)
    go_on.set()
    await both

    async with store.read() as tx:
        rows = await tx.fetch("SELECT id, state FROM deliveries")
    states = {row["id"]: row["state"] for row in rows}
    assert states == {first.deliveries[0].id: "due", second.deliveries[0].id: "blocked"}
