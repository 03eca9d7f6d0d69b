"""Call-backs: promised during a call, queued with what is overdue first, taken by one operator and ended in words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from document_flow.context import BAKU
from hub.access.rights import Right
from hub.clock import SECOND
from hub.console.pages import page
from hub.console.posting import FRESH, Mistaken, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, ViewerDep, house_only
from hub.desks.callbacks import HELD_S, OUTCOMES, Callback
from hub.errors import Words
from hub.web.context import HubDep
from hub.web.fields import FILL, Wrong

router = APIRouter()
_PHONE = Words("Telefon nömrəsini yazın: 050 000 00 00.", "Type the telephone number: 050 000 00 00.")
_DUE = Words("Gələcək vaxt yazın: 24.11.2026 14:00.", "Type a time to come: 24.11.2026 14:00.")


class CallbackForm(BaseModel):
    """Whom to call back, and why; a number has seven digits or more."""

    caller: str = Field(min_length=1, max_length=200)
    phone: Annotated[str, Field(max_length=40, pattern=r"^(\D*\d){7}"), Wrong(_PHONE)]
    why: str = Field(min_length=1, max_length=1000)


@router.get("/hotline/callbacks")
@gets(Right.HOTLINE)
async def queue(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    joined: Annotated[str, Query(max_length=1)] = "",
    tried: TriedDep = FRESH,
) -> HTMLResponse:
    """The open ones; nothing of a person in the list. `joined`: what was just promised was added to an open one."""
    house_only(who)
    async with hub.store.read() as tx:
        rows, now = await hub.desks.callbacks.waiting(tx), await tx.now()
    held = [row["id"] for row in rows if row["taken_at"] and row["taken_at"] > now - HELD_S * SECOND]
    late = sum(row["due"] < now for row in rows)
    return await page(
        request, who, "desks/callbacks.html", tried=tried, rows=rows, held=held, late=late, joined=bool(joined)
    )


@router.post("/hotline/callbacks")
@posts(Right.HOTLINE, queue)
async def promise(sent: SentDep) -> str:
    """Promise one; where the number has an open promise it is added to that, and the operator is told."""
    house_only(sent.who)
    due = _instant(sent.form.text("due")) or 0
    typed = sent.read(CallbackForm, due=_DUE if due < sent.hub.clock.now() else None)
    wanted = Callback(typed.caller, typed.phone, typed.why)
    is_new = await sent.hub.desks.callbacks.promise(wanted, due, sent.who.login)
    return f"{PATH}/hotline/callbacks" + ("" if is_new else "?joined=1")


@router.post("/hotline/callbacks/{callback}/take")
@posts(Right.HOTLINE)
async def take(sent: SentDep, callback: str) -> str:
    """Take it in hand: from then on whom to call is shown."""
    house_only(sent.who)
    await sent.hub.desks.callbacks.take(callback, sent.who.login)
    return f"{PATH}/hotline/callbacks/{callback}"


@router.get("/hotline/callbacks/{callback}")
@gets(Right.HOTLINE, "{callback}")
async def one(request: Request, hub: HubDep, who: ViewerDep, callback: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """The one that is in hand."""
    house_only(who)
    row, promised = await hub.desks.callbacks.taken(callback, who.login)
    earlier = await hub.desks.callbacks.earlier(row["phone_hash"])
    return await page(
        request, who, "desks/callback.html", tried=tried, row=row, it=promised, outcomes=OUTCOMES, earlier=earlier
    )


@router.post("/hotline/callbacks/{callback}/end")
@posts(Right.HOTLINE, one, otherwise="said")
async def end(sent: SentDep, callback: str) -> str:
    """End it with its outcome."""
    house_only(sent.who)
    outcome, text = sent.form.text("outcome"), sent.form.text("said")[:2000]
    wrong = {name: FILL for name, empty in (("outcome", outcome not in OUTCOMES), ("said", not text)) if empty}
    if wrong:
        raise Mistaken(wrong)
    await sent.hub.desks.callbacks.end(callback, sent.who.login, outcome, text)
    return f"{PATH}/hotline/callbacks"


def _instant(typed: str) -> int | None:
    """A moment in Baku, in microseconds; of a day its end of work."""
    try:
        moment = datetime.fromisoformat(typed if "T" in typed else f"{typed}T18:00")
    except ValueError:
        return None
    return int(moment.replace(tzinfo=BAKU).timestamp()) * SECOND
