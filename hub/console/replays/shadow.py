"""Shadow replay: a candidate mapping reads stored messages, and the page tells what would change before anything is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.codes.look import house_only
from hub.console.pages import fragment, go, page
from hub.console.replays.asking import Window, candidate_files, number, per_cent
from hub.console.replays.look import STATES, days, field_lines, percent, progress
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep
from hub.errors import HubError, NotFound, Words
from hub.exchange.codes.book import agreed
from hub.exchange.replay.book import MOST_MESSAGES, ReplayKind, Wanted, ask, cancel, replay, replays
from hub.exchange.replay.candidate import FILES, from_folder, reading_with
from hub.exchange.replay.words import does_not_load, no_such_replay, other_format
from hub.web.context import HubDep, id_or_404
from mappings.format import Format

router = APIRouter(prefix="/repairs/replay")
_SHOWN = 30
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Draft:
    """The form as it stands: which format, the candidate's files, and the other fields as typed."""

    format: str
    files: Mapping[str, str]
    typed: Mapping[str, str]


@router.get("")
async def shadow_replays(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """What was tried lately, and where to begin."""
    who.need(Right.SEE)
    house_only(who)
    async with hub.store.read() as tx:
        found = await replays(tx, ReplayKind.SHADOW, _SHOWN)
    return await page(
        request,
        who,
        "replays/shadows.html",
        found=found,
        formats=_formats(hub),
        looks=STATES,
        percent=percent,
        progress=progress,
    )


@router.get("/new")
async def new_replay(request: Request, hub: HubDep, who: ViewerDep, format: str = "", folder: str = "") -> HTMLResponse:  # noqa: A002  # the address's own word
    """A candidate begins as the mapping in force, or as a folder that the settings name."""
    who.need(Right.SEE)
    house_only(who)
    files = from_folder(_folders(hub)[folder]) if folder in _folders(hub) else from_folder(_made(hub, format).folder)
    return await _form(request, hub, who, Draft(format, files, _typed(hub)))


@router.post("")
async def ask_replay(request: Request, hub: HubDep, who: ViewerDep, form: FormDep) -> Response:
    """Load the candidate, and let it be tried; Refused candidates are shown as they were typed."""
    who.need(Right.PROPOSE, "replay")
    wanted = form.text("format")
    files = {name: form.text(name.replace(".", "_")) for name in FILES if form.text(name.replace(".", "_"))}
    try:
        made = _made(hub, wanted)
        files = await candidate_files(form)
        version = await _version(hub, made.name, files)
        since, until = Window.of(form).instants()
        asked = Wanted(
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
        replay_id = await ask(hub.store, asked, who.who)
    except HubError as refused:
        return await _form(request, hub, who, Draft(wanted, files, _as_typed(form)), refused)
    return go(f"{PATH}/repairs/replay/{replay_id}")


@router.get("/{replay_id}")
async def shadow_replay(request: Request, hub: HubDep, who: ViewerDep, replay_id: str) -> HTMLResponse:
    """How far it has come, the pass rate, and the fields that differ."""
    who.need(Right.SEE)
    house_only(who)
    async with hub.store.read() as tx:
        found = await replay(tx, id_or_404(replay_id))
    if found.wanted.kind is not ReplayKind.SHADOW:
        raise no_such_replay()
    return await page(
        request,
        who,
        "replays/shadow.html",
        it=found,
        counts=found.tally.counts,
        lines=field_lines(found),
        issues=found.tally.issues.most_common(50),
        looks=STATES,
        percent=percent,
        progress=progress(found),
        days=days(found),
        today=_today_rate(found.tally.counts),
    )


@router.get("/{replay_id}/progress")
async def replay_progress(hub: HubDep, who: ViewerDep, replay_id: str) -> HTMLResponse:
    """The part of the page that moves, for the page's script; of corrections too."""
    who.need(Right.SEE)
    house_only(who)
    async with hub.store.read() as tx:
        found = await replay(tx, id_or_404(replay_id))
    return HTMLResponse(fragment(who, "replays/progress.html", it=found, progress=progress(found)))


@router.post("/{replay_id}/cancel")
async def cancel_replay(hub: HubDep, who: ViewerDep, _form: FormDep, replay_id: str) -> Response:
    """Stop reading; what was found so far stays."""
    who.need(Right.PROPOSE, "replay")
    await cancel(hub.store, id_or_404(replay_id))
    return go(f"{PATH}/repairs/replay/{id_or_404(replay_id)}")


async def _version(hub: Hub, wanted: str, files: Mapping[str, str]) -> str:
    async with hub.store.read() as tx:
        additions = await agreed(tx)
    async with reading_with(files, additions) as reader:
        if reader.problems:
            raise does_not_load(reader.problems)
        if reader.format != wanted:
            raise other_format(wanted, reader.format)
        return reader.hash


async def _form(request: Request, hub: Hub, who: Viewer, draft: Draft, refused: HubError | None = None) -> HTMLResponse:
    found = {} if refused is None else {refused.place or "candidate": who.say(refused.words)}
    return await page(
        request,
        who,
        "replays/new_shadow.html",
        refused.status if refused else 200,
        draft=draft,
        names=FILES,
        found=found,
        folders=sorted(_folders(hub)),
        most=MOST_MESSAGES,
    )


def _typed(hub: Hub) -> dict[str, str]:
    window = Window.last_days(hub.clock.now(), _DAYS)
    return {"since": window.since, "until": window.until, "most": "500", "required": "100"}


def _as_typed(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in ("since", "until", "most", "required")}


def _formats(hub: Hub) -> list[str]:
    """What is read as single messages."""
    return sorted(name for name, made in hub.formats.items() if isinstance(made, Format) and _replayable(made))


def _replayable(made: Format) -> bool:
    return made.reads and made.syntax != "csv"


def _made(hub: Hub, name: str) -> Format:
    made = hub.formats.get(name)
    if not isinstance(made, Format) or not _replayable(made):
        raise NotFound("replay.unknown_format", _NO_FORMAT)
    return made


def _folders(hub: Hub) -> dict[str, Path]:
    """Candidates that the settings name (HUB_CANDIDATES): a folder of formats' folders."""
    base = hub.settings.candidates
    if base is None or not base.is_dir():
        return {}
    return {path.name: path for path in sorted(base.iterdir()) if (path / "mapping.yaml").is_file()}


def _today_rate(counts: Mapping[str, int]) -> int | None:
    read = sum(counts.get(f"today_{name}", 0) for name in ("mapped", "quarantined", "refused"))
    return counts.get("today_mapped", 0) * 10_000 // read if read else None


_NO_FORMAT = Words(
    "Belə format yoxdur, ya da onun mesajları tək-tək oxunmur.",
    "There is no such format, or its messages are not read one by one.",
)
