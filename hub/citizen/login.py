"""Logging in by the citizens' portal (OpenID Connect: code flow, PKCE, state, nonce), and out; for whom one acts.

The cookie of the login in progress is Lax, since the provider's page sends the browser back; the session's is Strict,
of this host alone, and no script reads it. So the way on from the login is a page of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast
from urllib.parse import quote, unquote

import structlog
from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from connectors.agencies import BY_NAME, CITIZENS
from hub.access.keyring import Unauthenticated
from hub.access.openid import LASTS_S as FLOW_LASTS_S
from hub.access.openid import Answer, OpenId, new_secret
from hub.access.provider import ProviderSettings
from hub.app import Hub
from hub.citizen.pages import go, local, page
from hub.citizen.sessions import LASTS_S, LoggedIn
from hub.citizen.who import LANG, PATH, SESSION, CitizenDep, FormDep, covered, limited, represented, sessions_of
from hub.console.login import is_secure
from hub.console.posting import SentByAnybodyDep
from hub.console.viewer import same_site
from hub.errors import NotFound, Words, found_or
from hub.programmes.speaking import own_fins
from hub.web.context import HubDep
from hub.web.register_scope import reader_of
from mappings.identity import read_fin

log = structlog.get_logger("hub.access")
router = APIRouter()

FLOW: Final = "hub_me_login"
BACK: Final = f"{PATH}/login/back"
_FLOW_PATH: Final = f"{PATH}/login"
_PORTAL: Final = Words(*BY_NAME[CITIZENS].title)
_YEAR_S: Final = 365 * 86400


def openid_of(hub: Hub) -> OpenId | None:
    """The portal as the settings say, in a sandbox the simulated one; None where there is none."""
    settings = hub.settings
    issuer = settings.of_agency(CITIZENS, "issuer")
    if issuer is None and settings.sandbox:
        issuer = f"{settings.agencies_url}/{CITIZENS}"
    if issuer is None or settings.people_url is None:
        return None
    client, secret = settings.of_agency(CITIZENS, "client_id"), settings.of_agency(CITIZENS, "client_secret")
    return OpenId(ProviderSettings(issuer, client, secret), settings.people_url + BACK, hub.clock)


def _openid(request: Request) -> OpenId:
    return found_or(cast("OpenId | None", request.app.state.openid), NotFound("citizen.no_provider", _NO_PROVIDER))


@router.get("/login", dependencies=[Depends(limited)])
async def login_page(request: Request, goes_on: str = "") -> HTMLResponse:
    """What this page is, and the way in."""
    return page(request, "login.html", goes_on=local(goes_on), portal=_PORTAL)


@router.get("/login/begin", dependencies=[Depends(limited)])
async def to_provider(request: Request, goes_on: str = "") -> Response:
    """To the provider's login page."""
    secret = new_secret()
    answer = Response(status_code=303, headers={"location": await _openid(request).begin(secret)})
    kept = f"{secret}.{quote(local(goes_on), safe='')}"
    answer.set_cookie(
        FLOW, kept, max_age=FLOW_LASTS_S, path=_FLOW_PATH, httponly=True, samesite="lax", secure=is_secure(request)
    )
    return answer


@router.get("/login/back", dependencies=[Depends(limited)])
async def from_provider(request: Request, hub: HubDep, code: str = "", state: str = "", iss: str = "") -> Response:
    """Back with a code: whoever the provider names by FIN has a session, also where the register knows nothing."""
    secret, _, goes_on = request.cookies.get(FLOW, "").partition(".")
    on = local(unquote(goes_on))
    try:
        said = await _openid(request).claims(Answer(code, state, iss), secret)
        who = await _named(hub, said)
    except Unauthenticated as refused:
        return _over(page(request, "login.html", status=401, goes_on=on, portal=_PORTAL, refused=refused.words))
    token = await sessions_of(hub).begin(who)
    answer = _over(page(request, "entered.html", goes_on=on))
    answer.set_cookie(
        SESSION, token, max_age=LASTS_S, path=PATH, httponly=True, samesite="strict", secure=is_secure(request)
    )
    return answer


