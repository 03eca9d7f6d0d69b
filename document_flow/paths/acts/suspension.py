"""The clock of a run stands still and goes on; the due day moves by the working days that stood still."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from document_flow.calendar import Pause, due_with
from document_flow.paths.acting import (
    REASON,
    Act,
    ByStandIn,
    Case,
    Decided,
    Field,
    Form,
    HappenedFor,
    InStage,
    Refusal,
    StageState,
    State,
    Words,
    no_text,
    not_manager,
    open_stage,
    refusal,
)
from document_flow.paths.state import Suspension

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(ByStandIn):
    """Stops the clock and the stage, with a reason; it resumes by itself at the start of `until`, if given."""

    kind: Literal["suspend"] = "suspend"
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(HappenedFor):
    """The clock stands since `since`, until somebody resumes or the day `until` begins."""

    kind: Literal["suspended"] = "suspended"
    since: date
    until: date | None
    reason: str

    def apply(self, state: State) -> State:
        """Nobody marks until it goes on."""
        suspension = Suspension(self.since, self.until, self.by, self.reason)
        return replace(state, suspension=suspension, length=state.length + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(ByStandIn):
    """Lets the clock run on; the due day moves by the working days that stood still."""

    kind: Literal["resume"] = "resume"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(InStage):
    """A stage's clock runs again and due is new: the days from `first` to `last` (none if before) stood still."""

    kind: Literal["resumed"] = "resumed"
    first: date
    last: date
    due: date | None
    reason: str

    def changed(self, stage: StageState) -> StageState:
        """With its new due day."""
        return replace(stage, pauses=(*stage.pauses, (self.first, self.last)), due=self.due)

    def in_run(self, state: State, stages: tuple[StageState, ...], _index: int) -> State:
        """The clock runs."""
        return replace(state, stages=stages, suspension=None, length=state.length + 1)


def suspend(case: Case, command: Suspend) -> Decided:
    """Stop the clock: by the author, a member of the open stage, a clerk or a head."""
    stage = open_stage(case.state)
    if isinstance(stage, Refusal):
        return stage
    today = case.context.today
    if command.until is not None and command.until <= today:
        return refusal("path.until")
    refused = _not_concerned(case, stage) or no_text(command.reason)
    return refused or (Suspended(**case.stamp, since=today, until=command.until, reason=command.reason),)


def resume(case: Case, command: Resume) -> Decided:
    """Let the clock run on."""
    stage = case.state.stage
    if stage is None or case.state.suspension is None:
        return refusal("path.not_suspended")
    refused = _not_concerned(case, stage) or no_text(command.reason)
    return refused or (resumed(case, stage, command.reason),)


def resumed(case: Case, stage: StageState, reason: str) -> Resumed:
    """The end of a suspension: on the day before, and with the due day that follows from it."""
    suspension = case.state.suspension
    first = suspension.since if suspension is not None else case.context.today
    last = case.context.today - _DAY
    days = case.definition.due
    due = None
    if days is not None and stage.opened is not None:
        spans = (*stage.pauses, (first, last))
        pauses = [Pause(begins, ends, "") for begins, ends in spans if ends >= begins]
        due = due_with(case.context.calendar, stage.opened, days, pauses)
    return Resumed(**case.stamp, stage=stage.id, first=first, last=last, due=due, reason=reason)


def _not_concerned(case: Case, stage: StageState) -> Refusal | None:
    if case.principal == case.state.author or case.principal in stage.members:
        return None
    return not_manager(case)


ACTS = (
    Act(
        command=Suspend,
        decide=suspend,
        events={Suspended: Words("müddət dayandırıldı", "the clock was stopped")},
        forms=(
            Form(
                title=Words("Müddəti dayandır", "Stop the clock"),
                place="more",
                rank=13,
                fields=(REASON, Field("until", Words("Bərpa olunacağı gün", "Resumes on"), "date", source="tomorrow")),
            ),
        ),
    ),
    Act(
        command=Resume,
        decide=resume,
        events={Resumed: Words("müddət davam edir", "the clock runs again")},
        forms=(
            Form(title=Words("Müddəti davam etdir", "Let the clock run on"), place="now", rank=14, fields=(REASON,)),
        ),
    ),
)
