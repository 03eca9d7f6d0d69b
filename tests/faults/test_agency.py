"""Faults 13 to 16: an agency that is slow, silent, cuts its answers, or applies and then says that it failed."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.faults.conftest import System


async def _troubled(system: System, each: int = 5, heal_after: float = 2.0, **knobs: Any) -> None:
    """Send while the agency misbehaves, heal it, and see that all comes right."""
    system.sandbox.behave("meis", **knobs)

    async def heal() -> None:
        await asyncio.sleep(heal_after)
        system.sandbox.behave("meis")

    sent = await system.during(system.send(each=each), heal)
    await system.all_is_well(sent, 90)


@pytest.mark.fault(15)
async def test_a_reset_after_the_request_is_asked_about_before_anything_is_sent_again(
    reused: System, seed: int
) -> None:
    await _troubled(reused, reset=True, probability=0.4, seed=seed)


@pytest.mark.fault(15)
async def test_an_answer_cut_at_fifty_bytes_is_asked_about(reused: System, seed: int) -> None:
    await _troubled(reused, cut_at=50, probability=0.4, seed=seed)


@pytest.mark.fault(16)
@pytest.mark.parametrize("status", [500, 502])
async def test_an_agency_that_applies_and_says_it_failed_applies_once(reused: System, seed: int, status: int) -> None:
    await _troubled(reused, fail=status, after_apply=True, probability=0.5, seed=seed)


@pytest.mark.fault(16)
async def test_an_agency_that_answers_with_a_web_page_applies_once(reused: System, seed: int) -> None:
    await _troubled(reused, html=True, probability=0.5, seed=seed)


@pytest.mark.fault(16)
async def test_an_agency_that_is_down_and_up_again_loses_and_doubles_nothing(reused: System, seed: int) -> None:
    del seed
    await _troubled(reused, down=True)


@pytest.mark.fault(14)
async def test_an_agency_that_accepts_and_never_answers_is_given_up_and_asked(system: System, seed: int) -> None:
    # Given little patience with an agency that never answers
    del seed
    patience = {"meis.person.update": {"first_byte_s": 1.5, "total_s": 2}}
    meis = {"url": f"{system.sandbox.url}/meis", "credentials": "hub-at-meis", "limits": patience}
    system.start(HUB_AGENCIES=json.dumps({"meis": meis}))

    # Then calls are given up, and asked about when it answers again
    await _troubled(system, each=3, heal_after=6.0, latency_ms=60_000)


@pytest.mark.fault(13)
async def test_a_slow_agency_does_not_slow_the_door(reused: System, seed: int) -> None:
    # Given an agency that takes its time
    del seed
    reused.sandbox.behave("meis", latency_ms=2000)

    # When messages are sent
    sent = await reused.send(each=2)

    # Then they are accepted without waiting for it
    assert sent.repeats == 0
    reused.sandbox.behave("meis")
    await reused.all_is_well(sent, 90)