async def _named(hub: Hub, said: Mapping[str, Any]) -> LoggedIn:
    """Who it is by FIN: as it is told now, else as it was told of the same subject before.

    Whom the provider says that they act for is only taken where the register says so too.
    """
    sessions, subject, told = sessions_of(hub), said.get("sub"), said.get("fin")
    if not isinstance(subject, str) or not subject:
        raise _refused("claim", _NOT_KNOWN)
    if told is None:
        fin = await sessions.remembered(f"{said['iss']}\x00{subject}")
        if fin is None:
            raise _refused("no_fin", _NO_FIN)
    else:
        read = read_fin(told) if isinstance(told, str) else None
        if not isinstance(read, str):
            raise _refused("claim", _NOT_KNOWN)
        fin = read
        await sessions.remember(f"{said['iss']}\x00{subject}", fin)
    acting = said.get("actingFor")
    if not isinstance(acting, str) or not isinstance(read_fin(acting), str) or acting == fin:
        return LoggedIn(fin)
    async with hub.store.read() as tx:
        covers, _ = await covered(tx, hub, await own_fins(tx, reader_of(hub), fin), acting)
    if not covers:
        raise _refused("acting_for", _NOT_THEIRS)
    return LoggedIn(fin, acting)


def _refused(reason: str, words: Words) -> Unauthenticated:
    log.warning("security_event", kind="citizen_refused", reason=reason)
    return Unauthenticated("citizen.refused", words)


def _over(answer: HTMLResponse) -> HTMLResponse:
    """The login in progress ends here, however it ended: what came back is good for one try."""
    answer.delete_cookie(FLOW, path=_FLOW_PATH)
    return answer


@router.post("/logout")
async def log_out(request: Request, hub: HubDep, _who: CitizenDep, _form: FormDep) -> Response:
    """End the session, here and in the store."""
    await sessions_of(hub).end(request.cookies.get(SESSION, ""))
    answer = go("/login")
    answer.delete_cookie(SESSION, path=PATH)
    return answer


@router.post("/acting")
async def act_for(request: Request, hub: HubDep, who: CitizenDep, form: FormDep) -> Response:
    """Whom the pages are about from now on: one of those whom the register lets this person act for, or oneself."""
    chosen, acting = form.text("person"), ""
    if chosen:
        async with hub.store.read() as tx:
            people = await represented(tx, hub, who)
        found = found_or(
            next((each for each in people if each.id == chosen), None), NotFound("citizen.not_represented", _NOT_THEIRS)
        )
        acting = str(found.attributes["fin"])
    await sessions_of(hub).change(request.cookies.get(SESSION, ""), LoggedIn(who.fin, acting))
    return go()


@router.post("/taste", dependencies=[Depends(limited)])
async def taste(sent: SentByAnybodyDep) -> Response:
    """The language, for this browser."""
    same_site(sent.request)
    answer = Response(status_code=303, headers={"location": local(sent.form.text("goes_on"))})
    if (chosen := sent.form.text("lang")) in ("az", "en"):
        answer.set_cookie(
            LANG, chosen, max_age=_YEAR_S, path=PATH, httponly=True, samesite="lax", secure=is_secure(sent.request)
        )
    return answer


_NO_PROVIDER = Words("Burada giriş xidməti qoşulmayıb.", "No login service is connected here.")
_NOT_KNOWN = Words("Giriş xidməti sizi tanıtmadı. Yenidən daxil olun.", "The login service did not say who you are.")
_NO_FIN = Words(
    "Elektron imza ilə giriş FİN-i bildirmir. İlk dəfə FİN və ya Asan İmza ilə daxil olun, sonra bu üsul da işləyəcək.",
    "A login by e-signature does not tell the FIN. Log in by FIN or Asan İmza once; this way works from then on.",
)
_NOT_THEIRS = Words(
    "Reyestrdə bu şəxsi təmsil etməyiniz barədə qüvvədə olan akt yoxdur.",
    "The register has no act in force by which you act for this person.",
)
