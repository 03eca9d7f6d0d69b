"""A hub that speaks SOAP behind its real HTTP server, with a few people in its register, on either database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.app import Hub
from tests.hubs import eventually, settings_for
from tests.integration.api.served import RECORDS, Served, served
from tests.integration.soap.people import RECORDS_OF_THE_REGISTER
from tests.sandbox import free_port


@pytest.fixture(params=["sqlite", "postgresql"])
async def soap(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Served]:
    """No agency answers."""
    more: dict[str, object] = {
        "port": free_port(),
        "sandbox_url": f"http://127.0.0.1:{free_port()}",
        "formats": (Path(__file__).parents[1] / "api" / "formats",),
        "routes": ("routes", "tests.integration.api.note_routes"),
    }
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with served(settings_for(tmp_path / "data", **more), works=True) as made:
        answer = await made.post(RECORDS, RECORDS_OF_THE_REGISTER, "sandbox-committee")
        assert answer.status_code == 202, answer.text
        await eventually(lambda: is_registered(made.hub), what="the register's records")
        yield made


async def is_registered(hub: Hub) -> bool:
    """What was handed over is in the register."""
    async with hub.store.read() as tx:
        (row,) = await tx.fetch(
            "SELECT count(*) AS n FROM deliveries WHERE destination = 'register' AND state <> 'delivered'"
        )
    return bool(row["n"] == 0)
