"""The register's room on SQLite and on PostgreSQL, with one family in it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.exchange.door import Submission
from hub.settings import Settings
from tests.hubs import eventually, settings_for
from tests.integration.console.desks import Desks
from tests.integration.documents.conftest import an_office

MOTHER, SON = "7ABCD12", "5ABCD12"


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def desks(settings: Settings) -> AsyncIterator[Desks]:
    async with an_office(settings) as office:
        made = Desks(office)
        await tell(made, "edliyye", "justice.civil-act.v1", name_change())
        await tell(made, "committee", "hub.records.v1", family())
        yield made


def name_change() -> dict[str, Any]:
    """Aysel Quliyeva becomes Əliyeva on 5 January 2026, by the Ministry of Justice."""
    subject = {
        "role": "PERSON",
        "pin": MOTHER,
        "firstName": "Aysel",
        "lastName": "Əliyeva",
        "fatherName": "Orxan",
        "gender": "F",
        "birthDate": "1990-05-01T00:00:00+04:00",
    }
    return {
        "eventId": "e-1",
        "eventType": "NAME_CHANGE",
        "actNumber": "AB-0000001/2026",
        "actDate": "2026-01-05T00:00:00+04:00",
        "subjects": [subject],
    }


def family() -> dict[str, Any]:
    """Aysel with a son, a gas account under another given name, and the committee's own word on her surname."""
    return {
        "id": "family-1",
        "records": [
            {"kind": "person", "fin": MOTHER, "surname": "Quliyeva"},
            {"kind": "person", "fin": SON, "surname": "Əliyev", "given_name": "Tural", "vital_status": "alive"},
            {
                "kind": "household",
                "household_id": "AT-0000001",
                "head_fin": MOTHER,
                "members": [
                    {"fin": MOTHER, "relation": "head", "since": "2019-01-14"},
                    {"fin": SON, "relation": "son", "since": "2019-01-14"},
                ],
            },
            {
                "kind": "utility_account",
                "provider": "azeriqaz",
                "subscriber_code": "0300123456",
                "fin": MOTHER,
                "holder": {"surname": "Əliyeva", "given_name": "Aygün"},
                "debt_qepik": 1250,
            },
        ],
    }


async def tell(desks: Desks, party: str, name: str, document: dict[str, Any]) -> None:
    """Hand a message over and wait until the register has it."""
    hub = desks.office.served.hub
    await hub.door.accept(Submission(party, name, json.dumps(document).encode()))
    hub.calling.nudge()

    async def applied() -> bool:
        async with hub.store.read() as tx:
            rows = await tx.fetch(
                "SELECT count(*) AS n FROM deliveries WHERE destination = 'register' AND state <> 'delivered'"
            )
        return bool(rows[0]["n"] == 0)

    await eventually(applied, what="what was told is in the register")
