"""A bulk file's page: how far it is, and its bad rows with row, column and reason; never a row's values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from hub.app import Hub
from hub.errors import Words
from hub.exchange.files.progress import percent_of
from hub.store.tx import Row, Tx
from mappings.csv_rows import column_of
from mappings.issues import Issue

MOST_ROWS = 50
_PARTS = ("rows_done", "rows_superseded", "rows_waiting", "rows_bad")


@dataclass(frozen=True, slots=True)
class BadRow:
    """What is wrong in one place of the file."""

    row: int
    column: str
    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class FileLife:
    """The file's counters, the share of each in the bar (0 to 1000), and its first bad rows."""

    row: Row
    percent: float
    shares: Sequence[tuple[str, int, int]]
    bad: Sequence[BadRow]

    @property
    def is_finished(self) -> bool:
        """Whether its reply can be fetched."""
        return bool(self.row["replied"])


async def file_of(tx: Tx, hub: Hub, message: Row) -> FileLife | None:
    """The file of a message; None where it has none."""
    rows = await tx.fetch("SELECT * FROM files WHERE message_id = :id", {"id": message["id"]})
    if not rows:
        return None
    file = rows[0]
    total = max(1, file["rows_total"])
    shares, begin = [], 0
    for name in _PARTS:
        width = round(1000 * file[name] / total)
        shares.append((name, begin, width))
        begin += width
    return FileLife(file, percent_of(file), shares, await _bad(tx, hub, message["id"]))


async def _bad(tx: Tx, hub: Hub, message: str) -> list[BadRow]:
    rows = await tx.fetch(
        "SELECT row_number, raw_sealed FROM bad_rows WHERE message_id = :id ORDER BY row_number LIMIT :most",
        {"id": message, "most": MOST_ROWS},
    )
    found: list[BadRow] = []
    for row in rows:
        sealed = bytes(row["raw_sealed"])
        opened = json.loads(hub.sealer.unseal("bad_rows.raw", f"{message}:{row['row_number']}", sealed))
        for each in opened["issues"]:
            issue = Issue(each["code"], each["path"], each["severity"], each["rule"])
            words = Words(issue.text_az, issue.text_en)
            found.append(BadRow(row["row_number"], column_of(issue.path), issue.code, words))
    return found
