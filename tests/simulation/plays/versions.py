"""Documents with versions come in any order: what something newer has overtaken is not applied any more."""

from __future__ import annotations

import asyncio

from hub.store.store import Store
from tests.simulation.plays.messages import Messages
from tests.simulation.plays.play import Broken


class Versions(Messages):
    """An agency has applied newer and newer ones, the newest last; what it has not got was overtaken."""

    routes = "tests.simulation.plays.versioned_routes"
    edits = False  # a body in other words would be another version

    async def send(self, person: int) -> None:
        """Hand them in all at once."""
        await asyncio.gather(*(self._soon(person, number) for number in range(1, self.world.plan.each + 1)))

    async def _soon(self, person: int, number: int) -> None:
        await asyncio.sleep(self.world.dice.uniform(0.0, 20.0))
        while not await self.is_promised(person, number):
            await asyncio.sleep(self.world.dice.expovariate(2.0))

    def lost(self, wanted: set[tuple[int, int]], applied: set[tuple[int, int]]) -> list[tuple[int, int]]:
        """Nothing newer has come in its place."""
        newest = dict(sorted(applied))
        return sorted(each for each in wanted if each not in applied and newest.get(each[0], 0) < each[1])

    async def at_rest(self, store: Store) -> list[Broken]:
        async with store.read() as tx:
            overtaken = await tx.fetch("SELECT count(*) AS n FROM deliveries WHERE error_code = 'delivery.superseded'")
        self.world.tell(f"{overtaken[0]['n']} deliveries were overtaken")
        return await super().at_rest(store)
