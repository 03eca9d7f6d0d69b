"""Faults 9 and 10: PostgreSQL dies under load; the reply to a commit is lost."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults.conftest import FLOW, System
from tests.processes import HubProcesses
from tests.proxy import Proxy
from tests.sandbox import RunningSandbox
from tests.servers import PostgresServer


@pytest.fixture
def breakable(
    tmp_path: Path, sandbox: RunningSandbox, killable_postgres: PostgresServer, broker_url: str, broker_prefix: str
) -> Iterator[System]:
    """A hub over a database that this test may break."""
    url = killable_postgres.url(killable_postgres.create_database())
    with HubProcesses(tmp_path / "hub", sandbox.url, url, broker_url, broker_prefix, dict(FLOW)) as processes:
        yield System(processes, sandbox)


@pytest.mark.fault(9)
async def test_a_database_that_dies_makes_senders_wait_and_nothing_else(
    breakable: System, killable_postgres: PostgresServer, seed: int
) -> None:
    # Given a hub under load
    breakable.start(workers=2)

    # When PostgreSQL is killed, and later shut down without saving, and started again
    async def trouble() -> None:
        for stop in (killable_postgres.kill, lambda: killable_postgres.stop(immediate=True)):
            await asyncio.sleep(1.2 + seed % 3 / 10)
            await asyncio.to_thread(stop)
            await asyncio.sleep(1.5)
            await asyncio.to_thread(killable_postgres.start)

    sent = await breakable.during(breakable.send(each=30, pause=0.15), trouble)

    # Then answers were 202 or 503 and everything promised is there
    assert sent.wrong_statuses == []
    await breakable.all_is_well(sent, 90)


@pytest.mark.fault(10)
async def test_a_lost_commit_reply_makes_no_twin(system: System, seed: int) -> None:
    # Given an API whose way to the database leads through a proxy
    system.hub.migrate()
    assert system.hub.database_url is not None
    place = urlsplit(system.hub.database_url)
    async with Proxy(place.hostname or "127.0.0.1", place.port or 5432) as proxy:
        system.hub.run("serve", HUB_DATABASE_URL=proxy.url(system.hub.database_url))
        system.hub.run("relay")
        system.hub.run("work", "work-1")
        await asyncio.to_thread(system.hub.ready)
        lost = 0

        # When the replies to commits are lost, again and again
        async def trouble() -> None:
            nonlocal lost
            for _ in range(15 + seed % 5):
                event = proxy.lose_answer_after(b"COMMIT")
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(3):
                        await event.wait()
                        lost += 1
                await asyncio.sleep(0.1)

        sent = await system.during(system.send(each=20, pause=0.1), trouble)

        # Then no message exists twice, and what was promised is there
        assert lost > 5
        await system.all_is_well(sent)
        async with system.store() as store, store.read() as tx:
            assert (await tx.fetch("SELECT count(*) AS n FROM messages"))[0]["n"] == len(sent.promised)
        system.hub.stop()
