"""Handover acts (təhvil-təslim aktı): every document of a leaver with its state, then handed over one by one."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from document_flow.documents.parts import PART_WORDS, PartName
from document_flow.documents.state import status_of
from document_flow.documents.words import STATUSES
from document_flow.people import Directory
from hub.access.second_person import is_second_person, need_second_person, refuse_for_oneself
from hub.app import Hub
from hub.bodies import Body
from hub.documents.office.handovers import DONE, Act, HandoverWish, Item, act_of, carry_out, draw_up
from hub.errors import Lang, NotFound, Refused, Words, found_or
from hub.web.context import HubDep, KeyHeader, id_or_404
from hub.web.officials import Actor, OfficialDep
from hub.web.people import Reader, Who
from hub.web.views import Instant, Links, View, as_, from_, linked, named

_Login = Annotated[str, Field(min_length=1, max_length=100)]


class HandoverBody(Body, populate_by_name=True):
    """Whose work goes to whom; `act` is the number of the act."""

    leaver: _Login = Field(alias="from")
    receiver: _Login = Field(alias="to")
    act: str = Field(min_length=1, max_length=60)
    reason: str = Field(min_length=1, max_length=1000)


class PartView(View):
    """One part: as whom, in which resolution or stage, how that stands and until when."""

    name: PartName
    name_text: Annotated[str, named(PART_WORDS.get)] = from_("name")
    place: str
    status: str
    due: date | None
    suspended: bool


class HandedOverView(View):
    """One document. `outcome` is null before it was tried, then `done` or the code of the refusal."""

    document: str
    reg_no: str | None
    title: str = from_("state.title")
    status: str
    status_name: Annotated[str, named(STATUSES.get)] = from_("status")
    parts: list[PartView]
    outcome: str | None
    href: Annotated[str, as_("/v1/documents/{}".format)] = from_("document")


class HandoverView(View):
    """An act. `done + refused + open` are all its documents; carry it out again to go on with what is not done.

    `may_carry_out` says whether you may: a second person does.
    """

    id: str
    act: str = from_("wanted.act")
    leaver: Who = from_("wanted.leaver")
    receiver: Who = from_("wanted.receiver")
    reason: str = from_("wanted.reason")
    made_by: Who
    created_at: Instant
    done: int
    refused: int
    open: int
    may_carry_out: bool
    documents: list[HandedOverView]
    links: Annotated[Links, linked(**{"self": "/v1/handovers/{}", "carry-out": "/v1/handovers/{}/carry-out"})] = from_(
        "id"
    )


async def draw(hub: HubDep, official: OfficialDep, body: HandoverBody, key: KeyHeader) -> HandoverView:
    """Draw up the act; nothing is handed over yet. By the registry and heads."""
    official.need("clerk", "head")
    refuse_for_oneself(official.login, (body.receiver,))
    wanted = HandoverWish(body.leaver, body.receiver, body.act, body.reason)
    directory = (await hub.office.documents.around()).directory
    receiver = directory.officials.get(wanted.receiver)
    if wanted.leaver == wanted.receiver or receiver is None or not receiver.active:
        raise Refused("handovers.receiver", _RECEIVER, status=422, place="/to")
    name = await draw_up(hub.office.documents, official.login, key, wanted)
    return _view(await act_named(hub, name), directory, official)


async def show(hub: HubDep, official: OfficialDep, handover_id: str) -> HandoverView:
    """The act, and what became of each document."""
    official.need("clerk", "head")
    directory = (await hub.office.documents.around()).directory
    return _view(await act_named(hub, id_or_404(handover_id)), directory, official)


async def carry(hub: HubDep, official: OfficialDep, handover_id: str) -> HandoverView:
    """Hand over what is not done yet: one command a document, each with its own result. Harmless to repeat.

    By a second person: never by whoever drew the act up, nor by whoever receives.
    """
    official.need("clerk", "head")
    act = await act_named(hub, id_or_404(handover_id))
    need_second_person(official.login, act.made_by)
    refuse_for_oneself(official.login, (act.wanted.receiver,))
    await carry_out(hub.office.documents, act, official.login)
    directory = (await hub.office.documents.around()).directory
    return _view(await act_named(hub, act.id), directory, official)


async def act_named(hub: Hub, name: str) -> Act:
    """The act of an address; NotFound where there is none."""
    async with hub.store.read() as tx:
        return found_or(await act_of(tx, hub.office.documents, name), NotFound("handovers.unknown", UNKNOWN))


def _view(act: Act, directory: Directory, official: Actor) -> HandoverView:
    """Without the documents that are about whoever looks."""
    items = [item for item in act.items if official.login not in item.state.barred]
    return HandoverView.of(
        act,
        Reader(official.lang, act.told(directory)),
        done=sum(item.outcome == DONE for item in items),
        refused=sum(item.outcome not in (DONE, None) for item in items),
        open=sum(item.outcome is None for item in items),
        may_carry_out=is_second_person(official.login, act.made_by, act.wanted.receiver),
        documents=[_item(item, official.lang) for item in items],
    )


def _item(item: Item, lang: Lang) -> HandedOverView:
    state = item.state
    number = state.registration.reg_no if state.registration else None
    return HandedOverView.of(item, lang, reg_no=number, status=status_of(state))


_RECEIVER = Words(
    "İşləri qəbul edən tanınmır, artıq işləmir və ya təhvil verənin özüdür.",
    "Who is to receive is not known, has left, or is the one who hands over.",
)
UNKNOWN = Words("Belə təhvil-təslim aktı yoxdur.", "There is no such handover act.")
