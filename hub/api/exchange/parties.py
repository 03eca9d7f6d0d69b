"""Parties over HTTP, for the house's administrators: how each stands, what is proposed, agreed to, or taken away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from hub.access.party_changes import waiting_changes
from hub.api.exchange.me import CredentialView, LimitView, RightView
from hub.bodies import Body, Day
from hub.web import parties as web
from hub.web.context import HubDep, Id, StrictRoute
from hub.web.officials import Actor, ActorDep
from hub.web.parties import CertificateForm, KeyForm, LimitForm, PartyForm, RightEnd, RightForm, Wish
from hub.web.views import Instant, Said, View

router = APIRouter(tags=["parties"], route_class=StrictRoute)
Name = Annotated[str, Path(max_length=63)]
Mark = Annotated[str, Path(max_length=100)]


class HeldRightView(RightView):
    """A right with who proposed it and who agreed; null for one that a sandbox gives by itself."""

    made_by: str | None
    second_by: str | None


class HeldCredentialView(CredentialView):
    """A certificate or key with who proposed it and who agreed."""

    made_by: str | None
    second_by: str | None


class DenialView(View):
    """What was asked for and refused; `code` says why."""

    at: Instant
    service: str
    action: str
    code: str


class PartyView(View):
    """One party. `created_at` is null for one that only a sandbox knows; `denials` are the newest of a month."""

    name: str
    title: Said
    created_at: Instant | None
    rights: list[HeldRightView]
    credentials: list[HeldCredentialView]
    limits: list[LimitView]
    last_call: Instant | None
    denials: list[DenialView]


class PartiesView(View):
    """All parties, by name."""

    items: list[PartyView]


class PartyProposalView(View):
    """What waits for a second administrator; `wanted` is it in words."""

    id: str
    kind: str
    party: str
    wanted: Said
    made_by: str
    made_at: Instant


class PartyProposalsView(View):
    """All that waits, the oldest first."""

    items: list[PartyProposalView]


class ProposedView(View):
    """What was proposed now, and where a second administrator agrees to it."""

    proposal: str
    agree: str


class Last(Body):
    """Its last day, in Baku; without one it ends at once."""

    on: Day | None = None


async def administrator(who: ActorDep) -> Actor:
    """The house's own administrator; Forbidden for everybody else."""
    web.need_administrator(who.person)
    return who


AdministratorDep = Annotated[Actor, Depends(administrator)]


@router.get("/v1/parties")
async def list_parties(hub: HubDep, who: AdministratorDep) -> PartiesView:
    """Every party, as each stands."""
    async with hub.store.read() as tx:
        found = await web.read_parties(tx, hub)
    return PartiesView(items=PartyView.each(found, who.lang))


@router.post("/v1/parties", status_code=201)
async def propose_party(hub: HubDep, who: AdministratorDep, body: PartyForm) -> ProposedView:
    """Propose a party; it may do nothing before a second administrator has agreed."""
    return await _propose(hub, who, body.name, body)


@router.get("/v1/parties/{party}")
async def show_party(hub: HubDep, who: AdministratorDep, party: Name) -> PartyView:
    """One party: rights, certificates and keys, limits, its last call, what it was denied."""
    async with hub.store.read() as tx:
        return PartyView.of(await web.read_party(tx, hub, party), who.lang)


@router.post("/v1/parties/{party}/rights", status_code=201)
async def propose_right(hub: HubDep, who: AdministratorDep, party: Name, body: RightForm) -> ProposedView:
    """Propose a right: to hand a format over, to ask for a purpose, or over the exchange."""
    return await _propose(hub, who, party, body)


@router.post("/v1/parties/{party}/rights/end", status_code=204)
async def end_right(hub: HubDep, who: AdministratorDep, party: Name, body: RightEnd) -> None:
    """Take a right away, at once, for a reason."""
    await web.take_right(hub, party, body.right, who.login, body.reason)


@router.post("/v1/parties/{party}/certificates", status_code=201)
async def propose_certificate(hub: HubDep, who: AdministratorDep, party: Name, body: CertificateForm) -> ProposedView:
    """Propose a certificate for mutual TLS, beside those that it has."""
    return await _propose(hub, who, party, body)


@router.post("/v1/parties/{party}/keys", status_code=201)
async def propose_key(hub: HubDep, who: AdministratorDep, party: Name, body: KeyForm) -> ProposedView:
    """Propose a public key for POST /v1/token."""
    return await _propose(hub, who, party, body)


@router.post("/v1/parties/{party}/credentials/{mark}/end", status_code=204)
async def end_credential(hub: HubDep, who: AdministratorDep, party: Name, mark: Mark, body: Last) -> None:
    """End a certificate or key, with the tokens given on it; everywhere within seconds."""
    await web.take_proof(hub, party, mark, who.login, body.on)


@router.post("/v1/parties/{party}/limits", status_code=201)
async def propose_limit(hub: HubDep, who: AdministratorDep, party: Name, body: LimitForm) -> ProposedView:
    """Propose how much it may use."""
    return await _propose(hub, who, party, body)


@router.get("/v1/party-proposals")
async def list_proposals(hub: HubDep, who: AdministratorDep) -> PartyProposalsView:
    """What waits for a second administrator."""
    async with hub.store.read() as tx:
        found = await waiting_changes(tx, hub.sealer)
    items = [
        PartyProposalView.of(each, who.lang, party=wanted.party, wanted=web.said(wanted)) for each, wanted in found
    ]
    return PartyProposalsView(items=items)


@router.post("/v1/party-proposals/{id}/agree", status_code=204)
async def agree(hub: HubDep, who: AdministratorDep, id: Id) -> None:  # noqa: A002  # the path's name for it
    """Agree to what another administrator proposes: from now on it holds. Forbidden for its maker."""
    await web.decide(hub, id, who.login, "agreed")


@router.post("/v1/party-proposals/{id}/refuse", status_code=204)
async def refuse(hub: HubDep, who: AdministratorDep, id: Id) -> None:  # noqa: A002  # the path's name for it
    """Refuse it; its maker may take it back."""
    await web.decide(hub, id, who.login, "refused")


async def _propose(hub: HubDep, who: Actor, party: str, wish: Wish) -> ProposedView:
    async with hub.store.write() as tx:
        made = await web.propose(tx, hub.sealer, hub.settings, wish, party=party, by=who.login)
    return ProposedView(proposal=made, agree=f"/v1/party-proposals/{made}/agree")
