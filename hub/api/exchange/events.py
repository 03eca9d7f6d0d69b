"""Subscriptions to events by webhook, and the AsyncAPI description of all events."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from hub.bodies import Body
from hub.errors import Conflict, NotFound, Refused, Words
from hub.events.asyncapi import document
from hub.events.catalogue import TYPES
from hub.events.signing import new_secret, shown
from hub.events.subscriptions import MOST_PER_PARTY, add, of_party, remove
from hub.events.target import resolved
from hub.web.context import NOTHING_THERE, CallerDep, HubDep, Id, StrictRoute
from hub.web.views import Instant, View, from_

router = APIRouter(tags=["events"], route_class=StrictRoute)


class SubscriptionBody(Body):
    """What to tell and where."""

    url: str = Field(max_length=2000, description="https; in the sandbox also http to this machine")
    types: list[str] = Field(min_length=1, max_length=len(TYPES), description=f"Some of {', '.join(TYPES)}")


class SubscriptionView(View):
    """A subscription. `secret` is given once, when it is made; keep it to check the signatures."""

    id: str
    url: str
    types: list[str]
    created_at: Instant
    failures: int = from_("tries", description="Failed attempts in a row")
    last_error: str | None
    next_attempt_at: Instant | None = from_("waits_until", description="Set while failures make it wait")
    secret: str | None = None


@router.post("/v1/subscriptions", status_code=201)
async def subscribe(wanted: SubscriptionBody, hub: HubDep, caller: CallerDep) -> SubscriptionView:
    """Be told of what happens from now on: a party of its own messages and deliveries, the committee of all."""
    unknown = sorted(set(wanted.types) - set(TYPES))
    if unknown:
        raise Refused(
            "events.unknown_type", _UNKNOWN_TYPE, status=422, place=f"/types/{wanted.types.index(unknown[0])}"
        )
    await resolved(wanted.url, sandbox=hub.settings.sandbox)
    secret = new_secret()
    async with hub.store.write() as tx:
        if len(await of_party(tx, caller.party)) >= MOST_PER_PARTY:
            raise Conflict("events.too_many", _TOO_MANY)
        made = await add(tx, caller.party, wanted.url, sorted(set(wanted.types)), secret, hub.sealer)
    return SubscriptionView.of(made, secret=shown(secret))


@router.get("/v1/subscriptions")
async def subscriptions(hub: HubDep, caller: CallerDep) -> list[SubscriptionView]:
    """The caller's own subscriptions and how they are doing."""
    async with hub.store.read() as tx:
        return SubscriptionView.each(await of_party(tx, caller.party))


@router.delete("/v1/subscriptions/{subscription_id}", status_code=204)
async def unsubscribe(subscription_id: Id, hub: HubDep, caller: CallerDep) -> Response:
    """End one of the caller's subscriptions."""
    async with hub.store.write() as tx:
        found = await remove(tx, caller.party, subscription_id)
    if not found:
        raise NotFound("api.not_found", NOTHING_THERE)
    return Response(status_code=204)


@router.get("/asyncapi")
async def asyncapi(hub: HubDep) -> dict[str, Any]:
    """The events, described by AsyncAPI 3.0."""
    exchange = f"{hub.settings.broker_prefix}.events"
    return document("1.0.0", exchange, broker=hub.bus.features.events_leave)


_UNKNOWN_TYPE = Words(
    "Belə hadisə növü yoxdur; növlər /asyncapi səhifəsindədir.", "There is no such event type; /asyncapi lists them."
)
_TOO_MANY = Words(
    f"Bir tərəfin ən çoxu {MOST_PER_PARTY} abunəliyi ola bilər; əvvəl birini silin.",
    f"A party has at most {MOST_PER_PARTY} subscriptions; delete one first.",
)
