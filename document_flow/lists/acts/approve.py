"""A frozen list is approved: by a document over its root, of every party, each by somebody who has not cut it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.lists.acting import Act, ByHand, Decision, Field, Form, Happened, ListHead, Standing, Words, refusal
from document_flow.lists.state import Approval
from document_flow.second_person import refuse_same_person


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveList(ByHand):
    """For the party, by that document; `root` is what its signatory has seen."""

    kind: Literal["approve_list"] = "approve_list"
    party: str
    root: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyApproved(Happened):
    """One party's word. With the last one the list is approved."""

    kind: Literal["party_approved"] = "party_approved"
    party: str
    document: str

    def apply(self, head: ListHead) -> ListHead:
        said = replace(head, approvals={**head.approvals, self.party: Approval(by=self.by, document=self.document)})
        return said if said.missing else replace(said, phase="approved")


def decide(standing: Standing, command: ApproveList) -> Decision:
    """Nobody for two parties, nobody over what they have cut themselves."""
    head = standing.state
    refused = (
        standing.unless("frozen")
        or standing.party(command.by, command.party)
        or refuse_same_person(command.by, {head.cut_by, *(each.by for each in head.approvals.values())})
    )
    if refused is None and command.party in head.approvals:
        refused = refusal("lists.approved_already", party=standing.context.directory.title(command.party))
    if refused is None and command.root != head.root:
        refused = refusal("lists.other_root", root=command.root[:12], expected=head.root[:12])
    if refused is None and not command.document.strip():
        refused = refusal("lists.no_basis")
    return refused or (PartyApproved(**standing.stamp(command.by), party=command.party, document=command.document),)


ACTS = (
    Act(
        command=ApproveList,
        decide=decide,
        events={PartyApproved: Words("tərəf siyahını təsdiq etdi", "a party approved it")},
        forms=(
            Form(
                title=Words("Siyahını təsdiqlə", "Approve the list"),
                place="now",
                tone="primary",
                fields=(
                    Field("party", Words("Tərəf", "Party"), "choice", required=True),
                    Field("root", Words("Kök", "Root"), "choice", required=True),
                    Field("document", Words("Sənəd", "Document"), "line", required=True),
                ),
            ),
        ),
    ),
)
