"""Another list says what is owed already: nothing is owed twice, and what had come back is that list's from now on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.money.acting import MACHINE, Act, ByHand, Decision, Happened, Obligation, Standing, Words, refusal
from document_flow.money.shares import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAgain(ByHand):
    """As that list says, of arrears or of a period that was issued."""

    kind: Literal["list_again"] = "list_again"
    list_id: str
    amount_qepik: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAgain(Happened):
    """Of its sum `over_qepik` had come back and are paid by this list; the rest is not paid by it."""

    kind: Literal["listed_again"] = "listed_again"
    list_id: str
    amount_qepik: int
    over_qepik: int

    def apply(self, state: Obligation) -> Obligation:
        share = Share(list_id=self.list_id, amount_qepik=self.amount_qepik, again=True, over_qepik=self.over_qepik)
        return replace(state, shares=(*state.shares, share))


def decide(standing: Standing[Obligation], command: ListAgain) -> Decision:
    """Said again by the same list it changes nothing."""
    state, amount = standing.state, command.amount_qepik
    for each in state.shares:
        if each.list_id == command.list_id:
            known = refusal("money.other_sum", document=command.list_id, qepik=each.amount_qepik)
            return () if each.amount_qepik == amount else known
    if state.debt is None or amount <= 0:
        return refusal("money.no_amount", qepik=amount)
    over = max(min(amount, state.due_qepik - state.open_qepik), 0)
    again = ListedAgain(**standing.stamp(command.by), list_id=command.list_id, amount_qepik=amount, over_qepik=over)
    return (again,)


ACTS = (
    Act(
        command=ListAgain,
        decide=decide,
        who=MACHINE,
        events={ListedAgain: Words("başqa siyahıda da göstərildi", "another list says it too")},
    ),
)
