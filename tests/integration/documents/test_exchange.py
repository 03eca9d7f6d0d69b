"""Documents between the hub and the simulated ministry: sent, registered there, answered, and attacked on their way."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hub.exchange.accept import store_messages
from hub.exchange.model import Origin
from mappings.format import BUNDLED
from mappings.official_documents import (
    BodyAddress,
    DocumentFile,
    DocumentNotice,
    OfficialDocument,
    document_keys,
)
from routes.outgoing_documents import SOURCE
from tests.hubs import eventually, settings_for
from tests.integration.api.served import Served, served
from tests.sandbox import RunningSandbox, free_port

US, MINISTRY = BodyAddress(code="99"), BodyAddress(code="97")
DOCUMENTS, NOTICES = "/v1/messages/bodies.document.v1", "/v1/messages/bodies.notice.v1"
PARTY = "sandbox-nazirlik"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A hub behind its server, and the ministry that writes to it."""

    served: Served
    sandbox: RunningSandbox

    async def send(self, record: OfficialDocument | DocumentNotice) -> str:
        """Send a record of the committee as the documents do; the message's id."""
        hub, name = self.served.hub, f"{record.kind} {record.consignment_id} {record.recipient.code}"
        message = hub.planner.follow_up(SOURCE, record, document_keys(record), Origin("committee"), name)
        async with hub.store.write() as tx:
            await store_messages(tx, [message], await tx.now())
        hub.calling.nudge()
        return message.id

    async def deliveries(self, message: str) -> list[dict[str, Any]]:
        """Where a message stands: state, reference and code of each of its deliveries."""
        async with self.served.hub.store.read() as tx:
            rows = await tx.fetch(
                "SELECT destination, state, reference, error_code, tries FROM deliveries WHERE message_id = :id",
                {"id": message},
            )
        return [dict(row) for row in rows]

    async def settled(self, message: str) -> dict[str, Any]:
        """The one delivery of a message, when it is over."""

        async def over() -> bool:
            return {each["state"] for each in await self.deliveries(message)} <= {"delivered", "failed"}

        await eventually(over, what="the delivery")
        (delivery,) = await self.deliveries(message)
        return delivery

    async def received(self, count: int) -> list[str]:
        """The formats of what the ministry has handed over, in its order, when there are so many."""

        async def there() -> list[str]:
            async with self.served.hub.store.read() as tx:
                rows = await tx.fetch("SELECT format FROM messages WHERE party = 'nazirlik' ORDER BY id")
            return [row["format"] for row in rows]

        async def enough() -> bool:
            return len(await there()) >= count

        await eventually(enough, what=f"{count} messages of the ministry")
        return await there()

    def letters(self) -> list[dict[str, Any]]:
        """What the ministry has taken in besides the notices that its own letters are registered."""
        entries = self.sandbox.ledger("nazirlik").entries
        return [each for each in entries if each["operation"] == "nazirlik.send_document"]


@pytest.fixture
async def exchange(tmp_path: Path) -> AsyncIterator[Exchange]:
    port = free_port()
    more = ("--hub-url", f"http://127.0.0.1:{port}")
    sandbox = await asyncio.to_thread(RunningSandbox.start, tmp_path / "sandbox", *more)
    with sandbox:
        settings = settings_for(tmp_path / "hub", port=port, sandbox_url=sandbox.url)
        async with served(settings, works=True) as running:
            yield Exchange(running, sandbox)


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Served]:
    """The hub alone, which only takes in."""
    async with served(settings_for(tmp_path / "hub", port=0)) as running:
        yield running


def letter(consignment: str = "c-1", **other: Any) -> OfficialDocument:
    return OfficialDocument.model_validate(
        {
            "consignment_id": consignment,
            "sender": US,
            "recipient": MINISTRY,
            "reg_no": "99-Q-00001/26",
            "reg_date": date(2026, 3, 10),
            "doc_type": "Məktub",
            "subject": "Ailələr barədə sorğu",
            "files": (DocumentFile.of("məktub.txt", "text/plain", b"Salam", main=True),),
            **other,
        }
    )


def theirs(**envelope: Any) -> dict[str, Any]:
    """A letter of the ministry, as the format's samples have it."""
    sample = BUNDLED / "bodies_document" / "samples" / "letter.input.json"
    document: dict[str, Any] = json.loads(sample.read_text())
    document["SenedZerfi"].update(envelope)
    return document


async def test_a_document_is_handed_over_registered_there_and_answered(exchange: Exchange) -> None:
    message = await exchange.send(letter())

    delivery = await exchange.settled(message)
    formats = await exchange.received(2)

    assert (delivery["destination"], delivery["state"]) == ("nazirlik.send_document", "delivered")
    assert delivery["reference"].startswith("NZR-")
    assert formats == ["bodies.notice.v1", "bodies.document.v1"]


async def test_a_lost_answer_is_asked_after_and_the_document_is_taken_in_once(exchange: Exchange) -> None:
    exchange.sandbox.behave("nazirlik", fail=502, after_apply=True, times=1)

    delivery = await exchange.settled(await exchange.send(letter()))

    assert delivery["state"] == "delivered"
    assert [entry["applied_count"] for entry in exchange.letters()] == [1]


