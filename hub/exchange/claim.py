"""T2: due -> delivering, with a lease, a fencing number and an attempt row, committed before any call.

A delivery is claimable only when it is due and first in all its lanes; the head check stands here once more, though
`blocked` should have kept the others away. An attempt that a crash left without an outcome makes the job `unresolved`:
its outcome is unknown, so the agency is asked before anything is sent again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from connectors.connector import Limits
from hub.exchange.breaker import Grant, admit
from hub.exchange.lanes import lock_lanes_of
from hub.exchange.model import Job, Origin
from hub.exchange.states import DeliveryState
from hub.exchange.steering import park_paused
from hub.exchange.transition import Transition, apply_transitions
from hub.failpoints import failpoint
from hub.register.lifted import has_overtaken
from hub.store.tx import Change, Row, Rows, Tx, ids
from hub.store.writer import LINGER_S

# Who comes first is asked of the lanes, not of `blockers`: a count may be wrong until the sweeper mends it, and two of
# one lane are never sent at once. Locked by rising id, as all do that change several: nobody waits in a circle.
_DUE_SQL = """
SELECT hub_now() AS now, d.id, d.message_id, d.destination, d.route, d.agency_key, d.fence, d.tries, d.counted_attempts,
 d.budget, d.part, d.on_failure, d.version, d.state, m.party, m.format, m.origin, m.hops, m.accepted_at, m.trace,
 coalesce(o.records_sealed, b.records_sealed) AS records_sealed,
 CASE WHEN o.delivery_id IS NULL THEN b.records_version END AS records_version,
 a.started_at AS last_started, a.outcome AS last_outcome, p.name AS parked,
 s.breaker, s.probe_at, s.paused_by, s.maintenance_from, s.maintenance_until
FROM {rows} JOIN deliveries d ON d.id = r.id JOIN messages m ON m.id = d.message_id
JOIN message_bodies b ON b.message_id = d.message_id
LEFT JOIN delivery_records o ON o.delivery_id = d.id
LEFT JOIN attempts a ON a.delivery_id = d.id AND a.number = d.tries
LEFT JOIN paused_routes p ON p.name = d.route
LEFT JOIN operations s ON s.name = d.destination
WHERE d.state IN ('due', 'retrying') AND d.next_due <= hub_now()
 AND NOT EXISTS (SELECT 1 FROM lane_entries e JOIN lane_entries f ON f.destination = e.destination
  AND f.key_hash = e.key_hash AND f.number < e.number WHERE e.delivery_id = d.id)
