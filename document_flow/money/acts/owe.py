"""An issued list makes what it says owed: once a person, right and period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.money.acting import MACHINE, Act, ByHand, Decision, Happened, Obligation, Standing, Words, refusal
from document_flow.money.obligation import Debt
from document_flow.money.shares import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Owe(ByHand):
    """As the list says."""

    kind: Literal["owe"] = "owe"
    debt: Debt


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed(Happened):
    """It is owed from now on, under its id."""

    kind: Literal["owed"] = "owed"
    id: str
    debt: Debt

    def apply(self, state: Obligation) -> Obligation:
        share = Share(list_id=self.debt.list_id, amount_qepik=self.debt.amount_qepik)
        return replace(state, id=self.id, debt=self.debt, shares=(share,))


def decide(standing: Standing[Obligation], command: Owe) -> Decision:
    """Said again it changes nothing; another sum is a correction, never a second obligation."""
    known, debt = standing.state.debt, command.debt
    if known is not None:
        said = refusal("money.owed_already", period=known.period, qepik=known.amount_qepik)
        return () if debt == known else said
    if debt.amount_qepik <= 0:
        return refusal("money.no_amount", qepik=debt.amount_qepik)
    name = standing.rules.obligation_id(debt.person, debt.right, debt.period)
    return (Owed(**standing.stamp(command.by), id=name, debt=debt),)


ACTS = (Act(command=Owe, decide=decide, who=MACHINE, events={Owed: Words("öhdəlik yarandı", "it is owed")}),)
