"""T1, T2 and T3 on both databases, without a bus or an agency."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from connectors.connector import Limits
from hub.clock import SECOND
from hub.exchange.accept import AcceptBatch
from hub.exchange.breaker import ensure_operations
from hub.exchange.claim import Claim, ClaimBatch, Claimed
from hub.exchange.clock_steps import follow_clock
from hub.exchange.model import Accepted, Job, KeyTaken, NewMessage
from hub.exchange.settle import Settle, SettleBatch, Settled, Try
from hub.exchange.states import DeliveryState
from hub.exchange.sweeper import free_blocked_heads, free_expired_leases
from hub.exchange.verdict import Verdict
from hub.store.store import Store
from hub.store.writer import Writer
from tests.builders import message, planned

LEASE = 15_000_000


class Exchange:
    """The three commands over one store."""

    def __init__(self, store: Store, writer: Writer, claims: ClaimBatch) -> None:
        self.store = store
        self._writer = writer
        self._claims = claims
        self._accepts = AcceptBatch()
        self._settles = SettleBatch()

    async def accept(self, new: NewMessage) -> Accepted | KeyTaken:
        return await self._writer.submit(self._accepts, new)

    async def claim(self, *deliveries: str, worker: str = "w1", lease: int = LEASE) -> Claimed:
        return await self._writer.submit(self._claims, Claim(deliveries, worker, lease))

    async def settle(
        self, job: Job, state: DeliveryState, *, wait: int = 0, healthy: bool | None = True, hold: int | None = None
    ) -> Settled:
        outcome = {"delivered": "delivered", "failed": "rejected"}.get(state.value, "unavailable")
        attempt = Try(job.id, job.number, job.fence, "w1", outcome, "test.code", "", 200, True, b"\x00", b"\x00")
        verdict = Verdict(state, outcome, wait, True, healthy, hold)
        return await self._writer.submit(self._settles, Settle(attempt, verdict))

    async def states(self) -> dict[str, str]:
        async with self.store.read() as tx:
            return {row["id"]: row["state"] for row in await tx.fetch("SELECT id, state FROM deliveries")}

    async def message_state(self, made: str) -> str:
        async with self.store.read() as tx:
            return str((await tx.fetch("SELECT state FROM messages WHERE id = :id", {"id": made}))[0]["state"])


LIMITS = {"limited": Limits(parallel=2), "paced": Limits(rate_per_second=3, parallel=None)}


@pytest.fixture
async def exchange(store: Store) -> AsyncIterator[Exchange]:
    claims = ClaimBatch(LIMITS)
    async with store.write() as tx:
        await ensure_operations(tx, ["agency.op", "limited", "paced", "other.op"])
    async with Writer(store, [AcceptBatch(), SettleBatch(), claims]) as writer:
        yield Exchange(store, writer, claims)


async def test_the_same_key_and_content_get_the_same_answer(exchange: Exchange) -> None:
    first = message(planned("agency.op", "k_a"), key="k_same")
    again = message(planned("agency.op", "k_a"), key="k_same")

    one, two = await exchange.accept(first), await exchange.accept(again)

    assert isinstance(one, Accepted)
    assert isinstance(two, Accepted)
    assert (two.message_id, two.leaf_hash, two.accepted_at) == (one.message_id, one.leaf_hash, one.accepted_at)
    assert two.duplicate
    assert len(await exchange.states()) == 1


async def test_a_hundred_duplicates_at_once_are_one_message(exchange: Exchange) -> None:
    copies = [message(planned("agency.op", "k_a"), key="k_same") for _ in range(100)]

    answers = await asyncio.gather(*(exchange.accept(copy) for copy in copies))

    assert {answer.message_id for answer in answers} == {answers[0].message_id}
    assert sum(not answer.duplicate for answer in answers if isinstance(answer, Accepted)) == 1


async def test_the_same_key_with_other_content_is_told_apart(exchange: Exchange) -> None:
    first = message(planned("agency.op", "k_a"), key="k_same", content="one")

    await exchange.accept(first)
    answer = await exchange.accept(message(planned("agency.op", "k_a"), key="k_same", content="two"))

    assert answer == KeyTaken(first.id)


async def test_the_same_key_with_other_content_at_the_same_moment_is_told_apart(exchange: Exchange) -> None:
    one, two = (message(planned("agency.op", "k_a"), key="k_same", content=each) for each in ("one", "two"))

    answers = await asyncio.gather(exchange.accept(one), exchange.accept(two))

    assert answers[1] == KeyTaken(one.id)
    assert isinstance(answers[0], Accepted)


async def test_a_lane_goes_on_only_when_its_head_is_delivered(exchange: Exchange) -> None:
    one, two = planned("agency.op", "k_a"), planned("agency.op", "k_a")
    await exchange.accept(message(one))
    await exchange.accept(message(two))
    assert (await exchange.states())[two.id] == "blocked"
    assert not (await exchange.claim(two.id)).jobs

    job = (await exchange.claim(one.id)).jobs[0]
    await exchange.settle(job, DeliveryState.DELIVERED)

    assert (await exchange.states()) == {one.id: "delivered", two.id: "due"}
    assert (await exchange.claim(two.id)).jobs


async def test_a_delivery_in_two_lanes_waits_for_both(exchange: Exchange) -> None:
    left, right = planned("agency.op", "k_a"), planned("agency.op", "k_b")
    both = planned("agency.op", "k_a", "k_b")
    for delivery in (left, right, both):
        await exchange.accept(message(delivery))
    jobs = (await exchange.claim(left.id, right.id)).jobs

    await asyncio.gather(*(exchange.settle(job, DeliveryState.DELIVERED) for job in jobs))

    assert (await exchange.states())[both.id] == "due"


async def test_a_failed_head_holds_its_lane_unless_the_route_lets_it_pass(exchange: Exchange) -> None:
    held, waiting = planned("agency.op", "k_a"), planned("agency.op", "k_a")
    passing, following = planned("agency.op", "k_b", on_failure="pass"), planned("agency.op", "k_b")
    for delivery in (held, waiting, passing, following):
        await exchange.accept(message(delivery))

    for job in (await exchange.claim(held.id, passing.id)).jobs:
        await exchange.settle(job, DeliveryState.FAILED)

    states = await exchange.states()
    assert states[waiting.id] == "blocked"
    assert states[following.id] == "due"


async def test_a_stale_worker_may_not_settle_but_its_good_answer_is_used(exchange: Exchange) -> None:
    delivery = planned("agency.op", "k_a")
    await exchange.accept(message(delivery))
    stale = (await exchange.claim(delivery.id, lease=-1)).jobs[0]
    await free_expired_leases(exchange.store)
    fresh = (await exchange.claim(delivery.id, worker="w2")).jobs[0]
    assert fresh.unresolved
    assert fresh.fence > stale.fence

    late = await exchange.settle(stale, DeliveryState.DELIVERED)
    assert late is Settled.LATE
    assert (await exchange.states())[delivery.id] == "delivering"
    await exchange.settle(fresh, DeliveryState.RETRYING)

    assert (await exchange.states())[delivery.id] == "delivered"


async def test_a_stale_good_answer_in_the_same_batch_as_a_bad_one_is_used(exchange: Exchange) -> None:
    delivery = planned("agency.op", "k_a")
    await exchange.accept(message(delivery))
    stale = (await exchange.claim(delivery.id, lease=-1)).jobs[0]
    await free_expired_leases(exchange.store)
    fresh = (await exchange.claim(delivery.id, worker="w2")).jobs[0]

    await asyncio.gather(
        exchange.settle(stale, DeliveryState.DELIVERED), exchange.settle(fresh, DeliveryState.RETRYING)
    )

    assert (await exchange.states())[delivery.id] == "delivered"


async def test_a_stale_good_answer_brings_nothing_back_that_is_over(exchange: Exchange) -> None:
    delivery = planned("agency.op", "k_a")
    await exchange.accept(message(delivery))
    stale = (await exchange.claim(delivery.id, lease=-1)).jobs[0]
    await free_expired_leases(exchange.store)
    async with exchange.store.write() as tx:
        await tx.execute("UPDATE deliveries SET state = 'discarded' WHERE id = :id", {"id": delivery.id})

    assert await exchange.settle(stale, DeliveryState.DELIVERED) is Settled.LATE
    assert (await exchange.states())[delivery.id] == "discarded"


async def test_a_late_failure_of_a_stale_worker_changes_nothing(exchange: Exchange) -> None:
    delivery = planned("agency.op", "k_a")
    await exchange.accept(message(delivery))
    stale = (await exchange.claim(delivery.id, lease=-1)).jobs[0]
    await free_expired_leases(exchange.store)
    fresh = (await exchange.claim(delivery.id, worker="w2")).jobs[0]
    await exchange.settle(fresh, DeliveryState.DELIVERED)

    await exchange.settle(stale, DeliveryState.FAILED)

    assert (await exchange.states())[delivery.id] == "delivered"


async def test_two_workers_that_claim_the_same_get_it_once(exchange: Exchange) -> None:
    deliveries = [planned("agency.op", f"k_{n}") for n in range(20)]
    for delivery in deliveries:
        await exchange.accept(message(delivery))
    wanted = [delivery.id for delivery in deliveries]

    claims = await asyncio.gather(*(exchange.claim(*wanted, worker=f"w{n}") for n in range(4)))

    taken = [job.id for claim in claims for job in claim.jobs]
    assert sorted(taken) == sorted(wanted)


async def test_an_older_version_is_superseded(exchange: Exchange) -> None:
    newer, older = planned("agency.op", "k_a", version="5"), planned("agency.op", "k_a", version="3")
    await exchange.accept(message(newer))
    made = message(older)
    await exchange.accept(made)
    await exchange.settle((await exchange.claim(newer.id)).jobs[0], DeliveryState.DELIVERED)

    assert not (await exchange.claim(older.id)).jobs

    assert (await exchange.states())[older.id] == "superseded"
    assert await exchange.message_state(made.id) == "completed"


@pytest.mark.parametrize("told", [None, "2"], ids=["nothing", "something_older"])
async def test_what_is_newer_in_one_of_its_lanes_is_not_superseded(exchange: Exchange, told: str | None) -> None:
    before = [planned("agency.op", "k_a", version="5")]
    if told is not None:
        before.append(planned("agency.op", "k_b", version=told))
    both = planned("agency.op", "k_a", "k_b", version="3")
    for delivery in before:
        await exchange.accept(message(delivery))
        await exchange.settle((await exchange.claim(delivery.id)).jobs[0], DeliveryState.DELIVERED)
    await exchange.accept(message(both))

    claimed = await exchange.claim(both.id)

    assert [job.id for job in claimed.jobs] == [both.id], "nobody else brings it to the other lane"


async def test_parallel_calls_are_limited_for_the_whole_installation(exchange: Exchange) -> None:
    deliveries = [planned("limited", f"k_{n}") for n in range(5)]
    for delivery in deliveries:
        await exchange.accept(message(delivery))

    claimed = await exchange.claim(*(delivery.id for delivery in deliveries))

    assert len(claimed.jobs) == 2
    assert len(claimed.waiting) == 3
    await exchange.settle(claimed.jobs[0], DeliveryState.DELIVERED)
    assert len((await exchange.claim(*claimed.waiting)).jobs) == 1


async def test_no_second_sees_more_claims_than_the_rate(exchange: Exchange) -> None:
    deliveries = [planned("paced", f"k_{n}") for n in range(10)]
    for delivery in deliveries:
        await exchange.accept(message(delivery))

    waiting: tuple[str, ...] = tuple(delivery.id for delivery in deliveries)
    while len(waiting) > 5:
        claimed = await exchange.claim(*waiting)
        assert len(claimed.jobs) + len(claimed.waiting) == len(waiting)
        waiting = claimed.waiting
        await asyncio.sleep(claimed.wait)

    async with exchange.store.read() as tx:
        times = [row["started_at"] for row in await tx.fetch("SELECT started_at FROM attempts ORDER BY started_at")]
    assert len(times) == 5
    assert min(fourth - first for first, fourth in zip(times, times[3:], strict=False)) > 1_000_000


async def test_five_failures_open_the_breaker_and_one_probe_closes_it(exchange: Exchange) -> None:
    deliveries = [planned("agency.op", f"k_{n}") for n in range(7)]
    for delivery in deliveries:
        await exchange.accept(message(delivery))
    for delivery in deliveries[:5]:
        job = (await exchange.claim(delivery.id)).jobs[0]
        await exchange.settle(job, DeliveryState.RETRYING, wait=900_000_000, healthy=False)

    assert not (await exchange.claim(deliveries[5].id)).jobs
    async with exchange.store.write() as tx:
        await tx.execute("UPDATE operations SET probe_at = 0")
        await tx.execute("UPDATE deliveries SET next_due = 0 WHERE state = 'due'")
    probe = await exchange.claim(deliveries[5].id, deliveries[6].id)
    assert len(probe.jobs) == 1
    await exchange.settle(probe.jobs[0], DeliveryState.DELIVERED)

    async with exchange.store.read() as tx:
        assert (await tx.fetch("SELECT breaker FROM operations WHERE name = 'agency.op'"))[0]["breaker"] == "closed"
    assert len((await exchange.claim(*(d.id for d in deliveries))).jobs) == 6


async def test_a_busy_probe_closes_the_breaker_and_the_agency_is_left_alone_for_as_long_as_it_asked(
    exchange: Exchange,
) -> None:
    first, second = planned("agency.op", "k_a"), planned("agency.op", "k_b")
    for delivery in (first, second):
        await exchange.accept(message(delivery))
    async with exchange.store.write() as tx:
        await tx.execute("UPDATE operations SET breaker = 'open', consecutive = 5, probe_at = 0")
    (probe,) = (await exchange.claim(first.id, second.id)).jobs

    await exchange.settle(probe, DeliveryState.RETRYING, wait=60_000_000, healthy=None, hold=10_000_000)

    assert not (await exchange.claim(first.id, second.id)).jobs
    async with exchange.store.write() as tx:
        row = (await tx.fetch("SELECT breaker, probe_at, hub_now() AS now FROM operations WHERE name = 'agency.op'"))[0]
        due = await tx.fetch("SELECT id, state, next_due FROM deliveries")
        assert row["breaker"] == "closed"
        assert 8_000_000 < row["probe_at"] - row["now"] <= 10_000_000
        waits = {each["id"]: each["next_due"] - row["now"] for each in due}
        assert waits.pop(probe.id) > 55_000_000
        assert max(waits.values()) <= 10_000_000
        await tx.execute("UPDATE operations SET probe_at = 0")
        await tx.execute("UPDATE deliveries SET next_due = 0")
    assert len((await exchange.claim(first.id, second.id)).jobs) == 2


async def test_a_probe_that_was_never_sent_lets_the_next_one_go(exchange: Exchange) -> None:
    first, second = planned("agency.op", "k_a"), planned("agency.op", "k_b")
    for delivery in (first, second):
        await exchange.accept(message(delivery))
    async with exchange.store.write() as tx:
        await tx.execute("UPDATE operations SET breaker = 'open', consecutive = 5, probe_at = 0")
    (probe,) = (await exchange.claim(first.id)).jobs
    assert not (await exchange.claim(second.id)).jobs

    await exchange.settle(probe, DeliveryState.FAILED, healthy=None)
    async with exchange.store.write() as tx:
        await tx.execute("UPDATE deliveries SET next_due = 0 WHERE state = 'due'")

    assert [job.id for job in (await exchange.claim(second.id)).jobs] == [second.id]


async def test_the_message_tells_how_its_deliveries_fared(exchange: Exchange) -> None:
    good, bad = planned("agency.op", "k_a"), planned("other.op", "k_a")
    made = message(good, bad)
    await exchange.accept(made)
    jobs = {job.id: job for job in (await exchange.claim(good.id, bad.id)).jobs}
    await exchange.settle(jobs[good.id], DeliveryState.DELIVERED)
    assert await exchange.message_state(made.id) == "in_progress"

    await exchange.settle(jobs[bad.id], DeliveryState.FAILED)

    assert await exchange.message_state(made.id) == "completed_with_failures"


async def test_a_quarantined_message_holds_its_lane(exchange: Exchange) -> None:
    await exchange.accept(message(quarantine_lanes=[("agency.op", "k_a")]))
    behind = planned("agency.op", "k_a")

    await exchange.accept(message(behind))

    assert (await exchange.states())[behind.id] == "blocked"


async def test_a_blocked_head_is_freed_and_counted_as_a_defect(exchange: Exchange) -> None:
    delivery = planned("agency.op", "k_a")
    await exchange.accept(message(delivery))
    async with exchange.store.write() as tx:
        await tx.execute("UPDATE deliveries SET state = 'blocked', blockers = 1")

    assert await free_blocked_heads(exchange.store) == 1

    assert (await exchange.states())[delivery.id] == "due"
    async with exchange.store.read() as tx:
        assert [row["count"] for row in await tx.fetch("SELECT count FROM defects")] == [1]


async def test_every_step_leaves_a_leaf(exchange: Exchange) -> None:
    delivery = planned("agency.op", "k_a")
    made = message(delivery)
    await exchange.accept(made)
    await exchange.settle((await exchange.claim(delivery.id)).jobs[0], DeliveryState.DELIVERED)

    async with exchange.store.read() as tx:
        kinds: Sequence[str] = [r["kind"] for r in await tx.fetch("SELECT kind FROM evidence_leaves ORDER BY id")]

    assert list(kinds) == ["message.accepted", "delivery.delivered"]


async def test_what_waits_from_before_the_clock_went_back_is_brought_forward_and_a_lease_taken_since_is_not(
    exchange: Exchange,
) -> None:
    # Given a lease, what is due and a paused agency from before the clock went back by an hour, and a lease from after
    before, due, since = (planned("agency.op", key) for key in ("k_a", "k_b", "k_c"))
    for delivery in (before, due, since):
        await exchange.accept(message(delivery))
    await exchange.claim(before.id)
    async with exchange.store.write() as tx:
        hour = {"hour": 3600 * SECOND}
        await tx.execute("UPDATE attempts SET started_at = started_at + :hour", hour)
        await tx.execute("UPDATE deliveries SET next_due = next_due + :hour WHERE id <> :id", {**hour, "id": since.id})
        await tx.execute("UPDATE operations SET probe_at = hub_now() + :hour WHERE name = 'other.op'", hour)
        await tx.execute("INSERT INTO cursors (name, next_seq) VALUES ('clock', hub_now() + :hour)", hour)
    await exchange.claim(since.id)

    # When the clock is looked at
    async def waits() -> dict[str, int]:
        async with exchange.store.read() as tx:
            rows = await tx.fetch("SELECT id, next_due - hub_now() AS waits FROM deliveries")
            at = await tx.fetch("SELECT probe_at - hub_now() AS waits FROM operations WHERE name = 'other.op'")
        return {row["id"]: row["waits"] for row in rows} | {"other.op": at[0]["waits"]}

    were = await waits()
    back = await follow_clock(exchange.store)

    # Then each waits as long as it was meant to, and nothing is done twice
    assert back > 3500 * SECOND
    are = await waits()
    assert {name for name in were if were[name] - are[name] > 3500 * SECOND} == {before.id, due.id, "other.op"}
    assert await follow_clock(exchange.store) == 0
