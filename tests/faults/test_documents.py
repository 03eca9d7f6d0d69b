"""Fault 31: the process is killed between any two steps of documents' lives."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.documents.acting.reading import history
from hub.settings import Settings
from hub.store.data_keys import open_sealer
from hub.store.open import open_store
from tests.document_checker import broken
from tests.faults.papers import COMMANDS, LIFE, Papers
from tests.hubs import HASH_KEY
from tests.processes import HubProcesses

PLACES = ("documents.before_commit", "documents.before_answer")
AT_ONCE = 3
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(params=["sqlite", "postgresql"])
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HubProcesses]:
    """The API alone, over each database in turn; no agency and no office of the sandbox takes part."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with HubProcesses(tmp_path / "hub", NOBODY, url) as processes:
        processes.migrate()
        yield processes


async def lives(hub: HubProcesses, papers: Papers) -> None:
    """Nothing lost, nothing twice: every paper has the events of its life, and all that is beside them holds."""
    settings = Settings(data=hub.data, database_url=hub.database_url, hash_key=HASH_KEY, sandbox=True)
    store = await open_store(settings, SystemClock())
    try:
        sealer = await open_sealer(settings, store, SystemClock())
        async with store.read() as tx:
            rows = await tx.fetch("SELECT id FROM documents")
            told = {row["id"]: [line.kind for line in (await history(tx, sealer, row["id"])).lines] for row in rows}
            keys = (await tx.fetch("SELECT count(*) AS n FROM commands"))[0]["n"]
        assert sorted(told) == sorted(papers.finished), told
        assert all(tuple(kinds) == LIFE for kinds in told.values()), told
        assert keys == len(papers.promised) == COMMANDS * AT_ONCE
        assert (papers.broken_promises, papers.refused) == ([], [])
        assert await broken(store, sealer) == []
    finally:
        await store.aclose()


@pytest.mark.fault(31, seeds=20)
async def test_a_process_killed_between_two_steps_of_a_document_loses_and_doubles_nothing(
    hub: HubProcesses, seed: int
) -> None:
    # Given a process that will die at the n-th command about documents, before its commit or before its answer
    draw = random.Random(seed)
    place = PLACES[seed % len(PLACES)]
    dying = hub.run("serve", HUB_FAILPOINT=f"{place}:{draw.randint(1, COMMANDS)}")
    await asyncio.to_thread(hub.ready)

    # When three documents live at the same time, and it is started again after its death
    papers = Papers(hub.url)
    lived = asyncio.create_task(papers.live(range(AT_ONCE)))
    assert await asyncio.to_thread(dying.wait, 60) == -9
    hub.run("serve")
    await lived

    # Then each has the events of its life once, with one number, in an intact chain
    assert papers.repeats > 0
    await lives(hub, papers)
