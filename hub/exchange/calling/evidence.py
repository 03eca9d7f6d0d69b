"""What is kept of a call: both directions sealed with its attempt, and the evidence leaf, in one commit (T3)."""

from __future__ import annotations

from dataclasses import dataclass

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_random

from connectors.outcome import Delivered
from hub.clock import Clock
from hub.errors import StoreUnavailable
from hub.exchange.calling.step import Call, Proceed
from hub.exchange.settle import Settle, SettleBatch, Try
from hub.failpoints import failpoint
from hub.store.sealing import Sealer
from hub.store.store import TryAgain
from hub.store.writer import Writer
from hub.telemetry import span


@dataclass(frozen=True, slots=True)
class KeepEvidence:
    """Settles what was judged. The outcome is known now, so it is worth waiting for a database that is away."""

    worker: str
    clock: Clock
    sealer: Sealer
    writer: Writer
    batch: SettleBatch

    async def __call__(self, call: Call, proceed: Proceed) -> None:
        await proceed(call)
        await failpoint("worker.after_call")
        call.settle = self._settlement(call)
        with span("delivery.settle", call.trace, outcome=call.verdict.outcome):
            try:
                call.settled = await self.writer.submit(self.batch, call.settle)
            except (StoreUnavailable, TryAgain):
                patient = AsyncRetrying(
                    retry=retry_if_exception_type((StoreUnavailable, TryAgain)),
                    stop=stop_after_delay(60.0),
                    wait=wait_random(0.2, 0.8),
                    sleep=self.clock.sleep,
                    reraise=True,
                )
                call.settled = await patient(self.writer.submit, self.batch, call.settle)

    def _settlement(self, call: Call) -> Settle:
        job, outcome, seal = call.job, call.outcome, self.sealer.seal
        attempt = Try(
            job.id,
            job.number,
            job.fence,
            self.worker,
            call.verdict.outcome,
            _shown(outcome.code),
            _shown(outcome.detail),
            outcome.exchanged.status,
            outcome.exchanged.reached,
            seal("attempts.sent", job.id, outcome.exchanged.sent, job.number),
            seal("attempts.received", job.id, outcome.exchanged.received, job.number),
        )
        reference = outcome.reference if isinstance(outcome, Delivered) else None
        return Settle(attempt, call.verdict, None if reference is None else _shown(reference))


def _shown(text: str) -> str:
    """What an agency said, fit to be stored and shown: without control characters, at most 200 characters."""
    return "".join(letter for letter in text if letter.isprintable())[:200]
