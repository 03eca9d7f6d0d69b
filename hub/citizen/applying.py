"""An application by the programme's own declaration: its form and scans, by the rules of the desk; and the registered
word of each adult who returns together with others.

Files are stored first, as those of who logged in; then the application is registered, then they are attached to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from connectors.agencies import CITIZENS
from document_flow.cases.acts.attach_scan import AttachScan
from document_flow.cases.acts.open_case import OpenCase
from document_flow.cases.speaking import is_minor
from document_flow.people import HUB
from document_flow.programmes.programme import Programme, TogetherRule
from hub.access.uploads import MOST_BYTES
from hub.app import Hub
from hub.citizen.appeals import Statement, lodge
from hub.citizen.pages import page
from hub.citizen.who import PATH, Citizen, CitizenDep, DeedDep, SentByCitizen, login_of
from hub.console.cases.opening import answers_of
from hub.console.kept_files import keep_files
from hub.console.posting import FRESH, TriedDep, posts
from hub.documents.office.appeals import appeals_of, keys_of
from hub.errors import Conflict, Forbidden, NotFound, Refused, Words, found_or
from hub.programmes.cases import NO_PROGRAMME, programme_named
from hub.programmes.scans import MOST_SCAN, kind_of
from hub.programmes.speaking import ties_of
from hub.store.tx import Tx
from hub.web.context import HubDep
from hub.web.register_scope import reader_of

router = APIRouter()
SCAN = "s-"
"""Before the name of a scan in a form."""


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A registered word of who logged in: its number, its day and what it says."""

    number: str
    on: date
    title: Words


