"""How much is unfinished of each destination, and which lanes stand still. Every statement goes along an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hub.store.tx import Rows, Tx
from hub.watch.causes import MOST, Cause

# How much waits is told by the index alone; how it waits, by what is due first.
_WAITING = (
    f"SELECT r.name, (SELECT count(*) FROM (SELECT d.next_due FROM deliveries d WHERE d.state IN ('due', 'retrying')"
    f" AND d.destination = r.name LIMIT {MOST}) AS w) AS n FROM {{rows}}"
)
# Ordered by the destination too, though it is one: so both planners read the first thousand off the index as it stands.
_FIRST = (
    "SELECT f.state, count(*) AS n, min(f.next_due) AS oldest FROM (SELECT d.state, d.next_due FROM deliveries d"
    " WHERE d.state IN ('due', 'retrying') AND d.destination = :name ORDER BY d.destination, d.next_due LIMIT 1000)"
    " AS f GROUP BY f.state"
)
_SENDING = "SELECT destination, count(*) AS n FROM deliveries WHERE state = 'delivering' GROUP BY destination"
# The oldest by id, which rises with time and ends the index; by `created_at` all that is blocked would be sorted.
_BLOCKED = (
    f"SELECT r.name, (SELECT count(*) FROM (SELECT 1 AS one FROM deliveries WHERE state = 'blocked'"
    f" AND destination = r.name LIMIT {MOST}) AS b) AS n, (SELECT d.created_at FROM deliveries d"
    " WHERE d.state = 'blocked' AND d.destination = r.name ORDER BY d.id LIMIT 1) AS oldest,"
    " (SELECT count(*) FROM (SELECT 1 AS one FROM deliveries WHERE held_for IS NOT NULL AND destination = r.name"
    f" LIMIT {MOST}) AS h) AS held FROM {{rows}}"
)


@dataclass(frozen=True, slots=True)
class Depth:
    """What is unfinished of one destination. `queued` is due or will be sent again; `retries` says that some of what
    comes first is sent again. `oldest` is the due time of the oldest due one, `next_try` of the first that is retried.
    """

    queued: int = 0
    delivering: int = 0
    blocked: int = 0
    bad: int = 0
    retries: bool = False
    oldest: int | None = None
    next_try: int | None = None

    @property
    def waiting(self) -> int:
        """All that a person need not do anything about."""
        return self.queued + self.delivering + self.blocked


@dataclass(frozen=True, slots=True)
class Held:
    """Lanes of one destination that stand still. `oldest` is since when the first of them waits."""

    destination: str
    behind: int
    taken_out: int
    oldest: int | None


async def read_depths(
    tx: Tx, destinations: Iterable[str], causes: Sequence[Cause]
) -> tuple[dict[str, Depth], list[Held]]:
    """The depth of each destination that has any, and the lanes that stand still, the longest queue first."""
    names = Rows("name text", [(name,) for name in destinations])
    held = await _held(tx, names)
    return _with_bad(await _depths(tx, held, names), causes), [each for each in held if each.behind or each.taken_out]


async def _depths(tx: Tx, held: Sequence[Held], names: Rows) -> dict[str, Depth]:
    behind = {each.destination: each.behind for each in held}
    sending = {row["destination"]: row["n"] for row in await tx.fetch(_SENDING)}
    waiting = {row["name"]: row["n"] for row in await tx.fetch(_WAITING, rows=names)}
    found: dict[str, Depth] = {}
    for name in {*behind, *sending, *waiting}:
        first = {row["state"]: row for row in await tx.fetch(_FIRST, {"name": name})} if waiting.get(name) else {}
        due, again = first.get("due"), first.get("retrying")
        found[name] = Depth(
            queued=waiting.get(name, 0),
            delivering=sending.get(name, 0),
            blocked=behind.get(name, 0),
            retries=again is not None,
            oldest=due["oldest"] if due else None,
            next_try=again["oldest"] if again else None,
        )
    return found


def _with_bad(depths: dict[str, Depth], causes: Sequence[Cause]) -> dict[str, Depth]:
    for cause in causes:
        if not cause.is_quarantine:
            old = depths.get(cause.place, Depth())
            depths[cause.place] = replace(old, bad=old.bad + cause.count)
    return depths


async def _held(tx: Tx, names: Rows) -> list[Held]:
    rows = await tx.fetch(_BLOCKED, rows=names)
    return sorted(
        (Held(row["name"], row["n"], row["held"], row["oldest"]) for row in rows),
        key=lambda each: (-each.behind, each.destination),
    )
