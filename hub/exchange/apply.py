"""Internal destinations: claimed, applied and settled in one transaction, a savepoint each.

A failing apply is an outcome, not an exception that takes its neighbours along; what changed goes on as follow-ups.

Several workers do this at once, and their batches meet at people whom two messages name. So a batch locks in one order,
and all of it before the first message is applied: lanes by destination and key, deliveries by id, entities by id
(docs/decisions/0042).
"""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from hub.exchange.accept import store_messages
from hub.exchange.claim import due_jobs
from hub.exchange.lanes import lock_lanes_of
from hub.exchange.model import Job, NewMessage
from hub.exchange.states import DeliveryState
from hub.exchange.transition import Transition, apply_transitions
from hub.failpoints import failpoint
from hub.store.store import Collision, TryAgain
from hub.store.tx import Tx, ids, number_of
from hub.store.writer import LINGER_S, Writer

log = structlog.get_logger("hub.exchange")


@dataclass(frozen=True, slots=True)
class Applied:
    """What an effect did with one delivery. `rejected` carries a code; follow-ups are stored in the same commit."""

    state: DeliveryState
    code: str | None = None
    detail: str | None = None
    follow_ups: tuple[NewMessage, ...] = ()
    reference: str | None = None


class Effect(Protocol):
    """An internal destination. It works in the transaction it is given and raises nothing it can name."""

    async def apply(self, tx: Tx, job: Job, now: int) -> Applied: ...


@dataclass(frozen=True, slots=True)
class Apply:
    """The command: apply these deliveries of internal destinations."""

    deliveries: tuple[str, ...]
    worker: str


Lock = Callable[[Tx, Sequence[Job]], Awaitable[None]]
"""Locks all that applying these jobs will write and other batches may write too, in one order."""


class ApplyBatch:
    """The writer's batch of internal work. Work of another size has a batch of its own name."""

    linger = LINGER_S

    def __init__(self, effects: Mapping[str, Effect], lock: Lock, name: str = "apply") -> None:
        self.name = name
        self._effects = effects
        self._lock = lock

    async def run(self, tx: Tx, commands: Sequence[Apply]) -> Sequence[int]:
        """How many of each command's deliveries were settled now."""
        now = await tx.now()
        owner: dict[str, Apply] = {}
        for command in commands:
            for delivery in command.deliveries:
                owner.setdefault(delivery, command)
        await lock_lanes_of(tx, sorted(owner))
        jobs = await due_jobs(tx, sorted(owner))
        await self._lock(tx, [job for job, _ in jobs])
        steps: list[Transition] = []
        follow_ups: list[NewMessage] = []
        for job, old in jobs:
            applied = await self._one(tx, job, now)
            steps.append(_step(job, old, applied, now))
            follow_ups.extend(applied.follow_ups)
        await _write_attempts(tx, steps, owner, now)
        # Read again: what an effect sends may have entered the lane behind the delivery that it is the effect of.
        standing = await lock_lanes_of(tx, [step.id for step in steps])
        await apply_transitions(tx, steps, standing, now)
        await store_messages(tx, follow_ups, now)
        await failpoint("worker.before_apply_commit")
        done: dict[int, int] = defaultdict(int)
        for step in steps:
            done[id(owner[step.id])] += 1
        return [done[id(command)] for command in commands]

    async def read_back(self, tx: Tx, command: Apply) -> int | None:
        """If any was settled, all were: they share one commit. A repetition is harmless either way."""
        count = await number_of(
            tx,
            "SELECT count(*) AS n FROM deliveries d JOIN {rows} ON r.id = d.id WHERE d.settled_at IS NOT NULL",
            rows=ids(list(command.deliveries)),
        )
        return count or None

    async def _one(self, tx: Tx, job: Job, now: int) -> Applied:
        try:
            async with tx.savepoint():
                return await self._effects[job.destination].apply(tx, job, now)
        except (Collision, TryAgain):
            raise
        except (ValueError, LookupError, TypeError, ArithmeticError, AttributeError) as broken:
            frame = traceback.extract_tb(broken.__traceback__)[-1]
            where = f"{type(broken).__name__} in {frame.name}:{frame.lineno}"
            log.exception("effect_failed", delivery=job.id, destination=job.destination, where=where)
            return Applied(DeliveryState.FAILED, "hub.effect_failed", where)


@dataclass(frozen=True, slots=True)
class Applying:
    """Has deliveries applied by a batch of the writer. Errors are those of the store."""

    writer: Writer
    batch: ApplyBatch

    async def work(self, deliveries: Sequence[str], worker: str) -> None:
        """All in one command."""
        await self.writer.submit(self.batch, Apply(tuple(deliveries), worker))


def _step(job: Job, old: DeliveryState, applied: Applied, now: int) -> Transition:
    return Transition(
        id=job.id,
        message_id=job.message_id,
        destination=job.destination,
        old=old,
        new=applied.state,
        next_due=now,
        code=applied.code,
        detail=applied.detail,
        reference=applied.reference,
        counted=1,
        number=job.number,
        outcome="delivered" if applied.state is DeliveryState.DELIVERED else applied.state.value,
        version=job.version,
        on_failure=job.on_failure,
    )


async def _write_attempts(tx: Tx, steps: Sequence[Transition], owner: Mapping[str, Apply], now: int) -> None:
    await tx.execute(
        "UPDATE deliveries AS d SET fence = d.fence + 1, tries = d.tries + 1 FROM {rows} WHERE d.id = r.id",
        rows=ids([step.id for step in steps]),
    )
    await tx.many(
        "INSERT INTO attempts (delivery_id, number, fence, worker, started_at, ended_at, outcome, code, detail,"
        " reached) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, 1)",
        [(s.id, s.number, s.number, owner[s.id].worker, now, s.outcome, s.code, s.detail) for s in steps],
    )
