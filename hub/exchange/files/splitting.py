"""Splits accepted files into chunk deliveries: a duty of the leading process, safe to stop and to run twice.

Every step looks at the bytes again, which never change, and goes on at the last committed batch of chunks. A file that
is not whole goes to quarantine before anything of it is applied or anything older is retired for it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import structlog

from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.files.intake import table_format
from hub.exchange.files.scan import Chunk, Scan, scan
from hub.exchange.files.superseding import end_splitting, retire_older, retired_by
from hub.exchange.formats import MessageFormat
from hub.exchange.planning import Planner
from hub.exchange.states import DeliveryState, MessageState
from hub.exchange.transition import count_for_messages
from hub.failpoints import failpoint
from hub.store.content import ContentStore
from hub.store.ids import agency_key, new_id
from hub.store.sealed_file import ContentDamaged
from hub.store.store import Store
from hub.store.tx import Row, Tx
from mappings.layout import Layout

log = structlog.get_logger("hub.exchange")

CHUNK = "register-chunk"
"""The internal destination of chunks: the register, a thousand rows at a time."""
BATCH_CHUNKS = 100


@dataclass(frozen=True, slots=True)
class Splitting:
    """Works on files in the order of their acceptance."""

    store: Store
    content: ContentStore
    formats: Mapping[str, MessageFormat]
    planner: Planner

    async def step(self) -> int:
        """Split what is accepted; how many files."""
        async with self.store.read() as tx:
            files = await tx.fetch(
                "SELECT m.id, m.format, m.route, m.version, m.body_digest FROM messages m"
                " WHERE m.state = 'splitting' ORDER BY m.id LIMIT 20"
            )
        for file in files:
            await self._split(file)
        return len(files)

    async def _split(self, file: Row) -> None:
        _, layout = table_format(self.formats, file["format"])
        try:
            found = await asyncio.to_thread(self._scan, file["body_digest"], layout)
        except (FileNotFoundError, ContentDamaged):
            log.exception("file_content_missing", message=file["id"], content=file["body_digest"])
            return
        if found.faults:
            await self._quarantine(file["id"], found)
            return
        if not await self._begin(file["id"], found):
            return
        while await self._next_batch(file, found.chunks):
            await failpoint("file.after_batch")

    def _scan(self, digest: str, layout: Layout) -> Scan:
        with self.content.open(self.planner.hash.digest_opened(digest)) as source:
            return scan(source, layout)

    async def _quarantine(self, message: str, found: Scan) -> None:
        issues = [asdict(fault) for fault in found.faults]
        sealed = self.planner.sealer.seal(
            "message_bodies.issues", message, json.dumps(issues, ensure_ascii=False).encode()
        )
        async with self.store.write() as tx:
            now = await tx.now()
            moved = await tx.execute(
                "UPDATE messages SET state = 'quarantined' WHERE id = :id AND state = 'splitting'", {"id": message}
            )
            if moved:
                await tx.many("UPDATE message_bodies SET issues_sealed = $2 WHERE message_id = $1", [(message, sealed)])
                await write_leaves(tx, [make_leaf("file.quarantined", message, now, code=found.faults[0].code)])

    async def _begin(self, message: str, found: Scan) -> bool:
        """Note what was proved, once, and settle which file of the day counts. False if it is a newer one than this."""
        async with self.store.write() as tx:
            now = await tx.now()
            await tx.execute(
                "UPDATE files SET rows_total = :rows, chunks_total = :chunks, totals = :totals"
                " WHERE message_id = :id AND totals IS NULL",
                {"rows": found.rows, "chunks": len(found.chunks), "totals": found.totals, "id": message},
            )
            newer = await retired_by(tx, message)
            if newer is None:
                await retire_older(tx, message, now)
                return True
            await tx.execute(
                "UPDATE files SET superseded_by = :newer, rows_superseded = rows_total"
                " WHERE message_id = :id AND superseded_by IS NULL AND chunks_made = 0",
                {"newer": newer, "id": message},
            )
            await end_splitting(tx, message, now)
            await write_leaves(tx, [make_leaf("file.superseded", message, now, by=newer)])
        return False

    async def _next_batch(self, file: Row, chunks: Sequence[Chunk]) -> bool:
        """Commit the next chunks with their deliveries; False once there are no more."""
        message = file["id"]
        async with self.store.write() as tx:
            now = await tx.now()
            rows = await tx.fetch(
                "SELECT f.chunks_made, f.superseded_by, m.state FROM files f JOIN messages m ON m.id = f.message_id"
                " WHERE f.message_id = :id {lock f}",
                {"id": message},
            )
            made, going = rows[0]["chunks_made"], rows[0]["state"] == MessageState.SPLITTING
            if not going or rows[0]["superseded_by"] is not None:
                return False
            batch = chunks[made : made + BATCH_CHUNKS]
            await self._write(tx, file, batch, now)
            await tx.execute(
                "UPDATE files SET chunks_made = chunks_made + :n WHERE message_id = :id",
                {"n": len(batch), "id": message},
            )
            more: bool = made + len(batch) < len(chunks)
            if not more:
                await end_splitting(tx, message, now)
            await failpoint("file.before_batch_commit")
        return more

    async def _write(self, tx: Tx, file: Row, batch: Sequence[Chunk], now: int) -> None:
        message, ids = file["id"], [new_id() for _ in batch]
        await tx.many(
            "INSERT INTO file_chunks (message_id, number, byte_from, byte_to, first_row, row_count)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            [(message, c.number, c.byte_from, c.byte_to, c.first_row, c.row_count) for c in batch],
        )
        await tx.many(
            "INSERT INTO deliveries (id, message_id, destination, route, state, agency_key, on_failure, next_due,"
            " budget, created_at, part) VALUES ($1, $2, $3, $4, 'due', $5, 'pass', $6, 1, $6, $7)",
            [
                (id_, message, CHUNK, file["route"], agency_key(self.planner.installation, id_), now, c.number)
                for id_, c in zip(ids, batch, strict=True)
            ],
        )
        await count_for_messages(tx, ((message, None, DeliveryState.DUE) for _ in batch), now)
