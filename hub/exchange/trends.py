"""How a failure group grew: what failed in each hour of the last day, of what has not been mended since."""

from __future__ import annotations

from collections.abc import Mapping

from hub.clock import SECOND
from hub.exchange.failures import Sight, members_of_failed, members_of_quarantine
from hub.store.ids import first_id_at
from hub.store.tx import Tx

HOUR = 3600 * SECOND
HOURS = 24


async def trends(tx: Tx, sight: Sight, now: int, only: str | None = None) -> Mapping[str, list[int]]:
    """By fingerprint the numbers of the last 24 hours, the oldest hour first; groups without any are not named."""
    since = now - HOURS * HOUR
    found: dict[str, list[int]] = {}
    for chosen, values in (
        members_of_failed(sight, only, since),
        members_of_quarantine(sight, only, first_id_at(since)),
    ):
        rows = await tx.fetch(
            f"SELECT h.mark, h.hour, count(*) AS n FROM (SELECT b.mark, (b.at - {since:d}) / {HOUR} AS hour"
            f" FROM ({chosen}) AS b) AS h GROUP BY h.mark, h.hour",
            values,
        )
        for row in rows:
            hours = found.setdefault(row["mark"], [0] * HOURS)
            hours[min(HOURS - 1, max(0, int(row["hour"])))] += row["n"]
    return found
