"""Writes to the hub: a reply to every document that the ledger holds, and now and then a letter of the ministry's own.

The ledger is the outbox: what was answered is only a number in a file, written after the hub has taken the reply. A
process that is killed in between sends the same bytes again, which the hub knows as the same.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx

from connectors.agencies.nazirlik.twin.chancery import DOCUMENT, Nazirlik
from connectors.agencies.nazirlik.twin.replies import day_of, letter, replies
from connectors.sandbox.ledger import Ledger
from connectors.sandbox.traffic.parcel import Parcel
from connectors.sandbox.traffic.position import keep, read_kept
from connectors.sandbox.traffic.posting import post_until_answered

_log = logging.getLogger(__name__)

_PAGE = 20
_TIMEOUT_S = 60.0


@dataclass(slots=True)
class Progress:
    """The last ledger entry that was answered, and the letters so far; `letter_on` dates the one under way."""

    instance: str
    answered: int = 0
    letters: int = 0
    letter_on: str | None = None
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between looks at the ledger, between own letters, and before the hub is tried again."""

    look_s: float = 0.5
    letter_s: float = 120.0
    again_s: float = 1.0


class Correspondence:
    """The ministry's outgoing mail; `progress` is kept in the data folder, replaced as a whole."""

    def __init__(self, hub_url: str, ledger: Ledger, data: Path, *, letters: bool, pace: Pace | None = None) -> None:
        self._hub_url = hub_url
        self._ledger = ledger
        self._path = data / "nazirlik.json"
        self._letters = letters
        self._pace = pace or Pace()
        self.progress = read_kept(self._path, Progress)

    async def run(self) -> None:
        """Write without end; cancel it to stop. The first letter of a new installation goes at once."""
        clock = asyncio.get_running_loop().time
        next_letter = clock() + (0 if self.progress.letters == 0 else self._pace.letter_s)
        async with httpx.AsyncClient(base_url=self._hub_url, trust_env=False, timeout=_TIMEOUT_S) as hub:
            while True:
                await self._reply(hub)
                if self._letters and clock() >= next_letter:
                    await self._write(hub)
                    next_letter = clock() + self._pace.letter_s
                await asyncio.sleep(self._pace.look_s)

    async def _reply(self, hub: httpx.AsyncClient) -> None:
        for entry in self._ledger.show(Nazirlik.agency, self.progress.answered, _PAGE)["entries"]:
            if entry["operation"] == DOCUMENT:
                for parcel in replies(entry):
                    await self._send(hub, parcel)
            self.progress.answered = entry["seq"]
            keep(self._path, self.progress)

    async def _write(self, hub: httpx.AsyncClient) -> None:
        """The day is kept before the first attempt: a letter that is sent again the next day is the same letter."""
        progress = self.progress
        progress.letter_on = progress.letter_on or day_of(self._ledger.legal.now()).isoformat()
        keep(self._path, self.progress)
        await self._send(hub, letter(progress.letters, progress.instance, date.fromisoformat(progress.letter_on)))
        progress.letters, progress.letter_on = progress.letters + 1, None
        keep(self._path, self.progress)

    async def _send(self, hub: httpx.AsyncClient, parcel: Parcel) -> None:
        status = await post_until_answered(hub, parcel, self._pace.again_s)
        if status >= 400:
            self.progress.refused += 1
            _log.warning("The hub answered %s with %d.", parcel.path, status)
