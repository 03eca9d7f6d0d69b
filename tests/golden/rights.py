"""Who may see and do what: each role at each door, at things that are not theirs, as one table.

The table stands in docs/who-may-what.md for people, and is measured here. What counts is whether a door opens: what a
form would need beyond that is other tests' matter, so forms are sent empty.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from fastapi.routing import APIRoute

from hub.console.app import ROOMS
from hub.console.viewer import PATH, proof
from tests.browser.crawling import routes
from tests.golden.house import House
from tests.golden.looking import Look
from tests.golden.seeds_aggregates import typed_in_rooms
from tests.golden.typing_by_role import OF_PARTIES, OF_PEOPLE, commands, of_the_hub

TABLE = Path(__file__).parents[2] / "docs" / "who-may-what.md"
ROLES = {
    "nobody": "", "agency": "gunel", "viewer": "zaur", "operator": "ramil", "editor": "lale", "approver": "kamran",
    "auditor": "aydan", "administrator": "samir", "programme": "zeyneb", "district": "vusal", "clerk": "sevinc",
    "executor": "leyla", "head": "elcin", "lawyer": "orxan", "secretary": "aysel", "member": "uzv-3",
    "hotline": "sebine", "receptionist": "gulnar",
}  # fmt: skip
"""A person of each role who has written none of the things in the house."""
PARTIES = {"nobody": "", "justice": "edliyye", "utility": "azeriqaz", "committee": "committee"}
OPEN, SHUT = "✓", "·"
_SHUT = frozenset((401, 403, 404))
_FINE = frozenset((200, 303, 307, 400, 401, 403, 404, 409, 413, 415, 422, 429))
_NOT_TRIED = frozenset(("/login", "/logout", "/taste", "/password/{token}", "/settings/sessions/end"))
"""Doors of one's own session, open to all whom they concern."""
_NO_KEY = "none"
_PARAMETER = re.compile(r"{(\w+)}")
_HEAD = """# Who may do what

Measured at every door of the console, at every reading door of the API and at every command that asks a hub, over one \
installation with something of everything in it, by somebody of each role who has written none of it: {open} the door \
opens, {shut} it does not (401, 403, 404). What stays in one's own hands (log-in, password, session) is left out; \
commands that work on the machine itself are for whoever may run them there, and what a second person must agree to is \
shut to its maker. The test of `tests/golden` compares; whoever changes a right renews this page and sees in \
`git diff` what opened.
"""


async def measured(house: House, looks: list[Look]) -> str:
    """The page."""
    tables = [
        ("Pages", ROLES, [row async for row in _pages(house, looks)]),
        ("Forms", ROLES, [row async for row in _forms(house, looks)]),
        ("API, reading", PARTIES, [row async for row in _readings(house)]),
        ("Commands, of parties", PARTIES, [row async for row in _commands(house, OF_PARTIES, PARTIES)]),
        (
            "Commands, of people",
            ROLES,
            [row async for row in _commands(house, f"{OF_PEOPLE}{typed_in_rooms()}\n", ROLES)],
        ),
    ]
    assert {door.strip("`").removeprefix("hub ") for _, _, rows in tables[3:] for door, _ in rows} == of_the_hub()
    head = _HEAD.format(open=OPEN, shut=SHUT)
    return "\n".join([head, *(line for title, who, rows in tables for line in _table(title, who, rows))])


