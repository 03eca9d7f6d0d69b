"""A home is offered to the family that is to have it; it answers in its term, or the home goes to the next.

The term runs from proven notice (law 1036-IIQ, article 62); an SMS alone proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.context import BAKU
from document_flow.draws.acting import (
    DESK,
    DOCUMENT,
    MACHINE,
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Draw,
    Field,
    Form,
    Happened,
    Option,
    Standing,
    Words,
    chosen,
    refusal,
    unsaid,
)
from document_flow.draws.state import Offer
from document_flow.draws.striking import STRUCK, Leaving, strike
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferHome(ByHand):
    """By that letter, of which it is proven that the family had it on that day. `home` is what stands in the letter;
    empty is whichever the family is to have.
    """

    kind: Literal["offer_home"] = "offer_home"
    number: str
    home: str = ""
    document: str
    notified_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOffer(ByHand):
    """What the family says, by the registered document in which it says it."""

    kind: Literal["answer_offer"] = "answer_offer"
    number: str
    accepted: bool
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseOffer(ByHand):
    """The term has passed without an answer."""

    kind: Literal["lapse_offer"] = "lapse_offer"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOffered(Happened):
    """It is kept for this family up to and including that day."""

    kind: Literal["home_offered"] = "home_offered"
    number: str
    offer: Offer

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, offers={**draw.offers, self.number: self.offer})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAccepted(Happened):
    """The family has up to and including that day to move in."""

    kind: Literal["offer_accepted"] = "offer_accepted"
    number: str
    document: str
    move_in_until: date

    def apply(self, draw: Draw) -> Draw:
        accepted = replace(
            draw.offers[self.number],
            status="accepted",
            accepted_on=self.at.astimezone(BAKU).date(),
            move_in_until=self.move_in_until,
        )
        return replace(draw, offers={**draw.offers, self.number: accepted}, heard=(*draw.heard, self.document))


def _offer(standing: Standing, command: OfferHome) -> Decision:
    draw, context = standing.state, standing.context
    refused = standing.unless("drawn") or standing.taking_part(command.number)
    home = draw.homes.get(command.number, "")
    if refused is None and not (home and command.home in ("", home)):
        refused = refusal("draws.other_home", number=command.number, home=command.home or "–")
    if refused is None and command.number in draw.offers:
        refused = refusal("draws.offered_already", number=command.number)
    if refused is None and not draw.plan.draw_at.astimezone(BAKU).date() <= command.notified_on <= context.today:
        refused = refusal("draws.notice_day", day=command.notified_on)
    if refused := refused or unsaid("draws.no_document", command.document):
        return refused
    until = context.last_day(draw.terms.answer.end(command.notified_on, context.calendar))
    if until < context.today:  # by a notice of so long ago the family could never answer
        return refusal("draws.notice_day", day=command.notified_on)
    offer = Offer(home=home, document=command.document, notified_on=command.notified_on, answer_until=until)
    return (HomeOffered(**standing.stamp(command.by), number=command.number, offer=offer),)


def _answer(standing: Standing, command: AnswerOffer) -> Decision:
    context, offer = standing.context, standing.offer(command.number, "offered")
    if isinstance(offer, Refusal):
        return offer
    if context.today > offer.answer_until:
        return refusal("draws.term_over", day=offer.answer_until)
    if refused := unsaid("draws.no_document", command.document):
        return refused
    if not command.accepted:
        leaving = Leaving(number=command.number, reason="refused", document=command.document)
        return (strike(standing, command.by, standing.state, leaving),)
    until = context.last_day(standing.state.terms.move_in.end(context.today, context.calendar))
    stamp = standing.stamp(command.by)
    return (OfferAccepted(**stamp, number=command.number, document=command.document, move_in_until=until),)


def _lapse(standing: Standing, command: LapseOffer) -> Decision:
    """Nothing where it has lapsed, or was answered, since the hub looked."""
    offer = standing.offer(command.number, "offered")
    if isinstance(offer, Refusal):
        return ()
    if standing.context.today <= offer.answer_until:
        return refusal("draws.term_runs", day=offer.answer_until)
    leaving = Leaving(number=command.number, reason="lapsed", document="")
    return (strike(standing, command.by, standing.state, leaving),)


ACTS = (
    Act(
        command=OfferHome,
        decide=_offer,
        who=OFFICERS,
        events={HomeOffered: Words("ailəyə ev təklif olundu", "a home was offered")},
        forms=(
            Form(
                title=Words("Ev təklif et", "Offer a home"),
                place="now",
                fields=(
                    chosen("to_offer"),
                    DOCUMENT,
                    Field(
                        "notified_on",
                        Words("Bildirişin təsdiq olunduğu gün", "Day of the proven notice"),
                        "date",
                        required=True,
                    ),
                ),
                reads=lambda said: {"number": said["to_offer"]},
            ),
        ),
    ),
    Act(
        command=AnswerOffer,
        decide=_answer,
        who=DESK,
        events={OfferAccepted: Words("ailə evi qəbul etdi", "the family accepted the home"), **STRUCK},
        forms=(
            Form(
                title=Words("Ailənin cavabını yaz", "Take the family's answer"),
                place="now",
                fields=(
                    chosen("to_answer"),
                    Field(
                        "says",
                        Words("Cavab", "Answer"),
                        "choice",
                        required=True,
                        options=(
                            Option("yes", Words("qəbul edir", "accepts")),
                            Option("no", Words("imtina edir", "refuses")),
                        ),
                    ),
                    DOCUMENT,
                ),
                reads=lambda said: {"number": said["to_answer"], "accepted": said["says"] == "yes"},
            ),
        ),
    ),
    Act(command=LapseOffer, decide=_lapse, who=MACHINE, events=STRUCK),
)
