"""One repair: how far it is, what became of each item, who answers for it, and what people may still do with it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from document_flow.azerbaijani import above
from hub.access.history import Access, note_access
from hub.access.rights import Right
from hub.access.second_person import Who, is_second_person
from hub.app import Hub
from hub.console.messages.listing import names_of_messages
from hub.console.pages import fragment, page
from hub.console.posting import Attempt, Sent, SentDep, gets, posts
from hub.console.repairs.listing import may_approve
from hub.console.repairs.making import BEHINDS
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only
from hub.errors import Conflict, Words
from hub.exchange.repair import deciding
from hub.exchange.repair.commanding import command
from hub.exchange.repair.editing import proposal
from hub.exchange.repair.model import Repair
from hub.exchange.repair.reading import Overview, first_message, overview, repair_items
from hub.exchange.repair.rules import FREE_ITEMS
from hub.exchange.repair.states import Action, RepairState
from hub.exchange.repair.words import OUTCOMES, STOP_REASONS
from hub.store.store import Store
from hub.web.context import HubDep, Id, id_or_404
from hub.web.repair_verbs import VERBS, verb

_WIDTH = 600
_PARTS = (("done", "f-ok"), ("failed", "f-need"), ("skipped", "f-edge"), ("untouched", "f-edge"), ("sent", "f-wait"))


def bar(counts: Mapping[str, int], total: int, label: str) -> Markup:
    """The drawing; anything that happened at all is at least a sliver wide."""
    parts, x = [], 0.0
    for state, tone in _PARTS:
        n = counts.get(state, 0)
        if n:
            width = max(2.0, _WIDTH * n / max(1, total))
            parts.append(Markup('<rect class="{}" x="{:.1f}" y="0" width="{:.1f}" height="8"/>').format(tone, x, width))
            x += width
    return Markup(
        '<svg class="progress" viewBox="0 0 {} 8" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    ).format(_WIDTH, label, Markup("").join(parts))


log = structlog.get_logger("hub.console")
router = APIRouter(dependencies=[Depends(house_only)])
ROWS = 50


class ItemFilter(BaseModel):
    """Which items: of one state, behind a number."""

    state: Literal["", "waiting", "sent", "done", "failed", "skipped", "untouched"] = ""
    after: int = -1


@router.get("/repairs/{repair_id}")
@gets(Right.SEE, "{repair_id}")
async def repair(
    request: Request, hub: HubDep, who: ViewerDep, repair_id: Id, wanted: Annotated[ItemFilter, Query()]
) -> HTMLResponse:
    """The repair; a page of its items in their order."""
    return await _shown(request, hub, who, repair_id, wanted)


@router.get("/repairs/{repair_id}/progress")
@gets(Right.SEE, "{repair_id}")
async def progress(hub: HubDep, who: ViewerDep, repair_id: Id) -> HTMLResponse:
    """The part of the page that moves, for the page's script."""
    async with hub.store.read() as tx:
        found = await overview(tx, hub.sealer, repair_id)
    return HTMLResponse(fragment(who, "repairs/progress.html", **_progress(found, who)))


async def _shown(
    request: Request, hub: Hub, who: Viewer, repair_id: str, wanted: ItemFilter, **more: Any
) -> HTMLResponse:
    async with hub.store.read() as tx:
        found = await overview(tx, hub.sealer, repair_id)
        rows = await repair_items(tx, repair_id, wanted.after, ROWS, wanted.state or None)
        named = await names_of_messages(tx, hub, [row["message_id"] for row in rows])
    row = found.row
    values = {
        "repair": row,
        "arguments": json.loads(row["arguments"]),
        "selection": json.loads(row["selection"]),
        "verbs": VERBS,
        "verb_of": verb,
        "rows": rows,
        "named": named,
        "wanted": wanted,
        "outcomes": OUTCOMES,
        "behinds": _BEHINDS,
        "next": rows[-1]["number"] if len(rows) == ROWS else None,
        "may_approve": may_approve(who, row),
        "own": not is_second_person(who.who, row["made_by"]),
        "why_two": why_two(row),
        "changes": None,
        "refused": None,
        **_progress(found, who),
        **more,
    }
    return await page(request, who, "repairs/one.html", 409 if values["refused"] else 200, **values)


