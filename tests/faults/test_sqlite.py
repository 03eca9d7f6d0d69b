"""Fault 28: the embedded default is killed again and again; its write-ahead log is taken away."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from pathlib import Path

import pytest

from tests.faults.conftest import System


def _integrity(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        found: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return found
    finally:
        connection.close()


@pytest.mark.fault(28)
async def test_the_embedded_hub_killed_again_and_again_loses_nothing(embedded: System, seed: int) -> None:
    # Given the embedded default under load
    embedded.hub.run("run")
    embedded.hub.ready()
    draw = random.Random(seed)

    # When it is killed four times, wherever it happens to be
    async def trouble() -> None:
        for _ in range(4):
            await asyncio.sleep(draw.uniform(0.3, 1.5))
            embedded.hub.kill("run")
            embedded.hub.run("run")
            await asyncio.to_thread(embedded.hub.ready)

    sent = await embedded.during(embedded.send(each=20, pause=0.1), trouble)

    # Then the file is whole and everything promised is there
    await embedded.all_is_well(sent, 90)
    assert _integrity(embedded.hub.data / "hub.sqlite3") == "ok"


@pytest.mark.fault(28)
async def test_a_second_process_may_write_beside_it(embedded: System, seed: int) -> None:
    # Given the embedded default under load
    del seed
    embedded.hub.run("run")
    embedded.hub.ready()

    # When another process writes to the same file all the time
    async def trouble() -> None:
        async with embedded.store() as store:
            for _ in range(60):
                async with store.write() as tx:
                    await tx.execute(
                        "INSERT INTO cursors (name, next_seq) VALUES ('beside', 1)"
                        " ON CONFLICT (name) DO UPDATE SET next_seq = cursors.next_seq + 1"
                    )
                await asyncio.sleep(0.02)

    sent = await embedded.during(embedded.send(each=10), trouble)

    # Then both got what they wanted
    await embedded.all_is_well(sent)


@pytest.mark.fault(28)
async def test_a_log_that_was_taken_away_is_noticed_at_the_start(embedded: System, seed: int) -> None:
    # Given a hub that died with commits in its write-ahead log
    embedded.hub.run("run")
    embedded.hub.ready()
    await embedded.send(persons=1 + seed % 20, each=1)
    embedded.hub.kill("run")

    # When somebody deletes the log
    for name in ("hub.sqlite3-wal", "hub.sqlite3-shm"):
        (embedded.hub.data / name).unlink(missing_ok=True)

    # Then the hub refuses to start and says what is missing
    again = embedded.hub.run("run", "again")
    assert again.wait() != 0
    assert "hub.sqlite3-wal is missing" in again.log.read_text()
