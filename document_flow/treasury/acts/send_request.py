"""A second officer signs the request, and it goes to the treasury with a letter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.act import Act
from document_flow.form import Field, Form
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.second_person import refuse_same_person
from document_flow.treasury.standing import Decision, Standing, refusal
from document_flow.treasury.state import ANSWER, TreasuryRequest
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest(ByHand):
    """As it was counted, with the letter of that number."""

    kind: Literal["send_request"] = "send_request"
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSent(Happened):
    """An answer is awaited until the end of `due`."""

    kind: Literal["request_sent"] = "request_sent"
    document: str
    due: date

    def apply(self, state: TreasuryRequest) -> TreasuryRequest:
        return replace(state, phase="sent", signed_by=self.by, document=self.document, day=self.day, due=self.due)


def decide(standing: Standing, command: SendRequest) -> Decision:
    """Never by whoever opened it, nor while a list says something else than its rows."""
    context, document = standing.context, command.document.strip()
    refused = standing.unless("counted") or refuse_same_person(command.by, {standing.state.opened_by})
    if refused is None and not standing.adds_up:
        refused = refusal("treasury.differs")
    if refused is None and not document:
        refused = refusal("treasury.no_basis")
    due = context.last_day(ANSWER.end(context.today, context.calendar))
    return refused or (RequestSent(**standing.stamp(command.by), document=document, due=due),)


ACTS = (
    Act(
        command=SendRequest,
        decide=decide,
        who=OFFICERS,
        events={RequestSent: Words("imzalandı və xəzinədarlığa göndərildi", "signed, and sent to the treasury")},
        forms=(
            Form(
                title=Words("İmzala və xəzinədarlığa göndər", "Sign, and send to the treasury"),
                place="now",
                tone="primary",
                rank=10,
                fields=(Field("document", Words("Məktubun nömrəsi", "Number of the letter"), "line", required=True),),
            ),
        ),
        seen=True,
    ),
)
