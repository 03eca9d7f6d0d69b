"""Inside all steps: the document is written and sent, or the agency is asked what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from connectors.outcome import Busy, Exchanged, Outcome, Rejected, Unavailable, Unknown
from hub.exchange.calling.step import Call
from hub.exchange.translate import CannotTranslate, Translator

NOT_APPLIED = "status.not_applied"


@dataclass(frozen=True, slots=True)
class CallAgency:
    """An attempt that left no answer is asked about before anything is sent again."""

    translator: Translator

    async def __call__(self, call: Call) -> None:
        job, operation = call.job, call.operation
        try:
            document = self.translator.document(job)
        except CannotTranslate as cannot:
            kind, exchanged = (Unknown, Exchanged(reached=True)) if job.unresolved else (Rejected, Exchanged())
            call.outcome = kind(exchanged, cannot.code, cannot.detail)
            return
        known = await _known(call) if job.unresolved else None
        call.outcome = known or await operation.call(document, job.agency_key)


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
