"""POST /v1/messages/{format}: the promise, and what a repetition gets."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from connectors.agencies.azeriqaz.twin import subscriber
from connectors.sandbox.people import person
from hub import serving
from hub.access.keyring import KNOWN_S
from hub.access.keys import issue_key, revoke_key
from hub.api.exchange.files import HELD_BYTES
from hub.settings import Settings
from hub.store.key_file import new_key, write_key_file
from hub.web.intake import IntakeLimits
from tests.integration.api.served import ACTS, NOTE, NOTES, RECORDS, Served, act, served
from tests.parties import make_party, may_send

_INSTANCE = "0193a1b2-0000-7000-8000-000000000001"
_TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def test_the_answer_is_a_promise_about_the_very_bytes(api: Served) -> None:
    raw = json.dumps(act()).encode()

    answer = await api.post(ACTS, raw)

    body = answer.json()
    receipt = body["receipt"]
    assert answer.status_code == 202
    assert body["state"] in ("accepted", "in_progress")
    assert body["issues"] == []
    assert receipt["message_id"] == body["message_id"]
    assert receipt["sha256"] == hashlib.sha256(raw).hexdigest()
    assert receipt["merge_delay_seconds"] == 10.0
    assert body["links"] == {
        "self": f"/v1/messages/{body['message_id']}",
        "receipt": f"/v1/messages/{body['message_id']}/receipt",
    }
    async with api.hub.store.read() as tx:
        rows = await tx.fetch("SELECT leaf_hash FROM evidence_leaves WHERE subject = :id", {"id": body["message_id"]})
    assert [row["leaf_hash"] for row in rows] == [receipt["leaf_hash"]]


async def test_the_same_again_gets_the_same_answer_and_stores_nothing(api: Served) -> None:
    first = await api.post(ACTS, act())
    before = await api.stored()

    again = await api.post(ACTS, json.dumps(act(), indent=2).encode())

    assert again.status_code == 202
    assert again.json() == first.json()
    assert await api.stored() == before


async def test_a_hundred_at_once_are_one_message(api: Served) -> None:
    answers = await asyncio.gather(*(api.post(ACTS, act()) for _ in range(100)))

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    assert (await api.stored())["messages"] == 1


async def test_the_header_names_a_message_whose_format_has_no_id(api: Served) -> None:
    first = await api.post(NOTES, NOTE, "sandbox-committee", Idempotency_Key="n-1")
    again = await api.post(NOTES, NOTE, "sandbox-committee", Idempotency_Key="n-1")
    other = await api.post(NOTES, {**NOTE, "surname": "Əliyeva"}, "sandbox-committee", Idempotency_Key="n-1")
    from_another_party = await api.post(NOTES, NOTE, "sandbox-committee-2", Idempotency_Key="n-1")

    assert again.json() == first.json()
    assert (other.status_code, other.json()["code"]) == (409, "door.key_taken")
    assert from_another_party.json()["message_id"] != first.json()["message_id"]


async def test_xml_comes_in_as_well(api: Served) -> None:
    parcel = subscriber(person(7), _INSTANCE)

    answer = await api.post(parcel.path, parcel.body, parcel.party, content_type="application/xml; charset=utf-8")

    assert answer.status_code == 202
    assert answer.json()["state"] in ("accepted", "in_progress")


async def test_a_body_too_large_for_the_database_goes_to_the_content_store(api: Served) -> None:
    raw = json.dumps({**act(), "padding": "x" * 300_000}).encode()

    answer = await api.post(ACTS, raw)

    sha256 = answer.json()["receipt"]["sha256"]
    assert await api.hub.content.read(sha256) == raw


async def test_the_senders_trace_is_kept_and_a_broken_one_ignored(api: Served) -> None:
    await api.post(ACTS, act("e-1"), traceparent=_TRACE)
    await api.post(ACTS, act("e-2"), traceparent="00-" + "0" * 32 + "-b7ad6b7169203331-01")

    async with api.hub.store.read() as tx:
        rows = await tx.fetch("SELECT trace FROM messages ORDER BY id")
    assert [row["trace"] for row in rows] == [_TRACE, None]


async def test_a_full_hub_turns_messages_away_unread_but_goes_on_answering(settings: Settings) -> None:
    async with served(settings.model_copy(update={"max_open_deliveries": 1})) as api:
        await api.post(ACTS, act("e-1"))
        await api.post(ACTS, act("e-2"))
        await asyncio.sleep(1.1)

        refused = await api.post(ACTS, act("e-3"))
        searched = await api.post("/v1/messages/search", {"act": "AB-0000001/2026"}, content_type="application/json")

        assert (refused.status_code, refused.json()["code"]) == (503, "hub.too_much_waits")
        assert int(refused.headers["retry-after"]) >= 1
        assert (await api.stored())["messages"] == 2
        assert searched.status_code == 200


async def test_one_party_fills_half_of_what_may_wait_and_leaves_the_rest_to_others(settings: Settings) -> None:
    async with served(settings.model_copy(update={"max_open_deliveries": 8})) as api:
        for number in range(5):
            assert (await api.post(ACTS, act(f"e-{number}"))).status_code == 202
        await asyncio.sleep(1.1)

        refused = await api.post(ACTS, act("e-9"))
        other = await api.post(RECORDS, {"id": "r-1", "records": [{"kind": "person"}]}, "sandbox-committee")

        assert (refused.status_code, refused.json()["code"]) == (503, "hub.too_much_of_yours_waits")
        assert int(refused.headers["retry-after"]) >= 1
        assert other.status_code == 202, other.text
        assert (await api.stored())["messages"] == 6


async def hand_over(api: Served, party: str, name: str, content: bytes | AsyncIterator[bytes] = b"x") -> httpx.Response:
    """A file whose bytes are other ones than its digest says."""
    headers = {"content-digest": "sha-256=:" + "A" * 43 + "=:", "authorization": f"Bearer sandbox-{party}"}
    return await api.client.post(f"/v1/files/{party}.meter-file.v1?name={name}", content=content, headers=headers)


async def test_who_fills_half_of_what_may_wait_hands_no_file_over_either(settings: Settings) -> None:
    async with served(settings.model_copy(update={"max_open_deliveries": 8})) as api:
        for number in range(5):
            await api.post(ACTS, act(f"e-{number}"))
        async with api.hub.store.write() as tx:
            await tx.execute("UPDATE messages SET origin = 'azerishiq'")
        await asyncio.sleep(1.1)

        mine = await hand_over(api, "azerishiq", "AZI_MK_20260331_01.csv")
        other = await hand_over(api, "azersu", "ASU-20260401-01.csv")

    assert (mine.status_code, mine.json()["code"]) == (503, "hub.too_much_of_yours_waits")
    assert other.json()["code"] == "file.digest_differs"


async def test_one_party_has_half_of_the_files_that_may_be_on_their_way(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "IntakeLimits", lambda: IntakeLimits(in_memory=4 * HELD_BYTES))
    end = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"x"
        await end.wait()

    async with served(settings) as api, asyncio.TaskGroup() as tasks:
        name = "AZI_MK_20260331_01.csv"
        slowly = [tasks.create_task(hand_over(api, "azerishiq", name, slow())) for _ in range(2)]
        await asyncio.sleep(0.5)

        third = await hand_over(api, "azerishiq", name)
        other = await hand_over(api, "azersu", "ASU-20260401-01.csv")
        end.set()

    assert (third.status_code, third.json()["code"]) == (503, "hub.too_much_at_once")
    assert other.json()["code"] == "file.digest_differs"
    assert [each.result().json()["code"] for each in slowly] == ["file.digest_differs"] * 2


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
async def test_an_act_of_a_day_that_cannot_be_waits_for_a_person(settings: Settings, day: str) -> None:
    async with served(settings) as api:
        answer = await api.post(ACTS, act(actDate=f"{day}T00:00:00+04:00"))

    assert (answer.status_code, answer.json()["state"]) == (202, "quarantined")
    assert {each["code"] for each in answer.json()["issues"]} & {"map.future_date", "map.ancient_date"}


async def test_a_nearly_full_disk_turns_messages_away(settings: Settings) -> None:
    async with served(settings.model_copy(update={"min_free_bytes": 2**62})) as api:
        refused = await api.post(ACTS, act())

        assert (refused.status_code, refused.json()["code"]) == (503, "hub.disk_nearly_full")
        assert (await api.stored())["messages"] == 0


async def test_keys_of_the_store_open_what_was_granted_until_they_are_revoked(settings: Settings) -> None:
    async with served(settings.model_copy(update={"clock_scale": 20.0})) as api:
        async with api.hub.store.write() as tx:
            await make_party(tx, "registry", to=[may_send("justice.civil-act.v1")])
            key = await issue_key(tx, "registry")
        accepted = await api.post(ACTS, act(), key.text)
        elsewhere = await api.post(NOTES, NOTE, key.text)
        async with api.hub.store.write() as tx:
            await revoke_key(tx, key.prefix)
        await api.hub.clock.sleep(KNOWN_S + 0.1)
        revoked = await api.post(ACTS, act("e-2"), key.text)

        assert accepted.status_code == 202
        assert elsewhere.json()["code"] == "access.no_right"
        assert (revoked.status_code, revoked.json()["code"]) == (401, "access.key_unknown")


async def test_a_key_is_kept_as_its_hash_alone(api: Served) -> None:
    async with api.hub.store.write() as tx:
        await make_party(tx, "registry")
        key = await issue_key(tx, "registry")
        (row,) = await tx.fetch("SELECT * FROM api_keys")

    assert row["prefix"] == key.prefix
    assert key.text.startswith(key.prefix)
    assert key.text not in str(dict(row))


async def test_sandbox_keys_open_nothing_outside_the_sandbox(settings: Settings) -> None:
    write_key_file(settings.data / "data.key", (new_key(),))
    more = {"sandbox": False, "data_key_file": settings.data / "data.key"}
    async with served(settings.model_copy(update=more)) as api:
        answer = await api.post(ACTS, act())

        assert (answer.status_code, answer.json()["code"]) == (401, "access.sandbox_key")
        assert answer.headers["www-authenticate"].startswith("Bearer")
