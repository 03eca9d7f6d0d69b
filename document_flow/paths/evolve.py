"""What an event makes of a state. Total: any event on any state gives a state; what does not fit changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from document_flow.paths import events as e
from document_flow.paths.evolve_stage import ON_STAGE
from document_flow.paths.state import NOTHING, Change, Return, StageState, State, Status, Suspension

Replanning = e.Submitted | e.Resubmitted | e.ContentReplaced | e.PathMoved

Stages = tuple[StageState, ...]


def evolve(state: State, event: e.Event) -> State:
    """The state after the event. Pure, and never fails."""
    on_stage = ON_STAGE.get(type(event))
    if on_stage is not None:
        return _with_stage(state, event, on_stage)
    return _ON_RUN[type(event)](state, event)


def replay(events: Iterable[e.Event], state: State = NOTHING) -> State:
    """The state after all of them, in their order."""
    return reduce(evolve, events, state)


def _with_stage(state: State, event: Any, change: Callable[[StageState, Any], StageState]) -> State:
    """Change the stage that the event names; the current one is looked at first."""
    index = state.current
    if not (0 <= index < len(state.stages) and state.stages[index].id == event.stage):
        index = next((i for i, stage in enumerate(state.stages) if stage.id == event.stage), -1)
        if index < 0:
            return _counted(state, event)
    changed = change(state.stages[index], event)
    stages = (*state.stages[:index], changed, *state.stages[index + 1 :])
    return _RUN_WITH_STAGE.get(type(event), _run_with)(state, event, stages, index)


def _run_with(state: State, _event: e.Event, stages: Stages, _index: int) -> State:
    return state.one_on(stages, state.current, state.seen)


def _run_marked(state: State, event: e.Marked, stages: Stages, _index: int) -> State:
    return state.one_on(stages, state.current, {**state.seen, event.principal: event.content_hash})


def _run_opened(state: State, _event: e.StageOpened, stages: Stages, index: int) -> State:
    return state.one_on(stages, index, state.seen)


def _run_left(state: State, _event: e.StagePassed | e.StageRefused, stages: Stages, _index: int) -> State:
    return state.one_on(stages, -1, state.seen)


def _run_returned(state: State, event: e.Returned, stages: Stages, _index: int) -> State:
    return replace(
        state,
        status="returned",
        stages=stages,
        current=-1,
        returned=Return(event.stage, event.principal, event.note),
        suspension=None,
        length=state.length + 1,
    )


def _run_resumed(state: State, _event: e.Resumed, stages: Stages, _index: int) -> State:
    return replace(state, stages=stages, suspension=None, length=state.length + 1)


def _counted(state: State, _event: e.Event) -> State:
    return replace(state, length=state.length + 1)


def _begun(state: State, event: e.Begun) -> State:
    """A run, or after a refusal a second one of the same document: rounds count on, so that no rung is met again."""
    return State(
        round=state.round,
        seen=state.seen,
        status="draft",
        path_id=event.path_id,
        path_version=event.path_version,
        path_sha256=event.path_sha256,
        author=event.on_behalf_of or event.by,
        hands=_hands((), event),
        document_kind=event.document_kind,
        content_hash=event.content_hash,
        length=state.length + 1,
    )


def _submitted(state: State, event: e.Submitted) -> State:
    return replace(
        _replanned(state, event, ()),
        status="running",
        content_hash=event.content_hash,
        facts=event.facts,
        hands=_hands(state.hands, event),
    )


def _resubmitted(state: State, event: e.Resubmitted) -> State:
    change = state.change
    if event.content_hash != event.previous_hash:
        change = Change(event.previous_hash, event.by, event.at, event.minor, event.difference)
    return replace(
        _replanned(state, event, event.kept),
        status="running",
        content_hash=event.content_hash,
        facts=event.facts,
        change=change,
        hands=_hands(state.hands, event),
    )


def _content_replaced(state: State, event: e.ContentReplaced) -> State:
    changed = state if event.round == state.round else _replanned(state, event, event.kept)
    return replace(
        changed,
        content_hash=event.content_hash,
        change=Change(event.previous_hash, event.by, event.at, event.minor, event.difference),
        hands=_hands(state.hands, event),
        length=state.length + 1,
    )


def _path_moved(state: State, event: e.PathMoved) -> State:
    return replace(
        _replanned(state, event, event.kept),
        path_id=event.path_id,
        path_version=event.path_version,
        path_sha256=event.path_sha256,
        returned=state.returned,
    )


def _replanned(state: State, event: Replanning, kept: tuple[str, ...]) -> State:
    """A round with the stages of the plan. The marks of those that begin anew stay as candidates until they open."""
    old = {stage.id: stage for stage in state.stages}
    return replace(
        state,
        round=event.round,
        current=-1,
        stages=tuple(_planned(planned, old.get(planned.id), kept) for planned in event.plan),
        returned=None,
        suspension=None,
        length=state.length + 1,
    )


def _planned(planned: e.PlannedStage, old: StageState | None, kept: tuple[str, ...]) -> StageState:
    if not planned.applies:
        return StageState(id=planned.id, act=planned.act, status="skipped")
    if old is None:
        return StageState(id=planned.id, act=planned.act)
    return old if planned.id in kept else StageState(id=planned.id, act=planned.act, marks=old.marks)


def _ended(status: Status) -> Callable[[State, Any], State]:
    def end(state: State, _event: Any) -> State:
        return replace(state, status=status, current=-1, suspension=None, length=state.length + 1)

    return end


def _assigned_elsewhere(state: State, event: e.Assigned) -> State:
    """In a stage its members change; in the author's hands the author does."""
    if event.stage is not None:
        return _with_stage(state, event, _taken_over)
    author = event.added[0] if event.added else state.author
    hands = state.hands if author in state.hands else (*state.hands, author)
    return replace(state, author=author, hands=hands, length=state.length + 1)


