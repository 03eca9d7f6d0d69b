"""The canonical line of a delivery."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from hub.clock import Clock
from hub.exchange.calling.step import Call, Proceed

log = structlog.get_logger("hub.exchange")


@dataclass(frozen=True, slots=True)
class LogDelivery:
    """One `delivery_settled` for each settled call, with the time from here to the commit."""

    clock: Clock

    async def __call__(self, call: Call, proceed: Proceed) -> None:
        started = self.clock.monotonic()
        await proceed(call)
        job, attempt = call.job, call.settle.attempt
        log.info(
            "delivery_settled",
            delivery=job.id,
            message=job.message_id,
            route=job.route,
            destination=job.destination,
            attempt=job.number,
            outcome=attempt.outcome,
            code=attempt.code,
            state=call.verdict.state,
            result=call.settled,
            duration_ms=round((self.clock.monotonic() - started) * 1000),
        )
