"""A bulk file's page: how far it is, and its bad rows with row, column and reason; never a row's values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.app import Hub
from hub.errors import Words
from hub.exchange.files.lifting import WaitingLift, waiting_lift
from hub.exchange.files.progress import bad_rows, file_row
from hub.store.tx import Row, Tx
from mappings.rows import column_of

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
    shares: Sequence[tuple[str, int, int]]
    bad: Sequence[BadRow]
    lift: WaitingLift | None = None
    """The lift of its version that waits for a second person."""

    @property
    def taken(self) -> int:
        """Rows that the register holds, will hold or held until newer ones came."""
        return int(self.row["rows_done"] + self.row["rows_waiting"] + self.row["rows_superseded"])

    @property
    def read(self) -> int:
        """Rows that were looked at."""
        return self.taken + int(self.row["rows_bad"])

    @property
    def is_finished(self) -> bool:
        """Whether its reply can be fetched."""
        return bool(self.row["replied"])


async def file_of(tx: Tx, hub: Hub, message: Row) -> FileLife | None:
    """The file of a message; None where it has none."""
    file = await file_row(tx, message["id"])
    if file is None:
        return None
    total = max(1, file["rows_total"])
    shares, begin = [], 0
    for name in _PARTS:
        width = round(1000 * file[name] / total)
        shares.append((name, begin, width))
        begin += width
    lift = await waiting_lift(tx, hub.sealer, message["id"])
    bad = [
        BadRow(number, column_of(issue.path), issue.code, Words(*issue.text))
        for number, issues in await bad_rows(tx, hub.sealer, message["id"], -1, MOST_ROWS)
        for issue in issues
    ]
    return FileLife(file, shares, bad, lift)
