"""What is paused or in a maintenance window is not called, and no try is spent; on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from connectors.connector import Limits
from hub.clock import SECOND
from hub.errors import Refused
from hub.exchange.accept import AcceptBatch
from hub.exchange.breaker import admit, ensure_operations
from hub.exchange.changes import Kind, changes_between
from hub.exchange.claim import Claim, ClaimBatch, Claimed
from hub.exchange.maintenance import MaintenanceWindow, agree, end, keep
from hub.exchange.model import PlannedDelivery
from hub.exchange.steering import pause_operations, pause_route, resume_operations, resume_route
from hub.store.store import Store
from hub.store.tx import Row
from hub.store.writer import Writer
from tests.builders import message, planned
from tests.identity_sealer import IdentitySealer

OWNERS = {"agency.op": "agency", "agency.other": "agency"}
LIMITS = Limits(total_s=5.0)
HOUR = 3600 * SECOND
SEALER = IdentitySealer()


class Desk:
    """Accepts and claims over one store."""

    def __init__(self, store: Store, writer: Writer, accepts: AcceptBatch, claims: ClaimBatch) -> None:
        self.store = store
        self._writer = writer
        self._accepts = accepts
        self._claims = claims

    async def due(self, destination: str = "agency.op") -> PlannedDelivery:
        delivery = planned(destination, f"k_{destination}")
        await self._writer.submit(self._accepts, message(delivery))
        return delivery

    async def claim(self, *deliveries: PlannedDelivery) -> Claimed:
        return await self._writer.submit(self._claims, Claim(tuple(d.id for d in deliveries), "w1", 15 * SECOND))

    async def rows(self, sql: str) -> Sequence[Row]:
        async with self.store.read() as tx:
            return await tx.fetch(sql)

    async def attempts(self) -> int:
        return int((await self.rows("SELECT count(*) AS n FROM attempts"))[0]["n"])

    async def now(self) -> int:
        async with self.store.read() as tx:
            return await tx.now()

    async def closed(self, start: int, stop: int, operation: str | None = None) -> str:
        """A maintenance window between instants seen from now."""
        now = await self.now()
        async with self.store.write() as tx:
            agreed = MaintenanceWindow(
                "agency", "agreed by letter 5", operation, from_at=now + start, until_at=now + stop
            )
            return await agree(tx, SEALER, agreed, "ramil", OWNERS)


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    async with store.write() as tx:
        await ensure_operations(tx, OWNERS)
    accepts, claims = AcceptBatch(), ClaimBatch(dict.fromkeys(OWNERS, LIMITS))
    async with Writer(store, [accepts, claims]) as writer:
        yield Desk(store, writer, accepts, claims)


async def test_inside_a_window_nothing_is_claimed_and_no_attempt_is_made(desk: Desk) -> None:
    delivery = await desk.due()
    await desk.closed(0, 8 * HOUR)

    answer = await desk.claim(delivery)

    assert not answer.jobs
    assert await desk.attempts() == 0
    (row,) = await desk.rows("SELECT state, tries, counted_attempts, next_due, hub_now() AS now FROM deliveries")
    assert (row["state"], row["tries"], row["counted_attempts"]) == ("due", 0, 0)
    assert 7 * HOUR < row["next_due"] - row["now"] <= 8 * HOUR


async def test_a_call_that_could_run_into_a_window_is_not_begun(desk: Desk) -> None:
    delivery = await desk.due()
    await desk.closed(8 * SECOND, HOUR)  # a call and the question before it may take 5 s each

    assert not (await desk.claim(delivery)).jobs


async def test_before_a_window_that_is_far_off_all_goes_on(desk: Desk) -> None:
    delivery = await desk.due()
    await desk.closed(HOUR, 2 * HOUR)

    assert len((await desk.claim(delivery)).jobs) == 1


async def test_a_window_of_one_operation_leaves_the_others_alone(desk: Desk) -> None:
    closed, going = await desk.due("agency.op"), await desk.due("agency.other")
    await desk.closed(0, HOUR, "agency.op")

    answer = await desk.claim(closed, going)

    assert [job.id for job in answer.jobs] == [going.id]


async def test_a_window_that_is_taken_back_makes_what_waited_due_at_once(desk: Desk) -> None:
    delivery = await desk.due()
    made = await desk.closed(0, 8 * HOUR)
    await desk.claim(delivery)

    async with desk.store.write() as tx:
        assert await end(tx, made, "agency", "ramil", OWNERS)

    assert len((await desk.claim(delivery)).jobs) == 1


async def test_a_question_is_not_asked_inside_a_window_either(desk: Desk) -> None:
    await desk.closed(0, HOUR)

    async with desk.store.write() as tx:
        grant = await admit(tx, "agency.op", LIMITS, 1, await tx.now())

    assert (grant.count, grant.why) == (0, "maintenance")


async def test_a_window_that_is_over_is_no_hindrance_and_leaves_the_row(desk: Desk) -> None:
    delivery = await desk.due()
    await desk.closed(0, HOUR)
    async with desk.store.write() as tx:
        await tx.execute("UPDATE maintenance_windows SET until_at = hub_now() - 1")
        await tx.execute("UPDATE operations SET maintenance_until = hub_now() - 1")

    assert len((await desk.claim(delivery)).jobs) == 1
    async with desk.store.write() as tx:
        assert await keep(tx, OWNERS) == len(OWNERS)
    assert {row["maintenance_from"] for row in await desk.rows("SELECT maintenance_from FROM operations")} == {None}


async def test_a_paused_operation_is_not_called_until_it_is_resumed(desk: Desk) -> None:
    delivery = await desk.due()
    async with desk.store.write() as tx:
        assert await pause_operations(tx, SEALER, ["agency.op"], "ramil", "the agency asked") == 1
        assert await pause_operations(tx, SEALER, ["agency.op"], "tural", "again") == 0

    assert not (await desk.claim(delivery)).jobs
    assert await desk.attempts() == 0

    async with desk.store.write() as tx:
        assert await resume_operations(tx, ["agency.op", "agency.other"], "ramil") == 1
        await tx.execute("UPDATE deliveries SET next_due = hub_now()")
    assert len((await desk.claim(delivery)).jobs) == 1


async def test_a_paused_route_parks_its_deliveries_and_resuming_makes_them_due_at_once(desk: Desk) -> None:
    delivery = await desk.due()
    async with desk.store.write() as tx:
        assert await pause_route(tx, SEALER, "test-route", "ramil", "mapping is being mended")

    assert not (await desk.claim(delivery)).jobs
    (row,) = await desk.rows("SELECT state, tries, next_due, hub_now() AS now FROM deliveries")
    assert (row["state"], row["tries"]) == ("due", 0)
    assert row["next_due"] > row["now"]

    async with desk.store.write() as tx:
        assert await resume_route(tx, "test-route", "ramil")
        assert not await resume_route(tx, "test-route", "ramil")
    assert len((await desk.claim(delivery)).jobs) == 1


async def test_pausing_without_a_reason_is_refused_and_pauses_nothing(desk: Desk) -> None:
    with pytest.raises(Refused):
        async with desk.store.write() as tx:
            await pause_operations(tx, SEALER, ["agency.op"], "ramil", "")

    assert [row["paused_by"] for row in await desk.rows("SELECT paused_by FROM operations")] == [None, None]


async def test_what_was_steered_is_noted_with_its_reason(desk: Desk) -> None:
    async with desk.store.write() as tx:
        await pause_operations(tx, SEALER, ["agency.op"], "ramil", "the agency asked")

    async with desk.store.read() as tx:
        (told,) = await changes_between(tx, SEALER, 0, await tx.now())
    assert (told.kind, told.subject, told.after) == (Kind.PAUSE, "agency.op", "ramil")
    assert told.reason == "the agency asked"
