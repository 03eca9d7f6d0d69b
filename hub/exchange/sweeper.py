"""The sweeper: frees what a dead worker left leased, and heads of lanes that are blocked though nobody is before them.

The second should never happen; it is counted as a defect.
"""

from __future__ import annotations

import structlog

from hub.store.store import Store
from hub.store.tx import ids

log = structlog.get_logger("hub.exchange")


async def free_expired_leases(store: Store) -> int:
    """Deliveries whose lease ran out are due again; the claim finds their attempt without an outcome."""
    async with store.write() as tx:
        rows = await tx.fetch(
            "SELECT d.id FROM deliveries d WHERE d.state = 'delivering' AND d.next_due < hub_now()"
            " ORDER BY d.id LIMIT 1000 {share d}"
        )
        if rows:
            await tx.execute(
                "UPDATE deliveries AS d SET state = 'due', next_due = hub_now() FROM {rows} WHERE d.id = r.id",
                rows=ids([row["id"] for row in rows]),
            )
            log.warning("leases_expired", deliveries=len(rows))
    return len(rows)


async def free_blocked_heads(store: Store) -> int:
    """Heads that nobody freed."""
    async with store.read() as tx:
        suspects = await tx.fetch(
            "SELECT d.id FROM deliveries d WHERE d.state = 'blocked' AND NOT EXISTS (SELECT 1 FROM lane_entries e"
            " JOIN lane_entries f ON f.destination = e.destination AND f.key_hash = e.key_hash"
            " AND f.number < e.number WHERE e.delivery_id = d.id) LIMIT 100"
        )
    if not suspects:
        return 0
    async with store.write() as tx:
        await tx.fetch(
            "SELECT l.last_number FROM lanes l WHERE EXISTS (SELECT 1 FROM {rows} JOIN lane_entries e"
            " ON e.delivery_id = r.id WHERE e.destination = l.destination AND e.key_hash = l.key_hash)"
            " ORDER BY l.destination, l.key_hash {lock l}",
            rows=ids([row["id"] for row in suspects]),
        )
        freed = await tx.execute(
            "UPDATE deliveries AS d SET state = 'due', blockers = 0, next_due = hub_now() FROM {rows}"
            " WHERE d.id = r.id AND d.state = 'blocked' AND NOT EXISTS (SELECT 1 FROM lane_entries e"
            " JOIN lane_entries f ON f.destination = e.destination AND f.key_hash = e.key_hash"
            " AND f.number < e.number WHERE e.delivery_id = d.id)",
            rows=ids([row["id"] for row in suspects]),
        )
        if freed:
            await tx.execute(
                "INSERT INTO defects (kind, count, last_at) VALUES ('blocked_head', :n, hub_now())"
                " ON CONFLICT (kind) DO UPDATE SET count = defects.count + excluded.count, last_at = excluded.last_at",
                {"n": freed},
            )
            log.error("blocked_heads_freed", deliveries=freed)
    return freed
