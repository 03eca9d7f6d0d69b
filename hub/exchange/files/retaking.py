"""Rows of files that waited for a code are read again once it is agreed, as a duty of the leading process.

Each that can be mapped now becomes a message of its own under the version of its place in the file, as a row whose lane
was taken does: so it stands in order with everything else about its subject, and what is newer than its file wins. It
leaves the bad rows in the commit that makes the message, so none counts twice, whatever is cut off.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from hub.exchange.accept import store_messages
from hub.exchange.codes.book import agreed
from hub.exchange.codes.unknown import code_mark, files_have_code, files_waiting
from hub.exchange.files.chunk import ChunkReaders, GoodRow, as_message
from hub.exchange.live_formats import LiveFormats
from hub.exchange.model import Origin
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Row, Tx
from mappings.rows import read_rows

MOST_A_TURN = 500
"""Rows of one file that one commit looks at."""


@dataclass(frozen=True, slots=True)
class Retaking:
    """Looks for rows whose code is in force."""

    store: Store
    sealer: Sealer
    hash: KeyedHash
    formats: LiveFormats
    readers: ChunkReaders

    async def step(self) -> int:
        """Take again what can be mapped now; how many rows."""
        await self.formats.refresh(self.store)
        async with self.store.read() as tx:
            codes = [(name, each.table, str(each.code)) for name, found in (await agreed(tx)).items() for each in found]
            marks = [code_mark(self.hash, *code) for code in codes]
            waiting = [(mark, file) for mark in marks for file in await files_waiting(tx, mark)]
        taken = 0
        for mark, file in waiting:
            taken += await self._file(file)
            async with self.store.write() as tx:
                await files_have_code(tx, mark, file["message_id"])
        return taken

    async def _file(self, file: Row) -> int:
        taken, after = 0, -1
        while True:
            async with self.store.write() as tx:
                # Two that take at once take turns: the second finds the rows gone.
                lock = "SELECT f.message_id FROM files f WHERE f.message_id = :id {lock f}"
                await tx.fetch(lock, {"id": file["message_id"]})
                rows = await tx.fetch(
                    "SELECT row_number, raw_sealed FROM bad_rows WHERE message_id = :id AND row_number > :after"
                    " AND state = 'quarantined' ORDER BY row_number LIMIT :most",
                    {"id": file["message_id"], "after": after, "most": MOST_A_TURN},
                )
                if not rows:
                    return taken
                after = rows[-1]["row_number"]
                taken += await self._rows(tx, file, rows)

    async def _rows(self, tx: Tx, file: Row, rows: Sequence[Row]) -> int:
        good = [found for row in rows if (found := self._again(file, row)) is not None]
        origin = Origin(file["party"], file["message_id"], 1)
        made = [as_message(self.readers.planner, origin, f"{file['message_id']}:{row.number}", row) for row in good]
        await store_messages(tx, made, await tx.now())
        await tx.many(
            "DELETE FROM bad_rows WHERE message_id = $1 AND row_number = $2",
            [(file["message_id"], row.number) for row in good],
        )
        await tx.execute(
            "UPDATE files SET rows_bad = rows_bad - :n, rows_waiting = rows_waiting + :n WHERE message_id = :id",
            {"n": len(good), "id": file["message_id"]},
        )
        return len(good)

    def _again(self, file: Row, row: Row) -> GoodRow | None:
        """The row by the format as it stands now; None where something is wrong with it still."""
        reader = self.readers.get(file["format"])
        if reader is None:
            return None
        sealed = bytes(row["raw_sealed"])
        kept = json.loads(self.sealer.unseal("bad_rows.raw", f"{file['message_id']}:{row['row_number']}", sealed))
        if not any(each["code"] == "map.unknown_code" for each in kept["issues"]):
            return None
        try:
            raw = kept["row"].encode(reader.layout.encoding)
        except UnicodeEncodeError:
            return None  # a byte that is no letter of the charset was kept as such: the row is not what came
        lines = read_rows(reader.made, [raw], first_line=row["row_number"], version=file["version"])
        found = next((reader.row(each) for each in lines), None)
        return found if isinstance(found, GoodRow) else None
