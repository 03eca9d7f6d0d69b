"""Corrections: which deliveries would say something else by today's mapping, and telling their places again."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Sent, SentDep, posts
from hub.console.replays.asking import STATES, Window, days, destinations, field_lines, field_path, hindrances, progress
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only, refused_field
from hub.errors import HubError, Words
from hub.exchange.repair.making import make_repair
from hub.exchange.repair.model import Request as Repairing
from hub.exchange.repair.model import Selection
from hub.exchange.repair.rules import FREE_ITEMS, MOST_ITEMS
from hub.exchange.repair.states import Action
from hub.exchange.replay.book import ReplayKind, Wanted, ask, cancel, findings, name_repair, replay, replays
from hub.exchange.replay.words import no_such_replay, nothing_found
from hub.web.context import HubDep, Id, id_or_404
from mappings.format import Format

router = APIRouter(prefix="/repairs/corrections")
_SHOWN = 30
_DAYS = 30
_SHORTEST, _LONGEST = 3, 500


@router.get("")
async def corrections(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """What was looked for lately, and the form to look."""
    who.need(Right.SEE)
    house_only(who)
    return await _list(request, hub, who)


async def _list_again(sent: Sent, tried: Attempt) -> HTMLResponse:
    return await _list(sent.request, sent.hub, sent.who, tried)


async def _again(sent: Sent, tried: Attempt, replay_id: str) -> HTMLResponse:
    return await _show(sent.request, sent.hub, sent.who, replay_id, tried)


@router.post("")
@posts(Right.REPAIR, _list_again, otherwise="format", shows=HubError)
async def look(sent: SentDep) -> str:
    """Read what was delivered once more; nothing is sent."""
    hub, form, wanted = sent.hub, sent.form, sent.form.text("format")
    if wanted not in _formats(hub):
        raise refused_field("format", _CHOOSE)
    since, until = Window.of(form).instants()
    asked = Wanted(
        ReplayKind.CORRECTION,
        wanted,
        since,
        until,
        MOST_ITEMS,
        field=field_path(form),
        candidate_hash=hub.formats[wanted].version_hash,
    )
    return f"{PATH}/repairs/corrections/{await ask(hub.store, asked, sent.who.who)}"


@router.get("/{replay_id}")
async def correction(request: Request, hub: HubDep, who: ViewerDep, replay_id: str) -> HTMLResponse:
    """What would be sent where, and what stays."""
    who.need(Right.SEE)
    house_only(who)
    return await _show(request, hub, who, replay_id)


@router.post("/{replay_id}/emit")
@posts(Right.REPAIR, _again, shows=HubError)
async def emit(sent: SentDep, replay_id: Id) -> str:
    """Make the repair that sends them, in the order of their lanes; above 100 a second person approves it."""
    hub, reason = sent.hub, sent.form.text("reason")
    if not _SHORTEST <= len(reason) <= _LONGEST:
        raise refused_field("reason", _REASON)
    async with hub.store.read() as tx:
        found = await findings(tx, replay_id)
    if not found:
        raise nothing_found()
    asked = Repairing(Action.CORRECT, Selection(ids=tuple(found)), reason, sent.who.who)
    made = await make_repair(hub.repairs, asked)
    await name_repair(hub.store, replay_id, made)
    return f"{PATH}/repairs/{made}"


@router.post("/{replay_id}/cancel")
@posts(Right.REPAIR)
async def cancel_correction(sent: SentDep, replay_id: Id) -> str:
    """Stop looking; what was found so far can still be sent."""
    await cancel(sent.hub.store, replay_id)
    return f"{PATH}/repairs/corrections/{replay_id}"


async def _list(request: Request, hub: Hub, who: Viewer, tried: Attempt = FRESH) -> HTMLResponse:
    async with hub.store.read() as tx:
        found = await replays(tx, ReplayKind.CORRECTION, _SHOWN)
    return await page(
        request,
        who,
        "replays/corrections.html",
        tried=tried,
        replays=found,
        window=Window.last_days(hub.clock.now(), _DAYS),
        formats=_formats(hub),
        looks=STATES,
        progress=progress,
        days=days,
    )


async def _show(request: Request, hub: Hub, who: Viewer, replay_id: str, tried: Attempt = FRESH) -> HTMLResponse:
    async with hub.store.read() as tx:
        found = await replay(tx, id_or_404(replay_id))
        ready = len(await findings(tx, found.id))
    if found.wanted.kind is not ReplayKind.CORRECTION:
        raise no_such_replay()
    return await page(
        request,
        who,
        "replays/correction.html",
        tried=tried,
        it=found,
        ready=ready,
        counts=found.tally.counts,
        lines=field_lines(found),
        ends=destinations(found),
        hindered=hindrances(found),
        looks=STATES,
        progress=progress(found),
        days=days(found),
        free=FREE_ITEMS,
    )


def _formats(hub: Hub) -> list[str]:
    return sorted(
        name for name, made in hub.formats.items() if isinstance(made, Format) and made.reads and made.syntax != "csv"
    )


_CHOOSE = Words("Format seçin.", "Choose a format.")
_REASON = Words(
    f"Səbəbi yazın ({_SHORTEST}–{_LONGEST} simvol): o, sübutda qalır.",
    f"Give the reason ({_SHORTEST} to {_LONGEST} characters): it stays in the evidence.",
)
