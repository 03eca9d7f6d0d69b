"""The duties of the leading process end when they are told to, whatever a library does with the telling."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import cast

import pytest

from hub.clock import SystemClock
from hub.errors import StoreUnavailable
from hub.exchange.duties import Duties, Merges
from hub.exchange.relay import Relay
from hub.store.store import Store


class Swallowing:
    """A sequencer whose library takes a cancellation for trouble of its own."""

    def __init__(self, *, fails: bool) -> None:
        self.begun = asyncio.Event()
        self._fails = fails

    async def merge(self) -> int:
        self.begun.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        if self._fails:
            raise StoreUnavailable("gone")
        return 0

    async def thin_heads(self) -> int:
        return 0


@pytest.mark.parametrize("fails", [False, True])
async def test_a_duty_that_swallows_its_cancellation_ends_nevertheless(*, fails: bool) -> None:
    sequencer = Swallowing(fails=fails)
    duties = Duties("this", cast(Store, None), SystemClock(), cast(Relay, None), cast(Merges, sequencer))
    task = asyncio.create_task(duties._guarded(sequencer.merge))
    await sequencer.begun.wait()

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 5)
