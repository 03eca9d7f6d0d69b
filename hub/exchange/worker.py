"""A worker: takes work items from the bus, claims, calls, settles, and only then acknowledges (Competing Consumers)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import structlog
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_random

from connectors.connector import Operation
from connectors.outcome import Busy, Delivered, Exchanged, Outcome, Rejected, Unavailable, Unknown
from hub.bus.port import Bus, Handed
from hub.clock import SECOND, Clock
from hub.errors import StoreUnavailable
from hub.exchange.apply import Apply, ApplyBatch
from hub.exchange.claim import Claim, ClaimBatch
from hub.exchange.files.work import Bulk
from hub.exchange.model import Job
from hub.exchange.settle import Settle, SettleBatch, Try
from hub.exchange.translate import CannotTranslate, Translator
from hub.exchange.verdict import Facts, judge
from hub.failpoints import failpoint
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.store.tx import Rows, columns
from hub.store.writer import Writer
from hub.telemetry import span

log = structlog.get_logger("hub.exchange")

PREFETCH = 64
ROOM = 96
"""Deliveries that one process has in hand for one destination."""
_FENCED = columns("id uuid, fence int")
NOT_APPLIED = "status.not_applied"
_GIVE_UP_S = 60.0


@dataclass(frozen=True, slots=True)
class Batches:
    """The kinds of commands that a worker submits."""

    claim: ClaimBatch
    settle: SettleBatch
    apply: ApplyBatch


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a worker works with; made by the composition root, closed by it."""

    store: Store
    writer: Writer
    bus: Bus
    clock: Clock
    batches: Batches
    translator: Translator
    operations: Mapping[str, Operation]
    internal: frozenset[str]
    nudge: Callable[[], None]
    bulk: Mapping[str, Bulk] = field(default_factory=dict)


@dataclass(slots=True)
class _Room:
    """A weighted limit on what is in hand; a lone request larger than the room still passes."""

    size: int
    used: int = 0
    freed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @asynccontextmanager
    async def take(self, wanted: int) -> AsyncIterator[None]:
        async with self.freed:
            await self.freed.wait_for(lambda: self.used == 0 or self.used + wanted <= self.size)
            self.used += wanted
        try:
            yield
        finally:
            async with self.freed:
                self.used -= wanted
                self.freed.notify_all()


