"""Ten thousand at once: the first outcome is there within two seconds, and nothing is sent twice."""

from __future__ import annotations

import time

from hub.exchange.accept import store_messages
from hub.exchange.planning import records_to_bytes
from hub.exchange.repair.runner import advance_repairs
from hub.exchange.repair.states import Action
from hub.exchange.transition import fingerprint
from mappings.records import Person
from tests.builders import message, planned
from tests.integration.repair.world import World, agrees, fin

MANY = 10_000


async def ten_thousand_failed(world: World) -> str:
    """The group of 10,000 failed deliveries, written straight into the store."""
    mark = fingerprint("one.put", "agency.schema")
    made = [message(planned("one.put", f"k_{number:032x}"), content=f"{number}") for number in range(MANY)]
    records = world.needs.sealer.seal("", "", records_to_bytes([Person(fin=fin(1), surname="S")]))
    async with world.store.write() as tx:
        await store_messages(tx, made, await tx.now())
        await tx.execute(
            "UPDATE deliveries SET state = 'failed', error_code = 'agency.schema', fingerprint = :mark,"
            " settled_at = hub_now()",
            {"mark": mark},
        )
        await tx.execute("UPDATE messages SET open_count = 0, bad_count = 1, state = 'completed_with_failures'")
        await tx.many("UPDATE message_bodies SET records_sealed = $1", [(records,)])
    return mark


async def test_ten_thousand_are_frozen_and_the_first_is_done_within_two_seconds(world: World) -> None:
    group = await ten_thousand_failed(world)
    world.one.answers = agrees

    started = time.monotonic()
    repair = await world.make(Action.RETRY, group)
    await advance_repairs(world.needs)
    await world.work()
    await advance_repairs(world.needs)
    took = time.monotonic() - started

    found = await world.rows(
        "SELECT state, count(*) AS n FROM repair_items WHERE repair_id = :id GROUP BY state", id=repair
    )
    counts = {row["state"]: row["n"] for row in found}
    assert counts["done"] == 1
    assert sum(counts.values()) == MANY
    assert took < 2.0


async def test_ten_thousand_are_let_go_without_a_canary_in_batches(world: World) -> None:
    group = await ten_thousand_failed(world)

    started = time.monotonic()
    await world.make(Action.RETRY, group, canary=False)
    while await advance_repairs(world.needs):
        pass
    took = time.monotonic() - started

    (due,) = await world.rows("SELECT count(*) AS n FROM deliveries WHERE state = 'due'")
    assert due["n"] == MANY
    assert took < 20
