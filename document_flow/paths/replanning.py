"""A round begins: its stages by the plan, and the hands that have sent the document on."""

from __future__ import annotations

from dataclasses import replace

from document_flow.hands import HappenedFor
from document_flow.paths.state import StageState, State
from document_flow.paths.values import PlannedStage


def replanned(state: State, number: int, plan: tuple[PlannedStage, ...], kept: tuple[str, ...]) -> State:
    """A round with the stages of the plan. The marks of those that begin anew stay as candidates until they open."""
    old = {stage.id: stage for stage in state.stages}
    return replace(
        state,
        round=number,
        current=-1,
        stages=tuple(_planned(planned, old.get(planned.id), kept) for planned in plan),
        returned=None,
        suspension=None,
        length=state.length + 1,
    )


def with_hands(hands: tuple[str, ...], event: HappenedFor) -> tuple[str, ...]:
    """With the author's, every hand that sent the document on in the author's place."""
    return tuple(dict.fromkeys((*hands, event.on_behalf_of or event.by, event.by)))


def _planned(planned: PlannedStage, old: StageState | None, kept: tuple[str, ...]) -> StageState:
    if not planned.applies:
        return StageState(id=planned.id, act=planned.act, status="skipped")
    if old is None:
        return StageState(id=planned.id, act=planned.act)
    return old if planned.id in kept else StageState(id=planned.id, act=planned.act, marks=old.marks)
