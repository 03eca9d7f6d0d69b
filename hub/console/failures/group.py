"""One failure group: why it is there, what to do, who has it in hand, and what is in it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.app import Hub
from hub.console.cache import Cache, SeenGroups, caches_of
from hub.console.failures.listing import KINDS, agency_about, called, sparkline, trend_words
from hub.console.failures.shift import operator_named, operators
from hub.console.messages.layout import ReadableDocument, lay_out, noted
from hub.console.messages.listing import names_of_messages
from hub.console.overview import STEERED, change_kind
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, Viewer, ViewerDep
from hub.errors import NotFound, Words
from hub.exchange.care.notes import LONGEST_NOTE, add_note, notes_of
from hub.exchange.care.notices import notices_of
from hub.exchange.care.owners import give, let_go, owner_of
from hub.exchange.care.presence import be_seen, group_place, seen_at
from hub.exchange.explain.classes import sides_named
from hub.exchange.explain.explaining import Explanation
from hub.exchange.failures import Group, group, items
from hub.exchange.formats import MessageFormat
from hub.exchange.masks import masks_of
from hub.exchange.repair.names import ACTIONS
from hub.exchange.repair.quarantine import list_new
from hub.exchange.repair.reading import repairs_of_group
from hub.exchange.repair.reread import kept_source, original_bytes
from hub.exchange.trends import HOURS, trends
from hub.store.ids import next_cursor
from hub.store.tx import Row, Tx
from hub.web.agency_book import title
from hub.web.context import NOTHING_THERE, HubDep
from hub.web.failures import GroupName, explanation, sight_of
from hub.web.paging import cursor_or_422
from hub.web.repair_verbs import VERBS, verb

_LONGEST_SHOWN = 60_000


async def source_of(hub: Hub, message: str, place: str | None, note: str) -> ReadableDocument | None:
    """The document of the message, or of the one that caused it, with `note` at `place`; None where none is kept."""
    async with hub.store.read() as tx:
        row = await kept_source(tx, message)
    if row is None or row["kind"] != "record" or row["body_size"] > _LONGEST_SHOWN:
        return None
    raw = await original_bytes(hub.repairs, row)
    made = hub.formats.get(row["format"])
    return None if raw is None else await asyncio.to_thread(_marked, made, raw, place, note)


def _marked(made: MessageFormat | None, raw: bytes, place: str | None, note: str) -> ReadableDocument:
    shown = lay_out(raw, masks_of(made))
    if not place or not place.startswith("/"):
        return shown
    pattern = re.compile("/".join(r"\d+" if step == "*" else re.escape(step) for step in place.split("/")))
    return noted(shown, {line.place: note for line in shown.lines if pattern.fullmatch(line.place)})


router = APIRouter()
ROWS = 50


class ShownRows(BaseModel):
    """Which rows are shown, and which of them is open."""

    cursor: str | None = None
    open: str | None = None


_NEWEST = ShownRows()


@router.get("/failures/{fingerprint}")
@gets(Right.SEE, "{fingerprint}")
async def failure_group(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    fingerprint: GroupName,
    shown: Annotated[ShownRows, Query()] = _NEWEST,
    tried: TriedDep = FRESH,
) -> HTMLResponse:
    """The group; a page of its items, newest first. What came too late for it has no field any more."""
    await list_new(hub.store, hub.sealer)
    if not who.at_agency:
        await be_seen(hub.store, group_place(fingerprint), who.login)
    cursor = cursor_or_422(shown.cursor)
    sight = sight_of(hub, who.caller)
    large = await _large(caches_of(request).failures(sight), fingerprint)
    async with hub.store.read() as tx:
        found = large[0] if large else await group(tx, sight, fingerprint)
        rows = await items(tx, sight, found, cursor, ROWS) if found else ()
        named = await names_of_messages(tx, hub, [row["message_id"] for row in rows])
        hours = large[1] if large else (await trends(tx, sight, await tx.now(), fingerprint)).get(fingerprint)
        values = (
            await _known(tx, hub, who, found, hours or [0] * HOURS) if found else await _left(tx, hub, who, fingerprint)
        )
    if found is None and tried.refused is not None:
        raise tried.refused
    if found is None:
        return await page(request, who, "failures/mended.html", **values)
    values |= {
        "rows": rows,
        "named": named,
        "title": title,
        "next": next_cursor([row["id"] for row in rows], ROWS),
        "cursor": shown.cursor,
    }
    values |= await _opened(hub, rows, shown.open, values["why"], who)
    values |= {"operators": await operators(request)}
    return await page(request, who, "failures/group.html", tried=tried, **values)


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
        "why": await explanation(tx, hub, found, who.caller),
        "change_kind": change_kind,
        "steered": STEERED,
        "sides_named": sides_named,
        "actions": ACTIONS,
        "verb_of": verb,
        "verb_names": VERBS,
        "trend": sparkline(hours, who.say(trend_words(hours))),
        "trend_words": trend_words(hours),
        "owner": await owner_of(tx, mark),
        "notes": await notes_of(tx, hub.sealer, mark),
        "notices": notices,
        "waiting": None if who.at_agency else next((each for each in notices if each.is_open), None),
        "present": []
        if who.at_agency
        else [each for each in await seen_at(tx, group_place(mark)) if each != who.login],
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


async def _left(tx: Tx, hub: Hub, who: Viewer, fingerprint: str) -> dict[str, Any]:
    """What is known of a group in which nothing is left; NotFound where there never was one."""
    repairs = await repairs_of_group(tx, fingerprint)
    notes = await notes_of(tx, hub.sealer, fingerprint)
    if who.at_agency or not (repairs or notes):
        raise NotFound("failure.no_such_group", NOTHING_THERE)
    return {"repairs": repairs, "notes": notes, "actions": ACTIONS}


@router.post("/failures/{fingerprint}/notes")
@posts(Right.STEER, failure_group)
async def write_note(sent: SentDep, fingerprint: GroupName) -> str:
    """Add a note; it stays for ever."""
    note = sent.form.needed("note", _NOTE_LENGTH, most=LONGEST_NOTE)
    await add_note(sent.hub.store, sent.hub.sealer, fingerprint, sent.who.login, note)
    return f"{PATH}/failures/{fingerprint}#notes"


@router.post("/failures/{fingerprint}/owner")
@posts(Right.STEER, failure_group)
async def set_owner(sent: SentDep, fingerprint: GroupName) -> str:
    """Take the group, hand it over, or give it back."""
    store, login = sent.hub.store, sent.who.login
    match sent.form.text("do"):
        case "take":
            await give(store, fingerprint, login, login)
        case "hand_over":
            await give(store, fingerprint, await operator_named(sent, "to"), login)
        case _:
            await let_go(store, fingerprint, login)
    return f"{PATH}/failures/{fingerprint}"


_NOTE_LENGTH = Words(f"Qeyd 1–{LONGEST_NOTE} simvol olmalıdır.", f"A note has 1 to {LONGEST_NOTE} characters.")
