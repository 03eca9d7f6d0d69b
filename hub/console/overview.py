"""The front page of operators: one look says whether all is well, since when not, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from hub.access.rights import Right
from hub.console.cache import caches_of
from hub.console.drawings import End, Flow, flow, polyline
from hub.console.headline import LIMIT, clock_time, headline, oldest_due
from hub.console.pages import go, page
from hub.console.posting import gets
from hub.console.standing import TOP, Overview
from hub.console.viewer import PATH, ViewerDep
from hub.console.writing import in_order
from hub.errors import Lang, Words
from hub.evidence.receipt import CAME
from hub.exchange.changes import Kind
from hub.exchange.repair.names import ACTIONS
from hub.watch.causes import Cause
from hub.watch.depths import Depth
from hub.watch.paces import ACCEPTED, DELIVERED, MINUTE, Pace
from hub.web.agency_book import title
from hub.web.context import hub_of
from routes.route import DOCUMENTS, MONEY, PROGRAMMES, REGISTER, Route

router = APIRouter()
_BUCKET = 5 * MINUTE
_RATE_MINUTES = 5


@router.get("/overview")
@gets(Right.STATE)
async def overview(request: Request, who: ViewerDep) -> Response:
    """How the hub is. People of an agency are led to their agency's page."""
    if who.at_agency:
        return go(f"{PATH}/agencies/{who.person.party}")
    seen = await caches_of(request).overview.look()
    delivered = [pace for pace in seen.seen.minutes if pace.kind == DELIVERED]
    words: dict[str, Any] = {
        "clock_time": clock_time,
        "change_kind": change_kind,
        "steered": STEERED,
        "party_title": party_title,
        "polyline": polyline,
    }
    return await page(
        request,
        who,
        "overview.html",
        seen=seen,
        counted=seen.figures.counts,
        silent=[each for each in seen.standings if each.state == "breaker_open"],
        actions=ACTIONS,
        headline=headline(seen),
        oldest=oldest_due(seen),
        limit=LIMIT,
        delivered=sum(pace.count for pace in delivered),
        trend=trend(delivered, seen.now),
        top=TOP,
        flow=flow_of(seen, hub_of(request).routes.destinations(), who.lang),
        route_rates=_route_rates(request, seen),
        waits_for_try=_retrying(seen),
        where=lambda cause: _where(seen, cause),
        **words,
    )


def trend(minutes: Sequence[Pace], now: int) -> list[int]:
    """What moved in each five minutes of the last hour, oldest first."""
    newest = now - now % _BUCKET
    sums = {newest - _BUCKET * back: 0 for back in range(11, -1, -1)}
    for pace in minutes:
        bucket = pace.at - pace.at % _BUCKET
        if bucket in sums:
            sums[bucket] += pace.count
    return list(sums.values())


def rate(seen: Overview, kind: str, labels: Sequence[str]) -> float:
    """How many a minute, over the last five minutes."""
    since = seen.now - _RATE_MINUTES * MINUTE
    moved = sum(p.count for p in seen.seen.minutes if p.kind == kind and p.label in labels and p.at >= since)
    return moved / _RATE_MINUTES


def flow_of(seen: Overview, destinations: Sequence[str], lang: Lang) -> Flow:
    """Parties, the hub, and where everything goes."""
    standings = in_order(seen.standings, attrgetter("agency.title"), lang)
    owned = {label for agency in seen.book.all for label in agency.handed}
    sources = [
        End(
            each.agency.name,
            each.agency.title,
            rate(seen, CAME, each.agency.handed),
            "calls_us",
            f"{PATH}/agencies/{each.agency.name}",
        )
        for each in standings
        if each.agency.formats
    ]
    others = sorted({pace.label for pace in seen.seen.minutes if pace.kind == CAME} - owned)
    if others:
        sources.append(End("", Words("Komitə və hab özü", "Committee and hub"), rate(seen, CAME, others), "calls_us"))
    ends = [_inside(seen, name) for name in (REGISTER, DOCUMENTS, PROGRAMMES, MONEY) if name in destinations]
    ends += [
        End(
            each.agency.name,
            each.agency.title,
            rate(seen, DELIVERED, each.agency.operations),
            each.state,
            f"{PATH}/agencies/{each.agency.name}",
        )
        for each in standings
        if set(each.agency.operations) & set(destinations)
    ]
    return flow(sources, ends)


def _inside(seen: Overview, name: str) -> End:
    depth = seen.seen.depths.get(name, Depth())
    href = f"{PATH}/failures?where={name}" if depth.bad else ""
    return End(
        name, seen.book.title_of(name), rate(seen, DELIVERED, [name]), "failed" if depth.bad else "working", href
    )


def _route_rates(request: Request, seen: Overview) -> list[tuple[Words, float, str, list[Words]]]:
    """The flow as a table: route, how many a minute, what is handed over, where it goes."""
    return [
        (
            route_title(route),
            rate(seen, ACCEPTED, [route.source]),
            route.source,
            list(dict.fromkeys(seen.book.title_of(each.name) for each in route.destinations)),
        )
        for route in hub_of(request).routes.all
    ]


def route_title(route: Route) -> Words:
    """What a route is called; its name where it has no title."""
    return Words(route.title_az or route.name, route.title_en or route.name)


def _retrying(seen: Overview) -> tuple[list[Words], int | None]:
    """For whom something will be sent again, and when the first is."""
    found = {name: depth for name, depth in seen.seen.depths.items() if depth.retries}
    tries = [depth.next_try for depth in found.values() if depth.next_try is not None]
    return [seen.book.title_of(name) for name in sorted(found)], min(tries, default=None)


def party_title(name: str) -> Words:
    """Who was refused; without a name it is somebody unknown."""
    return title(name) if name else Words("naməlum", "unknown")


_KINDS: Mapping[Kind, Words] = {
    Kind.MAPPING: Words("Uyğunlaşdırma", "Mapping"),
    Kind.ROUTE: Words("Marşrut", "Route"),
    Kind.DEPLOYMENT: Words("Habın versiyası", "Version of the hub"),
    Kind.CONTRACT: Words("Qurumla razılaşma", "Contract"),
    Kind.CERTIFICATE: Words("Sertifikat", "Certificate"),
    Kind.PAUSE: Words("Dayandırıldı", "Paused"),
    Kind.RESUME: Words("Davam etdirildi", "Resumed"),
    Kind.MAINTENANCE: Words("Texniki fasilə razılaşdırıldı", "Maintenance window agreed"),
    Kind.MAINTENANCE_ENDED: Words("Texniki fasilə geri götürüldü", "Maintenance window taken back"),
}


STEERED = (Kind.PAUSE, Kind.RESUME, Kind.MAINTENANCE, Kind.MAINTENANCE_ENDED)
"""Changes of which it is told who made them."""


def change_kind(kind: Kind) -> Words:
    """What sort of thing changed."""
    return _KINDS[kind]


def _where(seen: Overview, cause: Cause) -> Words:
    if not cause.is_quarantine:
        return seen.book.title_of(cause.place)
    agency = seen.book.of_format(cause.place)
    return agency.title if agency else Words(cause.place, cause.place)
