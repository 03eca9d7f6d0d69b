"""Who saw or got my data and why, as findUsage tells it, never the official; "I don't recognise this", as an appeal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from connectors.agencies import BY_NAME, CITIZENS
from document_flow.dates_az import short_date
from hub.access.purposes import BASES, PURPOSES
from hub.app import Hub
from hub.citizen.appeals import Statement, lodge
from hub.citizen.history import USAGE, note
from hub.citizen.pages import go, page
from hub.citizen.who import Citizen, CitizenDep, DeedDep
from hub.console.writing import baku
from hub.documents.office.appeals import appeals_of, keys_of
from hub.errors import NotFound, Words
from hub.exchange.usage import Usage, WantedUsages
from hub.register.permissions import permits_of
from hub.store.ids import parse_id
from hub.store.tx import Tx
from hub.web.context import HubDep
from hub.web.register_scope import reader_of
from hub.web.usages import CATEGORIES, usages_of

router = APIRouter()
_PAGE: Final = 50
_FURTHEST: Final = 10_000


@router.get("/seen")
async def seen(request: Request, hub: HubDep, who: CitizenDep, after: int = 0, as_of: int = 0) -> HTMLResponse:
    """The looks, newest first; that they were read is one of them. Older ones are those of the first page's moment."""
    who.need_all()
    after = max(0, min(after, _FURTHEST))
    await note(hub, who, USAGE, "usage", [who.subject])
    async with hub.store.read() as tx:
        moment = as_of if after and as_of > 0 else await tx.now()
        wanted = WantedUsages(who.subject, offset=after, limit=_PAGE, moment=min(moment, await tx.now()))
        total, looks = await usages_of(hub).find(tx, wanted)
        doubted = await _doubted(tx, hub, who, looks)
        permits = await permits_of(tx, reader_of(hub), who.subject)
    return page(
        request,
        "seen.html",
        who,
        looks=looks,
        total=total,
        after=after,
        moment=wanted.moment,
        next=after + _PAGE if after + _PAGE < total else None,
        doubted=doubted,
        permits=sorted(permits, key=lambda each: not each.is_open),
        portal=Words(*BY_NAME[CITIZENS].title),
        purposes=PURPOSES,
        bases=BASES,
        categories=CATEGORIES,
    )


@router.post("/seen/{look}/unknown")
async def unknown(hub: HubDep, who: CitizenDep, _form: DeedDep, look: str) -> Response:
    """Register an appeal about this look, once; whoever looked has no part in it."""
    who.need_all()
    wanted = parse_id(look) or "0" * 32
    async with hub.store.read() as tx:
        _, looks = await usages_of(hub).find(tx, WantedUsages(who.subject, limit=1, one=wanted))
        rows = await tx.fetch("SELECT a.actor_person FROM access_events a WHERE a.id = :id", {"id": wanted})
    if not looks:
        raise NotFound("citizen.no_look", Words("Belə baxış yoxdur.", "There is no such look."))
    officials = (await hub.office.documents.around()).directory.officials
    (found,), by = looks, str(rows[0]["actor_person"] or "") if rows else ""
    said = Statement(
        kind="complaint",
        title=f"{_DOUBTED[found.was_sent]}: {short_date(baku(found.at).date())}, {found.title.az}",
        text=f"Baxışın nömrəsi / number of the look: {found.id}",
        about=_about(found.id),
        complained_about=(by,) if by in officials else (),
    )
    await lodge(hub, who, said, f"look {found.id}")
    return go("/seen")


async def _doubted(tx: Tx, hub: Hub, who: Citizen, looks: list[Usage]) -> Mapping[str, str]:
    """Of which of these looks this citizen has said so, with the number of the appeal."""
    appeals = await appeals_of(tx, hub.office.documents, who.fin)
    numbers = {
        each.appeal.subject: each.registration.reg_no
        for each in appeals.values()
        if each.appeal is not None and each.registration is not None
    }
    keys = {each.id: keys_of(hub.hash, None, _about(each.id))[1] for each in looks}
    return {look: numbers[key] for look, key in keys.items() if key in numbers}


def _about(look: str) -> str:
    return f"look {look}"


_DOUBTED: Final = {False: "Məlumatıma bu baxışı tanımıram", True: "Məlumatımın bu göndərilməsini tanımıram"}
