"""Finds the letters that wait for a resolution and has them worked, one after the other."""

from __future__ import annotations

import asyncio
import logging

import httpx

from connectors.agencies import PHONE
from connectors.sandbox.legal_time import LegalTime
from connectors.sandbox.office.desk import Desks, Refused
from connectors.sandbox.office.story import CLERK, Telling, tell

_log = logging.getLogger(__name__)

_HUB = "hub"
_LOOK_S = 2.0
_BETWEEN_S = 1.0
_TIMEOUT_S = 20.0


class Office:
    """Works what other bodies sent; what is half done after a restart is taken up again by the same keys."""

    def __init__(self, hub_url: str, legal: LegalTime, sandbox_url: str, *, between_s: float = _BETWEEN_S) -> None:
        self._hub_url = hub_url
        self._phones = f"{sandbox_url}/_sandbox/{PHONE}/scan"
        self._telling = Telling(between_s, _log.info, legal.now)
        self._done: set[str] = set()

    async def run(self) -> None:
        """Without end; cancel it to stop."""
        async with httpx.AsyncClient(base_url=self._hub_url, trust_env=False, timeout=_TIMEOUT_S) as hub:
            while True:
                for letter in await self._letters(hub):
                    await self._work(hub, letter)
                await asyncio.sleep(_LOOK_S)

    async def _letters(self, hub: httpx.AsyncClient) -> list[str]:
        """Letters that came as messages and are not in their file, oldest first, but for answers to ours.

        What a person enters by hand is that person's.
        """
        desks = Desks(hub, "look")
        try:
            found = await desks.read(CLERK, "/v1/documents", kind="incoming", limit="50")
        except Refused as refused:
            _log.warning("The hub does not let the office look: %s", refused)
            return []
        open_ones = [
            each["id"] for each in found["documents"] if each["status"] in ("registered", "in_execution", "executed")
        ]
        letters = []
        for document in reversed(open_ones):
            if document in self._done:
                continue
            shown = await desks.read(CLERK, f"/v1/documents/{document}")
            if shown["author"]["login"] == _HUB and not shown["related"]:
                letters.append(document)
        return letters

    async def _work(self, hub: httpx.AsyncClient, letter: str) -> None:
        try:
            await tell(Desks(hub, f"office {letter}", self._phones), letter, self._telling)
        except Refused as refused:
            _log.warning("The office could not go on with %s: %s", letter, refused)
        self._done.add(letter)
