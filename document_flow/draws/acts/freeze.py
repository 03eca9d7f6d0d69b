"""The list is frozen: by somebody else than who announced the draw, before its moment, under one root."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.draws.acting import (
    DOCUMENT,
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Draw,
    Field,
    Form,
    Happened,
    Standing,
    Words,
    refusal,
    unsaid,
)
from document_flow.draws.order import Entry, entry_leaves, in_order, root_of
from document_flow.draws.plan import LEAST_PARTIES, repeated
from document_flow.draws.published import fixed_of
from document_flow.draws.typed import entries_in
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeDraw(ByHand):
    """The families of the wave's list that this document approved, in whatever order."""

    kind: Literal["freeze_draw"] = "freeze_draw"
    document: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawFrozen(Happened):
    """Nothing of it changes any more. The entries stand in the order of their numbers."""

    kind: Literal["draw_frozen"] = "draw_frozen"
    document: str
    entries: tuple[Entry, ...]
    root: str

    def apply(self, draw: Draw) -> Draw:
        return replace(
            draw,
            phase="frozen",
            entries=self.entries,
            list_document=self.document,
            root=self.root,
            frozen_by=self.by,
            frozen_at=self.at,
        )


def decide(standing: Standing, command: FreezeDraw) -> Decision:
    """Each family once, each of a class that has homes; with enough commitments where the seed is of those."""
    draw = standing.draw
    hands = {draw.announced_by, *(each.by for each in draw.commitments.values())}
    refused = standing.unless("announced") or standing.too_late() or standing.second(command.by, hands)
    if refused is None and draw.plan.parties and len(draw.commitments) < LEAST_PARTIES:
        refused = refusal("draws.few_commitments", least=LEAST_PARTIES, count=len(draw.commitments))
    if refused := refused or unsaid("draws.no_document", command.document) or _unsound(draw, command.entries):
        return refused
    entries = in_order(command.entries)
    root = root_of(fixed_of(draw, command.document), entry_leaves(entries))
    return (DrawFrozen(**standing.stamp(command.by), document=command.document, entries=entries, root=root),)


def _unsound(draw: Draw, entries: tuple[Entry, ...]) -> Refusal | None:
    if not entries or any(not each.number.strip() for each in entries):
        return refusal("draws.entries")
    if twice := repeated(each.number for each in entries):
        return refusal("draws.entry_twice", numbers=", ".join(twice))
    without = sorted(each.number for each in entries if not draw.plan.homes_of(each.rooms))
    return refusal("draws.no_class", numbers=", ".join(without)) if without else None


_FORM = Form(
    title=Words("Siyahını dondurun", "Freeze the list"),
    place="now",
    tone="primary",
    fields=(
        replace(DOCUMENT, label=Words("Siyahını təsdiq edən sənəd, nömrəsi", "Number of the approving document")),
        Field("families", Words("Ailələr", "Families"), required=True,
              hint=Words("Hər sətirdə müraciətin nömrəsi və otaq sayı: M-101 3",
                         "A line each: number of the application and rooms, M-101 3")),
    ),
    reads=lambda said: {"entries": entries_in(said["families"])},
)  # fmt: skip
ACTS = (
    Act(
        command=FreezeDraw,
        decide=decide,
        who=OFFICERS,
        events={DrawFrozen: Words("püşkatmanın siyahısı donduruldu", "its list was frozen")},
        forms=(_FORM,),
    ),
)
