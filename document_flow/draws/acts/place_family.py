"""A home placed beforehand for need is given to a family: by name here, published by its rule and number alone."""

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
from document_flow.draws.families import Family, unfit
from document_flow.draws.state import Placing
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFamily(ByHand):
    """The family of that application, by the commission's registered decision; the hub adds what its case came to."""

    kind: Literal["place_family"] = "place_family"
    number: str
    home: str
    document: str
    family: Family | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPlaced(Happened):
    """It is on no list of a draw, and may move in once this one was held."""

    kind: Literal["family_placed"] = "family_placed"
    number: str
    placing: Placing
    people: tuple[str, ...]

    def apply(self, draw: Draw) -> Draw:
        return replace(
            draw,
            placings={**draw.placings, self.number: self.placing},
            people={**draw.people, self.number: self.people},
        )


def decide(standing: Standing, command: PlaceFamily) -> Decision:
    """By somebody else than who announced the home, to a family that waits for one of that class."""
    draw, family = standing.state, command.family
    refused = (
        standing.unless("announced", "drawn")
        or standing.second(command.by, {draw.announced_by})
        or unsaid("draws.no_document", command.document)
        or _taken(draw, command.home)
    )
    if refused is not None:
        return refused
    if family is None or family.busy == "itself":
        return refusal("draws.not_decided", numbers=command.number)
    if unsuited := unfit((family,)) or _other_class(draw, command.home, family):
        return unsuited
    placing = Placing(home=command.home, document=command.document)
    stamp = standing.stamp(command.by)
    return (FamilyPlaced(**stamp, number=command.number, placing=placing, people=family.people),)


def _taken(draw: Draw, home: str) -> Refusal | None:
    free = {each.number for each in draw.plan.placed} - {each.home for each in draw.placings.values()}
    return None if home in free else refusal("draws.not_placed", home=home)


def _other_class(draw: Draw, home: str, family: Family) -> Refusal | None:
    rooms = next(each.rooms for each in draw.plan.placed if each.number == home)
    if rooms == family.rooms:
        return None
    return refusal("draws.placed_class", home=home, rooms=rooms, number=family.number, due=family.rooms)


ACTS = (
    Act(
        command=PlaceFamily,
        decide=decide,
        who=OFFICERS,
        events={FamilyPlaced: Words("əvvəlcədən verilmiş ev ailəyə yazıldı", "a home placed beforehand was given")},
        forms=(
            Form(
                title=Words("Əvvəlcədən verilmiş evə ailə yaz", "Give a home placed beforehand to a family"),
                place="more",
                rank=60,
                fields=(
                    Field("number", Words("Müraciət", "Application"), "line", required=True),
                    Field("home", Words("Ev", "Home"), "choice", required=True),
                    DOCUMENT,
                ),
            ),
        ),
    ),
)
