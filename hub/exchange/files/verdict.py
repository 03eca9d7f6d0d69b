"""What a finished file came to. One whose rows were refused, nearly all of them, or that came too late to change
anything, is a failure: a delivery of its own, of no rows, behind the last chunk, which fails like any other and so is
listed, explained, repaired and discarded like any other.
"""

from __future__ import annotations

from hub.exchange.states import DeliveryState
from hub.exchange.transition import count_for_messages
from hub.store.ids import agency_key, new_id
from hub.store.tx import Row, Tx

REFUSED, SUPERSEDED = "file.rows_refused", "file.superseded"


def verdict_of(file: Row, most_refused_percent: int) -> str | None:
    """The code under which the file is a failure; None where it is none.

    An older file that a newer one overtook after it had come is none: it arrived in its order.
    """
    total = file["rows_total"]
    if not total:
        return None
    if file["rows_bad"] == total or file["rows_bad"] * 100 > total * most_refused_percent:
        return REFUSED
    newer = file["superseded_by"]
    late = newer is None or newer < file["message_id"]
    return SUPERSEDED if file["rows_superseded"] == total and late and file["lifted_at"] is None else None


async def begin_verdict(tx: Tx, message: str, chunk: str, installation: str, most_refused_percent: int) -> bool:
    """Give a finished file the delivery that fails it, once; False where it needs none or has had it."""
    file = (
        await tx.fetch(
            "SELECT f.*, m.route FROM files f JOIN messages m ON m.id = f.message_id WHERE f.message_id = :id {lock f}",
            {"id": message},
        )
    )[0]
    had = await tx.fetch(
        "SELECT number FROM file_chunks WHERE message_id = :id AND row_count = 0 LIMIT 1", {"id": message}
    )
    if had or verdict_of(file, most_refused_percent) is None:
        return False
    now, id_ = await tx.now(), new_id()
    await tx.many(
        "INSERT INTO file_chunks (message_id, number, byte_from, byte_to, first_row, row_count)"
        " VALUES ($1, $2, 0, 0, 0, 0)",
        [(message, file["chunks_total"])],
    )
    await tx.many(
        "INSERT INTO deliveries (id, message_id, destination, route, state, agency_key, on_failure, next_due,"
        " budget, created_at, part) VALUES ($1, $2, $3, $4, 'due', $5, 'pass', $6, 1, $6, $7)",
        [(id_, message, chunk, file["route"], agency_key(installation, id_), now, file["chunks_total"])],
    )
    await count_for_messages(tx, [(message, None, DeliveryState.DUE)], now)
    return True
