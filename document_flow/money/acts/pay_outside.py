"""What is due is paid outside payers' files, to who has no account: by a cheque of the treasury, by post, at a desk.

One officer names the paper by which it was paid, another who has seen it agrees: only then is it paid. As long as that
waits, no instruction is made for it; after that, nothing is due. While a bank has an instruction, what it was never
asked for may be paid so: what came to be owed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.form import Field, Form, Option
from document_flow.money.acting import OFFICERS, Act, ByHand, Decision, Happened, Obligation, Standing, Words, refusal
from document_flow.money.obligation import Outside, Way

WAYS: Mapping[Way, Words] = {
    "treasury_cheque": Words("xəzinədarlıq çeki", "cheque of the treasury"),
    "post": Words("poçt", "post"),
    "cash_desk": Words("kassa", "cash desk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOutside(ByHand):
    """All that is due and that no bank has was paid so, by the paper of this number and sum, on that day."""

    kind: Literal["pay_outside"] = "pay_outside"
    way: Way
    paper: str
    paid_on: date
    amount_qepik: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidOutside(Happened):
    """It is paid."""

    kind: Literal["paid_outside"] = "paid_outside"
    way: Way
    paper: str
    paid_on: date
    amount_qepik: int

    def apply(self, state: Obligation) -> Obligation:
        paid = Outside(way=self.way, paper=self.paper, paid_on=self.paid_on, amount_qepik=self.amount_qepik)
        after = replace(state, outside=(*state.outside, paid))
        if state.in_flight is None:
            return after
        return replace(after, tried_qepik=min(state.tried_qepik + self.amount_qepik, state.owed_qepik))


def decide(standing: Standing[Obligation], command: PayOutside) -> Decision:
    """Of what is due and no bank has."""
    state, paid_on = standing.state, command.paid_on
    if (in_flight := state.in_flight) and not state.apart_qepik:
        return refusal(f"money.{in_flight.status}", reference=in_flight.reference)
    if state.debt is None or state.apart_qepik <= 0:
        return refusal("money.nothing_due")
    if command.amount_qepik != state.apart_qepik:
        return refusal("money.outside_sum", said=command.amount_qepik, due=state.apart_qepik)
    if not command.paper.strip():
        return refusal("money.no_paper")
    if command.paper.strip() in {each.paper for each in state.outside}:
        return refusal("money.paper_known", paper=command.paper.strip())
    if paid_on > standing.context.today or f"{paid_on:%Y}" < state.debt.period[:4]:
        return refusal("money.outside_day", day=paid_on)
    paid = PaidOutside(
        **standing.stamp(command.by),
        way=command.way,
        paper=command.paper.strip(),
        paid_on=paid_on,
        amount_qepik=command.amount_qepik,
    )
    return (paid,)


ACTS = (
    Act(
        command=PayOutside,
        decide=decide,
        who=OFFICERS,
        events={PaidOutside: Words("fayldan kənar ödənildi", "paid outside payers' files")},
        forms=(
            Form(
                title=Words("Fayldan kənar ödənilib", "Paid outside payers' files"),
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
                    Field(
                        "amount_qepik",
                        Words("Sənəddəki məbləğ, manat", "Sum on the paper, manat"),
                        "amount",
                        required=True,
                    ),
                ),
                hint=Words(
                    "İkinci şəxs razılaşandan sonra ödənilmiş sayılır.", "It is paid once a second person has agreed."
                ),
            ),
        ),
        second=True,
    ),
)
