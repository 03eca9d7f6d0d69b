"""The first page: family and status, what each case waits for, rights and payments; and the papers, as PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, Response

from document_flow.programmes import programmes
from document_flow.words import Words
from hub.citizen.draws import HomeMatter, homes_of, lists_of, shared_homes
from hub.citizen.history import LOOK, PAPER, note
from hub.citizen.matters import awaited, case_of, cases_of, letters_of, papers_of
from hub.citizen.pages import page
from hub.citizen.statistics import most_asked
from hub.citizen.surveys import surveys_of
from hub.citizen.who import Citizen, CitizenDep, represented
from hub.console.register.labels import RELATIONS
from hub.desks.affairs import Affairs
from hub.errors import NotFound, found_or
from hub.money.ledger import AtCounter, Ledger, at_counters
from hub.money.payers import title_of
from hub.programmes.case_store import StoredCase
from hub.programmes.cases import programme_of
from hub.programmes.fact_words import name_text
from hub.programmes.speaking import own_fins, ties_of
from hub.register.entity import Entity
from hub.register.merges import merges_into
from hub.returns.households import PROGRAMME
from hub.returns.proposed_work import proposals_to
from hub.store.store import snapshot
from hub.store.tx import Tx
from hub.web.context import HubDep
from hub.web.register_scope import reader_of

router = APIRouter()
_PAYMENTS: Final = 12
_PDF: Final = "application/pdf"
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
STATES: Final[Mapping[str, Words]] = {
    "asked": Words("ödəyənə göndərilib", "sent to who pays it"),
    "open": Words("ödəyəndə baxılır", "being looked at by who pays it"),
    "paid": Words("ödənilib", "paid"),
    "refused": Words("ödənilməyib", "not paid"),
}


@router.get("/")
async def home(request: Request, hub: HubDep, who: CitizenDep) -> HTMLResponse:
    """Everything at a glance. Of relatives it shows names and kinship as the register told them, never an address."""
    affairs = await hub.desks.affairs.of(who.subject, lambda _document, _context: who.sees_all)
    async with snapshot(hub.store) as tx:
        cases = await cases_of(tx, hub, who)
        waits = {each.id: awaited(await hub.programmes.cases.standing(tx, each)) for each in cases if each.case.is_open}
        homes = await _homes(tx, hub, request, who, cases)
        work = await proposals_to(hub.aggregates.needs, tx, who.subject) if PROGRAMME in who.covers else []
        people = await represented(tx, hub, who)
        surveys = await surveys_of(tx, hub, who)
        at_counter = await _at_counter(tx, hub, affairs) if who.sees_all else ()
        family, members = await _family(tx, hub, who, affairs) if who.sees_all else ([], [])
    await note(hub, who, LOOK, "family", members)
    if who.acts_for_another:
        await note(hub, who, LOOK, "register", [who.subject])
    return page(
        request,
        "home.html",
        who,
        person=affairs.person,
        name=name_text(affairs.person.attributes) if affairs.person else "",
        people=[(each.id, name_text(each.attributes)) for each in people],
        family=family,
        waits=waits,
        homes=homes,
        work=work,
        surveys=surveys,
        states=STATES,
        at_counter=[(title_of(each.payer), each) for each in at_counter],
        **_parts(who, affairs, [each.id for each in cases]),
        programmes=[
            programmes()[name]
            for name in await most_asked(request)
            if "portal" in programmes()[name].channels and name in who.covers
        ],
    )


def _parts(who: Citizen, affairs: Affairs, cases: Iterable[str]) -> dict[str, Any]:
    """The matters by where they stand on the page, without those that an act does not cover."""
    seen = frozenset(cases)
    things = affairs.belongings.things if who.sees_all else ()
    payments = [each.attributes for each in things if each.kind == "allowance_payment"]
    return {
        "cases": [each for each in affairs.matters if each.kind == "case" and each.id in seen],
        "rights": [each for each in affairs.matters if who.sees_all and each.kind not in ("case", "appeal")],
        "appeals": [each for each in affairs.matters if who.sees_all and each.kind == "appeal"],
        "payments": sorted(payments, key=lambda each: str(each.get("period", "")), reverse=True)[:_PAYMENTS],
    }


async def _at_counter(tx: Tx, hub: HubDep, affairs: Affairs) -> Sequence[AtCounter]:
    """What lies ready for the person at a payer's counters, under each of the records that were joined."""
    if affairs.person is None:
        return ()
    joined = await merges_into(tx, affairs.person.id)
    return await at_counters(tx, Ledger(hub.sealer), [affairs.person.id, *(each.merged for each in joined)])


