"""An officer proposes to raise the sums that a replay has found too little, each by the law of its own day.

Law 1036-IIQ, articles 65–69: what was too little is put right unasked, by act and article, and the rest is owed as
arrears. What was too much is not lowered here: that takes a decision of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.act import Act
from document_flow.form import REASON, Field, Form
from document_flow.group_acts.acts.propose import ARTICLE, DOCUMENT, ProposedFromReplay, ProposeFromReplay
from document_flow.group_acts.standing import Decision, Standing, refusal
from document_flow.group_acts.state import GroupAct
from document_flow.hands import OFFICERS
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeGroupRaise(ProposeFromReplay):
    """The hub adds whether the replay's version still is the law that it has read."""

    kind: Literal["propose_group_raise"] = "propose_group_raise"
    is_law: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRaiseProposed(ProposedFromReplay):
    """To raise sums; with what each was due."""

    kind: Literal["group_raise_proposed"] = "group_raise_proposed"

    def apply(self, group: GroupAct) -> GroupAct:
        """Proposed."""
        return self.begun(group, "raise")


def _propose(standing: Standing, command: ProposeGroupRaise) -> Decision:
    if refused := standing.unless("") or command.unsaid():
        return refused
    if not command.is_read:
        return refusal("group_acts.not_read")
    if not command.is_law:
        return refusal("group_acts.not_law", version=command.laws.after)
    if not command.affected:
        return refusal("group_acts.none_too_little")
    return (GroupRaiseProposed(**standing.stamp(command.by), **command.said()),)


ACTS = (
    Act(
        command=ProposeGroupRaise,
        decide=_propose,
        who=OFFICERS,
        events={
            GroupRaiseProposed: Words("məbləğlərin artırılması təklif olundu", "it was proposed to raise the sums")
        },
        forms=(
            Form(
                title=Words("Az təyin edilmiş məbləğləri qrup aktı ilə artır", "Raise sums that were too little"),
                place="now",
                rank=4,
                hint=Words(
                    "İkinci şəxs razılaşandan sonra hər icraatda öz aktı ilə ilk kağızın günündən artırılır; fərq borc "
                    "siyahısına düşür. Artıq təyin edilən azaldılmır.",
                    "Once a second official has agreed, each is raised in its own case from the day of its first "
                    "paper; the rest goes on the list of arrears. What was too much is not lowered.",
                ),
                fields=(
                    Field("raising", Words("Yoxlama", "Replay"), input="choice", required=True),
                    DOCUMENT,
                    ARTICLE,
                    REASON,
                ),
                reads=lambda said: {"replay": said["raising"]},
            ),
        ),
    ),
)
