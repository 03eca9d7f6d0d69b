"""A worker's calls: claim what is due, then run each through the list of steps that stands here."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from connectors.connector import Credentials, Operation
from hub.clock import SECOND, Clock
from hub.exchange.calling.call import CallAgency
from hub.exchange.calling.consent import KeepToConsent
from hub.exchange.calling.credentials import PresentCredentials
from hub.exchange.calling.evidence import KeepEvidence
from hub.exchange.calling.judge import judge_outcome
from hub.exchange.calling.limits import HoldLease, Room
from hub.exchange.calling.log import LogDelivery
from hub.exchange.calling.span import trace_call
from hub.exchange.calling.step import Call, Moment, Step, chained
from hub.exchange.claim import Claim, ClaimBatch
from hub.exchange.model import Job
from hub.exchange.settle import SettleBatch
from hub.exchange.translate import Translator
from hub.failpoints import failpoint
from hub.store.store import Store
from hub.store.writer import Writer
from hub.telemetry import span


@dataclass(frozen=True, slots=True)
class CallDependencies:
    """What calls are made with; made by the composition root, closed by it."""

    store: Store
    writer: Writer
    clock: Clock
    claim: ClaimBatch
    settle: SettleBatch
    translator: Translator
    operations: Mapping[str, Operation]
    nudge: Callable[[], None]
    """Something may have become due."""
    credentials: Mapping[str, Credentials] = field(default_factory=dict)


class Calls:
    """Delivers to agencies in the name of one worker."""

    def __init__(self, worker: str, needs: CallDependencies, lease_seconds: float) -> None:
        self._worker = worker
        self.needs = needs
        self._lease = int(lease_seconds * SECOND)
        self._leaving = False
        self._rooms: defaultdict[str, Room] = defaultdict(Room)
        self._leases = HoldLease(needs.store, needs.clock, self._lease)
        steps: tuple[Step, ...] = (
            self._leases,
            LogDelivery(needs.clock),
            KeepEvidence(worker, needs.clock, needs.translator.sealer, needs.writer, needs.settle),
            KeepToConsent(needs.store, needs.translator),
            judge_outcome,
            trace_call,
            PresentCredentials(needs.credentials),
        )
        self._run = chained(steps, CallAgency(needs.translator, self._leases.is_held))

    @asynccontextmanager
    async def leased(self) -> AsyncIterator[None]:
        """Push leases while the context is open."""
        renewing = asyncio.create_task(self._leases.renew(), name="lease-renewal")
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    def leave(self) -> None:
        """Finish what is in hand and claim nothing that must wait."""
        self._leaving = True

    async def deliver(self, destination: str, deliveries: tuple[str, ...]) -> bool:
        """Claim and deliver what is due of these; what waits for a slot is claimed again a little later.

        False if this worker is leaving and some still wait: they are for others.
        """
        needs, waiting = self.needs, deliveries
        while waiting:
            async with self._rooms[destination].take(len(waiting)):
                claimed_at = self._leases.look()
                with span("delivery.claim", None, destination=destination, deliveries=len(waiting)):
                    claimed = await needs.writer.submit(needs.claim, Claim(waiting, self._worker, self._lease))
                await failpoint("worker.after_claim")
                await self._deliver_each(claimed.jobs, claimed_at)
            waiting = claimed.waiting
            if waiting and self._leaving:
                return False
            if waiting:
                await needs.clock.sleep(max(0.02, claimed.wait * (0.5 + random.random())))  # noqa: S311  # jitter
        return True

    async def _deliver_each(self, jobs: Sequence[Job], claimed_at: Moment) -> None:
        """Call for all at once. What goes wrong with one never cuts another's call short."""
        ended = await asyncio.gather(*(self._deliver(job, claimed_at) for job in jobs), return_exceptions=True)
        for wrong in ended:
            if isinstance(wrong, BaseException):
                raise wrong

    async def _deliver(self, job: Job, claimed_at: Moment) -> None:
        await self._run(Call(job, self.needs.operations[job.destination], job.trace, claimed_at))
        self.needs.nudge()
