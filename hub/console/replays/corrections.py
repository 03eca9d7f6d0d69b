"""Corrections: which deliveries would say something else by today's mapping, and telling their places again."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.codes.look import house_only
from hub.console.pages import go, page
from hub.console.replays.asking import Window, field_path
from hub.console.replays.look import STATES, days, destinations, field_lines, hindrances, progress
from hub.console.viewer import PATH, FormDep, Viewer, ViewerDep, refused_field
from hub.errors import HubError, Words
from hub.exchange.repair.making import make_repair
from hub.exchange.repair.model import Request as Repairing
from hub.exchange.repair.model import Selection
from hub.exchange.repair.rules import FREE_ITEMS, MOST_ITEMS
from hub.exchange.repair.states import Action
from hub.exchange.replay.book import ReplayKind, Wanted, ask, cancel, findings, name_repair, replay, replays
from hub.exchange.replay.words import no_such_replay, nothing_found
from hub.web.context import HubDep, id_or_404
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
    window = Window.last_days(hub.clock.now(), _DAYS)
    return await _list(request, hub, who, {"since": window.since, "until": window.until, "format": "", "field": ""})


@router.post("")
async def look(request: Request, hub: HubDep, who: ViewerDep, form: FormDep) -> Response:
    """Read what was delivered once more; nothing is sent."""
    who.need(Right.REPAIR, "corrections")
    try:
        if form.text("format") not in _formats(hub):
            raise refused_field("format", _CHOOSE)
        since, until = Window.of(form).instants()
        asked = Wanted(
            ReplayKind.CORRECTION,
            form.text("format"),
            since,
            until,
            MOST_ITEMS,
            field=field_path(form),
            candidate_hash=hub.formats[form.text("format")].version_hash,
        )
        replay_id = await ask(hub.store, asked, who.who)
    except HubError as refused:
        typed = {name: form.text(name) for name in ("since", "until", "format", "field")}
        return await _list(request, hub, who, typed, refused)
    return go(f"{PATH}/repairs/corrections/{replay_id}")


@router.get("/{replay_id}")
async def correction(request: Request, hub: HubDep, who: ViewerDep, replay_id: str) -> HTMLResponse:
    """What would be sent where, and what stays."""
    who.need(Right.SEE)
    house_only(who)
    return await _show(request, hub, who, replay_id)


@router.post("/{replay_id}/emit")
async def emit(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, replay_id: str) -> Response:
    """Make the repair that sends them, in the order of their lanes; above 100 a second person approves it."""
    who.need(Right.REPAIR, "corrections")
    reason = form.text("reason")
    try:
        if not _SHORTEST <= len(reason) <= _LONGEST:
            raise refused_field("reason", _REASON)
        async with hub.store.read() as tx:
            found = await findings(tx, id_or_404(replay_id))
        if not found:
            raise nothing_found()
        asked = Repairing(Action.CORRECT, Selection(ids=tuple(found)), reason, who.who)
        made = await make_repair(hub.repairs, asked)
    except HubError as refused:
        return await _show(request, hub, who, replay_id, refused, reason)
    await name_repair(hub.store, id_or_404(replay_id), made)
    return go(f"{PATH}/repairs/{made}")


@router.post("/{replay_id}/cancel")
async def cancel_correction(hub: HubDep, who: ViewerDep, _form: FormDep, replay_id: str) -> Response:
    """Stop looking; what was found so far can still be sent."""
    who.need(Right.REPAIR, "corrections")
    await cancel(hub.store, id_or_404(replay_id))
    return go(f"{PATH}/repairs/corrections/{id_or_404(replay_id)}")


async def _list(
    request: Request, hub: Hub, who: Viewer, typed: Mapping[str, str], refused: HubError | None = None
) -> HTMLResponse:
    async with hub.store.read() as tx:
        found = await replays(tx, ReplayKind.CORRECTION, _SHOWN)
    errors = {} if refused is None else {refused.place or "format": who.say(refused.words)}
    return await page(
        request,
        who,
        "replays/corrections.html",
        refused.status if refused else 200,
        replays=found,
        typed=typed,
        found=errors,
        formats=_formats(hub),
        looks=STATES,
        progress=progress,
        days=days,
    )


async def _show(
    request: Request, hub: Hub, who: Viewer, replay_id: str, refused: HubError | None = None, reason: str = ""
) -> HTMLResponse:
    async with hub.store.read() as tx:
        found = await replay(tx, id_or_404(replay_id))
        ready = len(await findings(tx, found.id))
    if found.wanted.kind is not ReplayKind.CORRECTION:
        raise no_such_replay()
    errors = {} if refused is None else {refused.place or "reason": who.say(refused.words)}
    return await page(
        request,
        who,
        "replays/correction.html",
        refused.status if refused else 200,
        it=found,
        ready=ready,
        counts=found.tally.counts,
        lines=field_lines(found),
        ends=destinations(found),
        hindered=hindrances(found),
        looks=STATES,
        progress=progress(found),
        days=days(found),
        found=errors,
        reason=reason,
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
