"""Removes contents that only destroyed documents referred to, or that no document came to name.

What anything else refers to stays. The destruction itself is an event; this follows it, and may be broken off anywhere.
A content that was stored or touched a moment ago is left for a later turn: somebody may be about to refer to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from hub.clock import SECOND, Clock
from hub.store.content import ContentStore
from hub.store.store import Store
from hub.store.tx import Tx

log = structlog.get_logger("hub.documents")

UNUSED_S = 120
MOST = 100


@dataclass(frozen=True, slots=True)
class Shredding:
    """The duty of the leading process."""

    store: Store
    content: ContentStore
    clock: Clock

    async def step(self) -> int:
        """See to what is gone; how many contents were removed."""
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT DISTINCT digest FROM document_files WHERE gone = 1 ORDER BY digest LIMIT :most", {"most": MOST}
            )
            gone = {row["digest"]: await _is_used(tx, row["digest"]) for row in rows}
        return sum([await self._see_to(name, is_used=is_used) for name, is_used in gone.items()])

    async def _see_to(self, name: str, *, is_used: bool) -> bool:
        removed = not is_used and await self.content.remove(name, self.clock.now() / SECOND - UNUSED_S)
        if not removed and not is_used:
            return False
        async with self.store.write() as tx:
            await tx.execute("DELETE FROM document_files WHERE digest = :hash AND gone = 1", {"hash": name})
        if removed:
            log.info("content_destroyed", content=name)
        return removed


async def _is_used(tx: Tx, name: str) -> bool:
    """Whether another document refers to the content."""
    return bool(
        await tx.fetch("SELECT 1 AS one FROM document_files WHERE digest = :hash AND gone = 0 LIMIT 1", {"hash": name})
    )
