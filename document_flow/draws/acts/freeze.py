"""The list is frozen: by somebody else than who announced the draw, before its moment, under one root.

It is the list that a commission approved as a document, and still the one that decided cases come to: nobody adds a
family to it, and nobody is missing without a reason that is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from document_flow.draws.acting import (
    DOCUMENT,
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Draw,
    Form,
    Happened,
    Standing,
    Words,
    refusal,
    unsaid,
)
from document_flow.draws.drafted import Drafted, ListPaper
from document_flow.draws.families import Family, LeftOut, listed
from document_flow.draws.order import Entry, entry_leaves, in_order, root_of
from document_flow.draws.plan import LEAST_PARTIES
from document_flow.draws.published import fixed_of
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeDraw(ByHand):
    """By the registered document that approved the list. What that holds, the last of the approved drafts (its
    document's id, empty of none) and who is decided now, the hub adds.
    """

    kind: Literal["freeze_draw"] = "freeze_draw"
    document: str
    paper: ListPaper | None = None
    approved: str = ""
    families: tuple[Family, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawFrozen(Happened):
    """Nothing of it changes any more. The entries stand in the order of their numbers; `people` are by entry."""

    kind: Literal["draw_frozen"] = "draw_frozen"
    document: str
    entries: tuple[Entry, ...]
    root: str
    left_out: tuple[LeftOut, ...] = ()
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def apply(self, draw: Draw) -> Draw:
        return replace(
            draw,
            phase="frozen",
            entries=self.entries,
            left_out=self.left_out,
            people={**draw.people, **self.people},
            list_document=self.document,
            root=self.root,
            frozen_by=self.by,
            frozen_at=self.at,
        )


def decide(standing: Standing, command: FreezeDraw) -> Decision:
    """The list that was approved, where it is still the list; with enough commitments if the seed is of those."""
    draw = standing.state
    hands = {draw.announced_by, *(each.by for each in draw.commitments.values())}
    refused = standing.unless("announced") or standing.too_late() or standing.second(command.by, hands)
    if refused is None and draw.plan.parties and len(draw.commitments) < LEAST_PARTIES:
        refused = refusal("draws.few_commitments", least=LEAST_PARTIES, count=len(draw.commitments))
    if refused := refused or unsaid("draws.no_document", command.document):
        return refused
    drafted = _approved(draw, command)
    if isinstance(drafted, Refusal):
        return drafted
    found = listed(draw.plan, command.families, drafted.left_out)
    if isinstance(found, Refusal):
        return found
    entries = in_order(each.entry for each in found)
    if changed := {*entries} ^ {*drafted.entries}:
        return refusal("draws.list_changed", numbers=", ".join(sorted({each.number for each in changed})))
    stamp, left_out = standing.stamp(command.by), drafted.left_out
    root = root_of(fixed_of(draw, command.document, left_out, standing.at), entry_leaves(entries))
    people = {each.number: each.people for each in found}
    return (
        DrawFrozen(**stamp, document=command.document, entries=entries, root=root, left_out=left_out, people=people),
    )


def _approved(draw: Draw, command: FreezeDraw) -> Drafted | Refusal:
    """The draft that this document holds, if it is the last one that a commission approved."""
    paper, held = command.paper, [each for each in draw.drafts if command.paper and each.is_in(command.paper)]
    if not draw.drafts:
        return refusal("draws.no_list")
    if paper is None:
        return refusal("draws.not_a_list", document=command.document)
    if held and not paper.approved:
        return refusal("draws.list_unapproved", document=command.document)
    last = next((each for each in draw.drafts if each.document == command.approved), draw.drafts[-1])
    return last if last in held else refusal("draws.other_list", document=command.document)


ACTS = (
    Act(
        command=FreezeDraw,
        decide=decide,
        who=OFFICERS,
        events={DrawFrozen: Words("püşkatmanın siyahısı donduruldu", "its list was frozen")},
        forms=(
            Form(
                title=Words("Siyahını dondur", "Freeze the list"),
                place="now",
                tone="primary",
                fields=(
                    replace(DOCUMENT, label=Words("Təsdiq olunmuş siyahının nömrəsi", "Number of the approved list")),
                ),
            ),
        ),
    ),
)
