"""Outermost at pages: every answer carries the page's headers, and what nobody expected is a page too, not a trace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.errors import HubError, StoreUnavailable
from hub.store.ids import new_id
from hub.store.store import Collision, CommitUnknown, TryAgain
from hub.web.limits import log_unexpected
from hub.web.problem import INTERNAL

Show = Callable[[Request, HubError, str], Awaitable[Response]]
"""The page of an error, with the reference under which it is logged."""


class SealedPages:
    """A middleware; `headers_of` says by the path what its answer carries in place of what it had of the same names."""

    def __init__(self, app: ASGIApp, headers_of: Callable[[str], Mapping[bytes, bytes]], show: Show) -> None:
        self._app = app
        self._headers_of = headers_of
        self._show = show

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def sealing(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                ours = self._headers_of(scope["path"])
                others = [pair for pair in message["headers"] if pair[0].lower() not in ours]
                message = {**message, "headers": [*others, *ours.items()]}
            await send(message)

        try:
            await self._app(scope, receive, sealing)
        except Exception as raised:  # the page's handler, beside the API's: nothing leaves it
            if started:
                raise
            error, reference = _error_of(raised), new_id()
            if not isinstance(error, StoreUnavailable):
                log_unexpected(raised, reference)
            answer = await self._show(Request(scope, receive), error, reference)
            await answer(scope, receive, sealing)


def _error_of(raised: Exception) -> HubError:
    if isinstance(raised, TryAgain | Collision | CommitUnknown):
        return StoreUnavailable(type(raised).__name__)
    return HubError("hub.internal", INTERNAL)
