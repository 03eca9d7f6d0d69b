"""What else ends or keeps a family's place: it withdraws, it moves in, or it has not moved in by its last day.

What is on a move day is said there, and comes here by it, so that both say the same. A family that accepted and never
came onto a move day forfeits its home here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from document_flow.draws.acting import (
    DESK,
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
    chosen,
    refusal,
    unsaid,
)
from document_flow.draws.striking import STRUCK, Leaving, strike
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawEntry(ByHand):
    """The family does not want to take part any more, by its registered document; at any time before it moves in.
    `by_case`: it gives up its decision to return, and the document was judged there.
    """

    kind: Literal["withdraw_entry"] = "withdraw_entry"
    number: str
    document: str
    by_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverHome(ByHand):
    """The keys are with the family, by the act that both have signed: it follows from that of the move day."""

    kind: Literal["hand_over_home"] = "hand_over_home"
    number: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForfeitHome(ByHand):
    """It has not moved in, and a decision, after a hearing, gives the home to another family. `by_move`: the move day
    says so; a home placed beforehand, which has no term of the draw, is forfeited there alone.
    """

    kind: Literal["forfeit_home"] = "forfeit_home"
    number: str
    document: str
    by_move: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWithdrawn(Happened):
    """Before the draw: struck through, and still in the frozen list."""

    kind: Literal["entry_withdrawn"] = "entry_withdrawn"
    number: str
    document: str

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, withdrawn=(*draw.withdrawn, self.number), heard=(*draw.heard, self.document))


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeHandedOver(Happened):
    """The home is this family's; the draw has nothing more to say of it."""

    kind: Literal["home_handed_over"] = "home_handed_over"
    number: str
    document: str

    def apply(self, draw: Draw) -> Draw:
        if self.number in draw.placings:
            placing = replace(draw.placings[self.number], moved_in=True)
            return replace(draw, placings={**draw.placings, self.number: placing})
        offer = replace(draw.offers[self.number], status="moved_in")
        return replace(draw, offers={**draw.offers, self.number: offer})


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyUnplaced(Happened):
    """The home placed beforehand is not this family's any more, and may be placed with another."""

    kind: Literal["family_unplaced"] = "family_unplaced"
    number: str
    document: str

    def apply(self, draw: Draw) -> Draw:
        placings = {number: each for number, each in draw.placings.items() if number != self.number}
        people = {number: each for number, each in draw.people.items() if number != self.number}
        return replace(draw, placings=placings, people=people, heard=(*draw.heard, self.document))


def _unplaced(standing: Standing, command: WithdrawEntry | ForfeitHome) -> Decision:
    refused = standing.unless("announced", "frozen", "drawn") or unsaid("draws.no_document", command.document)
    if refused is None and standing.state.placings[command.number].moved_in:
        refused = refusal("draws.moved_in", number=command.number)
    unplaced = FamilyUnplaced(**standing.stamp(command.by), number=command.number, document=command.document)
    return refused or (unplaced,)


def _withdraw(standing: Standing, command: WithdrawEntry) -> Decision:
    draw, number = standing.state, command.number
    if number in draw.placings:
        return _unplaced(standing, command)
    refused = (
        standing.unless("frozen", "drawn")
        or standing.taking_part(number)
        or unsaid("draws.no_document", command.document)
    )
    if refused is None and number in draw.offers and draw.offers[number].status == "moved_in":
        refused = refusal("draws.moved_in", number=number)
    if refused is not None:
        return refused
    if draw.phase == "frozen":
        return (EntryWithdrawn(**standing.stamp(command.by), number=number, document=command.document),)
    leaving = Leaving(number=number, reason="withdrawn", document=command.document)
    return (strike(standing, command.by, draw, leaving),)


def _hand_over(standing: Standing, command: HandOverHome) -> Decision:
    placing = standing.state.placings.get(command.number)
    if placing is None:
        offer = standing.offer(command.number, "accepted")
        refused = offer if isinstance(offer, Refusal) else None
    else:
        refused = refusal("draws.moved_in", number=command.number) if placing.moved_in else standing.unless("drawn")
    refused = refused or unsaid("draws.no_document", command.document)
    handed = HomeHandedOver(**standing.stamp(command.by), number=command.number, document=command.document)
    return refused or (handed,)


def _forfeit(standing: Standing, command: ForfeitHome) -> Decision:
    if command.by_move and command.number in standing.state.placings:
        return _unplaced(standing, command)
    offer = standing.offer(command.number, "accepted")
    if isinstance(offer, Refusal):
        return offer
    if offer.move_in_until is not None and standing.context.today <= offer.move_in_until:
        return refusal("draws.term_runs", day=offer.move_in_until)
    leaving = Leaving(number=command.number, reason="not_moved_in", document=command.document)
    return unsaid("draws.no_document", command.document) or (strike(standing, command.by, standing.state, leaving),)


_UNPLACED: dict[type[Any], Words] = {
    FamilyUnplaced: Words("əvvəlcədən verilmiş ev azad oldu", "a home placed beforehand is free again")
}
ACTS = (
    Act(
        command=WithdrawEntry,
        decide=_withdraw,
        who=DESK,
        events={EntryWithdrawn: Words("ailə imtina etdi", "the family has withdrawn"), **STRUCK, **_UNPLACED},
        forms=(
            Form(
                title=Words("Ailənin iştirakdan imtinasını yaz", "Take a withdrawal"),
                place="more",
                rank=80,
                fields=(chosen("to_withdraw"), DOCUMENT),
                reads=lambda said: {"number": said["to_withdraw"]},
            ),
        ),
    ),
    Act(
        command=HandOverHome,
        decide=_hand_over,
        who=OFFICERS,
        events={HomeHandedOver: Words("ev ailəyə təhvil verildi", "the home was handed over")},
    ),
    Act(
        command=ForfeitHome,
        decide=_forfeit,
        who=OFFICERS,
        events={**STRUCK, **_UNPLACED},
        forms=(
            Form(
                title=Words(
                    "Köçməyən ailənin evini növbəti ailəyə ver", "Pass on the home of a family that has not moved in"
                ),
                place="more",
                rank=85,
                tone="danger",
                fields=(chosen("to_forfeit"), DOCUMENT),
                reads=lambda said: {"number": said["to_forfeit"]},
                hint=Words(
                    "Müddət bitəndən və ailə dinləniləndən sonra.", "After the term, and after the family was heard."
                ),
            ),
        ),
    ),
)
