"""A list's money to the bank over SFTP and back: in parts, late, closed accounts, and `31` for what was paid before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from connectors.agencies.xezine.twin import SIMULATION
from connectors.rest.calling import content_digest
from connectors.sandbox.people import iban_of, person
from hub.app import Hub
from hub.exchange.files.intake import FileSubmission
from hub.exchange.usage import Usage, WantedUsages
from hub.money.numbers import keep_number
from hub.settings import Settings
from hub.web.usages import usages_of
from tests.hubs import eventually, running_hub
from tests.integration.money.conftest import House, people
from tests.integration.money.lists import came_to, entry, head, instructions, owed
from tests.sftp import leaving_files

ROWS = 20
HALF_A_YEAR = 180 * 24 * 3600 * 1_000_000
HEAD = head()
bank = partial(leaving_files, SIMULATION)


async def test_a_lists_money_is_accounted_for_by_what_the_bank_leaves_in_its_folder(settings: Settings) -> None:
    room: Path = settings.data / "sandbox"
    async with bank(room) as ledger, running_hub(settings) as hub:
        house = House(hub)
        await house.told(*people(range(1, ROWS + 1)))
        needs = hub.aggregates.needs
        payees = [await house.entity(number) for number in range(1, ROWS + 1)]
        async with hub.store.write() as tx:
            keys = [await keep_number(needs, tx, payees[n], iban_of(person(n + 1))) for n in range(ROWS)]
        await owed(hub, HEAD, [entry(payee, key) for payee, key in zip(payees, keys, strict=True)])
        hub.calling.nudge()

        async def accounted_for() -> bool:
            return (await came_to(hub, HEAD))[2] == 0

        await eventually(accounted_for, 90, "the bank's answers")

        assert await came_to(hub, HEAD) == (6000 * (ROWS - 2), 12000, 0)
        codes = {each["seq"]: each["code"] for each in await instructions(hub)}
        assert (codes[5], codes[7]) == ("05", "12")
        assert {each["status"] for each in await instructions(hub)} == {"closed"}
        (batch,) = ledger.show("xezine", 0, 10)["entries"]
        assert batch["subject"]["amount_qepik"] == 6000 * ROWS
        assert [
            (each.party, each.categories, each.purpose, each.basis, each.persons) for each in await sent(hub, 5)
        ] == [("xezine", ("personal", "social"), "benefit", "669-IQ", ROWS)], (
            "who was in the list is told of it, also where the bank refused"
        )
        assert await sent(hub, ROWS + 1) == [], "and nobody else"
        assert await sent(hub, 5, benefit=HALF_A_YEAR) == [], "for an inquiry it would be told later"


async def sent(hub: Hub, number: int, **held: int) -> list[Usage]:
    """What the payee is told of lists; with `held` as if uses for such purposes were told later, in microseconds."""
    usages = usages_of(hub)
    async with hub.store.read() as tx:
        rules = replace(usages.rules, held={**usages.rules.held, **held})
        _, found = await replace(usages, rules=rules).find(tx, WantedUsages(person(number).fin))
    return found


async def test_an_answer_to_a_payment_that_nobody_instructed_is_seen_by_operators(settings: Settings) -> None:
    lines = ["HDQ00000000020261130".ljust(51), f"RDQ00000000000000194FMDDD0030112026{'BR1':16}"]
    raw = "".join(f"{each}\r\n" for each in [*lines, "TDQ000000000000001".ljust(51)]).encode()

    async def parts() -> AsyncIterator[bytes]:
        yield raw

    async with running_hub(settings) as hub:
        await hub.files.accept(
            FileSubmission("xezine", "bank.payment-reply.v1", "MKC_20261130_01.txt", content_digest(raw), parts())
        )

        async def failed() -> bool:
            async with hub.store.read() as tx:
                rows = await tx.fetch("SELECT state, error_code FROM deliveries WHERE destination = 'money'")
            return [(each["state"], each["error_code"]) for each in rows] == [("failed", "money.no_instruction")]

        await eventually(failed, what="the failed delivery")
