"""The journal of citizens' appeals (vətəndaş müraciətləri): what is owed on each, by when, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from document_flow.appeals import Appeal, forward_by
from document_flow.context import Context
from document_flow.documents.facts import Status
from document_flow.documents.state import status_of
from document_flow.documents.term import appeal_of, due_of, tell_by, term_of
from document_flow.documents.words import APPEALS, CHANNELS, STATUSES
from hub.access.people import PersonRole
from hub.access.rights import Right
from hub.console.documents.view import document_look
from hub.console.office.roles import closed_to
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.states import Look
from hub.console.viewer import ViewerDep
from hub.documents.acting.reading import DocumentQuery, Found, find
from hub.errors import Words
from hub.store.ids import next_cursor
from hub.web.context import HubDep
from hub.web.officials import sees_of_access
from hub.web.paging import cursor_or_422

router = APIRouter()
_ROWS = 50
_SOON = 3
"""Working days before the last one from which a term is shown as near: as long as forwarding may take."""


class AppealFilter(BaseModel):
    """The filters in the address."""

    status: str = ""
    reg_no: str = Field(default="", max_length=60)
    cursor: str | None = Field(default=None, max_length=64)


@dataclass(frozen=True, slots=True)
class AppealLine:
    """One appeal. `left` are working days to `due`, below zero once it has passed; `forward` while it may go on."""

    id: str
    title: str
    reg_no: str | None
    registered: date | None
    kind: Words
    channel: Words
    signers: int
    is_anonymous: bool
    look: Look
    due: date | None
    left: int | None
    term: Words | None
    forward: date | None
    tell: date | None
    outcome: Words | None

    @property
    def tone(self) -> str:
        """How near the last day is: need, heal or wait."""
        if self.left is None:
            return "wait"
        return "need" if self.left < 0 else "heal" if self.left <= _SOON else "wait"


@router.get("/documents/appeals")
@gets(Right.DOCUMENTS, "appeals")
async def shown(request: Request, who: ViewerDep, hub: HubDep, asked: Annotated[AppealFilter, Query()]) -> HTMLResponse:
    """Appeals that the person may see, newest first; nobody sees a complaint about himself."""
    context = (await hub.office.documents.around()).context(hub.clock.now())
    logins = (who.login, *context.directory.acting_for(who.login, context.today, "appeal"))
    wanted = DocumentQuery(
        asked.status if asked.status in set(Status) else None,
        "appeal",
        asked.reg_no.strip() or None,
        cursor_or_422(asked.cursor),
        _ROWS,
    )
    async with hub.store.read() as tx:
        found = await find(tx, hub.sealer, wanted, logins, access=sees_of_access(who.person.roles))
    kept = {name: value for name, value in asked.model_dump(exclude={"cursor"}).items() if value}
    following = next_cursor([each.id for each in found], _ROWS)
    lines = [_line(each, context) for each in found]
    return await page(
        request,
        who,
        "office/appeals.html",
        lines=lines,
        asked=asked,
        statuses=STATUSES,
        rules=context.appeals,
        late=sum(1 for each in lines if each.tone == "need"),
        further="?" + urlencode({**kept, "cursor": following}) if following else None,
        is_filtered=bool(kept),
        closed=closed_to(who, (PersonRole.CLERK,)),
    )


def _line(found: Found, context: Context) -> AppealLine:
    state = found.state
    lodged, appeal, due, term = state.appeal, appeal_of(state), due_of(state, context), term_of(state, context)
    is_open = appeal is not None and due is not None
    return AppealLine(
        found.id,
        state.title,
        state.registration.reg_no if state.registration else None,
        state.registration.on if state.registration else None,
        APPEALS[lodged.kind] if lodged else _UNKNOWN,
        CHANNELS[lodged.channel] if lodged else _UNKNOWN,
        lodged.signers if lodged else 1,
        lodged is not None and lodged.applicant is None,
        document_look(status_of(state)),
        due,
        context.calendar.between(context.today, due) if due else None,
        term.words if term else None,
        forward_by(context.appeals, context.calendar, appeal) if appeal is not None and is_open else None,
        tell_by(state, context),
        _outcome(appeal),
    )


def _outcome(appeal: Appeal | None) -> Words | None:
    if appeal is None:
        return None
    if appeal.answered is not None:
        return Words(f"cavab verilib: {appeal.answered:%d.%m.%Y}", f"answered on {appeal.answered:%d.%m.%Y}")
    if appeal.forwarding is not None:
        day = f"{appeal.forwarding.on:%d.%m.%Y}"
        return Words(f"aidiyyəti üzrə göndərilib: {day}", f"forwarded on {day}")
    return None


_UNKNOWN = Words("məlum deyil", "not known")
