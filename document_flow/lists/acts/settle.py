"""An issued list is settled once all its money is accounted for, and then closed by an official."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.hands import MACHINE
from document_flow.lists.acting import (
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Form,
    Happened,
    ListHead,
    Standing,
    Words,
    refusal,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleList(ByHand):
    """What its obligations came to (`Obligation.came_to_by`), in qəpik. What returned is owed still, by another run."""

    kind: Literal["settle_list"] = "settle_list"
    paid_qepik: int
    returned_qepik: int
    open_qepik: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseList(ByHand):
    """Nothing more is expected of it."""

    kind: Literal["close_list"] = "close_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSettled(Happened):
    """Issued is paid and returned, to the qəpik."""

    kind: Literal["list_settled"] = "list_settled"
    paid_qepik: int
    returned_qepik: int

    def apply(self, head: ListHead) -> ListHead:
        return replace(head, phase="settled", paid_qepik=self.paid_qepik, returned_qepik=self.returned_qepik)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListClosed(Happened):
    """Its end."""

    kind: Literal["list_closed"] = "list_closed"

    def apply(self, head: ListHead) -> ListHead:
        return replace(head, phase="closed")


def _settle(standing: Standing, command: SettleList) -> Decision:
    issued, paid, returned = standing.state.issue_qepik, command.paid_qepik, command.returned_qepik
    if refused := standing.unless("issued"):
        return refused
    if command.open_qepik or paid + returned != issued:
        difference = issued - paid - returned - command.open_qepik
        return refusal("lists.unsettled", issued=issued, open=command.open_qepik, difference=difference)
    return (ListSettled(**standing.stamp(command.by), paid_qepik=paid, returned_qepik=returned),)


def _close(standing: Standing, command: CloseList) -> Decision:
    return standing.unless("settled") or (ListClosed(**standing.stamp(command.by)),)


ACTS = (
    Act(
        command=SettleList, decide=_settle, who=MACHINE, events={ListSettled: Words("hesablaşma başa çatdı", "settled")}
    ),
    Act(
        command=CloseList,
        decide=_close,
        who=OFFICERS,
        events={ListClosed: Words("siyahı bağlandı", "closed")},
        forms=(Form(title=Words("Siyahını bağla", "Close the list"), place="now", tone="primary"),),
    ),
)
