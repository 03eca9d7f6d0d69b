"""What is known of a repair's items when it is decided what to do with each: locked where it will be done at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.exchange.lanes import Entry, Lane, lock_lanes_of, read_entry
from hub.exchange.repair.model import Item
from hub.exchange.repair.reread import Reread
from hub.store.tx import Row, Tx, grouped, ids

_DELIVERIES = (
    "SELECT d.id, d.message_id, d.destination, d.route, d.state, d.on_failure, d.version, d.tries, d.budget,"
    " d.counted_attempts, d.part, d.fingerprint, d.error_code, d.held_for FROM deliveries d JOIN {rows}"
    " ON r.id = d.id ORDER BY d.id"
)


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """By id of the item. `standing` are its lane entries, `others` the destinations its message goes to anyway."""

    now: int
    standing: Sequence[Entry]
    deliveries: Mapping[str, Row]
    messages: Mapping[str, Row]
    attempts: Mapping[str, Sequence[str | None]]
    others: Mapping[str, frozenset[tuple[str, int]]]
    readings: Mapping[str, Reread]

    def lanes_of(self, item: str) -> list[Lane]:
        """The lanes that an item stands in."""
        return [entry.lane for entry in self.standing if entry.delivery == item]


async def gather(tx: Tx, items: Sequence[Item], readings: Mapping[str, Reread], *, lock: bool) -> RepairFacts:
    """Read what is known; with `lock`, in the order lanes, deliveries, quarantined messages."""
    wanted = [item.id for item in items]
    if lock:
        await lock_lanes_of(tx, wanted)
    # Read again now that the lanes are locked: what was read before may have moved while we waited for them.
    standing = await entries(tx, wanted)
    tail = " {lock d}" if lock else ""
    deliveries = await tx.fetch(_DELIVERIES + tail, rows=ids([item.id for item in items if item.is_delivery]))
    if lock:
        own = [item.id for item in items if not item.is_delivery]
        await tx.fetch("SELECT m.id FROM messages m JOIN {rows} ON r.id = m.id ORDER BY m.id {lock m}", rows=ids(own))
    messages = await tx.fetch(
        "SELECT m.id, m.party, m.format, m.format_hash, m.route, m.kind, m.state, m.origin, m.hops, m.trace"
        " FROM messages m JOIN {rows} ON r.id = m.id ORDER BY m.id",
        rows=ids(sorted({item.message_id for item in items})),
    )
    return RepairFacts(
        await tx.now(),
        standing,
        {row["id"]: row for row in deliveries},
        {row["id"]: row for row in messages},
        await _attempts(tx, [row["id"] for row in deliveries]),
        await _destinations(tx, [r["id"] for r in messages]),
        readings,
    )


async def entries(tx: Tx, wanted: Sequence[str]) -> list[Entry]:
    """The lane entries of these, as they are now."""
    rows = await tx.fetch(
        "SELECT e.delivery_id, e.destination, e.key_hash, e.number, l.last_number FROM lane_entries e"
        " JOIN lanes l ON l.destination = e.destination AND l.key_hash = e.key_hash"
        " JOIN {rows} ON r.id = e.delivery_id ORDER BY e.destination, e.key_hash, e.number",
        rows=ids(wanted),
    )
    return [read_entry(row) for row in rows]


async def _attempts(tx: Tx, wanted: Sequence[str]) -> dict[str, list[str | None]]:
    rows = await tx.fetch(
        "SELECT a.delivery_id, a.outcome FROM attempts a JOIN {rows} ON r.id = a.delivery_id"
        " ORDER BY a.delivery_id, a.number",
        rows=ids(wanted),
    )
    found: dict[str, list[str | None]] = {each: [] for each in wanted}
    for row in rows:
        found[row["delivery_id"]].append(row["outcome"])
    return found


async def _destinations(tx: Tx, messages: Sequence[str]) -> dict[str, frozenset[tuple[str, int]]]:
    rows = await tx.fetch(
        "SELECT d.message_id, d.destination, d.part FROM deliveries d JOIN {rows} ON r.id = d.message_id"
        " WHERE d.state NOT IN ('discarded', 'superseded')",
        rows=ids(messages),
    )
    return {
        message: frozenset(places)
        for message, places in grouped(rows, "message_id", lambda row: (row["destination"], row["part"])).items()
    }
