"""The list is frozen: by somebody else than who announced the draw, before its moment, under one root.

It is read from decided cases: nobody adds a family to it, and nobody is missing without a reason that is published.
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
    Field,
    Form,
    Happened,
    Standing,
    Words,
    refusal,
    unsaid,
)
from document_flow.draws.families import Family, LeftOut, listed
from document_flow.draws.order import Entry, entry_leaves, in_order, root_of
from document_flow.draws.plan import LEAST_PARTIES
from document_flow.draws.published import fixed_of
from document_flow.draws.typed import left_out_in
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeDraw(ByHand):
    """The list that this registered document approved has so many families; these are left out. Who is on it the hub
    reads from decided cases and adds.
    """

    kind: Literal["freeze_draw"] = "freeze_draw"
    document: str
    count: int
    left_out: tuple[LeftOut, ...] = ()
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
    """Everybody who is decided, each of a class that has homes; with enough commitments where the seed is of those."""
    draw = standing.state
    hands = {draw.announced_by, *(each.by for each in draw.commitments.values())}
    refused = standing.unless("announced") or standing.too_late() or standing.second(command.by, hands)
    if refused is None and draw.plan.parties and len(draw.commitments) < LEAST_PARTIES:
        refused = refusal("draws.few_commitments", least=LEAST_PARTIES, count=len(draw.commitments))
    if refused := refused or unsaid("draws.no_document", command.document):
        return refused
    found = listed(draw.plan, command.families, command.left_out)
    if isinstance(found, Refusal):
        return found
    if command.count != len(found):
        return refusal("draws.other_count", count=command.count)
    return (_frozen(standing, command, found),)


def _frozen(standing: Standing, command: FreezeDraw, found: tuple[Family, ...]) -> DrawFrozen:
    entries = in_order(each.entry for each in found)
    return DrawFrozen(
        **standing.stamp(command.by),
        document=command.document,
        entries=entries,
        root=root_of(fixed_of(standing.state, command.document, command.left_out), entry_leaves(entries)),
        left_out=command.left_out,
        people={each.number: each.people for each in found},
    )


_FORM = Form(
    title=Words("Siyahını dondur", "Freeze the list"),
    place="now",
    tone="primary",
    fields=(
        replace(DOCUMENT, label=Words("Siyahını təsdiq edən sənəd, nömrəsi", "Number of the approving document")),
        Field("count", Words("Siyahıda neçə ailə var", "How many families the list has"), "number", required=True),
        Field("without", Words("Siyahıya salınmayan ailələr", "Families that are left out"),
              hint=Words("Hər sətirdə müraciətin nömrəsi və səbəb; ad yazmayın. Dərc olunur.",
                         "A line each: number of the application and reason; no names. It is published.")),
    ),
    reads=lambda said: {"left_out": left_out_in(said["without"])},
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
