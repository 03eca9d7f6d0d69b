"""One message's whole life on one page, and what else hangs on its id: its receipt and who has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.messages.curl import command
from hub.console.messages.facing import Facing, face
from hub.console.messages.file import file_of
from hub.console.messages.graph import neighbours
from hub.console.messages.opening import PURPOSES, Opening, accesses, wrong_purpose
from hub.console.pages import page
from hub.console.viewer import FormDep, Viewer, ViewerDep, lacking
from hub.errors import Forbidden, NotFound, Words
from hub.evidence.checking import check_receipt
from hub.evidence.receipt import read_receipt
from hub.exchange.refusals import refusal_of
from hub.exchange.repair.names import ACTIONS, REPAIR_STATES
from hub.telemetry.logs import scrubbed
from hub.web.agency_book import title
from hub.web.context import NOTHING_THERE, HubDep, id_or_404
from hub.web.files import reply_of

log = structlog.get_logger("hub.api")
router = APIRouter()
_AT = Annotated[str, Query(alias="at", max_length=60)]


@router.get("/messages/{message_id}")
async def message(request: Request, hub: HubDep, who: ViewerDep, message_id: str, at: _AT = "") -> HTMLResponse:
    """A message, personal values covered."""
    found = id_or_404(message_id)
    who.need(Right.SEE, found)
    return await _shown(request, hub, who, await face(hub, who, found, at), at, _Asked())


@router.post("/messages/{message_id}")
async def opened(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, message_id: str) -> HTMLResponse:
    """The same with its values, for a purpose that is written down before anything is shown."""
    found = id_or_404(message_id)
    who.need(Right.SEE, found)
    at, asked = form.text("at")[:60], Opening(form.text("purpose"), form.text("basis")[:200])
    facing = await face(hub, who, found, at)
    if not who.may(Right.UNMASK):
        await asked.note(hub, who, facing, "access.role_missing")
        who.need(Right.UNMASK, found)
        raise Forbidden("access.role_missing", lacking(Right.UNMASK))
    who.need(Right.UNMASK, found)
    wrong = wrong_purpose(asked)
    if wrong:
        return await _shown(request, hub, who, facing, at, _Asked(asked, wrong))
    await asked.note(hub, who, facing, "shown")
    log.info("exchange_shown", message=found, caller=who.login)
    return await _shown(request, hub, who, await face(hub, who, found, at, opened=True), at, _Asked(asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was posted: the purpose, and what is wrong with it."""

    opening: Opening | None = None
    wrong: Mapping[str, Words] = field(default_factory=dict)


async def _shown(request: Request, hub: Hub, who: Viewer, facing: Facing, at: str, asked: _Asked) -> HTMLResponse:
    is_open = asked.opening is not None and not asked.wrong
    found = facing.view.id
    async with hub.store.read() as tx:
        seen = await accesses(tx, hub, found) if who.may(Right.AUDIT) or who.may(Right.UNMASK) else []
        receipt = await read_receipt(tx, found, hub.hash, hub.settings.merge_delay_seconds) if facing.is_own else None
        file = await file_of(tx, hub, facing.stored.message) if facing.view.kind == "file" and facing.is_own else None
    values = {
        "it": facing,
        "at": at,
        "title": title,
        "asked": asked.opening,
        "is_open": is_open,
        "purposes": PURPOSES,
        "seen": seen,
        "wrong": {name: who.say(words) for name, words in asked.wrong.items()},
        "actions": ACTIONS,
        "repair_states": REPAIR_STATES,
        "receipt": receipt[1] if receipt else None,
        "file": file,
        "said": scrubbed(facing.worst["error_detail"] or "") if facing.worst else "",
        "findings": check_receipt(receipt[1], facing.raw, None) if receipt else (),
        "graph": neighbours(facing),
        "curl": command(facing, str(request.base_url).rstrip("/").removesuffix("/console")),
    }
    return await page(request, who, "messages/one.html", 422 if asked.wrong else 200, **values)


@router.get("/messages/{message_id}/receipt")
async def receipt_page(request: Request, hub: HubDep, who: ViewerDep, message_id: str) -> HTMLResponse:
    """The sender's receipt, whole, and what checking it says."""
    found = id_or_404(message_id)
    who.need(Right.SEE, found)
    async with hub.store.read() as tx:
        read = await read_receipt(tx, found, hub.hash, hub.settings.merge_delay_seconds)
    if read is None or (who.at_agency and read[0] != who.person.party):
        raise NotFound("api.not_found", NOTHING_THERE)
    receipt = read[1]
    return await page(
        request,
        who,
        "messages/receipt.html",
        id=found,
        receipt=receipt,
        text=receipt.model_dump_json(indent=2),
        findings=check_receipt(receipt, None, None),
    )


@router.get("/messages/{message_id}/reply")
async def reply(hub: HubDep, who: ViewerDep, message_id: str) -> Response:
    """A bulk file's reply, as the sender fetches it: places and reasons, no value of a row."""
    found = id_or_404(message_id)
    who.need(Right.SEE, found)
    return await reply_of(hub, who.caller, found)


@router.get("/messages/refusals/{refusal_id}")
async def refusal(request: Request, hub: HubDep, who: ViewerDep, refusal_id: str) -> HTMLResponse:
    """What was refused at the door: fact, code and place; its content was not kept."""
    found = id_or_404(refusal_id)
    who.need(Right.SEE, found)
    async with hub.store.read() as tx:
        it = await refusal_of(tx, found)
    if it is None or (who.at_agency and it["party"] != who.person.party):
        raise NotFound("api.not_found", NOTHING_THERE)
    return await page(request, who, "messages/refusal.html", it=it, title=title)
