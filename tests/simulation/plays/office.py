"""What stands in an office before a month of lists and money, and what its officials ask of the hub."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from connectors.rest.calling import content_digest
from connectors.sandbox.people import iban_of, person
from document_flow.runs.state import RunHead
from hub.app import Hub
from hub.documents.office.directory import save_commissions
from hub.documents.office.seed_people import settle_sandbox
from hub.exchange.files.intake import FileSubmission
from hub.money.owing import resend
from tests.integration.lists.month import RUNS, driven, granted
from tests.integration.lists.month import settled as in_register
from tests.integration.money.conftest import House
from tests.simulation.plays.bank import Answer
from tests.simulation.prepared import DAY_S, Passes

PEOPLE: Final = range(1, 7)
"""Who has a right."""
PERIODS = ("2026-09", "2026-10")
OPENERS = ("elcin", "fuad", "zeyneb", "nigar")
CASHIERS = ("zeyneb", "aytac")
_PLACES = (("Zəngilan", "Bərdə"), ("Füzuli", "Bakı"))
PARTIES = {
    "lists_committee": ("fuad", "nigar", "aysel"),
    "lists_finance": ("uzv-4", "uzv-5", "nigar"),
    "lists_authority": ("uzv-1", "uzv-2"),
}
"""Who speaks for them: some open runs too, and one speaks for two."""


def qepik(number: int) -> int:
    return 6000 if number % 2 else 3300


async def furnish(hub: Hub, passes: Passes) -> None:
    """Officials, and people who have a right and an account each."""
    await settle_sandbox(hub.store, hub.sealer, hub.hash)
    async with hub.store.write() as tx:
        await save_commissions(tx, [(party, members, None) for party, members in PARTIES.items()])
    house = House(hub)
    for number in PEOPLE:
        who = person(number)
        names = {"surname": who.surname, "given_name": who.given_name}
        await in_register(hub, who.fin, *_PLACES[number % len(_PLACES)], **names)
        await granted(hub, who.fin, qepik(number))
        done = await house.proposed(number)
        await house.agreed(done.id, iban_of(who))
    passes(10 * DAY_S)
    await asyncio.sleep(2.0)  # what is known of the day may lag a second
    await driven(hub)


async def run_head(hub: Hub, name: str) -> RunHead | None:
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.get(tx, RUNS, name)
    return None if found is None else found.state


Waiting = tuple[str, str, int, str]
"""An obligation that is not paid: its id, status and length, the batch of its newest instruction."""


async def owed(hub: Hub) -> tuple[int, list[Waiting]]:
    """How many obligations are paid, and those that are not."""
    async with hub.store.read() as tx:
        (paid,) = await tx.fetch("SELECT count(*) AS n FROM obligations WHERE status = 'paid'")
        rows = await tx.fetch(
            "SELECT o.id, o.status, o.length, coalesce(i.batch, '') AS batch FROM obligations o"
            " LEFT JOIN instructions i ON i.obligation_id = o.id AND i.status <> 'closed'"
            " WHERE o.status <> 'paid' ORDER BY o.id"
        )
    return paid["n"], [(row["id"], row["status"], row["length"], row["batch"]) for row in rows]


async def resent(hub: Hub, batch: str) -> int:
    async with hub.store.write() as tx:
        return await resend(hub.aggregates.needs, tx, batch)


async def handed_in(hub: Hub, answer: Answer) -> bool:
    async def parts() -> AsyncIterator[bytes]:
        yield answer.raw

    digest = content_digest(answer.raw)
    await hub.files.accept(FileSubmission("xezine", "bank.payment-reply.v1", answer.name, digest, parts()))
    return True
