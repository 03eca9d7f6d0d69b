"""The application under /me: its rooms, what every answer of it carries, and how errors are told."""

from __future__ import annotations

from functools import partial
from typing import Final, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response

from hub.app import Hub
from hub.citizen import applying, cases, home, homes, login, statistics, surveys, usage
from hub.citizen.again import after_trouble, of_another_session, without_session
from hub.citizen.draws import DrawLists
from hub.citizen.pages import error_page, to_login
from hub.citizen.who import Limits, NotLoggedIn
from hub.console.app import HEADERS
from hub.console.cache import Cache
from hub.console.viewer import OtherSession
from hub.errors import HubError, NotFound, Refused, Words
from hub.store.ids import new_id
from hub.web.front import joined
from hub.web.sealed_pages import SealedPages

log = structlog.get_logger("hub.api")

_ROUTES: Final = joined(login, home, homes, applying, cases, surveys, usage, statistics)
"""Made once, as those of the console."""


def make_citizen(hub: Hub) -> FastAPI:
    """The application over a built hub."""
    app = FastAPI(
        title="Qayıdış Hub",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[Middleware(SealedPages, headers_of=lambda _path: HEADERS, show=_error_shown)],
        exception_handlers={
            NotLoggedIn: _to_login,
            OtherSession: _other_session,
            HubError: _told,
            HTTPException: _not_there,
            RequestValidationError: _not_valid,
        },
    )
    app.state.hub = hub
    app.state.openid = login.openid_of(hub)
    app.state.limits = Limits(hub)
    app.state.draw_lists = DrawLists()
    app.state.statistics = Cache(hub.clock, partial(statistics.read_statistics, hub), lambda _took: statistics.LASTS_S)
    app.router.routes.extend(_ROUTES.routes)
    return app


async def _error_shown(request: Request, error: HubError, reference: str) -> Response:
    return error_page(request, error, reference, **after_trouble(request))


async def _to_login(request: Request, _error: Exception) -> Response:
    return await without_session(request) or to_login(request)


async def _other_session(request: Request, error: Exception) -> Response:
    return of_another_session(request) or await _told(request, error)


async def _told(request: Request, error: Exception) -> Response:
    refused, reference = cast("HubError", error), new_id()
    log.info("request_refused", code=refused.code, status=refused.status, reference=reference)
    return error_page(request, refused, reference, **after_trouble(request))


async def _not_there(request: Request, error: Exception) -> Response:
    if isinstance(error.__cause__, HubError):
        return await _told(request, error.__cause__)
    return await _told(request, NotFound("citizen.no_page", _NO_PAGE))


async def _not_valid(request: Request, _error: Exception) -> Response:
    return await _told(request, Refused("citizen.address", _NO_PAGE, status=422))


_NO_PAGE = Words("Belə səhifə yoxdur. Əvvələ qayıdın.", "There is no such page. Go back to the start.")
