"""Entries of a frozen list are withheld before it is issued: one official proposes it by an act, another agrees.

A registered death suspends at once, a repealed decree its whole group; the frozen entries stay what they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.lists.acting import OFFICERS, Act, ByHand, Decision, Happened, ListHead, Standing, Words, refusal
from document_flow.lists.state import Withholding
from document_flow.second_person import refuse_same_person


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeWithholding(ByHand):
    """Of entries of this list, as the rows that were frozen have them."""

    kind: Literal["propose_withholding"] = "propose_withholding"
    withholding: Withholding


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWithholding(ByHand):
    """Another official agrees; whoever does not, says so, the one who proposed it too."""

    kind: Literal["answer_withholding"] = "answer_withholding"
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingProposed(Happened):
    """Nothing is issued before it is answered."""

    kind: Literal["withholding_proposed"] = "withholding_proposed"
    withholding: Withholding

    def apply(self, head: ListHead) -> ListHead:
        return replace(head, proposal=replace(self.withholding, by=self.by))


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingAnswered(Happened):
    """Those that are `withheld` do not go out; the frozen list is the same. None: all go out."""

    kind: Literal["withholding_answered"] = "withholding_answered"
    withheld: Withholding | None

    def apply(self, head: ListHead) -> ListHead:
        entries = self.withheld.entries if self.withheld else {}
        return replace(head, proposal=None, withheld={**head.withheld, **entries})


def _propose(standing: Standing, command: ProposeWithholding) -> Decision:
    head, asked = standing.head, command.withholding
    if refused := standing.unless("frozen", "approved"):
        return refused
    if head.proposal is not None:
        return refusal("lists.proposed")
    if not asked.basis.is_said:
        return refusal("lists.no_basis")
    known = head.withheld.keys() & asked.entries.keys()
    if known or not asked.entries:
        return refusal("lists.withheld_already", count=len(known))
    return (WithholdingProposed(**standing.stamp(command.by), withholding=asked),)


def _answer(standing: Standing, command: AnswerWithholding) -> Decision:
    proposal = standing.head.proposal
    if proposal is None:
        return refusal("lists.not_proposed")
    refused = refuse_same_person(command.by, {proposal.by}) if command.agreed else None
    withheld = proposal if command.agreed else None
    return refused or (WithholdingAnswered(**standing.stamp(command.by), withheld=withheld),)


_PROPOSED = {WithholdingProposed: Words("sətirlərin saxlanması təklif olundu", "entries are proposed to be withheld")}
_ANSWERED = {WithholdingAnswered: Words("saxlama təklifinə cavab verildi", "the withholding was answered")}
ACTS = (
    Act(command=ProposeWithholding, decide=_propose, who=OFFICERS, events=_PROPOSED),
    Act(command=AnswerWithholding, decide=_answer, who=OFFICERS, events=_ANSWERED),
)
