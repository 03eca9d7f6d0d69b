"""Circuit breaker, rate and bulkhead of an operation, kept as one SQL row so that they hold for the whole installation.

closed -> open after 5 failures in a row, or half of at least 20 calls within 60 s; open -> half_open when the probe is
due: one call; its success closes the breaker, its failure opens it again for longer (5 to 20 s). An agency that answers
that it is busy lives: the breaker closes, and nothing is sent for as long as it asked, at most 20 s. A probe that never
reached the agency makes room for the next. While the breaker is open, deliveries stay due and spend no budget.

The same row says whether a person has paused the operation, and its next maintenance window, agreed with its
agency (hub.exchange.maintenance). No call begins that could still run when the window begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from connectors.connector import Limits
from hub.clock import SECOND
from hub.exchange.pace import Bucket
from hub.store.tx import Row, Rows, Tx

IN_A_ROW = 5
WINDOW_CALLS = 20
WINDOW = 60 * SECOND
PROBE_LEASE = 25 * SECOND
_PAUSED_WAIT = 5 * SECOND
_NEXT_PROBE = 2 * SECOND
_SLOT_WAIT = SECOND // 20


@dataclass(frozen=True, slots=True)
class Health:
    """How many calls of a batch went well and how many did not; for how long a busy agency wants to be left alone."""

    good: int = 0
    bad: int = 0
    hold: int | None = None
    """Microseconds; None where no call was told that the agency is busy."""

    def plus(self, *, healthy: bool) -> Health:
        """One call more."""
        return replace(self, good=self.good + healthy, bad=self.bad + (not healthy))

    def busy(self, hold: int) -> Health:
        """One call more that was asked to come back."""
        return replace(self, hold=max(hold, self.hold or 0))


@dataclass(frozen=True, slots=True)
class Breaker:
    """The learning part of an operation's row. Instants in microseconds.

    `probe_at` is when an open one may be probed, until when a half-open one waits for its probe, and before when a
    closed one sends nothing.
    """

    state: str
    consecutive: int
    window_calls: int
    window_failures: int
    window_from: int
    probe_at: int

    def learned(self, health: Health, now: int) -> Breaker:
        """The breaker after these calls. Pure."""
        if not health.good and not health.bad:
            return self._unjudged(health, now)
        fresh = now - self.window_from > WINDOW
        calls = (0 if fresh else self.window_calls) + health.good + health.bad
        failures = (0 if fresh else self.window_failures) + health.bad
        after = replace(
            self,
            consecutive=0 if health.good else self.consecutive + health.bad,
            window_calls=calls,
            window_failures=failures,
            window_from=now if fresh else self.window_from,
        )
        if self.state != "closed" and health.good and (self.state == "half_open" or not health.bad):
            return replace(after, state="closed", window_calls=0, window_failures=0, probe_at=0)
        if _tripped(after) or (self.state != "closed" and health.bad):
            wait = min(20, max(5, after.consecutive)) * SECOND
            return replace(after, state="open", probe_at=now + wait)
        return after

    def _unjudged(self, health: Health, now: int) -> Breaker:
        if self.state != "half_open":
            return self
        if health.hold is None:
            return replace(self, probe_at=now)
        return Breaker("closed", 0, 0, 0, self.window_from, now + health.hold)


def _tripped(breaker: Breaker) -> bool:
    crowded = breaker.window_calls >= WINDOW_CALLS and breaker.window_failures * 2 >= breaker.window_calls
    return breaker.consecutive >= IN_A_ROW or crowded


@dataclass(frozen=True, slots=True)
class Grant:
    """How many calls may start now; the others come back after `wait`, `deferred` if their due time is to be moved.

    `why` is what keeps the others, where it is not the pace.
    """

    count: int
    wait: int = 0
    deferred: bool = False
    why: Literal["", "paused", "maintenance", "breaker"] = ""


async def ensure_operations(tx: Tx, names: Iterable[str]) -> None:
    """Give every operation its row."""
    await tx.execute(
        "INSERT INTO operations (name, tokens, refilled_at, breaker, window_from, probe_at)"
        " SELECT r.name, 1, 0, 'closed', 0, 0 FROM {rows} WHERE true ON CONFLICT (name) DO NOTHING",
        rows=Rows("name text", [(name,) for name in sorted(names)]),
    )


class Quiet:
    """Remembers for a second which operations have nothing to learn from one more success.

    That is safe: between the failure that opens a breaker and the probe whose success must be seen lie 5 s.
    """

    def __init__(self) -> None:
        self._until: dict[str, int] = {}

    async def learn(self, tx: Tx, health: Mapping[str, Health], now: int) -> None:
        """Teach the breakers; nothing is read where only good news comes from an operation without bad news."""
        news = {n: h for n, h in health.items() if h.bad or self._until.get(n, 0) < now}
        if not news:
            return
        rows = await _rows(tx, list(news), lock=False)
        for name, row in rows.items():
            self._until[name] = now + SECOND if _quiet(row) and not news[name].bad else 0
        await learn(tx, {n: h for n, h in news.items() if n in rows and not (_quiet(rows[n]) and not h.bad)}, now)


async def learn(tx: Tx, health: Mapping[str, Health], now: int) -> None:
    """Teach these breakers."""
    worth = list(health)
    if not worth:
        return
    for name, row in (await _rows(tx, worth, lock=True)).items():
        before = Breaker(
            row["breaker"],
            row["consecutive"],
            row["window_calls"],
            row["window_failures"],
            row["window_from"],
            row["probe_at"],
        )
        after = before.learned(health[name], now)
        if after == before:
            continue
        await tx.execute(
            "UPDATE operations SET breaker = :state, consecutive = :consecutive, window_calls = :calls,"
            " window_failures = :failures, window_from = :since, probe_at = :probe WHERE name = :name",
            {
                "state": after.state,
                "consecutive": after.consecutive,
                "calls": after.window_calls,
                "failures": after.window_failures,
                "since": after.window_from,
                "probe": after.probe_at,
                "name": name,
            },
        )
        if before.state != "closed" and after.state == "closed":
            await tx.execute(
                "UPDATE deliveries SET next_due = :at WHERE destination = :name AND state IN ('due', 'retrying')"
                " AND next_due > :at",
                {"at": max(now, after.probe_at), "name": name},
            )


async def admit(tx: Tx, name: str, limits: Limits, wanted: int, now: int, seen: Row | None = None) -> Grant:
    """How many of `wanted` calls may start. Locks the operation's row where a limit or the breaker has a say.

    `seen` is what the caller has read of the row with other things, empty where there is none.
    """
    free = limits.rate_per_second is None and limits.parallel is None
    row = seen if free and seen is not None else (await _rows(tx, [name], lock=not free)).get(name)
    if row is None or row["breaker"] is None:
        return Grant(wanted)
    is_open_to_all = row["breaker"] == "closed" and row["probe_at"] <= now
    if row["paused_by"] is not None:
        return Grant(0, _PAUSED_WAIT, deferred=True, why="paused")
    if _under_maintenance(row, limits, now):
        return Grant(0, row["maintenance_until"] - now, deferred=True, why="maintenance")
    if row["breaker"] != "closed":
        return await _probe(tx, name, now)
    if not is_open_to_all:
        return Grant(0, row["probe_at"] - now, deferred=True, why="breaker")
    return Grant(wanted) if free else await _within_limits(tx, row, limits, wanted)


def _under_maintenance(row: Row, limits: Limits, now: int) -> bool:
    """Whether a window holds, or begins before a question about an earlier try and the call after it would be over."""
    if row["maintenance_from"] is None:
        return False
    longest = int(2 * limits.total_s * SECOND)
    return bool(row["maintenance_from"] - longest <= now < row["maintenance_until"])


async def _probe(tx: Tx, name: str, now: int) -> Grant:
    row = (await _rows(tx, [name], lock=True))[name]
    if row["breaker"] == "closed":
        return Grant(0, 0)
    if now < row["probe_at"]:
        wait = row["probe_at"] - now if row["breaker"] == "open" else _NEXT_PROBE
        return Grant(0, wait, deferred=True, why="breaker")
    await tx.execute(
        "UPDATE operations SET breaker = 'half_open', probe_at = :until WHERE name = :name",
        {"until": now + PROBE_LEASE, "name": name},
    )
    return Grant(1, _NEXT_PROBE, deferred=True, why="breaker")


async def _within_limits(tx: Tx, row: Row, limits: Limits, wanted: int) -> Grant:
    count, wait = wanted, _SLOT_WAIT
    if limits.parallel is not None:
        busy = await tx.fetch(
            "SELECT count(*) AS n FROM deliveries WHERE state = 'delivering' AND destination = :name",
            {"name": row["name"]},
        )
        count = max(0, min(count, limits.parallel - busy[0]["n"]))
    if limits.rate_per_second is not None and count:
        # The row may have been waited for: what counts is when the calls can really start.
        bucket = Bucket(row["tokens"], row["refilled_at"])
        count, wait, bucket = bucket.take(count, limits.rate_per_second, await tx.now())
        await tx.execute(
            "UPDATE operations SET tokens = :tokens, refilled_at = :at WHERE name = :name",
            {"tokens": bucket.tokens, "at": bucket.at, "name": row["name"]},
        )
    return Grant(count, wait)


async def _rows(tx: Tx, names: list[str], *, lock: bool) -> dict[str, Row]:
    tail = " ORDER BY o.name {lock o}" if lock else ""
    found = await tx.fetch(
        "SELECT o.* FROM operations o JOIN {rows} ON r.name = o.name" + tail,
        rows=Rows("name text", [(name,) for name in sorted(names)]),
    )
    return {row["name"]: row for row in found}


def _quiet(row: Row) -> bool:
    return bool(row["breaker"] == "closed" and row["consecutive"] == 0 and row["window_failures"] == 0)
