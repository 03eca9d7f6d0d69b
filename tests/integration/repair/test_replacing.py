"""Reprocess, redirect and edit: a new delivery with a new key stands where the old one stood."""

from __future__ import annotations

import json

import pytest

from hub.errors import Conflict, Refused
from hub.exchange.repair.deciding import approve
from hub.exchange.repair.editing import proposal
from hub.exchange.repair.making import foresee
from hub.exchange.repair.model import Filter, Repair, Selection
from hub.exchange.repair.states import Action
from hub.store.content import INLINE_BYTES
from tests.integration.repair.world import APPROVER, World, agrees, always, fin


async def test_reprocess_reads_the_raw_bytes_with_todays_mapping_and_keeps_the_place_in_the_lane(world: World) -> None:
    world.one.answers = always("agency.schema")
    messages = [await world.send(number, fin(1), surname=f"S{number}") for number in range(3)]
    await world.work()
    old = await world.failed(messages[0])
    world.one.answers = agrees
    world.persons.surnames = lambda surname: f"new {surname}"
    world.persons.version_hash = "second"

    repair = await world.make(Action.REPROCESS, [old])
    await world.run(repair)
    await world.work()

    assert await world.items(repair) == [("done", "delivered")]
    assert world.one.surnames() == ["new S0", "S1", "S2"]
    before, after = await world.deliveries(messages[0])
    assert (before["state"], after["state"], after["replaces"]) == ("superseded", "delivered", old)
    assert before["agency_key"] != after["agency_key"]
    assert await world.message_state(messages[0]) == "completed"
    leaves = await world.rows("SELECT content FROM evidence_leaves WHERE subject = :id", id=after["id"])
    assert any(json.loads(bytes(leaf["content"])).get("replaces") == old for leaf in leaves)


async def test_reprocess_leaves_the_other_deliveries_of_the_message_with_their_reading(world: World) -> None:
    world.one.answers = always("agency.schema")
    message = await world.send(1, surname="S")
    await world.work()
    records = "SELECT records_sealed FROM message_bodies WHERE message_id = :id"
    (before,) = await world.rows(records, id=message)
    world.persons.surnames = lambda surname: f"new {surname}"
    world.one.answers = agrees

    await world.run(await world.make(Action.REPROCESS, [message]))

    (after,) = await world.rows(records, id=message)
    assert bytes(before["records_sealed"]) == bytes(after["records_sealed"])
    assert world.one.surnames() == ["new S"]


async def test_a_new_key_is_not_used_while_an_earlier_attempt_may_have_been_applied(world: World) -> None:
    world.one.answers = always("unknown")
    world.one.has_status, world.one.idempotent = False, False
    message = await world.send(1, surname="S")
    await world.work()

    with pytest.raises(Conflict, match="maybe_applied"):
        await world.make(Action.REPROCESS, [message])
    repair = await world.make(Action.REPROCESS, [message], confirm_not_applied=True)

    (row,) = await world.rows("SELECT * FROM repairs WHERE id = :id", id=repair)
    assert row["state"] == "awaiting_approval"
    world.one.answers = agrees
    await approve(world.store, repair, APPROVER)
    await world.run(repair)
    assert await world.states(message) == ["superseded", "delivered"]


async def test_a_body_too_large_for_the_database_is_read_again_from_the_content_store(world: World) -> None:
    world.one.answers = always("agency.schema")
    message = await world.send(0, fin(1), surname="S" * INLINE_BYTES)
    await world.work()
    old = await world.failed(message)
    assert await world.rows("SELECT 1 AS one FROM message_bodies WHERE body_sealed IS NOT NULL") == []
    world.one.answers = agrees
    world.persons.surnames = lambda surname: f"{len(str(surname))} letters"

    repair = await world.make(Action.REPROCESS, [old])
    await world.run(repair)
    await world.work()

    assert await world.items(repair) == [("done", "delivered")]
    assert world.one.surnames() == [f"{INLINE_BYTES} letters"]


