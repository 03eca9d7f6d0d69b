"""Parties, for the house's administrators: how each stands, and forms that propose what a second person agrees to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from starlette.responses import HTMLResponse

from hub.access.credentials import ALGORITHMS
from hub.access.grants import EXCHANGE, OVER_EXCHANGE
from hub.access.parties import ASKING
from hub.access.party_changes import Wanted, ended_rights, waiting_changes
from hub.access.party_reading import Standing, standing_of
from hub.access.proposals import Outcome, Proposal
from hub.access.purposes import OF_ASKS, USAGE, purposes_of
from hub.access.rights import Right
from hub.app import Hub
from hub.bodies import Body, Day
from hub.console.drawings import Span, Spans, spans
from hub.console.pages import page
from hub.console.posting import FRESH, Sent, SentDep, TriedDep, gets, posts
from hub.console.settings.audit import SERVICES
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only
from hub.errors import HubError, NotFound, Words, found_or
from hub.exchange.ask.questions import QUESTIONS
from hub.exchange.destinations import format_name
from hub.web import parties as web
from hub.web.context import NOTHING_THERE, HubDep, id_or_404
from hub.web.parties import LIMITS, CertificateForm, KeyForm, LimitForm, PartyForm, RightChosen, RightForm, Wish, said
from routes.recipients import given

T = TypeVar("T")
router = APIRouter(dependencies=[Depends(house_only)])
_HERE = f"{PATH}/settings/parties"
_ACTIONS: Mapping[str, Words] = {
    "send": Words("məlumat vermək", "hand over"),
    "ask": Words("soruşmaq", "ask"),
    "agency": Words("mübadilədə iştirak", "take part in the exchange"),
    "operate": Words("mübadiləni idarə etmək", "operate the exchange"),
    "approve": Words("ikinci şəxs olmaq", "be the second person"),
    "committee": Words("komitənin özü", "be the committee"),
}
PROOFS: Mapping[str, Words] = {
    "certificate": Words("sertifikat", "certificate"),
    "key": Words("açıq açar", "public key"),
    "ssh": Words("SFTP açarı", "key for SFTP"),
    "api_key": Words("sınaq açarı", "key of the sandbox"),
}


@dataclass(frozen=True, slots=True)
class WishForm:
    """One of the forms: its title, and the model that reads it."""

    title: Words
    model: type[Wish]


FORMS: Mapping[str, WishForm] = {
    "right": WishForm(Words("Yeni hüquq", "New right"), RightForm),
    "certificate": WishForm(Words("Yeni sertifikat", "New certificate"), CertificateForm),
    "key": WishForm(Words("Yeni açıq açar", "New public key"), KeyForm),
    "limit": WishForm(Words("Yeni hədd", "New limit"), LimitForm),
}
OUTCOMES: Mapping[str, Outcome] = {"agreed": "agreed", "refused": "refused"}


class Proof(Body):
    """A certificate or key to be ended, and its last day; without one it ends at once."""

    mark: str = Field(min_length=1)
    on: Day | None = None


@router.get("/settings/parties")
@gets(Right.CONFIGURE)
async def list_parties(request: Request, hub: HubDep, who: ViewerDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """Every party: what it may, what ends soonest, when it last called, and what waits for a second administrator."""
    async with hub.store.read() as tx:
        found = await web.read_parties(tx, hub)
        proposals = _told(await waiting_changes(tx, hub.sealer))
    return await page(request, who, "settings/parties.html", tried=tried, parties=found, proposals=proposals)


@router.get("/settings/new-party")
@gets(Right.CONFIGURE)
async def new_party(request: Request, who: ViewerDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """The form of a new party."""
    over = [(each.value, who.say(_ACTIONS[each])) for each in OVER_EXCHANGE]
    return await page(request, who, "settings/new_party.html", tried=tried, over=over)


@router.post("/settings/parties")
@posts(Right.CONFIGURE, new_party, otherwise="name", beside={"roles": "over"}, shows=HubError, status=422)
async def propose_party(sent: SentDep) -> str:
    """Propose a party; it may do nothing before a second administrator has agreed."""
    wish = sent.read(PartyForm)
    await _propose(sent, wish.name, wish)
    return f"{_HERE}#proposals"


@router.get("/settings/parties/{name}")
@gets(Right.CONFIGURE, "{name}")
async def one_party(request: Request, hub: HubDep, who: ViewerDep, name: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """One party, whole."""
    async with hub.store.read() as tx:
        standing, now = await web.read_party(tx, hub, name), await tx.now()
        proposals = [each for each in _told(await waiting_changes(tx, hub.sealer)) if each[1].party == name]
        ended = await ended_rights(tx, hub.sealer, name)
    return await page(
        request,
        who,
        "settings/party.html",
        tried=tried,
        party=standing,
        proposals=proposals,
        ended=ended,
        picture=_picture(standing, who, now),
        forms=FORMS,
        actions=_ACTIONS,
        proofs=PROOFS,
        limits=LIMITS,
        last_day=web.last_day,
        day_of=web.day_of,
    )


@router.get("/settings/parties/{name}/new/{what}")
@gets(Right.CONFIGURE, "{name}")
async def new_wish(
    request: Request, hub: HubDep, who: ViewerDep, name: str, what: str, tried: TriedDep = FRESH
) -> HTMLResponse:
    """The form of one more right, certificate, key or limit."""
    form = _among(FORMS, what)
    async with hub.store.read() as tx:
        standing = await standing_of(tx, name)
    return await page(
        request,
        who,
        "settings/party_form.html",
        tried=tried,
        party=standing,
        what=what,
        form=form,
        services=_services(hub),
        purposes=[(code, who.say(words)) for code, words in {**OF_ASKS, **purposes_of(USAGE)}.items()],
        over=[(each.value, who.say(_ACTIONS[each])) for each in OVER_EXCHANGE],
        algorithms=ALGORITHMS,
        limits=[(each.value, who.say(words)) for each, words in LIMITS.items()],
    )


@router.post("/settings/parties/{name}/new/{what}")
@posts(Right.CONFIGURE, new_wish, otherwise="{what}", shows=HubError, status=422)
async def propose(sent: SentDep, name: str, what: str) -> str:
    """Propose it; what cannot be is said beside its field."""
    await _propose(sent, name, sent.read(_among(FORMS, what).model))
    return f"{_HERE}/{name}#proposals"


@router.post("/settings/parties/{name}/end-right")
@posts(Right.CONFIGURE, one_party, otherwise="which", shows=HubError)
async def end_right(sent: SentDep, name: str) -> str:
    """Take a right away, at once, for a reason."""
    wanted = sent.read(RightChosen)
    await web.take_right(sent.hub, name, wanted.right, sent.who.login, wanted.reason)
    return f"{_HERE}/{name}#rights"


@router.post("/settings/parties/{name}/end-proof")
@posts(Right.CONFIGURE, one_party, otherwise="mark", shows=HubError)
async def end_proof(sent: SentDep, name: str) -> str:
    """End a certificate or key, at once or after its last day."""
    wanted = sent.read(Proof)
    await web.take_proof(sent.hub, name, wanted.mark, sent.who.login, wanted.on)
    return f"{_HERE}/{name}#proofs"


@router.post("/settings/party-proposals/{proposal}/{outcome}")
@posts(Right.CONFIGURE, list_parties, otherwise="proposals", shows=HubError)
async def decide(sent: SentDep, proposal: str, outcome: str) -> str:
    """Agree to what another administrator proposes, or refuse it; its maker may take it back."""
    wanted = await web.decide(sent.hub, id_or_404(proposal), sent.who.login, _among(OUTCOMES, outcome))
    return _HERE if outcome == "refused" else f"{_HERE}/{wanted.party}"


async def _propose(sent: Sent, party: str, wish: Wish) -> None:
    async with sent.hub.store.write() as tx:
        await web.propose(tx, sent.hub.sealer, sent.hub.settings, wish, party=party, by=sent.who.login)


def _among(known: Mapping[str, T], name: str) -> T:
    """What the address names; NotFound for a word that is none, once the right was asked."""
    return found_or(known.get(name), NotFound("console.no_page", NOTHING_THERE))


def _told(found: Sequence[tuple[Proposal, Wanted]]) -> list[tuple[Proposal, Wanted, Words]]:
    return [(proposal, wanted, said(wanted)) for proposal, wanted in found]


def _services(hub: Hub) -> dict[str, Words]:
    """What a right can be to, for whoever types it: formats, questions, and what recipients are given."""
    asked = {each.service for each in QUESTIONS.values()} | {each.service for each in given()}
    codes = {*hub.formats, *(each for each in asked if each.startswith(ASKING)), EXCHANGE}
    return {each: SERVICES.get(each) or format_name(each) for each in sorted(codes)}


def _picture(standing: Standing, who: Viewer, now: int) -> Spans | None:
    """How certificates and keys follow each other; None where there are none with an end."""
    found = [
        Span(
            f"{who.say(PROOFS[each.kind])} {each.mark[:8]}…",
            each.since,
            each.until,
            "wait" if each.since > now else "heal" if each.is_ending else "ok",
        )
        for each in standing.credentials
        if each.until is not None
    ]
    return spans(found, now) if found else None