def _progress(found: Overview, who: Viewer) -> dict[str, Any]:
    """What moves while it runs."""
    row, counts = found.row, found.counts
    state = RepairState(row["state"])
    return {
        "repair": row,
        "counts_of": counts,
        "state": state,
        "new_since": found.new_since,
        "steps": found.steps,
        "bar": bar(counts, row["items_total"], who.say(_done_words(counts, row["items_total"]))),
        "stop": STOP_REASONS.get(row["stop_reason"]),
        "done_words": _done_words(counts, row["items_total"]),
        "runs": state.runs,
    }


def _done_words(counts: Mapping[str, int], total: int) -> Words:
    ended = counts.get("done", 0) + counts.get("failed", 0) + counts.get("skipped", 0)
    return Words(f"{total} içindən {ended} bitib", f"{ended} of {total} have ended")


def why_two(row: Mapping[str, Any]) -> Words:
    """Why the repair needs two people."""
    if row["action"] == Action.EDIT:
        return Words("məzmun dəyişdirilir", "content is changed")
    if row["action"] == Action.CONFIRM_DELIVERED:
        return Words("qurumun sözü ilə çatdırılmış sayılır", "it counts as delivered by the agency's word")
    if json.loads(row["arguments"]).get("confirm_not_applied"):
        return Words("nəticəsi məlum olmayan göndəriş barədə qərar verilir", "it decides about an unknown outcome")
    return Words(f"gündə {above(FREE_ITEMS)} çox göndəriş dəyişir", f"more than {FREE_ITEMS} items change in a day")


@router.post("/repairs/{repair_id}/look")
@posts(Right.APPROVE)
async def look_at_proposal(sent: SentDep, repair_id: Id) -> HTMLResponse:
    """What an edit changes, with the values; each look is written down with the person."""
    hub, who, found = sent.hub, sent.who, repair_id
    async with command(hub.store) as tx:
        repair = Repair.of((await overview(tx, hub.sealer, found)).row)
        message = await first_message(tx, found)
        await note_access(tx, hub.sealer, who.person.party, who.login, Access("repairs.proposal", "message_body"))
    if repair.payload_sealed is None:
        return await _shown(sent.request, hub, who, found, ItemFilter())
    opened = repair.with_payload(hub.sealer.unseal("repairs.payload", found, repair.payload_sealed))
    changes = await proposal(hub.repairs, opened, message)
    return await _shown(sent.request, hub, who, found, ItemFilter(), changes=changes)


_Decide = Callable[[Store, str, Who], Awaitable[None]]
_DECISIONS: Mapping[str, tuple[_Decide, tuple[Right, ...]]] = {
    "approve": (deciding.approve, (Right.APPROVE,)),
    "pause": (deciding.pause, (Right.REPAIR,)),
    "resume": (deciding.resume, (Right.REPAIR,)),
    "cancel": (deciding.cancel, (Right.REPAIR, Right.APPROVE)),
}


async def _late(sent: Sent, tried: Attempt, repair_id: str) -> HTMLResponse:
    refused = next(iter(tried.wrong.values()))
    return await _shown(sent.request, sent.hub, sent.who, id_or_404(repair_id), ItemFilter(), refused=refused)


@router.post("/repairs/{repair_id}/decide")
@posts(None, _late, shows=Conflict)
async def decide(sent: SentDep, repair_id: Id) -> str:
    """Approve, pause, resume or cancel. Whoever comes too late is told what was decided."""
    decision, rights = _DECISIONS.get(sent.form.text("do"), _DECISIONS["pause"])
    sent.who.need(next((right for right in rights if sent.who.may(right)), rights[0]), repair_id)
    await decision(sent.hub.store, repair_id, sent.who.who)
    return f"{PATH}/repairs/{repair_id}"


_BEHINDS: Mapping[str, Words] = {str(code): words for code, words in BEHINDS.items()}
