"""The clock of documents: due timers become commands. A timer is a row; its command's key makes it act once."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from document_flow.documents.commands import Tick
from document_flow.outcome import Refusal
from hub.clock import SECOND
from hub.documents.acting import Acted
from hub.documents.service import Documents, Given

log = structlog.get_logger("hub.documents")

MOST = 200
_DUE = "SELECT document_id, rung, at FROM document_timers WHERE at <= hub_now() ORDER BY at LIMIT :most"
_REFUSED_AGAIN_S = 60


@dataclass(frozen=True, slots=True)
class Timekeeping:
    """The duty of the leading process."""

    documents: Documents

    async def step(self) -> int:
        """Act on what is due now; how many timers fired."""
        async with self.documents.store.read() as tx:
            rows = await tx.fetch(_DUE, {"most": MOST})
        for row in rows:
            await self._fire(row["document_id"], row["rung"], row["at"])
        return len(rows)

    async def _fire(self, document: str, rung: str, at: int) -> None:
        answer = await self.documents.attempt("clock", document, Tick(rung=rung), Given(f"{document}/{rung}/{at}"))
        if isinstance(answer, Acted):
            log.info("document_timer", document=document, rung=rung, version=answer.version)
            return
        # A timer that the rules refuse must not stand in front of the others: it is asked again in a minute.
        reason = answer.code if isinstance(answer, Refusal) else type(answer).__name__
        log.warning("document_timer_refused", document=document, rung=rung, reason=reason)
        async with self.documents.store.write() as tx:
            await tx.execute(
                "UPDATE document_timers SET at = hub_now() + :later WHERE document_id = :id AND rung = :rung",
                {"later": _REFUSED_AGAIN_S * SECOND, "id": document, "rung": rung},
            )
