"""Repairs as people look at them: one with its progress and items, and the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hub.exchange.repair.model import Selection
from hub.exchange.repair.rules import steps
from hub.exchange.repair.select import count_new
from hub.exchange.repair.words import no_such_repair
from hub.store.sealing import Sealer, with_texts
from hub.store.tx import Row, Tx, first_or


@dataclass(frozen=True, slots=True)
class Overview:
    """A repair's row, how many of its items are in which state, its steps, and what is new since it was made."""

    row: Row
    counts: Mapping[str, int]
    steps: Sequence[int]
    new_since: int


async def overview(tx: Tx, sealer: Sealer, repair: str) -> Overview:
    """One repair; NotFound."""
    rows = await tx.fetch("SELECT r.* FROM repairs r WHERE r.id = :id", {"id": repair})
    if not rows:
        raise no_such_repair()
    (row,) = with_texts(sealer, "repairs", rows, "reason")
    counted = await tx.fetch(
        "SELECT state, count(*) AS n FROM repair_items WHERE repair_id = :id GROUP BY state", {"id": repair}
    )
    new = await count_new(tx, Selection.from_json(row["selection"]), repair, row["created_at"])
    planned = steps(row["items_total"], canary=bool(row["canary"]))
    return Overview(row, {each["state"]: each["n"] for each in counted}, planned, new)


async def repair_items(tx: Tx, repair: str, after: int, limit: int, state: str | None = None) -> Sequence[Row]:
    """A page of items in their order, each with where its delivery or message stands now; of one state if named."""
    only = " AND i.state = :state" if state else ""
    return await tx.fetch(
        "SELECT i.number, i.delivery_id, i.kind, i.state, i.outcome, i.replacement, i.detail,"
        " coalesce(d.state, m.state) AS now, coalesce(d.message_id, i.replacement, i.delivery_id) AS message_id"
        " FROM repair_items i LEFT JOIN deliveries d ON d.id = coalesce(i.replacement, i.delivery_id)"
        " LEFT JOIN messages m ON m.id = coalesce(i.replacement, i.delivery_id)"
        f" WHERE i.repair_id = :id AND i.number > :after{only} ORDER BY i.number LIMIT :most",
        {"id": repair, "after": after, "most": limit, **({"state": state} if state else {})},
    )


Showing = Literal["all", "open", "awaiting"]
"""All repairs, those that have not ended, or those that await approval."""
_SHOWING: Mapping[Showing, str] = {
    "all": "",
    "open": " AND r.finished_at IS NULL",
    "awaiting": " AND r.finished_at IS NULL AND r.state = 'awaiting_approval'",
}


async def list_repairs(tx: Tx, sealer: Sealer, below: str, limit: int, show: Showing = "all") -> Sequence[Row]:
    """Repairs, the newest first."""
    rows = await tx.fetch(
        "SELECT r.id, r.action, r.state, r.reason_sealed, r.made_by, r.approved_by, r.approved_at, r.items_total,"
        f" r.released, r.created_at, r.finished_at, r.stop_reason FROM repairs r WHERE r.id < :below{_SHOWING[show]}"
        " ORDER BY r.id DESC LIMIT :most",
        {"below": below, "most": limit},
    )
    return with_texts(sealer, "repairs", rows, "reason")


async def repairs_of_group(tx: Tx, fingerprint: str) -> Sequence[Row]:
    """The newest repairs that had this failure in hand."""
    return await tx.fetch(
        "SELECT r.id, r.action, r.state, r.made_by, r.created_at, r.items_total FROM repairs r WHERE r.id IN"
        " (SELECT i.repair_id FROM (SELECT DISTINCT repair_id FROM repair_items WHERE fingerprint = :mark"
        " ORDER BY repair_id DESC LIMIT 5) AS i) ORDER BY r.id DESC",
        {"mark": fingerprint},
    )


async def message_of(tx: Tx, item: str) -> str:
    """The message of a delivery; a message is its own."""
    rows = await tx.fetch("SELECT message_id FROM deliveries WHERE id = :id", {"id": item})
    return str(rows[0]["message_id"]) if rows else item


async def first_message(tx: Tx, repair: str) -> str:
    """The message that an edit is of."""
    row = await first_or(
        no_such_repair(),
        tx,
        "SELECT coalesce(d.message_id, i.delivery_id) AS message_id FROM repair_items i LEFT JOIN deliveries d"
        " ON d.id = i.delivery_id WHERE i.repair_id = :id ORDER BY i.number LIMIT 1",
        {"id": repair},
    )
    found: str = row["message_id"]
    return found
