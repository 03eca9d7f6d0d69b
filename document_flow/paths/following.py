"""What follows by itself: a stage that is decided passes or refuses, the next one opens, the last one ends the run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.hands import HappenedFor
from document_flow.paths.case import Case
from document_flow.paths.event import Event, InRound, evolve
from document_flow.paths.path import Stage
from document_flow.paths.staffing import staff
from document_flow.paths.state import Meeting, StageState, State
from document_flow.paths.tally import tally
from document_flow.paths.values import Bloc
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOpened(InRound):
    """A stage waits for its members from now on; `kept` are the principals whose earlier marks still hold in it.

    `seats` counts the members with those who may not act in their own document: the base of a quorum.
    `meets`: it decides in a meeting.
    """

    kind: Literal["stage_opened"] = "stage_opened"
    members: tuple[str, ...]
    blocs: tuple[Bloc, ...] = ()
    seats: int
    opened: date
    due: date | None = None
    kept: tuple[str, ...] = ()
    meets: bool = False

    def changed(self, stage: StageState) -> StageState:
        """Open, for these members."""
        return StageState(
            id=stage.id,
            act=stage.act,
            status="open",
            round=self.round,
            members=self.members,
            blocs=self.blocs,
            seats=self.seats,
            marks={principal: stage.marks[principal] for principal in self.kept if principal in stage.marks},
            opened=self.opened,
            due=self.due,
            meeting=Meeting() if self.meets else None,
        )

    def in_run(self, state: State, stages: tuple[StageState, ...], index: int) -> State:
        """The run stands at it."""
        return state.one_on(stages, index, state.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePassed(InRound):
    """The rule of the stage is satisfied, whoever has not spoken yet."""

    kind: Literal["stage_passed"] = "stage_passed"

    def changed(self, stage: StageState) -> StageState:
        """Passed."""
        return replace(stage, status="passed")

    def in_run(self, state: State, stages: tuple[StageState, ...], _index: int) -> State:
        """The run stands at none."""
        return state.one_on(stages, -1, state.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRefused(InRound):
    """The rule of the stage cannot be satisfied any more, whatever the others would say."""

    kind: Literal["stage_refused"] = "stage_refused"

    def changed(self, stage: StageState) -> StageState:
        """Refused."""
        return replace(stage, status="refused")

    def in_run(self, state: State, stages: tuple[StageState, ...], _index: int) -> State:
        """The run stands at none."""
        return state.one_on(stages, -1, state.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunApproved(HappenedFor):
    """The last stage passed; the run is over."""

    kind: Literal["run_approved"] = "run_approved"

    def apply(self, state: State) -> State:
        """Over."""
        return state.ended("approved")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRefused(HappenedFor):
    """A stage refused; the run is over."""

    kind: Literal["run_refused"] = "run_refused"
    stage: str

    def apply(self, state: State) -> State:
        """Over."""
        return state.ended("refused")


FOLLOWING = {
    StageOpened: Words("mərhələ başlandı", "a stage began"),
    StagePassed: Words("mərhələ keçildi", "a stage passed"),
    StageRefused: Words("mərhələdə rədd edildi", "a stage refused"),
    RunApproved: Words("təsdiqləndi", "approved"),
    RunRefused: Words("imtina edildi", "refused"),
}
"""What may follow of any act, by its name in a history."""


def follow(case: Case, *events: Event, kept: Collection[str] = ()) -> tuple[Event, ...]:
    """The events and all that follow from them. `kept` are principals whose marks stay in the first stage to open."""
    made = list(events)
    state = case.state
    for event in events:
        state = evolve(state, event)
    while state.status == "running":
        following = _next(case, state, kept)
        if not following:
            break
        if isinstance(following[0], StageOpened):
            kept = ()
        for event in following:
            state = evolve(state, event)
        made.extend(following)
    return tuple(made)


def _next(case: Case, state: State, kept: Collection[str]) -> tuple[Event, ...]:
    stage = state.stage
    if stage is None:
        return _open_next(case, state, kept)
    match decided(case.path.stages[state.current], stage):
        case "passed":
            return (StagePassed(**case.stamp, stage=stage.id, round=stage.round),)
        case "refused":
            return (
                StageRefused(**case.stamp, stage=stage.id, round=stage.round),
                RunRefused(**case.stamp, stage=stage.id),
            )
        case _:
            return ()


def decided(definition: Stage, stage: StageState) -> Literal["open", "passed", "refused"]:
    """What the stage came to. A meeting's decision counts when chair and secretary have signed the minutes."""
    if stage.meeting is not None:
        if len(stage.meeting.minutes) < 2:
            return "open"
        return "passed" if stage.meeting.outcome == "for" else "refused"
    outcome = tally(definition.rule, stage).outcome
    if outcome == "passed":
        return "passed"
    return "refused" if outcome == "impossible" else "open"


def _open_next(case: Case, state: State, kept: Collection[str]) -> tuple[Event, ...]:
    for index, stage in enumerate(state.stages):
        if stage.status == "waiting":
            return (_opened(case, state, case.path.stages[index], kept),)
    return (RunApproved(**case.stamp),)


def _opened(case: Case, state: State, definition: Stage, kept: Collection[str]) -> StageOpened:
    context = case.context
    found = staff(definition, state.author, state.hands, context.directory)
    return StageOpened(
        **case.stamp,
        stage=definition.id,
        round=state.round,
        members=found.members,
        blocs=found.blocs,
        seats=found.seats,
        opened=context.today,
        due=None if definition.due is None else context.calendar.add(context.today, definition.due),
        kept=tuple(member for member in found.members if member in kept),
        meets=definition.meeting is not None,
    )
