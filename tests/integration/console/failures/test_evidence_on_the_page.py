"""What the console says of a receipt is what was really checked, and whether an outside stamp covers it."""

from __future__ import annotations

from hub.evidence.sequencer import Sequencer
from tests.hubs import eventually
from tests.integration.console.failures.conftest import Room


async def test_a_receipt_says_whose_key_checked_it_and_which_stamp_covers_it(room: Room) -> None:
    message, hub = await room.send("e-1"), room.console.hub

    async def is_merged() -> bool:
        await Sequencer(hub.store, hub.promises.key).merge()
        return not await room.rows("SELECT 1 AS one FROM evidence_leaves WHERE seq IS NULL")

    await eventually(is_merged, 5, "merging")

    for path in (f"/messages/{message}", f"/messages/{message}/receipt"):
        page = await room.get("ramil", path)
        assert "head you trust" not in page
        assert "✓ The root is that of a head signed by this hub's log key" in page
        assert "none covers it yet: until then it rests on the hub's word" in page

    async with hub.store.write() as tx:
        await tx.execute(
            "INSERT INTO head_stamps (size, authority, token, stamped_at)"
            " SELECT max(size), 'tsa.example', :token, hub_now() FROM tree_heads",
            {"token": b"stamp"},
        )
    for path in (f"/messages/{message}", f"/messages/{message}/receipt"):
        assert "Outside time stamp kept since" in await room.get("ramil", path)