def _table(title: str, who: Mapping[str, str], rows: list[tuple[str, list[str]]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"| | {' | '.join(who)} |"
    yield "|---" * (len(who) + 1) + "|"
    for door, marks in sorted(rows):
        yield f"| `{door}` | {' | '.join(marks)} |"
    yield ""


async def _pages(house: House, looks: list[Look]) -> AsyncIterator[tuple[str, list[str]]]:
    for look in looks:
        route = _route_of(look.address)
        if route is not None:
            yield route, [await _at_page(house, who, look.address) for who in ROLES.values()]


async def _at_page(house: House, who: str, address: str) -> str:
    answer = await house.served.client.get(address, headers={"cookie": _cookie(who)})
    assert answer.status_code in _FINE, f"{who} {address}: {answer.status_code}"
    led_to_login = answer.status_code == 303 and "/login" in answer.headers["location"]
    return SHUT if answer.status_code in _SHUT or led_to_login else OPEN


async def _forms(house: House, looks: list[Look]) -> AsyncIterator[tuple[str, list[str]]]:
    known = dict(_known(looks))
    for path in _posts():
        address = "".join(_filled(path, known))
        yield path, [await _at_form(house, who, f"{PATH}{address}") for who in ROLES.values()]


def _filled(path: str, known: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The path with values for its parameters."""
    room = path.split("/")[1]
    for number, part in enumerate(_PARAMETER.split(path)):
        yield known.get((room, part), "none-such") if number % 2 else part


async def _at_form(house: House, who: str, address: str) -> str:
    typed = {"csrf": proof(f"sandbox-{who}")} if who else {}
    headers = {"cookie": _cookie(who), "origin": str(house.served.client.base_url).rstrip("/")}
    answer = await house.served.client.post(address, data=typed, headers=headers)
    assert answer.status_code in _FINE, f"{who} {address}: {answer.status_code}"
    return SHUT if answer.status_code in _SHUT else OPEN


async def _readings(house: House) -> AsyncIterator[tuple[str, list[str]]]:
    described = (await house.served.client.get("/openapi.json")).json()["paths"]
    fills = {"message_id": house.names["subscriber"], "id": house.names["file"], "document_id": house.names["approved"],
             "fingerprint": house.names["group"], "handover_id": house.names["handover"],
             "case_id": house.names["certificate"], "message_id_or_format": house.names["subscriber"],
             "format_or_id": house.names["file"]}  # fmt: skip
    for path in sorted(path for path, doors in described.items() if path.startswith("/v1/") and "get" in doors):
        address = _PARAMETER.sub(lambda found: fills.get(found[1], "none-such"), path)
        yield path, [await _at_reading(house, who, address) for who in PARTIES.values()]


async def _at_reading(house: House, who: str, address: str) -> str:
    headers = {"authorization": f"Bearer sandbox-{who}"} if who else {}
    answer = await house.served.client.get(address, headers=headers)
    assert answer.status_code in _FINE, f"{who} {address}: {answer.status_code}"
    return SHUT if answer.status_code in _SHUT else OPEN


async def _commands(house: House, lines: str, who: Mapping[str, str]) -> AsyncIterator[tuple[str, list[str]]]:
    keys = {role: f"sandbox-{name}" if name else _NO_KEY for role, name in who.items()}
    async for command, opens in commands(house, lines, keys):
        yield f"hub {command}", [OPEN if each else SHUT for each in opens]


def _cookie(who: str) -> str:
    return "hub_lang=en" + (f"; hub_session=sandbox-{who}" if who else "")


@cache
def _posts() -> tuple[str, ...]:
    found = (route for room in ROOMS for route in room.router.routes if "POST" in (route.methods or ()))
    return tuple(sorted(route.path for route in found if route.path not in _NOT_TRIED))


def _known(looks: list[Look]) -> Iterator[tuple[tuple[str, str], str]]:
    """Values of parameters by the room and their name, as pages have them."""
    for look in looks:
        path = urlsplit(look.address).path.removeprefix(PATH)
        for route in _routes_of(path):
            for name, value in zip(_PARAMETER.findall(route.path), route.path_regex.match(path).groups(), strict=True):  # type: ignore[union-attr]  # it matches
                yield (path.split("/")[1], name), value


def _routes_of(path: str) -> list[APIRoute]:
    return [route for route in routes() if route.path_regex.match(path)][:1]


def _route_of(address: str) -> str | None:
    found = _routes_of(urlsplit(address).path.removeprefix(PATH))
    return found[0].path if found else None
