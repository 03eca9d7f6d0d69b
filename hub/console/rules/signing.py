"""The steps of a version: the second person's signature, entry into force, repeal. The rules are the law book's own."""

from __future__ import annotations

from collections.abc import Awaitable

from fastapi import APIRouter, Request
from starlette.responses import Response

from document_flow.decisions.versions import Adoption
from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import go
from hub.console.rules.facts_form import day_typed
from hub.console.rules.finding import Found, Number, TableName, find
from hub.console.rules.listing import table_page
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep
from hub.documents.acting.service import Given
from hub.documents.law.enacting import Enacted
from hub.errors import HubError, Words
from hub.web.context import HubDep

router = APIRouter()
_MOST = 300


@router.post("/rules/{table}/{number}/sign")
async def sign(
    request: Request, hub: HubDep, who: ViewerDep, table: TableName, number: Number, form: FormDep
) -> Response:
    """The yes of a second person, to the table that was shown, after the impact that was shown."""
    who.need(Right.RULES, table)
    found = await find(hub, table, number)
    adopted_by = form.text("adopted_by")[:_MOST]
    if not adopted_by:
        return await table_page(request, hub, who, found, {"adopted_by": who.say(_NEEDED)})
    yes = Adoption(who.login, adopted_by, found.day, form.text("replay"))
    given = _given(form, "adopt", number, adopted_by, form.text("sha256"), form.text("replay"))
    step = hub.law.enacting.adopt(who.login, table, number, yes, form.text("sha256"), given)
    return await _taken(request, hub, who, found, step)


@router.post("/rules/{table}/{number}/force")
async def force(
    request: Request, hub: HubDep, who: ViewerDep, table: TableName, number: Number, form: FormDep
) -> Response:
    """Make an adopted version the law from a day on."""
    who.need(Right.RULES, table)
    found = await find(hub, table, number)
    first, last = day_typed(form.text("first")), day_typed(form.text("last"))
    wrong = {
        name: who.say(_NO_DAY)
        for name, day in (("first", first), ("last", last))
        if day is None and (form.text(name) or name == "first")
    }
    if wrong or first is None:
        return await table_page(request, hub, who, found, wrong)
    given = _given(form, "force", number, str(first), str(last))
    step = hub.law.enacting.enter_into_force(who.login, table, number, (first, last), given)
    return await _taken(request, hub, who, found, step)


@router.post("/rules/{table}/{number}/repeal")
async def repeal(
    request: Request, hub: HubDep, who: ViewerDep, table: TableName, number: Number, form: FormDep
) -> Response:
    """End a version."""
    who.need(Right.RULES, table)
    found = await find(hub, table, number)
    last = day_typed(form.text("last"))
    if last is None:
        return await table_page(request, hub, who, found, {"last": who.say(_NO_DAY)})
    step = hub.law.enacting.repeal(who.login, table, number, last, _given(form, "repeal", number, str(last)))
    return await _taken(request, hub, who, found, step)


async def _taken(request: Request, hub: Hub, who: Viewer, found: Found, step: Awaitable[Enacted]) -> Response:
    """To the version as it stands now; a refusal is told on its page."""
    try:
        await step
    except HubError as refused:
        now = await find(hub, found.kept.name, found.version.number)
        return await table_page(request, hub, who, now, {"content": who.say(refused.words)})
    return go(f"{PATH}/rules/{found.kept.name}?version={found.version.number}")


def _given(form: Form, step: str, number: int, *content: str) -> Given:
    revision = form.text("revision")
    expected = int(revision) if revision.isdecimal() else None
    return Given(form.text("key"), expected, request=f"{step} {number} {' '.join(content)}")


_NEEDED = Words("Orqanın qərarını yazın: əmrin nömrəsi və tarixi.", "Name the body's decision: its number and day.")
_NO_DAY = Words("Belə gün yoxdur; gün.ay.il şəklində yazın.", "There is no such day; write it as day.month.year.")
