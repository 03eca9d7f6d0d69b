"""What a message looks like to who may see it: its deliveries, their attempts, its issues and what followed from it."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel

from hub.app import Hub
from hub.errors import Lang, NotFound, found_or
from hub.exchange.message_reading import MessageReader, MessageReading, Try, read_message
from hub.exchange.repair.quarantine import read_issues
from hub.exchange.states import DeliveryState, MessageState
from hub.store.sealing import KeyedHash, Sealer
from hub.store.tx import Row, Tx
from hub.web.context import NOTHING_THERE, Caller, agency_of, sees_all
from hub.web.issues import IssueView
from hub.web.views import Instant, Links, View, as_, from_, linked
from mappings.format import Issue

_TIMED = (DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.DELIVERING)
Exchanges = Mapping[Try, tuple[bytes | None, bytes | None]]
"""What attempts sent and what came back, for who may see it."""


class Content(BaseModel):
    """Bytes as they went over the wire: text where they are UTF-8, else Base64."""

    encoding: Literal["utf-8", "base64"]
    content: str


def _content(plain: bytes | Content) -> Content:
    if isinstance(plain, Content):
        return plain
    try:
        return Content(encoding="utf-8", content=plain.decode())
    except UnicodeDecodeError:
        return Content(encoding="base64", content=base64.b64encode(plain).decode())


class AttemptView(View):
    """One try of a delivery. `sent` and `received` are shown to operators and to the agency that was called."""

    number: int
    started_at: Instant
    ended_at: Instant | None
    duration_ms: int | None
    outcome: str | None
    code: str | None
    http_status: int | None
    late: bool
    sent: Annotated[Content | None, as_(_content)] = None
    received: Annotated[Content | None, as_(_content)] = None


class Failure(BaseModel):
    """Why a delivery waits or failed: a stable code and a sentence."""

    code: str
    sentence: str | None


class DeliveryView(View):
    """A message's way to one destination. `blocked_by` are the deliveries ahead in its lanes."""

    id: str
    destination: str
    route: str
    state: DeliveryState
    next_due: Instant | None
    blocked_by: list[str]
    error: Failure | None
    reference: str | None
    replaces: str | None
    settled_at: Instant | None
    attempts: list[AttemptView]


class Counts(View):
    """A message's deliveries by what has become of them."""

    open: int = from_("open_count")
    bad: int = from_("bad_count")
    done: int = from_("done_count")
    dropped: int = from_("dropped_count")


class Summary(View):
    """A message in a list."""

    id: str
    party: str
    format: str
    route: str
    kind: str
    state: MessageState
    accepted_at: Instant
    completed_at: Instant | None
    counts: Counts
    links: Annotated[Links, linked(self="/v1/messages/{}", receipt="/v1/messages/{}/receipt")] = from_("id")


class MessageView(Summary):
    """A message with all that the caller may see of it. `cause` and `follow_ups` are shown to those who see all."""

    sha256: str | None
    size: int = from_("body_size")
    cause: str | None
    deliveries: list[DeliveryView]
    follow_ups: list[Summary]
    issues: list[IssueView]


async def read_or_404(tx: Tx, hub: Hub, who: Caller, message: str) -> MessageReading:
    """The message as the caller may see it; NotFound where there is none."""
    reader = MessageReader(who.party, sees_all(who), lambda destination: agency_of(hub, destination) == who.party)
    return found_or(await read_message(tx, message, reader), NotFound("api.not_found", NOTHING_THERE))


def summary(row: Row) -> Summary:
    """A row of `messages` as it stands in lists."""
    return Summary.of(row, counts=row)


def message_view(
    found: MessageReading, sealer: Sealer, keyed: KeyedHash, lang: Lang, exchanges: Exchanges
) -> MessageView:
    """The message, with the bytes of those attempts whose exchange was read."""
    row, sees_rest = found.message, found.reader.sees_all
    issues = read_issues(sealer, row["id"], row["issues_sealed"]) if found.is_own else []
    return MessageView.of(
        row,
        lang,
        counts=row,
        sha256=keyed.digest_opened(row["body_digest"]) if found.is_own else None,
        cause=row["cause"] if sees_rest else None,
        deliveries=[_delivery(each, found, exchanges) for each in found.deliveries],
        follow_ups=[summary(each) for each in found.follow_ups],
        issues=[Issue(**each) for each in issues],
    )


def _delivery(row: Row, found: MessageReading, exchanges: Exchanges) -> DeliveryView:
    code = row["error_code"]
    return DeliveryView.of(
        row,
        next_due=row["next_due"] if row["state"] in _TIMED else None,
        blocked_by=found.ahead.get(row["id"], ()),
        error=Failure(code=code, sentence=row["error_detail"]) if code is not None else None,
        attempts=_attempts(found.attempts.get(row["id"], ()), exchanges),
    )


def _attempts(rows: Sequence[Row], exchanges: Exchanges) -> list[AttemptView]:
    shown = []
    for row in rows:
        sent, received = exchanges.get((row["delivery_id"], row["number"]), (None, None))
        took = (row["ended_at"] - row["started_at"]) // 1000 if row["ended_at"] is not None else None
        shown.append(AttemptView.of(row, duration_ms=took, sent=sent, received=received))
    return shown
