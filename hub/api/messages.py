"""Reading messages: one by its id, many by an opaque token, a state, a route, a format or a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import sqlalchemy as sa
import structlog
from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from hub.api.context import CallerDep, HubDep, StrictRoute, id_or_404, sees_all
from hub.api.message_views import MessageView, Summary, message_view, summary
from hub.api.paging import Page, cursor_or_422, id_since, next_cursor
from hub.errors import Refused, Words
from hub.exchange.states import MessageState
from hub.store.tables import message_keys, messages
from hub.store.tx import Row, Tx
from mappings.identity import read_fin

log = structlog.get_logger("hub.api")
router = APIRouter(tags=["messages"], route_class=StrictRoute)

_WINDOW = 20_000
"""How many of the newest messages one page looks through where no index leads to the wanted ones."""
_ATTENTION = frozenset((
    MessageState.QUARANTINED, MessageState.SPLITTING, MessageState.COMPLETED_WITH_FAILURES, MessageState.DISCARDED,
))  # fmt: skip
"""The states of the partial index ix_messages_attention."""
_TOKEN = "^k_[0-9a-f]{32}$"

Value = Annotated[str, Field(min_length=1, max_length=200)]


class BusinessKey(BaseModel):
    """A key of any kind, as the formats name them."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    kind: Annotated[str, Field(min_length=1, max_length=40, pattern="^[a-z][a-z_]*$")]
    value: Value


class Search(BaseModel):
    """Exactly one value: a FIN, an account (`azerishiq:0712345678901`), an act number, a business id, or any key."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
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
    """Which messages are wanted."""

    key: Annotated[str | None, Field(pattern=_TOKEN)] = None
    state: MessageState | None = None
    route: Annotated[str | None, Field(max_length=100)] = None
    format: Annotated[str | None, Field(max_length=100)] = None
    since: AwareDatetime | None = None


@router.post("/v1/messages/search")
async def search_messages(hub: HubDep, who: CallerDep, wanted: Search) -> Token:
    """Turn a personal or business value into a token for `GET /v1/messages?key=…`; says nothing of what is there."""
    del who
    if wanted.key is not None:
        kind, value = wanted.key.kind, wanted.key.value
    else:
        ((kind, value),) = wanted.model_dump(exclude_none=True).items()
    return Token(token=hub.planner.hash(kind, _normal(kind, value)))


def _normal(kind: str, value: str) -> str:
    """The value as mappings write it into keys."""
    value = value.strip()
    if kind != "fin":
        return value
    fin = read_fin(value)
    if not isinstance(fin, str):
        raise Refused("api.fin_shape", _FIN, status=422, place="/fin")
    return fin


@router.get("/v1/messages")
async def list_messages(hub: HubDep, who: CallerDep, wanted: Annotated[Filter, Query()]) -> Messages:
    """Messages, newest first; an agency sees those that it sent."""
    cursor = cursor_or_422(wanted.cursor)
    party = None if sees_all(who) else who.party
    async with hub.store.read() as tx:
        if wanted.key is not None:
            rows = await tx.select(_by_key(wanted, wanted.key, party, cursor))
            return Messages(items=[summary(row) for row in rows], next=_next(rows, wanted.limit))
        window = _window(wanted, party, cursor)
        rows = await tx.select(_in_window(wanted, window))
        following = _next(rows, wanted.limit) or await _end(tx, window)
    return Messages(items=[summary(row) for row in rows], next=following)


def _next(rows: Sequence[Row], limit: int) -> str | None:
    return next_cursor([row["id"] for row in rows], limit)


def _by_key(wanted: Filter, key: str, party: str | None, cursor: str) -> sa.Select[Any]:
    """Straight from the index of keys."""
    keyed = message_keys.c.message_id
    return (
        sa.select(messages)
        .join(message_keys, keyed == messages.c.id)
        .where(message_keys.c.key_hash == key, keyed < cursor, *_indexed(wanted, party), *_others(wanted))
        .order_by(keyed.desc())
        .limit(wanted.limit)
    )


def _window(wanted: Filter, party: str | None, cursor: str) -> sa.Select[Any]:
    """The newest ids below the cursor, by the index of the party or of the state where there is one."""
    ids = sa.select(messages.c.id).where(messages.c.id < cursor, *_indexed(wanted, party))
    return ids.order_by(messages.c.id.desc()).limit(_WINDOW)


def _in_window(wanted: Filter, window: sa.Select[Any]) -> sa.Select[Any]:
    found = window.subquery("w")
    chosen = sa.select(messages).join(found, found.c.id == messages.c.id).where(*_others(wanted))
    return chosen.order_by(messages.c.id.desc()).limit(wanted.limit)


async def _end(tx: Tx, window: sa.Select[Any]) -> str | None:
    """Where the next page goes on looking; None if the window reached the first message."""
    rows = await tx.select(window.offset(_WINDOW - 1).limit(1))
    return rows[0]["id"] if rows else None


def _indexed(wanted: Filter, party: str | None) -> list[sa.ColumnElement[bool]]:
    """What an index leads to. The state stands as a literal, without which no partial index is chosen."""
    conditions: list[sa.ColumnElement[bool]] = []
    if party is not None:
        conditions.append(messages.c.party == party)
    if wanted.state is not None and wanted.state in _ATTENTION:
        conditions.append(messages.c.state == sa.literal_column(f"'{wanted.state.value}'"))
    if wanted.since is not None:
        conditions.append(messages.c.id >= id_since(wanted.since))
    return conditions


def _others(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    given = {"route": wanted.route, "format": wanted.format}
    if wanted.state is not None and wanted.state not in _ATTENTION:
        given["state"] = wanted.state.value
    return [messages.c[name] == value for name, value in given.items() if value is not None]


@router.get("/v1/messages/{message_id}")
async def show_message(hub: HubDep, who: CallerDep, message_id: str) -> MessageView:
    """One message: its state, deliveries with attempts, issues, and what followed from it."""
    found = await message_view(hub, who, id_or_404(message_id))
    if any(attempt.sent or attempt.received for each in found.deliveries for attempt in each.attempts):
        log.info("exchange_shown", message=found.id, caller=who.name)
    return found


_FIN = Words(
    "FİN 7 simvoldan ibarət olmalıdır: rəqəmlər və I, O istisna olmaqla ingilis hərfləri.",
    "A FIN has 7 characters: digits and English letters except I and O.",
)
