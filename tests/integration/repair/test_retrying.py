"""Retry: the same bytes under the same key, first one, then five, then a quarter, then all."""

from __future__ import annotations

import asyncio

import pytest

from connectors.outcome import Document
from hub.errors import Conflict, NotFound
from hub.exchange.repair.deciding import cancel, pause, resume
from hub.exchange.repair.making import make_repair
from hub.exchange.repair.model import Filter, Selection
from hub.exchange.repair.runner import advance_repairs
from hub.exchange.repair.select import count_new
from hub.exchange.repair.states import Action
from hub.store.ids import new_id
from tests.integration.repair.world import MAKER, World, agrees, always, fin


async def failed_group(world: World, count: int) -> str:
    """So many messages of different persons that the agency refused for one cause; the failure group."""
    world.one.answers = always("agency.schema")
    for number in range(count):
        await world.send(number, surname=f"S{number}")
    await world.work()
    groups = await world.rows("SELECT DISTINCT fingerprint FROM deliveries WHERE state = 'failed'")
    assert len(groups) == 1
    mark: str = groups[0]["fingerprint"]
    return mark


async def test_a_retry_sends_the_same_key_again_and_those_who_waited_follow_in_order(world: World) -> None:
    world.one.answers = always("agency.schema")
    messages = [await world.send(number, fin(1), surname=f"S{number}") for number in range(3)]
    await world.work()
    assert [await world.states(message) for message in messages] == [["failed"], ["blocked"], ["blocked"]]

    world.one.answers = agrees
    row = await world.run(await world.make(Action.RETRY, [await world.failed(messages[0])]))

    assert row["state"] == "done"
    assert world.one.surnames() == ["S0", "S1", "S2"]
    assert world.one.calls[0][0] == world.one.calls[1][0]
    assert [await world.message_state(message) for message in messages] == ["completed"] * 3


async def test_a_retry_restarts_the_budget(world: World) -> None:
    world.one.answers = always("agency.schema")
    message = await world.send(1, surname="S")
    await world.work()
    await world.run(await world.make(Action.RETRY, [await world.failed(message)]), works=False)

    (row,) = await world.deliveries(message)
    assert (row["state"], row["counted_attempts"], row["tries"]) == ("due", 0, 1)


async def test_an_unknown_outcome_is_asked_about_before_anything_is_sent_again(world: World) -> None:
    world.one.answers = always("unknown")
    world.one.has_status, world.one.idempotent = False, False
    message = await world.send(1, surname="S")
    await world.work()
    assert await world.states(message) == ["unknown"]

    world.one.has_status = True
    repair = await world.make(Action.RETRY, [message])
    await world.run(repair)

    assert await world.items(repair) == [("done", "delivered")]
    assert len(world.one.calls) == 1


async def test_a_canary_stops_at_the_first_item_that_fails_for_the_same_cause(world: World) -> None:
    group = await failed_group(world, 30)
    calls = len(world.one.calls)

    repair = await world.make(Action.RETRY, group)
    row = await world.run(repair)

    assert (row["state"], row["stop_reason"]) == ("stopped", "repair.same_cause")
    assert len(world.one.calls) == calls + 1
    assert [state for state, _ in await world.items(repair)] == ["failed"] + ["untouched"] * 29


async def test_a_canary_goes_on_in_steps_and_sends_each_once(world: World) -> None:
    group = await failed_group(world, 40)
    calls = len(world.one.calls)
    world.one.answers = agrees
    repair = await world.make(Action.RETRY, group)
    released = set()
    for _ in range(20):
        await advance_repairs(world.needs)
        row = (await world.rows("SELECT * FROM repairs WHERE id = :id", id=repair))[0]
        released.add(row["released"])
        if row["finished_at"]:
            break
        await world.work()

    assert released >= {1, 5, 10, 40}
    assert row["state"] == "done"
    assert len(world.one.calls) == calls + 40
    assert {item for item, _ in await world.items(repair)} == {"done"}


async def test_another_cause_does_not_stop_a_canary_in_which_others_go_well(world: World) -> None:
    group = await failed_group(world, 12)

    def refuses_one(document: Document) -> str | None:
        return "agency.other" if document["surname"] == "S2" else None

    world.one.answers = refuses_one
    repair = await world.make(Action.RETRY, group)

    assert (await world.run(repair))["state"] == "done"
    assert sorted(state for state, _ in await world.items(repair)) == ["done"] * 11 + ["failed"]


