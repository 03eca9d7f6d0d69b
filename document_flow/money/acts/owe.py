"""An issued list makes what it says owed: once a person, right and period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.money.acting import MACHINE, Act, ByHand, Decision, Happened, Obligation, Standing, Words, refusal
from document_flow.money.obligation import Debt


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
        return replace(state, id=self.id, debt=self.debt)


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