async def test_a_message_in_quarantine_goes_on_in_its_place_once_it_can_be_read(world: World) -> None:
    first = await world.send(1, fin(1), surname="First", gender="X")
    second = await world.send(2, fin(1), surname="Second")
    await world.work()
    assert (await world.message_state(first), await world.states(second)) == ("quarantined", ["blocked"])

    world.persons.genders.add("X")
    repair = await world.make(Action.REPROCESS, [first])
    await world.run(repair)
    await world.work()

    assert world.one.surnames() == ["First", "Second"]
    assert await world.items(repair) == [("done", "delivered")]
    assert await world.message_state(first) == "completed"
    assert await world.rows("SELECT 1 AS one FROM quarantined") == []


async def test_quarantined_messages_of_one_person_go_on_in_order(world: World) -> None:
    messages = [await world.send(number, fin(1), surname=f"S{number}", gender="X") for number in range(7)]
    world.persons.genders.add("X")

    repair = await world.make(Action.REPROCESS, Selection(filter=Filter(state="quarantined")))
    row = await world.run(repair)
    await world.work()

    assert row["state"] == "done"
    assert world.one.surnames() == [f"S{number}" for number in range(7)]
    assert {await world.message_state(message) for message in messages} == {"completed"}


async def test_what_still_cannot_be_mapped_says_so_and_stops_the_canary(world: World) -> None:
    messages = [await world.send(number, surname="S", gender="X") for number in range(3)]

    repair = await world.make(Action.REPROCESS, messages)
    row = await world.run(repair)

    assert (row["state"], row["stop_reason"]) == ("stopped", "repair.same_cause")
    found = await world.rows(
        "SELECT outcome, detail FROM repair_items WHERE repair_id = :id ORDER BY number", id=repair
    )
    assert [item["outcome"] for item in found] == ["still_unmapped", None, None]
    assert found[0]["detail"] == "map.unknown_code /gender"
    assert {await world.message_state(message) for message in messages} == {"quarantined"}


async def test_a_key_that_only_the_new_reading_knows_does_not_lock_two_deliveries_against_each_other(
    world: World,
) -> None:
    world.one.answers = always("agency.schema")
    first = await world.send(1, fin(1), surname="First")
    await world.send(2, fin(1), fin(2), surname="Second")
    await world.send(3, fin(2), surname="Third")
    await world.work()
    old = await world.failed(first)
    # Today's mapping finds the second person in the first message too.
    read = world.persons.read
    world.persons.read = (  # type: ignore[method-assign]  # the format of a later day
        lambda document: read({**document, "fins": [fin(1), fin(2)]})
    )
    world.one.answers = agrees

    await world.run(await world.make(Action.REPROCESS, [old]))
    await world.work()

    assert world.one.surnames() == ["First", "Second", "Third"]


async def test_redirect_sends_to_the_end_of_the_other_lanes_and_frees_its_own(world: World) -> None:
    world.one.answers = always("agency.gone")
    first = await world.send(1, fin(1), surname="First")
    second = await world.send(2, fin(1), surname="Second")
    await world.work()
    old = await world.failed(first)
    world.one.answers = agrees

    repair = await world.make(Action.REDIRECT, [old], destination="two.put")
    await world.run(repair)
    await world.work()

    assert (world.two.surnames(), world.one.surnames()) == (["First"], ["Second"])
    new = next(row for row in await world.deliveries(first) if row["destination"] == "two.put")
    assert (new["replaces"], new["route"], new["state"]) == (old, "other-route", "delivered")
    assert await world.states(second) == ["delivered"]
    assert await world.rows("SELECT 1 AS one FROM lane_entries") == []


async def test_redirect_refuses_destinations_that_nobody_serves(world: World) -> None:
    world.one.answers = always("agency.gone")
    message = await world.send(1, surname="First")
    await world.work()
    for destination in (None, "three.put"):
        with pytest.raises(Refused):
            await world.make(Action.REDIRECT, [message], destination=destination)


