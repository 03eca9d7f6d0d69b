"""Why a home has or has not come to a family by a draw: to its people after a login, to whoever has its paper by code.

The code of a paper has 80 random bits and is of one application, so a number beside it opens that one alone. A wrong
code and an unknown number are answered alike.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import Final

import structlog
from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from document_flow.outcome import Refusal
from document_flow.verification_code import read_code
from hub.app import Hub
from hub.citizen.draws import home_case, homes_of, lists_of
from hub.citizen.history import LOOK, PAPER, note
from hub.citizen.home import NO_PAPER, Sha256
from hub.citizen.pages import page
from hub.citizen.who import CitizenDep, limited
from hub.console.posting import SentByAnybodyDep
from hub.console.viewer import same_site
from hub.errors import NotFound, Words
from hub.programmes.case_store import StoredCase
from hub.programmes.speaking import is_kept_from
from hub.returns.households import returning
from hub.store.store import snapshot
from hub.store.tx import Tx
from hub.web.context import HubDep
from hub.web.register_scope import reader_of

log = structlog.get_logger("hub.access")
router = APIRouter()
_PDF: Final = "application/pdf"
_LONGEST: Final = 64


@router.get("/homes/{name}")
async def home(request: Request, hub: HubDep, who: CitizenDep, name: str) -> HTMLResponse:
    """What draws say of the application to who returns by it."""
    async with snapshot(hub.store) as tx:
        homes = await home_case(tx, hub, lists_of(request), who, name)
    if who.acts_for_another:
        await note(hub, who, LOOK, "register", [who.subject])
    return page(request, "homes.html", who, homes=homes, in_case=name)


@router.get("/homes/{name}/{sha256}.pdf")
async def letter(request: Request, hub: HubDep, who: CitizenDep, name: str, sha256: Sha256) -> Response:
    """The letter that says why no home has come to it. That it was taken stands in the history."""
    async with snapshot(hub.store) as tx:
        homes = await home_case(tx, hub, lists_of(request), who, name)
    if sha256 not in {each.letter.sha256 for each in homes if each.letter is not None}:
        raise NotFound("cases.no_paper", NO_PAPER)
    await note(hub, who, PAPER, "status", [who.subject])
    return Response(await hub.office.printing.content.read(sha256), media_type=_PDF)


@router.get("/draw", dependencies=[Depends(limited)])
async def ask(request: Request) -> HTMLResponse:
    """The form, for everybody."""
    return page(request, "draw.html", homes=(), in_case="", number="")


@router.post("/draw", dependencies=[Depends(limited)])
async def tell(sent: SentByAnybodyDep) -> HTMLResponse:
    """Rank and reason, by number and code."""
    request, hub, number = sent.request, sent.hub, sent.form.text("number")[:_LONGEST]
    same_site(request)
    async with snapshot(hub.store) as tx:
        stored = await _coded(request, tx, hub, number, sent.form.text("code")[:_LONGEST])
        found = await homes_of(tx, hub, lists_of(request), stored) if stored is not None else []
    log.info("paper_asked", outcome="found" if stored is not None else "unknown")
    if stored is None:
        return page(request, "draw.html", status=404, number=number, homes=(), in_case="", refused=_UNKNOWN)
    homes = [replace(each, offer=None) for each in found]
    return page(request, "draw.html", number=number, homes=homes, in_case="")


async def _coded(request: Request, tx: Tx, hub: Hub, number: str, typed: str) -> StoredCase | None:
    """The application of that number, if the code is of a paper of its case or of a letter about its draw."""
    code, papers = read_code(typed), hub.office.printing.papers
    household = await returning(hub.aggregates.needs, tx, number)
    stored = await hub.programmes.cases.case_store.get(tx, household.case) if household is not None else None
    codes = [papers.code_of(stored.id if stored is not None else _NOBODY)]
    if stored is not None:
        decided = [each.no for each in (stored.case.paper, *stored.case.fallen) if each is not None]
        codes += [papers.code_of(stored.id, each) for each in decided]
        codes += [papers.code_of(each.id, number) for each in await lists_of(request).of(tx, hub, number)]
    if isinstance(code, Refusal):
        return None
    # Whoever has got hold of a paper is told nothing of a protected person, who logs in.
    if stored is not None and await is_kept_from(tx, reader_of(hub), frozenset(), stored.case.subject):
        return None
    fits = [hmac.compare_digest(code, each) for each in codes]
    return stored if any(fits) else None


_NOBODY: Final = "0" * 32
_UNKNOWN = Words(
    "Bu nömrə və kodla heç nə tapılmadı. Hər ikisini kağızdan yenidən köçürün, ya da daxil olun.",
    "Nothing is found by this number and code. Copy both from the paper again, or log in.",
)
