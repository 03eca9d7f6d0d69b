"""A thread that signs asks the loop at home; where that has closed meanwhile nothing is left half begun."""

from __future__ import annotations

import asyncio
import gc
from typing import Any, cast

import pytest

from hub.documents.signing.thread import _AtHome, computed


class Stamps:
    """Answers with what it was asked, or with trouble; counts."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.asked = 0
        self.trouble = trouble

    async def stamp(self, request_der: bytes) -> bytes:
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble
        return request_der


def ports(home: asyncio.AbstractEventLoop, stamps: Stamps) -> _AtHome:
    return _AtHome(home, stamps, cast("Any", None), cast("Any", None))


async def test_what_a_thread_asks_is_answered_at_home_or_refused_as_there() -> None:
    home = asyncio.get_running_loop()

    assert await computed(lambda: ports(home, Stamps()).stamp(b"x")) == b"x"
    with pytest.raises(ValueError, match="away"):
        await computed(lambda: ports(home, Stamps(ValueError("away"))).stamp(b"x"))


async def test_of_a_home_that_has_closed_no_question_is_begun() -> None:
    gone, stamps = asyncio.new_event_loop(), Stamps()
    gone.close()

    with pytest.raises(RuntimeError, match="closed"):
        await ports(gone, stamps).stamp(b"x")

    gc.collect()  # a coroutine that nobody awaited would be told of here
    assert stamps.asked == 0
