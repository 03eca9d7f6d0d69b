"""The console's application: its rooms, what every answer of it carries, and how errors are shown to people."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import cast
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from hub.access.people import Person
from hub.app import Hub
from hub.console import (
    agencies,
    aggregates,
    alerts,
    cases,
    counts,
    desks,
    draws,
    keeping,
    live,
    login,
    moves,
    office,
    openid_login,
    overview,
    payment_checks,
    payments,
    refusals,
    register,
    rules,
    second,
    settings,
    surveys,
    visits,
)
from hub.console.again import after_trouble, of_another_session, without_session
from hub.console.cache import Caches
from hub.console.codes.rooms import ROOMS as CODES
from hub.console.documents import rooms as documents
from hub.console.failures import room as failures
from hub.console.messages import rooms as messages
from hub.console.pages import STATIC, error_page, framed_error, go
from hub.console.repairs import room as repairs
from hub.console.replays.rooms import ROOMS as REPLAYS
from hub.console.viewer import PATH, LoginNeeded, OtherSession
from hub.errors import HubError, NotFound, Refused, Words
from hub.store.ids import new_id
from hub.web import awaited
from hub.web.front import joined
from hub.web.sealed_pages import SealedPages

log = structlog.get_logger("hub.console")

ROOMS = (login, openid_login, live, overview, second, rules, register, cases, draws, moves, surveys, payment_checks,
         aggregates, payments, visits, counts, desks, agencies, refusals, alerts, office, *documents.ROOMS, *CODES,
         *REPLAYS, keeping, failures, repairs, messages, settings)  # fmt: skip
_ROUTES = joined(*ROOMS)
"""Made once, as those of the API."""
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; frame-src 'self'; frame-ancestors {}; base-uri 'none'"
)
_FRAMED = re.compile(rf"{PATH}/documents/[0-9a-f]{{32}}/(?:files/[0-9a-f]{{64}}|letter\.pdf)")
"""What our own pages may show within them: a document's file beside its forms, and its paper."""
HEADERS: Mapping[bytes, bytes] = {
    b"content-security-policy": _CSP.format("'none'").encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cache-control": b"no-store",
}
_HEADERS_FRAMED = {**HEADERS, b"content-security-policy": _CSP.format("'self'").encode()}


def make_console(hub: Hub, well_known: Mapping[str, Person], stopping: asyncio.Event) -> FastAPI:
    """The application under /console; its streams end when `stopping` is set."""
    app = FastAPI(
        title="Qayıdış Hub",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[Middleware(SealedPages, headers_of=_headers_of, show=_error_shown)],
        exception_handlers={
            LoginNeeded: _to_login,
            OtherSession: _other_session,
            HubError: _told,
            HTTPException: _not_there,
            RequestValidationError: _not_valid,
        },
    )
    app.state.hub = hub
    app.state.well_known_people = dict(well_known)
    app.state.caches = Caches(hub)
    app.state.second = awaited.count
    app.state.stopping = stopping
    app.state.openid = openid_login.openid_of(hub)
    app.router.routes.extend(_ROUTES.routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def _headers_of(path: str) -> Mapping[bytes, bytes]:
    """Pages run nothing but our own files and are kept nowhere."""
    if path.startswith(f"{PATH}/static/"):
        return {**HEADERS, b"cache-control": b"public, max-age=31536000, immutable"}
    return _HEADERS_FRAMED if _FRAMED.fullmatch(path) else HEADERS


async def _error_shown(request: Request, error: HubError, reference: str) -> Response:
    return error_page(request, error, reference, **await after_trouble(request))


async def _to_login(request: Request, _error: Exception) -> Response:
    again = await without_session(request)
    if again is not None:
        return again
    goes_on = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return go(f"{PATH}/login?goes_on={quote(goes_on if request.method == 'GET' else '', safe='')}")


async def _other_session(request: Request, error: Exception) -> Response:
    return of_another_session(request) or await _told(request, error)


async def _told(request: Request, error: Exception) -> Response:
    refused = cast("HubError", error)
    reference = new_id()
    log.info("request_refused", code=refused.code, status=refused.status, reference=reference)
    if request.method == "GET" and not refused.retryable:
        return await framed_error(request, refused, reference)
    return error_page(request, refused, reference, **await after_trouble(request))


async def _not_there(request: Request, error: Exception) -> Response:
    if isinstance(error.__cause__, HubError):
        return await _told(request, error.__cause__)
    return await _told(request, NotFound("console.no_page", _NO_PAGE))


async def _not_valid(request: Request, _error: Exception) -> Response:
    return await _told(request, Refused("console.address", _BAD_ADDRESS, status=422))


_NO_PAGE = Words(
    "Belə səhifə yoxdur. Bölmələrdən birini seçin və ya axtarın.",
    "There is no such page. Choose from the menu, or search.",
)
_BAD_ADDRESS = Words(
    "Ünvandakı süzgəc oxunmadı. Süzgəci səhifənin özündə seçin.",
    "A filter in the address cannot be read. Choose it on the page itself.",
)
