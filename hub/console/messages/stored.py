"""What the store has of one message beyond the API's view: instants, bytes, neighbours in its lanes, repairs, cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.app import Hub
from hub.store.tx import Row, Tx, ids

MOST = 200
_NEIGHBOURS = 20
MOST_BYTES = 256 * 1024
"""A larger body is not laid out on a page."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Rows of one moment. `neighbours` tells of the deliveries and messages that are named, by id."""

    message: Row
    deliveries: Sequence[Row]
    attempts: Mapping[str, Sequence[Row]]
    behind: Sequence[Row]
    neighbours: Mapping[str, Row]
    repairs: Sequence[Row]
    cause: Row | None
    held_up: frozenset[str]
    group: str | None = None


async def read_stored(tx: Tx, message: str, named: Sequence[str]) -> Stored:
    """Everything about one message that is there; `named` are ids of deliveries or messages to tell of too."""
    rows = await tx.fetch(
        "SELECT m.*, b.records_sealed, b.business_id_sealed FROM messages m"
        " LEFT JOIN message_bodies b ON b.message_id = m.id WHERE m.id = :id",
        {"id": message},
    )
    deliveries = await tx.fetch(
        "SELECT * FROM deliveries WHERE message_id = :id ORDER BY created_at, id LIMIT :most",
        {"id": message, "most": MOST},
    )
    cause = (
        await tx.fetch("SELECT * FROM messages WHERE id = :id", {"id": rows[0]["cause"]}) if rows[0]["cause"] else ()
    )
    return Stored(
        rows[0],
        deliveries,
        await _attempts(tx, message),
        await _behind(tx, [message, *(d["id"] for d in deliveries)]),
        await _neighbours(tx, named),
        await _repairs(tx, [message, *(d["id"] for d in deliveries)]),
        cause[0] if cause else None,
        await _held_up(tx, sorted({d["destination"] for d in deliveries})),
        await _group(tx, rows[0]),
    )


async def read_body(tx: Tx, hub: Hub, row: Row) -> bytes | None:
    """The bytes as they came; None where they are too many for a page, of a file, or were the hub's own record."""
    if row["kind"] != "record" or row["body_size"] > MOST_BYTES:
        return None
    rows = await tx.fetch("SELECT body_sealed FROM message_bodies WHERE message_id = :id", {"id": row["id"]})
    sealed = rows[0]["body_sealed"] if rows else None
    return hub.sealer.unseal("message_bodies.body", row["id"], bytes(sealed)) if sealed is not None else None


async def read_exchange(tx: Tx, hub: Hub, delivery: str, number: int) -> tuple[bytes | None, bytes | None]:
    """What an attempt sent and what came back."""
    rows = await tx.fetch(
        "SELECT sent_sealed, received_sealed FROM attempts WHERE delivery_id = :id AND number = :number",
        {"id": delivery, "number": number},
    )
    if not rows:
        return None, None
    sent, received = rows[0]["sent_sealed"], rows[0]["received_sealed"]
    return (
        hub.sealer.unseal("attempts.sent", delivery, bytes(sent)) if sent is not None else None,
        hub.sealer.unseal("attempts.received", delivery, bytes(received)) if received is not None else None,
    )


async def _attempts(tx: Tx, message: str) -> dict[str, list[Row]]:
    rows = await tx.fetch(
        "SELECT a.delivery_id, a.number, a.started_at, a.ended_at, a.outcome, a.code, a.detail, a.http_status, a.late,"
        " length(a.sent_sealed) AS sent_size, length(a.received_sealed) AS received_size"
        " FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.message_id = :id"
        " ORDER BY a.started_at DESC LIMIT :most",
        {"id": message, "most": MOST},
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in reversed(rows):
        found[row["delivery_id"]].append(row)
    return found


async def _behind(tx: Tx, holders: Sequence[str]) -> Sequence[Row]:
    """Who waits behind these in their lanes, the next ones first."""
    return await tx.fetch(
        "SELECT f.delivery_id, f.destination, min(f.number) AS number, d.message_id, d.state"
        " FROM {rows} JOIN lane_entries e ON e.delivery_id = r.id"
        " JOIN lane_entries f ON f.destination = e.destination AND f.key_hash = e.key_hash AND f.number > e.number"
        " LEFT JOIN deliveries d ON d.id = f.delivery_id GROUP BY f.delivery_id, f.destination, d.message_id, d.state"
        f" ORDER BY number LIMIT {_NEIGHBOURS}",
        rows=ids(holders),
    )


async def _neighbours(tx: Tx, named: Sequence[str]) -> dict[str, Row]:
    if not named:
        return {}
    found = await tx.fetch(
        "SELECT r.id AS id, d.message_id, d.destination, d.state FROM {rows} JOIN deliveries d ON d.id = r.id",
        rows=ids(named),
    )
    waiting = await tx.fetch(
        "SELECT r.id AS id, m.id AS message_id, m.format AS destination, m.state FROM {rows}"
        " JOIN messages m ON m.id = r.id",
        rows=ids(named),
    )
    return {row["id"]: row for row in (*found, *waiting)}


async def _repairs(tx: Tx, of: Sequence[str]) -> Sequence[Row]:
    return await tx.fetch(
        "SELECT DISTINCT p.id, p.action, p.state, p.reason, p.made_by, p.approved_by, p.created_at, i.delivery_id,"
        " i.state AS item_state, i.replacement FROM {rows} JOIN repair_items i ON i.delivery_id = r.id"
        f" JOIN repairs p ON p.id = i.repair_id ORDER BY p.id DESC LIMIT {_NEIGHBOURS}",
        rows=ids(of),
    )


async def _held_up(tx: Tx, destinations: Sequence[str]) -> frozenset[str]:
    """Of these destinations, where nothing is sent at the moment: the breaker is open or a person has paused it."""
    held: list[Row] = []
    for name in destinations:
        held += await tx.fetch(
            "SELECT name FROM operations WHERE name = :name AND (breaker <> 'closed' OR paused_by IS NOT NULL)",
            {"name": name},
        )
    return frozenset(row["name"] for row in held)


async def _group(tx: Tx, message: Row) -> str | None:
    """The group of a message that waits to be understood."""
    if message["state"] != "quarantined":
        return None
    rows = await tx.fetch("SELECT fingerprint FROM quarantined WHERE message_id = :id", {"id": message["id"]})
    return rows[0]["fingerprint"] if rows else None
