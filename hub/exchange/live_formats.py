"""The formats that a process reads and writes with: those of the folders, with the codes that people agreed on since.

One object for the whole process, handed to whoever needs formats. It looks now and then whether codes were added, and
then puts a whole new set in place of the old one; a reading that is under way ends with the format it began with.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

import structlog

from hub.clock import SECOND, Clock
from hub.errors import HubError
from hub.exchange.codes.book import agreed, edition
from hub.exchange.formats import MessageFormat
from hub.store.legal_time import time_ahead
from hub.store.store import Store, TryAgain
from mappings.dates import BAKU
from mappings.format import Additions

log = structlog.get_logger("hub.exchange")

LOOK_S = 1.0
"""How often a process looks, in seconds: so long may it be until a code that was added is known everywhere."""
Load = Callable[[Additions, Callable[[], date]], Mapping[str, MessageFormat]]
"""Of the codes that were agreed on, and of what says which day is the last that may be told of."""


class LiveFormats(Mapping[str, MessageFormat]):
    """Formats by name, as of the last look."""

    def __init__(self, load: Load, clock: Clock) -> None:
        self._load = load
        self._clock = clock
        self._ahead = 0
        self._formats: Mapping[str, MessageFormat] = {}
        self._edition: tuple[int, int] | None = None

    def __getitem__(self, name: str) -> MessageFormat:
        return self._formats[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._formats)

    def __len__(self) -> int:
        return len(self._formats)

    async def refresh(self, store: Store) -> bool:
        """Take in what was agreed since the last look; True if there was something. Errors of the store go on."""
        async with store.read() as tx:
            latest = await edition(tx)
            self._ahead = await time_ahead(tx)
            if latest == self._edition:
                return False
            additions = await agreed(tx)
        self._formats = await asyncio.to_thread(self._load, additions, self.tomorrow)
        self._edition = latest
        return True

    def tomorrow(self) -> date:
        """By legal time in Baku, a second late where it is played: clocks of agencies may be ahead of ours."""
        now = datetime.fromtimestamp((self._clock.now() + self._ahead) / SECOND, BAKU)
        return now.date() + timedelta(days=1)


@asynccontextmanager
async def kept_fresh(formats: LiveFormats, store: Store) -> AsyncIterator[None]:
    """Look every second while the context is open."""
    async with asyncio.TaskGroup() as owner:
        task = owner.create_task(_look(formats, store), name="formats")
        try:
            yield
        finally:
            task.cancel()


async def _look(formats: LiveFormats, store: Store) -> None:
    while True:
        await asyncio.sleep(LOOK_S)
        try:
            if await formats.refresh(store):
                log.info("formats_refreshed", items=len(formats))
        except (HubError, TryAgain) as away:
            log.warning("formats_not_refreshed", reason=str(away))
