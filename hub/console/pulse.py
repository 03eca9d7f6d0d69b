"""The figures that stand on every page, read once for all who look: what waits for a person, what heals by itself.

Each is counted along a partial index, no further than MOST, so the largest backlog costs a page nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.app import Hub
from hub.exchange.care.notices import WAITS_FOR_AGENCY

MOST = 100_000
FRESH_S = 2.0
_COUNTS = {
    "failed": "SELECT 1 AS one FROM deliveries WHERE state = 'failed'",
    "unknown": "SELECT 1 AS one FROM deliveries WHERE state = 'unknown'",
    "quarantined": "SELECT 1 AS one FROM messages WHERE state = 'quarantined'",
    "retrying": "SELECT 1 AS one FROM deliveries WHERE state IN ('due', 'retrying') AND state = 'retrying'",
    "due": "SELECT 1 AS one FROM deliveries WHERE state IN ('due', 'retrying') AND state = 'due'",
    "blocked": "SELECT 1 AS one FROM deliveries WHERE state = 'blocked'",
    "informed": "SELECT 1 AS one FROM deliveries WHERE state IN ('failed', 'unknown')"
    f" AND fingerprint IN ({WAITS_FOR_AGENCY})",
    "overdue": "SELECT 1 AS one FROM agency_notices WHERE answered_at IS NULL AND answer_due <= hub_now()",
    "repairs": "SELECT 1 AS one FROM repairs WHERE finished_at IS NULL",
}
_SQL = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM ({each} LIMIT {MOST}) AS t_{name}) AS {name}" for name, each in _COUNTS.items()
)
_ACCEPTED = "SELECT coalesce(sum(t.count), 0) AS n FROM totals t WHERE t.kind = 'message.accepted'"


@dataclass(frozen=True, slots=True)
class Figures:
    """The hub at one moment. `bad` is what waits for a person here, so without what is owned and waits for its agency.
    `overdue` counts agencies' answers; `accepted` grows with every message.
    """

    at: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, int]:
        """What pages are told."""
        return {"at": self.at, **self.counts}


class Pulse:
    """Looks when somebody asks, at most once in FRESH_S; askers in between get the same figures."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._figures = Figures()
        self._next_look = 0.0
        self._looking = asyncio.Lock()

    async def figures(self) -> Figures:
        """The figures, at most FRESH_S old."""
        async with self._looking:
            now = self._hub.clock.monotonic()
            if now >= self._next_look:
                self._figures = await self._look()
                self._next_look = now + FRESH_S
        return self._figures

    async def _look(self) -> Figures:
        async with self._hub.store.read() as tx:
            counts = dict((await tx.fetch(_SQL))[0])
            accepted = await tx.fetch(_ACCEPTED)
            at = await tx.now()
        bad = counts["failed"] + counts["unknown"] + counts["quarantined"] - counts["informed"]
        return Figures(at, {**counts, "bad": bad, "accepted": int(accepted[0]["n"])})
