"""How much of the door one may have: connections by address and by party, and bytes a second by party."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Final

from hub.clock import Clock

MOST_CONNECTIONS: Final = 200
OF_ADDRESS: Final = 24
OF_PARTY: Final = 8
LOGIN_S: Final = 10.0
"""From a connection's begin to the end of its login."""
IDLE_S: Final = 300.0
"""Without a request."""
MOST_TRIES: Final = 6
"""Keys that one connection may offer."""
MOST_SESSIONS: Final = 4
"""Channels of one connection at a time."""
MOST_OPEN: Final = 16
"""Files of one channel that are open at a time."""
PER_SECOND: Final = 20 * 1024 * 1024
BURST: Final = 40 * 1024 * 1024
LEAST: Final = 8 * 1024
"""What a request without bytes counts for: some 2,500 a second."""


class Connections:
    """Counts those of this process."""

    def __init__(self) -> None:
        self._all = 0
        self._by: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Whether one more may come from there."""
        if self._all >= MOST_CONNECTIONS or self._by[address] >= OF_ADDRESS:
            return False
        self._all += 1
        self._by[address] += 1
        return True

    def log_in(self, party: str) -> bool:
        """Whether one more may be the party's."""
        if self._by[_of(party)] >= OF_PARTY:
            return False
        self._by[_of(party)] += 1
        return True

    def leave(self, address: str, party: str | None) -> None:
        """One that had entered is gone; of a party if it had logged in."""
        self._all -= 1
        self._down(address)
        if party is not None:
            self._down(_of(party))

    def _down(self, of: str) -> None:
        self._by[of] -= 1
        if not self._by[of]:
            del self._by[of]


def _of(party: str) -> str:
    return f"party {party}"


class Pace:
    """Who goes faster than its share waits; its window of SSH closes meanwhile, so nothing piles up here."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._paid: dict[str, float] = {}

    async def take(self, party: str, size: int) -> None:
        """Wait until so many bytes fit into the party's share."""
        now = self._clock.monotonic()
        paid = max(self._paid.get(party, 0.0), now - BURST / PER_SECOND) + max(size, LEAST) / PER_SECOND
        self._paid[party] = paid
        if paid > now:
            await asyncio.sleep(paid - now)
