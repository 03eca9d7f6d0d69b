"""Inside all steps: the document is written and sent, or the agency is asked what became of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from connectors.outcome import Busy, Exchanged, Outcome, Rejected, Unavailable, Unknown
from hub.exchange.calling.step import Call
from hub.exchange.model import Job
from hub.exchange.translate import CannotTranslate, Translator

NOT_APPLIED = "status.not_applied"
LEASE_LOST = "lease.lost"


@dataclass(frozen=True, slots=True)
class CallAgency:
    """An attempt that left no answer is asked about before anything is sent again; what another worker may have by now
    is not sent.
    """

    translator: Translator
    is_held: Callable[[Job], Awaitable[bool]]

    async def __call__(self, call: Call) -> None:
        job, operation = call.job, call.operation
        try:
            document = self.translator.document(job)
        except CannotTranslate as cannot:
            kind, exchanged = (Unknown, Exchanged(reached=True)) if job.unresolved else (Rejected, Exchanged())
            call.outcome = kind(exchanged, cannot.code, cannot.detail)
            return
        known = await _known(call) if job.unresolved else None
        if known is None and not await self.is_held(job):
            call.outcome = Unknown(Exchanged(reached=True), LEASE_LOST) if job.unresolved else _NOT_SENT
            return
        call.outcome = known or await operation.call(document, job.agency_key)


_NOT_SENT = Unavailable(Exchanged(), LEASE_LOST)


async def _known(call: Call) -> Outcome | None:
    """What became of the earlier attempt; None where it may be sent again."""
    operation = call.operation
    if not operation.has_status:
        if operation.idempotent:
            return None
        return Unknown(Exchanged(reached=True), "attempt.unresolved", "an earlier attempt left no answer")
    known = await operation.status(call.job.agency_key)
    if isinstance(known, Busy | Unavailable):
        # It could not be asked: what became of the earlier attempt is as unknown as before.
        return Unknown(replace(known.exchanged, reached=True), known.code, known.detail)
    return None if isinstance(known, Rejected) and known.code == NOT_APPLIED else known
