"""What else ends or keeps a family's place: it withdraws, it moves in, or it has not moved in by its last day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

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
    """The family does not want to take part any more, by its registered document; at any time before it moves in."""

    kind: Literal["withdraw_entry"] = "withdraw_entry"
    number: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverHome(ByHand):
    """The keys are with the family, by the act that both have signed."""

    kind: Literal["hand_over_home"] = "hand_over_home"
    number: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForfeitHome(ByHand):
    """It has not moved in, and a decision, after a hearing, gives the home to another family."""

    kind: Literal["forfeit_home"] = "forfeit_home"
    number: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWithdrawn(Happened):
    """Before the draw: struck through, and still in the frozen list."""

    kind: Literal["entry_withdrawn"] = "entry_withdrawn"
    number: str
    document: str

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, withdrawn=(*draw.withdrawn, self.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeHandedOver(Happened):
    """The home is this family's; the draw has nothing more to say of it."""

    kind: Literal["home_handed_over"] = "home_handed_over"
    number: str
    document: str

    def apply(self, draw: Draw) -> Draw:
        offer = replace(draw.offers[self.number], status="moved_in")
        return replace(draw, offers={**draw.offers, self.number: offer})


def _withdraw(standing: Standing, command: WithdrawEntry) -> Decision:
    draw, number = standing.draw, command.number
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
    offer = standing.offer(command.number, "accepted")
    refused = offer if isinstance(offer, Refusal) else unsaid("draws.no_document", command.document)
    handed = HomeHandedOver(**standing.stamp(command.by), number=command.number, document=command.document)
    return refused or (handed,)


def _forfeit(standing: Standing, command: ForfeitHome) -> Decision:
    offer = standing.offer(command.number, "accepted")
    if isinstance(offer, Refusal):
        return offer
    if offer.move_in_until is not None and standing.context.today <= offer.move_in_until:
        return refusal("draws.term_runs", day=offer.move_in_until)
    leaving = Leaving(number=command.number, reason="not_moved_in", document=command.document)
    return unsaid("draws.no_document", command.document) or (strike(standing, command.by, standing.draw, leaving),)


_WITHDRAW = Form(
    title=Words("Ailənin iştirakdan imtinasını yazın", "Take a withdrawal"),
    place="more",
    rank=80,
    fields=(chosen("to_withdraw"), DOCUMENT),
    reads=lambda said: {"number": said["to_withdraw"]},
)
_HAND_OVER = Form(
    title=Words("Evin təhvilini yazın", "Note that the home is handed over"),
    place="now",
    fields=(chosen("to_hand_over"), DOCUMENT),
    reads=lambda said: {"number": said["to_hand_over"]},
)
_FORFEIT = Form(
    title=Words("Köçməyən ailənin evini növbətiyə verin", "Pass on the home of a family that has not moved in"),
    place="more",
    rank=85,
    tone="danger",
    fields=(chosen("to_forfeit"), DOCUMENT),
    reads=lambda said: {"number": said["to_forfeit"]},
)
_WITHDRAWN = {EntryWithdrawn: Words("ailə imtina etdi", "the family has withdrawn")}
_HANDED = {HomeHandedOver: Words("ev ailəyə təhvil verildi", "the home was handed over")}
ACTS = (
    Act(command=WithdrawEntry, decide=_withdraw, who=DESK, events={**_WITHDRAWN, **STRUCK}, forms=(_WITHDRAW,)),
    Act(command=HandOverHome, decide=_hand_over, who=OFFICERS, events=_HANDED, forms=(_HAND_OVER,)),
    Act(command=ForfeitHome, decide=_forfeit, who=OFFICERS, events=STRUCK, forms=(_FORFEIT,)),
)
