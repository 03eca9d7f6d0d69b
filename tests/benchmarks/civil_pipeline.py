"""The hub for whole civil acts: from justice through the register to MEİS and Azəriqaz."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp

from tests.benchmarks.flows import CIVIL_ACTS
from tests.benchmarks.generator import answer_defects, send
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.pipeline import Place
from tests.benchmarks.runs import STALL_S, Stalled
from tests.benchmarks.work import SUBSCRIBER

CHANGES = "SELECT count(*) FROM messages WHERE format = 'register.person-change.v1' AND state = 'completed'"
OPEN = "SELECT count(*) FROM deliveries WHERE state IN ('due', 'retrying', 'delivering', 'blocked')"
ACCOUNTS = "SELECT count(*) FROM entities WHERE kind = 'utility_account'"


class CivilHub(Hub):
    """Before it is ready, the register learns who the gas subscribers are; what that causes is not counted."""

    def __init__(self, place: Place, people: Sequence[range]) -> None:
        super().__init__(place, CIVIL_ACTS)
        self._people = people
        self._changes_before = 0

    async def start(self) -> None:
        await super().start()
        for numbers in self._people:
            url = f"{self.door}/v1/messages/azeriqaz.subscriber.v1"
            seen = await send(url, {"Authorization": "Bearer sandbox-azeriqaz"}, SUBSCRIBER, numbers)
            if defects := answer_defects(seen):
                raise Stalled(f"the subscribers were not taken: {'; '.join(defects)}")
        await self._until_known(sum(map(len, self._people)))
        self._changes_before = await self.count(CHANGES)
        async with aiohttp.ClientSession(self.place.agency_url) as agencies:
            for agency in ("meis", "azeriqaz"):
                await agencies.delete(f"/_sandbox/{agency}/ledger")

    async def settled(self) -> int:
        """An act is through when what it changed has been told to all."""
        self.check()
        return await self.count(CHANGES) - self._changes_before

    async def _until_known(self, subscribers: int) -> None:
        async with asyncio.timeout(STALL_S * 4):
            while await self.count(ACCOUNTS) < subscribers or await self.count(OPEN):
                self.check()
                await asyncio.sleep(0.2)
