"""One message's whole life on one page, and what else hangs on its id: its receipt and who has seen it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from hub.access.purposes import OF_MESSAGES, PURPOSES
from hub.access.rights import Right
from hub.app import Hub
from hub.console.headline import clock_time
from hub.console.messages.curl import command
from hub.console.messages.file import FileLife, file_of
from hub.console.messages.graph import neighbours
from hub.console.messages.message_page import Found, MessagePage, find, laid_out
from hub.console.messages.opening import CHOOSE, Opening, accesses
from hub.console.overview import route_title
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, SentDep, TriedDep, gets, posts
from hub.console.viewer import Viewer, ViewerDep, lacking
from hub.errors import Forbidden, HubError, NotFound, Words
from hub.evidence.checking import Finding, Trust, check_receipt
from hub.evidence.note import trusted
from hub.evidence.receipt import Receipt, read_receipt
from hub.evidence.stamped import Cover, StampFindings, check_cover, first_cover
from hub.exchange.causes import diagnosis
from hub.exchange.explain.classes import sides_named
from hub.exchange.refusals import refusal_of
from hub.exchange.repair.names import ACTIONS, REPAIR_STATES
from hub.exchange.repair.quarantine import list_new
from hub.store.store import snapshot
from hub.store.tx import Row, Tx
from hub.web.agency_book import title
from hub.web.context import NOTHING_THERE, HubDep, Id, hub_of
from hub.web.files import reply_of

log = structlog.get_logger("hub.api")
router = APIRouter()
_AT = Annotated[str, Query(alias="at", max_length=60)]


@dataclass(frozen=True, slots=True)
class AsideOfMessage:
    """What stands beside the message: who has looked under its masks, its receipt and the outside stamp that covers it,
    and its file where it is one.
    """

    seen: Sequence[Row]
    receipt: Receipt | None
    file: FileLife | None
    cover: Cover | None


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted: the purpose, and what is wrong with it. With a purpose that is right the page is open."""

    opening: Opening | None = None
    wrong: Mapping[str, Words] = field(default_factory=dict)
    tried: Attempt = FRESH
    """Another form of the page that was not taken."""


@router.get("/messages/{message_id}")
@gets(Right.SEE, "{message_id}")
async def message(
    request: Request, hub: HubDep, who: ViewerDep, message_id: Id, at: _AT = "", tried: TriedDep = FRESH
) -> HTMLResponse:
    """A message, personal values masked."""
    found, beside = await _read(hub, who, message_id, at)
    posted = Posted(wrong=tried.wrong, tried=tried)
    return await _shown(request, who, laid_out(hub, who, found), beside, at, posted)


@router.post("/messages/{message_id}")
@posts(Right.SEE)
async def opened(sent: SentDep, message_id: Id) -> HTMLResponse:
    """The same with its values, for a purpose that is written down before anything is shown."""
    request, hub, who, form = sent.request, sent.hub, sent.who, sent.form
    at, asked = form.text("at")[:60], Opening(form.text("purpose"), form.text("basis")[:200])
    found, beside = await _read(hub, who, message_id, at)
    it = laid_out(hub, who, found)
    if not who.may(Right.UNMASK):
        await asked.note(hub, who, it, "access.role_missing")
        who.need(Right.UNMASK, message_id)
        raise Forbidden("access.role_missing", lacking(Right.UNMASK))
    who.need(Right.UNMASK, message_id)
    wrong = {} if asked.purpose in OF_MESSAGES else {"purpose": CHOOSE}
    if wrong:
        return await _shown(request, who, it, beside, at, Posted(asked, wrong))
    await asked.note(hub, who, it, "shown")
    log.info("exchange_shown", message=message_id, caller=who.login)
    async with hub.store.read() as tx:
        beside = replace(beside, seen=await accesses(tx, hub, message_id))
    return await _shown(request, who, laid_out(hub, who, found, opened=True), beside, at, Posted(asked))


async def _read(hub: Hub, who: Viewer, message: str, at: str) -> tuple[Found, AsideOfMessage]:
    """All that the page shows, as it was at one moment."""
    await list_new(hub.store, hub.sealer)
    async with snapshot(hub.store) as tx:
        found = await find(tx, hub, who, message, at)
        is_own, row = found.stored.is_own, found.stored.message
        seen = await accesses(tx, hub, message) if who.may(Right.AUDIT) or who.may(Right.UNMASK) else ()
        receipt = await read_receipt(tx, message, hub.promises) if is_own else None
        cover = await _cover(tx, receipt[1] if receipt else None)
        file = await file_of(tx, hub, row) if row["kind"] == "file" and is_own else None
    return found, AsideOfMessage(seen, receipt[1] if receipt else None, file, cover)