async def test_a_canary_that_hears_nothing_for_a_minute_stops(world: World) -> None:
    group = await failed_group(world, 3)
    repair = await world.make(Action.RETRY, group)
    await advance_repairs(world.needs)
    async with world.store.write() as tx:
        await tx.execute("UPDATE repairs SET step_at = step_at - 61000000 WHERE id = :id", {"id": repair})

    row = await world.run(repair, works=False)

    assert (row["state"], row["stop_reason"]) == ("stopped", "repair.timeout")
    assert [state for state, _ in await world.items(repair)] == ["sent", "untouched", "untouched"]


async def test_what_fails_later_is_counted_but_never_taken_in(world: World) -> None:
    group = await failed_group(world, 2)
    repair = await world.make(Action.RETRY, group)
    late = await world.send(90, surname="Late")
    await world.work()
    row = (await world.rows("SELECT * FROM repairs WHERE id = :id", id=repair))[0]
    async with world.store.read() as tx:
        new = await count_new(tx, Selection(group=group), repair, row["created_at"])
    assert (new, row["items_total"]) == (1, 2)

    world.one.answers = agrees
    assert (await world.run(repair))["state"] == "done"
    assert await world.states(late) == ["failed"]


async def test_the_second_repair_of_a_delivery_is_told_the_first(world: World) -> None:
    group = await failed_group(world, 2)
    first = await world.make(Action.RETRY, group)

    (some, _) = await world.rows("SELECT id FROM deliveries ORDER BY id")
    for selection in (group, [some["id"]]):
        with pytest.raises(Conflict) as told:
            await world.make(Action.RETRY, selection)
        assert told.value.extra["repair"] == first


async def test_of_two_repairs_made_at_once_one_is_told_the_other(world: World) -> None:
    await failed_group(world, 1)
    (only,) = await world.rows("SELECT id FROM deliveries")

    results = await asyncio.gather(*(world.make(Action.RETRY, [only["id"]]) for _ in range(4)), return_exceptions=True)

    made = [result for result in results if isinstance(result, str)]
    assert len(made) == 1
    told = [result for result in results if isinstance(result, Conflict)]
    assert [conflict.extra["repair"] for conflict in told] == made * 3


async def test_a_bulk_repair_leaves_out_what_another_has_in_hand(world: World) -> None:
    group = await failed_group(world, 3)
    (some, *_) = await world.rows("SELECT id FROM deliveries ORDER BY id")
    await world.make(Action.RETRY, [some["id"]])

    second = await world.make(Action.RETRY, group)

    (row,) = await world.rows("SELECT * FROM repairs WHERE id = :id", id=second)
    assert (row["items_total"], row["left_out"]) == (2, 1)


async def test_pause_holds_a_repair_and_cancel_frees_its_items(world: World) -> None:
    group = await failed_group(world, 5)
    world.one.answers = agrees
    repair = await world.make(Action.RETRY, group)
    await advance_repairs(world.needs)
    await pause(world.store, repair, MAKER)
    await world.work()
    assert await advance_repairs(world.needs) == 0

    await resume(world.store, repair, MAKER)
    await advance_repairs(world.needs)
    await cancel(world.store, repair, MAKER)

    states = [state for state, _ in await world.items(repair)]
    assert states.count("untouched") == 0 or states[-1] == "untouched"
    assert await world.rows("SELECT 1 AS one FROM open_repairs") == []
    with pytest.raises(Conflict):
        await resume(world.store, repair, MAKER)


async def test_a_filter_selects_by_code_route_and_time(world: World) -> None:
    await failed_group(world, 2)
    world.one.answers = always("agency.other")
    await world.send(50, surname="Other")
    await world.work()

    repair = await world.make(Action.RETRY, Selection(filter=Filter(code="agency.schema", format="test.person.v1")))

    (row,) = await world.rows("SELECT * FROM repairs WHERE id = :id", id=repair)
    assert row["items_total"] == 2
    with pytest.raises(Conflict, match="nothing_to_repair"):
        await world.make(Action.RETRY, Selection(filter=Filter(until=1)))


async def test_ids_that_are_nobodys_are_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        await make_repair(world.needs, world.request(Action.RETRY, [new_id()]))