async def test_the_same_consignment_in_another_message_is_a_duplicate_and_delivered(exchange: Exchange) -> None:
    first = await exchange.settled(await exchange.send(letter()))
    hub = exchange.served.hub
    again = hub.planner.follow_up(SOURCE, letter(), document_keys(letter()), Origin("committee"), "again")
    async with hub.store.write() as tx:
        await store_messages(tx, [again], await tx.now())
    hub.calling.nudge()

    second = await exchange.settled(again.id)

    assert (second["state"], second["reference"]) == ("delivered", first["reference"])
    assert exchange.sandbox.ledger("nazirlik").repeats == 1


async def test_a_sender_whom_the_ministry_does_not_know_is_refused_for_good(exchange: Exchange) -> None:
    delivery = await exchange.settled(await exchange.send(letter(sender=BodyAddress(code="305"))))

    assert (delivery["state"], delivery["error_code"]) == ("failed", "nazirlik.sender_does_not_match")
    assert delivery["tries"] == 1


async def test_a_document_for_a_body_that_nobody_reaches_goes_nowhere(exchange: Exchange) -> None:
    message = await exchange.send(letter(recipient=BodyAddress(code="305")))

    assert await exchange.deliveries(message) == []
    assert exchange.sandbox.ledger("nazirlik").entries == []


async def test_the_committees_own_notice_reaches_the_ministry(exchange: Exchange) -> None:
    notice = DocumentNotice(
        consignment_id="c-7",
        sender=US,
        recipient=MINISTRY,
        outcome="registered",
        reg_no="99-01-05/7/26",
        reg_date=date(2026, 3, 17),
    )

    delivery = await exchange.settled(await exchange.send(notice))

    assert (delivery["destination"], delivery["state"]) == ("nazirlik.send_notice", "delivered")
    assert exchange.sandbox.ledger("nazirlik").subjects("consignment_id") == ["c-7"]


async def test_a_refusal_comes_back_as_a_notice_alone(exchange: Exchange) -> None:
    exchange.sandbox.behave("nazirlik", mode="refuse")

    await exchange.settled(await exchange.send(letter()))
    await exchange.received(1)
    await asyncio.sleep(0.7)  # time enough for an answer that must not come

    assert await exchange.received(1) == ["bodies.notice.v1"]


async def test_a_killed_ministry_writes_nothing_twice(exchange: Exchange) -> None:
    await exchange.settled(await exchange.send(letter()))
    await exchange.received(2)

    await asyncio.to_thread(exchange.sandbox.kill)
    await asyncio.to_thread(exchange.sandbox.restart)
    await asyncio.sleep(1)

    assert await exchange.received(2) == ["bodies.notice.v1", "bodies.document.v1"]


# Attacks -------------------------------------------------------------------------------------------------------------


async def test_a_file_that_was_changed_on_its_way_is_kept_apart_and_named_by_its_place(door: Served) -> None:
    document = theirs()
    document["SenedZerfi"]["Fayl"][0]["Mezmun"] = base64.b64encode(b"x" * 75).decode()

    answer = await door.post(DOCUMENTS, document, PARTY)

    said = answer.json()
    assert (answer.status_code, said["state"]) == (202, "quarantined")
    assert [(each["code"], each["path"]) for each in said["issues"]] == [("map.hash_differs", "/SenedZerfi/Fayl/0")]


async def test_a_consignment_that_comes_again_with_other_content_is_a_conflict(door: Served) -> None:
    first = await door.post(DOCUMENTS, theirs(), PARTY)
    again = await door.post(DOCUMENTS, theirs(), PARTY)
    forged = await door.post(DOCUMENTS, theirs(Movzu="Başqa mövzu"), PARTY)

    assert (first.status_code, again.json()["message_id"]) == (202, first.json()["message_id"])
    assert (forged.status_code, forged.json()["code"]) == (409, "door.key_taken")


async def test_a_document_that_is_too_big_is_turned_away(door: Served) -> None:
    document = theirs()
    file = document["SenedZerfi"]["Fayl"][0]
    one_too_big = theirs(Fayl=[{**file, "Mezmun": "A" * 9_786_716}])
    all_too_big = theirs(Fayl=[{**file, "Mezmun": "A" * 5_000_000}, {**file, "Esas": False, "Mezmun": "A" * 6_000_000}])

    refused = [await door.post(DOCUMENTS, each, PARTY) for each in (one_too_big, all_too_big)]

    assert [(each.status_code, each.json()["code"]) for each in refused] == [
        (422, "door.schema"),
        (413, "door.too_large"),
    ]


@pytest.mark.parametrize("path", [DOCUMENTS, NOTICES])
async def test_another_party_may_not_speak_for_a_ministry(door: Served, path: str) -> None:
    answer = await door.post(path, theirs(), "sandbox-edliyye")

    assert answer.status_code == 403
