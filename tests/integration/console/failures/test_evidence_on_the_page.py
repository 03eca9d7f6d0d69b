"""What the console says of a receipt is what was really checked, and whether an outside stamp covers it."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from asn1crypto import tsp  # type: ignore[import-untyped]

from connectors.sandbox.authority.issuing import new_hierarchy
from connectors.sandbox.authority.stamping import stamp
from connectors.trust.rfc3161 import TimeStampResponse
from document_flow.seals.trust import TrustStore
from hub.errors import HubError, Words
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

    await keep_stamp(room, b"stamp")
    assert "Outside time stamp kept, not checked on this page" in await room.get("ramil", f"/messages/{message}")


HEAD = "The stamped head is signed by this hub's log key, and its root is that of the log's leaves as they are now"
OVER = "The time stamp is over this very head, and its signature is whole"
BELIEVED = "The stamp's certificate leads to an authority pinned here (whether it was revoked was not asked)"


async def test_a_receipt_s_page_states_of_the_outside_stamp_what_looking_at_it_gave_just_now(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, hub = await merged(room), room.console.hub
    hierarchy = new_hierarchy(datetime.now(UTC).replace(microsecond=0))
    receipt = f"/messages/{message}/receipt"
    trust = hub.office.signing.signers.trust

    async def nobody() -> TrustStore:
        raise HubError("signatures.no_trust", Words("Yoxdur", "None"))

    async def pinned() -> TrustStore:
        return TrustStore.from_pem("test", [hierarchy.pem])

    monkeypatch.setattr(trust, "trust", nobody)
    await keep_stamp(room, b"no token at all")
    made_up = await room.get("ramil", receipt)
    over_another = token_over(hierarchy, b"another head")
    await keep_stamp(room, over_another)
    another = await room.get("ramil", receipt)
    await keep_stamp(room, token_over(hierarchy, (await newest_head(room)).encode()))
    unknown = await room.get("ramil", receipt)
    monkeypatch.setattr(trust, "trust", pinned)
    known = await room.get("ramil", receipt)
    async with hub.store.write() as tx:
        await tx.execute("UPDATE tree_heads SET checkpoint = replace(checkpoint, 'previous', 'Previous')")
    rewritten = await room.get("ramil", receipt)

    for wrong in (made_up, another):
        assert f"✓ {HEAD} ✕ {OVER}" in wrong
        assert "Outside time stamp does not hold: it proves nothing" in wrong
    assert f"✓ {OVER} · {BELIEVED}" in unknown
    assert f"✓ {HEAD} ✓ {OVER} ✓ {BELIEVED}" in known
    assert re.search("Outside time stamp (?!does not hold|kept|none)", known)
    assert f"✕ {HEAD} ✕ {OVER}" in rewritten


async def merged(room: Room) -> str:
    """A message whose leaf is in the log."""
    message, hub = await room.send("e-2"), room.console.hub

    async def is_merged() -> bool:
        await Sequencer(hub.store, hub.promises.key).merge()
        return not await room.rows("SELECT 1 AS one FROM evidence_leaves WHERE seq IS NULL")

    await eventually(is_merged, 5, "merging")
    return message


async def newest_head(room: Room) -> str:
    return str((await room.rows("SELECT checkpoint FROM tree_heads ORDER BY size DESC LIMIT 1"))[0]["checkpoint"])


async def keep_stamp(room: Room, token: bytes) -> None:
    """As the only stamp, over the newest head."""
    async with room.console.hub.store.write() as tx:
        await tx.execute("DELETE FROM head_stamps")
        await tx.execute(
            "INSERT INTO head_stamps (size, authority, token, stamped_at)"
            " SELECT max(size), 'tsa.example', :token, hub_now() FROM tree_heads",
            {"token": token},
        )


def token_over(hierarchy: Any, data: bytes) -> bytes:
    """A stamp of the hierarchy's unit."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(data).digest()}
    asked = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True}).dump()
    answer = stamp(hierarchy, asked, datetime.now(UTC).replace(microsecond=0), serial=1)
    return bytes(TimeStampResponse.load(answer)["time_stamp_token"].dump())
