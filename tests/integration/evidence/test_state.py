"""`hub verify state`: a whole log does not hide what was changed in the tables beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hub.access.history import Access, altered_accesses, note_access
from hub.app import Hub
from hub.exchange.door import Submission
from hub.exchange.state_audit import StateAudit
from hub.store.ids import new_id
from tests.hubs import all_settled, eventually, running_hub, settings_for
from tests.integration.sealing.canary import flock
from tests.integration.sealing.test_canaries import act
from tests.sandbox import RunningSandbox

LARGE = b" " * 300_000
CHANGES = {
    "the accepted message is gone": "DELETE FROM messages WHERE id = :id",
    "the message is not what was accepted": "UPDATE messages SET party = 'meis' WHERE id = :id",
    "the body does not open or is gone": "UPDATE message_bodies SET body_sealed = (SELECT o.body_sealed FROM"
    " message_bodies o WHERE o.message_id <> :id AND o.body_sealed IS NOT NULL LIMIT 1) WHERE message_id = :id",
    "it has not as many deliveries as it counts": "UPDATE messages SET done_count = done_count + 1 WHERE id = :id",
    "the delivery's state is not what the log says": "UPDATE deliveries SET state = 'due', next_due = 9000000000000000"
    " WHERE message_id = :id",
    "the delivery that the log knows is gone": "DELETE FROM deliveries WHERE message_id = :id",
}


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path / "sandbox") as running:
        yield running


@pytest.fixture
async def hub(place: Path | str, tmp_path: Path, sandbox: RunningSandbox) -> AsyncIterator[Hub]:
    more = {"database_url": place} if isinstance(place, str) else {}
    async with running_hub(settings_for(tmp_path / "hub", sandbox_url=sandbox.url, **more)) as running:
        yield running


async def lived(hub: Hub) -> list[str]:
    """Some acts that went to their ends, one of them too large for the database; the ids of their messages."""
    bodies = [act(number, canary) for number, canary in enumerate(flock(4))]
    bodies[3] += LARGE
    found = [await hub.door.accept(Submission("edliyye", "justice.civil-act.v1", body)) for body in bodies]
    await eventually(lambda: all_settled(hub), 30, "an end of all deliveries")
    return [each.accepted.message_id for each in found]


async def differences(hub: Hub) -> list[tuple[str, str]]:
    audit = StateAudit(hub.store, hub.sealer, hub.hash, hub.content)
    return [(each.subject, each.words.en) async for each in audit.discrepancies()]


async def test_what_was_changed_beside_the_log_is_named(hub: Hub) -> None:
    messages = await lived(hub)
    assert await differences(hub) == []

    for words, change in CHANGES.items():
        async with hub.store.write() as tx:
            rows = await tx.fetch("SELECT * FROM deliveries WHERE message_id = :id", {"id": messages[1]})
            before = {
                table: await tx.fetch(f"SELECT * FROM {table} WHERE {key} = :id", {"id": messages[1]})
                for table, key in (("messages", "id"), ("message_bodies", "message_id"))
            } | {"deliveries": rows}
            await tx.execute(change, {"id": messages[1]})

        found = await differences(hub)

        assert words in [said for _, said in found], (words, found)
        assert {subject for subject, _ in found} <= {messages[1], *(row["id"] for row in rows)}
        async with hub.store.write() as tx:
            for table, kept in before.items():
                key = "id" if table == "messages" else "message_id"
                await tx.execute(f"DELETE FROM {table} WHERE {key} = :id", {"id": messages[1]})
                await tx.insert(table, ", ".join(kept[0].keys()), [tuple(row) for row in kept])
        assert await differences(hub) == [], words


async def test_a_message_that_the_log_does_not_know_and_a_file_that_is_gone_are_named(hub: Hub, tmp_path: Path) -> None:
    messages = await lived(hub)
    async with hub.store.write() as tx:
        row = (await tx.fetch("SELECT * FROM messages WHERE id = :id", {"id": messages[0]}))[0]
        stray = new_id()
        await tx.insert("messages", ", ".join(row.keys()), [(stray, *tuple(row)[1:])])
    for path in (tmp_path / "hub" / "content" / "messages").rglob("*"):
        if path.is_file():
            path.unlink()

    found = dict(await differences(hub))

    assert found[stray] == "the log does not know of the message"
    assert found[messages[3]] == "the body does not open or is gone"


async def test_a_look_that_was_taken_out_or_changed_is_named(hub: Hub) -> None:
    looks = [Access("register.person", "identity", subject="k1_00") for _ in range(3)]
    async with hub.store.write() as tx:
        await note_access(tx, hub.sealer, "committee", "ramil", *looks)
    assert [each async for each in altered_accesses(hub.store)] == []

    async with hub.store.write() as tx:
        await tx.execute("DELETE FROM access_events WHERE id = :id", {"id": looks[0].id})
        await tx.execute("UPDATE access_events SET actor_person = 'aysel' WHERE id = :id", {"id": looks[2].id})

    assert {each async for each in altered_accesses(hub.store)} == {looks[0].id, looks[2].id}
