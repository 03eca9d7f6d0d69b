"""A list is stopped before it is issued: a party rejects it, an official cancels it, a newer one takes its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.lists.acting import (
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Field,
    Form,
    Happened,
    ListHead,
    Standing,
    Words,
    refusal,
)
from document_flow.lists.state import BEFORE_ISSUE, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectList(ByHand):
    """A party does not approve what is frozen."""

    kind: Literal["reject_list"] = "reject_list"
    party: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelList(ByHand):
    """It is not to go out: cut again, or not at all. With the list that follows it, it is superseded."""

    kind: Literal["cancel_list"] = "cancel_list"
    reason: str
    successor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStopped(Happened):
    """Nothing goes out by it: its end."""

    kind: Literal["list_stopped"] = "list_stopped"
    outcome: Stop
    reason: str
    successor: str = ""

    def apply(self, head: ListHead) -> ListHead:
        return replace(head, phase=self.outcome, ended=self.reason, successor=self.successor, proposal=None)


def _reject(standing: Standing, command: RejectList) -> Decision:
    refused = standing.unless("frozen", "approved") or standing.party(command.by, command.party)
    return refused or _stop(ListStopped(**standing.stamp(command.by), outcome="rejected", reason=command.reason))


def _cancel(standing: Standing, command: CancelList) -> Decision:
    outcome: Stop = "superseded" if command.successor else "cancelled"
    stamp = standing.stamp(command.by)
    stopped = ListStopped(**stamp, outcome=outcome, reason=command.reason, successor=command.successor)
    return standing.unless(*BEFORE_ISSUE) or _stop(stopped)


def _stop(stopped: ListStopped) -> Decision:
    return (stopped,) if stopped.reason.strip() else refusal("lists.no_basis")


_STOPPED = {ListStopped: Words("siyahı dayandırıldı", "stopped")}
_WHY = Field("reason", Words("Səbəb", "Reason"), "line", required=True)
ACTS = (
    Act(
        command=RejectList,
        decide=_reject,
        events=_STOPPED,
        forms=(
            Form(
                title=Words("Siyahını rədd et", "Reject the list"),
                place="more",
                tone="danger",
                fields=(Field("party", Words("Tərəf", "Party"), "choice", required=True), _WHY),
            ),
        ),
    ),
    Act(
        command=CancelList,
        decide=_cancel,
        who=OFFICERS,
        events=_STOPPED,
        forms=(Form(title=Words("Siyahını ləğv et", "Cancel the list"), place="more", tone="danger", fields=(_WHY,)),),
    ),
)
