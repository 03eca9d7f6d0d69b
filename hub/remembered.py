"""What was read, good for some seconds. A hot path asks without a lock: whoever asks together may read twice.

`hub.console.cache` is the other one: there a reading is dear and one does it for all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from hub.clock import Clock

T = TypeVar("T")


class Remembered(Generic[T]):
    """Values by key. `lives_s` says how long a value is good, from the begin of its reading.

    Of more than `most` keys none is kept: whoever tries many must not fill the memory.
    """

    def __init__(self, clock: Clock, lives_s: Callable[[T], float], most: int = 4096) -> None:
        self._clock = clock
        self._lives_s = lives_s
        self._most = most
        self._kept: dict[str, tuple[float, T]] = {}

    async def look(self, key: str, read: Callable[[], Awaitable[T]]) -> T:
        """What was read last, or a new reading where that is over. What cannot be read is not remembered."""
        kept, begun = self._kept, self._clock.monotonic()
        found = kept.get(key)
        if found is not None and begun < found[0]:
            return found[1]
        value = await read()
        if len(kept) >= self._most:
            kept.clear()
        kept[key] = (begun + self._lives_s(value), value)
        return value

    def forget(self) -> None:
        """Read anew at the next question. What is being read just now may be of before, and is kept by nobody."""
        self._kept = {}
