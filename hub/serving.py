"""The HTTP application: routers, the hot endpoint, what stands before them, and how errors are answered."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route

from hub.access.keyring import Keyring
from hub.access.parties import sandbox_parties
from hub.api import docs, doors, health, metrics, sandbox
from hub.api.documents import appeals, documents, paths, phones, signatures, terms
from hub.api.exchange import agencies, ask, events, evidence, failures, files, messages, refusals, repairs
from hub.api.exchange.accepting import AcceptEndpoint
from hub.api.law import decisions
from hub.api.openapi import describe
from hub.app import Hub
from hub.console import verification
from hub.console.app import make_console
from hub.console.viewer import PATH as CONSOLE
from hub.documents.office.seed_people import sandbox_people
from hub.errors import HubError, Words
from hub.web import officials
from hub.web.front import HubApi
from hub.web.limits import Admission, AdmissionGate, BodyCap, Guard, language_of
from hub.web.problem import problem

_SHOWN_FAULTS = 20
_ROOMS = (
    messages,
    evidence,
    refusals,
    files,
    ask,
    failures,
    repairs,
    agencies,
    events,
    officials,
    doors,
    documents,
    appeals,
    terms,
    paths,
    decisions,
    signatures,
    phones,
    sandbox,
    health,
    metrics,
    docs,
    verification,
)


def make_api(hub: Hub) -> FastAPI:
    """The application over a built hub. It sets no cookie, allows no foreign origin and keeps nothing in memory but
    the keys of the last seconds and a count.
    """
    keyring = Keyring(hub.store, hub.clock, sandbox_parties(hub.formats) if hub.settings.sandbox else {})
    caps = {"most": hub.settings.max_body_bytes, "most_file": hub.settings.max_file_bytes}
    admission = Admission(hub)
    app = HubApi(
        title="Qayıdış Hub",
        version="1",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(Guard),
            Middleware(AdmissionGate, admission=admission),
            Middleware(BodyCap, **caps),
        ],
        exception_handlers={
            HubError: _hub_error,
            HTTPException: _http_error,
            RequestValidationError: _validation_error,
        },
    )
    app.state.hub = hub
    app.state.keyring = keyring
    people = sandbox_people() if hub.settings.sandbox else {}
    app.state.well_known_people = people
    app.state.gate = verification.Gate()
    for module in _ROOMS:
        app.include_router(module.router)
    # After /v1/messages/search, which the pattern would swallow.
    accept = AcceptEndpoint(hub, keyring)
    app.router.routes.append(Route("/v1/messages/{format}", accept, methods=["POST"]))
    app.accepting = Guard(AdmissionGate(BodyCap(accept, **caps), admission))
    describe(app, hub)
    app.router.routes.append(Route(CONSOLE, _to_console, methods=["GET", "HEAD"]))
    app.mount(CONSOLE, make_console(hub, people, app.stopping))
    return app


async def _to_console(_request: Request) -> RedirectResponse:
    """The console's address as it is typed, without the last slash."""
    return RedirectResponse(f"{CONSOLE}/", 307)


async def _hub_error(request: Request, error: HubError) -> Response:
    return problem(error, language_of(request.scope))


async def _http_error(request: Request, error: HTTPException) -> Response:
    """What the framework itself refuses; what our own body reader refused comes as its cause."""
    cause = error.__cause__
    known = cause if isinstance(cause, HubError) else _known(error.status_code)
    answer = problem(known, language_of(request.scope))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["allow"] = ", ".join(sorted(_methods(request)))
    return answer


def _methods(request: Request) -> set[str]:
    """What the path knows, over all routes that it has; the framework names those of the first alone."""
    found: set[str] = set()
    for route in request.app.router.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found


async def _validation_error(request: Request, error: RequestValidationError) -> Response:
    """The first place that is wrong, and all of them; never what stood there."""
    faults = [{"place": _place(fault["loc"]), "rule": str(fault["type"])} for fault in error.errors()[:_SHOWN_FAULTS]]
    places = ", ".join(f"{fault['place']} ({fault['rule']})" for fault in faults[:3])
    refused = HubError(
        "api.invalid",
        Words(f"Sorğunun bu yerləri düzgün deyil: {places}.", f"These places of the request are not right: {places}."),
        status=422,
        side="sender",
        place=faults[0]["place"],
        extra={"faults": faults},
    )
    return problem(refused, language_of(request.scope))


def _place(steps: Sequence[Any]) -> str:
    """A JSON pointer into the body, or `query: name`. Steps that the sender invented are not repeated."""
    where, rest = (
        steps[0],
        [str(step) if isinstance(step, int) or str(step).isidentifier() else "*" for step in steps[1:]],
    )
    if where == "body":
        return "".join(f"/{step}" for step in rest) or "body"
    return f"{where}: {'.'.join(rest)}"


def _known(status: int) -> HubError:
    code, words = _BY_STATUS.get(status, ("api.refused", Words("Sorğu qəbul edilmədi.", "The request was refused.")))
    return HubError(code, words, status=status, side="sender")


_BY_STATUS = {
    400: ("api.body", Words("Sorğunun məzmunu oxunmadı.", "The body could not be read.")),
    404: ("api.unknown_path", Words("Belə ünvan yoxdur; ünvanlar /docs səhifəsindədir.",
                                    "There is no such path; the paths are listed at /docs.")),
    405: ("api.method", Words("Bu ünvan bu üsulu tanımır; Allow başlığına baxın.",
                              "This path does not know this method; see the Allow header.")),
}  # fmt: skip
