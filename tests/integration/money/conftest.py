"""A hub on either store, whose register knows some payees with an account, and steps through their money."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from connectors.sandbox.people import iban_of, person
from document_flow.money.account import PayeeAccount
from hub.aggregates.aggregates import Done
from hub.aggregates.reading import command_of
from hub.app import Hub
from hub.exchange.door import Submission
from hub.money.accounts import ACCOUNTS
from hub.settings import Settings
from hub.store.ids import new_id
from tests.hubs import eventually, running_hub, settings_for
from tests.integration.hard_cases.office import later
from tests.things import statement


@dataclass(frozen=True, slots=True)
class House:
    """The hub, and what its people do about accounts."""

    hub: Hub

    async def told(self, *records: dict[str, object]) -> None:
        """The committee's own system tells the register."""
        raw = json.dumps({"id": f"r-{new_id()}", "records": records}, ensure_ascii=False).encode()
        await self.hub.door.accept(Submission("committee", "hub.records.v1", raw))
        self.hub.calling.nudge()
        await eventually(self.inside, what="the register knows")

    async def inside(self) -> bool:
        """Nothing is on its way inside the hub."""
        async with self.hub.store.read() as tx:
            rows = await tx.fetch(
                "SELECT count(*) AS n FROM deliveries WHERE destination IN ('register', 'money')"
                " AND state IN ('due', 'delivering', 'retrying', 'blocked')"
            )
        return bool(rows[0]["n"] == 0)

    async def entity(self, number: int) -> str:
        """The id of a payee in the register."""
        async with self.hub.store.read() as tx:
            found = await self.hub.aggregates.needs.reader.by_key(tx, "fin", person(number).fin)
        assert found is not None
        return found.id

    async def proposed(self, number: int, iban: str | None = None, by: str = "sevinc") -> Done[PayeeAccount]:
        """A clerk proposes an account, by the payee's application."""
        fin = person(number).fin
        document = await statement(self.hub, fin)
        says = {"payee": fin, "account": iban or iban_of(person(number)), "document": document}
        command = command_of(ACCOUNTS, "propose_account", by, says)
        return await self.hub.aggregates.open(ACCOUNTS, command, new_id())

    async def agreed(self, account: str, iban: str, by: str = "fuad") -> Done[PayeeAccount]:
        """A second person agrees."""
        command = command_of(ACCOUNTS, "agree_account", by, {"account": iban})
        return await self.hub.aggregates.act(ACCOUNTS, account, command, new_id())

    async def paid_to(self, number: int, iban: str | None = None) -> None:
        """The payee has an account, after everything that it takes."""
        chosen = iban or iban_of(person(number))
        done = await self.proposed(number, chosen)
        await self.agreed(done.id, chosen)
        await later(self.hub, 10)
        await self.phase(done.id, "in_force")

    async def phase(self, account: str, wanted: str) -> None:
        """Wait until the account stands there."""

        async def stands() -> bool:
            async with self.hub.store.read() as tx:
                found = await self.hub.aggregates.tables.get(tx, ACCOUNTS, account)
            return found is not None and ACCOUNTS.phase(found.state) == wanted

        await eventually(stands, what=f"the account is {wanted}")


def people(numbers: Sequence[int]) -> list[dict[str, object]]:
    """What the register is told of them."""
    found = [person(number) for number in numbers]
    return [
        {"kind": "person", "fin": p.fin, "surname": p.surname, "given_name": p.given_name, "birth_date": "1988-03-07"}
        for p in found
    ]


@pytest.fixture(params=["embedded", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[House]:
    async with running_hub(settings) as hub:
        made = House(hub)
        await made.told(*people(range(1, 5)))
        yield made
