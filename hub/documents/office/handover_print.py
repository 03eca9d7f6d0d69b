"""The handover act on paper (təhvil-təslim aktı): every document of the act with its state and its last day."""

from __future__ import annotations

from datetime import date, datetime

from document_flow.context import BAKU, Context
from document_flow.documents.state import status_of
from document_flow.documents.words import STATUSES
from document_flow.people import Directory
from document_flow.rendering.forms import PrintKind
from document_flow.rendering.models.acts import HandedOver, HandoverAct
from document_flow.rendering.models.parts import Body, Signatory
from document_flow.rendering.refusals import RenderRefused
from document_flow.rendering.render import render
from document_flow.words import Words
from hub.clock import SECOND
from hub.documents.office.handovers import Act, Item
from hub.errors import Lang, Refused

_NOT_REGISTERED = "—"


def print_act(act: Act, context: Context, body: Body, lang: Lang) -> bytes:
    """The act as PDF/A. The same act in the same state gives the same bytes; Refused where it does not fit its form.

    It is marked where legal time has been moved, which only a sandbox does.
    """
    directory = act.told(context.directory)
    made = HandoverAct(
        body=body,
        no=act.wanted.act,
        day=_day(act.created_at),
        place="Bakı",
        basis=act.wanted.reason,
        giver=_signatory(directory, act.wanted.leaver),
        taker=_signatory(directory, act.wanted.receiver),
        items=tuple(_line(item, act) for item in act.items),
    )
    try:
        return render(PrintKind.HANDOVER_ACT, made, lang=lang, sample=context.played)
    except RenderRefused as refused:
        raise Refused(refused.code, Words(refused.words.az, refused.words.en), status=422) from refused


def _line(item: Item, act: Act) -> HandedOver:
    registered = item.state.registration
    begun = item.state.created_at
    day = registered.on if registered else begun.astimezone(BAKU).date() if begun else _day(act.created_at)
    return HandedOver(
        reg_no=registered.reg_no if registered else _NOT_REGISTERED,
        day=day,
        title=item.state.title,
        state=STATUSES[status_of(item.state)],
        due=min((part.due for part in item.parts if part.due), default=None),
    )


def _signatory(directory: Directory, login: str) -> Signatory:
    official = directory.officials.get(login)
    return Signatory(official.position if official else Words("", ""), directory.name(login))


def _day(instant: int) -> date:
    return datetime.fromtimestamp(instant / SECOND, BAKU).date()
