"""The short way in: messages go straight to their endpoint, past the framework's routing."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/v1/messages/"
SEARCH = "search"


class HubApi(FastAPI):
    """A FastAPI application with one endpoint before it. The guards stand before both.

    `stopping` is set when the server is to end: streams that would go on for ever end by it.
    """

    accepting: ASGIApp | None = None

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.stopping = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """`POST /v1/messages/{format}` goes the short way; everything else the framework's."""
        if self.accepting is not None and scope["type"] == "http" and scope["method"] == "POST":
            path: str = scope["path"]
            if path.startswith(PREFIX):
                name = path[len(PREFIX) :]
                if name and name != SEARCH and "/" not in name:
                    scope["path_params"] = {"format": name}
                    await self.accepting(scope, receive, send)
                    return
        await super().__call__(scope, receive, send)
