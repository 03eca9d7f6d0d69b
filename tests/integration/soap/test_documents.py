"""A document by SOAP becomes what it becomes by the API: registered, or refused by the very same codes."""

from __future__ import annotations

import base64

import pytest

from tests.hubs import eventually
from tests.integration.api.served import Served
from tests.integration.soap.asking import Told, ask
from tests.integration.soap.examples import SAMPLES
from tests.integration.soap.people import envelope

LETTER = (SAMPLES / "bodies_document/samples/letter.input.json").read_bytes()


async def send(soap: Served, content: bytes, key: str = "sandbox-nazirlik") -> Told:
    body = (
        '<t:sendDocument xmlns:t="urn:qayidis-hub:soap:documents:v1">'
        f"<t:content>{base64.b64encode(content).decode()}</t:content></t:sendDocument>"
    )
    return await ask(soap, envelope(body, header=""), "/soap/documents", key=key)


async def test_a_letter_is_registered_once(soap: Served) -> None:
    first, again = [await send(soap, LETTER) for _ in range(2)]

    assert (first.text("state"), first.text("messageId")) == ("accepted", again.text("messageId"))

    async def registered() -> bool:
        async with soap.hub.store.read() as tx:
            (row,) = await tx.fetch("SELECT count(*) AS n FROM documents")
        return bool(row["n"] == 1)

    await eventually(registered, what="the letter's registration")


@pytest.mark.parametrize(
    ("content", "key", "code"),
    [
        (LETTER, "sandbox-meis", "access.no_right"),
        (b"{}", "sandbox-nazirlik", "door.schema"),
        (LETTER.replace(b"Sor", b"Ist"), "sandbox-nazirlik", "door.key_taken"),
    ],
)
async def test_what_is_refused_has_the_codes_of_the_api(soap: Served, content: bytes, key: str, code: str) -> None:
    await send(soap, LETTER)

    assert (await send(soap, content, key)).code == code