async def _shown(
    request: Request,
    who: Viewer,
    it: MessagePage,
    beside: AsideOfMessage,
    at: str,
    posted: Posted,
) -> HTMLResponse:
    return await page(
        request,
        who,
        "messages/one.html",
        422 if posted.wrong else 200,
        posted.tried,
        it=it,
        at=at,
        title=title,
        routes={route.name: route_title(route) for route in hub_of(request).routes.all},
        asked=posted.opening,
        is_open=posted.opening is not None and not posted.wrong,
        purposes=PURPOSES,
        offered=OF_MESSAGES,
        seen=beside.seen,
        wrong={name: who.say(words) for name, words in posted.wrong.items()},
        actions=ACTIONS,
        repair_states=REPAIR_STATES,
        receipt=beside.receipt,
        cover=beside.cover,
        file=beside.file,
        sides_named=sides_named,
        diagnosis=diagnosis,
        clock_time=clock_time,
        findings=own_findings(request.app.state.hub, beside.receipt, it.raw) if beside.receipt else (),
        graph=neighbours(it),
        curl=command(it, str(request.base_url).rstrip("/").removesuffix("/console")),
    )


def own_findings(hub: Hub, receipt: Receipt, body: bytes | None) -> tuple[Finding, ...]:
    """What the hub finds when it looks at its own receipt by its own key."""
    return check_receipt(receipt, body, Trust(trusted([hub.promises.key.public]), {}, of_the_hub=True)).findings


async def _cover(tx: Tx, receipt: Receipt | None) -> Cover | None:
    proof = receipt.inclusion if receipt is not None else None
    return await first_cover(tx, proof.leaf_index) if proof is not None else None


@router.get("/messages/{message_id}/receipt")
@gets(Right.SEE, "{message_id}")
async def receipt_page(request: Request, hub: HubDep, who: ViewerDep, message_id: Id) -> HTMLResponse:
    """The sender's receipt, whole, and what checking it says."""
    async with hub.store.read() as tx:
        read = await read_receipt(tx, message_id, hub.promises)
        cover = await _cover(tx, read[1] if read else None)
    if read is None or (who.at_agency and read[0] != who.person.party):
        raise NotFound("api.not_found", NOTHING_THERE)
    receipt = read[1]
    return await page(
        request,
        who,
        "messages/receipt.html",
        id=message_id,
        receipt=receipt,
        text=receipt.model_dump_json(indent=2),
        findings=own_findings(hub, receipt, None),
        cover=cover,
        stamp=await _stamp(hub, cover) if cover is not None else None,
    )


async def _stamp(hub: Hub, cover: Cover) -> StampFindings:
    """What looking at the stamp gives now, by the authorities that are pinned here, if any are."""
    try:
        trust = await hub.office.signing.signers.trust.trust()
    except HubError:
        trust = None
    keys, now = trusted([hub.promises.key.public]), hub.clock.now()
    return await asyncio.to_thread(check_cover, cover, keys, trust, now)


@router.get("/messages/{message_id}/reply")
@gets(Right.SEE, "{message_id}")
async def reply(hub: HubDep, who: ViewerDep, message_id: Id) -> Response:
    """A bulk file's reply, as the sender fetches it: places and reasons, no value of a row."""
    return await reply_of(hub, who.caller, message_id)


@router.get("/messages/refusals/{refusal_id}")
@gets(Right.SEE, "{refusal_id}")
async def refusal(request: Request, hub: HubDep, who: ViewerDep, refusal_id: Id) -> HTMLResponse:
    """What was refused at the door: fact, code and place; its content was not kept."""
    async with hub.store.read() as tx:
        it = await refusal_of(tx, refusal_id)
    if it is None or (who.at_agency and it["party"] != who.person.party):
        raise NotFound("api.not_found", NOTHING_THERE)
    sha256 = hub.hash.digest_opened(it["body_digest"]) if it["body_digest"] else None
    return await page(request, who, "messages/refusal.html", it=it, sha256=sha256, title=title)
