"""Checks of payments (*yoxlama*), those in a sample: the declaration of their room. No page of it names anybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from document_flow.context import Context
from document_flow.people import HUB
from document_flow.sampling.kernel import CHECKS_ROOM
from document_flow.sampling.standing import Standing
from document_flow.sampling.state import PaymentCheck
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind, Lead, Needs, Step, Stored
from hub.money.standing import fin_of_person, related_to
from hub.store.tx import Tx

NOT_RECEIVED: Final = "not_received"
"""The kind of the task: the payee says that the money did not come, or not whole."""
# Who issued the list stands in the list's history alone: of the obligation the hub itself says that it is owed.
_HANDS = (
    "SELECT actor FROM obligation_events WHERE obligation_id = :obligation UNION SELECT actor FROM aggregate_events"
    " WHERE aggregate_id = :list AND kind = 'list_issued'"
)


async def _standing(needs: Needs, tx: Tx, stored: Stored[PaymentCheck], login: str) -> Standing[PaymentCheck]:
    """With who issued the list or had a hand in its payment, and whether this official is too near to it."""
    state, context = stored.state, await needs.context(tx)
    if login == HUB or not state.obligation:
        return Standing(state, context)
    hands = await tx.fetch(_HANDS, {"obligation": state.obligation, "list": state.list_id})
    fins = {await fin_of_person(needs, tx, each) for each in {state.payee, state.person}}
    related = [await related_to(needs, tx, login, fin) for fin in fins]
    issuers = frozenset(row["actor"] for row in hands) - {HUB}
    return Standing(state, context, issuers, related=frozenset[str]().union(*related))


async def _follows(_needs: Needs, tx: Tx, step: Step[PaymentCheck]) -> None:
    """What did not come is looked at with the money of its list too, until somebody has followed it up."""
    task = {"obligation": step.after.obligation, "kind": NOT_RECEIVED}
    if step.after.phase in ("partly", "missing"):
        await tx.execute(
            "INSERT INTO payment_tasks (obligation_id, kind, opened_at) VALUES (:obligation, :kind, hub_now())"
            " ON CONFLICT (obligation_id, kind) DO UPDATE SET opened_at = hub_now(), closed_at = NULL",
            task,
        )
    elif step.after.phase == "closed":
        await tx.execute(
            "UPDATE payment_tasks SET closed_at = hub_now() WHERE obligation_id = :obligation AND kind = :kind", task
        )


def _shown(state: PaymentCheck, context: Context) -> Sequence[Block]:
    rows: list[tuple[Cell, ...]] = [
        (
            f"payments/obligations/{state.obligation}",
            f"payment_samples/{state.sample}",
            state.period,
            state.qepik,
            state.came_qepik,
            state.tries,
            context.directory.name(state.noted_by) if state.noted_by else None,
            state.reason,
        )
    ]
    columns = (
        ColumnOf("obligation", Words("Öhdəlik", "Obligation"), "id"),
        ColumnOf("sample", Words("Seçmə", "Sample"), "id"),
        ColumnOf("period", Words("Dövr", "Period")),
        PAID,
        ColumnOf("came", Words("Qismən gəlib", "Came in part"), "money"),
        ColumnOf("tries", Words("Tapılmayıb, dəfə", "Times not reached")),
        ColumnOf("by", Words("Soruşan", "Who asked")),
        ColumnOf("reason", Words("Nə oldu", "What came of it")),
    )
    return (Block("check", Words("Yoxlama", "Check"), columns, rows),)


PAID = ColumnOf("qepik", Words("Ödənilib", "Paid"), "money")
CHECKS: Final[Kind[PaymentCheck]] = Kind(
    of=CHECKS_ROOM,
    part="payments",
    rights=(Right.LISTS, Right.CASES),
    closed=frozenset(("whole", "closed")),
    name=lambda state: Words(
        f"Ödəniş {state.obligation[-8:]}, {state.period}", f"Payment {state.obligation[-8:]}, {state.period}"
    ),
    standing=_standing,
    shown=_shown,
    within=lambda state: state.list_id,
    follows=_follows,
    unguessed=frozenset(("note_payee",)),
    leads=lambda state: (Lead("whom", Words("Kimdən soruşulur", "Whom to ask")),) if state.phase != "closed" else (),
)
