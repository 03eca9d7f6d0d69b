"""The paper, or word of its recall, went by letter: to whoever no message reaches, or none has reached in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Field, Form, Standing, Words, refusal
from document_flow.cases.acts.tell_parent import parents_to_tell
from document_flow.cases.state import Sending
from document_flow.cases.told import ApplicantTold, is_anybody_left
from document_flow.context import BAKU
from document_flow.programmes.programme import Programme

_RECEIPT = Field("no", Words("Poçt qəbzinin nömrəsi", "Number of the post's receipt"), input="line", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLetter(ByHand):
    """`no` is that of the post's receipt. The proof comes later, with the post's return slip (`prove_notice`)."""

    kind: Literal["send_letter"] = "send_letter"
    no: str


def letter_on(case: Case, programme: Programme) -> date | None:
    """From which day on a clerk has to send a letter: the paper, word of its recall, word of the application to a
    child's other parent. None where nothing is to be sent, or was sent.
    """
    days = [paper_letter_on(case, programme), *(day for _, day in parents_to_tell(case, programme))]
    return min((each for each in days if each is not None), default=None)


def paper_letter_on(case: Case, programme: Programme) -> date | None:
    """The same of the paper, or of word of its recall."""
    if case.paper is None or not is_unproven(case, programme) or letter(case) is not None:
        return None
    awaited = [each.sent_at for each in case.sendings if each.answer != "failed"]
    if not awaited:
        return case.recalled_on or case.paper.issued_on
    return max(awaited).astimezone(BAKU).date() + timedelta(days=programme.notice.days + 1)


def is_unproven(case: Case, programme: Programme) -> bool:
    """Whether it is to be proven yet that its paper, or word of its recall, has reached somebody."""
    is_addressed = case.recalled_on is None or is_anybody_left(programme, case, case.values)
    return case.is_told and case.notice is None and is_addressed


def letter(case: Case) -> Sending | None:
    """The letter that went."""
    return next((each for each in case.sendings if each.way == "letter"), None)


def decide(standing: Standing, command: SendLetter) -> Decision:
    """Of an issued paper, or of a recall, that is not proven to have reached anybody; once."""
    case, stamp = standing.case, standing.stamp(command.by)
    if refused := standing.told():
        return refused
    if case.paper is None:
        return refusal("cases.not_in_effect")
    if case.notice is not None:
        return refusal("cases.noticed", day=case.notice.at.astimezone(BAKU).date())
    if not command.no.strip():
        return refusal("cases.empty", field="no")
    sent = letter(case)
    if sent is not None:
        return refusal("cases.letter_sent", no=sent.no)
    made = Sending(no=command.no.strip(), way="letter", sent_at=stamp["at"], by=command.by)
    return (ApplicantTold(**stamp, sendings=(made,)),)


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
                fields=(_RECEIPT,),
            ),
        ),
    ),
)
