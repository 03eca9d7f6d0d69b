"""An agency that signs: nothing of it is accepted unsigned or signed wrongly, and the evidence says by which key."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey

from connectors.agencies import AGENCIES
from connectors.signing import detached
from hub.access.credentials import end_credential
from hub.access.signatures import KNOWN_S
from hub.settings import Settings
from tests.hubs import made_key
from tests.integration.api.clients import ISSUER, Client, token_of
from tests.integration.api.served import ACTS, NOTE, NOTES, Served, act, served
from tests.parties import may_send

SIGNER = next(agency for agency in AGENCIES if agency.signs)
FORMAT = SIGNER.gives[0].format


@pytest.fixture
async def door(settings: Settings, tmp_path: Path) -> AsyncIterator[Served]:
    outside = {"sandbox": False, "public_url": ISSUER, "data_key_file": made_key(tmp_path)}
    async with served(settings.model_copy(update=outside)) as made:
        yield made


@pytest.fixture
async def justice(door: Served) -> Client:
    client = Client(SIGNER.name)
    await client.register(door.hub, to=[may_send(FORMAT)])
    return client


async def push(door: Served, by: Client, body: dict[str, Any], signature: str | None) -> httpx.Response:
    assert SIGNER.signs is not None
    named = {} if signature is None else {SIGNER.signs.header: signature}
    raw = json.dumps(body).encode()
    return await door.post(ACTS, raw, await token_of(door, by), **named)


def signature(by: Client, body: dict[str, Any], **more: Any) -> str:
    return detached(json.dumps(body).encode(), by.key, **more)


@pytest.mark.parametrize("encoded", [True, False])
async def test_what_is_signed_is_accepted_and_the_evidence_names_the_key(
    door: Served, justice: Client, *, encoded: bool
) -> None:
    accepted = await push(door, justice, act(), signature(justice, act(), encoded=encoded))
    again = await push(door, justice, act(), signature(justice, act()))

    assert (accepted.status_code, again.status_code) == (202, 202), accepted.text
    receipt = await door.get(accepted.json()["links"]["receipt"], await token_of(door, justice))
    leaf = json.loads(receipt.json()["leaf"])
    assert (leaf["kid"], leaf["alg"]) == (justice.key.thumbprint(), "ES256")
    assert again.json()["message_id"] == accepted.json()["message_id"]


async def test_what_is_not_is_refused_and_the_refusal_is_kept(door: Served, justice: Client) -> None:
    other = act("e-2")
    tried = [
        (None, "signature.missing"),
        ("x", "signature.form"),
        (signature(justice, other), "signature.wrong"),
        (detached(json.dumps(act()).encode(), ECKey.generate_key("P-256")), "signature.key_unknown"),
    ]

    answers = [await push(door, justice, act(), shown) for shown, _ in tried]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [(403, code) for _, code in tried]
    assert {each.json()["place"] for each in answers} == {"X-Signature"}
    async with door.hub.store.read() as tx:
        kept = await tx.fetch("SELECT party, format, code FROM refusals ORDER BY id")
        messages = await tx.fetch("SELECT id FROM messages")
    assert [tuple(row) for row in kept] == [(SIGNER.name, FORMAT, code) for _, code in tried]
    assert not messages


async def test_a_key_of_another_party_signs_nothing(door: Served, justice: Client) -> None:
    fund = Client("fund")
    await fund.register(door.hub, to=[may_send("test.note.v1")])

    refused = await push(door, justice, act(), signature(fund, act()))
    unsigned = await door.post(NOTES, NOTE, await token_of(door, fund), Idempotency_Key="n-1")

    assert refused.json()["code"] == "signature.key_unknown"
    assert unsigned.status_code == 202, "who does not sign is asked for nothing"


async def test_an_ended_key_signs_nothing_within_seconds(door: Served, justice: Client) -> None:
    new = Client(SIGNER.name)
    await new.register(door.hub, is_new=False)
    assert (await push(door, new, act(), signature(justice, act()))).status_code == 202

    async with door.hub.store.write() as tx:
        await end_credential(tx, justice.key.thumbprint())
    door.hub.door.signatures.forget()

    assert KNOWN_S <= 5
    assert (await push(door, new, act("e-2"), signature(justice, act("e-2")))).json()["code"] == "signature.key_unknown"
    assert (await push(door, new, act("e-2"), signature(new, act("e-2")))).status_code == 202


async def test_in_a_sandbox_one_may_try_without_and_what_is_signed_must_hold(api: Served) -> None:
    stranger = Client(SIGNER.name)

    unsigned = await api.post(ACTS, act())
    wrong = await api.post(ACTS, act("e-2"), X_Signature=signature(stranger, act("e-2")))

    assert unsigned.status_code == 202
    assert (wrong.status_code, wrong.json()["code"]) == (403, "signature.key_unknown")
