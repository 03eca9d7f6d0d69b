"""Where a repair may send something: a destination that a route leads to and that can be served here."""

from __future__ import annotations

from hub.exchange.repair.model import Means
from routes.route import Destination, Route


def find_destination(means: Means, route: str, name: str) -> tuple[Route, Destination] | None:
    """The destination of that name, of the route itself or else of the first that leads there, if it can be served."""
    own = means.planner.routes.named(route)
    for each in ((own,) if own else ()) + means.planner.routes.all:
        destination = each.destination(name)
        if destination is not None and _served(means, destination):
            return each, destination
    return None


def _served(means: Means, destination: Destination) -> bool:
    if destination.name in means.internal:
        return True
    return destination.name in means.operations and destination.writes in means.formats
