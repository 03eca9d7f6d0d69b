"""The clock of documents: due timers become commands. A timer is a row; its command's key makes it act once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from document_flow.documents.acts.tick import Tick
from document_flow.outcome import Refusal
from hub.clock import SECOND
from hub.documents.acting.acting import Acted
from hub.documents.acting.service import Documents, Given
from hub.store.legal_time import LEGAL_NOW
from hub.store.tx import Row, Tx

log = structlog.get_logger("hub.documents")

MOST, PAGES = 200, 50
"""Timers of a page, which become commands at the same time, and pages of a turn: a morning's reminders in one go."""


async def due(tx: Tx, most: int) -> Sequence[Row]:
    """The timers whose time has come, the oldest first."""
    return await tx.fetch(
        f"SELECT document_id, timer, at FROM document_timers WHERE at <= {LEGAL_NOW} ORDER BY at LIMIT :most",
        {"most": most},
    )


@dataclass(frozen=True, slots=True)
class Timekeeping:
    """The duty of the leading process."""

    documents: Documents

    async def step(self) -> int:
        """Act on what is due now; how many timers fired. One that cannot be acted on does not hold up the others."""
        fired = 0
        for _ in range(PAGES):
            async with self.documents.store.read() as tx:
                rows = await due(tx, MOST)
            ends = await asyncio.gather(
                *(self._fire(row["document_id"], row["timer"], row["at"]) for row in rows), return_exceptions=True
            )
            fired += len(rows)
            failed = next((end for end in ends if end is not None), None)
            if failed is not None:
                raise failed
            if len(rows) < MOST:
                break
        return fired

    async def _fire(self, document: str, timer: str, at: int) -> None:
        answer = await self.documents.attempt("clock", document, Tick(timer=timer), Given(f"{document}/{timer}/{at}"))
        if isinstance(answer, Acted) and not answer.repeated:
            log.info("document_timer", document=document, timer=timer, version=answer.version)
            return
        if not isinstance(answer, Acted):
            reason = answer.code if isinstance(answer, Refusal) else type(answer).__name__
            log.warning("document_timer_refused", document=document, timer=timer, reason=reason)
        # What is refused, or was done and is still there, must not stand in front: it is asked again in a minute.
        async with self.documents.store.write() as tx:
            await tx.execute(
                f"UPDATE document_timers SET at = {LEGAL_NOW} + :later WHERE document_id = :id AND timer = :timer",
                {"later": 60 * SECOND, "id": document, "timer": timer},
            )
