"""Entries of a frozen list are withheld before it is issued: one official proposes it by an act, another agrees.

A registered death suspends at once, a repealed decree its whole group; the frozen entries stay what they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import Option, Said
from document_flow.lists.acting import (
    MACHINE,
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
from document_flow.lists.comparing import Basis
from document_flow.lists.state import Withholding
from document_flow.second_person import Proposal, refuse_same_person


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeWithholding(ByHand):
    """Of entries of this list, as the rows that were frozen have them. A registered death the hub proposes by itself.

    Until the hub has looked them up, an official's `entries` are the lines as they were typed.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdOfGroup(ByHand):
    """Those of a group that two officers withhold on all lists of the run; `withholding.by` is who proposed it."""

    kind: Literal["withhold_of_group"] = "withhold_of_group"
    withholding: Withholding


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGroupWithheld(Happened):
    """They do not go out. What is proposed of single entries waits on."""

    kind: Literal["of_group_withheld"] = "of_group_withheld"
    withheld: Withholding

    def apply(self, head: ListHead) -> ListHead:
        return replace(head, withheld={**head.withheld, **self.withheld.entries})


def _of_group(standing: Standing, command: WithholdOfGroup) -> Decision:
    """Once each, however often it is asked."""
    left = {leaf: qepik for leaf, qepik in command.withholding.entries.items() if leaf not in standing.state.withheld}
    if refused := standing.unless("frozen", "approved"):
        return refused
    withheld = replace(command.withholding, entries=left)
    return (OfGroupWithheld(**standing.stamp(command.by), withheld=withheld),) if left else ()


def proposed(head: ListHead) -> Proposal | None:
    """What is to be withheld and waits for a second person."""
    return Proposal(act="propose_withholding", says={}, by=head.proposal.by) if head.proposal is not None else None


def _propose(standing: Standing, command: ProposeWithholding) -> Decision:
    head, asked = standing.state, command.withholding
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
    proposal = standing.state.proposal
    if proposal is None:
        return refusal("lists.not_proposed")
    refused = refuse_same_person(command.by, {proposal.by}) if command.agreed else None
    withheld = proposal if command.agreed else None
    return refused or (WithholdingAnswered(**standing.stamp(command.by), withheld=withheld),)


def _read(said: Said) -> dict[str, Withholding]:
    basis = Basis(kind=said["basis"], document=said["document"], reason=said["reason"])
    return {"withholding": Withholding(basis=basis, entries={said["lines"]: 0})}


ACTS = (
    Act(
        command=WithholdOfGroup,
        decide=_of_group,
        who=MACHINE,
        events={OfGroupWithheld: Words("bir qrup saxlanıldı", "those of a group are withheld")},
    ),
    Act(
        command=ProposeWithholding,
        decide=_propose,
        who=(*OFFICERS, *MACHINE),
        events={
            WithholdingProposed: Words("sətirlərin saxlanması təklif olundu", "entries are proposed to be withheld")
        },
        forms=(
            Form(
                title=Words("Sətirlərin saxlanmasını təklif et", "Propose to withhold entries"),
                place="more",
                fields=(
                    Field(
                        "lines",
                        Words("Sətirlər", "Entries"),
                        "line",
                        required=True,
                        hint=Words("1.5, 1.7-1.20 və ya hamısı üçün *", "1.5, 1.7-1.20, or * for all"),
                        tried="*",
                    ),
                    Field(
                        "basis",
                        Words("Əsas", "Basis"),
                        "choice",
                        required=True,
                        options=(
                            Option("group_act", Words("Qrup haqqında akt", "Act about a group")),
                            Option("decision", Words("Qərar", "Decision")),
                            Option("death", Words("Ölüm aktı", "Record of a death")),
                        ),
                    ),
                    Field("document", Words("Sənəd", "Document"), "line", required=True),
                    Field("reason", Words("Səbəb", "Reason"), "line", required=True),
                ),
                reads=_read,
            ),
        ),
    ),
    Act(
        command=AnswerWithholding,
        decide=_answer,
        who=OFFICERS,
        events={WithholdingAnswered: Words("saxlama təklifinə cavab verildi", "the withholding was answered")},
        forms=(
            Form(
                title=Words("Saxlama təklifinə cavab ver", "Answer what is proposed to be withheld"),
                place="now",
                tone="primary",
                fields=(Field("agreed", Words("Razıyam: ödənilməsin", "I agree: not to be paid"), "tick"),),
            ),
        ),
        seen=True,
    ),
)
