"""Moving deliveries from one state to the next, inside the caller's transaction, with everything that hangs on it.

That is the lanes, those who waited in them, the counters of the message, and the evidence leaf.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.evidence.leaf import Leaf, leaf_rows, make_leaf
from hub.exchange.lanes import Entry, Lane, heads_after, leaving
from hub.exchange.states import DeliveryState, MessageState, count_column
from hub.store.tx import Change, Rows, Tx, Write

_UPDATE = (
    "id uuid, state text, next_due bigint, error_code text, error_detail text, fingerprint text, reference text,"
    " counted int, settled_at bigint"
)


@dataclass(frozen=True, slots=True)
class Transition:
    """One delivery's step. `free` leaves its lanes; by default when the new state is final."""

    id: str
    message_id: str
    destination: str
    old: DeliveryState
    new: DeliveryState
    next_due: int
    code: str | None = None
    detail: str | None = None
    reference: str | None = None
    counted: int = 0
    number: int = 0
    outcome: str = ""
    version: str | None = None
    on_failure: str = "hold"
    by: str | None = None

    @property
    def frees(self) -> bool:
        """True where the lanes go on to the next."""
        return self.new.is_final or (self.new.needs_person and self.on_failure == "pass")


def fingerprint(destination: str, code: str | None) -> str:
    """The failure group: destination and code, as 16 hexadecimal characters."""
    return hashlib.sha256(f"{destination}\x00{code}".encode()).hexdigest()[:16]


async def apply_transitions(
    tx: Tx, steps: Sequence[Transition], standing: Sequence[Entry], now: int, *beside: Write
) -> None:
    """Write the steps, and what else goes with them in one round trip (`beside`), even where there are none.

    `standing` are the locked lane entries of (at least) those that leave their lanes.
    """
    free = {step.id for step in steps if step.frees}
    left = [entry for entry in standing if entry.delivery in free]
    await _apply_versions(tx, steps, standing)
    await tx.write_all(
        leaving(left),
        Change(
            "UPDATE deliveries AS d SET state = r.state, next_due = r.next_due, error_code = r.error_code,"
            " error_detail = r.error_detail, fingerprint = r.fingerprint,"
            " reference = coalesce(r.reference, d.reference), counted_attempts = d.counted_attempts + r.counted,"
            " settled_at = r.settled_at, worker = NULL FROM {rows} WHERE d.id = r.id",
            Rows(_UPDATE, [_row(step, now) for step in steps]),
        ),
        _counting(((s.message_id, s.old, s.new) for s in steps), now),
        leaf_rows(tx.vouching, [_leaf(step, now) for step in steps]),
        *beside,
    )
    await free_heads(tx, await heads_after(tx, left), now)


def _leaf(step: Transition, now: int) -> Leaf:
    return make_leaf(
        f"delivery.{step.new.value}",
        step.id,
        now,
        message=step.message_id,
        destination=step.destination,
        attempt=step.number,
        outcome=step.outcome,
        code=step.code,
        by=step.by,
    )


def _row(step: Transition, now: int) -> tuple[object, ...]:
    bad = step.new.needs_person
    settled = now if step.new.is_final or bad else None
    mark = fingerprint(step.destination, step.code) if bad else None
    return (step.id, step.new.value, step.next_due, step.code, step.detail, mark, step.reference, step.counted, settled)


async def _apply_versions(tx: Tx, steps: Sequence[Transition], standing: Sequence[Entry]) -> None:
    versions = {s.id: s.version for s in steps if s.version and s.new is DeliveryState.DELIVERED}
    newest: dict[Lane, str] = {}
    for entry in standing:
        version = versions.get(entry.delivery)
        if version:
            newest[entry.lane] = max(version, newest.get(entry.lane, ""))
    if newest:
        await tx.execute(
            "UPDATE lanes AS l SET applied_version = r.version FROM {rows} WHERE l.destination = r.destination"
            " AND l.key_hash = r.key_hash AND (l.applied_version IS NULL OR l.applied_version < r.version)",
            rows=Rows(
                "destination text, key_hash text, version text", [(*lane, version) for lane, version in newest.items()]
            ),
        )


async def free_heads(tx: Tx, heads: Counter[str], now: int) -> None:
    """Deliveries that became the head of some lanes wait for that many fewer; with none left they are due."""
    if not heads:
        return
    await tx.execute(
        "UPDATE deliveries AS d SET blockers = d.blockers - r.n,"
        " state = CASE WHEN d.state = 'blocked' AND d.blockers - r.n <= 0 THEN 'due' ELSE d.state END,"
        f" next_due = CASE WHEN d.state = 'blocked' THEN {int(now)} ELSE d.next_due END"
        " FROM (SELECT r.* FROM {rows} JOIN deliveries k ON k.id = r.id ORDER BY k.id {lock k}) AS r"
        " WHERE d.id = r.id",
        rows=Rows("id uuid, n int", list(heads.items())),
    )


async def count_for_messages(
    tx: Tx, steps: Iterable[tuple[str, DeliveryState | None, DeliveryState | None]], now: int
) -> None:
    """Move the counters of the messages and derive their states. None stands for a delivery that is added or gone."""
    await tx.write_all(_counting(steps, now))


def _counting(steps: Iterable[tuple[str, DeliveryState | None, DeliveryState | None]], now: int) -> Change:
    deltas: dict[str, Counter[str]] = defaultdict(Counter)
    for message, old, new in steps:
        before = count_column(old) if old else None
        after = count_column(new) if new else None
        if before == after:
            continue
        if before:
            deltas[message][before] -= 1
        if after:
            deltas[message][after] += 1
    rows = [(m, c["open"], c["bad"], c["done"], c["dropped"]) for m, c in sorted(deltas.items())]
    return Change(_COUNT_SQL, Rows("id uuid, d_open int, d_bad int, d_done int, d_dropped int", rows), {"now": now})


# Locked by rising id first: an UPDATE alone takes rows as its plan comes to them, and two that settle deliveries of the
# same messages would wait in a circle. An UPDATE sees the counters of before, so the state adds what they move by.
_COUNT_SQL = f"""
UPDATE messages AS m SET open_count = m.open_count + r.d_open, bad_count = m.bad_count + r.d_bad,
 done_count = m.done_count + r.d_done, dropped_count = m.dropped_count + r.d_dropped,
 state = CASE WHEN m.state IN ('quarantined', 'splitting') THEN m.state
  WHEN m.open_count + r.d_open > 0 THEN '{MessageState.IN_PROGRESS}'
  WHEN m.bad_count + r.d_bad > 0 OR (m.dropped_count + r.d_dropped > 0 AND m.done_count + r.d_done > 0)
   THEN '{MessageState.COMPLETED_WITH_FAILURES}'
  WHEN m.dropped_count + r.d_dropped > 0 THEN '{MessageState.DISCARDED}'
  ELSE '{MessageState.COMPLETED}' END,
 completed_at = CASE WHEN m.open_count + r.d_open + m.bad_count + r.d_bad > 0 THEN NULL
  ELSE CAST(:now AS bigint) END
FROM (SELECT r.* FROM {{rows}} JOIN messages k ON k.id = r.id ORDER BY k.id {{lock k}}) AS r WHERE m.id = r.id
"""
