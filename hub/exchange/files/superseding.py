"""Of the files of one series and day the one with the highest number counts, in whatever order they come.

Chunks of an older one that were not applied are retired; what was applied stays until a row of the newer one replaces
it, since every account remembers the version that it was last changed by.
"""

from __future__ import annotations

from hub.exchange.states import DeliveryState
from hub.exchange.transition import Transition, apply_transitions
from hub.store.tx import Row, Tx, number_of

_SAME_DAY = (
    "SELECT f.message_id, f.serial, f.totals, f.rows_total, f.superseded_by, f.lifted_at, m.state FROM files f"
    " JOIN files mine ON mine.series = f.series AND mine.file_date = f.file_date"
    " JOIN messages m ON m.id = f.message_id WHERE mine.message_id = :id ORDER BY f.serial {lock f}"
)


async def retired_by(tx: Tx, message: str) -> str | None:
    """The whole file of the same day with the highest number above this one's, if there is one."""
    files = await tx.fetch(_SAME_DAY, {"id": message})
    mine = next(file for file in files if file["message_id"] == message)
    newer = [
        file
        for file in files
        if file["serial"] > mine["serial"] and file["totals"] is not None and file["lifted_at"] is None
    ]
    return newer[-1]["message_id"] if newer else None


async def retire_older(tx: Tx, message: str, now: int) -> None:
    """Retire what older files of the same day have not applied yet."""
    files = await tx.fetch(_SAME_DAY, {"id": message})
    mine = next(file for file in files if file["message_id"] == message)
    for file in files:
        if file["serial"] < mine["serial"] and file["totals"] is not None and file["superseded_by"] is None:
            await _retire(tx, file, message, now)


async def _retire(tx: Tx, file: Row, newer: str, now: int) -> None:
    older = file["message_id"]
    chunks = await tx.fetch(
        "SELECT d.id, d.destination, d.state, d.on_failure, c.row_count FROM deliveries d"
        " JOIN file_chunks c ON c.message_id = d.message_id AND c.number = d.part"
        " WHERE d.message_id = :id AND d.state IN ('due', 'retrying', 'failed', 'unknown') ORDER BY d.id {lock d}",
        {"id": older},
    )
    steps = [
        Transition(
            id=row["id"],
            message_id=older,
            destination=row["destination"],
            old=DeliveryState(row["state"]),
            new=DeliveryState.SUPERSEDED,
            next_due=now,
            code="delivery.superseded",
            outcome="superseded",
            by=newer,
        )
        for row in chunks
    ]
    await apply_transitions(tx, steps, [], now)
    made = await number_of(
        tx, "SELECT coalesce(sum(row_count), 0) AS n FROM file_chunks WHERE message_id = :id", {"id": older}
    )
    await tx.execute(
        "UPDATE files SET superseded_by = :newer, rows_superseded = rows_superseded + :rows WHERE message_id = :id",
        {"newer": newer, "rows": file["rows_total"] - made + sum(row["row_count"] for row in chunks), "id": older},
    )
    if file["state"] == "splitting":
        await end_splitting(tx, older, now)


async def end_splitting(tx: Tx, message: str, now: int) -> None:
    """From now on the message's state follows its deliveries."""
    await tx.execute(
        "UPDATE messages SET state = CASE WHEN open_count > 0 THEN 'in_progress' WHEN bad_count > 0"
        " THEN 'completed_with_failures' ELSE 'completed' END,"
        " completed_at = CASE WHEN open_count + bad_count > 0 THEN NULL ELSE CAST(:now AS bigint) END"
        " WHERE id = :id AND state = 'splitting'",
        {"now": now, "id": message},
    )
