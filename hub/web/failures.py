"""What the doors share of failures: whose a caller may look at, and why a group is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import Path

from hub.app import Hub
from hub.errors import NotFound, found_or
from hub.exchange.explain.evidence import About, gather
from hub.exchange.explain.explaining import Explanation, explain
from hub.exchange.explain.quoting import Quote
from hub.exchange.failures import Group, Sight, group
from hub.exchange.masks import masks_of
from hub.store.tx import Tx
from hub.web.context import NOTHING_THERE, Caller, agency_of, sees_all

GroupName = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]


def sight_of(hub: Hub, who: Caller) -> Sight:
    """What the caller may look at."""
    if sees_all(who):
        return Sight()
    return Sight(who.party, tuple(name for name in hub.destinations if agency_of(hub, name) == who.party))


async def group_or_404(tx: Tx, sight: Sight, fingerprint: str) -> Group:
    """The group; NotFound where the caller has none of that name."""
    return found_or(await group(tx, sight, fingerprint), NotFound("failure.no_such_group", NOTHING_THERE))


async def explanation(tx: Tx, hub: Hub, found: Group, reader: Caller | None = None) -> Explanation:
    """Why the group is there; see `hub.exchange.explain`. A party learns nothing of what others did about it: neither
    repairs nor what operators changed, nor the words of an agency that is not itself. None reads all.
    """
    operation = hub.operations.get(found.where)
    about = About(
        _names(hub, found),
        asks_first=operation is not None and operation.has_status,
        idempotent=operation is not None and operation.idempotent,
        masks=masks_of(hub.formats.get(found.where)),
    )
    known = await gather(tx, hub.sealer, found, about)
    if reader is not None and not sees_all(reader):
        known = replace(known, changes=(), changed_since=(), tried=())
        if agency_of(hub, found.where) != reader.party:
            known = replace(known, said=Quote(), noted=None)
    return explain(found.code, known)


def _names(hub: Hub, found: Group) -> Sequence[str]:
    """By what names changes may speak of the group."""
    if found.kind == "quarantine":
        route = hub.routes.for_format(found.where)
        return (found.where, *([route.name] if route else []))
    led = [(route, route.destination(found.where)) for route in hub.routes.all]
    own = [name for route, there in led if there for name in (route.name, route.source, there.writes) if name]
    return (found.where, agency_of(hub, found.where), *own)
