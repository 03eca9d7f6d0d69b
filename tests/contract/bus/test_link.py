"""Waiting for a broker ends in time, whatever the client library makes of a cancellation."""

from __future__ import annotations

import asyncio

import pytest

from hub.bus.rabbitmq.link import in_time


async def test_an_answer_is_given_and_an_error_raised_as_it_is() -> None:
    async def refused() -> None:
        raise ValueError("no")

    assert await in_time(asyncio.sleep(0, "yes"), 1) == "yes"
    with pytest.raises(ValueError, match="no"):
        await in_time(refused(), 1)


async def test_work_that_swallows_its_cancellation_holds_nobody() -> None:
    asked = asyncio.Event()
    free = asyncio.Event()

    async def stubborn() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            asked.set()
            await free.wait()
            raise ValueError("read by nobody") from None

    with pytest.raises(TimeoutError):
        await in_time(stubborn(), 0.01)

    await asked.wait()
    free.set()
    await asyncio.sleep(0)


async def test_a_cancellation_that_nobody_asked_for_is_a_lost_connection() -> None:
    async def thrown_out() -> None:
        raise asyncio.CancelledError

    with pytest.raises(ConnectionError):
        await in_time(thrown_out(), 1)


async def test_who_waits_can_be_cancelled_and_takes_the_work_along() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    waiting = asyncio.create_task(in_time(work(), 60))
    await asyncio.sleep(0.01)
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.sleep(0)
    assert ended.is_set()
