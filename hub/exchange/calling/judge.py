"""From what came of a call to what is done next with its delivery."""

from __future__ import annotations

import random
from dataclasses import replace

import structlog

from connectors.outcome import Exchanged, Unknown
from hub.exchange.calling.call import LEASE_LOST
from hub.exchange.calling.step import Call, Proceed
from hub.exchange.verdict import Facts, judge

log = structlog.get_logger("hub.exchange")


async def judge_outcome(call: Call, proceed: Proceed) -> None:
    """A defect in a connector is an outcome too: counted, shown, and perhaps applied."""
    job, operation = call.job, call.operation
    try:
        await proceed(call)
    except Exception:
        log.exception("call_failed", delivery=job.id, destination=job.destination)
        call.outcome = Unknown(Exchanged(reached=True), "hub.call_failed")
    facts = Facts(
        job.counted, job.budget, job.number, operation.idempotent, operation.has_status, operation.limits.retry
    )
    call.verdict = judge(call.outcome, facts, random.random)
    if call.outcome.code == LEASE_LOST:
        # The agency was not called: there is nothing to learn about it.
        call.verdict = replace(call.verdict, healthy=None)
