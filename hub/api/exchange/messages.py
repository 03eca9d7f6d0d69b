"""Reading messages: one by its id, many by an opaque token, a state, a route, a format or a time."""

from __future__ import annotations

from typing import Annotated

import structlog
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator

from hub.bodies import Body, Moment
from hub.exchange.message_reading import read_exchanges
from hub.exchange.searching import MessageSearch, find_messages, normal_key
from hub.exchange.states import DeliveryState, MessageState
from hub.store.store import snapshot
from hub.web.context import CallerDep, HubDep, Id, StrictRoute, sees_all
from hub.web.messages import MessageView, Summary, message_view, read_or_404, summary
from hub.web.paging import Page, cursor_or_422, id_since

log = structlog.get_logger("hub.api")
router = APIRouter(tags=["messages"], route_class=StrictRoute)

_TOKEN = "^k1_[0-9a-f]{32}$"

Value = Annotated[str, Field(min_length=1, max_length=200)]


class BusinessKey(Body):
    """A key of any kind, as the formats name them."""

    kind: Annotated[str, Field(min_length=1, max_length=40, pattern="^[a-z][a-z_]*$")]
    value: Value


class Search(Body):
    """Exactly one value: a FIN, an account (`provider:0712345678901`), an act number, a business id, or any key."""

    fin: Value | None = None
    account: Value | None = None
    act: Value | None = None
    id: Value | None = None
    key: BusinessKey | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Search:
        if len(self.model_fields_set) != 1 or next(iter(self.model_dump(exclude_none=True)), None) is None:
            raise ValueError("give exactly one of fin, account, act, id, key")
        return self


class Token(BaseModel):
    """Stands for a searched value in URLs and logs."""

    token: str


class Messages(BaseModel):
    """A page of messages, newest first. `next` is the next page's cursor; a short page may still have one."""

    items: list[Summary]
    next: str | None


class Filter(Page):
    """Which messages are wanted; `delivery_state` and `error` (a code or a group) want one delivery like that."""

    key: Annotated[str | None, Field(pattern=_TOKEN)] = None
    state: MessageState | None = None
    route: Annotated[str | None, Field(max_length=100)] = None
    format: Annotated[str | None, Field(max_length=100)] = None
    since: Moment | None = None
    delivery_state: DeliveryState | None = None
    error: Annotated[str | None, Field(max_length=100)] = None

    def as_wanted(self) -> MessageSearch:
        """As the search knows it."""
        since = id_since(self.since) if self.since is not None else None
        return MessageSearch(self.key, self.state, self.route, self.format, since, self.delivery_state, self.error)


@router.post("/v1/messages/search")
async def search_messages(hub: HubDep, who: CallerDep, wanted: Search) -> Token:
    """Turn a personal or business value into a token for `GET /v1/messages?key=…`; says nothing of what is there."""
    del who
    if wanted.key is not None:
        kind, value = wanted.key.kind, wanted.key.value
    else:
        ((kind, value),) = wanted.model_dump(exclude_none=True).items()
    return Token(token=hub.planner.hash(kind, normal_key(kind, value)))


@router.get("/v1/messages")
async def list_messages(hub: HubDep, who: CallerDep, wanted: Annotated[Filter, Query()]) -> Messages:
    """Messages, newest first; an agency sees those that it sent."""
    cursor = cursor_or_422(wanted.cursor)
    party = None if sees_all(who) else who.party
    async with hub.store.read() as tx:
        found = await find_messages(tx, wanted.as_wanted(), party, cursor, wanted.limit)
    return Messages(items=[summary(row) for row in found.rows], next=found.next)


@router.get("/v1/messages/{message_id}")
async def show_message(hub: HubDep, who: CallerDep, message_id: Id) -> MessageView:
    """One message: its state, deliveries with attempts, issues, and what followed from it."""
    async with snapshot(hub.store) as tx:
        found = await read_or_404(tx, hub, who, message_id)
        exchanges = await read_exchanges(
            tx,
            hub.sealer,
            [
                (each["id"], attempt["number"])
                for each in found.deliveries
                if "operate" in who.roles or found.reader.serves(each["destination"])
                for attempt in found.attempts.get(each["id"], ())
            ],
        )
    if any(sent or received for sent, received in exchanges.values()):
        log.info("exchange_shown", message=found.message["id"], caller=who.name)
    return message_view(found, hub.sealer, hub.hash, who.lang, exchanges)
