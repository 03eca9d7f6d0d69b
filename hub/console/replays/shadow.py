"""Shadow replay: a candidate mapping reads stored messages, and the page tells what would change before anything is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import fragment, page
from hub.console.posting import FRESH, Attempt, Sent, SentDep, gets, posts
from hub.console.replays.asking import (
    STATES,
    Window,
    candidate_files,
    days,
    field_lines,
    number,
    per_cent,
    percent,
    progress,
)
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only
from hub.errors import HubError
from hub.exchange.causes import diagnosis
from hub.exchange.replay.asking import candidate_version, read_one_by_one, replayed_format
from hub.exchange.replay.book import MOST_MESSAGES, ReplayKind, WantedReplay, ask, cancel, replay, replays
from hub.exchange.replay.candidate import FILES, from_folder
from hub.exchange.replay.words import no_such_replay
from hub.web.context import HubDep, Id

router = APIRouter(prefix="/repairs/replay", dependencies=[Depends(house_only)])
_SHOWN = 30
_DAYS = 7


@router.get("")
@gets(Right.SEE, ask=Viewer.need_in_house)
async def shadow_replays(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """What was tried lately, and where to begin."""
    async with hub.store.read() as tx:
        found = await replays(tx, ReplayKind.SHADOW, _SHOWN)
    return await page(
        request,
        who,
        "replays/shadows.html",
        found=found,
        formats=read_one_by_one(hub.formats),
        looks=STATES,
        percent=percent,
        progress=progress,
    )


@router.get("/new")
@gets(Right.SEE, ask=Viewer.need_in_house)
async def new_replay(request: Request, hub: HubDep, who: ViewerDep, format: str = "", folder: str = "") -> HTMLResponse:  # noqa: A002  # the address's own word
    """A candidate begins as the mapping in force, or as a folder that the settings name."""
    files = (
        from_folder(_folders(hub)[folder])
        if folder in _folders(hub)
        else from_folder(replayed_format(hub.formats, format).folder)
    )
    return await _form(request, hub, who, format, files)


async def _again(sent: Sent, tried: Attempt) -> HTMLResponse:
    """A refused candidate, as it was typed or packed."""
    try:
        files = await candidate_files(sent.form)
    except HubError:
        files = {name: text for name in FILES if (text := sent.form.text(name.replace(".", "_")))}
    return await _form(sent.request, sent.hub, sent.who, sent.form.text("format"), files, tried)


@router.post("")
@posts(Right.PROPOSE, _again, otherwise="candidate", shows=HubError)
async def ask_replay(sent: SentDep) -> str:
    """Load the candidate, and let it be tried; Refused candidates are shown as they were typed."""
    hub, form = sent.hub, sent.form
    made = replayed_format(hub.formats, form.text("format"))
    files = await candidate_files(form)
    version = await candidate_version(hub.store, made.name, files)
    since, until = Window.of(form).instants()
    asked = WantedReplay(
        ReplayKind.SHADOW,
        made.name,
        since,
        until,
        number(form, "most", MOST_MESSAGES),
        per_cent(form, "required"),
        None,
        files,
        version,
    )
    return f"{PATH}/repairs/replay/{await ask(hub.store, asked, sent.who.who)}"


@router.get("/{replay_id}")
@gets(Right.SEE, ask=Viewer.need_in_house)
async def shadow_replay(request: Request, hub: HubDep, who: ViewerDep, replay_id: Id) -> HTMLResponse:
    """How far it has come, the pass rate, and the fields that differ."""
    async with hub.store.read() as tx:
        found = await replay(tx, replay_id)
    if found.wanted.kind is not ReplayKind.SHADOW:
        raise no_such_replay()
    return await page(
        request,
        who,
        "replays/shadow.html",
        it=found,
        counts=found.tally.counts,
        lines=field_lines(found),
        issues=[(diagnosis(name.partition(" ")[0]).what, name, n) for name, n in found.tally.issues.most_common(50)],
        looks=STATES,
        percent=percent,
        progress=progress(found),
        days=days(found),
        today=_today_rate(found.tally.counts),
    )


@router.get("/{replay_id}/progress")
@gets(Right.SEE, ask=Viewer.need_in_house)
async def replay_progress(hub: HubDep, who: ViewerDep, replay_id: Id) -> HTMLResponse:
    """The part of the page that moves, for the page's script; of corrections too."""
    async with hub.store.read() as tx:
        found = await replay(tx, replay_id)
    return HTMLResponse(fragment(who, "replays/progress.html", it=found, progress=progress(found)))


@router.post("/{replay_id}/cancel")
@posts(Right.PROPOSE)
async def cancel_replay(sent: SentDep, replay_id: Id) -> str:
    """Stop reading; what was found so far stays."""
    await cancel(sent.hub.store, replay_id)
    return f"{PATH}/repairs/replay/{replay_id}"


async def _form(
    request: Request, hub: Hub, who: Viewer, wanted: str, files: Mapping[str, str], tried: Attempt = FRESH
) -> HTMLResponse:
    return await page(
        request,
        who,
        "replays/new_shadow.html",
        tried=tried,
        format=wanted,
        files=files,
        names=FILES,
        window=Window.last_days(hub.clock.now(), _DAYS),
        folders=sorted(_folders(hub)),
        most=MOST_MESSAGES,
    )


def _folders(hub: Hub) -> dict[str, Path]:
    """Candidates that the settings name (HUB_CANDIDATES): a folder of formats' folders."""
    base = hub.settings.candidates
    if base is None or not base.is_dir():
        return {}
    return {path.name: path for path in sorted(base.iterdir()) if (path / "mapping.yaml").is_file()}


def _today_rate(counts: Mapping[str, int]) -> int | None:
    read = sum(counts.get(f"today_{name}", 0) for name in ("mapped", "quarantined", "refused"))
    return counts.get("today_mapped", 0) * 10_000 // read if read else None
