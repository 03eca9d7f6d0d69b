"""Heads are stamped by authorities outside, hourly; without them the hub stops to promise."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto import cms  # type: ignore[import-untyped]

from connectors.rest.client import AgencyClient
from connectors.trust.service import TrustService
from connectors.trust.tsa import TsaClient
from hub.evidence.anchoring import Anchoring, unanchored_since
from hub.evidence.stamped import first_cover
from hub.store.store import Store
from tests.hubs import settings_for
from tests.integration.api.served import ACTS, act, served
from tests.integration.evidence.conftest import grow
from tests.integration.evidence.test_over_http import merged
from tests.sandbox import RunningSandbox, free_port

HOUR = 3_600_000_000


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path / "sandbox") as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[AgencyClient]:
    made = AgencyClient()
    yield made
    await made.aclose()


async def test_a_stamp_is_over_the_signed_head_and_a_dead_authority_keeps_no_other(
    store: Store, sandbox: RunningSandbox, client: AgencyClient
) -> None:
    urls = (f"http://127.0.0.1:{free_port()}/tsa", f"{sandbox.url}/authority/tsa")
    anchoring = Anchoring(store, {url: TsaClient(TrustService(client, url)) for url in urls})
    await grow(store, 3, 4)

    assert await anchoring.step() == 1
    await grow(store, 5)
    assert await anchoring.step() == 0, "not before an hour is over"

    async with store.read() as tx:
        head = (await tx.fetch("SELECT checkpoint FROM tree_heads WHERE size = 7"))[0]["checkpoint"]
        (stamp,) = await tx.fetch("SELECT size, authority, token FROM head_stamps")
        assert await unanchored_since(tx) is not None, "the newest head waits for its hour"
    info = cms.ContentInfo.load(stamp["token"])["content"]["encap_content_info"]["content"].parsed
    assert (stamp["size"], stamp["authority"]) == (7, urls[1])
    assert info["message_imprint"]["hashed_message"].native == sha256(head.encode()).digest()

    async with store.write() as tx:
        await tx.execute("UPDATE head_stamps SET stamped_at = stamped_at - :hour", {"hour": HOUR})
    assert await anchoring.step() == 1
    async with store.read() as tx:
        assert await unanchored_since(tx) is None


async def test_past_the_limit_nothing_more_is_promised_but_all_else_goes_on(tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/tsa"
    settings = settings_for(tmp_path / "data", port=0, anchor_urls=(nowhere,))
    async with served(settings) as api:
        first = await api.post(ACTS, act("e-1"))
        await merged(api)
        async with api.hub.store.write() as tx:
            await tx.execute("UPDATE tree_heads SET created_at = created_at - :late", {"late": 5 * HOUR})
        api.hub.clock.monotonic = lambda: 1e9  # type: ignore[method-assign]  # the next look is due
        refused = await api.post(ACTS, act("e-2"))
        receipt = await api.get(first.json()["links"]["receipt"], "sandbox-edliyye")

    assert (refused.status_code, refused.json()["code"]) == (503, "hub.evidence_unanchored")
    assert receipt.status_code == 200


async def test_a_stamp_covers_the_leaves_of_its_head_and_not_the_one_after_it(store: Store) -> None:
    await grow(store, 3, 1)
    async with store.write() as tx:
        await tx.insert("head_stamps", "size, authority, token, stamped_at", [(3, "authority", b"token", 1)])

        last, after = await first_cover(tx, 2), await first_cover(tx, 3)

    assert last is not None
    assert (last.size, after) == (3, None)
