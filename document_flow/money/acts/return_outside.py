"""What was paid outside payers' files came back: the cheque was cancelled, the post returned it. It is due again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import Field, Form
from document_flow.money.acting import OFFICERS, Act, ByHand, Decision, Happened, Obligation, Standing, Words, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOutside(ByHand):
    """What was paid by the paper of this number, by the document that says so."""

    kind: Literal["return_outside"] = "return_outside"
    paper: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideReturned(Happened):
    """It is not paid any more."""

    kind: Literal["outside_returned"] = "outside_returned"
    paper: str
    document: str

    def apply(self, state: Obligation) -> Obligation:
        return replace(state, outside=tuple(each for each in state.outside if each.paper != self.paper))


def decide(standing: Standing[Obligation], command: ReturnOutside) -> Decision:
    """Of what was paid so."""
    if not command.document.strip():
        return refusal("money.no_document")
    paper = command.paper.strip()
    if paper not in {each.paper for each in standing.state.outside}:
        return refusal("money.not_paid_so", paper=paper)
    return (OutsideReturned(**standing.stamp(command.by), paper=paper, document=command.document),)


ACTS = (
    Act(
        command=ReturnOutside,
        decide=decide,
        who=OFFICERS,
        events={
            OutsideReturned: Words("fayldan kənar ödəniş geri qayıtdı", "what was paid outside payers' files came back")
        },
        forms=(
            Form(
                title=Words("Fayldan kənar ödəniş geri qayıdıb", "What was paid outside payers' files came back"),
                place="more",
                fields=(
                    Field("paper", Words("Ödəniş sənədinin nömrəsi", "Number of the paper"), "line", required=True),
                    Field(
                        "document",
                        Words("Əsas (ünvanı və ya kimliyi)", "Document (address or id)"),
                        "line",
                        required=True,
                    ),
                ),
                hint=Words(
                    "İkinci şəxs razılaşandan sonra yenidən ödənilməlidir.",
                    "It is due once a second person has agreed.",
                ),
            ),
        ),
        second=True,
    ),
)
