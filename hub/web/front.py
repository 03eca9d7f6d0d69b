"""The short way in: messages and SOAP go straight to their endpoints, past the framework's routing."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.errors import HubError
from hub.web.certificates import ProxyCertificates
from hub.web.limits import as_problem
from hub.web.proxies import Proxies


class Room(Protocol):
    """A module, or anything else, with routes of its own."""

    @property
    def router(self) -> APIRouter: ...


def joined(*rooms: Room) -> APIRouter:
    """One router with the routes of all rooms, in their order. The framework's own `include_router` would build each of
    them anew, and try every path twice a level.
    """
    return APIRouter(routes=[route for room in rooms for route in room.router.routes])


PREFIX = "/v1/messages/"
SOAP = "/soap/"
XROAD = "/r1/"
SEARCH = "search"


class HubApi(FastAPI):
    """A FastAPI application with three endpoints before it, each with its own guards.

    `stopping` is set when the server is to end: streams that would go on for ever end by it. From here on a request's
    client is who sent it, whatever proxies stand before us.
    """

    accepting: ASGIApp | None = None
    soap: ASGIApp | None = None
    xroad: ASGIApp | None = None
    proxies = Proxies(())
    certificates = ProxyCertificates(proxies, None)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.stopping = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """`POST /v1/messages/{format}`, `POST /soap/{service}` and `/r1/…` go a short way, all else the framework's."""
        if scope["type"] == "http":
            if scope["method"] == "HEAD":
                # A GET of which the server sends the headers alone (RFC 9110, 9.3.2).
                scope = {**scope, "method": "GET"}
            try:
                scope = self.certificates.taken(scope)
            except HubError as refused:
                await as_problem(refused, scope)(scope, receive, send)
                return
            scope["client"] = (self.proxies.sender(scope), 0)
            if self.xroad is not None and scope["path"].startswith(XROAD):
                await self.xroad(scope, receive, send)
                return
        await self.routed(scope, receive, send)

    async def routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The same for a request whose sender is known, under an address of the API's own."""
        short = self._short_way(scope) if scope["type"] == "http" and scope["method"] == "POST" else None
        await (short or super().__call__)(scope, receive, send)

    def _short_way(self, scope: Scope) -> ASGIApp | None:
        path: str = scope["path"]
        for prefix, place, endpoint in ((PREFIX, "format", self.accepting), (SOAP, "service", self.soap)):
            if path.startswith(prefix):
                name = path[len(prefix) :]
                if name and name != SEARCH and "/" not in name:
                    scope["path_params"] = {place: name}
                    return endpoint
        return None
