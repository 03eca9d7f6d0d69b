"""The convoy and the morning of the move: which truck takes whom, who came and who is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from document_flow.form import Field, Form, Option
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.moves.declaring import DESK, NUMBERS, act
from document_flow.moves.refusals import refusal
from document_flow.moves.standing import Decision, Standing
from document_flow.moves.state import Household, Move
from document_flow.outcome import Refusal
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTruck(ByHand):
    """A truck by its plate, with its place in the convoy from 1, for these families."""

    kind: Literal["add_truck"] = "add_truck"
    plate: str
    position: int
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPresence(ByHand):
    """These families came to the gathering point or the home, or are missing."""

    kind: Literal["mark_presence"] = "mark_presence"
    numbers: tuple[str, ...]
    presence: Literal["came", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TruckAdded(Happened):
    """It drives in the convoy; a family that had another truck has this one now."""

    kind: Literal["truck_added"] = "truck_added"
    plate: str
    position: int
    numbers: tuple[str, ...]

    def apply(self, move: Move) -> Move:
        taken = {each: replace(move.households[each], truck=self.plate) for each in self.numbers}
        trucks = {**move.trucks, self.plate: self.position}
        return replace(move, trucks=trucks, households={**move.households, **taken})


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceMarked(Happened):
    """Who came, who is missing; a later word counts."""

    kind: Literal["presence_marked"] = "presence_marked"
    numbers: tuple[str, ...]
    presence: Literal["came", "missing"]

    def apply(self, move: Move) -> Move:
        seen = {each: replace(move.households[each], presence=self.presence) for each in self.numbers}
        return replace(move, households={**move.households, **seen})


def _refused(found: Iterable[Household | Refusal]) -> Refusal | None:
    return next((each for each in found if isinstance(each, Refusal)), None)


def _truck(standing: Standing, command: AddTruck) -> Decision:
    move, plate, position = standing.state, command.plate, command.position
    if move.phase != "planned":
        return refusal("moves.not_open")
    if plate in move.trucks or position in move.trucks.values() or position < 1:
        return refusal("moves.truck", plate=plate)
    added = TruckAdded(**standing.stamp(command.by), plate=plate, position=position, numbers=command.numbers)
    return _refused(standing.unmoved(each) for each in command.numbers) or (added,)


def _presence(standing: Standing, command: MarkPresence) -> Decision:
    refused = _refused(standing.unmoved(each) for each in command.numbers) or standing.arrived()
    stamp = standing.stamp(command.by)
    return refused or (PresenceMarked(**stamp, numbers=command.numbers, presence=command.presence),)


ACTS = (
    act(
        AddTruck,
        _truck,
        OFFICERS,
        {TruckAdded: Words("maşın karvana qoşuldu", "a truck joined the convoy")},
        Form(
            title=Words("Maşını karvana qoş", "Add a truck to the convoy"),
            place="now",
            rank=20,
            fields=(
                Field("plate", Words("Qeydiyyat nişanı", "Plate"), "line", required=True, tried="99-ZZ-999"),
                Field("position", Words("Karvanda yeri", "Place in the convoy"), "number", required=True, tried="999"),
                replace(NUMBERS, required=False),
            ),
        ),
    ),
    act(
        MarkPresence,
        _presence,
        DESK,
        {PresenceMarked: Words("gələnlər qeyd edildi", "who came was noted")},
        Form(
            title=Words("Kimin gəldiyini qeyd et", "Note who came"),
            place="now",
            rank=5,
            fields=(
                NUMBERS,
                Field(
                    "presence",
                    Words("Nə qeyd edilir", "What is noted"),
                    "choice",
                    required=True,
                    chosen="came",
                    options=(Option("came", Words("gəlib", "came")), Option("missing", Words("yoxdur", "is missing"))),
                ),
            ),
        ),
    ),
)
