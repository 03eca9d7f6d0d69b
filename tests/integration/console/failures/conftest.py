"""Failures and repairs over their pages, on both databases; nothing is delivered but what a test says."""

from __future__ import annotations

import html
import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.exchange.accept import store_messages
from hub.exchange.door import Submission
from hub.exchange.model import NewMessage
from hub.exchange.repair.runner import advance_repairs
from hub.exchange.transition import fingerprint
from hub.settings import Settings
from hub.store.ids import new_id
from hub.store.tx import Row
from tests.builders import message, planned
from tests.hubs import settings_for
from tests.integration.api.served import act
from tests.integration.console.doors.conftest import Console, console_of

MEIS = "meis.person.update"
CODE = "meis.not_found"
GROUP = fingerprint(MEIS, CODE)
_TAG = re.compile(r"<(style|script)[^>]*>.*?</\1>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Room:
    """The console with failures in it."""

    console: Console

    async def get(self, who: str, path: str, status: int = 200) -> str:
        """What a page says."""
        return said(await self.console.get(who, f"/console{path}"), status)

    async def post(self, who: str, path: str, **fields: Any) -> httpx.Response:
        """A form of the page, sent."""
        return await self.console.post(who, f"/console{path}", fields)

    async def fail(self, count: int, code: str = CODE, destination: str = MEIS) -> list[str]:
        """So many deliveries that the agency has refused; their ids."""
        plain = [message(planned(destination, f"k_{new_id()}"), content=f"{code}{n}") for n in range(count)]
        made = [self._sealed(each) for each in plain]
        async with self.console.hub.store.write() as tx:
            await store_messages(tx, made, await tx.now())
        await self.refuse(code, destination)
        return [each.deliveries[0].id for each in made]

    def _sealed(self, made: NewMessage) -> NewMessage:
        """The message with its body as this hub keeps it, and no records."""
        plain = (made.body.sealed or b"").removeprefix(b"\x00")
        sealed = self.console.hub.sealer.seal("message_bodies.body", made.id, plain)
        return replace(made, body=replace(made.body, sealed=sealed), records_sealed=None)

    async def refuse(self, code: str = CODE, destination: str = MEIS) -> None:
        """Whatever is due there is answered with a refusal."""
        async with self.console.hub.store.write() as tx:
            await tx.execute(
                "UPDATE deliveries SET state = 'failed', error_code = :code, fingerprint = :mark, tries = tries + 1,"
                " settled_at = hub_now() WHERE state = 'due' AND destination = :destination",
                {"code": code, "mark": fingerprint(destination, code), "destination": destination},
            )
            await tx.execute(
                "UPDATE messages SET open_count = 0, bad_count = 1, state = 'completed_with_failures' WHERE id IN"
                " (SELECT message_id FROM deliveries WHERE destination = :destination AND state = 'failed')",
                {"destination": destination},
            )

    async def send(self, event: str, **subject: Any) -> str:
        """An act of an invented person at the door; its message."""
        body = act(event)
        body["subjects"][0].update(subject)
        submission = Submission("edliyye", "justice.civil-act.v1", json.dumps(body, ensure_ascii=False).encode())
        return (await self.console.hub.door.accept(submission)).accepted.message_id

    async def advance(self, times: int = 1) -> None:
        """Let the repairs move on."""
        for _ in range(times):
            await advance_repairs(self.console.hub.repairs)

    async def rows(self, sql: str, **values: Any) -> Sequence[Row]:
        """What the store has."""
        async with self.console.hub.store.read() as tx:
            return list(await tx.fetch(sql, values))


def said(answer: httpx.Response, status: int = 200) -> str:
    """What a page says, without its markup."""
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", answer.text)))


def made_repair(answer: httpx.Response) -> str:
    """The id of the repair that the form led to."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more = {"database_url": request.getfixturevalue("postgres_url")} if request.param == "postgresql" else {}
    return settings_for(tmp_path / "data", **more)


@pytest.fixture
async def room(settings: Settings) -> AsyncIterator[Room]:
    async with console_of(settings) as console:
        yield Room(console)
