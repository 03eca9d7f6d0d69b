"""What day it is for the simulated agencies: the hub's legal time, which a sandbox may move ahead."""

from __future__ import annotations

import asyncio
import time

import httpx

_LOOK_S = 2.0
_TIMEOUT_S = 5.0
_KEY = "sandbox-committee"
_SECOND = 1_000_000


class LegalTime:
    """The machine's time and what the hub has said it is ahead; the machine's alone where no hub was heard yet."""

    def __init__(self) -> None:
        self._ahead_s = 0

    def now(self) -> int:
        """Microseconds since 1970, legal time."""
        return time.time_ns() // 1000 + self._ahead_s * _SECOND

    async def follow(self, hub_url: str) -> None:
        """Hear it from the hub without end; cancel it to stop. A hub that is away leaves what it said last."""
        headers = {"Authorization": f"Bearer {_KEY}"}
        async with httpx.AsyncClient(base_url=hub_url, headers=headers, trust_env=False, timeout=_TIMEOUT_S) as hub:
            while True:
                try:
                    answer = await hub.get("/v1/sandbox/time")
                    self._ahead_s = int(answer.json()["ahead_seconds"]) if answer.is_success else self._ahead_s
                except httpx.TransportError:
                    pass
                await asyncio.sleep(_LOOK_S)
