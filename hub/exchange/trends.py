"""How a failure group grew: what failed in each hour of the last day, of what has not been mended since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from hub.clock import SECOND
from hub.exchange.failures import Sight, own_deliveries, own_messages
from hub.exchange.repair.select import BAD
from hub.store.ids import first_id_at
from hub.store.tables import deliveries as d
from hub.store.tables import messages as m
from hub.store.tables import quarantined as q
from hub.store.tx import Tx

HOUR = 3600 * SECOND
HOURS = 24


async def trends(tx: Tx, sight: Sight, now: int, only: str | None = None) -> Mapping[str, list[int]]:
    """By fingerprint the numbers of the last 24 hours, the oldest hour first; groups without any are not named."""
    since = now - HOURS * HOUR
    failed = sa.select(d.c.fingerprint, d.c.settled_at.label("at")).where(BAD, d.c.settled_at >= since)
    if sight.party is not None:
        failed = failed.join(m, m.c.id == d.c.message_id).where(*own_deliveries(sight))
    held_up = (
        sa.select(q.c.fingerprint, m.c.accepted_at.label("at"))
        .join(m, m.c.id == q.c.message_id)
        .where(sa.text("messages.state = 'quarantined'"), q.c.message_id >= first_id_at(since), *own_messages(sight))
    )
    found: dict[str, list[int]] = {}
    for chosen, mark in ((failed, d.c.fingerprint), (held_up, q.c.fingerprint)):
        wanted = chosen if only is None else chosen.where(mark == only)
        for row in await tx.select(_by_hour(wanted, since)):
            hours = found.setdefault(row["fingerprint"], [0] * HOURS)
            hours[min(HOURS - 1, max(0, int(row["hour"])))] += row["n"]
    return found


def _by_hour(chosen: sa.Select[Any], since: int) -> sa.Select[Any]:
    b = chosen.subquery("b")
    h = sa.select(b.c.fingerprint, ((b.c.at - since) // sa.literal_column(str(HOUR))).label("hour")).subquery("h")
    return sa.select(h.c.fingerprint, h.c.hour, sa.func.count().label("n")).group_by(h.c.fingerprint, h.c.hour)
