"""What the overview tells, read once for all who look. Every statement goes along an index and is bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hub.app import Hub
from hub.console.agency_book import Book, read_book
from hub.console.standing import Depth, Seen, Standing, standing
from hub.exchange.changes import Change, changes_between
from hub.exchange.files.splitting import CHUNK
from hub.store.ids import first_id_at
from hub.store.tx import Row, Rows, Tx, columns
from hub.watch.causes import MOST, Cause, read_causes
from hub.watch.paces import HOUR, last_grown, paces

FRESH_S = 4.0
TOP = 5
_NAMES = columns("name text")
_DEPTHS = (
    "SELECT destination, state, count(*) AS n, min(next_due) AS oldest FROM deliveries"
    " WHERE state IN ('due', 'retrying') GROUP BY destination, state"
    " UNION ALL SELECT destination, state, count(*), NULL FROM deliveries WHERE state = 'delivering'"
    " GROUP BY destination, state"
)
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
    held = await _held(tx, hub.destinations)
    seen = Seen(
        now=now,
        operations={row["name"]: row for row in await tx.fetch("SELECT o.* FROM operations o")},
        depths=_with_bad(await _depths(tx, held), causes),
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


async def _depths(tx: Tx, held: Sequence[Held]) -> dict[str, Depth]:
    found: dict[str, dict[str, int]] = {}
    for row in await tx.fetch(_DEPTHS):
        found.setdefault(row["destination"], {})[row["state"]] = row["n"]
        if row["state"] != "delivering":
            found[row["destination"]]["oldest" if row["state"] == "due" else "next_try"] = row["oldest"]
    for each in held:
        if each.behind:
            found.setdefault(each.destination, {})["blocked"] = each.behind
    return {name: Depth(**counts) for name, counts in found.items()}


def _with_bad(depths: dict[str, Depth], causes: Sequence[Cause]) -> dict[str, Depth]:
    for cause in causes:
        if not cause.is_quarantine:
            old = depths.get(cause.place, Depth())
            depths[cause.place] = replace(old, bad=old.bad + cause.count)
    return depths


async def _held(tx: Tx, destinations: Sequence[str]) -> list[Held]:
    names = Rows(_NAMES, [(name,) for name in destinations if name != CHUNK])
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
