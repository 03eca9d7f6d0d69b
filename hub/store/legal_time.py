"""Legal time: by which terms, periods and laws are counted. Machine time, `hub_now()`, stamps what was done and when.

They are the same but in the sandbox, where legal time may be moved ahead, for all processes at once, so that months,
decrees and follow-ups can be played. It never goes back: what was dated would stand before what it rests on.
"""

from __future__ import annotations

from hub.errors import HubError, Refused, Words
from hub.store.store import Store
from hub.store.tx import Tx, number_of

NO_DUE = "9999-12-31"
"""Sorts behind every day: what has no term."""
LEGAL_NOW = "(SELECT hub_now() + coalesce((SELECT max(ahead) FROM legal_time), 0))"
"""Legal time in SQL, in microseconds."""


async def legal_now(tx: Tx) -> int:
    """Legal time in microseconds since 1970."""
    return await number_of(tx, f"SELECT {LEGAL_NOW} AS now")


async def time_ahead(tx: Tx) -> int:
    """By how many microseconds legal time is ahead of the machine's; 0 outside the sandbox."""
    return await number_of(tx, "SELECT coalesce(max(ahead), 0) AS ahead FROM legal_time")


async def move_ahead(tx: Tx, by: str, ahead: int) -> None:
    """Let legal time run `ahead` microseconds before the machine's; Refused for less than it does already."""
    moved = ahead >= 0 and await tx.execute(
        "INSERT INTO legal_time (id, ahead, moved_by, moved_at) VALUES (1, :ahead, :by, hub_now())"
        " ON CONFLICT (id) DO UPDATE SET ahead = :ahead, moved_by = :by, moved_at = hub_now()"
        " WHERE legal_time.ahead <= :ahead",
        {"ahead": ahead, "by": by},
    )
    if not moved:
        raise Refused("sandbox.time_goes_back", _NOT_BACK, status=409, place="ahead")


async def refuse_played_time(store: Store) -> None:
    """HubError where a sandbox has moved legal time in this database: its dates are invented."""
    async with store.read() as tx:
        if await time_ahead(tx):
            raise HubError("hub.played_time", _PLAYED)


_NOT_BACK = Words(
    "Hüquqi vaxt geri çəkilmir: artıq yazılmış tarixlər gələcəkdə qalardı. Yeni sınaq bazası ilə başlayın.",
    "Legal time does not go back: dates already written would lie in the future. Start a new sandbox.",
)
_PLAYED = Words(
    "Bu bazada hüquqi vaxt sınaq rejimində irəli çəkilib, ona görə yalnız --sandbox ilə işləyir. Başqa baza verin.",
    "Legal time was moved ahead in this database by a sandbox, so it runs with --sandbox only. Name another database.",
)
