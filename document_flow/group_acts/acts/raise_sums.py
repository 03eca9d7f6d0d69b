"""An officer proposes to raise the sums that a replay has found too little, each by the law of its own day.

Law 1036-IIQ, articles 65–69: what was too little is put right unasked, by act and article, and the rest is owed as
arrears. What was too much is not lowered here: that takes a decision of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from document_flow.act import Act
from document_flow.form import REASON, Field, Form
from document_flow.group_acts.acts.propose import ARTICLE, DOCUMENT, unsaid
from document_flow.group_acts.standing import Decision, Standing, refusal
from document_flow.group_acts.state import GroupAct
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.law_replays.state import Laws
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeGroupRaise(ByHand):
    """By which document and article. The hub adds what the replay has found, and whether its version still is the law
    that it has read.
    """

    kind: Literal["propose_group_raise"] = "propose_group_raise"
    replay: str
    document: str
    article: str
    reason: str
    laws: Laws = field(default_factory=Laws)
    affected: int = 0
    pin: str = ""
    is_read: bool = False
    is_law: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRaiseProposed(Happened):
    """It waits for a second official."""

    kind: Literal["group_raise_proposed"] = "group_raise_proposed"
    replay: str
    document: str
    article: str
    reason: str
    laws: Laws
    affected: int
    pin: str

    def apply(self, group: GroupAct) -> GroupAct:
        """Whom it is about is held fast, with what each was due."""
        return replace(
            group,
            what="raise",
            phase="proposed",
            by=self.by,
            replay=self.replay,
            document=self.document,
            article=self.article,
            reason=self.reason,
            laws=self.laws,
            affected=self.affected,
            pin=self.pin,
        )


def _propose(standing: Standing, command: ProposeGroupRaise) -> Decision:
    if refused := standing.unless("") or unsaid(command.document, command.article, command.reason):
        return refused
    if not command.is_read:
        return refusal("group_acts.not_read")
    if not command.is_law:
        return refusal("group_acts.not_law", version=command.laws.after)
    if not command.affected:
        return refusal("group_acts.none_too_little")
    return (
        GroupRaiseProposed(
            **standing.stamp(command.by),
            replay=command.replay,
            document=command.document,
            article=command.article,
            reason=command.reason,
            laws=command.laws,
            affected=command.affected,
            pin=command.pin,
        ),
    )


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
