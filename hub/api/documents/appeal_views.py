"""How a citizen's appeal is shown: what was lodged, its term, and what is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from document_flow.appeals import AppealKind, Channel, Owed, forward_by
from document_flow.documents.appeal import Lodged
from document_flow.documents.case import Case
from document_flow.documents.term import appeal_of, term_of
from document_flow.documents.words import APPEALS, CHANNELS
from hub.bodies import Body
from hub.documents.office.appeals import Earlier
from hub.errors import Lang
from hub.web.people import Reader, Who
from hub.web.views import Said, View, from_, named


class ApplicantBody(Body):
    """Who appeals; with several signers, the first."""

    name: str = Field(min_length=1, max_length=200)
    contact: str = Field(default="", max_length=300)
    fin: str = Field(
        default="",
        pattern="^([0-9A-Za-z]{7}|[Qq][0-9]{9})?$",
        description="FIN or register number; repeats are found by it",
    )


class ForwardedView(View):
    """To which body it went; `told_at` is when the citizen was told."""

    body: str
    on: date
    late: bool
    notice_owed: bool
    told_at: datetime | None


class RepeatView(View):
    """An earlier appeal of the same citizen about the same subject."""

    document: str
    reg_no: str = from_("appeal.id")
    registered: date = from_("appeal.registered")
    answered: date | None = from_("appeal.answered")


class AppealView(View):
    """The appeal with its term. Before it is registered nothing is owed, and what follows from that is null."""

    id: str
    kind: AppealKind
    kind_name: Annotated[str, named(APPEALS.get)] = from_("kind")
    channel: Channel
    channel_name: Annotated[str, named(CHANNELS.get)] = from_("channel")
    applicant: ApplicantBody | None
    anonymous: bool
    signers: int
    complained_about: list[Who]
    reg_no: str | None
    days: int | None
    due: date | None
    sentence: Said
    forward_by: date | None
    study: str
    forwarded: ForwardedView | None
    answered: date | None
    answer_owed: bool | None
    answer_owed_why: Said
    repeats: list[RepeatView]


@dataclass(frozen=True, slots=True)
class Repeats:
    """The earlier appeals that may be shown, and what all of them mean for this one."""

    shown: tuple[Earlier, ...]
    owed: Owed | None


def appeal_view(document: str, case: Case, lodged: Lodged, repeats: Repeats, lang: Lang) -> AppealView:
    """All of it."""
    state, context = case.document, case.context
    appeal, term, owed, gone = appeal_of(state), term_of(state, context), repeats.owed, state.forwarding
    said = lodged.applicant
    return AppealView.of(
        lodged,
        Reader(lang, context.directory),
        id=document,
        applicant=None if said is None else ApplicantBody(name=said.name, contact=said.contact, fin=said.fin),
        anonymous=said is None,
        reg_no=appeal.id if appeal else None,
        days=term.days if term else None,
        due=case.appeal_due,
        sentence=term.words if term else "",
        forward_by=forward_by(context.appeals, context.calendar, appeal) if appeal else None,
        study=state.study.reason if state.study else "",
        forwarded=ForwardedView.of(gone, told_at=state.told_at) if gone else None,
        answered=appeal.answered if appeal else None,
        answer_owed=owed.answer if owed else None,
        answer_owed_why=owed.words if owed else "",
        repeats=repeats.shown,
    )
