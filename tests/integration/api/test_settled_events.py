"""A sender is told once that nothing of its message is on its way any more; others are not told of it."""

from __future__ import annotations

from hub.events.occurrence import agencies, audible, read_page
from tests.hubs import eventually
from tests.integration.api.served import NOTE, NOTES, Served


async def test_its_sender_is_told_behind_the_last_delivery(working_api: Served) -> None:
    hub = working_api.hub
    sent = (await working_api.post(NOTES, NOTE, "sandbox-committee", Idempotency_Key="n-1")).json()["message_id"]

    async def is_told() -> bool:
        async with hub.store.read() as tx:
            page = await read_page(tx, 0, 500, "urn:test")
        return any(each.event.type.endswith("message.settled") for each in page.occurrences)

    await eventually(is_told, what="the event")
    async with hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT state, completed_at FROM messages WHERE id = :id", {"id": sent})
        page = await read_page(tx, 0, 500, "urn:test")
        of_it = [each for each in page.occurrences if each.message_id == sent]
        heard = {party: await audible(tx, of_it, party, agencies(hub.routes)) for party in ("committee", "edliyye")}

    types = [each.event.type.removeprefix("az.qayidis.hub.") for each in of_it]
    assert (row["state"], types[0], types[-1]) == ("completed", "message.accepted", "message.settled")
    assert types.count("message.settled") == 1
    assert of_it[-1].event.id == f"{sent}.{row['completed_at']}"
    assert of_it[-1].event.dataref == f"/v1/messages/{sent}"
    assert (of_it[-1] in heard["committee"], of_it[-1] in heard["edliyye"]) == (True, False)
