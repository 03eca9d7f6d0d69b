"""The three years start: only by a registered act that names the settlement and the day. Before, nobody forecasts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.act import Act
from document_flow.form import Field, Form
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.reintegrations.standing import Decision, Standing, refusal
from document_flow.reintegrations.state import CLOCK_MONTHS, Clock, Reintegration, months_after
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock(ByHand):
    """By that act. That a document of the number is registered the hub has looked up before it asks."""

    kind: Literal["start_clock"] = "start_clock"
    document: str
    settlement: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted(Happened):
    """The term has its first and last day."""

    kind: Literal["clock_started"] = "clock_started"
    clock: Clock

    def apply(self, state: Reintegration) -> Reintegration:
        return replace(state, clock=self.clock)


def decide(standing: Standing, command: StartClock) -> Decision:
    """Once; of this very settlement; of a day that has come. Also where nobody follows the household up any more."""
    state = standing.state
    refused = None if state.phase else standing.closed()
    if refused is None and state.clock is not None:
        refused = refusal("reintegrations.clock_runs", day=state.clock.started_on)
    if refused is None and command.settlement != state.settlement:
        refused = refusal("reintegrations.other_place", place=command.settlement)
    if refused is None and command.day > standing.context.today:
        refused = refusal("reintegrations.act_later", day=command.day)
    ends_on = months_after(command.day, CLOCK_MONTHS)
    said = Clock(document=command.document, settlement=command.settlement, started_on=command.day, ends_on=ends_on)
    return refused or (ClockStarted(**standing.stamp(command.by), clock=said),)


ACTS = (
    Act(
        command=StartClock,
        decide=decide,
        who=(*MACHINE, *OFFICERS),
        events={ClockStarted: Words("üçillik müddət başladı", "the three years started")},
        forms=(
            Form(
                title=Words("Üçillik müddəti aktla başlat", "Start the three years by an act"),
                place="more",
                rank=60,
                fields=(
                    Field(
                        "document",
                        Words("Aktın qeydiyyat nömrəsi", "Registration number of the act"),
                        "line",
                        required=True,
                    ),
                    Field("settlement", Words("Aktdakı məntəqə", "Settlement in the act"), "choice", required=True),
                    Field("day", Words("Aktdakı gün", "Day in the act"), "date", required=True, tried="2020-01-01"),
                ),
            ),
        ),
    ),
)
