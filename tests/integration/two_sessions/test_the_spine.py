"""Accept, claim, settle, sweep and lead, each by two sessions at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from connectors.connector import Limits
from hub.clock import SECOND, SystemClock
from hub.exchange.accept import AcceptBatch
from hub.exchange.breaker import ensure_operations
from hub.exchange.calling.limits import HoldLease
from hub.exchange.claim import Claim, ClaimBatch, Claimed
from hub.exchange.duties import lead
from hub.exchange.model import Accepted, KeyTaken, NewMessage
from hub.exchange.settle import Settle, SettleBatch, Settled, Try
from hub.exchange.states import DeliveryState
from hub.exchange.steering import pause_operations
from hub.exchange.sweeper import free_blocked_heads, free_expired_leases
from hub.exchange.verdict import Verdict
from hub.store.store import Store
from hub.store.tx import number_of
from hub.store.writer import Writer
from tests.builders import message, planned
from tests.identity_sealer import IdentitySealer
from tests.integration.two_sessions.sessions import Ending, RolledBack, Sessions, Turn

BOTH = pytest.mark.parametrize("turned", [False, True], ids=["this_first", "that_first"])
"""Two that differ meet in either order."""
AGENCY = "meis.person.update"
LANE = "k_person"


def accepting(*messages: NewMessage) -> Turn:
    async def turn(store: Store) -> Any:
        batch = AcceptBatch()
        async with Writer(store, [batch]) as writer:
            return [await writer.submit(batch, each) for each in messages]

    return turn


def claiming(worker: str, *deliveries: str, limits: Limits | None = None) -> Turn:
    async def turn(store: Store) -> Any:
        batch = ClaimBatch({AGENCY: limits} if limits else {})
        async with Writer(store, [batch]) as writer:
            return await writer.submit(batch, Claim(deliveries, worker, 60 * SECOND))

    return turn


def settling(*ended: tuple[str, int], state: DeliveryState = DeliveryState.DELIVERED, healthy: bool = True) -> Turn:
    """Settle deliveries with these fences, in one transaction."""
    outcome = "delivered" if state is DeliveryState.DELIVERED else "unavailable"
    commands = [
        Settle(
            Try(delivery, fence, fence, "w", outcome, "", "", 200, True, b"", b""),
            Verdict(state, outcome, 0, healthy=healthy),
        )
        for delivery, fence in ended
    ]

    async def turn(store: Store) -> Any:
        async with store.write() as tx:
            return await SettleBatch().run(tx, commands)

    return turn


async def stands(sessions: Sessions, *deliveries: str) -> list[tuple[str, int]]:
    """State and fence of each."""
    rows = await asked(sessions, "SELECT id, state, fence FROM deliveries")
    found = {row["id"]: (row["state"], row["fence"]) for row in rows}
    return [found[each] for each in deliveries]


async def asked(sessions: Sessions, sql: str) -> Sequence[Any]:
    async with sessions.looker.read() as tx:
        return await tx.fetch(sql)


async def done(sessions: Sessions, sql: str, **values: object) -> None:
    async with sessions.looker.write() as tx:
        await tx.execute(sql, values)


def in_order(turned: bool, this: Turn, that: Turn) -> tuple[Turn, Turn]:
    return (that, this) if turned else (this, that)


async def counted(sessions: Sessions, kind: str) -> int:
    async with sessions.looker.read() as tx:
        return await number_of(tx, "SELECT count(*) AS n FROM evidence_leaves WHERE kind = :kind", {"kind": kind})


@pytest.mark.parametrize("content", ["content", "other"])
async def test_a_key_is_accepted_once(sessions: Sessions, ending: Ending, content: str) -> None:
    """I1: the second learns of the first's message, or that the key is another content's."""
    first, second = message(planned(AGENCY), key="k"), message(planned(AGENCY), key="k", content=content)

    before, after = await sessions.meet(
        accepting(first), accepting(second), at="INSERT INTO idempotency_keys", ending=ending
    )

    (kept,) = await asked(sessions, "SELECT id FROM messages")
    assert await counted(sessions, "message.accepted") == 1
    if ending is Ending.ROLLBACK:
        assert (isinstance(before, RolledBack), kept["id"], after[0].duplicate) == (True, second.id, False)
    elif content == "content":
        assert isinstance(after[0], Accepted)
        assert after[0].duplicate
        assert after[0].message_id == kept["id"] == first.id
    else:
        assert after == [KeyTaken(first.id)]


async def test_newcomers_of_a_lane_stand_in_the_order_of_their_commits(sessions: Sessions, ending: Ending) -> None:
    """I3: numbers without a gap, one head, and who stands behind it waits."""
    first, second = planned(AGENCY, LANE), planned(AGENCY, LANE)

    await sessions.meet(accepting(message(first)), accepting(message(second)), at="INSERT INTO lanes", ending=ending)

    rows = await asked(sessions, "SELECT number, delivery_id FROM lane_entries ORDER BY number")
    if ending is Ending.ROLLBACK:
        assert [tuple(row.values()) for row in rows] == [(1, second.id)]
        assert await stands(sessions, second.id) == [("due", 0)]
    else:
        assert [tuple(row.values()) for row in rows] == [(1, first.id), (2, second.id)]
        assert await stands(sessions, first.id, second.id) == [("due", 0), ("blocked", 0)]


@BOTH
async def test_a_newcomer_finds_the_head_or_is_it(sessions: Sessions, ending: Ending, turned: bool) -> None:
    """I4: who comes while the head leaves is neither forgotten nor let past it."""
    head, newcomer = planned(AGENCY, LANE), planned(AGENCY, LANE)
    await accepting(message(head))(sessions.looker)
    await claiming("w", head.id)(sessions.looker)

    accepts, settles = accepting(message(newcomer)), settling((head.id, 1))
    text = "JOIN lanes l ON" if turned else "INSERT INTO lanes"
    await sessions.meet(*in_order(turned, settles, accepts), at=text if turned else "INSERT INTO lanes", ending=ending)

    rolled_back = ending is Ending.ROLLBACK
    if turned and rolled_back:
        assert await asked(sessions, "SELECT number FROM lane_entries") == []
    elif rolled_back:
        assert await stands(sessions, head.id, newcomer.id) == [("delivering", 1), ("blocked", 0)]
    else:
        assert await stands(sessions, head.id, newcomer.id) == [("delivered", 1), ("due", 0)]


async def test_one_of_two_workers_claims(sessions: Sessions, ending: Ending) -> None:
    """I1: one lease, one fence, one attempt."""
    delivery = planned(AGENCY, LANE)
    await accepting(message(delivery))(sessions.looker)

    before, after = await sessions.meet(
        claiming("one", delivery.id), claiming("other", delivery.id), at="FROM {rows} JOIN deliveries d", ending=ending
    )

    if ending is Ending.ROLLBACK:
        assert [job.id for job in after.jobs] == [delivery.id]
    else:
        assert ([job.id for job in before.jobs], after) == ([delivery.id], Claimed(()))
    rows = await asked(sessions, "SELECT worker, fence FROM attempts")
    assert [tuple(row.values()) for row in rows] == [("other" if ending is Ending.ROLLBACK else "one", 1)]
    assert await stands(sessions, delivery.id) == [("delivering", 1)]


async def test_an_agency_of_one_call_at_a_time_gets_one(sessions: Sessions, ending: Ending) -> None:
    mine, theirs = planned(AGENCY), planned(AGENCY)
    await accepting(message(mine), message(theirs))(sessions.looker)
    async with sessions.looker.write() as tx:
        await ensure_operations(tx, [AGENCY])
    one = Limits(parallel=1)

    _, after = await sessions.meet(
        claiming("one", mine.id, limits=one),
        claiming("other", theirs.id, limits=one),
        at="SELECT o.* FROM operations",
        ending=ending,
    )

    if ending is Ending.ROLLBACK:
        assert await stands(sessions, mine.id, theirs.id) == [("due", 0), ("delivering", 1)]
    else:
        assert await stands(sessions, mine.id, theirs.id) == [("delivering", 1), ("due", 0)]
        assert after.waiting == (theirs.id,)


async def test_a_breaker_that_is_open_lets_one_probe_through(sessions: Sessions, ending: Ending) -> None:
    mine, theirs = planned(AGENCY), planned(AGENCY)
    await accepting(message(mine), message(theirs))(sessions.looker)
    async with sessions.looker.write() as tx:
        await ensure_operations(tx, [AGENCY])
    await done(sessions, "UPDATE operations SET breaker = 'open', probe_at = 0")
    free = Limits(parallel=None)

    await sessions.meet(
        claiming("one", mine.id, limits=free),
        claiming("other", theirs.id, limits=free),
        at="ORDER BY o.name {lock o}",
        ending=ending,
    )

    fences = [fence for _, fence in await stands(sessions, mine.id, theirs.id)]
    assert fences == ([0, 1] if ending is Ending.ROLLBACK else [1, 0])


async def test_a_breaker_counts_what_both_have_seen(sessions: Sessions, ending: Ending) -> None:
    mine, theirs = planned(AGENCY), planned(AGENCY)
    await accepting(message(mine), message(theirs))(sessions.looker)
    await claiming("w", mine.id, theirs.id)(sessions.looker)
    async with sessions.looker.write() as tx:
        await ensure_operations(tx, [AGENCY])

    def failed(delivery: str) -> Turn:
        return settling((delivery, 1), state=DeliveryState.RETRYING, healthy=False)

    await sessions.meet(failed(mine.id), failed(theirs.id), at="ORDER BY o.name {lock o}", ending=ending)

    (row,) = await asked(sessions, "SELECT consecutive FROM operations")
    assert row["consecutive"] == (1 if ending is Ending.ROLLBACK else 2)


@BOTH
async def test_a_stale_answer_and_the_holder_settle_once(sessions: Sessions, ending: Ending, turned: bool) -> None:
    """I1: the fence tells the holder from whoever had the delivery before."""
    delivery = planned(AGENCY)
    await accepting(message(delivery))(sessions.looker)
    await claiming("stale", delivery.id)(sessions.looker)
    await done(sessions, "UPDATE deliveries SET next_due = 0")
    await free_expired_leases(sessions.looker)
    await claiming("holder", delivery.id)(sessions.looker)
    holder, stale = settling((delivery.id, 2)), settling((delivery.id, 1))

    before, after = await sessions.meet(
        *in_order(turned, holder, stale), at="FROM deliveries d JOIN {rows} ON r.id = d.id ORDER BY d.id", ending=ending
    )

    expected = [Settled.LATE, Settled.DONE] if turned else [Settled.DONE, Settled.LATE]
    assert after == [expected[1]]
    if ending is not Ending.ROLLBACK:
        assert before == [expected[0]]
    held = turned or ending is not Ending.ROLLBACK
    assert await stands(sessions, delivery.id) == [("delivered" if held else "delivering", 2)]
    assert await counted(sessions, "delivery.delivered") == int(held)


async def test_a_message_counts_what_both_have_settled(sessions: Sessions, ending: Ending) -> None:
    """I7."""
    mine, theirs = planned(AGENCY), planned("register")
    await accepting(message(mine, theirs))(sessions.looker)
    await claiming("w", mine.id, theirs.id)(sessions.looker)

    await sessions.meet(settling((mine.id, 1)), settling((theirs.id, 1)), at="UPDATE messages AS m", ending=ending)

    (row,) = await asked(sessions, "SELECT state, open_count, done_count FROM messages")
    found = tuple(row.values())
    assert found == (("in_progress", 1, 1) if ending is Ending.ROLLBACK else ("completed", 0, 2))


async def test_two_lanes_that_come_free_at_once_free_who_waits_in_both(sessions: Sessions, ending: Ending) -> None:
    """I4: neither misses the other's `blockers`."""
    mine, theirs, behind = planned(AGENCY, "a"), planned(AGENCY, "b"), planned(AGENCY, "a", "b")
    await accepting(message(mine), message(theirs), message(behind))(sessions.looker)
    await claiming("w", mine.id, theirs.id)(sessions.looker)

    await sessions.meet(
        settling((mine.id, 1)), settling((theirs.id, 1)), at="UPDATE deliveries AS d SET blockers", ending=ending
    )

    assert await stands(sessions, behind.id) == [("blocked" if ending is Ending.ROLLBACK else "due", 0)]


