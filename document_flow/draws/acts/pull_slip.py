"""By hand: a family's representative pulls a numbered slip, and two witnesses see it.

A class has as many slips as homes, or as families where they are more. The first ones are its homes in their published
order, the rest its reserve. For a family that has withdrawn the commission pulls, so that no other's chance changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.draws.acting import (
    OFFICERS,
    Act,
    ByHand,
    Decision,
    Draw,
    Field,
    Form,
    Happened,
    Said,
    Standing,
    Words,
    refusal,
)
from document_flow.draws.order import slips_of
from document_flow.draws.state import Pull
from document_flow.draws.typed import slip_in
from document_flow.outcome import Refusal

WITNESSES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PullSlip(ByHand):
    """The officer writes down what was pulled; the witnesses are others, in office, who confirm it."""

    kind: Literal["pull_slip"] = "pull_slip"
    pull: Pull


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPulled(Happened):
    """It is out of the drum."""

    kind: Literal["slip_pulled"] = "slip_pulled"
    pull: Pull

    def apply(self, draw: Draw) -> Draw:
        return replace(draw, pulls=(*draw.pulls, self.pull))


def decide(standing: Standing, command: PullSlip) -> Decision:
    """No slip twice, none of another class, no family twice."""
    refused = standing.unless("frozen") or standing.too_early()
    if refused is None and standing.state.plan.protocol != "by_hand":
        refused = refusal("draws.not_by_hand")
    refused = refused or _witnessed(standing, command) or _odd(standing.state, command.pull)
    return refused or (SlipPulled(**standing.stamp(command.by), pull=command.pull),)


def _witnessed(standing: Standing, command: PullSlip) -> Refusal | None:
    witnesses, directory = command.pull.witnesses, standing.context.directory
    fit = {each for each in witnesses if directory.is_in_office(each)} - {command.by} - standing.related
    return None if len(fit) == len(witnesses) == WITNESSES else refusal("draws.witnesses", count=WITNESSES)


def _odd(draw: Draw, pull: Pull) -> Refusal | None:
    entry = draw.entry(pull.entry)
    if entry is None:
        return refusal("draws.no_entry", number=pull.entry)
    if any(each.entry == pull.entry for each in draw.pulls):
        return refusal("draws.pulled_already", number=pull.entry)
    if pull.rooms != entry.rooms:
        return refusal("draws.other_class", number=pull.entry, rooms=entry.rooms, slip=pull.rooms)
    last = slips_of(draw.plan, draw.entries, pull.rooms)
    if not 1 <= pull.slip <= last:
        return refusal("draws.no_slip", slip=pull.slip, rooms=pull.rooms, last=last)
    if any((each.rooms, each.slip) == (pull.rooms, pull.slip) for each in draw.pulls):
        return refusal("draws.slip_twice", slip=pull.slip, rooms=pull.rooms)
    return None


def _pull(said: Said) -> dict[str, Pull]:
    rooms, slip = slip_in(said["slip"])
    return {
        "pull": Pull(
            entry=said["pulls"], rooms=rooms, slip=slip, witnesses=(said["first_witness"], said["second_witness"])
        )
    }


ACTS = (
    Act(
        command=PullSlip,
        decide=decide,
        who=OFFICERS,
        events={SlipPulled: Words("püşk çəkildi", "a slip was pulled")},
        forms=(
            Form(
                title=Words("Çəkilən püşkü yaz", "Write a pull down"),
                place="now",
                tone="primary",
                fields=(
                    Field("pulls", Words("Müraciət", "Application"), "choice", required=True),
                    Field("slip", Words("Püşk: otaq sayı/nömrə", "Slip: rooms/number"), "choice", required=True),
                    Field("first_witness", Words("Birinci şahid", "First witness"), "choice", required=True),
                    Field("second_witness", Words("İkinci şahid", "Second witness"), "choice", required=True),
                ),
                reads=_pull,
            ),
        ),
    ),
)
