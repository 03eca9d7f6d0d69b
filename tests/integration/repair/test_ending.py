"""Confirm delivered and discard, and what becomes of those who wait behind."""

from __future__ import annotations

import asyncio
import json

import pytest

from hub.access.second_person import Who
from hub.errors import Conflict, Forbidden, HubError, Refused
from hub.exchange.repair.deciding import approve, pause, resume
from hub.exchange.repair.making import foresee
from hub.exchange.repair.select import held_mark
from hub.exchange.repair.states import Action, Behind
from tests.integration.repair.world import APPROVER, MAKER, World, agrees, always, fin


async def one_failed_and_two_behind(world: World) -> list[str]:
    """Three messages of one person; the third also waits in a second person's lane, and a fourth behind it there."""
    world.one.answers = always("agency.schema")
    messages = [
        await world.send(1, fin(1), surname="S1"),
        await world.send(2, fin(1), surname="S2"),
        await world.send(3, fin(1), fin(2), surname="S3"),
        await world.send(4, fin(2), surname="S4"),
    ]
    await world.work()
    world.one.answers = agrees
    return messages


async def test_confirm_delivered_needs_two_people_and_keeps_the_reference(world: World) -> None:
    messages = await one_failed_and_two_behind(world)
    repair = await world.make(Action.CONFIRM_DELIVERED, [messages[0]], reference="AG-17")
    with pytest.raises(Forbidden):
        await approve(world.store, repair, MAKER)
    with pytest.raises(Forbidden):
        await approve(world.store, repair, Who("committee", "another"))

    await approve(world.store, repair, APPROVER)
    await world.run(repair)
    await world.work()

    (row,) = await world.deliveries(messages[0])
    assert (row["state"], row["reference"]) == ("delivered", "AG-17")
    assert world.one.surnames() == ["S2", "S3", "S4"]
    leaves = await world.rows(
        "SELECT content FROM evidence_leaves WHERE kind = 'delivery.delivered' AND subject = :id", id=row["id"]
    )
    assert json.loads(bytes(leaves[0]["content"]))["by"] == "committee, committee-2"


async def test_of_two_approvals_at_once_one_is_too_late(world: World) -> None:
    messages = await one_failed_and_two_behind(world)
    repair = await world.make(Action.CONFIRM_DELIVERED, [messages[0]], reference="AG-17")

    results = await asyncio.gather(
        *(approve(world.store, repair, Who(name)) for name in ("committee-2", "committee-3")), return_exceptions=True
    )

    assert [result for result in results if result is None] == [None]
    (late,) = [result for result in results if isinstance(result, HubError)]
    assert (type(late), late.status) == (Conflict, 409)


async def test_discard_asks_what_becomes_of_those_behind(world: World) -> None:
    messages = await one_failed_and_two_behind(world)
    with pytest.raises(Refused, match="behind"):
        await world.make(Action.DISCARD, [messages[0]])


async def test_discard_and_release_lets_those_behind_go(world: World) -> None:
    messages = await one_failed_and_two_behind(world)

    await world.run(await world.make(Action.DISCARD, [messages[0]], behind=Behind.RELEASE))
    await world.work()

    assert await world.message_state(messages[0]) == "discarded"
    assert world.one.surnames() == ["S2", "S3", "S4"]


async def test_discard_with_those_behind_takes_all_that_wait_because_of_it(world: World) -> None:
    messages = await one_failed_and_two_behind(world)
    calls = len(world.one.calls)
    forecast = await foresee(world.needs, world.request(Action.DISCARD, [messages[0]], behind=Behind.DISCARD))
    assert [item.message_id for item in forecast.items] == list(reversed(messages))

    await world.run(await world.make(Action.DISCARD, [messages[0]], behind=Behind.DISCARD))
    await world.work()

    assert {await world.message_state(message) for message in messages} == {"discarded"}
    assert len(world.one.calls) == calls
    assert await world.rows("SELECT 1 AS one FROM lane_entries") == []


