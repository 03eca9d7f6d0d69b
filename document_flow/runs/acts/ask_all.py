"""Something is asked of all lists of a run at once. Each list decides for itself, under the name of who asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.lists.state import Approval
from document_flow.outcome import Refusal
from document_flow.runs.acting import (
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Field,
    Form,
    Happened,
    Order,
    RunHead,
    Standing,
    Words,
    refusal,
)
from document_flow.second_person import refuse_same_person


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeAll(ByHand):
    """An official has looked at what differs from the last month."""

    kind: Literal["freeze_all"] = "freeze_all"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveAll(ByHand):
    """For the party, by one document over the run's root; `root` is what its signatory has seen."""

    kind: Literal["approve_all"] = "approve_all"
    party: str
    root: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAll(ByHand):
    """They are to go out. From here on no other run has this period."""

    kind: Literal["issue_all"] = "issue_all"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRun(ByHand):
    """None is to go out: cut again, or not at all."""

    kind: Literal["cancel_run"] = "cancel_run"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllAsked(Happened):
    """The hub carries it out. Of a run that is not cut yet there is nothing to carry out: cancelled, it is over."""

    kind: Literal["all_asked"] = "all_asked"
    order: Order

    def apply(self, head: RunHead) -> RunHead:
        order = self.order
        if order.act == "approve":
            approval = Approval(by=order.by, document=order.document)
            return replace(head, order=order, approvals={**head.approvals, order.party: approval})
        if order.act == "cancel" and head.phase == "asked":
            return replace(head, phase="cancelled", ended=order.reason)
        ended = order.reason if order.act == "cancel" else head.ended
        return replace(head, order=order, ended=ended, holds_slot=head.holds_slot or order.act == "issue")


def _asked(standing: Standing, order: Order) -> Decision:
    return (AllAsked(**standing.stamp(order.by), order=order),)


def _freeze(standing: Standing, command: FreezeAll) -> Decision:
    return standing.unless("compared") or _asked(standing, Order(act="freeze", by=command.by))


def _approve(standing: Standing, command: ApproveAll) -> Decision:
    head = standing.state
    refused: Refusal | None = (
        standing.unless("frozen")
        or standing.party(command.by, command.party)
        or refuse_same_person(command.by, {head.asked_by, *(each.by for each in head.approvals.values())})
    )
    if refused is None and command.party in head.approvals:
        refused = refusal("runs.approved_already", party=standing.context.directory.title(command.party))
    if refused is None and command.root != head.root:
        refused = refusal("runs.other_root", root=command.root[:12], expected=head.root[:12])
    if refused is None and not command.document.strip():
        refused = refusal("runs.no_basis")
    order = Order(act="approve", by=command.by, party=command.party, document=command.document)
    return refused or _asked(standing, order)


def _issue(standing: Standing, command: IssueAll) -> Decision:
    return standing.unless("approved") or _asked(standing, Order(act="issue", by=command.by))


def _cancel(standing: Standing, command: CancelRun) -> Decision:
    if refused := standing.unless("asked", "cut", "compared", "frozen", "approved"):
        return refused
    if standing.state.has_issued:
        return refusal("runs.issued")
    if not command.reason.strip():
        return refusal("runs.no_basis")
    return _asked(standing, Order(act="cancel", by=command.by, reason=command.reason))


_ASKED = {AllAsked: Words("bütün siyahılara tapşırıq verildi", "something was asked of all lists")}
ACTS = (
    Act(
        command=FreezeAll,
        decide=_freeze,
        who=OFFICERS,
        events=_ASKED,
        forms=(Form(title=Words("Bütün siyahıları dondur", "Freeze all lists"), place="now", tone="primary"),),
    ),
    Act(
        command=ApproveAll,
        decide=_approve,
        events=_ASKED,
        forms=(
            Form(
                title=Words("Bütün siyahıları təsdiqlə", "Approve all lists"),
                place="now",
                tone="primary",
                fields=(
                    Field("party", Words("Tərəf", "Party"), "choice", required=True),
                    Field("root", Words("Kök", "Root"), "choice", required=True),
                    Field(
                        "document",
                        Words("Sənəd", "Document"),
                        "line",
                        required=True,
                        hint=Words(
                            "kök üzərində imzalanmış sənədin nömrəsi", "number of the document signed over the root"
                        ),
                    ),
                ),
            ),
        ),
    ),
    Act(
        command=IssueAll,
        decide=_issue,
        who=OFFICERS,
        events=_ASKED,
        forms=(Form(title=Words("Bütün siyahıları burax", "Issue all lists"), place="now", tone="primary"),),
    ),
    Act(
        command=CancelRun,
        decide=_cancel,
        who=OFFICERS,
        events=_ASKED,
        forms=(
            Form(
                title=Words("Gedişatı ləğv et", "Cancel the run"),
                place="more",
                tone="danger",
                fields=(Field("reason", Words("Səbəb", "Reason"), "line", required=True),),
            ),
        ),
    ),
)