def _taken_over(stage: StageState, event: e.Assigned) -> StageState:
    meeting = stage.meeting
    if meeting is not None:  # who is new must be invited too
        present = {member: hand for member, hand in meeting.present.items() if member in event.members}
        recused = tuple(member for member in meeting.recused if member in event.members)
        phase = "called" if meeting.phase == "invited" else meeting.phase
        meeting = replace(meeting, present=present, recused=recused, phase=phase)
    return replace(stage, members=event.members, blocs=event.blocs, meeting=meeting)


def _suspended(state: State, event: e.Suspended) -> State:
    suspension = Suspension(event.since, event.until, event.by, event.reason)
    return replace(state, suspension=suspension, length=state.length + 1)


def _hands(hands: tuple[str, ...], event: e.Event) -> tuple[str, ...]:
    """With the author's, every hand that sent the document on in the author's place."""
    return tuple(dict.fromkeys((*hands, event.on_behalf_of or event.by, event.by)))


_RUN_WITH_STAGE: dict[type, Callable[[State, Any, Stages, int], State]] = {
    e.Marked: _run_marked,
    e.StageOpened: _run_opened,
    e.StagePassed: _run_left,
    e.StageRefused: _run_left,
    e.Returned: _run_returned,
    e.Resumed: _run_resumed,
}
_ON_RUN: dict[type, Callable[[State, Any], State]] = {
    e.Begun: _begun,
    e.Submitted: _submitted,
    e.Resubmitted: _resubmitted,
    e.ContentReplaced: _content_replaced,
    e.PathMoved: _path_moved,
    e.RunApproved: _ended("approved"),
    e.RunRefused: _ended("refused"),
    e.Recalled: _ended("recalled"),
    e.Assigned: _assigned_elsewhere,
    e.Suspended: _suspended,
    e.Commented: _counted,
    e.PrivatelyNoted: _counted,
}
