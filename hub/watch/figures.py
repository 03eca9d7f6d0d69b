"""The figures that stand on every page: what waits for a person, what heals by itself.

Each is counted along a partial index, no further than MOST, so the largest backlog costs a page nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.exchange.care.notices import WAITS_FOR_AGENCY
from hub.store.tx import Tx
from hub.watch.causes import MOST

_COUNTS = {
    "failed": "SELECT 1 AS one FROM deliveries WHERE state = 'failed'",
    "unknown": "SELECT 1 AS one FROM deliveries WHERE state = 'unknown'",
    "quarantined": "SELECT 1 AS one FROM messages WHERE state = 'quarantined'",
    "healing": "SELECT 1 AS one FROM deliveries d WHERE d.state IN ('due', 'retrying') AND d.state = 'retrying'"
    " AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.name = d.destination AND o.breaker <> 'closed'"
    " AND o.paused_by IS NULL) UNION ALL SELECT 1 FROM operations o JOIN deliveries d ON d.destination = o.name"
    " WHERE o.breaker <> 'closed' AND o.paused_by IS NULL AND d.state IN ('due', 'retrying')"
    " UNION ALL SELECT 1 FROM operations o JOIN deliveries d ON d.destination = o.name"
    " WHERE o.breaker <> 'closed' AND o.paused_by IS NULL AND d.state = 'blocked'",
    "due": "SELECT 1 AS one FROM deliveries WHERE state IN ('due', 'retrying') AND state = 'due'",
    "blocked": "SELECT 1 AS one FROM deliveries WHERE state = 'blocked'",
    "informed": "SELECT 1 AS one FROM deliveries WHERE state IN ('failed', 'unknown')"
    f" AND fingerprint IN ({WAITS_FOR_AGENCY})",
    "overdue": "SELECT 1 AS one FROM agency_notices WHERE answered_at IS NULL AND answer_due <= hub_now()",
    "silent": "SELECT 1 AS one FROM operations WHERE breaker <> 'closed' AND paused_by IS NULL",
    "repairs": "SELECT 1 AS one FROM repairs WHERE finished_at IS NULL",
}
_SQL = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM ({each} LIMIT {MOST}) AS t_{name}) AS {name}" for name, each in _COUNTS.items()
)
_ACCEPTED = "SELECT coalesce(sum(t.count), 0) AS n FROM totals t WHERE t.kind = 'message.accepted'"


@dataclass(frozen=True, slots=True)
class Figures:
    """The hub at one moment. `bad` is what waits for a person here, so without what is owned and waits for its agency.
    `healing` is what will be sent again by itself, and all that waits for an agency that is silent. `overdue` counts
    agencies' answers; `accepted` grows with every message.
    """

    at: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


async def read_figures(tx: Tx) -> Figures:
    """The figures as they are."""
    counts = dict((await tx.fetch(_SQL))[0])
    accepted = await tx.fetch(_ACCEPTED)
    at = await tx.now()
    bad = counts["failed"] + counts["unknown"] + counts["quarantined"] - counts["informed"]
    return Figures(at, {**counts, "bad": bad, "accepted": int(accepted[0]["n"])})
