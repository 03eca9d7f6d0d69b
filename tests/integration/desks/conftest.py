"""A served hub on either store, whose register knows one family."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hub.app import Hub
from hub.exchange.door import Submission
from hub.register.bulk import apply_things, bulk_thing
from hub.register.facts import Source
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from mappings.registered import Registered
from tests.hubs import eventually, settings_for
from tests.integration.api.served import served
from tests.integration.console.desks import Desks
from tests.integration.documents.conftest import Office

FIN, STRANGER = "7ABCD12", "5ABCD12"
SAID = {"birth": "5 may", "family": "3", "origin": "Ağalı", "paper": "0123"}
FAMILY: tuple[dict[str, Any], ...] = (
    {"kind": "person", "fin": FIN, "surname": "Əliyeva", "given_name": "Aysel", "patronymic": "Orxan",
     "birth_date": "1990-05-05", "actual_residence": {"place": "Bərdə", "address": "Gizli küçə 7"}},
    {"kind": "idp_status", "fin": FIN, "category": "idp", "card_no": "AA 000123", "valid_from": "1993-11-01",
     "origin_place": "Zəngilan rayonu, Ağalı kəndi"},
    {"kind": "household", "household_id": "AT-1", "head_fin": FIN,
     "members": [{"fin": FIN, "relation": "head"}, *({"relation": "son"} for _ in range(2))]},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class House:
    """People at the console of a hub, and its register."""

    desks: Desks
    hub: Hub

    async def told(self, *records: dict[str, Any]) -> None:
        """The committee's own system tells the register."""
        raw = json.dumps({"id": f"r-{new_id()}", "records": records}, ensure_ascii=False).encode()
        await self.hub.door.accept(Submission("committee", "hub.records.v1", raw))
        self.hub.calling.nudge()
        await eventually(self._registered, what="the register knows")

    async def held(self, record: Registered) -> None:
        """What a programme or an old base has brought into the register."""
        store = RegisterStore(self.hub.sealer, self.hub.hash)
        async with self.hub.store.write() as tx:
            now = await tx.now()
            source = Source(new_id(), "committee", now)
            await apply_things(tx, store, [bulk_thing(store, record)], source, now)

    async def _registered(self) -> bool:
        async with self.hub.store.read() as tx:
            rows = await tx.fetch(
                "SELECT count(*) AS n FROM deliveries WHERE destination = 'register' AND state <> 'delivered'"
            )
        return bool(rows[0]["n"] == 0)

    async def looks(self, fin: str = FIN) -> list[tuple[str, str, str]]:
        """The access history of a person: who, by which service, how it ended."""
        async with self.hub.store.read() as tx:
            rows = await tx.fetch(
                "SELECT actor_person, service, outcome FROM access_events WHERE subject_hash = :s ORDER BY id",
                {"s": self.hub.hash("fin", fin)},
            )
        return [(row["actor_person"], row["service"], row["outcome"]) for row in rows]


@pytest.fixture(params=["embedded", "postgresql"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    more = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    async with served(settings_for(tmp_path / "data", port=0, **more), works=True) as made:
        found = House(Desks(Office(made)), made.hub)
        await found.told(*FAMILY)
        yield found
