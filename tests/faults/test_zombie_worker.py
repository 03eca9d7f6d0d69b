"""Fault 24: a worker is stopped for longer than its lease, another takes over, and the first wakes up."""

from __future__ import annotations

import asyncio
import signal

import pytest

from tests.faults.conftest import System


@pytest.mark.fault(24)
async def test_a_worker_that_sleeps_through_its_lease_may_not_settle(system: System, seed: int) -> None:
    # Given two workers and an agency that takes a second
    system.start(workers=2, HUB_LEASE_SECONDS="3")
    system.sandbox.behave("meis", latency_ms=1000)

    # When one of them is stopped in the middle of its calls for twice its lease, and goes on
    async def trouble() -> None:
        await asyncio.sleep(1.5 + seed % 5 / 5)
        system.hub.running["work-1"].signal(signal.SIGSTOP)
        await asyncio.sleep(7)
        system.sandbox.behave("meis")
        system.hub.running["work-1"].signal(signal.SIGCONT)

    sent = await system.during(system.send(each=4), trouble)

    # Then its late answers are kept, and nothing is applied twice
    await system.all_is_well(sent, 90)
