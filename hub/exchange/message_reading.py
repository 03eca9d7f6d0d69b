"""One message as it stood at one moment: the one reading behind its page, the API and the command line.

What its reader may not see is not read. Bytes that were sent and came back are read for those attempts alone that are
asked for (`read_exchanges`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hub.store.sealing import MORE_BYTES, Sealer, with_texts
from hub.store.tx import Row, Rows, Tx, first, ids

MOST_BYTES = 256 * 1024
"""A larger body is not laid out on a page."""
_NEIGHBOURS = 20


@dataclass(frozen=True, slots=True)
class MessageReader:
    """For whom a message is read: who sees all, else a party: what it sent, and deliveries to where it `serves`."""

    party: str
    sees_all: bool
    serves: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class MessageReading:
    """Rows of one moment. `ahead` names, by delivery, who stands before it in its lanes, heads first; `is_own` tells
    that the reader sees the whole message. The second half is there after `read_surroundings`: `neighbours` tells of
    the deliveries and messages ahead, by id, and `held_up` where nothing is sent at the moment.
    """

    reader: MessageReader
    message: Row
    is_own: bool
    deliveries: Sequence[Row]
    attempts: Mapping[str, Sequence[Row]]
    ahead: Mapping[str, Sequence[str]]
    follow_ups: Sequence[Row]
    behind: Sequence[Row] = ()
    neighbours: Mapping[str, Row] | None = None
    repairs: Sequence[Row] = ()
    cause: Row | None = None
    held_up: frozenset[str] = frozenset()

    @property
    def group(self) -> str | None:
        """The group of a message that waits to be understood."""
        return None if self.message["fingerprint"] is None else str(self.message["fingerprint"])


Try = tuple[str, int]
"""A delivery's id and the number of its attempt."""


async def read_message(tx: Tx, message: str, reader: MessageReader) -> MessageReading | None:
    """The message with its deliveries and their attempts; None where there is none that the reader may see."""
    rows = await tx.fetch(
        "SELECT m.*, b.issues_sealed, b.records_sealed, b.records_version, b.business_id_sealed, q.fingerprint,"
        " hub_now() AS now FROM messages m LEFT JOIN message_bodies b ON b.message_id = m.id"
        " LEFT JOIN quarantined q ON q.message_id = m.id AND m.state = 'quarantined' WHERE m.id = :id",
        {"id": message},
    )
    deliveries = await tx.fetch(
        "SELECT d.*, CASE WHEN o.breaker <> 'closed' THEN o.probe_at END AS probe_at FROM deliveries d"
        " LEFT JOIN operations o ON o.name = d.destination WHERE d.message_id = :id"
        " ORDER BY d.created_at, d.id LIMIT :most",
        {"id": message, "most": 500},
    )
    deliveries = [_tried_again(row) for row in deliveries]
    is_own = reader.sees_all or any(row["party"] == reader.party for row in rows)
    shown = deliveries if is_own else [row for row in deliveries if reader.serves(row["destination"])]
    if not rows or not (is_own or shown):
        return None
    waits = any(row["state"] == "blocked" for row in shown)
    return MessageReading(
        reader,
        rows[0],
        is_own,
        shown,
        await _attempts(tx, message),
        await _ahead(tx, message) if waits else {},
        await _follow_ups(tx, message) if reader.sees_all else (),
    )


def _tried_again(row: Row) -> Row:
    """A delivery is not tried before its operation's open breaker lets a probe through."""
    waits = row["next_due"] is not None and row["probe_at"] is not None
    return {**row, "next_due": max(row["next_due"], row["probe_at"])} if waits else row


async def read_surroundings(tx: Tx, sealer: Sealer, found: MessageReading) -> MessageReading:
    """The same with who waits behind it, what stands ahead, its repairs and its cause. The last three see all alone."""
    reader, message = found.reader, found.message
    own = [message["id"], *(row["id"] for row in found.deliveries)]
    behind = await _behind(tx, own)
    held_up = await _held_up(tx, sorted({row["destination"] for row in found.deliveries}))
    if not reader.sees_all:
        return replace(found, behind=[row for row in behind if reader.serves(row["destination"])], held_up=held_up)
    return replace(
        found,
        behind=behind,
        held_up=held_up,
        neighbours=await _neighbours(tx, [each for ahead in found.ahead.values() for each in ahead][:50]),
        repairs=await _repairs(tx, sealer, own),
        cause=await _message(tx, message["cause"]) if message["cause"] else None,
    )


