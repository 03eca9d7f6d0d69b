"""Documents that the person may see: filtered in the address, newest first."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse

from document_flow.documents.facts import Status
from document_flow.documents.state import status_of
from document_flow.documents.words import KINDS, STATUSES
from hub.access.rights import Right
from hub.console.documents.choices import body_name
from hub.console.documents.creating import begun_kinds
from hub.console.documents.view import document_look
from hub.console.pages import page
from hub.console.viewer import ViewerDep
from hub.documents.acting.reading import DocumentQuery, find
from hub.store.ids import next_cursor
from hub.web.context import HubDep
from hub.web.officials import sees_of_access
from hub.web.paging import cursor_or_422

router = APIRouter()
ROWS = 50


class Chosen(BaseModel):
    """The filters in the address; `mine` leaves those in which the person has a part."""

    model_config = ConfigDict(extra="ignore")
    kind: str = ""
    status: str = ""
    reg_no: str = Field(default="", max_length=60)
    mine: str = ""
    cursor: str | None = Field(default=None, max_length=64)


@router.get("/documents")
async def documents(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    chosen: Annotated[Chosen, Query()],
) -> HTMLResponse:
    """The list."""
    who.need(Right.DOCUMENTS)
    context = (await hub.office.documents.around()).context(hub.clock.now())
    logins = (who.login, *context.directory.acting_for(who.login, context.today, chosen.kind))
    wanted = DocumentQuery(
        chosen.status if chosen.status in set(Status) else None,
        chosen.kind if chosen.kind in KINDS else None,
        chosen.reg_no.strip() or None,
        cursor_or_422(chosen.cursor),
        ROWS,
    )
    access = () if chosen.mine else sees_of_access(who.person.roles)
    async with hub.store.read() as tx:
        found = await find(tx, hub.sealer, wanted, logins, access=access)
    following = next_cursor([each.id for each in found], ROWS)
    kept = {name: value for name, value in chosen.model_dump(exclude={"cursor"}).items() if value}
    return await page(
        request,
        who,
        "documents/listing.html",
        found=found,
        chosen=chosen,
        kinds=KINDS,
        statuses=STATUSES,
        body_name=body_name,
        look_of=lambda state: document_look(status_of(state)),
        name=context.directory.name,
        further="?" + urlencode({**kept, "cursor": following}) if following else None,
        begun=begun_kinds(who.person.roles),
        is_filtered=bool(kept),
    )
