"""How much a person has done alone in a day, of what needs a second person beyond a number (four eyes).

Two of a hundred are two hundred: what counts is the day's sum of a person, not the size of each single act. The row is
locked by the act that adds to it, so that two at once do not each see the other's room.
"""

from __future__ import annotations

from hub.clock import SECOND
from hub.store.tx import Tx, number_of

_DAY = 24 * 3600 * SECOND
_BAKU = 4 * 3600 * SECOND


async def done_alone(tx: Tx, who: str, what: str) -> int:
    """How many this person has done today without a second one."""
    return await number_of(
        tx,
        "SELECT count FROM done_alone WHERE who = :who AND what = :what AND day = :day",
        {"who": who, "what": what, "day": await _today(tx)},
    )


async def add_alone(tx: Tx, who: str, what: str, count: int) -> int:
    """Add to it; what it comes to. The caller takes it back where a second person is needed after all."""
    return await number_of(
        tx,
        "INSERT INTO done_alone (who, what, day, count) VALUES (:who, :what, :day, :count)"
        " ON CONFLICT (who, what) DO UPDATE SET"
        " count = CASE WHEN done_alone.day = excluded.day THEN done_alone.count ELSE 0 END + excluded.count,"
        " day = excluded.day RETURNING count",
        {"who": who, "what": what, "day": await _today(tx), "count": count},
    )


async def _today(tx: Tx) -> int:
    """The day on Baku's clock, as a number."""
    return (await tx.now() + _BAKU) // _DAY
