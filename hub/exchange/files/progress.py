"""How far a file is: the counters kept in the commits of its chunks, and what its rows apart are waiting for; of one
that is one message, as a workbook is, what each destination said of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hub.exchange.causes import diagnosis
from hub.exchange.states import DeliveryState, MessageState
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Row, Tx, first, number_of
from mappings.issues import Issue

FINISHED: Final = frozenset(
    (MessageState.COMPLETED, MessageState.COMPLETED_WITH_FAILURES, MessageState.QUARANTINED, MessageState.DISCARDED)
)
"""States in which a file has its reply."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A file as it stands. Of the rows put apart, `waiting` are not settled yet."""

    file: Row
    waiting: int

    @property
    def percent(self) -> float:
        """Rows that were looked at, out of all; 0 until the file has been checked, 100 where there are none."""
        if self.file["totals"] is None:
            return 0.0
        total: int = self.file["rows_total"]
        counters = ("rows_done", "rows_bad", "rows_waiting", "rows_superseded")
        return round(100.0 * sum(self.file[name] for name in counters) / total, 1) if total else 100.0


async def file_row(tx: Tx, message: str) -> Row | None:
    """The counters of a message's file; None where it has none."""
    return await first(tx, "SELECT f.* FROM files f WHERE f.message_id = :id", {"id": message})


async def bad_rows(tx: Tx, sealer: Sealer, message: str, after: int, most: int) -> list[tuple[int, list[Issue]]]:
    """The next bad rows behind a row, each with what is wrong in it; never the row's values."""
    rows = await tx.fetch(
        "SELECT row_number, raw_sealed FROM bad_rows WHERE message_id = :id AND row_number > :after"
        " ORDER BY row_number LIMIT :most",
        {"id": message, "after": after, "most": most},
    )
    return [(row["row_number"], _issues(sealer, message, row)) for row in rows]


def _issues(sealer: Sealer, message: str, row: Row) -> list[Issue]:
    opened = sealer.unseal("bad_rows.raw", f"{message}:{row['row_number']}", bytes(row["raw_sealed"]))
    return [issue_of(each) for each in json.loads(opened)["issues"]]


def issue_of(stored: Mapping[str, Any]) -> Issue:
    """An issue as it was kept."""
    return Issue(stored["code"], stored["path"], stored["severity"], stored["rule"])


async def progress_of(store: Store, message: str, records_format: str) -> Progress | None:
    """The file's progress, or None if there is no such file."""
    async with store.read() as tx:
        files = await tx.fetch(
            "SELECT f.*, m.party, m.format, m.state, m.accepted_at, m.completed_at, m.body_digest, m.body_size,"
            " m.done_count AS chunks_done, m.bad_count AS chunks_failed, b.issues_sealed"
            " FROM files f JOIN messages m ON m.id = f.message_id JOIN message_bodies b ON b.message_id = m.id"
            " WHERE f.message_id = :id",
            {"id": message},
        )
        if not files:
            return None
        apart = 0
        if files[0]["rows_waiting"]:
            apart = await number_of(
                tx,
                "SELECT count(*) AS n FROM messages WHERE cause = :id AND format = :records AND completed_at IS NULL",
                {"id": message, "records": records_format},
            )
    return Progress(files[0], apart)


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
