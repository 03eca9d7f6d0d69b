"""Time behind a port: wall time for records, monotonic time for waits. The only place that reads the clocks."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol

SECOND = 1_000_000
"""Instants and spans in the store are whole microseconds."""


class Clock(Protocol):
    """What the hub knows of time. `now` is microseconds since 1970 in UTC; `monotonic` and `sleep` are seconds."""

    def now(self) -> int: ...
    def monotonic(self) -> float: ...
    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's clocks. `scale` > 1 makes waits shorter and wall time run faster, for long faults in tests."""

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale
        self._start_wall = time.time_ns()
        self._start_mono = time.monotonic()

    def now(self) -> int:
        if self._scale == 1.0:
            return time.time_ns() // 1000
        return self._start_wall // 1000 + int((time.monotonic() - self._start_mono) * self._scale * SECOND)

    def monotonic(self) -> float:
        return time.monotonic() * self._scale

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._scale)


def rfc3339(instant: int) -> str:
    """An instant in microseconds as RFC 3339 text in UTC with milliseconds."""
    moment = datetime.fromtimestamp(instant / SECOND, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
