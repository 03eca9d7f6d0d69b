"""Sends the story to the hub, one step after the other, and does not go on before the hub has answered for good."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

import httpx

from connectors.sandbox.dropbox import FILES, leave
from connectors.sandbox.traffic.parcel import LeftFile
from connectors.sandbox.traffic.position import Position, keep, read_kept
from connectors.sandbox.traffic.posting import post_until_answered
from connectors.sandbox.traffic.signing import signing
from connectors.sandbox.traffic.story import Story

_log = logging.getLogger(__name__)

_LEFT = 201
_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between messages, and before a message that the hub could not take is sent again."""

    between_s: float = 0.5
    again_s: float = 1.0


class Traffic:
    """The sample traffic of one sandbox; `position` is what it has come to."""

    def __init__(self, hub_url: str, data: Path, seed: int, pace: Pace | None = None) -> None:
        self._hub_url = hub_url
        self._path = data / "traffic.json"
        self._files = data / FILES
        self._pace = pace or Pace()
        self.position: Position = read_kept(self._path, Position)
        self._signed = signing(data)
        self._story = Story(self.position.instance, seed)

    async def run(self) -> None:
        """Send without end; cancel it to stop. A step that was sent but not noted is sent again, which is harmless."""
        async with httpx.AsyncClient(base_url=self._hub_url, trust_env=False, timeout=_TIMEOUT_S) as hub:
            while True:
                parcel = self._story.parcel(self.position.step)
                if parcel is None:
                    self._go_on()
                    continue
                if isinstance(parcel, LeftFile):
                    await asyncio.to_thread(leave, self._files, parcel.agency, parcel.name, parcel.body)
                    self._note(parcel.name, _LEFT)
                else:
                    self._note(parcel.path, await post_until_answered(hub, self._signed(parcel), self._pace.again_s))
                await asyncio.sleep(self._pace.between_s)

    def _note(self, what: str, status: int) -> None:
        if status < 400:
            self.position.accepted += 1
        else:
            self.position.refused += 1
            _log.warning("The hub answered %s with %d.", what.partition("?")[0], status)
        self._go_on()

    def _go_on(self) -> None:
        self.position.step += 1
        keep(self._path, self.position)
