"""A new repair: the dry run first, then the deed. Nothing is stored until the verb with its count is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from document_flow.azerbaijani import above
from hub.access.rights import Right
from hub.app import Hub
from hub.console.failures.listing import called
from hub.console.messages.listing import names_of_messages
from hub.console.messages.naming import Naming
from hub.console.pages import page
from hub.console.posting import SentDep, gets, posts
from hub.console.repairs.asking import RepairForm, asked_in_address, asked_in_form, reason_of
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only, local
from hub.errors import Conflict, HubError, Words
from hub.exchange.failures import group
from hub.exchange.repair.judge import tally
from hub.exchange.repair.making import Forecast, foresee, make_repair
from hub.exchange.repair.rules import FREE_ITEMS, steps
from hub.exchange.repair.states import Action, Behind, Outcome
from hub.exchange.repair.words import OUTCOMES
from hub.web.context import HubDep
from hub.web.failures import sight_of
from hub.web.repair_verbs import VERBS, verb

router = APIRouter(dependencies=[Depends(house_only)])
SHOWN = 50
CHOICES = (Action.RETRY, Action.REPROCESS, Action.REDIRECT, Action.CONFIRM_DELIVERED, Action.DISCARD)


@router.get("/repairs/new")
@gets(Right.SEE)
async def new_repair(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """What a repair of a group or a filter would do."""
    return await _look(request, hub, who, asked_in_address(request))


@router.post("/repairs/new")
@posts(Right.SEE)
async def make(sent: SentDep) -> str | Response:
    """What a repair of the chosen rows would do; with `make` it is made. Who comes second is led to the first."""
    who, asked = sent.who, asked_in_form(sent.form)
    if not asked.makes:
        return await _look(sent.request, sent.hub, who, asked)
    who.need(Right.REPAIR, asked.group)
    try:
        reason_of(sent.form)
        await _as_shown(sent.hub, asked, who)
        repair = await make_repair(sent.hub.repairs, asked.to_request(who.who))
    except HubError as refused:
        return await _look(sent.request, sent.hub, who, asked, refused)
    return f"{PATH}/repairs/{repair}"


async def _look(
    request: Request, hub: Hub, who: Viewer, asked: RepairForm, refused: HubError | None = None
) -> HTMLResponse:
    found: Forecast | None = None
    hindrance: HubError | None = None
    try:
        found = await foresee(hub.repairs, asked.to_request(who.who))
    except HubError as not_yet:
        hindrance = not_yet
    about = None
    if asked.group:
        async with hub.store.read() as tx:
            about = await group(tx, sight_of(hub, who.caller), asked.group)
    taken = next((each.extra["repair"] for each in (refused, hindrance) if each and each.extra.get("repair")), None)
    return await page(
        request,
        who,
        "repairs/new.html",
        200 if refused is None else refused.status,
        asked=asked,
        about=about,
        called=called(hub, about) if about else None,
        found=found,
        taken=taken,
        errors=_beside(refused),
        summed={field: who.say(words) for field, words in _beside(refused).items()},
        hindrance=_told(hindrance, refused, asked),
        unreadable=hindrance.words if hindrance is not None and hindrance.place == "selection" else None,
        choices=CHOICES,
        verbs=VERBS,
        verb_of=verb,
        counts_by=_tally(found),
        behinds=BEHINDS,
        destinations=hub.routes.destinations(),
        approval=_why_approval(asked, found),
        outcomes=OUTCOMES,
        shown=SHOWN,
        named=await _named(hub, found),
        canary_steps=_steps(asked, found),
        explains=EXPLAINS,
        back=local(asked.back) if asked.back else "",
    )


async def _as_shown(hub: Hub, asked: RepairForm, who: Viewer) -> None:
    """Conflict where more would be taken than the button said: the page then says how many there are now."""
    if asked.seen is None or not (asked.group or asked.filter):
        return
    found = await foresee(hub.repairs, asked.to_request(who.who))
    now = len(found.items) - found.left_out
    if now > asked.seen:
        raise Conflict(
            "repair.more_than_shown",
            Words(
                f"Seçim böyüyüb: {asked.seen} əvəzinə {now}. Razısınızsa, düyməni yenə basın.",
                f"The selection has grown: {now} instead of {asked.seen}. Press again to take all of it.",
            ),
        )


async def _named(hub: Hub, found: Forecast | None) -> dict[str, Naming]:
    """What the messages of the first items are called."""
    steps = found.steps[:SHOWN] if found is not None else ()
    async with hub.store.read() as tx:
        return await names_of_messages(tx, hub, [step.item.message_id for step in steps])


def _beside(refused: HubError | None) -> Mapping[str, Words]:
    """The refusal under the field that it is about."""
    if refused is None:
        return {}
    return {_FIELDS.get(refused.place or "", "selection"): refused.words}


def _told(hindrance: HubError | None, refused: HubError | None, asked: RepairForm) -> Words | None:
    """Why there is no dry run, unless the refusal says it already, or it is but a field that nobody has filled yet."""
    if hindrance is None or (refused and refused.code == hindrance.code):
        return None
    return hindrance.words if asked.looks or hindrance.code != "repair.argument_missing" else None


def _tally(found: Forecast | None) -> list[tuple[Words, int, bool]]:
    """What would become of how many, the most first; whether it is done at all."""
    if found is None:
        return []
    does = {step.outcome.value: step.does for step in found.steps}
    counts: Mapping[str, Any] = tally(found.steps)
    rows = [(OUTCOMES[Outcome(code)], n, does[code]) for code, n in counts.items()]
    return sorted(rows, key=lambda row: (not row[2], -row[1]))


def _steps(asked: RepairForm, found: Forecast | None) -> tuple[int, ...]:
    if found is None or not asked.action.sends:
        return ()
    return steps(len(found.items) - found.left_out, canary=True)


def _why_approval(asked: RepairForm, found: Forecast | None) -> Words | None:
    """Why a second person has to approve it; None where nobody has to."""
    if found is None or not found.needs_approval:
        return None
    if asked.action is Action.CONFIRM_DELIVERED:
        return Words(
            "çatdırılmanı qurumun sözü ilə təsdiqləmək həmişə iki nəfərin işidir",
            "confirming a delivery by the agency's word always takes two people",
        )
    if asked.not_applied and asked.action.replaces:
        return Words("nəticəsi məlum olmayan göndəriş barədə qərar verilir", "it decides about an unknown outcome")
    return Words(f"gündə {above(FREE_ITEMS)} çox göndəriş dəyişir", f"more than {FREE_ITEMS} items change in a day")


_FIELDS: Mapping[str, str] = {
    "reason": "reason",
    "/arguments/destination": "to",
    "/arguments/reference": "reference",
    "/arguments/behind": "behind",
    "/arguments/confirm_not_applied": "not_applied",
}
BEHINDS: Mapping[Behind, Words] = {
    Behind.RELEASE: Words("növbə buraxılsın: onlar göndərilir", "release the lane: they are sent"),
    Behind.HOLD: Words("növbə saxlanılsın: onlar gözləyir", "hold the lane: they wait"),
    Behind.DISCARD: Words("onlar da göndərişdən çıxarılsın", "take them out too"),
}
EXPLAINS: Mapping[Action, Words] = {
    Action.RETRY: Words(
        "Eyni məzmun eyni açarla göndərilir: qurum onu artıq tətbiq edibsə, ikinci dəfə tətbiq etmir.",
        "Sends the same bytes with the same key: what the agency has applied it does not apply twice.",
    ),
    Action.REPROCESS: Words(
        "Gələn məzmun bugünkü uyğunlaşdırma ilə yenidən oxunur və yeni açarla göndərilir.",
        "Reads what came with today's mapping and sends the result with a new key.",
    ),
    Action.REDIRECT: Words(
        "Eyni məlumat başqa ünvana, yeni açarla göndərilir.",
        "Sends the same record to another destination with a new key.",
    ),
    Action.CONFIRM_DELIVERED: Words(
        "Heç nə göndərilmir: qurumun verdiyi nömrə ilə çatdırılmış sayılır.",
        "Sends nothing: it counts as delivered under the agency's reference.",
    ),
    Action.DISCARD: Words(
        "Heç nə göndərilmir: göndərişdən çıxarılır, səbəbi saxlanılır.",
        "Sends nothing: it is taken out, and the reason is kept.",
    ),
}
