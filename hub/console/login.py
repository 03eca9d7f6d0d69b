"""Logging in and out, and how one likes the pages: language and theme."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from hub.access.keyring import TooManyTries, Unauthenticated
from hub.access.password_links import login_of_link, use_password_link
from hub.access.sessions import LASTS_S, log_out
from hub.console.navigation import landing
from hub.console.pages import bare_page, go
from hub.console.posting import Attempt, SentByAnybody, SentByAnybodyDep, SentDep, posts
from hub.console.viewer import LANG, PATH, SESSION, THEME, ViewerDep, local, same_site
from hub.console.writing import in_order
from hub.documents.office.seed_people import sandbox_titles
from hub.errors import Words
from hub.evidence.rights import note_right
from hub.web.context import HubDep, address_of, hub_of

router = APIRouter()
_YEAR_S = 365 * 86400
_LONGEST_LOGIN = 100


@router.get("/login")
async def login_page(request: Request, goes_on: str = "") -> HTMLResponse:
    """Who are you? In the sandbox the invented people are a click away."""
    return login_form(request, goes_on)


def takes_passwords(request: Request) -> bool:
    """Outside a sandbox an identity provider, where there is one, is the only door."""
    return request.app.state.openid is None or hub_of(request).settings.sandbox


def login_form(request: Request, goes_on: str, refused: Words | None = None, login: str = "") -> HTMLResponse:
    """The page that asks who one is, with what was refused and the login that was typed."""
    people = {person.login: person for person in request.app.state.well_known_people.values()}
    return bare_page(
        request,
        "login.html",
        401 if refused else 200,
        people=in_order(people.values(), "name"),
        titles=sandbox_titles() if people else {},
        by_password=takes_passwords(request),
        by_provider=request.app.state.openid is not None,
        refused=refused,
        login=login,
        goes_on=local(goes_on) if goes_on else "",
    )


async def _again(sent: SentByAnybody, tried: Attempt) -> HTMLResponse:
    return login_form(sent.request, sent.form.text("goes_on"), tried.words, sent.form.text("login")[:_LONGEST_LOGIN])


@router.post("/login")
@posts(None, _again, shows=(Unauthenticated, TooManyTries))
async def log_in_here(sent: SentByAnybodyDep) -> Response:
    """Begin a session; its token goes into a cookie that scripts cannot read."""
    request, form = sent.request, sent.form
    same_site(request)
    login, password = form.text("login")[:_LONGEST_LOGIN], _password(sent)
    token, goes_on = f"sandbox-{login}", form.text("goes_on")
    if token not in request.app.state.well_known_people or password:
        if not takes_passwords(request):
            raise Unauthenticated("access.by_provider", _BY_PROVIDER)
        token = (await sent.hub.passwords.log_in(login, password, address_of(request))).token
    return with_session(request, go(local(goes_on) if goes_on else f"{PATH}/"), token)


@router.get("/password/{token}")
async def set_password_page(request: Request, hub: HubDep, token: str) -> HTMLResponse:
    """Where the person of a one-time link sets a password."""
    async with hub.store.read() as tx:
        await login_of_link(tx, token)
    return bare_page(request, "set_password.html", refused=None)


async def _set_again(sent: SentByAnybody, tried: Attempt, **_path: str) -> HTMLResponse:
    return bare_page(sent.request, "set_password.html", tried.status, refused=tried.words)


@router.post("/password/{token}")
@posts(None, _set_again)
async def set_password_here(sent: SentByAnybodyDep, token: str) -> str:
    """Set it; the link and the person's sessions are over."""
    same_site(sent.request)
    async with sent.hub.store.write() as tx:
        login = await use_password_link(tx, token, _password(sent))
        await note_right(tx, "password", login, of=login)
    return f"{PATH}/login"


def _password(sent: SentByAnybody) -> str:
    """As it was typed, spaces and all."""
    return str(sent.form.fields.get("password", ""))


def is_secure(request: Request) -> bool:
    """Whether people come by TLS, here or at a proxy before us."""
    return request.url.scheme == "https" or (hub_of(request).settings.public_url or "").startswith("https:")


def with_session(request: Request, answer: Response, token: str) -> Response:
    """The answer, with the session's cookie."""
    answer.set_cookie(
        SESSION,
        token,
        max_age=LASTS_S,
        path=PATH,
        httponly=True,
        samesite="strict",
        secure=is_secure(request),
    )
    return answer


@router.get("/session")
async def session(who: ViewerDep) -> JSONResponse:
    """For a page that was open for long: that somebody is logged in still, and the proof that its forms carry."""
    return JSONResponse({"csrf": who.csrf})


@router.get("/session/over")
async def session_over(request: Request) -> HTMLResponse:
    """What such a page shows where nobody is: the login beside it, and the form as it stands."""
    return bare_page(request, "session_over.html")


@router.get("/session/begun")
async def session_begun(request: Request) -> HTMLResponse:
    """The end of a login beside a page."""
    return bare_page(request, "session_begun.html")


@router.get("/")
async def front(who: ViewerDep) -> RedirectResponse:
    """To where the person's work begins."""
    return go(landing(who))


@router.post("/logout")
@posts(None)
async def log_out_here(sent: SentDep) -> Response:
    """End the session, here and in the store."""
    await log_out(sent.hub.store, sent.request.cookies.get(SESSION, ""))
    answer = go(f"{PATH}/login")
    answer.delete_cookie(SESSION, path=PATH)
    return answer


@router.post("/taste")
@posts(None)
async def taste(sent: SentByAnybodyDep) -> Response:
    """Language and theme, for this browser."""
    same_site(sent.request)
    answer = go(local(sent.form.text("goes_on")))
    for name, field, allowed in ((LANG, "lang", ("az", "en")), (THEME, "theme", ("auto", "light", "dark"))):
        chosen = sent.form.text(field)
        if chosen in allowed:
            answer.set_cookie(name, chosen, max_age=_YEAR_S, path=PATH, samesite="lax", httponly=True)
    return answer


_BY_PROVIDER = Words(
    "Burada parolla deyil, giriş xidməti (OpenID Connect) ilə daxil olunur.",
    "Here one logs in by the login service (OpenID Connect), not by a password.",
)
