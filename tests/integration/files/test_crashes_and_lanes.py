"""A file goes on where a crash left it, and a row whose account is busy waits for its turn."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest

from hub.app import Hub
from hub.exchange.door import Submission
from hub.exchange.files.splitting import CHUNK, Splitting
from hub.settings import Settings
from tests.hubs import eventually, running_hub
from tests.integration.files.conftest import accounts, counters, file_of, finished, hand_over, meter_file, row
from tests.warm import WARM

ROOT = Path(__file__).parents[3]
_SOON_S = 0.5


def work_until_killed(settings: Settings, failpoint: str) -> None:
    """A process that works the hub's store until its failpoint kills it."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    environ |= {
        "HUB_DATA": str(settings.data),
        "HUB_HASH_KEY": settings.hash_key or "",
        "HUB_SANDBOX": "true",
        "HUB_FAILPOINT": failpoint,
        "PYTHONPATH": str(ROOT),
    }
    if settings.database_url:
        environ["HUB_DATABASE_URL"] = settings.database_url
    ended = WARM.run("tests.integration.files.working", env=environ)
    assert ended.returncode == -9, ended.stderr


@pytest.mark.parametrize("failpoint", ["file.before_batch_commit", "worker.before_apply_commit:2"])
async def test_a_killed_process_neither_loses_nor_doubles_a_row(settings: Settings, failpoint: str) -> None:
    raw = meter_file(*(row(number) for number in range(3500)), "short;row")
    async with running_hub(settings, works=False) as hub:
        accepted = await hand_over(hub, raw)
    await asyncio.to_thread(work_until_killed, settings, failpoint)

    async with running_hub(settings, works=False) as hub, hub.store.write() as tx:
        await tx.execute("DELETE FROM leaders")  # else the dead leader's lease is waited for
    async with running_hub(settings) as hub:
        file = await finished(hub, accepted.message_id)

        assert (file["state"], counters(file)) == ("completed", (3500, 1, 0, 0))
        assert len(await accounts(hub)) == 3500
        async with hub.store.read() as tx:
            facts = await tx.fetch("SELECT count(*) AS n FROM facts")
            chunks = await tx.fetch("SELECT count(*) AS n FROM deliveries WHERE destination = 'register-chunk'")
        assert (facts[0]["n"], chunks[0]["n"]) == (3500, 4)


async def test_a_chunk_whose_reader_is_cut_off_is_still_due(settings: Settings) -> None:
    async with running_hub(settings, works=False) as hub:
        accepted = await hand_over(hub, meter_file(row(1), row(2)))
        await Splitting(hub.store, hub.content, hub.formats, hub.planner).step()
        async with hub.store.write() as tx:
            (chunk,) = await tx.fetch("UPDATE deliveries SET budget = budget WHERE part IS NOT NULL RETURNING id")
            cut_off = asyncio.create_task(hub.inside[CHUNK].work([chunk["id"]], "test"))
            await asyncio.sleep(_SOON_S)  # it has been read, and waits for the row that we hold
            cut_off.cancel()
        await asyncio.sleep(_SOON_S)  # by now it has been tried without what was read

        await hub.inside[CHUNK].work([chunk["id"]], "test")

        file = await file_of(hub, accepted.message_id)
        assert (file["state"], counters(file)) == ("completed", (2, 0, 0, 0))


async def test_a_row_whose_account_is_busy_becomes_a_message_of_its_own_and_comes_after(settings: Settings) -> None:
    record = {
        "kind": "utility_account",
        "provider": "azerishiq",
        "subscriber_code": "0700000000001",
        "consumption_kwh": 5,
        "meter_no": "77777777",
    }
    body = json.dumps({"id": "before-the-file", "records": [record]}).encode()
    async with running_hub(settings, works=False) as hub:
        await hub.door.accept(Submission("committee", "hub.records.v1", body))
        accepted = await hand_over(hub, meter_file(row(1, kwh=20), row(2, kwh=20)))
        await Splitting(hub.store, hub.content, hub.formats, hub.planner).step()
        async with hub.store.read() as tx:
            chunks = await tx.fetch("SELECT id FROM deliveries WHERE destination = :chunk", {"chunk": CHUNK})
        await hub.inside[CHUNK].work([each["id"] for each in chunks], "test")

        file = await file_of(hub, accepted.message_id)
        assert (file["state"], counters(file)) == ("completed", (1, 0, 1, 0))
        assert set(await accounts(hub)) == {"0700000000002"}

    async with running_hub(settings) as hub:
        await eventually(lambda: all_settled_in_register(hub), what="the waiting row")

        account = (await accounts(hub))["0700000000001"]
        assert account["consumption_kwh"] == 5, "the committee's word weighs more than the utility's"
        assert account["final_reading"] == 120


async def all_settled_in_register(hub: Hub) -> bool:
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT count(*) AS n FROM deliveries WHERE destination = 'register' AND state <> 'delivered'"
        )
    return bool(rows[0]["n"] == 0)
