"""Faults 18 to 20: one message a hundred times, versions out of order, the same id with another body."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.faults.conftest import System
from tests.faults.traffic import FORMAT, KEY, Sent, body, number_of
from tests.hubs import eventually


def _client(system: System) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/xml"}
    return httpx.AsyncClient(base_url=system.hub.url, timeout=30, headers=headers)


@pytest.mark.fault(18)
async def test_a_hundred_copies_at_once_have_one_effect(reused: System, seed: int) -> None:
    # When one message arrives a hundred times at the same time
    async with _client(reused) as client:
        answers = await asyncio.gather(
            *(client.post(f"/v1/messages/{FORMAT}", content=body(10_000 + seed, 1)) for _ in range(100))
        )

    # Then all get the same answer and there is one effect
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    sent = Sent({(10_000 + seed, 1): answers[0].json()["message_id"]})
    await reused.all_is_well(sent)


@pytest.mark.fault(20)
async def test_the_same_id_with_another_body_is_refused(reused: System, seed: int) -> None:
    # Given an accepted message
    del seed
    sent = await reused.send(persons=1, each=1)
    ((person, _),) = sent.promised

    # When its id comes with another body
    other = body(person, 2).replace(f"f-{person}-2".encode(), f"f-{person}-1".encode())
    async with _client(reused) as client:
        answer = await client.post(f"/v1/messages/{FORMAT}", content=other)

    # Then it is refused and only the first is applied
    assert (answer.status_code, answer.json()["code"]) == (409, "door.key_taken")
    await reused.all_is_well(sent)


@pytest.mark.fault(19)
async def test_versions_out_of_order_never_go_backwards(system: System, seed: int) -> None:
    # Given a route that knows versions, and an agency that is down
    system.start(workers=2, HUB_ROUTES="tests.faults.versioned")
    system.sandbox.behave("meis", down=True)
    order = [5, 3, 4, 1, 2]

    # When versions come out of order and the agency comes back
    async with _client(system) as client:
        for number in order:
            answer = await client.post(f"/v1/messages/{FORMAT}", content=body(seed, number))
            assert answer.status_code == 202
    system.sandbox.behave("meis")

    # Then the newest was applied, the others are superseded, with a record of each
    async with system.store() as store:

        async def at_rest() -> bool:
            async with store.read() as tx:
                rows = await tx.fetch("SELECT state FROM deliveries")
            return {row["state"] for row in rows} <= {"delivered", "superseded"}

        await eventually(at_rest, 60, "rest")
        async with store.read() as tx:
            leaves = await tx.fetch(
                "SELECT kind FROM evidence_leaves WHERE kind IN ('delivery.delivered', 'delivery.superseded')"
            )
    applied = [number_of(name) for name in system.sandbox.ledger("meis").subjects("soyad")]
    assert applied == [5]
    assert sorted(row["kind"] for row in leaves) == ["delivery.delivered", *["delivery.superseded"] * 4]
