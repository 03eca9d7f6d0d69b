"""Faults 1 to 4: SIGKILL of the API, the relay and workers, at named places and at random moments."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.faults.conftest import System
from tests.faults.traffic import Sent


async def _revive(system: System, name: str, command: str) -> None:
    """Wait until the failpoint has killed the process, then start it again without one."""
    process = system.hub.running[name].process
    await asyncio.to_thread(process.wait, 60)
    assert process.returncode == -9
    system.hub.run(command, name)


async def _killed_at(system: System, name: str, command: str, failpoint: str, seed: int) -> Sent:
    """Run one process with a failpoint that kills it at its n-th passing, under load."""
    times = random.Random(seed).randint(1, 15)
    system.hub.kill(name)
    system.hub.run(command, name, HUB_FAILPOINT=f"{failpoint}:{times}")
    if command == "serve":
        system.hub.ready()
    return await system.during(system.send(), lambda: _revive(system, name, command))


@pytest.mark.fault(1, seeds=100)
async def test_an_api_killed_before_its_commit_promised_nothing(system: System, seed: int) -> None:
    # Given a running hub
    system.start()

    # When the API dies with a transaction open, under load
    sent = await _killed_at(system, "serve", "serve", "api.before_commit", seed)

    # Then senders repeat, and everything promised is applied once
    assert sent.repeats > 0
    await system.all_is_well(sent)


@pytest.mark.fault(2, seeds=100)
async def test_an_api_killed_before_its_answer_gives_the_same_answer_later(system: System, seed: int) -> None:
    # Given a running hub
    system.start()

    # When the API dies after the commit and before the answer
    sent = await _killed_at(system, "serve", "serve", "api.before_answer", seed)

    # Then the repetition finds the first message
    assert sent.repeats > 0
    await system.all_is_well(sent)
    async with system.store() as store, store.read() as tx:
        assert (await tx.fetch("SELECT count(*) AS n FROM messages"))[0]["n"] == len(sent.promised)


@pytest.mark.fault(3, seeds=100)
async def test_a_relay_killed_after_publishing_repeats_itself_harmlessly(system: System, seed: int) -> None:
    # Given a running hub
    system.start()

    # When the relay dies before it remembers what it has published
    sent = await _killed_at(system, "relay", "relay", "relay.after_publish", seed)

    # Then nothing is applied twice
    await system.all_is_well(sent)


PLACES = ("worker.before_claim_commit", "worker.after_claim", "worker.after_call", "worker.before_settle_commit")


@pytest.mark.fault(4, seeds=100)
@pytest.mark.parametrize("place", PLACES)
async def test_a_worker_killed_anywhere_loses_and_doubles_nothing(system: System, seed: int, place: str) -> None:
    # Given a running hub with one worker
    system.start()

    # When the worker dies at this place
    sent = await _killed_at(system, "work-1", "work", place, seed)

    # Then its leases run out, the agency is asked about what was sent, and all comes right
    await system.all_is_well(sent)


@pytest.mark.fault(4, seeds=100)
async def test_workers_killed_at_random_moments_lose_and_double_nothing(system: System, seed: int) -> None:
    # Given two workers
    system.start(workers=2)
    draw = random.Random(seed)

    # When each is killed at a random moment and started again
    async def trouble() -> None:
        for _ in range(3):
            await asyncio.sleep(draw.uniform(0.1, 1.2))
            name = f"work-{draw.randint(1, 2)}"
            system.hub.kill(name)
            system.hub.run("work", name)

    sent = await system.during(system.send(each=15, pause=0.05), trouble)

    # Then all comes right
    await system.all_is_well(sent)
