"""What follows by itself: a stage that is decided passes or refuses, the next one opens, the last one ends the run."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from document_flow.paths.case import Case
from document_flow.paths.events import (
    Event,
    RunApproved,
    RunRefused,
    StageOpened,
    StagePassed,
    StageRefused,
)
from document_flow.paths.evolve import evolve
from document_flow.paths.path import Stage
from document_flow.paths.staffing import staff
from document_flow.paths.state import StageState, State
from document_flow.paths.tally import tally


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
