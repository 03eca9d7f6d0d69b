"""Crawls the console without a browser: each person's pages by links, each route of the console once."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx
from fastapi.routing import APIRoute
from starlette.routing import Match

from hub.console.app import ROOMS
from hub.console.viewer import LANG, PATH, SESSION

_HREF = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
_NAVIGATION = re.compile(r'<nav class="side".*?</nav>', re.DOTALL)
_ENTRIES = re.compile(r"<ul>.*?</ul>", re.DOTALL)
_NO_PAGES = ("/live", "/login/openid", "/login/openid/back", "/session/over")
_EACH_KIND = 1
"""How many pages of one route are looked at for each person: the first that is linked."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A page and somebody who may see it."""

    login: str
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person got at an address. `links` are further addresses of the console."""

    status: int
    is_page: bool
    says_something: bool
    links: tuple[str, ...]
    navigation: tuple[str, ...]


@cache
def routes() -> tuple[APIRoute, ...]:
    """The pages that the console has, of rooms within rooms too."""
    found = [route for room in ROOMS for route in room.router.routes if isinstance(route, APIRoute)]
    return tuple(route for route in found if "GET" in (route.methods or ()) and route.path not in _NO_PAGES)


def kind(address: str) -> str | None:
    """The route of an address, None if the console has none."""
    scope = {"type": "http", "method": "GET", "path": urlsplit(address).path.removeprefix(PATH), "root_path": ""}
    return next((route.path for route in routes() if route.matches(scope)[0] is Match.FULL), None)


def addresses_without_parameters() -> list[str]:
    """The routes that can be typed as they stand."""
    return [
        f"{PATH}{route.path}"
        for route in routes()
        if "{" not in route.path and not any(field.field_info.is_required() for field in route.dependant.query_params)
    ]


@cache
def addresses(base: str, login: str) -> dict[str, Answer]:
    """What a person gets at every route that needs no parameter, and at the first links of every other kind."""
    found: dict[str, Answer] = {}
    seen: dict[str, int] = {}
    ahead = deque(addresses_without_parameters())
    cookies = {SESSION: f"sandbox-{login}", LANG: "en"}
    with httpx.Client(base_url=base, cookies=cookies, timeout=20, trust_env=False) as client:
        while ahead:
            address = ahead.popleft()
            route = kind(address)
            if address in found or route is None or seen.get(route, 0) >= _EACH_KIND:
                continue
            seen[route] = seen.get(route, 0) + 1
            found[address] = _answer(client.get(address), address)
            ahead.extend(found[address].links)
    return found


def crawl(base: str, people: Sequence[str]) -> list[Screen]:
    """One page of each route, seen by the first person who may, with the login page."""
    chosen: dict[str, Screen] = {}
    for login in people:
        for address, answer in addresses(base, login).items():
            if answer.status == 200 and answer.is_page:
                chosen.setdefault(kind(address) or address, Screen(login, address))
    return list(chosen.values())


def _answer(response: httpx.Response, address: str) -> Answer:
    is_page = response.headers.get("content-type", "").startswith("text/html")
    text = response.text if is_page else ""
    navigation = "".join(_ENTRIES.findall("".join(_NAVIGATION.findall(text))[:20_000]))
    return Answer(
        response.status_code,
        is_page,
        "<h1>" in text or not is_page or response.status_code == 303,
        tuple(_links(text, address)),
        tuple(_links(navigation, address)),
    )


def _links(text: str, address: str) -> Iterator[str]:
    for href in _HREF.findall(text):
        target = urljoin(address, unescape(href)).partition("#")[0]
        if target.startswith(f"{PATH}/") and not target.startswith(f"{PATH}/static/"):
            yield target
