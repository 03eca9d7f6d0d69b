"""Which deliveries would say something else by today's mapping: what was delivered beside what would be sent now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from hub.exchange.repair.correct import Twin, twins
from hub.exchange.repair.model import Item, RepairDependencies
from hub.exchange.repair.reread import Reread, read_to_correct
from hub.exchange.repair.states import ItemKind
from hub.exchange.replay.difference import Tally
from hub.store.tx import Row, ids


async def find_corrections(
    needs: RepairDependencies, tally: Tally, wanted_field: str | None, rows: Sequence[Row]
) -> list[str]:
    """Count what differs, by destination and field; the deliveries that a correction would follow."""
    async with needs.store.read() as tx:
        deliveries = await tx.fetch(
            "SELECT d.id, d.message_id, d.destination, d.route, d.state, d.part FROM deliveries d JOIN {rows}"
            " ON r.id = d.message_id ORDER BY d.id",
            rows=ids([row["id"] for row in rows]),
        )
    latest = {(row["message_id"], row["destination"], row["part"]): row for row in deliveries}
    ready = [row for row in latest.values() if row["state"] == "delivered"]
    tally.counts["not_delivered"] += len(latest) - len(ready)
    items = [Item(row["id"], ItemKind.DELIVERY, row["message_id"], row["destination"], row["state"]) for row in ready]
    readings = await read_to_correct(needs, items)
    found = []
    for row in ready:
        if _count(needs, tally, wanted_field, row, readings.get(row["id"])):
            found.append(row["id"])
        await asyncio.sleep(0)
    return found


def _count(needs: RepairDependencies, tally: Tally, wanted_field: str | None, row: Row, reading: Reread | None) -> bool:
    tally.counts["deliveries"] += 1
    if reading is None or reading.hindrance is not None:
        tally.counts[f"hindered:{reading.hindrance.value if reading and reading.hindrance else 'gone'}"] += 1
        return False
    match twins(needs, row, reading):
        case Twin() as twin:
            changes = twin.changes
        case hindrance:
            tally.counts[f"hindered:{hindrance.value}"] += 1
            return False
    if wanted_field is not None and not any(wanted_field in change.path for change in changes):
        changes = []
    tally.counts["changed" if changes else "same"] += 1
    if changes:
        tally.counts[f"to:{row['destination']}"] += 1
        tally.note(row["message_id"], changes, under=f"{row['destination']} · ")
    return bool(changes)
