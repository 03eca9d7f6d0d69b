"""Faults 5, 7 and 8: the broker dies, hangs, or loses a queue. The API goes on promising; nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import FLOW, System
from tests.processes import HubProcesses
from tests.sandbox import RunningSandbox
from tests.servers import RabbitServer


@pytest.fixture
def breakable(
    tmp_path: Path, sandbox: RunningSandbox, postgres_url: str, killable_broker: RabbitServer, broker_prefix: str
) -> Iterator[System]:
    """A hub over a broker that this test may break."""
    url = killable_broker.url
    with HubProcesses(tmp_path / "hub", sandbox.url, postgres_url, url, broker_prefix, dict(FLOW)) as processes:
        yield System(processes, sandbox)


@pytest.mark.fault(5)
async def test_a_broker_killed_three_times_loses_nothing(
    breakable: System, killable_broker: RabbitServer, seed: int
) -> None:
    # Given a hub under load
    breakable.start(workers=2)

    # When the broker is killed and started again, three times
    async def trouble() -> None:
        for _ in range(3):
            await asyncio.sleep(1.0 + seed % 3 / 10)
            await asyncio.to_thread(killable_broker.kill)
            await asyncio.sleep(1.0)
            await asyncio.to_thread(killable_broker.start)

    sent = await breakable.during(breakable.send(each=60, pause=0.25), trouble)

    # Then every sender was answered at once, and everything arrives
    assert sent.repeats == 0, "the store absorbs a broker's absence"
    await breakable.all_is_well(sent, 90)


@pytest.mark.fault(7)
async def test_a_broker_that_hangs_is_noticed(breakable: System, killable_broker: RabbitServer, seed: int) -> None:
    # Given a hub under load
    breakable.start()

    # When the broker stops answering for a while, its connections open
    async def trouble() -> None:
        await asyncio.sleep(1.0 + seed % 3 / 10)
        killable_broker.pause()
        await asyncio.sleep(25)
        killable_broker.resume()

    sent = await breakable.during(breakable.send(each=20, pause=0.3), trouble)

    # Then the senders did not notice, and all arrives
    assert sent.repeats == 0
    await breakable.all_is_well(sent, 90)


@pytest.mark.fault(8)
async def test_a_deleted_queue_is_declared_again(breakable: System, killable_broker: RabbitServer, seed: int) -> None:
    # Given a hub under load
    breakable.start()
    queue = f"{breakable.hub.broker_prefix}.work.meis.person.update"

    # When somebody deletes its queue, with what is in it
    async def trouble() -> None:
        await asyncio.sleep(1.5 + seed % 3 / 10)
        await asyncio.to_thread(killable_broker.delete_queue, queue)

    sent = await breakable.during(breakable.send(each=20, pause=0.2), trouble)

    # Then what was in it is published again from the store
    await breakable.all_is_well(sent, 90)
