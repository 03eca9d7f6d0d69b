"""Change requests for the register over HTTP, for the house's officials: preview, propose, decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from hub.register.likeness import shared_signs
from hub.register.requesting import AnyWish, Preview
from hub.web import register_requests as web
from hub.web.at_stake import AtStake
from hub.web.context import HubDep, Id, StrictRoute
from hub.web.officials import ActorDep
from hub.web.register_requests import ApartBody, RequestBody, SecondWordBody, ShownRequest
from hub.web.views import Instant, Links, Said, View, from_, linked

router = APIRouter(tags=["register"], route_class=StrictRoute)


class WantedValueView(View):
    """One attribute: held, wanted, held afterwards. `stays_by` names who outweighs the wish, null where it is done."""

    name: str
    before: Any
    wanted: Any
    after: Any
    stays_by: str | None


class OpenRequestView(View):
    """Another request that waits about the same people; `same` are attributes that both would change."""

    id: str
    kind: str
    made_by: str
    made_at: Instant
    same: list[str]


class UntoldFactView(View):
    """A fact that came since two records were joined, and no key tells whose it is."""

    id: str
    group: str
    values: dict[str, Any]
    party: str = from_("source.party")
    known_from: Instant


class RestingLineView(View):
    """A right, or what was asked for: `case` is empty where it has none here, `amount` in qəpik a month."""

    title: Said
    state: str
    amount: int | None
    number: str
    case: str


class RestingView(View):
    """What rests on one record: qəpik a month, rights and cases, what is owed and was paid too much, by which lists."""

    entity: str
    allowance_qepik: int = from_("stake.allowance")
    utilities_qepik: int = from_("stake.utilities")
    rights: list[RestingLineView]
    obligations: int = from_("money.obligations")
    open_qepik: int = from_("money.open_qepik")
    overpaid_qepik: int = from_("money.overpaid_qepik")
    lists: list[str]


class PreviewView(View):
    """What would come of it now. `seen` is brought back by who proposes or agrees; `told` others hear of; of the facts
    that are `asked` the wish must say whose they are; `warnings` speak against it; `rests` says what rests on each;
    `alike` are records that look like somebody who is to be entered.
    """

    lines: list[WantedValueView]
    told: list[str]
    others: list[OpenRequestView]
    seen: str
    warnings: list[Said]
    asked: list[UntoldFactView]
    rests: list[RestingView]
    alike: list[str]


class RequestView(View):
    """A request. `preview` is null once it is decided, and where `objection` says why nothing can come of it; `number`
    is the register's, of whoever was entered by it.
    """

    id: str
    kind: str
    entities: list[str]
    ground: str
    made_by: str
    made_at: Instant
    state: str
    decided_by: str | None
    reason: str
    preview: PreviewView | None
    objection: Said | None
    number: str


class WaitingRequestView(View):
    """A request that waits for a second person."""

    id: str
    kind: str
    entities: list[str]
    made_by: str
    made_at: Instant


class WaitingRequestsView(View):
    """All that wait, the oldest first."""

    items: list[WaitingRequestView]


class PairView(View):
    """Two records that may be one person; `signs` are `name` (with the date of birth) and `document`, `stake_qepik` is
    what both are paid and what utilities bill for both a month, as it was weighed last.
    """

    one: str
    other: str
    signs: list[str]
    stake_qepik: int


class PairsView(View):
    """The queue of possible doubles, the most money at stake first; `total` counts all of it, `next` is where the rest
    begins.
    """

    items: list[PairView]
    total: int
    next: str | None


class MadeView(View):
    """Where a request is that was written down now."""

    id: str
    links: Annotated[Links, linked(self="/v1/register/requests/{}")] = from_("id")


@router.post("/v1/register/preview")
async def preview(hub: HubDep, who: ActorDep, wish: AnyWish) -> PreviewView:
    """What would come of a wish as things stand: before and after, what counts more, what else is asked for."""
    return _preview(*await web.preview(hub, who.person, wish), who)


@router.post("/v1/register/requests", status_code=201)
async def propose(hub: HubDep, who: ActorDep, body: RequestBody) -> MadeView:
    """Ask for it: nothing changes before a second person agrees. 409 where the preview is out of date."""
    made = await web.propose(hub, who.person, body.wish, body.seen)
    return MadeView.of({"id": made})


@router.get("/v1/register/requests")
async def waiting(hub: HubDep, who: ActorDep) -> WaitingRequestsView:
    """What waits for a second person."""
    found = await web.listed(hub, who.person)
    items = [WaitingRequestView.of(each, who.lang, entities=list(wish.entities)) for each, wish in found]
    return WaitingRequestsView(items=items)


class DoublesQuery(BaseModel):
    """Which part of the queue."""

    limit: int = Field(default=web.DOUBLES_A_PAGE, ge=1, le=200)
    cursor: str = Field(default="", max_length=100)


@router.get("/v1/register/doubles")
async def doubles(hub: HubDep, who: ActorDep, asked: Annotated[DoublesQuery, Query()]) -> PairsView:
    """Pairs of records that may be one person: by number and by what they look alike. Nothing is joined by itself."""
    found = await web.doubles(hub, who.person, asked.limit, asked.cursor)
    items = [
        PairView(
            one=pair.one,
            other=pair.other,
            signs=list(shared_signs(one.attributes, other.attributes)),
            stake_qepik=pair.qepik,
        )
        for pair, one, other in found.pairs
    ]
    return PairsView(items=items, total=found.total, next=found.next)


@router.post("/v1/register/doubles/apart", status_code=204)
async def apart(hub: HubDep, who: ActorDep, body: ApartBody) -> None:
    """Say that two records are two people: the pair is asked about no more."""
    await web.apart(hub, who.person, body)


@router.get("/v1/register/requests/{id}")
async def show(hub: HubDep, who: ActorDep, id: Id) -> RequestView:  # noqa: A002  # the path's name for it
    """A request with what would come of it now; that it was looked at is in the person's access history."""
    return _view(await web.show(hub, who.person, id), who)


@router.post("/v1/register/requests/{id}/decide", status_code=204)
async def decide(hub: HubDep, who: ActorDep, id: Id, body: SecondWordBody) -> None:  # noqa: A002  # the path's name
    """Apply it or refuse it with a reason. Forbidden to agree for its maker; 409 where the preview is out of date."""
    await web.decide(hub, who.person, id, body)


def _view(shown: ShownRequest, who: ActorDep) -> RequestView:
    return RequestView.of(
        shown.proposal,
        who.lang,
        entities=list(shown.wish.entities),
        ground=shown.wish.ground,
        preview=_preview(shown.preview, shown.rests, who) if shown.preview else None,
        objection=shown.objection.words if shown.objection else None,
        number=shown.number,
    )


def _preview(found: Preview, rests: Sequence[AtStake], who: ActorDep) -> PreviewView:
    lines = [WantedValueView.of(each, stays_by=each.stays_by["p"] if each.stays_by else None) for each in found.lines]
    others = [OpenRequestView.of(each, same=list(each.same)) for each in found.others]
    asked = [UntoldFactView.of(each, values=dict(each.values)) for each in found.asked]
    warnings = [each.say(who.lang) for each in found.warnings]
    resting = [
        RestingView.of(
            each,
            rights=[RestingLineView.of(line, who.lang) for line in each.lines],
            lists=list(each.money.lists),
        )
        for each in rests
    ]
    return PreviewView(
        lines=lines,
        told=list(found.told),
        others=others,
        seen=found.seen,
        warnings=warnings,
        asked=asked,
        rests=resting,
        alike=list(found.standing.alike),
    )