class Worker:
    """Delivers for some destinations until its `run` is left; then it finishes what is in hand."""

    def __init__(self, name: str, wiring: Wiring, lease_seconds: float) -> None:
        self._name = name
        self._w = wiring
        self._lease = int(lease_seconds * SECOND)
        self._in_hand: set[tuple[str, int]] = set()
        self._leaving = False
        self._rooms: dict[str, _Room] = {}

    @asynccontextmanager
    async def run(self, destinations: Sequence[str]) -> AsyncIterator[None]:
        """Consume while the context is open."""
        self._rooms = {name: _Room(ROOM) for name in destinations}
        renewing = asyncio.create_task(self._renew(), name="lease-renewal")
        try:
            async with self._w.bus.consume(destinations, self._handle, PREFETCH):
                try:
                    yield
                finally:
                    self._leaving = True
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _handle(self, handed: Handed) -> None:
        item = handed.item
        try:
            if item.destination in self._w.bulk:
                await self._w.bulk[item.destination].work(item.deliveries, self._name)
                self._w.nudge()
            elif item.destination in self._w.internal:
                await self._w.writer.submit(self._w.batches.apply, Apply(item.deliveries, self._name))
                self._w.nudge()
            elif not await self._deliver_all(item.destination, item.deliveries):
                await handed.put_back()
                return
        except (StoreUnavailable, Collision, TryAgain) as away:
            log.warning("work_put_back", destination=item.destination, reason=str(away))
            await self._w.clock.sleep(0.5)
            await handed.put_back()
        except Exception:
            log.exception("work_failed", destination=item.destination)
            await self._w.clock.sleep(1.0)
            await handed.put_back()
        else:
            await handed.ack()

    async def _deliver_all(self, destination: str, deliveries: tuple[str, ...]) -> bool:
        """Claim and deliver what is due of these; what waits for a slot is claimed again a little later.

        False if this worker is leaving and some still wait: they are for others.
        """
        waiting = deliveries
        while waiting:
            async with self._rooms[destination].take(len(waiting)):
                with span("delivery.claim", None, destination=destination, deliveries=len(waiting)):
                    claim = Claim(waiting, self._name, self._lease)
                    claimed = await self._w.writer.submit(self._w.batches.claim, claim)
                await failpoint("worker.after_claim")
                await self._deliver_each(claimed.jobs)
            waiting = claimed.waiting
            if waiting and self._leaving:
                return False
            if waiting:
                await self._w.clock.sleep(max(0.02, claimed.wait * (0.5 + random.random())))  # noqa: S311  # jitter
        return True

    async def _deliver_each(self, jobs: Sequence[Job]) -> None:
        """Call for all at once. What goes wrong with one never cuts another's call short."""
        ended = await asyncio.gather(*(self._deliver(job) for job in jobs), return_exceptions=True)
        for wrong in ended:
            if isinstance(wrong, BaseException):
                raise wrong

    async def _deliver(self, job: Job) -> None:
        operation = self._w.operations[job.destination]
        held = (job.id, job.fence)
        self._in_hand.add(held)
        started = self._w.clock.monotonic()
        try:
            with span("delivery.call", job.trace, destination=job.destination, attempt=job.number) as trace:
                outcome = await self._safe_outcome(operation, job)
            await failpoint("worker.after_call")
            settle = self._settlement(operation, job, outcome)
            with span("delivery.settle", trace or job.trace, outcome=settle.attempt.outcome):
                result = await self._settle(settle)
        finally:
            self._in_hand.discard(held)
        log.info(
            "delivery_settled",
            delivery=job.id,
            message=job.message_id,
            route=job.route,
            destination=job.destination,
            attempt=job.number,
            outcome=settle.attempt.outcome,
            code=settle.attempt.code,
            state=settle.verdict.state,
            result=result,
            duration_ms=round((self._w.clock.monotonic() - started) * 1000),
        )
        self._w.nudge()

    async def _safe_outcome(self, operation: Operation, job: Job) -> Outcome:
        """A defect in a connector is an outcome too: counted, shown, and perhaps applied."""
        try:
            return await self._outcome(operation, job)
        except Exception as broken:
            log.exception("call_failed", delivery=job.id, destination=job.destination)
            return Unknown(Exchanged(reached=True), "hub.call_failed", type(broken).__name__)

    async def _outcome(self, operation: Operation, job: Job) -> Outcome:
        try:
            document = self._w.translator.document(job)
        except CannotTranslate as cannot:
            if job.unresolved:
                return Unknown(Exchanged(reached=True), cannot.code, cannot.detail)
            return Rejected(Exchanged(), cannot.code, cannot.detail)
        if job.unresolved:
            if operation.has_status:
                known = await operation.status(job.agency_key)
                if isinstance(known, Busy | Unavailable):
                    # It could not be asked: what became of the earlier attempt is as unknown as before.
                    return Unknown(replace(known.exchanged, reached=True), known.code, known.detail)
                if not (isinstance(known, Rejected) and known.code == NOT_APPLIED):
                    return known
            elif not operation.idempotent:
                return Unknown(Exchanged(reached=True), "attempt.unresolved", "an earlier attempt left no answer")
        return await operation.call(document, job.agency_key)

    def _settlement(self, operation: Operation, job: Job, outcome: Outcome) -> Settle:
        facts = Facts(job.counted, job.budget, job.number, operation.idempotent, operation.has_status)
        verdict = judge(outcome, facts, random.random)
        seal, exchanged = self._w.translator.sealer.seal, outcome.exchanged
        attempt = Try(
            job.id,
            job.number,
            job.fence,
            self._name,
            verdict.outcome,
            _shown(outcome.code),
            _shown(outcome.detail),
            exchanged.status,
            exchanged.reached,
            seal("attempts.sent", job.id, exchanged.sent),
            seal("attempts.received", job.id, exchanged.received),
        )
        reference = outcome.reference if isinstance(outcome, Delivered) else None
        return Settle(attempt, verdict, None if reference is None else _shown(reference))

    async def _settle(self, settle: Settle) -> str:
        """The outcome is known now, so it is worth waiting for a database that is away."""
        patient = AsyncRetrying(
            retry=retry_if_exception_type((StoreUnavailable, TryAgain)),
            stop=stop_after_delay(_GIVE_UP_S),
            wait=wait_random(0.2, 0.8),
            sleep=self._w.clock.sleep,
            reraise=True,
        )
        return await patient(self._w.writer.submit, self._w.batches.settle, settle)

    async def _renew(self) -> None:
        """Push the leases of what is in hand, three times within their length."""
        while True:
            await self._w.clock.sleep(self._lease / SECOND / 3)
            held = sorted(self._in_hand)
            if not held:
                continue
            try:
                async with self._w.store.write() as tx:
                    await tx.fetch(
                        "SELECT d.id FROM deliveries d JOIN {rows} ON r.id = d.id ORDER BY d.id {lock d}",
                        rows=Rows(_FENCED, held),
                    )
                    await tx.execute(
                        "UPDATE deliveries AS d SET next_due = hub_now() + :lease FROM {rows} WHERE d.id = r.id"
                        " AND d.fence = r.fence AND d.state = 'delivering'",
                        {"lease": self._lease},
                        Rows(_FENCED, held),
                    )
            except (StoreUnavailable, TryAgain, CommitUnknown) as away:
                log.warning("lease_not_renewed", reason=str(away))
            except Exception:
                # Without this loop every call longer than a lease would be made twice.
                log.exception("lease_not_renewed", reason="unforeseen")


def _shown(text: str) -> str:
    """What an agency said, fit to be stored and shown: without control characters, at most 200 characters."""
    return "".join(letter for letter in text if letter.isprintable())[:200]
