"""What has become of a repair's items: the batch to be sent next, outcomes as they come in, the result of a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.exchange.repair.model import Item, ItemChange, Repair
from hub.exchange.repair.states import Action, ItemKind, ItemState, Outcome
from hub.store.tx import Row, Tx

_LEARN = 1_000
_STILL_BAD = "d.state IN ('failed', 'unknown') OR d.held_for IS NOT NULL"


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step so far. `failed_causes` pairs each failed item's cause before with its cause now."""

    pending: int
    good: int
    failed_causes: list[tuple[str | None, str | None]]


async def items_to_send(tx: Tx, repair: Repair, most: int) -> list[Item]:
    """The next items of what has been let go."""
    rows = await tx.fetch(
        "SELECT i.number, i.delivery_id, i.kind, i.fingerprint, coalesce(d.message_id, i.delivery_id) AS message_id,"
        " d.destination FROM repair_items i LEFT JOIN deliveries d ON d.id = i.delivery_id WHERE i.repair_id = :id"
        " AND i.state = 'waiting' AND i.number < :released ORDER BY i.number LIMIT :most",
        {"id": repair.id, "released": repair.released, "most": most},
    )
    return [
        Item(
            row["delivery_id"],
            ItemKind(row["kind"]),
            row["message_id"],
            row["destination"] or "",
            "",
            row["fingerprint"],
            row["number"],
        )
        for row in rows
    ]


async def write_changes(tx: Tx, repair: Repair, changes: Sequence[ItemChange]) -> None:
    """Write what was done with each item."""
    await _write(
        tx,
        repair,
        [(each.item.number, each.state.value, each.outcome, each.replacement, each.detail) for each in changes],
    )


async def _write(tx: Tx, repair: Repair, rows: Sequence[tuple[object, ...]]) -> None:
    """Row by row through the primary key: a join with the handed-in rows would read all items of the repair."""
    await tx.many(
        "UPDATE repair_items SET state = $3, outcome = $4, replacement = coalesce($5, replacement),"
        " detail = coalesce($6, detail) WHERE repair_id = $1 AND number = $2",
        [(repair.id, *row) for row in rows],
    )


async def mark_moved_on(tx: Tx, repair: Repair) -> int:
    """Mark items whose delivery or message no longer needs anybody; how many of those that a person named.

    The state is asked behind the primary key: as a condition it would tempt a planner whose statistics are from before
    an outage to read the index of all that is bad once for each item.
    """
    moved = {"moved": Outcome.MOVED_ON.value, "id": repair.id}
    still = "d.state = 'delivered'" if repair.action is Action.CORRECT else _STILL_BAD
    deliveries = await tx.execute(
        "UPDATE repair_items SET state = 'skipped', outcome = :moved WHERE repair_id = :id AND kind = 'delivery'"
        f" AND state = 'waiting' AND coalesce((SELECT CASE WHEN {still} THEN 1 ELSE 0 END FROM deliveries d"
        " WHERE d.id = repair_items.delivery_id), 0) = 0",
        moved,
    )
    messages = await tx.execute(
        "UPDATE repair_items SET state = 'skipped', outcome = :moved WHERE repair_id = :id AND kind = 'message'"
        " AND state = 'waiting' AND coalesce((SELECT CASE WHEN m.state = 'quarantined' THEN 1 ELSE 0 END"
        " FROM messages m WHERE m.id = repair_items.delivery_id), 0) = 0",
        moved,
    )
    return deliveries + messages


async def learn_outcomes(tx: Tx, repair: Repair) -> int:
    """Write the outcome of every sent item that has come to an end; how many."""
    rows = await tx.fetch(
        "SELECT i.number, d.state, d.error_code FROM repair_items i JOIN deliveries d"
        " ON d.id = coalesce(i.replacement, i.delivery_id) WHERE i.repair_id = :id AND i.state = 'sent'"
        " AND i.kind = 'delivery' AND d.state NOT IN ('due', 'delivering', 'retrying') ORDER BY i.number LIMIT :most",
        {"id": repair.id, "most": _LEARN},
    )
    found = [(row["number"], *_end_of_delivery(row)) for row in rows]
    rows = await tx.fetch(
        "SELECT i.number, m.bad_count, (SELECT count(*) FROM deliveries d WHERE d.message_id = m.id"
        " AND d.state IN ('due', 'delivering', 'retrying')) AS pending, (SELECT count(*) FROM deliveries d"
        " WHERE d.message_id = m.id AND d.state = 'blocked') AS blocked FROM repair_items i JOIN messages m"
        " ON m.id = coalesce(i.replacement, i.delivery_id) WHERE i.repair_id = :id AND i.state = 'sent'"
        " AND i.kind = 'message' ORDER BY i.number LIMIT :most",
        {"id": repair.id, "most": _LEARN},
    )
    found += [(row["number"], *_end_of_message(row)) for row in rows if row["bad_count"] or not row["pending"]]
    await _write(tx, repair, [(number, state.value, how.value, None, code) for number, state, how, code in found])
    return len(found)


def _end_of_delivery(row: Row) -> tuple[ItemState, Outcome, str | None]:
    match row["state"]:
        case "failed":
            return ItemState.FAILED, Outcome.FAILED_AGAIN, row["error_code"]
        case "unknown":
            return ItemState.FAILED, Outcome.UNKNOWN_AGAIN, row["error_code"]
        case "blocked":
            return ItemState.DONE, Outcome.BLOCKED, None
        case "delivered":
            return ItemState.DONE, Outcome.DELIVERED, None
        case "discarded":
            return ItemState.DONE, Outcome.DISCARDED, None
        case _:
            return ItemState.DONE, Outcome.SUPERSEDED, None


def _end_of_message(row: Row) -> tuple[ItemState, Outcome, str | None]:
    if row["bad_count"]:
        return ItemState.FAILED, Outcome.FAILED_AGAIN, None
    return ItemState.DONE, Outcome.BLOCKED if row["blocked"] else Outcome.DELIVERED, None


async def step_result(tx: Tx, repair: Repair, before: int) -> StepResult:
    """Where the step that began with item number `before` stands."""
    place = {"id": repair.id, "before": before, "released": repair.released}
    counts = await tx.fetch(
        "SELECT state, count(*) AS n FROM repair_items WHERE repair_id = :id AND number >= :before"
        " AND number < :released GROUP BY state",
        place,
    )
    by_state = {row["state"]: row["n"] for row in counts}
    failed = await tx.fetch(
        "SELECT i.fingerprint AS before, coalesce(d.fingerprint, q.fingerprint) AS now FROM repair_items i"
        " LEFT JOIN deliveries d ON d.id = coalesce(i.replacement, i.delivery_id)"
        " LEFT JOIN quarantined q ON q.message_id = i.delivery_id WHERE i.repair_id = :id AND i.number >= :before"
        " AND i.number < :released AND i.state = 'failed' LIMIT 1000",
        place,
    )
    pending = by_state.get("sent", 0) + by_state.get("waiting", 0)
    return StepResult(pending, by_state.get("done", 0), [(row["before"], row["now"]) for row in failed])
