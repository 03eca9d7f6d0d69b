"""The list of messages: filters in the address, the business key first where it may be shown, fifty at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse

from hub.access.purposes import OF_MESSAGES
from hub.access.rights import Right
from hub.access.saved_searches import read_saved
from hub.access.search_tokens import read_token
from hub.app import Hub
from hub.console.messages.naming import MOST_BYTES, Naming, naming
from hub.console.messages.query import since_of
from hub.console.overview import route_title
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import PATH, Viewer, ViewerDep
from hub.console.writing import baku, in_order
from hub.errors import Words
from hub.exchange.destinations import format_name
from hub.exchange.searching import Found, MessageSearch, find_messages, sealed_names
from hub.exchange.states import DeliveryState, MessageState
from hub.store.ids import instant_of
from hub.store.tx import Tx
from hub.web.agency_book import read_book, title
from hub.web.context import HubDep, agency_of
from hub.web.paging import cursor_or_422, id_since

router = APIRouter()
STATES = tuple(
    dict.fromkeys(
        (
            *(state.value for state in MessageState if state is not MessageState.ACCEPTED),
            *(state.value for state in DeliveryState),
        )
    )
)
"""What `state:` may be: a message's or a delivery's."""
AGES: Mapping[str, Words] = {
    "1h": Words("son bir saat", "the last hour"),
    "today": Words("bu gün", "today"),
    "2d": Words("son 2 gün", "the last 2 days"),
    "7d": Words("son 7 gün", "the last 7 days"),
    "30d": Words("son 30 gün", "the last 30 days"),
}
_LONGEST = 100
_Text = Annotated[str, Field(max_length=_LONGEST)]


class Filters(BaseModel):
    """What stands in the address. `token` stands for a personal value."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    token: _Text = ""
    agency: _Text = ""
    route: _Text = ""
    format: _Text = ""
    state: _Text = ""
    error: _Text = ""
    since: _Text = ""
    cursor: Annotated[str | None, Field(max_length=64)] = None

    @classmethod
    def of(cls, address: str) -> Filters:
        """The filters of an address's query, without what is not one or too long to be one."""
        pairs = parse_qsl(address)
        return cls(**{name: value for name, value in pairs if name in _NAMES and len(value) <= _LONGEST})

    def address(self, **more: str) -> str:
        """The list with these filters, from its first page."""
        query = urlencode(self.given | more)
        return f"{PATH}/messages" + (f"?{query}" if query else "")

    @property
    def given(self) -> dict[str, str]:
        """Those that ask for something."""
        return {name: value for name, value in self.model_dump(exclude={"cursor"}).items() if value}


_NAMES = frozenset(Filters.model_fields) - {"cursor"}
FiltersDep = Annotated[Filters, Query()]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list. `shown` is the searched value under its mask, None where its token is over."""

    found: Found
    names: Mapping[str, Naming]
    shown: str | None = ""


@router.get("/messages")
@gets(Right.SEE)
async def messages(request: Request, hub: HubDep, who: ViewerDep, wanted: FiltersDep) -> HTMLResponse:
    """What came, newest first."""
    listed = await read_list(hub, who, wanted, cursor_or_422(wanted.cursor))
    return await shown(request, hub, who, wanted, listed, is_first=wanted.cursor is None)


async def shown(request: Request, hub: Hub, who: Viewer, wanted: Filters, listed: Listed, **more: Any) -> HTMLResponse:
    """The page of a list; what was typed and is wrong stands above it."""
    async with hub.store.read() as tx:
        saved = await read_saved(tx, hub.sealer, who.login)
        may_be = await choices(tx, hub, who)
    looked = listed.found.looked_to
    values: dict[str, Any] = {"searched": "", "misread": (), "is_first": True, "status": 200, **more}
    status = values.pop("status")
    return await page(
        request,
        who,
        "messages/list.html",
        status,
        it=listed,
        wanted=wanted,
        saved=saved,
        choices=may_be,
        title=title,
        routes={route.name: route_title(route) for route in hub.routes.all},
        ages=AGES,
        purposes=OF_MESSAGES,
        looked_to=instant_of(looked) if looked else None,
        **values,
    )


async def choices(tx: Tx, hub: Hub, who: Viewer) -> dict[str, list[str]]:
    """What each closed qualifier may be."""
    agencies = {agency.name for agency in (await read_book(tx, hub)).all} | _INSIDE
    return {
        "agency": [] if who.at_agency else in_order(agencies, title, who.lang),
        "route": [route.name for route in in_order(hub.routes.all, route_title, who.lang)],
        "format": in_order({*hub.formats, *(route.source for route in hub.routes.all)}, format_name, who.lang),
        "state": list(STATES),
    }


_INSIDE = {"committee", "hub"}
"""Who sends beside the agencies."""


async def read_list(hub: Hub, who: Viewer, wanted: Filters, below: str, limit: int = 50) -> Listed:
    """A page of messages below an id, each with its name; an agency sees what it sent."""
    async with hub.store.read() as tx:
        asked, told = as_wanted(hub, wanted), ""
        if wanted.token:
            row = await read_token(tx, who.login, wanted.token)
            if row is None:
                return Listed(Found((), None), {}, None)
            asked, told = replace(asked, key=row["key_hash"]), row["shown"]
        party = who.person.party if who.at_agency else wanted.agency or None
        if asked.destinations and not who.at_agency:
            party = None
        found = await find_messages(tx, asked, party, below, limit)
        names = await names_of_messages(tx, hub, [row["id"] for row in found.rows])
    return Listed(found, names, told)


def as_wanted(hub: Hub, wanted: Filters) -> MessageSearch:
    """The filters as the search knows them. With a delivery's state or error, the agency is where it was going."""
    message_states, delivery_states = {each.value for each in MessageState}, {each.value for each in DeliveryState}
    of_message = MessageState(wanted.state) if wanted.state in message_states else None
    of_delivery = DeliveryState(wanted.state) if of_message is None and wanted.state in delivery_states else None
    destinations: tuple[str, ...] = ()
    if wanted.agency and (of_delivery is not None or wanted.error):
        destinations = tuple(name for name in hub.destinations if agency_of(hub, name) == wanted.agency)
    since = since_of(wanted.since, baku(hub.clock.now())) if wanted.since else None
    return MessageSearch(
        state=of_message,
        route=wanted.route or None,
        format=wanted.format or None,
        since=id_since(since) if since is not None else None,
        delivery_state=of_delivery,
        error=wanted.error or None,
        destinations=destinations,
    )


async def names_of_messages(tx: Tx, hub: Hub, messages: Sequence[str]) -> dict[str, Naming]:
    """What each can be called by, as it may be shown; of one whose content is gone only that it was a message."""
    kept = await sealed_names(tx, list(dict.fromkeys(messages)), MOST_BYTES)
    gone = {"kind": "", "records_sealed": None, "records_version": 0, "business_id_sealed": None}
    return {each: naming(hub.sealer, {"id": each, **kept.get(each, gone)}) for each in messages}
