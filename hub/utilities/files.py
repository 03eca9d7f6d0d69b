"""By which meter file a month is settled, and the duty that opens a settlement when one has been read whole."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import structlog

from connectors.agencies import BY_NAME
from document_flow.people import HUB
from document_flow.settlements.acts.open_settlement import OpenSettlement
from document_flow.settlements.state import Source, last_day
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Kind
from hub.errors import HubError
from hub.store.store import TryAgain
from hub.store.tx import Row, Tx
from hub.utilities.accounts import SERVICES

log = structlog.get_logger("hub.utilities")
WINDOW_DAYS: Final = 10
"""How long after a month's last day a utility's files are still about it; no act says so: assumed (†)."""
_LOOK_BACK: Final = 45
_EVERY_S: Final = 5.0


def meter_format(provider: str) -> str:
    """The format of a utility's meter files."""
    return next(each.format for each in BY_NAME[provider].gives if each.format.startswith(f"{provider}.meter-file."))


def month_of(day: date) -> str | None:
    """The month that a file of a day is the first to have whole: from its last day on, some days long."""
    over = day if (day + timedelta(days=1)).day == 1 else day.replace(day=1) - timedelta(days=1)
    return f"{over:%Y-%m}" if (day - over).days <= WINDOW_DAYS else None


async def newest_file(tx: Tx, provider: str, month: str) -> Source:
    """The newest file of the month that has been read whole; an empty one where there is none."""
    last = last_day(month)
    if last is None:
        return Source()
    found = await _files(tx, provider, last, last + timedelta(days=WINDOW_DAYS), 1)
    return _source(found[0]) if found else Source()


async def _files(tx: Tx, provider: str, since: date, until: date, most: int) -> list[Row]:
    values: dict[str, Any] = {"series": meter_format(provider), "party": provider, "most": most}
    return list(
        await tx.fetch(
            "SELECT f.message_id, f.name, f.file_date, f.serial FROM files f JOIN messages m ON m.id = f.message_id"
            " WHERE f.series = :series AND f.file_date >= :since AND f.file_date <= :until AND m.party = :party"
            " AND m.state IN ('completed', 'completed_with_failures') AND f.superseded_by IS NULL AND f.lifted_at IS"
            " NULL ORDER BY f.file_date DESC, f.serial DESC LIMIT :most",
            {**values, "since": since.isoformat(), "until": until.isoformat()},
        )
    )


def _source(row: Row) -> Source:
    return Source(message=row["message_id"], name=row["name"], version=f"{row['file_date']}.{row['serial']:02d}")


@dataclass(slots=True)
class MonthlyFiles:
    """A duty: every file that makes a month whole opens its settlement, once."""

    aggregates: Aggregates
    kind: Kind[Any]
    seen: set[str] = field(default_factory=set)
    """Messages of files that were looked at in this process; asking again does nothing."""
    next_look: float = 0.0

    async def step(self) -> int:
        """Every few seconds look at the files of the last weeks; how many were new."""
        now = asyncio.get_running_loop().time()
        if now < self.next_look:
            return 0
        self.next_look = now + _EVERY_S
        async with self.aggregates.store.read() as tx:
            context = await self.aggregates.needs.context(tx)
            since = context.today - timedelta(days=_LOOK_BACK)
            found = [
                (provider, row)
                for provider in SERVICES
                for row in await _files(tx, provider, since, context.today + timedelta(days=1), 100)
            ]
        fresh = [(provider, row) for provider, row in reversed(found) if row["message_id"] not in self.seen]
        for provider, row in fresh:
            await self._opened(provider, row)
        return len(fresh)

    async def _opened(self, provider: str, row: Row) -> None:
        for command in self._commands(provider, row):
            try:
                await self.aggregates.open(self.kind, command, f"{row['message_id']}:{command.month}")
            except (HubError, TryAgain) as away:
                if isinstance(away, TryAgain) or away.retryable:
                    return
                log.info("settlement_not_opened", message=row["message_id"], code=away.code)
        self.seen.add(row["message_id"])

    def _commands(self, provider: str, row: Row) -> Iterator[OpenSettlement]:
        month = month_of(date.fromisoformat(row["file_date"]))
        if month is not None:
            yield OpenSettlement(by=HUB, provider=provider, month=month, source=_source(row))
