"""One failure group: why it is there, what to do, who has it in hand, and what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.cache import Cache, SeenGroups, caches_of
from hub.console.failures.listing import KINDS, agency_about, called
from hub.console.failures.people import operator_named, operators
from hub.console.failures.source import source_of
from hub.console.failures.trend import sparkline, trend_words
from hub.console.overview import change_kind
from hub.console.pages import go, page
from hub.console.repairs.verbs import VERBS, verb
from hub.console.viewer import PATH, FormDep, Viewer, ViewerDep
from hub.errors import NotFound, Refused, Words
from hub.exchange.care.notes import LONGEST_NOTE, add_note, notes_of
from hub.exchange.care.notices import notices_of
from hub.exchange.care.owners import give, let_go, owner_of
from hub.exchange.care.presence import be_seen, group_place, seen_at
from hub.exchange.explain.classes import CLASS_NAMES
from hub.exchange.explain.explaining import Explanation
from hub.exchange.failures import Group, group, items
from hub.exchange.repair.names import ACTIONS
from hub.exchange.repair.quarantine import list_new
from hub.exchange.repair.reading import repairs_of_group
from hub.exchange.trends import HOURS, trends
from hub.store.ids import next_cursor
from hub.store.tx import Row, Tx
from hub.web.context import NOTHING_THERE, HubDep
from hub.web.failures import GroupName, explanation, sight_of
from hub.web.paging import cursor_or_422

router = APIRouter()
ROWS = 50


class Shown(BaseModel):
    """Which rows are shown, and which of them is open."""

    model_config = ConfigDict(extra="ignore")
    cursor: str | None = None
    open: str | None = None


@router.get("/failures/{fingerprint}")
async def failure_group(
    request: Request, hub: HubDep, who: ViewerDep, fingerprint: GroupName, shown: Annotated[Shown, Query()]
) -> HTMLResponse:
    """The group; a page of its items, newest first."""
    who.need(Right.SEE, fingerprint)
    return await group_page(request, hub, who, fingerprint, shown)


async def group_page(
    request: Request,
    hub: Hub,
    who: Viewer,
    fingerprint: str,
    shown: Shown,
    errors: dict[str, Words] | None = None,
    **typed: str,
) -> HTMLResponse:
    """The same with what was refused beside its fields."""
    await list_new(hub.store, hub.sealer)
    if not who.at_agency:
        await be_seen(hub.store, group_place(fingerprint), who.login)
    cursor = cursor_or_422(shown.cursor)
    sight = sight_of(hub, who.caller)
    large = await _large(caches_of(request).failures(sight), fingerprint)
    async with hub.store.read() as tx:
        found = large[0] if large else await group(tx, sight, fingerprint)
        rows = await items(tx, sight, found, cursor, ROWS) if found else ()
        hours = large[1] if large else (await trends(tx, sight, await tx.now(), fingerprint)).get(fingerprint)
        values = await _known(tx, hub, who, found, hours or [0] * HOURS) if found else await _left(tx, who, fingerprint)
    if found is None:
        return await page(request, who, "failures/mended.html", **values)
    values |= {"rows": rows, "next": next_cursor([row["id"] for row in rows], ROWS), "cursor": shown.cursor}
    values |= await _opened(hub, rows, shown.open, values["why"], who)
    values |= {"operators": await operators(request), "errors": errors or {}, "typed": typed}
    return await page(request, who, "failures/group.html", 422 if errors else 200, **values)


async def _large(seen: Cache[SeenGroups], fingerprint: str) -> tuple[Group, Sequence[int]] | None:
    """A group that was large when last seen, from the reading that all share; None for others, read alone."""
    if seen.last is None or seen.last.large(fingerprint) is None:
        return None
    now = await seen.look()
    found = now.large(fingerprint)
    return None if found is None else (found, now.grown.get(fingerprint, ()))


async def _known(tx: Tx, hub: Hub, who: Viewer, found: Group, hours: Sequence[int]) -> dict[str, Any]:
    mark = found.fingerprint
    notices = await notices_of(tx, hub.sealer, mark)
    return {
        "group": found,
        "called": called(hub, found),
        "count": sum(found.counts.values()),
        "agency": agency_about(hub, found),
        "kinds": KINDS,
        "why": await explanation(tx, hub, found),
        "change_kind": change_kind,
        "classes": CLASS_NAMES,
        "actions": ACTIONS,
        "verb_of": verb,
        "verb_names": VERBS,
        "trend": sparkline(hours, who.say(trend_words(hours))),
        "trend_words": trend_words(hours),
        "owner": await owner_of(tx, mark),
        "notes": await notes_of(tx, mark),
        "notices": notices,
        "waiting": next((each for each in notices if each.is_open), None),
        "present": [each for each in await seen_at(tx, group_place(mark)) if each != who.login],
        "repairs": await repairs_of_group(tx, mark),
    }


async def _opened(hub: Hub, rows: Sequence[Row], wanted: str | None, why: Explanation, who: Viewer) -> dict[str, Any]:
    """The chosen row with its document; an agency sees documents on its own messages' pages alone."""
    row = next((each for each in rows if each["id"] == wanted), None)
    if row is None or who.at_agency:
        return {"open": row["id"] if row else None, "source": None}
    return {
        "open": row["id"],
        "source": await source_of(hub, row["message_id"], why.evidence.place, who.say(why.sentence)),
    }


async def _left(tx: Tx, who: Viewer, fingerprint: str) -> dict[str, Any]:
    """What is known of a group in which nothing is left; NotFound where there never was one."""
    repairs = await repairs_of_group(tx, fingerprint)
    notes = await notes_of(tx, fingerprint)
    if who.at_agency or not (repairs or notes):
        raise NotFound("failure.no_such_group", NOTHING_THERE)
    return {"repairs": repairs, "notes": notes, "actions": ACTIONS}


@router.post("/failures/{fingerprint}/notes")
async def write_note(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, fingerprint: GroupName) -> Response:
    """Add a note; it stays for ever."""
    who.need(Right.STEER, fingerprint)
    note = form.text("note")
    if not 0 < len(note) <= LONGEST_NOTE:
        return await group_page(request, hub, who, fingerprint, Shown(), {"note": _NOTE_LENGTH}, note=note)
    await add_note(hub.store, fingerprint, who.login, note)
    return go(f"{PATH}/failures/{fingerprint}#notes")


@router.post("/failures/{fingerprint}/owner")
async def set_owner(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, fingerprint: GroupName) -> Response:
    """Take the group, hand it over, or give it back."""
    who.need(Right.STEER, fingerprint)
    match form.text("do"):
        case "take":
            await give(hub.store, fingerprint, who.login, who.login)
        case "hand_over":
            try:
                to = await operator_named(request, who, form.text("to"), "to")
            except Refused as refused:
                return await group_page(request, hub, who, fingerprint, Shown(), {"to": refused.words})
            await give(hub.store, fingerprint, to, who.login)
        case _:
            await let_go(hub.store, fingerprint, who.login)
    return go(f"{PATH}/failures/{fingerprint}")


_NOTE_LENGTH = Words(f"Qeyd 1–{LONGEST_NOTE} simvol olmalıdır.", f"A note has 1 to {LONGEST_NOTE} characters.")
