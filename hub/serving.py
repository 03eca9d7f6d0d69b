"""The HTTP application: routers, the hot endpoint, what stands before them, and how errors are answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match, Mount, Route
from starlette.types import Scope

from hub.access.grants import Action, RightMissing
from hub.access.keyring import Keyring
from hub.access.parties import sandbox_parties
from hub.access.quotas import Quotas
from hub.access.security_servers import SecurityServers
from hub.api import docs, doors, health, metrics, sandbox, token
from hub.api.documents import appeals, documents, paths, phones, second, signatures, terms
from hub.api.exchange import (
    agencies,
    ask,
    counts,
    dossier,
    events,
    evidence,
    failures,
    files,
    me,
    messages,
    parties,
    refusals,
    register_requests,
    repairs,
    replays,
    usage,
)
from hub.api.exchange.accepting import AcceptEndpoint
from hub.api.law import decisions
from hub.api.openapi import describe
from hub.api.programmes import (
    aggregates,
    applications,
    cases,
    draws,
    payment_checks,
    payments,
    settlements,
    surveys,
    visits,
    why,
)
from hub.api.xroad.endpoint import RestEndpoint
from hub.app import Hub
from hub.citizen.app import make_citizen
from hub.citizen.pages import error_page as citizen_error
from hub.citizen.who import PATH as CITIZEN
from hub.console import verification
from hub.console.app import HEADERS, make_console
from hub.console.pages import error_page as console_error
from hub.console.viewer import PATH as CONSOLE
from hub.documents.office.seed_people import sandbox_people
from hub.errors import HubError, Words
from hub.exchange.ask.questions import QUESTIONS
from hub.soap import describing
from hub.soap.calling import Callers
from hub.soap.endpoint import guarded
from hub.soap.secured import SoapSecurity
from hub.soap.services import RIGHTS
from hub.store.ids import new_id
from hub.web import officials
from hub.web.certificates import ProxyCertificates
from hub.web.denials import note_denial
from hub.web.fields import rule_in_words
from hub.web.front import HubApi, joined
from hub.web.intake import Intake, IntakeLimits, in_time
from hub.web.limits import Admission, AdmissionGate, BodyCap, Guard, as_problem, language_of
from hub.web.problem import problem
from hub.web.proxies import Proxies
from hub.web.surveys import ONLINE

_SHOWN_FAULTS = 20
_ROOMS = (
    messages,
    evidence,
    refusals,
    files,
    dossier,
    ask,
    failures,
    repairs,
    replays,
    agencies,
    me,
    parties,
    register_requests,
    usage,
    events,
    officials,
    second,
    doors,
    documents,
    appeals,
    terms,
    paths,
    decisions,
    counts,
    cases,
    why,
    settlements,
    payment_checks,
    aggregates,
    payments,
    surveys,
    visits,
    applications,
    draws,
    signatures,
    phones,
    sandbox,
    token,
    health,
    metrics,
    docs,
    describing,
    verification,
)
_ROUTES = joined(*_ROOMS)
"""Made once: reading out of signatures what endpoints take costs as much as all else of a start."""


def make_api(hub: Hub) -> FastAPI:
    """The application over a built hub. It sets no cookie, allows no foreign origin and keeps nothing in memory but
    the keys of the last seconds and a count.
    """
    services = {ONLINE, *hub.formats, *RIGHTS, *(question.service for question in QUESTIONS.values())}
    keyring = Keyring(
        hub.store, hub.clock, sandbox_parties(services) if hub.settings.sandbox else {}, hub.settings.lists_needed
    )
    caps: dict[str, Any] = {"most": hub.settings.max_body_bytes, "most_file": hub.settings.max_file_bytes}
    admission, intake = Admission(hub), Intake(hub.clock, IntakeLimits())
    app = HubApi(
        title="Qayıdış Hub",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(Guard),
            Middleware(AdmissionGate, admission=admission),
            Middleware(BodyCap, **caps, said=_said),
        ],
        exception_handlers={
            HubError: _hub_error,
            HTTPException: _http_error,
            RequestValidationError: _validation_error,
        },
    )
    app.proxies = Proxies(hub.settings.trusted_proxies)
    app.certificates = ProxyCertificates(app.proxies, hub.settings.proxy_secret)
    app.state.hub = hub
    app.state.keyring = keyring
    app.state.quotas = quotas = Quotas(hub.store, hub.clock)
    app.state.admission, app.state.intake = admission, intake
    app.state.wrong_assertions = token.WrongAssertions(hub.clock)
    people = sandbox_people() if hub.settings.sandbox else {}
    app.state.well_known_people = people
    app.state.gate = verification.Gate()
    app.router.routes.extend(_ROUTES.routes)
    # After /v1/messages/search, which the pattern would swallow.
    accept = AcceptEndpoint(hub, keyring, intake, quotas, admission)
    app.router.routes.append(Route("/v1/messages/{format}", accept, methods=["POST"]))
    app.accepting = Guard(AdmissionGate(BodyCap(accept, **caps), admission))
    security = SoapSecurity(hub)
    callers = Callers(keyring, SecurityServers(hub.settings.in_xroad, keyring), security, quotas)
    app.soap = guarded(hub, callers, admission, intake)
    app.router.routes.append(Route("/soap/{service}", app.soap, methods=["POST"]))
    describe(app, hub)
    app.xroad = Guard(RestEndpoint(hub, keyring, callers.security_servers, app.routed, app.openapi))
    app.state.written = docs.Written(app.openapi)
    for path, pages in ((CONSOLE, make_console(hub, people, app.stopping)), (CITIZEN, make_citizen(hub))):
        # First: a page is looked for by its beginning, before hundreds of patterns of the API are tried on it.
        app.router.routes[:0] = [Mount(path, pages), Route(path, _to_front, methods=["GET", "HEAD"])]
    return app


_PAGES: Mapping[str, Callable[[Request, HubError, str], HTMLResponse]] = {
    CONSOLE: console_error,
    CITIZEN: citizen_error,
}


def _said(error: HubError, scope: Scope, reference: str | None = None) -> Response:
    """How somebody is turned away unread: at a page in words, elsewhere as the API says it."""
    page = next((made for path, made in _PAGES.items() if scope["path"].startswith(f"{path}/")), None)
    if page is None:
        return as_problem(error, scope, reference)
    answer = page(Request(scope), error, reference or new_id())
    for name, value in HEADERS.items():
        answer.headers[name.decode()] = value.decode()
    return answer


async def _to_front(request: Request) -> RedirectResponse:
    """The address of the console or of the citizen's page as it is typed, without the last slash."""
    return RedirectResponse(f"{request.url.path}/", 307)


