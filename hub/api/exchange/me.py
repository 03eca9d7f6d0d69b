"""GET /v1/me: what a party is here, how far its rights and certificates reach, and what became of what it sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from hub.access.grants import NO_PURPOSE
from hub.access.parties import Party
from hub.access.party_reading import standing_of
from hub.clock import SECOND
from hub.store.ids import first_id_at
from hub.store.tx import Tx, number_of
from hub.web.context import Caller, CallerDep, HubDep
from hub.web.parties import titled
from hub.web.views import Instant, View, as_, from_

router = APIRouter(tags=["me"])
_DAY = 24 * 3600 * SECOND
_COUNTED = 100_000
_LINKS = {
    "messages": "/v1/messages",
    "failures": "/v1/failures",
    "refusals": "/v1/refusals",
    "subscriptions": "/v1/subscriptions",
}
Purpose = Annotated[str | None, as_(lambda purpose: None if purpose == NO_PURPOSE else purpose)]


class RightView(View):
    """A right; `purpose` where people's data is given, `valid_until` where it ends."""

    service: str = from_("right.service")
    action: str = from_("right.action")
    purpose: Purpose = from_("right.purpose", default=None)
    valid_from: Instant | None = from_("since", default=None)
    valid_until: Instant | None = from_("until", default=None)


class CredentialView(View):
    """A certificate, public key or key of SSH; `mark` is its SHA-256 as x5t#S256, its thumbprint or its fingerprint."""

    kind: str
    mark: str
    algorithm: Annotated[str | None, as_(lambda name: name or None)]
    valid_from: Instant = from_("since")
    valid_until: Instant | None = from_("until", default=None)
    days_left: int | None = None


class LimitView(View):
    """A limit, and what was taken of it in the minute or day that runs."""

    name: str
    most: int
    used: int


class MeView(View):
    """The caller as the hub knows it; `last_day` counts its messages of 24 hours by state, `failed` its failures."""

    party: str
    title: str
    rights: list[RightView]
    credentials: list[CredentialView]
    limits: list[LimitView]
    last_day: dict[str, int]
    failed: int
    links: dict[str, str]


@router.get("/v1/me", response_model_exclude_none=True)
async def me(hub: HubDep, who: CallerDep) -> MeView:
    """Of the caller alone: rights and when they end, certificates and keys, limits and use, messages, failures."""
    async with hub.store.read() as tx:
        return await _seen(tx, who)


async def _seen(tx: Tx, who: Caller) -> MeView:
    standing = titled(await standing_of(tx, who.party, [Party(who.party, who.rights, who.limits)]))
    return MeView(
        party=who.party,
        title=standing.title.say(who.lang),
        rights=RightView.each(standing.rights),
        credentials=CredentialView.each(standing.credentials),
        limits=LimitView.each(standing.limits),
        last_day=await _last_day(tx, who.party),
        failed=await _failed(tx, who.party),
        links=_LINKS,
    )


async def _last_day(tx: Tx, party: str) -> dict[str, int]:
    """By state; no more than so many are counted."""
    rows = await tx.fetch(
        "SELECT n.state, count(*) AS n FROM (SELECT m.state FROM messages m WHERE m.party = :party AND m.id >= :since"
        " ORDER BY m.id DESC LIMIT :most) AS n GROUP BY n.state",
        {"party": party, "since": first_id_at(await tx.now() - _DAY), "most": _COUNTED},
    )
    return {row["state"]: row["n"] for row in sorted(rows, key=lambda each: str(each["state"]))}


async def _failed(tx: Tx, party: str) -> int:
    """Deliveries of its messages that wait for a person."""
    return await number_of(
        tx,
        "SELECT count(*) AS n FROM (SELECT d.id FROM deliveries d JOIN messages m ON m.id = d.message_id"
        " WHERE d.state IN ('failed', 'unknown') AND m.party = :party LIMIT :most) AS f",
        {"party": party, "most": _COUNTED},
    )