async def _homes(
    tx: Tx, hub: HubDep, request: Request, who: Citizen, cases: Iterable[StoredCase]
) -> list[tuple[str, HomeMatter]]:
    """Homes by draws, of one's own applications and of those by which one returns too; each with its page."""
    lists = lists_of(request)
    found = [(f"cases/{each.id}", home) for each in cases for home in await homes_of(tx, hub, lists, each)]
    if PROGRAMME in who.covers:
        fins = await own_fins(tx, reader_of(hub), who.subject)
        shared = await shared_homes(tx, hub, lists, fins)
        found += [(f"homes/{case.id}", home) for case, homes in shared for home in homes]
    return found


async def _family(tx: Tx, hub: HubDep, who: Citizen, affairs: Affairs) -> tuple[list[tuple[str, Words]], list[str]]:
    """Names and kinship of those who live in the person's household now, and the FINs of those others of whom so is
    told. Not of a child of whom the person, or who acts for them, is deprived of parental rights.
    """
    own = affairs.person.attributes.get("fin") if affairs.person else None
    living = [
        each
        for home in affairs.belongings.households
        for each in home.attributes.get("members", ())
        if not each.get("until")
    ]
    fins = dict.fromkeys(str(each["fin"]) for each in living if each.get("fin"))
    reader, day = reader_of(hub), (await hub.programmes.cases.context(tx)).today
    known: Mapping[str, Entity] = await reader.by_fins(tx, fins)
    eyes = who.own | await own_fins(tx, reader, who.subject)
    ties = {fin: await ties_of(tx, reader, fin) for fin in known if fin not in eyes}
    kept = {fin for fin, each in ties.items() if not eyes.isdisjoint(each.without_rights(day))}
    found = [
        (
            name_text(known[each["fin"]].attributes) if each.get("fin") in known else "",
            RELATIONS.get(str(each.get("relation")), RELATIONS["other"]),
        )
        for each in living
        if each.get("fin") not in kept
    ]
    return found, [fin for fin in known if fin != own and fin not in kept]


@router.get("/papers")
async def papers(request: Request, hub: HubDep, who: CitizenDep) -> HTMLResponse:
    """Every paper that was made for the person, and letters in answer to what they wrote."""
    affairs = await hub.desks.affairs.of(who.subject, lambda _document, _context: who.sees_all)
    async with snapshot(hub.store) as tx:
        cases = await cases_of(tx, hub, who)
        held = [paper for each in cases for paper in papers_of(each)]
        homes = await _homes(tx, hub, request, who, cases)
        letters = await letters_of(tx, hub, list(affairs.appeals))
    drawn = [(href.partition("/")[2], home) for href, home in homes if home.letter is not None]
    slips = [
        (each.id, each.case.application.number, programme_of(each.case).title)
        for each in cases
        if each.case.application is not None
    ]
    return page(request, "papers.html", who, papers=held, slips=slips, drawn=drawn, letters=letters)


@router.get("/cases/{name}/{sha256}.pdf")
async def paper(hub: HubDep, who: CitizenDep, name: str, sha256: Sha256) -> Response:
    """A paper of one's case. That it was taken stands in the history."""
    async with hub.store.read() as tx:
        stored = await case_of(tx, hub, who, name)
    if sha256 not in {each.paper.sha256 for each in papers_of(stored)}:
        raise NotFound("cases.no_paper", NO_PAPER)
    await note(hub, who, PAPER, "status", [who.subject])
    return Response(await hub.office.printing.content.read(sha256), media_type=_PDF)


@router.get("/letters/{name}.pdf")
async def letter(hub: HubDep, who: CitizenDep, name: str) -> Response:
    """A letter that answers what the person wrote."""
    who.need_all()
    affairs = await hub.desks.affairs.of(who.subject, lambda _document, _context: True)
    async with hub.store.read() as tx:
        letters = await letters_of(tx, hub, list(affairs.appeals))
    found = found_or(
        next((each for each in letters if each.document == name and each.file.mime == _PDF), None),
        NotFound("cases.no_paper", NO_PAPER),
    )
    await note(hub, who, PAPER, "register", [who.subject])
    return Response(await hub.office.printing.content.read(found.file.sha256), media_type=_PDF)


NO_PAPER = Words("Belə kağız yoxdur.", "There is no such paper.")