async def _hub_error(request: Request, error: HubError) -> Response:
    party = getattr(request.state, "party", None)
    if party is not None and not _writes_itself(error):
        await note_denial(request.app.state.hub, party, error)
    await in_time(error)
    return problem(error, language_of(request.scope))


def _writes_itself(error: HubError) -> bool:
    """A question about a person stands in the access history already, whatever became of it."""
    return isinstance(error, RightMissing) and error.right.action in (Action.ASK, Action.SEND)


async def _http_error(request: Request, error: HTTPException) -> Response:
    """What the framework itself refuses; what our own body reader refused comes as its cause."""
    cause = error.__cause__
    known = cause if isinstance(cause, HubError) else _known(error.status_code)
    answer = problem(known, language_of(request.scope))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["allow"] = ", ".join(sorted(_methods(request)))
    return answer


def _methods(request: Request) -> set[str]:
    """What the path knows, over all routes that it has; the framework names those of the first alone.

    A path that is written out, such as /v1/messages/search, is no id of another's pattern.
    """
    routes = [
        each
        for each in request.app.router.routes
        if isinstance(each, Route) and each.matches(request.scope)[0] is not Match.NONE
    ]
    written_out = [each for each in routes if each.path == request.scope["path"]]
    found = {method for each in written_out or routes for method in each.methods or ()}
    return found | {"HEAD"} if "GET" in found else found


async def _validation_error(request: Request, error: RequestValidationError) -> Response:
    """The first place that is wrong, and all of them; never what stood there."""
    faults = [{"place": _place(fault["loc"]), "rule": str(fault["type"])} for fault in error.errors()[:_SHOWN_FAULTS]]
    shown = [(fault["place"], rule_in_words(fault["rule"])) for fault in faults[:3]]
    az, en = ("; ".join(f"{place}: {getattr(rule, lang)}" for place, rule in shown) for lang in ("az", "en"))
    refused = HubError(
        "api.invalid",
        Words(f"Sorğunun bu yerləri düzgün deyil. {az}.", f"These places of the request are not right. {en}."),
        status=getattr(request.scope.get("route"), "wrong", 422),
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
