"""Logging in at an identity provider (hub.access.openid): to it, and back with a proof.

The cookie of the login in progress is Lax, since the provider's page sends the browser back; the session's is Strict.
A browser sends no Strict cookie along a chain of redirects that began elsewhere, so the way on is a page of ours.
"""

from __future__ import annotations

from typing import cast
from urllib.parse import quote, unquote

import structlog
from fastapi import APIRouter, Request
from starlette.responses import Response

from hub.access.keyring import Unauthenticated
from hub.access.openid import LASTS_S, Answer, OpenId, new_secret
from hub.access.people import find_person
from hub.access.provider import ProviderSettings
from hub.access.sessions import begin
from hub.app import Hub
from hub.console.login import is_secure, login_form, with_session
from hub.console.pages import bare_page, go
from hub.console.viewer import PATH, local
from hub.errors import NotFound, Words, found_or
from hub.web.context import HubDep

log = structlog.get_logger("hub.access")
router = APIRouter()

FLOW = "hub_login"
_FLOW_PATH = f"{PATH}/login"
BACK = f"{PATH}/login/openid/back"


def openid_of(hub: Hub) -> OpenId | None:
    """The provider of the settings; None where there is none."""
    settings = hub.settings
    if settings.oidc_issuer is None or settings.people_url is None:
        return None
    provider = ProviderSettings(
        settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, settings.oidc_claim
    )
    return OpenId(provider, settings.people_url + BACK, hub.clock)


def _openid(request: Request) -> OpenId:
    return found_or(
        cast("OpenId | None", request.app.state.openid),
        NotFound("access.no_provider", Words("Giriş xidməti qoşulmayıb.", "No login service is connected.")),
    )


@router.get("/login/openid")
async def to_provider(request: Request, goes_on: str = "") -> Response:
    """To the provider's login page."""
    secret = new_secret()
    answer = go(await _openid(request).begin(secret))
    kept = f"{secret}.{quote(local(goes_on) if goes_on else '', safe='')}"
    answer.set_cookie(
        FLOW, kept, max_age=LASTS_S, path=_FLOW_PATH, httponly=True, samesite="lax", secure=is_secure(request)
    )
    return answer


@router.get("/login/openid/back")
async def from_provider(request: Request, hub: HubDep, code: str = "", state: str = "", iss: str = "") -> Response:
    """Back with a code: who the provider says it is gets a session, if the administrator has made an account."""
    secret, _, goes_on = request.cookies.get(FLOW, "").partition(".")
    try:
        login = await _openid(request).finish(Answer(code, state, iss), secret)
    except Unauthenticated as refused:
        return _over(login_form(request, unquote(goes_on), refused.words))
    person = await find_person(hub.store, login)
    if person is None:
        log.warning("security_event", kind="no_account")
        return _over(login_form(request, "", _NO_ACCOUNT))
    session = await begin(hub.store, person, by_provider=True)
    on = local(unquote(goes_on)) if goes_on else f"{PATH}/"
    return _over(with_session(request, bare_page(request, "entered.html", goes_on=on), session.token))


def _over(answer: Response) -> Response:
    """The login in progress ends here, however it ended: what came back is good for one try."""
    answer.delete_cookie(FLOW, path=_FLOW_PATH)
    return answer


_NO_ACCOUNT = Words(
    "Sizi tanıdıq, lakin burada hesabınız yoxdur. Hesab üçün qurumunuzun inzibatçısına müraciət edin.",
    "We know who you are, but you have no account here. Please ask your administrator for one.",
)
