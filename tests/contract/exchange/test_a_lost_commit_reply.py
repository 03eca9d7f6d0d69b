"""The reply to a claim's COMMIT is lost: what was claimed is found again, what was not is asked for again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from hub.errors import StoreUnavailable
from hub.exchange.accept import AcceptBatch
from hub.exchange.breaker import ensure_operations
from hub.exchange.claim import Claim, ClaimBatch, Claimed
from hub.exchange.sweeper import free_expired_leases
from hub.store.store import CommitUnknown, Store
from hub.store.tx import Tx
from hub.store.vouching import NoVouching, Vouching
from hub.store.writer import Writer
from tests.builders import message, planned

LEASE = 15_000_000


@dataclass
class Unreliable:
    """A store that loses the replies to commits while it is told to; `commits` says whether they were done."""

    inner: Store
    loses: bool = False
    commits: bool = True
    vouching: Vouching = field(default_factory=NoVouching)

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def writers(self) -> int:
        return self.inner.writers

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        try:
            async with self.inner.write() as tx:
                yield tx
                if self.loses and not self.commits:
                    raise CommitUnknown("lost, and rolled back")
        finally:
            lost, self.loses = self.loses, False
        if lost:
            raise CommitUnknown("lost, and done")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        async with self.inner.read() as tx:
            yield tx

    async def aclose(self) -> None:
        await self.inner.aclose()


class Claims:
    """Deliveries that are due, and a worker that claims them."""

    def __init__(self, store: Unreliable, writer: Writer, batch: ClaimBatch, due: tuple[str, ...]) -> None:
        self.store = store
        self.due = due
        self._writer = writer
        self._batch = batch

    async def claim(self, *, worker: str = "w1", lease: int = LEASE) -> Claimed:
        return await self._writer.submit(self._batch, Claim(self.due, worker, lease))


@pytest.fixture
async def claims(store: Store) -> AsyncIterator[Claims]:
    unreliable, accept, batch = Unreliable(store), AcceptBatch(), ClaimBatch({})
    async with store.write() as tx:
        await ensure_operations(tx, ["agency.op"])
    deliveries = [planned("agency.op", f"k_{number}") for number in range(3)]
    async with Writer(unreliable, [accept, batch]) as writer:
        for delivery in deliveries:
            await writer.submit(accept, message(delivery))
        yield Claims(unreliable, writer, batch, tuple(delivery.id for delivery in deliveries))


async def test_a_claim_that_was_stored_is_found_again_and_sent_for_the_first_time(claims: Claims) -> None:
    claims.store.loses = True

    claimed = await claims.claim()

    assert {job.id for job in claimed.jobs} == set(claims.due)
    assert {(job.fence, job.number, job.unresolved) for job in claimed.jobs} == {(1, 1, False)}
    assert not (await claims.claim(worker="w2")).jobs


async def test_a_claim_that_was_rolled_back_is_given_up_and_the_next_one_is_as_new(claims: Claims) -> None:
    claims.store.loses, claims.store.commits = True, False

    with pytest.raises(StoreUnavailable):
        await claims.claim()

    again = await claims.claim()
    assert {(job.fence, job.number, job.unresolved) for job in again.jobs} == {(1, 1, False)}


async def test_what_another_worker_holds_under_the_same_fence_is_not_taken_for_ones_own(claims: Claims) -> None:
    batch, command = ClaimBatch({}), Claim(claims.due, "w1", LEASE)
    claims.store.loses, claims.store.commits = True, False
    with pytest.raises(CommitUnknown):
        async with claims.store.write() as tx:
            (unsure,) = await batch.run(tx, [command])
    taken = await claims.claim(worker="w2")
    assert [(job.id, job.fence) for job in taken.jobs] == [(job.id, job.fence) for job in unsure.jobs]

    async with claims.store.read() as tx:
        found = await batch.read_back(tx, command)

    assert found is None


async def test_a_claim_whose_lease_has_run_out_meanwhile_is_let_go(claims: Claims) -> None:
    claims.store.loses = True

    with pytest.raises(StoreUnavailable):
        await claims.claim(lease=-1)

    assert await free_expired_leases(claims.store) == 3


async def test_a_job_in_hand_is_not_handed_out_twice(claims: Claims) -> None:
    in_hand = await claims.claim()
    assert len(in_hand.jobs) == 3

    claims.store.loses = True
    found = await claims.claim()

    assert found.jobs == ()
