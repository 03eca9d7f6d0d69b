"""Senders that behave: each person's messages one after the other, each repeated under its key until it is promised."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from tests.benchmarks.persons import fin, person_xml

KEY = "sandbox-committee"
FORMAT = "bench.person-xml.v1"
LETTERS = "ABCDEGHKLM"


def surname(number: int) -> str:
    """A made-up surname that spells a number, so that the agency's ledger shows the order."""
    return "Y" + "".join(LETTERS[int(digit)].lower() for digit in f"{number:05}")


def number_of(name: str) -> int:
    """The number that such a surname spells, however the agency writes it."""
    return int("".join(str(LETTERS.index(letter)) for letter in name.upper()[1:]))


def body(person: int, number: int) -> bytes:
    """Message `number` about `person`; request ids are unique over both."""
    raw = person_xml(person).decode()
    start, end = raw.index("<Soyad>"), raw.index("</Soyad>")
    raw = f"{raw[:start]}<Soyad>{surname(number)}{raw[end:]}"
    first = raw.index('sorguId="') + len('sorguId="')
    return f"{raw[:first]}f-{person}-{number}{raw[raw.index(chr(34), first) :]}".encode()


@dataclass(slots=True)
class Sent:
    """What the senders know in the end. `promised` maps (person, number) to the message id of its 202."""

    promised: dict[tuple[int, int], str] = field(default_factory=dict)
    receipts: dict[tuple[int, int], str] = field(default_factory=dict)
    repeats: int = 0
    wrong_statuses: list[int] = field(default_factory=list)
    broken_promises: list[str] = field(default_factory=list)

    def fins(self) -> dict[str, int]:
        """Person by FIN."""
        return {fin(person): person for person, _ in self.promised}


async def send(url: str, persons: Sequence[int], each: int, *, pause: float = 0.0, seconds: float = 120.0) -> Sent:
    """Send `each` messages for every person, persons at the same time."""
    sent = Sent()
    deadline = time.monotonic() + seconds
    headers = {"Authorization": f"Bearer {KEY}"}
    async with httpx.AsyncClient(base_url=url, timeout=15, headers=headers) as client, asyncio.TaskGroup() as senders:
        for person in persons:
            senders.create_task(_sender(client, person, each, pause, deadline, sent))
    return sent


async def _sender(client: httpx.AsyncClient, person: int, each: int, pause: float, deadline: float, sent: Sent) -> None:
    for number in range(1, each + 1):
        while not await _once(client, person, number, sent):
            assert time.monotonic() < deadline, f"message {number} of person {person} was never accepted"
            sent.repeats += 1
            await asyncio.sleep(0.2)
        await asyncio.sleep(pause)


async def _once(client: httpx.AsyncClient, person: int, number: int, sent: Sent) -> bool:
    try:
        answer = await client.post(
            f"/v1/messages/{FORMAT}", content=body(person, number), headers={"Content-Type": "application/xml"}
        )
    except httpx.HTTPError:
        return False
    if answer.status_code == 202:
        promise = answer.json()
        known = sent.promised.setdefault((person, number), promise["message_id"])
        if known != promise["message_id"]:
            sent.broken_promises.append(known)
        sent.receipts[person, number] = promise["receipt"]["leaf_hash"]
        return True
    if answer.status_code not in (503, 507):
        sent.wrong_statuses.append(answer.status_code)
    return False