async def test_two_sweepers_do_not_wait_for_each_other(sessions: Sessions, ending: Ending) -> None:
    delivery = planned(AGENCY)
    await accepting(message(delivery))(sessions.looker)
    await claiming("w", delivery.id)(sessions.looker)
    await done(sessions, "UPDATE deliveries SET next_due = 0")

    _, after = await sessions.passes(free_expired_leases, free_expired_leases, ending=ending)

    assert after == 0
    assert await stands(sessions, delivery.id) == [("delivering" if ending is Ending.ROLLBACK else "due", 1)]


async def test_a_sweeper_passes_over_what_is_being_settled(sessions: Sessions, ending: Ending) -> None:
    """I1: what was delivered is not due again, though its lease ran out."""
    delivery = planned(AGENCY)
    await accepting(message(delivery))(sessions.looker)
    await claiming("w", delivery.id)(sessions.looker)
    await done(sessions, "UPDATE deliveries SET next_due = 0")

    _, after = await sessions.passes(settling((delivery.id, 1)), free_expired_leases, ending=ending)

    assert after == 0
    assert await stands(sessions, delivery.id) == [("delivering" if ending is Ending.ROLLBACK else "delivered", 1)]


async def test_what_is_swept_while_it_is_settled_is_delivered_all_the_same(sessions: Sessions, ending: Ending) -> None:
    delivery = planned(AGENCY)
    await accepting(message(delivery))(sessions.looker)
    await claiming("w", delivery.id)(sessions.looker)
    await done(sessions, "UPDATE deliveries SET next_due = 0")

    await sessions.meet(
        free_expired_leases,
        settling((delivery.id, 1)),
        at="FROM deliveries d JOIN {rows} ON r.id = d.id ORDER BY d.id",
        ending=ending,
    )

    assert await stands(sessions, delivery.id) == [("delivered", 1)]
    assert await counted(sessions, "delivery.delivered") == 1


