"""What the overview tells, read once for all who look. Every statement goes along an index and is bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hub.app import Hub
from hub.console.agency_book import Book, read_book
from hub.console.standing import Depth, Seen, Standing, standing
from hub.exchange.changes import Change, changes_between
from hub.store.ids import first_id_at
from hub.store.tx import Row, Rows, Tx, columns
from hub.watch.causes import MOST, Cause, read_causes
from hub.watch.paces import HOUR, last_grown, paces

FRESH_S = 4.0
TOP = 5
_NAMES = columns("name text")
# How much waits is told by the index alone; how it waits, by what is due first.
_WAITING = (
    f"SELECT r.name, (SELECT count(*) FROM (SELECT d.next_due FROM deliveries d WHERE d.state IN ('due', 'retrying')"
    f" AND d.destination = r.name LIMIT {MOST}) AS w) AS n FROM {{rows}}"
)
_FIRST = (
    "SELECT f.state, count(*) AS n, min(f.next_due) AS oldest FROM (SELECT d.state, d.next_due FROM deliveries d"
    " WHERE d.state IN ('due', 'retrying') AND d.destination = :name ORDER BY d.destination, d.next_due LIMIT 1000)"
    " AS f GROUP BY f.state"
)
_SENDING = "SELECT destination, count(*) AS n FROM deliveries WHERE state = 'delivering' GROUP BY destination"
_BLOCKED = (
    f"SELECT r.name, (SELECT count(*) FROM (SELECT 1 AS one FROM deliveries WHERE state = 'blocked'"
    f" AND destination = r.name LIMIT {MOST}) AS b) AS n, (SELECT d.created_at FROM deliveries d"
    " WHERE d.state = 'blocked' AND d.destination = r.name ORDER BY d.id LIMIT 1) AS oldest,"
    " (SELECT count(*) FROM (SELECT 1 AS one FROM deliveries WHERE held_for IS NOT NULL AND destination = r.name"
    f" LIMIT {MOST}) AS h) AS held FROM {{rows}}"
)


@dataclass(frozen=True, slots=True)
class Held:
    """Lanes of one destination that stand still. `oldest` is since when the first of them waits."""

    destination: str
    behind: int
    taken_out: int
    oldest: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole hub at one moment."""

    book: Book
    seen: Seen
    standings: Sequence[Standing]
    causes: Sequence[Cause]
    held: Sequence[Held]
    refused: Sequence[Row]
    changes: Sequence[Change]
    paused_routes: Mapping[str, Row]

    @property
    def now(self) -> int:
        """When it was read."""
        return self.seen.now

    def of(self, name: str) -> Standing | None:
        """How one agency stands."""
        return next((each for each in self.standings if each.agency.name == name), None)


class Lookout:
    """Reads the overview when somebody asks, at most once in FRESH_S."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._found: Overview | None = None
        self._next = 0.0
        self._reading = asyncio.Lock()

    def forget(self) -> None:
        """What was steered is to be seen at once."""
        self._next = 0.0

    async def look(self) -> Overview:
        """The overview, at most FRESH_S old."""
        async with self._reading:
            now = self._hub.clock.monotonic()
            if self._found is None or now >= self._next:
                async with self._hub.store.read() as tx:
                    self._found = await read_overview(tx, self._hub)
                self._next = now + FRESH_S
            return self._found


async def read_overview(tx: Tx, hub: Hub) -> Overview:
    """All of it, in one reading transaction."""
    book, now = await read_book(tx, hub), await tx.now()
    causes = await read_causes(tx)
    names = Rows(_NAMES, [(name,) for name in hub.destinations])
    held = await _held(tx, names)
    seen = Seen(
        now=now,
        operations={row["name"]: row for row in await tx.fetch("SELECT o.* FROM operations o")},
        depths=_with_bad(await _depths(tx, held, names), causes),
        last=await last_grown(tx),
        minutes=await paces(tx, "minute", now - HOUR),
        hours=await paces(tx, "hour", now - 24 * HOUR),
    )
    return Overview(
        book=book,
        seen=seen,
        standings=[standing(agency, seen) for agency in book.all if agency.is_known],
        causes=causes,
        held=[each for each in held if each.behind or each.taken_out],
        refused=await _refused(tx, now - 24 * HOUR),
        changes=await changes_between(tx, now - 30 * 24 * HOUR, now, 10),
        paused_routes={row["name"]: row for row in await tx.fetch("SELECT p.* FROM paused_routes p")},
    )


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


async def _refused(tx: Tx, since: int) -> Sequence[Row]:
    return await tx.fetch(
        "SELECT w.party, w.format, w.code, count(*) AS n, max(w.created_at) AS last_at FROM"
        " (SELECT party, format, code, created_at FROM refusals WHERE id >= :since ORDER BY id DESC LIMIT 5000) AS w"
        " GROUP BY w.party, w.format, w.code ORDER BY n DESC, last_at DESC LIMIT 6",
        {"since": first_id_at(since)},
    )
