"""How a citizen's appeal is shown: what was lodged, its term, and what is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from document_flow.appeals import AppealKind, Channel, Owed, forward_by
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.documents.case import Case
from document_flow.documents.state import Document
from document_flow.documents.term import appeal_of, term_of
from document_flow.documents.words import APPEALS, CHANNELS
from hub.documents.office.appeals import Earlier
from hub.errors import Lang
from hub.web.people import WhoView, who
from hub.web.problem import say

_CLOSED = ConfigDict(extra="forbid", frozen=True)


class ApplicantBody(BaseModel):
    """Who appeals; with several signers, the first."""

    model_config = _CLOSED
    name: str = Field(min_length=1, max_length=200)
    contact: str = Field(default="", max_length=300)
    fin: str = Field(default="", pattern="^([0-9A-Za-z]{7})?$", description="Personal code; repeats are found by it")


class ForwardedView(BaseModel):
    """To which body it went; `told_at` is when the citizen was told."""

    body: str
    on: date
    late: bool
    notice_owed: bool
    told_at: datetime | None


class RepeatView(BaseModel):
    """An earlier appeal of the same citizen about the same subject."""

    document: str
    reg_no: str
    registered: date
    answered: date | None


class AppealView(BaseModel):
    """The appeal with its term. Before it is registered nothing is owed, and what follows from that is null."""

    id: str
    kind: AppealKind
    kind_name: str
    channel: Channel
    channel_name: str
    applicant: ApplicantBody | None
    anonymous: bool
    signers: int
    complained_about: list[WhoView]
    reg_no: str | None
    days: int | None
    due: date | None
    sentence: str
    forward_by: date | None
    study: str
    forwarded: ForwardedView | None
    answered: date | None
    answer_owed: bool | None
    answer_owed_why: str
    repeats: list[RepeatView]


@dataclass(frozen=True, slots=True)
class Repeats:
    """The earlier appeals that may be shown, and what all of them mean for this one."""

    shown: tuple[Earlier, ...]
    owed: Owed | None


def appeal_view(document: str, case: Case, lodged: Lodged, repeats: Repeats, lang: Lang) -> AppealView:
    """All of it."""
    state, context = case.document, case.context
    appeal, term = appeal_of(state), term_of(state, context)
    return AppealView(
        id=document,
        kind=lodged.kind,
        kind_name=say(APPEALS[lodged.kind], lang),
        channel=lodged.channel,
        channel_name=say(CHANNELS[lodged.channel], lang),
        applicant=_applicant(lodged.applicant),
        anonymous=lodged.applicant is None,
        signers=lodged.signers,
        complained_about=[who(context.directory, login) for login in lodged.complained_about],
        reg_no=appeal.id if appeal else None,
        days=term.days if term else None,
        due=case.appeal_due,
        sentence=say(term.words, lang) if term else "",
        forward_by=forward_by(context.appeals, context.calendar, appeal) if appeal else None,
        study=state.study.reason if state.study else "",
        forwarded=_forwarded(state),
        answered=appeal.answered if appeal else None,
        answer_owed=repeats.owed.answer if repeats.owed else None,
        answer_owed_why=say(repeats.owed.words, lang) if repeats.owed else "",
        repeats=[
            RepeatView(
                document=each.document,
                reg_no=each.appeal.id,
                registered=each.appeal.registered,
                answered=each.appeal.answered,
            )
            for each in repeats.shown
        ],
    )


def _applicant(applicant: Applicant | None) -> ApplicantBody | None:
    if applicant is None:
        return None
    return ApplicantBody(name=applicant.name, contact=applicant.contact, fin=applicant.fin)


def _forwarded(state: Document) -> ForwardedView | None:
    made = state.forwarding
    if made is None:
        return None
    return ForwardedView(
        body=made.body, on=made.on, late=made.late, notice_owed=made.notice_owed, told_at=state.told_at
    )
