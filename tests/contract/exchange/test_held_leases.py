"""Whoever stood still asks before it calls whether its delivery is still its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest

from hub.clock import SECOND, SystemClock
from hub.exchange.accept import AcceptBatch
from hub.exchange.calling.limits import HoldLease
from hub.exchange.calling.step import Call, Moment
from hub.exchange.claim import Claim, ClaimBatch
from hub.exchange.model import Job
from hub.exchange.sweeper import free_expired_leases
from hub.store.store import Store
from hub.store.writer import Writer
from tests.builders import message, planned

LEASE = 15 * SECOND


class Clock(SystemClock):
    """Both clocks are set by hand."""

    seconds, wall = 100.0, 1_790_000_000.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> int:
        return int(self.wall * SECOND)


class Desk:
    """A delivery in a worker's hands, and whether it may be called for."""

    def __init__(self, store: Store, writer: Writer, claims: ClaimBatch) -> None:
        self.store, self.clock = store, Clock()
        self.leases = HoldLease(store, self.clock, LEASE)
        self._writer, self._claims = writer, claims

    async def claim(self, delivery: str, *, worker: str = "w1", lease: int = LEASE) -> tuple[Job, Moment]:
        since = self.leases.look()
        claimed = await self._writer.submit(self._claims, Claim((delivery,), worker, lease))
        return claimed.jobs[0], since

    async def may_call(self, job: Job, since: Moment, *, after: float = 0.0, wall: float = 0.0) -> bool:
        said: list[bool] = []

        async def calls(call: Call) -> None:
            self.clock.seconds += after
            self.clock.wall += wall
            said.append(await self.leases.is_held(call.job))

        await self.leases(Call(job, cast("Any", None), None, since), calls)
        return said == [True]

    async def until(self) -> int:
        async with self.store.read() as tx:
            (row,) = await tx.fetch("SELECT next_due - hub_now() AS left FROM deliveries")
        return int(row["left"])


@asynccontextmanager
async def _desk(store: Store) -> AsyncIterator[tuple[Desk, str]]:
    claims, accepts = ClaimBatch({}), AcceptBatch()
    async with Writer(store, [accepts, claims]) as writer:
        delivery = planned("agency.op", "k_a")
        await writer.submit(accepts, message(delivery))
        yield Desk(store, writer, claims), delivery.id


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[tuple[Desk, str]]:
    async with _desk(store) as made:
        yield made


async def test_soon_after_the_claim_nobody_is_asked(desk: tuple[Desk, str]) -> None:
    it, delivery = desk
    job, since = await it.claim(delivery, lease=-1)

    assert await it.may_call(job, since, after=7.0), "its own clocks suffice"
    assert await it.until() <= 0, "the lease was not pushed"


@pytest.mark.parametrize(("after", "wall"), [(8.0, 8.0), (0.0, 8.0), (8.0, -3600.0)])
async def test_after_a_while_the_lease_is_looked_at_and_pushed(
    desk: tuple[Desk, str], after: float, wall: float
) -> None:
    it, delivery = desk
    job, since = await it.claim(delivery, lease=-1)

    assert await it.may_call(job, since, after=after, wall=wall), "nobody has taken it meanwhile"
    assert await it.until() > LEASE / 2


@pytest.mark.parametrize("claimed_again", [False, True])
async def test_what_another_may_have_is_not_called_for(desk: tuple[Desk, str], *, claimed_again: bool) -> None:
    it, delivery = desk
    job, since = await it.claim(delivery, lease=-1)
    await free_expired_leases(it.store)
    if claimed_again:
        await it.claim(delivery, worker="w2")

    assert not await it.may_call(job, since, after=8.0)
