"""An approved list is issued: only now is anything owed by it. Of a programme and period by one run alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.lists.acting import OFFICERS, Act, ByHand, Decision, Happened, ListHead, Standing, Words, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueList(ByHand):
    """It is to go out."""

    kind: Literal["issue_list"] = "issue_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListIssued(Happened):
    """So many entries and qəpik go out, without those withheld; its run holds the slot."""

    kind: Literal["list_issued"] = "list_issued"
    slot: str
    entries: int
    qepik: int

    def apply(self, head: ListHead) -> ListHead:
        return replace(head, phase="issued")


def decide(standing: Standing, command: IssueList) -> Decision:
    """With nothing proposed that is not answered, where no other run has issued for the period."""
    head, run = standing.state, standing.state.run
    if refused := standing.unless("approved"):
        return refused
    if head.proposal is not None:
        return refusal("lists.proposed")
    if standing.holder not in ("", run.id):
        return refusal("lists.slot_taken", period=run.period, run=standing.holder)
    stamp = standing.stamp(command.by)
    return (ListIssued(**stamp, slot=run.slot, entries=head.issue_entries, qepik=head.issue_qepik),)


ACTS = (Act(command=IssueList, decide=decide, who=OFFICERS, events={ListIssued: Words("siyahı buraxıldı", "issued")}),)
