"""A document under way moves to the newest version of its path: first what that does, then with a reason."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.console.pages import page
from hub.console.paths.listing import Name, newest
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, ViewerDep
from hub.errors import HubError, Words
from hub.store.ids import new_id
from hub.web.context import HubDep, id_or_404
from hub.web.documents.moving import MoveBody, MovePreviewView, move_path

router = APIRouter()


@router.get("/rules/paths/{name}/move/{document}")
@gets(Right.PATHS, "{document}")
async def looked_at(
    request: Request, hub: HubDep, who: ViewerDep, name: Name, document: str, tried: TriedDep = FRESH
) -> HTMLResponse:
    """What the move would do to the document as it stands; nothing is changed."""
    document = id_or_404(document)
    found = await newest(hub, name)
    look: MovePreviewView | None = None
    refused = next(iter(tried.wrong.values()), None)
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
        tried=tried,
        found=found,
        look=look,
        refused=refused,
        title=case.document.title,
        document=document,
        key=new_id(),
    )


@router.post("/rules/paths/{name}/move/{document}")
@posts(Right.PATHS, looked_at, shows=HubError, status=422)
async def moved(sent: SentDep, name: Name, document: str) -> str:
    """Move it."""
    reason = sent.form.needed("reason", Words("Köçürmənin səbəbini yazın.", "Say why it is moved."))[:2000]
    body = MoveBody(path=name, reason=reason, expected_version=sent.form.version or 1)
    await move_path(sent.hub, sent.who.actor, document, body, sent.form.key or new_id())
    return f"{PATH}/rules/paths/{name}"
