"""What a message looks like to who may see it: its deliveries, their attempts, its issues and what followed from it."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel

from hub.app import Hub
from hub.clock import rfc3339
from hub.errors import NotFound
from hub.exchange.repair.quarantine import read_issues
from hub.exchange.states import DeliveryState, MessageState
from hub.store.sealing import Sealer
from hub.store.tx import Row, Tx
from hub.web.context import NOTHING_THERE, Caller, agency_of, sees_all
from hub.web.issues import IssueView
from mappings.format import Issue

_MOST_DELIVERIES = 500
_MOST_ATTEMPTS = 200
_MOST_AHEAD = 500
_MOST_FOLLOW_UPS = 100
_TIMED = (DeliveryState.DUE, DeliveryState.RETRYING, DeliveryState.DELIVERING)


class Content(BaseModel):
    """Bytes as they went over the wire: text where they are UTF-8, else Base64."""

    encoding: Literal["utf-8", "base64"]
    content: str


class AttemptView(BaseModel):
    """One try of a delivery. `sent` and `received` are shown to operators and to the agency that was called."""

    number: int
    started_at: str
    ended_at: str | None
    duration_ms: int | None
    outcome: str | None
    code: str | None
    http_status: int | None
    late: bool
    sent: Content | None = None
    received: Content | None = None


class Failure(BaseModel):
    """Why a delivery waits or failed: a stable code and a sentence."""

    code: str
    sentence: str | None


class DeliveryView(BaseModel):
    """A message's way to one destination. `blocked_by` are the deliveries ahead in its lanes."""

    id: str
    destination: str
    route: str
    state: DeliveryState
    next_due: str | None
    blocked_by: list[str]
    error: Failure | None
    reference: str | None
    replaces: str | None
    settled_at: str | None
    attempts: list[AttemptView]


class Counts(BaseModel):
    """A message's deliveries by what has become of them."""

    open: int
    bad: int
    done: int
    dropped: int


class Summary(BaseModel):
    """A message in a list."""

    id: str
    party: str
    format: str
    route: str
    kind: str
    state: MessageState
    accepted_at: str
    completed_at: str | None
    counts: Counts
    links: dict[str, str]


class MessageView(Summary):
    """A message with all that the caller may see of it. `cause` and `follow_ups` are shown to those who see all."""

    sha256: str | None
    size: int
    cause: str | None
    deliveries: list[DeliveryView]
    follow_ups: list[Summary]
    issues: list[IssueView]


def summary(row: Row) -> Summary:
    """A row of `messages` as it stands in lists."""
    done = row["completed_at"]
    return Summary(**_summary(row, done))


def _summary(row: Row, done: int | None) -> dict[str, Any]:
    return {
        "id": row["id"],
        "party": row["party"],
        "format": row["format"],
        "route": row["route"],
        "kind": row["kind"],
        "state": MessageState(row["state"]),
        "accepted_at": rfc3339(row["accepted_at"]),
        "completed_at": rfc3339(done) if done is not None else None,
        "counts": Counts(
            open=row["open_count"], bad=row["bad_count"], done=row["done_count"], dropped=row["dropped_count"]
        ),
        "links": {"self": f"/v1/messages/{row['id']}", "receipt": f"/v1/messages/{row['id']}/receipt"},
    }


async def message_view(hub: Hub, who: Caller, message: str) -> MessageView:
    """The message; NotFound where there is none that the caller may see."""
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT m.*, b.issues_sealed FROM messages m LEFT JOIN message_bodies b ON b.message_id = m.id"
            " WHERE m.id = :id",
            {"id": message},
        )
        deliveries = await _deliveries(tx, message) if rows else []
        own = [row for row in deliveries if agency_of(hub, row["destination"]) == who.party]
        is_mine = sees_all(who) or (bool(rows) and rows[0]["party"] == who.party)
        if not rows or not (is_mine or own):
            raise NotFound("api.not_found", NOTHING_THERE)
        shown = deliveries if is_mine else own
        attempts = await _attempts(tx, message)
        ahead = await _ahead(tx, message)
        follow_ups = await _follow_ups(tx, message) if sees_all(who) else []
    row = rows[0]
    readable = {each["id"] for each in (shown if "operate" in who.roles else own)}
    return MessageView(
        **_summary(row, row["completed_at"]),
        sha256=row["body_sha256"] if is_mine else None,
        size=row["body_size"],
        cause=row["cause"] if sees_all(who) else None,
        deliveries=[
            _delivery(each, ahead[each["id"]], _tries(hub.sealer, attempts[each["id"]], shows=each["id"] in readable))
            for each in shown
        ],
        follow_ups=[summary(each) for each in follow_ups],
        issues=_issues(hub.sealer, row, who) if is_mine else [],
    )


