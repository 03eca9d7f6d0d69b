"""What was read is good for its seconds; what is forgotten, refused or too much is read anew."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hub.clock import SystemClock
from hub.remembered import Remembered


class StandingClock(SystemClock):
    """Goes on by hand."""

    at = 0.0

    def monotonic(self) -> float:
        return self.at


class Source:
    """Counts what is asked of it, and gives the number."""

    def __init__(self) -> None:
        self.asked = 0
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def read(self) -> int:
        self.asked += 1
        told = self.asked
        await self.goes_on.wait()
        return told


def remembering(clock: StandingClock, **how: Any) -> Remembered[int]:
    return Remembered(clock, lambda found: 5.0 if found == 1 else 2.0, **how)


async def test_each_value_is_good_for_its_own_time() -> None:
    clock, source = StandingClock(), Source()
    remembered = remembering(clock)
    seen = []

    for clock.at in (0.0, 4.9, 5.0, 6.9, 7.0):
        seen.append(await remembered.look("key", source.read))

    assert seen == [1, 1, 2, 2, 3]


async def test_keys_are_remembered_apart_and_of_too_many_none_is_kept() -> None:
    source = Source()
    remembered = remembering(StandingClock(), most=2)

    seen = [await remembered.look(key, source.read) for key in ("a", "b", "a", "c", "c", "a")]

    assert seen == [1, 2, 1, 3, 3, 4]


async def test_what_was_read_while_somebody_changed_it_is_not_remembered() -> None:
    source = Source()
    remembered = remembering(StandingClock())
    source.goes_on.clear()

    reading = asyncio.create_task(remembered.look("key", source.read))
    await asyncio.sleep(0)
    remembered.forget()
    source.goes_on.set()

    assert [await reading, await remembered.look("key", source.read)] == [1, 2]


async def test_what_cannot_be_read_is_asked_again() -> None:
    async def refuses() -> int:
        raise OSError

    remembered = remembering(StandingClock())

    with pytest.raises(OSError):  # noqa: PT011 - it has no words
        await remembered.look("key", refuses)
    assert await remembered.look("key", Source().read) == 1
