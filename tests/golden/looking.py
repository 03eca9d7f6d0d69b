"""Everybody's way through the console: every kind of page once, by the first who may, and the pages that are named."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from tests.browser.crawling import addresses_without_parameters, kind
from tests.golden.house import House
from tests.golden.reading import words_of
from tests.golden.volatile import settled

PEOPLE = ("ramil", "lale", "kamran", "zaur", "aydan", "samir", "zeyneb", "vusal", "gunel", "sevinc", "fuad", "rauf",
          "nigar", "aysel", "uzv-3", "sebine", "gulnar")  # fmt: skip
"""As many as it takes to have every role."""
GUIDES = ("", "ramil", "lale", "kamran", "samir", "aydan", "sevinc", "nigar", "rauf", "aysel", "fuad", "sebine",
          "gulnar")  # fmt: skip
"""Those who have every kind of page between them, in the order in which they are asked."""
OFFICIALS = "rauf sevinc nigar elcin fuad leyla"
NAMED = (
    ("message", "ramil zaur", "subscriber change family death odd file", "/messages/{}"),
    ("failure", "ramil zaur", "group codes", "/failures/{}"),
    ("document", OFFICIALS, "draft waiting returned recalled approved numbered", "/documents/{}"),
    ("document", OFFICIALS, "arrived registered resolved extension reported", "/documents/{}"),
    ("document", "sevinc nigar elcin", "filed held appeal forwarded restricted", "/documents/{}"),
    ("history", "rauf", "waiting returned resolved meeting", "/documents/{}/history"),
    ("meeting", "aysel fuad uzv-1", "meeting called", "/documents/{}/meeting"),
    ("handover", "sevinc", "handover", "/documents/office/handovers/{}"),
    ("repair", "ramil zaur", "repair", "/repairs/{}"),
    ("replay", "lale", "replay", "/repairs/replay/{}"),
    ("refusal", "ramil", "refusal", "/messages/refusals/{}"),
    ("register", "zeyneb", "person household", "/register/{}"),
    ("call", "sebine", "asked proven", "/hotline/calls/{}"),
    ("callback", "sebine", "callback", "/hotline/callbacks/{}"),
    ("reception", "fuad gulnar", "visit", "/reception/{}"),
    ("case", "sevinc elcin", "case certificate", "/cases/{}"),
    ("count", "fuad", "count", "/counts/{}"),
    ("visit", "vusal zeyneb", "act", "/visits/{}"),
    ("visit", "vusal", "visit", "/visits/{}"),
    ("room", "sevinc elcin", "accounts", "/accounts/{}"),
    ("room", "elcin uzv-1", "runs", "/runs/{}"),
)
DESKS = ("rauf", "elcin", "fuad", "sevinc", "nigar", "orxan")
_BEST = {
    "/agencies/{name}": "/console/agencies/azeriqaz",
    "/settings/parties/{name}": "/console/settings/parties/sosial-fond",
}
"""The agency and the party whose pages have something of everything, whichever are listed first."""
_HREF = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_NAVIGATION = re.compile(r'<nav class="side".*?</nav>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's look at an address; `name` is the file's."""

    name: str
    who: str
    address: str


async def shown(house: House, look: Look, lang: str) -> str:
    """The page in words: what is in its frame, without the frame."""
    answer = await _answer(house, look.who, look.address, lang)
    if not answer.headers.get("content-type", "").startswith("text/html"):
        body = f"{answer.headers.get('content-type')} {answer.headers.get('location', '')}"
    else:
        body = words_of("".join(_MAIN.findall(answer.text)) or answer.text)
    return settled(f"{look.who} {look.address} {answer.status_code}\n{body}")


async def frame_of(house: House, who: str, lang: str) -> str:
    """What stands around every page of a person."""
    answer = await _answer(house, who, "/console/settings", lang)
    return settled(words_of("".join(_NAVIGATION.findall(answer.text))))


def named(house: House) -> Iterator[Look]:
    """The pages that NAMED asks for, and the desks."""
    for what, people, names, path in NAMED:
        for name in names.split():
            for who in people.split():
                yield Look(f"{what}/{name}.{who}", who, f"/console{path.format(house.names[name])}")
    for who in DESKS:
        yield Look(f"desk/{who}", who, "/console/desk")


async def each_kind(house: House) -> AsyncIterator[Look]:
    """One page of each route."""
    seen: set[str] = set()
    for who in GUIDES:
        async for route, address, status in _walk(house, who):
            if status == 200 and route not in seen:
                seen.add(route)
                yield Look(f"kind{_file(route)}", who, address)


def _file(route: str) -> str:
    return "/" + (re.sub(r"[{}]", "", route.strip("/")).replace("/", "-").replace("_", "-") or "start")


async def _walk(house: House, who: str) -> AsyncIterator[tuple[str, str, int]]:
    """The first address of each route that this person is led to, with its answer's status."""
    ahead, seen = deque(addresses_without_parameters()), set[str]()
    while ahead:
        address = ahead.popleft()
        route = kind(address)
        if route is None or route in seen:
            continue
        seen.add(route)
        address = _BEST.get(route, address)
        answer = await _answer(house, who, address, "en")
        yield route, address, answer.status_code
        if answer.headers.get("content-type", "").startswith("text/html"):
            links = (urljoin(address, each.replace("&amp;", "&")) for each in _HREF.findall(answer.text))
            ahead.extend(link.partition("#")[0] for link in links if urlsplit(link).path.startswith("/console/"))


async def _answer(house: House, who: str, address: str, lang: str) -> httpx.Response:
    cookies = f"hub_lang={lang}" + (f"; hub_session=sandbox-{who}" if who else "")
    return await house.served.client.get(address, headers={"cookie": cookies})
