"""The paper, word of its recall, or an invitation went by letter: to whoever no message reaches, or reached in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Field, Form, Refusal, Standing, Words, refusal
from document_flow.cases.acts.prove_notice import ABOUT
from document_flow.cases.acts.tell_parent import parents_to_tell
from document_flow.cases.standing import PROTECTORS
from document_flow.cases.state import About, Sending
from document_flow.cases.told import ApplicantTold, can_prove, is_anybody_left, to_prove
from document_flow.context import BAKU
from document_flow.programmes.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLetter(ByHand):
    """`no` is that of the post's receipt. The proof comes later, with the post's return slip (`prove_notice`)."""

    kind: Literal["send_letter"] = "send_letter"
    no: str
    about: About | Literal[""] = ""


def letter_on(case: Case, programme: Programme) -> date | None:
    """From which day on a clerk has to send a letter: the paper, word of its recall, an invitation, word of the
    application to a child's other parent. None where nothing is to be sent, or was sent.
    """
    days = [
        paper_letter_on(case, programme),
        invitation_letter_on(case, programme),
        *(day for _, day in parents_to_tell(case, programme)),
    ]
    return min((each for each in days if each is not None), default=None)


def paper_letter_on(case: Case, programme: Programme) -> date | None:
    """The same of the paper, or of word of its recall."""
    if case.paper is None or not is_unproven(case, programme) or _letter(case.sendings) is not None:
        return None
    return _from_day(programme, case.recalled_on or case.paper.issued_on, case.sendings)


def invitation_letter_on(case: Case, programme: Programme) -> date | None:
    """The same of an invitation, whose day comes soon: only what can prove that it has come is waited for."""
    told = case.addressed("hearing")
    if told is None or told.notice is not None or _letter(told.sendings) is not None:
        return None
    return _from_day(programme, told.since, [each for each in told.sendings if can_prove(case, each)])


def _from_day(programme: Programme, since: date, sendings: Iterable[Sending]) -> date:
    awaited = [each.sent_at for each in sendings if each.answer != "failed"]
    return max(awaited).astimezone(BAKU).date() + timedelta(days=programme.notice.days + 1) if awaited else since


def is_unproven(case: Case, programme: Programme) -> bool:
    """Whether it is to be proven yet that its paper, or word of its recall, has reached somebody."""
    is_addressed = case.recalled_on is None or is_anybody_left(programme, case, case.values)
    return case.is_told and case.notice is None and is_addressed


def _letter(sendings: Iterable[Sending]) -> Sending | None:
    """The letter that went."""
    return next((each for each in sendings if each.way == "letter"), None)


def decide(standing: Standing, command: SendLetter) -> Decision:
    """Of an issued paper, of a recall or of an invitation that is not proven to have reached anybody; once. To an
    address that is protected by whoever may see it.
    """
    case, stamp = standing.case, standing.stamp(command.by)
    if refused := standing.told():
        return refused
    if standing.is_protected and (refused := standing.hand(command.by, PROTECTORS)):
        return refused
    found = to_prove(case, command.about)
    if isinstance(found, Refusal):
        return found
    about, told = found
    if not command.no.strip():
        return refusal("cases.empty", field="no")
    sent = _letter(told.sendings)
    if sent is not None:
        return refusal("cases.letter_sent", no=sent.no)
    made = Sending(no=command.no.strip(), way="letter", sent_at=stamp["at"], by=command.by)
    return (ApplicantTold(**stamp, sendings=(made,), about=about),)


ACTS = (
    Act(
        command=SendLetter,
        decide=decide,
        events={},
        forms=(
            Form(
                title=Words("Məktubun göndərildiyini yaz", "Note that a letter was sent"),
                place="now",
                rank=11,
                fields=(
                    ABOUT,
                    Field(
                        "no",
                        Words("Poçt qəbzinin nömrəsi", "Number of the post's receipt"),
                        input="line",
                        required=True,
                    ),
                ),
            ),
        ),
    ),
)
