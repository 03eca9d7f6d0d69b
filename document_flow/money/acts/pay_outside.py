"""What is due is paid outside the bank's file, to who has no account: by a cheque of the treasury, by post, at a desk.

One officer names the paper by which it was paid, another who has seen it agrees: only then is it paid. Until it is
agreed to or refuted, no instruction is made for it; after that, nothing is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.form import REASON, Field, Form, Option
from document_flow.money.acting import OFFICERS, Act, ByHand, Decision, Happened, Obligation, Standing, Words, refusal
from document_flow.money.obligation import Outside, Way
from document_flow.second_person import refuse_same_person

WAYS: Mapping[Way, Words] = {
    "treasury_cheque": Words("xəzinədarlıq çeki", "cheque of the treasury"),
    "post": Words("poçt", "post"),
    "cash_desk": Words("kassa", "cash desk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOutside(ByHand):
    """All that is due was paid so, by the paper of this number, on that day."""

    kind: Literal["pay_outside"] = "pay_outside"
    way: Way
    paper: str
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeOutside(ByHand):
    """A second officer has the paper in hand."""

    kind: Literal["agree_outside"] = "agree_outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuteOutside(ByHand):
    """It was not paid so; whoever proposed it may say that too."""

    kind: Literal["refute_outside"] = "refute_outside"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideProposed(Happened):
    """It waits for a second person."""

    kind: Literal["outside_proposed"] = "outside_proposed"
    way: Way
    paper: str
    paid_on: date
    amount_qepik: int

    def apply(self, state: Obligation) -> Obligation:
        made = Outside(way=self.way, paper=self.paper, paid_on=self.paid_on, amount_qepik=self.amount_qepik, by=self.by)
        return replace(state, proposed=made)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideAgreed(Happened):
    """It is paid."""

    kind: Literal["outside_agreed"] = "outside_agreed"

    def apply(self, state: Obligation) -> Obligation:
        agreed = (state.proposed,) if state.proposed else ()
        return replace(state, outside=(*state.outside, *agreed), proposed=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideRefuted(Happened):
    """It is due as before."""

    kind: Literal["outside_refuted"] = "outside_refuted"
    reason: str

    def apply(self, state: Obligation) -> Obligation:
        return replace(state, proposed=None)


def _pay(standing: Standing[Obligation], command: PayOutside) -> Decision:
    """Of what is due, while no bank has it and nobody else says that it was paid."""
    state, paid_on = standing.state, command.paid_on
    if state.proposed is not None:
        return refusal("money.outside_proposed", paper=state.proposed.paper)
    if in_flight := state.in_flight:
        return refusal(f"money.{in_flight.status}", reference=in_flight.reference)
    if state.debt is None or state.due_qepik <= 0:
        return refusal("money.nothing_due")
    if not command.paper.strip():
        return refusal("money.no_paper")
    if paid_on > standing.context.today or f"{paid_on:%Y}" < state.debt.period[:4]:
        return refusal("money.outside_day", day=paid_on)
    proposed = OutsideProposed(
        **standing.stamp(command.by),
        way=command.way,
        paper=command.paper.strip(),
        paid_on=paid_on,
        amount_qepik=state.due_qepik,
    )
    return (proposed,)


def _agree(standing: Standing[Obligation], command: AgreeOutside) -> Decision:
    """To the sum that was due when it was proposed, if that is due still."""
    state, proposed = standing.state, standing.state.proposed
    if proposed is None:
        return refusal("money.no_outside")
    if refused := refuse_same_person(command.by, {proposed.by}):
        return refused
    if state.due_qepik != proposed.amount_qepik:
        return refusal("money.outside_sum", said=proposed.amount_qepik, due=state.due_qepik)
    return (OutsideAgreed(**standing.stamp(command.by)),)


def _refute(standing: Standing[Obligation], command: RefuteOutside) -> Decision:
    if standing.state.proposed is None:
        return refusal("money.no_outside")
    if not command.reason.strip():
        return refusal("money.no_reason")
    return (OutsideRefuted(**standing.stamp(command.by), reason=command.reason.strip()),)


_PROPOSED = {OutsideProposed: Words("bank faylından kənar ödəniş təklif olundu", "said to be paid outside the bank")}
_AGREED = {OutsideAgreed: Words("bank faylından kənar ödənildi", "paid outside the bank's file")}
_REFUTED = {OutsideRefuted: Words("bank faylından kənar ödəniş təkzib olundu", "not paid outside the bank's file")}
_PAY = Form(
    title=Words("Bank faylından kənar ödənilib", "Paid outside the bank file"),
    place="now",
    fields=(
        Field(
            "way",
            Words("Necə", "How"),
            "choice",
            required=True,
            options=tuple(Option(code, words) for code, words in WAYS.items()),
        ),
        Field("paper", Words("Ödəniş sənədinin nömrəsi", "Number of the paper"), "line", required=True),
        Field("paid_on", Words("Ödəniş günü", "Day of the payment"), "date", required=True),
    ),
    hint=Words("İkinci şəxs razılaşandan sonra ödənilmiş sayılır.", "It is paid once a second person has agreed."),
)
_AGREE = Form(
    title=Words("Kənar ödənişlə razılaşılır", "Agree that it was paid outside"),
    place="now",
    tone="primary",
    hint=Words("Ödəniş sənədini özünüz görün.", "See the paper yourself."),
)
_REFUTE = Form(
    title=Words("Kənar ödəniş təkzib edilir", "Refute that it was paid outside"),
    place="more",
    tone="danger",
    fields=(REASON,),
)
ACTS = (
    Act(command=PayOutside, decide=_pay, who=OFFICERS, events=_PROPOSED, forms=(_PAY,)),
    Act(command=AgreeOutside, decide=_agree, who=OFFICERS, events=_AGREED, forms=(_AGREE,)),
    Act(command=RefuteOutside, decide=_refute, who=OFFICERS, events=_REFUTED, forms=(_REFUTE,)),
)
