"""Faults 1 to 4: SIGKILL of the API, the relay and workers, at named places and at random moments."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.faults.conftest import System
from tests.faults.traffic import Sent

PLACES = ("worker.before_claim_commit", "worker.after_claim", "worker.after_call", "worker.before_settle_commit")


async def _revive(system: System, name: str, command: str) -> None:
    """Wait until the failpoint has killed the process, then start it again without one."""
    process = system.hub.running[name].process
    await asyncio.to_thread(process.wait, 60)
    assert process.returncode == -9
    system.hub.run(command, name)


async def _killed_at(system: System, name: str, command: str, failpoint: str, seed: int) -> Sent:
    """Run one process with a failpoint that kills it at its n-th passing, under load."""
    times = random.Random(seed).randint(1, 4)
    system.hub.kill(name)
    system.hub.run(command, name, HUB_FAILPOINT=f"{failpoint}:{times}")
    await asyncio.to_thread(system.hub.started, name)
    return await system.during(system.send(each=6, pause=0.05), lambda: _revive(system, name, command))


@pytest.mark.fault(1, seeds=20)
async def test_an_api_killed_before_its_commit_promised_nothing(reused: System, seed: int) -> None:
    # When the API dies with a transaction open, under load
    sent = await _killed_at(reused, "serve", "serve", "api.before_commit", seed)

    # Then senders repeat, and everything promised is applied once
    assert sent.repeats > 0
    await reused.all_is_well(sent)


@pytest.mark.fault(2, seeds=20)
async def test_an_api_killed_before_its_answer_gives_the_same_answer_later(reused: System, seed: int) -> None:
    # Given how many messages there are
    async with reused.store() as store, store.read() as tx:
        before = (await tx.fetch("SELECT count(*) AS n FROM messages"))[0]["n"]

    # When the API dies after the commit and before the answer
    sent = await _killed_at(reused, "serve", "serve", "api.before_answer", seed)

    # Then the repetition finds the first message
    assert sent.repeats > 0
    await reused.all_is_well(sent)
    async with reused.store() as store, store.read() as tx:
        assert (await tx.fetch("SELECT count(*) AS n FROM messages"))[0]["n"] == before + len(sent.promised)


@pytest.mark.fault(3, seeds=20)
async def test_a_relay_killed_after_publishing_repeats_itself_harmlessly(reused: System, seed: int) -> None:
    # When the relay dies before it remembers what it has published
    sent = await _killed_at(reused, "relay", "relay", "relay.after_publish", seed)

    # Then nothing is applied twice
    await reused.all_is_well(sent)


@pytest.mark.fault(4, seeds=20)
async def test_a_worker_killed_anywhere_loses_and_doubles_nothing(reused: System, seed: int) -> None:
    # Given one worker beside the one that will die
    place = PLACES[seed % len(PLACES)]

    # When it dies at this place
    sent = await _killed_at(reused, "work-1", "work", place, seed)

    # Then its leases run out, the agency is asked about what was sent, and all comes right
    await reused.all_is_well(sent)


@pytest.mark.fault(4, seeds=20)
async def test_workers_killed_at_random_moments_lose_and_double_nothing(reused: System, seed: int) -> None:
    # Given two workers
    draw = random.Random(seed)

    # When each is killed at a random moment and started again
    async def trouble() -> None:
        for _ in range(3):
            await asyncio.sleep(draw.uniform(0.1, 1.2))
            name = f"work-{draw.randint(1, 2)}"
            reused.hub.kill(name)
            reused.hub.run("work", name)

    sent = await reused.during(reused.send(each=10, pause=0.1), trouble)

    # Then all comes right
    await reused.all_is_well(sent)