async def test_a_forgotten_head_is_freed_once(sessions: Sessions, ending: Ending) -> None:
    delivery = planned(AGENCY, LANE)
    await accepting(message(delivery))(sessions.looker)
    await done(sessions, "UPDATE deliveries SET state = 'blocked', blockers = 1")

    _, after = await sessions.meet(
        free_blocked_heads, free_blocked_heads, at="SELECT l.last_number FROM lanes l", ending=ending
    )

    assert after == int(ending is Ending.ROLLBACK)
    assert await stands(sessions, delivery.id) == [("due", 0)]
    assert [row["count"] for row in await asked(sessions, "SELECT count FROM defects")] == [1]


@BOTH
async def test_a_lease_is_not_pushed_for_what_is_settled(sessions: Sessions, ending: Ending, turned: bool) -> None:
    delivery = planned(AGENCY)
    await accepting(message(delivery))(sessions.looker)
    await claiming("w", delivery.id)(sessions.looker)
    await done(sessions, "UPDATE deliveries SET next_due = 1")

    async def pushes(store: Store) -> None:
        await HoldLease(store, SystemClock(), 60 * SECOND)._push([(delivery.id, 1)])

    settles = settling((delivery.id, 1), state=DeliveryState.RETRYING)
    await sessions.meet(
        *in_order(turned, pushes, settles),
        at="FROM deliveries d JOIN {rows} ON r.id = d.id",
        ending=ending,
    )

    settled = not turned or ending is not Ending.ROLLBACK
    (row,) = await asked(sessions, "SELECT state, next_due > hub_now() AS is_later FROM deliveries")
    assert tuple(row.values()) == (("retrying", False) if settled else ("delivering", True))


