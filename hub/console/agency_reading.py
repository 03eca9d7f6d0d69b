"""What an agency's page tells: operations, routes, rights, keys, maintenance windows, contacts, and what is its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from connectors.connector import Limits, Retry
from hub.access.contacts import Contact, contacts_of
from hub.access.grants import NO_PURPOSE, Action, grants_of
from hub.access.keys import keys_in_force
from hub.app import Hub
from hub.clock import SECOND
from hub.console.standing import Overview, State, state_of
from hub.evidence.receipt import came_label
from hub.exchange.maintenance import windows_of
from hub.exchange.searching import newest_of
from hub.exchange.steering import operations_by_name, paused_routes
from hub.store.tx import Row, Tx
from hub.watch.causes import Cause
from hub.watch.depths import Depth
from hub.web.agency_book import Agency
from routes.route import Destination, Route

NEWEST = 12


@dataclass(frozen=True, slots=True)
class Served:
    """One operation as its page row shows it. `until` is when its maintenance window ends."""

    name: str
    state: State
    row: Row
    depth: Depth
    limits: Limits
    idempotent: bool
    has_status: bool

    @property
    def until(self) -> int | None:
        """When its maintenance window ends."""
        ends: int | None = self.row["maintenance_until"]
        return ends


@dataclass(frozen=True, slots=True)
class Leading:
    """A route that ends at the agency. `longest` is how long its tries can take in all, in microseconds."""

    route: Route
    destination: Destination
    longest: int
    paused: Row | None


@dataclass(frozen=True, slots=True)
class Handed:
    """A format that the agency hands over, and when it last did."""

    format: str
    last: int | None
    paused: Row | None
    route: Route | None


@dataclass(frozen=True, slots=True)
class AgencyView:
    """Everything of one agency."""

    agency: Agency
    served: Sequence[Served]
    leading: Sequence[Leading]
    handed: Sequence[Handed]
    keys: Sequence[Row]
    windows: Sequence[Row]
    contacts: Sequence[Contact]
    causes: Sequence[Cause]
    credentials_until: date | None
    messages: Sequence[Row]
    grants: Sequence[Row | Mapping[str, object]]


async def read_agency(tx: Tx, hub: Hub, seen: Overview, agency: Agency) -> AgencyView:
    """The agency as it stands; its state of now is read anew, its figures are those of the overview."""
    operations, paused = await operations_by_name(tx, hub.sealer), await paused_routes(tx, hub.sealer)
    now = await tx.now()
    settings = hub.settings.agencies.get(agency.name)
    return AgencyView(
        agency=agency,
        served=[_served(hub, seen, operations[name], now) for name in agency.operations if name in operations],
        leading=[
            Leading(route, end, longest_tries(hub, end), paused.get(route.name))
            for route in hub.routes.all
            for end in route.destinations
            if end.name in agency.operations
        ],
        handed=[_handed(hub, seen, agency, name, paused) for name in agency.formats],
        keys=await keys_in_force(tx, agency.name, 10),
        windows=await windows_of(tx, hub.sealer, agency.name),
        contacts=await contacts_of(tx, hub.sealer, agency.name),
        causes=[cause for cause in seen.causes if cause.place in (*agency.operations, *agency.formats)],
        credentials_until=settings.credentials_until if settings else None,
        messages=await newest_of(tx, agency.name, NEWEST),
        grants=await grants_of(tx, agency.name)
        or [
            {"service": name, "action": Action.SEND, "purpose": NO_PURPOSE, "valid_until": None}
            for name in agency.formats
        ],
    )


def longest_tries(hub: Hub, end: Destination) -> int:
    """The most that a delivery's waits come to before its budget is used up, in microseconds."""
    operation = hub.operations.get(end.name)
    retry = Retry() if operation is None else operation.limits.retry
    return int(sum(retry.ceiling(tries) for tries in range(1, end.budget)) * SECOND)


def _served(hub: Hub, seen: Overview, row: Row, now: int) -> Served:
    operation = hub.operations[row["name"]]
    depth = seen.seen.depths.get(row["name"], Depth())
    state = state_of(row, now, was_called=seen.seen.was_called(row["name"]))
    return Served(row["name"], state, row, depth, operation.limits, operation.idempotent, operation.has_status)


def _handed(hub: Hub, seen: Overview, agency: Agency, name: str, paused: dict[str, Row]) -> Handed:
    route = hub.routes.for_format(name)
    return Handed(
        name, seen.seen.came_at(came_label(agency.name, name)), paused.get(route.name) if route else None, route
    )
