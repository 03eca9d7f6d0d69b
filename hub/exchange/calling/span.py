"""The span of a call, which continues the message's trace."""

from __future__ import annotations

from hub.exchange.calling.step import Call, Proceed
from hub.telemetry import span


async def trace_call(call: Call, proceed: Proceed) -> None:
    """A span over everything that is between us and the agency."""
    with span("delivery.call", call.job.trace, destination=call.job.destination, attempt=call.job.number) as trace:
        call.trace = trace or call.trace
        await proceed(call)
