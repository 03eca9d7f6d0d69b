"""What became of a file that is one message, as a workbook is: its state, and what each destination said of it."""

from __future__ import annotations

import json
from typing import Any

from hub.exchange.causes import diagnosis
from hub.exchange.files.progress import FINISHED
from hub.exchange.states import DeliveryState
from hub.store.store import Store
from hub.store.tx import Row


async def result_of(store: Store, message: str) -> bytes | None:
    """JSON for its sender; None while it is not finished. A failure's detail is for operators, and not in it."""
    async with store.read() as tx:
        found = await tx.fetch("SELECT state FROM messages WHERE id = :id", {"id": message})
        deliveries = await tx.fetch(
            "SELECT destination, state, error_code, error_detail FROM deliveries WHERE message_id = :id ORDER BY"
            " destination",
            {"id": message},
        )
    if not found or found[0]["state"] not in FINISHED:
        return None
    told = {
        "message_id": message,
        "state": found[0]["state"],
        "deliveries": [_said(row) for row in deliveries],
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode()


def _said(row: Row) -> dict[str, Any]:
    said = {"destination": row["destination"], "state": row["state"]}
    if row["error_code"] is None:
        return said
    what = diagnosis(row["error_code"]).what
    said |= {"code": row["error_code"], "az": what.az, "en": what.en}
    return said | ({"detail": row["error_detail"]} if row["state"] == DeliveryState.DELIVERED else {})