async def test_one_of_two_processes_leads(sessions: Sessions, ending: Ending) -> None:
    """I8: and where the first dies before its commit, the second does."""
    before, after = await sessions.meet(
        lambda store: lead(store, "relay", "one"),
        lambda store: lead(store, "relay", "other"),
        at="INSERT INTO leaders",
        ending=ending,
    )

    assert after is (ending is Ending.ROLLBACK)
    assert [row["holder"] for row in await asked(sessions, "SELECT holder FROM leaders")] == [
        "other" if ending is Ending.ROLLBACK else "one"
    ]
    assert after is not before


async def test_an_operation_is_paused_by_one_person(sessions: Sessions, ending: Ending) -> None:
    async with sessions.looker.write() as tx:
        await ensure_operations(tx, [AGENCY])

    def pausing(by: str) -> Turn:
        async def turn(store: Store) -> int:
            async with store.write() as tx:
                return await pause_operations(tx, IdentitySealer(), [AGENCY], by, "works")

        return turn

    _, after = await sessions.meet(
        pausing("sevinc"), pausing("fuad"), at="SELECT o.name FROM operations o", ending=ending
    )

    assert after == int(ending is Ending.ROLLBACK)
    (row,) = await asked(sessions, "SELECT paused_by FROM operations")
    assert row["paused_by"] == ("fuad" if ending is Ending.ROLLBACK else "sevinc")
