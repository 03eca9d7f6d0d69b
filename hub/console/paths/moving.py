"""A document under way moves to the newest version of its path: first what that does, then with a reason."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import go, page
from hub.console.paths.listing import Name, newest
from hub.console.viewer import PATH, FormDep, Viewer, ViewerDep
from hub.errors import HubError, Words
from hub.store.ids import new_id
from hub.web.context import HubDep, id_or_404
from hub.web.documents.moving import MoveBody, MovePreviewView, move_path

router = APIRouter()
_NEEDED = Words("Köçürmənin səbəbini yazın.", "Say why it is moved.")


@router.get("/rules/paths/{name}/move/{document}")
async def looked_at(request: Request, hub: HubDep, who: ViewerDep, name: Name, document: str) -> HTMLResponse:
    """What the move would do to the document as it stands; nothing is changed."""
    who.need(Right.PATHS, document)
    return await _page(request, hub, who, name, id_or_404(document))


@router.post("/rules/paths/{name}/move/{document}")
async def moved(request: Request, hub: HubDep, who: ViewerDep, name: Name, document: str, form: FormDep) -> Response:
    """Move it."""
    who.need(Right.PATHS, document)
    reason, version = form.text("reason")[:2000], form.text("version")
    if not reason or not version.isdecimal():
        return await _page(request, hub, who, name, id_or_404(document), refused=_NEEDED)
    body = MoveBody(path=name, reason=reason, expected_version=int(version))
    try:
        await move_path(hub, who.actor, document, body, form.text("key") or new_id())
    except HubError as refused:
        return await _page(request, hub, who, name, id_or_404(document), refused=refused.words)
    return go(f"{PATH}/rules/paths/{name}")


async def _page(
    request: Request, hub: Hub, who: Viewer, name: str, document: str, *, refused: Words | None = None
) -> HTMLResponse:
    found = await newest(hub, name)
    look: MovePreviewView | None = None
    try:
        seen = await move_path(hub, who.actor, document, MoveBody(path=name, dry_run=True, expected_version=1), "-")
        look = seen if isinstance(seen, MovePreviewView) else None
    except HubError as why_not:
        refused = refused or why_not.words
    async with hub.store.read() as tx:
        case = await hub.office.documents.case(tx, document, who.login)
    return await page(
        request,
        who,
        "paths/move.html",
        422 if refused else 200,
        found=found,
        look=look,
        refused=refused,
        title=case.document.title,
        document=document,
        key=new_id(),
    )