async def test_discard_with_those_behind_spares_everybody_if_the_first_was_delivered_meanwhile(world: World) -> None:
    messages = await one_failed_and_two_behind(world)
    discard = await world.make(Action.DISCARD, [messages[0]], behind=Behind.DISCARD)
    await pause(world.store, discard, MAKER)
    async with world.store.write() as tx:
        await tx.execute("DELETE FROM open_repairs")
    await world.run(await world.make(Action.RETRY, [await world.failed(messages[0])]))

    await resume(world.store, discard, MAKER)
    row = await world.run(discard)
    await world.work()

    assert (row["state"], row["stop_reason"]) == ("stopped", "repair.moved_on")
    assert world.one.surnames() == ["S1", "S2", "S3", "S4"]


async def test_discard_and_hold_keeps_the_lane_until_a_person_lets_it_go(world: World) -> None:
    messages = await one_failed_and_two_behind(world)
    await world.run(await world.make(Action.DISCARD, [messages[0]], behind=Behind.HOLD))
    await world.work()
    assert await world.message_state(messages[0]) == "discarded"
    assert world.one.surnames() == []

    with pytest.raises(Conflict, match="nothing_to_repair"):
        await world.make(Action.RETRY, held_mark("one.put"))
    await world.run(await world.make(Action.DISCARD, held_mark("one.put"), behind=Behind.RELEASE))
    await world.work()

    assert world.one.surnames() == ["S2", "S3", "S4"]
    assert await world.rows("SELECT 1 AS one FROM deliveries WHERE held_for IS NOT NULL") == []


async def test_discarding_a_quarantined_message_frees_its_lanes(world: World) -> None:
    first = await world.send(1, fin(1), surname="S1", gender="X")
    await world.send(2, fin(1), surname="S2")

    repair = await world.make(Action.DISCARD, [first], behind=Behind.RELEASE)
    await world.run(repair)
    await world.work()

    assert await world.message_state(first) == "discarded"
    assert world.one.surnames() == ["S2"]


async def test_a_discard_of_more_than_a_hundred_needs_a_second_person(world: World) -> None:
    world.one.answers = always("agency.schema")
    for number in range(101):
        await world.send(number, surname="S")
    await world.work()
    (group,) = await world.rows("SELECT DISTINCT fingerprint FROM deliveries")

    repair = await world.make(Action.DISCARD, group["fingerprint"], behind=Behind.RELEASE)

    (row,) = await world.rows("SELECT * FROM repairs WHERE id = :id", id=repair)
    assert row["state"] == "awaiting_approval"
    await approve(world.store, repair, APPROVER)
    assert (await world.run(repair))["state"] == "done"


async def test_two_discards_that_come_to_more_than_a_hundred_in_a_day_need_a_second_person(world: World) -> None:
    world.one.answers = always("agency.schema")
    sent = [await world.send(number, surname="S") for number in range(102)]
    await world.work()

    first = await world.make(Action.DISCARD, sent[:60], behind=Behind.RELEASE)
    second = await world.make(Action.DISCARD, sent[60:101], behind=Behind.RELEASE)
    third = await world.make(Action.DISCARD, sent[101:], behind=Behind.RELEASE)

    states = {row["id"]: row["state"] for row in await world.rows("SELECT id, state FROM repairs")}
    assert [states[each] for each in (first, second, third)] == ["queued", "awaiting_approval", "queued"]


async def test_what_was_delivered_meanwhile_is_left_alone(world: World) -> None:
    messages = await one_failed_and_two_behind(world)
    repair = await world.make(Action.CONFIRM_DELIVERED, [messages[0]], reference="AG-17")
    async with world.store.write() as tx:
        await tx.execute("DELETE FROM open_repairs")
    await world.run(await world.make(Action.RETRY, [messages[0]]))

    await approve(world.store, repair, APPROVER)
    await world.run(repair)

    assert await world.items(repair) == [("skipped", "moved_on")]
    (row,) = await world.deliveries(messages[0])
    assert row["reference"] == "ref-1"
