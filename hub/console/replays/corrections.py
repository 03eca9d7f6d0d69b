"""Corrections: which deliveries would say something else by today's mapping, and telling their places again."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.repairs.asking import reason_of
from hub.console.replays.asking import STATES, Window, days, destinations, field_lines, hindrances, progress
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only, refused_field
from hub.errors import HubError, Words
from hub.exchange.repair.making import would_need_two
from hub.exchange.repair.rules import FREE_ITEMS, MOST_ITEMS
from hub.exchange.replay.asking import correcting, read_one_by_one, send_corrections
from hub.exchange.replay.book import ReplayKind, WantedReplay, ask, cancel, findings, replay, replays
from hub.exchange.replay.words import no_such_replay
from hub.web.context import HubDep, Id, id_or_404

router = APIRouter(prefix="/repairs/corrections", dependencies=[Depends(house_only)])
_SHOWN = 30
_DAYS = 30
_MOST_FIELD = 200


@router.get("")
@gets(Right.SEE, ask=Viewer.need_in_house)
async def corrections(request: Request, hub: HubDep, who: ViewerDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """What was looked for lately, and the form to look."""
    async with hub.store.read() as tx:
        found = await replays(tx, ReplayKind.CORRECTION, _SHOWN)
    return await page(
        request,
        who,
        "replays/corrections.html",
        tried=tried,
        replays=found,
        window=Window.last_days(hub.clock.now(), _DAYS),
        formats=read_one_by_one(hub.formats),
        looks=STATES,
        progress=progress,
        days=days,
    )


@router.post("")
@posts(Right.REPAIR, corrections, otherwise="format", shows=HubError)
async def look(sent: SentDep) -> str:
    """Read what was delivered once more; nothing is sent."""
    hub, form, wanted = sent.hub, sent.form, sent.form.text("format")
    if wanted not in read_one_by_one(hub.formats):
        raise refused_field("format", Words("Format seçin.", "Choose a format."))
    since, until = Window.of(form).instants()
    asked = WantedReplay(
        ReplayKind.CORRECTION,
        wanted,
        since,
        until,
        MOST_ITEMS,
        field=form.text("field")[:_MOST_FIELD] or None,
        candidate_hash=hub.formats[wanted].version_hash,
    )
    return f"{PATH}/repairs/corrections/{await ask(hub.store, asked, sent.who.who)}"


@router.get("/{replay_id}")
@gets(Right.SEE, ask=Viewer.need_in_house)
async def correction(
    request: Request, hub: HubDep, who: ViewerDep, replay_id: str, tried: TriedDep = FRESH
) -> HTMLResponse:
    """What would be sent where, and what stays."""
    async with hub.store.read() as tx:
        found = await replay(tx, id_or_404(replay_id))
        ready = tuple(await findings(tx, found.id))
        is_for_two = await would_need_two(tx, correcting(ready, "", who.who), len(ready))
    if found.wanted.kind is not ReplayKind.CORRECTION:
        raise no_such_replay()
    return await page(
        request,
        who,
        "replays/correction.html",
        tried=tried,
        it=found,
        ready=len(ready),
        is_for_two=is_for_two,
        counts=found.tally.counts,
        lines=field_lines(found),
        ends=destinations(found),
        hindered=hindrances(found),
        looks=STATES,
        progress=progress(found),
        days=days(found),
        free=FREE_ITEMS,
    )


@router.post("/{replay_id}/emit")
@posts(Right.REPAIR, correction, shows=HubError)
async def emit(sent: SentDep, replay_id: Id) -> str:
    """Make the repair that sends them, in the order of their lanes; above 100 a second person approves it."""
    reason = reason_of(sent.form)
    return f"{PATH}/repairs/{await send_corrections(sent.hub.repairs, replay_id, reason, sent.who.who)}"


@router.post("/{replay_id}/cancel")
@posts(Right.REPAIR)
async def cancel_correction(sent: SentDep, replay_id: Id) -> str:
    """Stop looking; what was found so far can still be sent."""
    await cancel(sent.hub.store, replay_id)
    return f"{PATH}/repairs/corrections/{replay_id}"
