"""The simulated agencies date what they send by the hub's legal time."""

from __future__ import annotations

import asyncio
import time

import httpx
import respx

from connectors.sandbox.legal_time import LegalTime

HUB = "http://hub.invalid"
DAY = 86_400


@respx.mock(using="httpx")
async def test_agencies_hear_from_the_hub_how_far_legal_time_is_ahead(respx_mock: respx.MockRouter) -> None:
    asked = respx_mock.get(f"{HUB}/v1/sandbox/time").respond(200, json={"ahead_seconds": 30 * DAY})
    legal = LegalTime()
    following = asyncio.create_task(legal.follow(HUB))
    while not asked.called:
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    following.cancel()

    assert 29 * DAY < legal.now() / 1_000_000 - time.time() < 31 * DAY


@respx.mock(using="httpx")
async def test_a_hub_that_is_away_leaves_the_machines_time(respx_mock: respx.MockRouter) -> None:
    asked = respx_mock.get(f"{HUB}/v1/sandbox/time").mock(side_effect=httpx.ConnectError)
    legal = LegalTime()
    following = asyncio.create_task(legal.follow(HUB))
    while not asked.called:
        await asyncio.sleep(0)
    following.cancel()

    assert abs(legal.now() / 1_000_000 - time.time()) < 60
