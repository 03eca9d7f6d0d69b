"""A protected person with a street and a flat that nobody else has, and every door that opens without the right.

The doors are those that the application itself has: a page or an export that is written next year is walked too.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.routing import BaseRoute

from document_flow.cases.state import Case
from hub.access.rights import Right, rights_of
from hub.documents.office.seed_people import sandbox_people
from hub.serving import make_api
from tests.integration.citizen.conftest import CHILD, WIFE, Town
from tests.integration.citizen.test_pages import applied
from tests.integration.hard_cases.office import attributes, held, reached, told
from tests.protections import protect

CODE = "0312345678"
_PLACE = re.compile(r"\{[^}]+\}")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_FOR_THE_CASE = ("/console/cases/{", "/v1/cases/{")
_FOR_A_PERSON = ("/console/register/{entity}", "/v1/register/{")
_FOR_A_RECORD = ("/v1/decisions/records/",)


def readable(answer: httpx.Response) -> str:
    """What an answer says, of a PDF also the files inside it."""
    if not answer.content.startswith(b"%PDF-"):
        return answer.text
    found = answer.content
    for packed in _STREAM.findall(answer.content):
        try:
            found += zlib.decompress(packed)
        except zlib.error:
            continue
    return found.decode("utf-8", "ignore")


@dataclass(frozen=True, slots=True)
class Doors:
    """Everybody's answers at the doors that have no argument, and at those of the person's own things."""

    town: Town
    case: str
    people: Sequence[str]
    records: Sequence[str]
    shown: dict[str, int] = field(default_factory=dict)

    def addresses(self) -> Iterator[str]:
        """Every address that is read, with the ids that are known filled in."""
        for path in sorted(set(_paths(make_api(self.town.hub).routes))):
            given = self._ids(path)
            yield from (_PLACE.sub(each, path) for each in given) if given else ([path] if "{" not in path else [])

    def _ids(self, path: str) -> Sequence[str]:
        if len(_PLACE.findall(path)) != 1 or path.startswith("/me"):
            return ()
        if path.startswith(_FOR_THE_CASE):
            return (self.case,)
        if path.startswith(_FOR_A_PERSON):
            return self.people
        return self.records if path.startswith(_FOR_A_RECORD) else ()

    async def answers(self, who: str) -> AsyncIterator[tuple[str, str]]:
        """What this official reads at each door that opens."""
        for door in self.addresses():
            cookies = {"cookie": f"hub_session=sandbox-{who}; hub_lang=en"}
            headers = cookies if door.startswith("/console") else {"authorization": f"Bearer sandbox-{who}"}
            async with self.town.house.desks.office.served.client.stream("GET", door, headers=headers) as answer:
                if answer.headers.get("content-type", "").startswith("text/event-stream"):
                    continue
                await answer.aread()
            self.shown[door] = max(self.shown.get(door, 0), int(answer.status_code == httpx.codes.OK))
            yield door, readable(answer)


def _paths(routes: Sequence[BaseRoute], before: str = "") -> Iterator[str]:
    for route in routes:
        path = before + getattr(route, "path", "")
        if "GET" in (getattr(route, "methods", None) or ()):
            yield path
        yield from _paths(getattr(route, "routes", None) or (), path)


async def secrets(town: Town, case: Case) -> list[str]:
    """Where she lives, as agency, register and her account have it."""
    street, *_ = str(case.facts["qeydiyyat_yeri"].value).split(", ")
    lives = (await attributes(town.hub, "fin", WIFE.fin))["actual_residence"]["address"]
    return [street, str(lives), CODE]


def officials_without_the_right() -> list[str]:
    """Of the sandbox's people so many that together they have every other right."""
    found: list[str] = []
    seen: frozenset[Right] = frozenset()
    for each in sandbox_people().values():
        rights = rights_of(each.roles)
        if Right.PROTECTED not in rights and not rights <= seen:
            found, seen = [*found, each.login], seen | rights
    assert seen == frozenset(Right) - {Right.PROTECTED}
    return found


@pytest.mark.parametrize("town", ["embedded"], indirect=True)
async def test_no_door_shows_where_she_lives_to_who_has_not_the_right(town: Town) -> None:
    account = {"kind": "utility_account", "fin": WIFE.fin, "provider": "azerishiq", "subscriber_code": CODE}
    await told(town.hub, account)
    case = await applied(await town.citizen())
    decided = await reached(town.hub, case, "in_effect")
    canaries = await secrets(town, decided)
    await protect(town.hub, WIFE.fin)
    people = [each.id for fin in (WIFE.fin, CHILD.fin) if (each := await held(town.hub, "fin", fin)) is not None]
    assert decided.ruling is not None
    doors = Doors(town, case, people, [decided.ruling.record])

    told_by = [
        (who, door, canary)
        for who in officials_without_the_right()
        async for door, said in doors.answers(who)
        for canary in canaries
        if canary in said
    ]

    assert told_by == []
    opened = {door for door, is_open in doors.shown.items() if is_open}
    assert len(opened) > 100, "most doors were open to somebody"
    assert f"/v1/cases/{case}" in opened
