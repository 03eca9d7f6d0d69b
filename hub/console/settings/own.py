"""What everybody sets alone: language, theme, and where one is logged in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.sessions import end_others, sessions_of
from hub.console.pages import page
from hub.console.posting import SentDep, posts
from hub.console.roles import ROLE_NAMES
from hub.console.viewer import PATH, SESSION, ViewerDep
from hub.web.context import HubDep

router = APIRouter()


@router.get("/settings")
async def own(request: Request, hub: HubDep, who: ViewerDep, ended: int | None = None) -> HTMLResponse:
    """My own settings: everybody's page."""
    token = request.cookies[SESSION]
    names = {role.value: words for role, words in ROLE_NAMES.items()}
    return await page(
        request,
        who,
        "settings/own.html",
        sessions=await sessions_of(hub.store, who.login, token),
        ended=ended,
        roles=[names[role] for role in sorted(who.person.roles) if role in names],
    )


@router.post("/settings/sessions/end")
@posts(None)
async def end_other_sessions(sent: SentDep) -> str:
    """End every session of mine but this one."""
    ended = await end_others(sent.hub.store, sent.who.login, sent.request.cookies[SESSION])
    return f"{PATH}/settings?ended={ended}"