ORDER BY d.id {lock d}
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """The command of T2: these deliveries, for this worker, for `lease` microseconds."""

    deliveries: tuple[str, ...]
    worker: str
    lease: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What was granted, and which are to be asked for again after `wait` seconds. Whatever is in neither is not due."""

    jobs: tuple[Job, ...]
    waiting: tuple[str, ...] = ()
    wait: float = 0.0


class ClaimBatch:
    """The writer's batch of T2 commands."""

    name = "claim"
    linger = LINGER_S

    def __init__(self, limits: Mapping[str, Limits]) -> None:
        self._limits = limits
        self._last: tuple[tuple[Claim, Claimed], ...] = ()

    async def run(self, tx: Tx, commands: Sequence[Claim]) -> Sequence[Claimed]:
        """Claim for each command what is claimable; the same delivery goes to the first who asks."""
        wanted: dict[str, Claim] = {}
        for command in commands:
            for delivery in command.deliveries:
                wanted.setdefault(delivery, command)
        rows, now = await _due(tx, sorted(wanted))
        rows = await _drop_superseded(tx, rows, now)
        granted, grants = await self._admit(tx, rows, now)
        jobs = [_job(row) for row in granted]
        await self._write(tx, jobs, wanted, now)
        await failpoint("worker.before_claim_commit")
        answers = [_answer(command, wanted, jobs, rows, grants) for command in commands]
        self._last = tuple(zip(commands, answers, strict=True))
        return answers

    async def read_back(self, tx: Tx, command: Claim) -> Claimed | None:
        """What the lost commit wrote, if it is there and enough of the lease is left to renew it.

        What is let go here would be found later as an attempt without an outcome, though nothing was ever sent.
        """
        answer = next((answer for asked, answer in self._last if asked is command), None)
        if answer is None or not answer.jobs:
            return answer
        held = await tx.fetch(
            "SELECT d.id FROM {rows} JOIN deliveries d ON d.id = r.id AND d.fence = r.fence AND d.state = 'delivering'"
            " JOIN attempts a ON a.delivery_id = d.id AND a.number = r.number AND a.worker = :worker"
            " WHERE d.next_due > hub_now() + :rest",
            {"worker": command.worker, "rest": command.lease // 3},
            Rows("id uuid, fence int, number int", [(job.id, job.fence, job.number) for job in answer.jobs]),
        )
        mine = {row["id"] for row in held}
        found = tuple(job for job in answer.jobs if job.id in mine)
        return replace(answer, jobs=found) if found else None

    async def _admit(self, tx: Tx, rows: Sequence[Row], now: int) -> tuple[list[Row], dict[str, Grant]]:
        by_destination: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_destination[row["destination"]].append(row)
        granted: list[Row] = []
        grants: dict[str, Grant] = {}
        for destination in sorted(by_destination):
            due = by_destination[destination]
            limits = self._limits.get(destination, Limits(parallel=None))
            grant = await admit(tx, destination, limits, len(due), now, due[0])
            granted.extend(due[: grant.count])
            grants[destination] = grant
            if grant.deferred and len(due) > grant.count:
                await tx.execute(
                    "UPDATE deliveries AS d SET next_due = :due FROM {rows} WHERE d.id = r.id",
                    {"due": now + grant.wait},
                    ids([row["id"] for row in due[grant.count :]]),
                )
        return granted, grants

    async def _write(self, tx: Tx, jobs: Sequence[Job], wanted: Mapping[str, Claim], now: int) -> None:
        if not jobs:
            return
        lease = now + max(wanted[job.id].lease for job in jobs)
        await tx.write_all(
            Change(
                "UPDATE deliveries AS d SET state = 'delivering', fence = d.fence + 1, tries = d.tries + 1,"
                " next_due = :lease FROM {rows} WHERE d.id = r.id",
                ids([job.id for job in jobs]),
                {"lease": lease},
            ),
            (
                "attempts",
                "delivery_id, number, fence, worker, started_at",
                [(job.id, job.number, job.fence, wanted[job.id].worker, now) for job in jobs],
            ),
        )


async def due_jobs(tx: Tx, deliveries: Sequence[str]) -> list[tuple[Job, DeliveryState]]:
    """Lock what is due and first in its lanes; what has been overtaken is settled on the way. With the old states."""
    rows = await _drop_superseded(tx, *await _due(tx, deliveries))
    return [(_job(row), DeliveryState(row["state"])) for row in rows]


async def _due(tx: Tx, deliveries: Sequence[str]) -> tuple[Sequence[Row], int]:
    """With the store's clock, which nobody needs where nothing is due."""
    rows = await tx.fetch(_DUE_SQL, rows=ids(deliveries))
    now = rows[0]["now"] if rows else 0
    return await park_paused(tx, rows, now), now


async def _drop_superseded(tx: Tx, rows: Sequence[Row], now: int) -> list[Row]:
    """What carries a version and is not newer than the last applied in all its lanes has been overtaken."""
    versioned = {row["id"]: row for row in rows if row["version"] is not None}
    if not versioned:
        return list(rows)
    standing = await lock_lanes_of(tx, sorted(versioned))
    found = await tx.fetch(
        "SELECT e.delivery_id, min(l.applied_version) AS applied, count(*) AS lanes,"
        " count(l.applied_version) AS applied_lanes FROM {rows} JOIN lane_entries e ON e.delivery_id = r.id"
        " JOIN lanes l ON l.destination = e.destination AND l.key_hash = e.key_hash GROUP BY e.delivery_id",
        rows=ids(sorted(versioned)),
    )
    old = {
        row["delivery_id"]
        for row in found
        if row["lanes"] == row["applied_lanes"]
        and await _has_overtaken(tx, row["applied"], versioned[row["delivery_id"]])
    }
    steps = [_superseded(versioned[delivery], now) for delivery in sorted(old)]
    await apply_transitions(tx, steps, standing, now)
    return [row for row in rows if row["id"] not in old]


def _answer(
    command: Claim, wanted: Mapping[str, Claim], jobs: Sequence[Job], rows: Sequence[Row], grants: Mapping[str, Grant]
) -> Claimed:
    mine = {delivery for delivery in command.deliveries if wanted[delivery] is command}
    granted = tuple(job for job in jobs if job.id in mine)
    taken = {job.id for job in granted}
    waiting = tuple(
        row["id"]
        for row in rows
        if row["id"] in mine and row["id"] not in taken and not grants[row["destination"]].deferred
    )
    wait = max((grants[row["destination"]].wait for row in rows if row["id"] in waiting), default=0)
    return Claimed(granted, waiting, wait / 1_000_000)


async def _has_overtaken(tx: Tx, applied: str, row: Row) -> bool:
    return await has_overtaken(tx, applied, row["version"], row["origin"])


def _superseded(row: Row, now: int) -> Transition:
    return Transition(
        id=row["id"],
        message_id=row["message_id"],
        destination=row["destination"],
        old=DeliveryState(row["state"]),
        new=DeliveryState.SUPERSEDED,
        next_due=now,
        code="delivery.superseded",
        outcome="superseded",
    )


def _job(row: Row) -> Job:
    unresolved = row["last_started"] is not None and row["last_outcome"] in (None, "unknown", "breach")
    return Job(
        id=row["id"],
        message_id=row["message_id"],
        destination=row["destination"],
        route=row["route"],
        agency_key=row["agency_key"],
        fence=row["fence"] + 1,
        number=row["tries"] + 1,
        counted=row["counted_attempts"],
        budget=row["budget"],
        part=row["part"],
        on_failure=row["on_failure"],
        version=row["version"],
        party=row["party"],
        format=row["format"],
        origin=Origin(row["origin"], row["message_id"], row["hops"]),
        accepted_at=row["accepted_at"],
        records_sealed=row["records_sealed"],
        records_version=row["records_version"],
        unresolved=unresolved,
        trace=row["trace"],
    )
