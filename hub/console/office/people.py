"""Units with their heads and commissions with their members, settled by those whom the API allows to."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from hub.access.rights import Right
from hub.console.office.roles import ADMINISTERS, SETTLES_UNITS, closed_to
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, made, posts
from hub.console.viewer import PATH, ViewerDep
from hub.documents.office.administration import units
from hub.errors import HubError, NotFound, Words, found_or
from hub.web.context import HubDep
from hub.web.office import directory as api
from hub.web.office.directory_bodies import CommissionBody, UnitBody
from hub.web.words import WordsBody

router = APIRouter()
HERE = f"{PATH}/documents/office/people"


@router.get("/documents/office/people")
@gets(Right.DOCUMENTS, "office")
async def shown(request: Request, who: ViewerDep, hub: HubDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """Who works where."""
    return await page(
        request,
        who,
        "office/people.html",
        tried=tried,
        directory=await api.show(hub, who.actor),
        closed=closed_to(who, ADMINISTERS),
        closed_units=closed_to(who, SETTLES_UNITS),
    )


@router.post("/documents/office/units/{unit}")
@posts(Right.DOCUMENTS, shown, otherwise="head-{unit}", shows=HubError)
async def settle_head(sent: SentDep, unit: str) -> str:
    """Who heads a unit from now on; nobody where the post is vacant."""
    async with sent.hub.store.read() as tx:
        known = found_or(
            next((each for each in await units(tx) if each.name == unit), None),
            NotFound("directory.no_unit", Words("Belə şöbə yoxdur.", "There is no such unit.")),
        )
    title = WordsBody(az=known.title.az, en=known.title.en)
    wanted = made(UnitBody, {"title": title, "head": sent.form.text("head") or None})
    await api.settle_unit(sent.hub, sent.who.actor, unit, wanted)
    return HERE


@router.post("/documents/office/commissions/{name}")
@posts(Right.DOCUMENTS, shown, otherwise="commission-{name}", shows=HubError)
async def settle_commission(sent: SentDep, name: str) -> str:
    """Who sits on a commission from now on, and what it is called: the title stays where it is not typed."""
    known = (await sent.hub.office.documents.around()).directory
    if name not in known.groups:
        raise NotFound("directory.no_commission", Words("Belə komissiya yoxdur.", "There is no such commission."))
    az, en = (sent.form.text(f"title_{lang}-{name}")[:_MOST_TITLE] for lang in ("az", "en"))
    known_as = known.title(name)
    title = WordsBody(az=az or known_as.az, en=en or known_as.en) if az or en else None
    wanted = sent.read(CommissionBody).model_copy(update={"title": title})
    await api.settle_commission(sent.hub, sent.who.actor, name, wanted)
    return HERE


_MOST_TITLE = 300
