"""Counts what parties use of their limits, for the whole installation: a process takes a block of a period at a time.

So no limit is passed however many processes serve, and a message costs a look at a number; what a process has taken and
not used is lost at the period's end. Whoever has no limit costs nothing.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from hub.access.limits import LimitName
from hub.access.parties import Party
from hub.clock import SECOND, Clock
from hub.errors import HubError, Words
from hub.store.store import Store
from hub.store.tx import Tx

MESSAGES: Final = (LimitName.MESSAGES_A_MINUTE, LimitName.MESSAGES_A_DAY)
ASKS: Final = (LimitName.ASKS_A_MINUTE, LimitName.ASKS_A_DAY)
_BAKU: Final = 4 * 3600 * SECOND
_LASTS: Final = {
    LimitName.MESSAGES_A_MINUTE: 60 * SECOND,
    LimitName.ASKS_A_MINUTE: 60 * SECOND,
    LimitName.MESSAGES_A_DAY: 24 * 3600 * SECOND,
    LimitName.ASKS_A_DAY: 24 * 3600 * SECOND,
}
"""Periods in microseconds; days and minutes are those of Baku's clock."""
_BLOCKS: Final = 20
_LARGEST_BLOCK: Final = 500
_MOST: Final = 10_000


class OverQuota(HubError):
    """A party has used up what it may use (HTTP 429 with Retry-After, RFC 6585); nothing was read."""

    def __init__(self, name: LimitName, most: int, seconds: float) -> None:
        super().__init__(
            "access.over_quota", _words(name, most), status=429, side="sender", retryable=True, retry_after=seconds
        )
        self.extra = {"limit": name.value, "most": most}


@dataclass(slots=True)
class _Block:
    """What is left of a block that was taken in a period."""

    period: int = -1
    left: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Quotas:
    """One process's blocks; those that were used longest ago are forgotten first."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._blocks: OrderedDict[tuple[str, LimitName], _Block] = OrderedDict()

    async def take(self, party: Party, names: tuple[LimitName, ...]) -> None:
        """Count one more; OverQuota where a limit has no room for it."""
        for name in names:
            most = party.limits.get(name)
            if most is not None:
                await self._take(party.name, name, most)

    async def _take(self, party: str, name: LimitName, most: int) -> None:
        block = self._block(party, name)
        async with block.lock:
            period, ends_in = _period(name, self._clock.now())
            if block.period != period or not block.left:
                async with self._store.write() as tx:
                    block.left = await _lease(tx, (party, name.value, period), most)
                block.period = period
            if not block.left:
                raise OverQuota(name, most, ends_in / SECOND)
            block.left -= 1

    def _block(self, party: str, name: LimitName) -> _Block:
        block = self._blocks.setdefault((party, name), _Block())
        self._blocks.move_to_end((party, name))
        if len(self._blocks) > _MOST:
            self._blocks.popitem(last=False)
        return block


async def used_of(tx: Tx, party: str, now: int) -> dict[LimitName, int]:
    """What a party has used in the periods that run, blocks that are not used up included."""
    rows = await tx.fetch("SELECT u.name, u.period, u.used FROM party_usage u WHERE u.party = :party", {"party": party})
    running = {name: _period(name, now)[0] for name in _LASTS}
    return {
        LimitName(row["name"]): int(row["used"]) for row in rows if row["period"] == running[LimitName(row["name"])]
    }


async def _lease(tx: Tx, of: tuple[str, str, int], most: int) -> int:
    """Take a block of the period, 0 where there is none left; the row is locked meanwhile."""
    values = dict(zip(("party", "name", "period"), of, strict=True))
    rows = await tx.fetch(
        "INSERT INTO party_usage (party, name, period, used) VALUES (:party, :name, :period, 0)"
        " ON CONFLICT (party, name) DO UPDATE SET period = excluded.period,"
        " used = CASE WHEN party_usage.period = excluded.period THEN party_usage.used ELSE 0 END RETURNING used",
        values,
    )
    granted = max(0, min(most - int(rows[0]["used"]), _LARGEST_BLOCK, max(1, most // _BLOCKS)))
    if granted:
        await tx.execute(
            "UPDATE party_usage SET used = used + :granted WHERE party = :party AND name = :name",
            {"party": of[0], "name": of[1], "granted": granted},
        )
    return granted


def _period(name: LimitName, now: int) -> tuple[int, int]:
    """The number of the period that runs, and how many microseconds are left of it."""
    lasts = _LASTS[name]
    number, gone = divmod(now + _BAKU, lasts)
    return number, lasts - gone


def _words(name: LimitName, most: int) -> Words:
    return Words(
        f"Həddiniz bitib ({name.value}: {most}). Retry-After qədər gözləyin; heç nə oxunmadı.",
        f"Your limit is used up ({name.value}: {most}). Wait for Retry-After; nothing was read.",
    )
