"""Calls to be made, people who have signed up, and two callers, one of them proven."""

from __future__ import annotations

from hub.commands.servers.desk_seeds import seed_desks
from hub.console.viewer import proof
from hub.desks.hotline import Operator
from hub.documents.office.seed_people import sandbox_people
from tests.golden.house import House


async def seed_counters(house: House) -> None:
    """By the operator in the very session that looks at the pages."""
    hub, token = house.served.hub, "sandbox-sebine"
    await seed_desks(hub)
    operator = Operator(sandbox_people()[token], hub.hash("hotline-session", proof(token)))
    house.names["asked"] = await hub.desks.hotline.by_fin(operator, "5ABCD12")
    house.names["proven"] = await hub.desks.hotline.by_fin(operator, "7ABCD12")
    async with hub.store.write() as tx:
        await tx.execute("UPDATE hotline_calls SET proven_at = hub_now() WHERE id = :id", {"id": house.names["proven"]})
        (callback, *_) = await hub.desks.callbacks.waiting(tx)
        (visit, *_) = await tx.fetch("SELECT id FROM receptions ORDER BY slot")
    house.names["callback"], house.names["visit"] = callback["id"], visit["id"]
    await hub.desks.callbacks.take(callback["id"], "sebine")
