"""Corrections: what was delivered is told again as today's mapping has it: in order, once, never over newer data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from hub.clock import SECOND
from hub.errors import Forbidden
from hub.exchange.repair.deciding import approve
from hub.exchange.repair.making import foresee
from hub.exchange.repair.model import Request, Selection
from hub.exchange.repair.states import Action, Behind
from hub.exchange.replay.book import Replay, ReplayKind, WantedReplay, ask, findings, replay
from hub.exchange.replay.running import advance_replays
from mappings.format import Reading
from routes.route import Routes
from tests.integration.repair.world import APPROVER, MAKER, World, always, fin

DAY = 24 * 3600 * SECOND
STORED = (
    "messages", "message_bodies", "message_keys", "idempotency_keys", "deliveries", "delivery_records", "lanes",
    "lane_entries", "attempts", "evidence_leaves", "repairs", "repair_items", "open_repairs", "quarantined",
)  # fmt: skip


def mend(world: World) -> None:
    """From now on the mapping reads surnames in another way."""
    world.persons.surnames = lambda surname: f"new {surname}"
    world.persons.version_hash = "second"


async def looked(world: World, field: str | None = None) -> tuple[Replay, list[str]]:
    """Look for corrections among all that was accepted."""
    async with world.store.read() as tx:
        now = await tx.now()
    wanted = WantedReplay(ReplayKind.CORRECTION, world.persons.name, now - DAY, now + DAY, 50_000, field=field)
    made = await ask(world.store, wanted, MAKER)
    while await advance_replays(world.needs):
        pass
    async with world.store.read() as tx:
        return await replay(tx, made), await findings(tx, made)


async def corrected(world: World, found: Sequence[str]) -> str:
    """Send what was found, to the end."""
    repair = await world.make(Action.CORRECT, found)
    await world.run(repair)
    await world.work()
    return repair


def unsaid(reading: Reading) -> str | None:
    """A route that knows versions, of a message that carries none."""
    return reading.version


async def counted(world: World) -> dict[str, int]:
    return {name: (await world.rows(f"SELECT count(*) AS n FROM {name}"))[0]["n"] for name in STORED}


async def test_looking_sends_nothing_and_stores_nothing_but_itself(world: World) -> None:
    for number in range(5):
        await world.send(number, surname=f"S{number}")
    await world.work()
    mend(world)
    before, calls = await counted(world), len(world.one.calls)

    of, found = await looked(world)

    assert len(found) == 5
    assert of.tally.counts["changed"] == 5
    assert of.tally.fields == {"one.put · surname": 5}
    assert await counted(world) == before
    assert len(world.one.calls) == calls


async def test_corrections_follow_in_the_order_in_which_it_was_told_first(world: World) -> None:
    messages = [await world.send(number, fin(1), surname=f"S{number}") for number in range(3)]
    await world.work()
    mend(world)
    _, found = await looked(world)

    repair = await corrected(world, found)

    assert world.one.surnames() == ["S0", "S1", "S2", "new S0", "new S1", "new S2"]
    assert {state for state, _ in await world.items(repair)} == {"done"}
    first, second = await world.deliveries(messages[0])
    assert (first["state"], second["state"], second["replaces"]) == ("delivered", "delivered", first["id"])
    assert await world.message_state(messages[0]) == "completed"


async def test_a_second_run_emits_nothing(world: World) -> None:
    for number in range(3):
        await world.send(number, surname=f"S{number}")
    await world.work()
    mend(world)
    _, found = await looked(world)
    await corrected(world, found)
    told = len(world.one.calls)

    of, again = await looked(world)
    stale = await corrected(world, found)

    assert again == []
    assert of.tally.counts["same"] == 3
    assert {outcome for _, outcome in await world.items(stale)} == {"moved_on"}
    assert len(world.one.calls) == told


async def test_what_today_s_mapping_says_alike_is_left_alone(world: World) -> None:
    message = await world.send(1, surname="S")
    await world.work()
    (delivery,) = await world.deliveries(message)

    repair = await corrected(world, [delivery["id"]])

    assert await world.items(repair) == [("skipped", "unchanged")]
    assert world.one.surnames() == ["S"]


async def test_newer_data_that_went_there_is_not_overwritten(world: World) -> None:
    old = await world.send(1, fin(1), surname="S1")
    await world.work()
    (delivery,) = await world.deliveries(old)
    mend(world)
    await world.send(2, fin(1), surname="S2")
    await world.work()

    repair = await corrected(world, [delivery["id"]])

    assert await world.items(repair) == [("skipped", "overtaken")]
    assert world.one.surnames() == ["S1", "new S2"]


async def test_where_versions_are_known_the_newest_alone_is_told_again(world: World) -> None:
    routes = Routes(tuple(replace(route, version=unsaid) for route in world.needs.planner.routes.all))
    planner = replace(world.needs.planner, routes=routes)
    versioned = replace(world, needs=replace(world.needs, planner=planner))
    for number in range(3):
        await world.send(number, fin(1), surname=f"S{number}")
    await world.work()
    mend(world)
    _, found = await looked(versioned)

    await corrected(versioned, found)

    assert world.one.surnames() == ["S0", "S1", "S2", "new S2"]


async def test_a_field_narrows_what_is_corrected(world: World) -> None:
    await world.send(1, surname="S")
    await world.work()
    mend(world)

    _, by_name = await looked(world, "surname")
    _, by_fin = await looked(world, "fin")

    assert (len(by_name), len(by_fin)) == (1, 0)


async def test_what_was_not_delivered_is_the_business_of_other_repairs(world: World) -> None:
    world.one.answers = always("agency.schema")
    message = await world.send(1, surname="S")
    await world.work()
    mend(world)

    of, found = await looked(world)

    assert found == []
    assert of.tally.counts["not_delivered"] == 1
    assert (await world.deliveries(message))[0]["state"] == "failed"


async def test_a_message_that_can_no_longer_be_read_is_told_and_left(world: World) -> None:
    await world.send(1, surname="S")
    await world.work()
    world.persons.genders = set()

    of, found = await looked(world)

    assert found == []
    assert of.tally.counts["hindered:still_unmapped"] == 1


async def test_above_a_hundred_a_second_person_approves(world: World) -> None:
    for number in range(101):
        await world.send(number, surname=f"S{number}")
    await world.work()
    mend(world)
    _, found = await looked(world)

    repair = await world.make(Action.CORRECT, found)
    waiting = await world.run(repair)
    with pytest.raises(Forbidden):
        await approve(world.store, repair, MAKER)
    await approve(world.store, repair, APPROVER)
    await world.run(repair)
    await world.work()

    assert waiting["state"] == "awaiting_approval"
    assert sorted(world.one.surnames()[101:]) == sorted(f"new S{number}" for number in range(101))


async def test_what_a_person_discards_and_corrects_in_a_day_is_one_sum(world: World) -> None:
    """A replay looks for what to correct; what it sends is a repair like others."""
    delivered = [await world.send(number, surname="S") for number in range(60)]
    await world.work()
    world.one.answers = always("agency.schema")
    failed = [await world.send(number, surname="S") for number in range(100, 160)]
    await world.work()
    mend(world)
    _, found = await looked(world)
    assert len(found) == len(delivered)
    by_discarding = await world.make(Action.DISCARD, failed, behind=Behind.RELEASE)

    forecast = await foresee(world.needs, Request(Action.CORRECT, Selection(ids=tuple(found)), "mended", MAKER))
    by_replaying = await world.make(Action.CORRECT, found)

    states = {row["id"]: row["state"] for row in await world.rows("SELECT id, state FROM repairs")}
    assert forecast.needs_approval
    assert [states[each] for each in (by_discarding, by_replaying)] == ["queued", "awaiting_approval"]


async def test_a_dry_run_tells_the_same_as_the_deed(world: World) -> None:
    old = await world.send(1, fin(1), surname="S1")
    await world.work()
    (delivery,) = await world.deliveries(old)
    mend(world)

    forecast = await foresee(world.needs, world.request(Action.CORRECT, [delivery["id"]]))

    assert [step.outcome.value for step in forecast.steps] == ["corrected"]
    assert world.one.surnames() == ["S1"]
