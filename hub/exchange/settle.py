"""T3: the outcome of a call, if the fence still holds, in one commit with lanes, follow-ups and the evidence leaf.

A stale worker's answer is kept with its attempt. If it says delivered, it settles a delivery that nobody holds, and
whoever holds one uses it instead of a worse answer of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hub.exchange.breaker import Health, Quiet
from hub.exchange.lanes import lock_lanes_of
from hub.exchange.states import DeliveryState
from hub.exchange.transition import Transition, apply_transitions
from hub.exchange.verdict import Verdict
from hub.failpoints import failpoint
from hub.store.tx import Change, Row, Rows, Tx, ids

_END = (
    "delivery_id uuid, number int, outcome text, code text, detail text, http_status int, reached smallint,"
    " late smallint, sent bytea, received bytea"
)
_ENDED = (
    "UPDATE attempts AS a SET ended_at = :now, outcome = r.outcome, code = r.code, detail = r.detail,"
    " http_status = r.http_status, reached = r.reached, late = r.late, sent_sealed = r.sent,"
    " received_sealed = r.received FROM {rows} WHERE a.delivery_id = r.delivery_id AND a.number = r.number"
)


class Settled(StrEnum):
    """What became of a settlement."""

    DONE = "done"
    LATE = "late"
    """Another claim was made since: the answer is kept with its attempt."""


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt as it ended: what was sent and came back, sealed."""

    delivery_id: str
    number: int
    fence: int
    worker: str
    outcome: str
    code: str
    detail: str
    http_status: int | None
    reached: bool
    sent_sealed: bytes
    received_sealed: bytes


@dataclass(frozen=True, slots=True)
class Settle:
    """The command of T3."""

    attempt: Try
    verdict: Verdict
    reference: str | None = None


class SettleBatch:
    """The writer's batch of T3 commands."""

    name = "settle"
    linger = 0.005

    def __init__(self) -> None:
        self._quiet = Quiet()

    async def run(self, tx: Tx, commands: Sequence[Settle]) -> Sequence[Settled]:
        """Settle each under its fence."""
        touched = sorted({command.attempt.delivery_id for command in commands})
        standing = await lock_lanes_of(tx, touched)
        rows = await lock_deliveries(tx, touched)
        now = next((row["now"] for row in rows.values()), 0) or await tx.now()
        late_good = await _late_deliveries(tx, commands) | _late_in_batch(commands, rows)
        steps: dict[str, Transition] = {}
        results = []
        for command in commands:
            row = rows.get(command.attempt.delivery_id)
            step = _step(command, row, now, late_good) if row is not None else None
            holds = row is not None and _holds(command, row)
            results.append(Settled.DONE if holds else Settled.LATE)
            if step is not None and step.id not in steps:
                steps[step.id] = step
        # A breaker that closes hurries those that wait; what is settled here keeps the wait of its own answer.
        await self._quiet.learn(tx, _health(commands, rows), now)
        await apply_transitions(tx, list(steps.values()), standing, now, _attempts(commands, results, now))
        await failpoint("worker.before_settle_commit")
        return results

    async def read_back(self, tx: Tx, command: Settle) -> Settled | None:
        """A settled attempt has its end written."""
        attempt = command.attempt
        found = await tx.fetch(
            "SELECT late FROM attempts WHERE delivery_id = :id AND number = :number AND ended_at IS NOT NULL",
            {"id": attempt.delivery_id, "number": attempt.number},
        )
        if not found:
            return None
        return Settled.LATE if found[0]["late"] else Settled.DONE


async def lock_deliveries(tx: Tx, wanted: Sequence[str]) -> dict[str, Row]:
    """Lock deliveries in the order of their ids; by id."""
    found = await tx.fetch(
        "SELECT hub_now() AS now, d.id, d.message_id, d.destination, d.state, d.fence, d.next_due, d.version,"
        " d.on_failure, d.tries, d.counted_attempts, d.part, d.route FROM deliveries d"
        " JOIN {rows} ON r.id = d.id ORDER BY d.id {lock d}",
        rows=ids(sorted(wanted)),
    )
    return {row["id"]: row for row in found}


def _holds(command: Settle, row: Row) -> bool:
    return bool(row["fence"] == command.attempt.fence and row["state"] == DeliveryState.DELIVERING)


def _step(command: Settle, row: Row, now: int, late_good: set[str]) -> Transition | None:
    verdict, attempt = command.verdict, command.attempt
    old = DeliveryState(row["state"])
    delivered = verdict.state is DeliveryState.DELIVERED
    if not _holds(command, row):
        if not delivered or old.is_final or old is DeliveryState.DELIVERING:
            return None
    elif not delivered and attempt.delivery_id in late_good:
        delivered = True
    new = DeliveryState.DELIVERED if delivered else verdict.state
    return Transition(
        id=row["id"],
        message_id=row["message_id"],
        destination=row["destination"],
        old=old,
        new=new,
        next_due=now + (0 if delivered else verdict.wait),
        code=None if delivered else attempt.code,
        detail=None if delivered else attempt.detail,
        reference=command.reference,
        counted=int(verdict.counted),
        number=attempt.number,
        outcome=attempt.outcome,
        version=row["version"],
        on_failure=row["on_failure"],
    )


def _late_in_batch(commands: Sequence[Settle], rows: Mapping[str, Row]) -> set[str]:
    """Good answers of stale workers that come at the same moment as the holder's own."""
    return {
        command.attempt.delivery_id
        for command in commands
        if command.verdict.state is DeliveryState.DELIVERED
        and (row := rows.get(command.attempt.delivery_id)) is not None
        and not _holds(command, row)
    }


async def _late_deliveries(tx: Tx, commands: Sequence[Settle]) -> set[str]:
    worse = [c.attempt.delivery_id for c in commands if c.verdict.state is not DeliveryState.DELIVERED]
    if not worse:
        return set()
    found = await tx.fetch(
        "SELECT a.delivery_id FROM attempts a JOIN {rows} ON r.id = a.delivery_id"
        " WHERE a.late = 1 AND a.outcome = 'delivered'",
        rows=ids(worse),
    )
    return {row["delivery_id"] for row in found}


def _attempts(commands: Sequence[Settle], results: Sequence[Settled], now: int) -> Change:
    """The ends of the attempts."""
    rows = [
        (
            a.delivery_id,
            a.number,
            a.outcome,
            a.code,
            a.detail,
            a.http_status,
            int(a.reached),
            int(result is Settled.LATE),
            a.sent_sealed,
            a.received_sealed,
        )
        for a, result in ((command.attempt, result) for command, result in zip(commands, results, strict=True))
    ]
    return Change(_ENDED, Rows(_END, rows), {"now": now})


def _health(commands: Sequence[Settle], rows: Mapping[str, Row]) -> dict[str, Health]:
    found: dict[str, Health] = {}
    for command in commands:
        row = rows.get(command.attempt.delivery_id)
        if row is not None:
            name, verdict = row["destination"], command.verdict
            found[name] = _told(found.get(name, Health()), verdict)
    return found


def _told(health: Health, verdict: Verdict) -> Health:
    """What never reached the agency teaches nothing, but the breaker hears of it: it may have been the probe."""
    if verdict.healthy is not None:
        return health.plus(healthy=verdict.healthy)
    return health if verdict.hold is None else health.busy(verdict.hold)