async def read_original(tx: Tx, sealer: Sealer, found: MessageReading) -> bytes | None:
    """The bytes as they came; None for who sees a part, of a file, and where they are too many for a page."""
    row = found.message
    if not found.is_own or row["kind"] != "record" or row["body_size"] > MOST_BYTES:
        return None
    rows = await tx.fetch("SELECT body_sealed FROM message_bodies WHERE message_id = :id", {"id": row["id"]})
    return _opened(sealer, "message_bodies.body", row["id"], rows[0]["body_sealed"] if rows else None)


async def read_exchanges(
    tx: Tx, sealer: Sealer, tries: Sequence[Try]
) -> Mapping[Try, tuple[bytes | None, bytes | None]]:
    """What these attempts sent and what came back."""
    if not tries:
        return {}
    rows = await tx.fetch(
        "SELECT a.delivery_id, a.number, a.sent_sealed, a.received_sealed FROM {rows}"
        " JOIN attempts a ON a.delivery_id = r.id AND a.number = r.number",
        rows=Rows("id uuid, number int", tries),
    )
    return {
        (delivery := row["delivery_id"], row["number"]): (
            _opened(sealer, "attempts.sent", delivery, row["sent_sealed"], row["number"]),
            _opened(sealer, "attempts.received", delivery, row["received_sealed"], row["number"]),
        )
        for row in rows
    }


def _opened(sealer: Sealer, place: str, owner: str, sealed: bytes | None, version: int = 0) -> bytes | None:
    return None if sealed is None else sealer.unseal(place, owner, bytes(sealed), version)


async def _attempts(tx: Tx, message: str) -> dict[str, list[Row]]:
    rows = await tx.fetch(
        "SELECT a.delivery_id, a.number, a.started_at, a.ended_at, a.outcome, a.code, a.detail, a.http_status, a.late,"
        f" length(a.sent_sealed) - {MORE_BYTES} AS sent_size, length(a.received_sealed) - {MORE_BYTES} AS received_size"
        " FROM deliveries d JOIN attempts a ON a.delivery_id = d.id WHERE d.message_id = :id"
        " ORDER BY a.started_at DESC LIMIT :most",
        {"id": message, "most": 200},
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
        {"id": message, "most": 500},
    )
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        found[row["delivery_id"]][row["ahead"]] = None
    return {delivery: list(ahead) for delivery, ahead in found.items()}


async def _follow_ups(tx: Tx, message: str) -> Sequence[Row]:
    return await tx.fetch(
        "SELECT * FROM messages WHERE cause = :id ORDER BY id LIMIT :most", {"id": message, "most": 100}
    )


async def _message(tx: Tx, message: str) -> Row | None:
    return await first(tx, "SELECT * FROM messages WHERE id = :id", {"id": message})


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
    """What is there under these ids: a delivery, or a message that waits to be understood under its own id."""
    if not named:
        return {}
    rows = await tx.fetch(
        "SELECT r.id AS id, coalesce(d.message_id, m.id) AS message_id, coalesce(d.destination, m.format)"
        " AS destination, coalesce(d.state, m.state) AS state FROM {rows} LEFT JOIN deliveries d ON d.id = r.id"
        " LEFT JOIN messages m ON m.id = r.id WHERE d.id IS NOT NULL OR m.id IS NOT NULL",
        rows=ids(named),
    )
    return {row["id"]: row for row in rows}


async def _repairs(tx: Tx, sealer: Sealer, of: Sequence[str]) -> Sequence[Row]:
    rows = await tx.fetch(
        "SELECT DISTINCT p.id, p.action, p.state, p.reason_sealed, p.made_by, p.approved_by, p.approved_at,"
        " p.created_at, i.delivery_id, i.state AS item_state, i.replacement FROM {rows}"
        " JOIN repair_items i ON i.delivery_id = r.id JOIN repairs p ON p.id = i.repair_id"
        f" ORDER BY p.id DESC LIMIT {_NEIGHBOURS}",
        rows=ids(of),
    )
    return with_texts(sealer, "repairs", rows, "reason")


async def _held_up(tx: Tx, destinations: Sequence[str]) -> frozenset[str]:
    """Of these destinations, where nothing is sent at the moment: the breaker is open or a person has paused it."""
    rows = await tx.fetch(
        "SELECT o.name FROM {rows} JOIN operations o ON o.name = r.name"
        " WHERE o.breaker <> 'closed' OR o.paused_by IS NOT NULL",
        rows=Rows("name text", [(name,) for name in destinations]),
    )
    return frozenset(row["name"] for row in rows)