async def test_redirect_of_what_cannot_be_written_there_leaves_the_delivery_alone(world: World) -> None:
    message = await world.send(1)
    await world.work()
    assert await world.states(message) == ["failed"]

    repair = await world.make(Action.REDIRECT, [message], destination="two.put")
    await world.run(repair)

    assert await world.items(repair) == [("failed", "cannot_write")]
    assert await world.states(message) == ["failed"]


async def test_an_edit_waits_for_a_second_person_and_then_goes_once_in_its_place(world: World) -> None:
    messages = [await world.send(1, fin(1)), await world.send(2, fin(1), surname="Second")]
    await world.work()
    old = await world.failed(messages[0])

    repair = await world.make(Action.EDIT, [old], patches=(("/surname", "Mended"),))
    row = await world.run(repair)
    assert (row["state"], world.one.calls) == ("awaiting_approval", [])
    assert "Mended" not in row["arguments"]
    assert json.loads(row["arguments"])["changed"] == ["/surname"]
    opened = Repair.of(row).with_payload(world.needs.sealer.unseal("repairs.payload", repair, row["payload_sealed"]))
    assert await proposal(world.needs, opened, messages[0]) == [{"path": "/surname", "before": None, "after": "Mended"}]

    await approve(world.store, repair, APPROVER)
    await world.run(repair)
    await world.work()

    assert world.one.surnames() == ["Mended", "Second"]
    assert await world.states(messages[0]) == ["superseded"]
    (edited,) = await world.rows("SELECT * FROM messages WHERE cause = :id", id=messages[0])
    (new,) = await world.deliveries(edited["id"])
    assert (new["replaces"], new["state"], edited["party"]) == (old, "delivered", "edliyye")
    (kept,) = await world.rows("SELECT body_sealed FROM message_bodies WHERE message_id = :id", id=messages[0])
    assert b"Mended" not in bytes(kept["body_sealed"])


async def test_an_edit_of_a_message_in_quarantine_takes_its_place(world: World) -> None:
    first = await world.send(1, fin(1), surname="First", gender="X")
    await world.send(2, fin(1), surname="Second")

    repair = await world.make(Action.EDIT, [first], patches=(("/gender", "F"),))
    await approve(world.store, repair, APPROVER)
    await world.run(repair)
    await world.work()

    assert world.one.surnames() == ["First", "Second"]
    assert await world.message_state(first) == "discarded"
    (item,) = await world.rows("SELECT replacement FROM repair_items WHERE repair_id = :id", id=repair)
    assert await world.message_state(item["replacement"]) == "completed"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"id": "e-1", "fins": [fin(2)], "surname": "S"}, "keys_changed"),
        ({"id": "e-9", "fins": [fin(1)], "surname": "S"}, "keys_changed"),
        ({"id": "e-1", "fins": [fin(1)], "gender": "X"}, "edit_not_mapped"),
        ({"id": "e-1", "surname": "S"}, "door.schema"),
        ("{", "door.json_syntax"),
    ],
)
async def test_an_edit_may_not_touch_keys_nor_break_the_format(world: World, body: object, code: str) -> None:
    message = await world.send(1)
    await world.work()

    with pytest.raises(Refused, match=code):
        await world.make(Action.EDIT, [message], body=body)
    assert await world.rows("SELECT 1 AS one FROM repairs") == []


async def test_a_dry_run_tells_what_would_happen_and_stores_nothing(world: World) -> None:
    world.one.answers = always("agency.schema")
    await world.send(1, surname="S")
    await world.send(2, surname="T", gender="X")
    await world.work()
    request = world.request(Action.REPROCESS, [row["id"] for row in await world.rows("SELECT id FROM messages")])

    forecast = await foresee(world.needs, request)

    assert sorted(step.outcome.value for step in forecast.steps) == ["replaced", "still_unmapped"]
    assert await world.rows("SELECT 1 AS one FROM repairs") == []
    assert await world.rows("SELECT 1 AS one FROM open_repairs") == []