async def _deliveries(tx: Tx, message: str) -> Sequence[Row]:
    return await tx.fetch(
        "SELECT * FROM deliveries WHERE message_id = :id ORDER BY created_at, id LIMIT :most",
        {"id": message, "most": _MOST_DELIVERIES},
    )


async def _attempts(tx: Tx, message: str) -> dict[str, list[Row]]:
    rows = await tx.fetch(
        "SELECT a.* FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.message_id = :id"
        " ORDER BY a.started_at DESC LIMIT :most",
        {"id": message, "most": _MOST_ATTEMPTS},
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in reversed(rows):
        found[row["delivery_id"]].append(row)
    return found


async def _ahead(tx: Tx, message: str) -> dict[str, list[str]]:
    """Who stands before the blocked ones, heads first; a quarantined message stands there under its own id."""
    rows = await tx.fetch(
        "SELECT e.delivery_id, f.delivery_id AS ahead FROM deliveries d JOIN lane_entries e ON e.delivery_id = d.id"
        " JOIN lane_entries f ON f.destination = e.destination AND f.key_hash = e.key_hash AND f.number < e.number"
        " WHERE d.message_id = :id AND d.state = 'blocked' ORDER BY f.number LIMIT :most",
        {"id": message, "most": _MOST_AHEAD},
    )
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        found[row["delivery_id"]][row["ahead"]] = None
    return defaultdict(list, {delivery: list(ahead) for delivery, ahead in found.items()})


async def _follow_ups(tx: Tx, message: str) -> Sequence[Row]:
    return await tx.fetch(
        "SELECT * FROM messages WHERE cause = :id ORDER BY id LIMIT :most", {"id": message, "most": _MOST_FOLLOW_UPS}
    )


def _delivery(row: Row, ahead: list[str], attempts: list[AttemptView]) -> DeliveryView:
    state = DeliveryState(row["state"])
    code = row["error_code"]
    return DeliveryView(
        id=row["id"],
        destination=row["destination"],
        route=row["route"],
        state=state,
        next_due=rfc3339(row["next_due"]) if state in _TIMED else None,
        blocked_by=ahead,
        error=Failure(code=code, sentence=row["error_detail"]) if code is not None else None,
        reference=row["reference"],
        replaces=row["replaces"],
        settled_at=rfc3339(row["settled_at"]) if row["settled_at"] is not None else None,
        attempts=attempts,
    )


def _tries(sealer: Sealer, rows: Sequence[Row], *, shows: bool) -> list[AttemptView]:
    return [
        AttemptView(
            number=row["number"],
            started_at=rfc3339(row["started_at"]),
            ended_at=rfc3339(row["ended_at"]) if row["ended_at"] is not None else None,
            duration_ms=(row["ended_at"] - row["started_at"]) // 1000 if row["ended_at"] is not None else None,
            outcome=row["outcome"],
            code=row["code"],
            http_status=row["http_status"],
            late=bool(row["late"]),
            sent=_content(sealer, "attempts.sent", row["delivery_id"], row["sent_sealed"]) if shows else None,
            received=_content(sealer, "attempts.received", row["delivery_id"], row["received_sealed"])
            if shows
            else None,
        )
        for row in rows
    ]


def _content(sealer: Sealer, place: str, delivery: str, sealed: bytes | None) -> Content | None:
    if sealed is None:
        return None
    plain = sealer.unseal(place, delivery, sealed)
    try:
        return Content(encoding="utf-8", content=plain.decode())
    except UnicodeDecodeError:
        return Content(encoding="base64", content=base64.b64encode(plain).decode())


def _issues(sealer: Sealer, row: Row, who: Caller) -> list[IssueView]:
    found = read_issues(sealer, row["id"], row["issues_sealed"])
    return IssueView.each((Issue(**each) for each in found), who.lang)
