"""Where a repair may send something: a destination that a route leads to and that can be served here."""

from __future__ import annotations

from hub.exchange.repair.model import RepairDependencies
from routes.route import Destination, Route


def find_destination(needs: RepairDependencies, route: str, name: str) -> tuple[Route, Destination] | None:
    """The destination of that name, of the route itself or else of the first that leads there, if it can be served."""
    own = needs.planner.routes.named(route)
    for each in ((own,) if own else ()) + needs.planner.routes.all:
        destination = each.destination(name)
        if destination is not None and _served(needs, destination):
            return each, destination
    return None


def _served(needs: RepairDependencies, destination: Destination) -> bool:
    if destination.name in needs.internal:
        return True
    return destination.name in needs.operations and destination.writes in needs.formats