@router.get("/apply/{name}")
async def form(request: Request, hub: HubDep, who: CitizenDep, name: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """The programme's own form."""
    programme, sent = at_portal(who, name), tried.form
    typed: Mapping[str, str | bool] = answers_of(sent, programme, "portal") if sent is not None else {}
    rule = programme.together
    if rule is not None and sent is None and not who.acts_for_another:
        async with hub.store.read() as tx:
            typed = {rule.words: ", ".join(each.number for each in await _words(tx, hub, who, programme, rule))}
    return page(
        request,
        "apply.html",
        who,
        tried=tried,
        programme=programme,
        answers=typed,
        about=_about(hub, who),
        kept_files=await keep_files(hub, login_of(hub, who), sent.uploads() if sent is not None else ()),
    )


@router.post("/apply/{name}")
@posts(None, form)
async def apply(sent: DeedDep, name: str) -> str:
    """Register the application; a second click, and the same wish while it is undecided, is the same case.

    That its paper is ready is told at the portal by which the citizen came.
    """
    hub, who = sent.hub, sent.who
    programme = at_portal(who, name)
    command = OpenCase(
        by=HUB,
        subject=who.subject,
        applicant=await _applicant(hub, who, name),
        channel="portal",
        came_from=CITIZENS,
        answers={each: said for each, said in answers_of(sent.form, programme, "portal").items() if said != ""},
    )
    _refuse_another(sent)
    scans = await stored_scans(sent, programme)
    own = hub.hash("citizen-application", f"{who.fin}\x00{sent.form.key}")
    done = await hub.programmes.cases.open(name, command, own)
    await attach_scans(sent, done.id, scans)
    return f"{PATH}/cases/{done.id}"


async def _applicant(hub: Hub, who: Citizen, programme: str) -> str:
    """Who asks where it is for somebody else: of several FINs of who logged in the one that an act names."""
    if not who.acts_for_another:
        return ""
    async with hub.store.read() as tx:
        ties = await ties_of(tx, reader_of(hub), who.subject)
        day = (await hub.programmes.cases.context(tx)).today
    able = {each.who for each in ties.representatives(programme, day)}
    return next((each for each in sorted(who.own) if each in able), who.fin)


def _about(hub: Hub, who: Citizen) -> str:
    """What a form carries of whom it is for."""
    return hub.hash("citizen-form", who.subject)[:32]


def _refuse_another(sent: SentByCitizen) -> None:
    """Conflict where whoever sends it acts for another person by now than the one for whom it was typed."""
    about = _about(sent.hub, sent.who)
    if sent.form.text("for", about) != about:
        raise Conflict("citizen.another", _ANOTHER)


async def stored_scans(sent: SentByCitizen, programme: Programme) -> Mapping[str, tuple[str, str]]:
    """The scans that a form brings, by name: SHA-256 and kind. Refused before any of them is stored where one is no
    scan, with 429 where they are too much for a day.
    """
    files = {each.name: file for each in programme.scans if (file := sent.form.file(SCAN + each.name)) is not None}
    raw = {name: await file.read(MOST_SCAN + 1) for name, file in files.items()}
    kinds = {name: kind_of(each) for name, each in raw.items()}
    login, uploads = login_of(sent.hub, sent.who), replace(sent.hub.office.uploads, most=MOST_BYTES)
    return {name: ((await uploads.keep(login, raw[name])).sha256, kind) for name, kind in kinds.items()}


async def attach_scans(sent: SentByCitizen, case: str, scans: Mapping[str, tuple[str, str]]) -> None:
    """Attach them, each once under the form's key; an official compares them with their originals later."""
    hub = sent.hub
    for name, (sha256, kind) in scans.items():
        own = hub.hash("citizen-scan", f"{sent.who.fin}\x00{sent.form.key}\x00{name}\x00{sha256}")
        await hub.programmes.cases.act(case, AttachScan(by=HUB, name=name, sha256=sha256, media_type=kind), own)


@router.get("/word/{name}")
async def word(request: Request, hub: HubDep, who: CitizenDep, name: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """One's own words to be asked for together with others, and a new one."""
    programme = at_portal(who, name)
    rule = _rule(who, programme)
    async with hub.store.read() as tx:
        words = await _words(tx, hub, who, programme, rule)
    settlement = programme.question(rule.settlement)
    return page(request, "word.html", who, tried=tried, programme=programme, settlement=settlement, words=words)


@router.post("/word/{name}")
@posts(None, word)
async def say(sent: DeedDep, name: str) -> str:
    """Register one's own word; the same of the same settlement, while it counts, is said once."""
    hub, who = sent.hub, sent.who
    programme = at_portal(who, name)
    rule, said = _rule(who, programme), sent.form.text("settlement")
    place = found_or(
        next((each.choices.get(said) for each in programme.questions if each.name == rule.settlement), None),
        Refused("citizen.settlement", _SETTLEMENT, status=422, place="settlement"),
    )
    async with hub.store.read() as tx:
        born = (await ties_of(tx, reader_of(hub), who.fin)).born
        today = (await hub.programmes.cases.context(tx)).today
        if born is not None and is_minor(born, today):
            raise Forbidden("citizen.minor_word", _MINOR)
        earlier = await _words(tx, hub, who, programme, rule)
    title = rule.of_place(place)
    if all(each.title != title for each in earlier):
        wish = Statement(kind="application", title=title.az, text=_WISH.format(place=place.az), about=title.az)
        await lodge(hub, who, wish, f"word {name} {said} {today}")
    return f"{PATH}/word/{name}"


def _rule(who: Citizen, programme: Programme) -> TogetherRule:
    """NotFound of a programme in which nobody asks together with others; Forbidden where it would be another's word."""
    if programme.together is None:
        raise NotFound("programmes.not_at_portal", NO_PROGRAMME)
    if who.acts_for_another:
        raise Forbidden("citizen.own_word", _OWN_WORD)
    return programme.together


async def _words(tx: Tx, hub: Hub, who: Citizen, programme: Programme, rule: TogetherRule) -> list[OwnWord]:
    """One's own that count for an application of today, to wherever each is."""
    since = (await hub.programmes.cases.context(tx)).today - timedelta(days=rule.days)
    places = next(each.choices.values() for each in programme.questions if each.name == rule.settlement)
    subjects = {keys_of(hub.hash, None, each.az)[1]: each for each in (rule.about, *map(rule.of_place, places))}
    found = (await appeals_of(tx, hub.office.documents, who.fin)).values()
    return [
        OwnWord(each.registration.reg_no, each.registration.on, subjects[each.appeal.subject])
        for each in found
        if each.appeal is not None and each.appeal.subject in subjects
        if each.registration is not None and each.registration.on >= since
    ]


def at_portal(who: Citizen, name: str) -> Programme:
    """NotFound of a programme that takes no application from citizens, Forbidden where the act does not cover it."""
    programme = programme_named(name)
    if "portal" not in programme.channels:
        raise NotFound("programmes.not_at_portal", NO_PROGRAMME)
    who.need(name)
    return programme


_WISH = "Mən öz istəyimlə bu məntəqəyə qayıtmaq istəyirəm: {place}."
_ANOTHER = Words(
    "Bu forma başqa şəxs üçün açılmışdı; heç nə edilməyib. Kimin adından yazdığınıza baxıb yenidən göndərin.",
    "This form was opened for another person; nothing was done. Look for whom you write, and send it again.",
)
_SETTLEMENT = Words("Məntəqəni seçin.", "Choose the settlement.")
_MINOR = Words(
    "Uşağın yerinə sözü valideyni və ya qəyyumu deyir.", "The word for a child is that of a parent or guardian."
)
_OWN_WORD = Words(
    "Sözü hər kəs özü deyir: əvvəlcə öz səhifənizə qayıdın.",
    "Everybody says this themselves: go back to your own page first.",
)
