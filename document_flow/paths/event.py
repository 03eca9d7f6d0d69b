"""What is asked of a run and what happened in it: closed unions, told apart by `kind`.

A command that acts on the content names the hash it saw; another one is refused as stale. Events are append-only,
hash-chained, the truth about the run. Every event says whose hand it was (`by`, empty for the clock), in whose place
(`on_behalf_of`) and when (`at`, aware), and carries all that `apply` needs: nobody is looked up again.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

from document_flow.hands import EventOf, HappenedFor
from document_flow.paths.state import NOTHING, StageState, State
from document_flow.paths.timer_names import name_in_stage


class Command(Protocol):
    """What people and the clock may ask."""

    @property
    def kind(self) -> str: ...


class Event(EventOf[State], Protocol):
    """What happened."""

    @property
    def on_behalf_of(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class InStage(HappenedFor):
    """Something that happened in a stage; in one that the run does not know it is only counted."""

    kind: str = ""
    stage: str

    def apply(self, state: State) -> State:
        """With that stage changed."""
        index = state.index_of(self.stage)
        if index < 0:
            return state.counted()
        stages = (*state.stages[:index], self.changed(state.stages[index]), *state.stages[index + 1 :])
        return self.in_run(state, stages, index)

    @abstractmethod
    def changed(self, stage: StageState) -> StageState:
        """The stage after it."""

    def in_run(self, state: State, stages: tuple[StageState, ...], _index: int) -> State:
        """The run with its stages as they are then."""
        return state.one_on(stages, state.current, state.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class InRound(InStage):
    """Something that happened in a stage's own round."""

    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(InStage):
    """Something that the clock brought about in a stage, once."""

    timer: str

    def changed(self, stage: StageState) -> StageState:
        """What has fired does not fire again because the term moved."""
        return stage.fire(name_in_stage(self.timer))


def evolve(state: State, event: Event) -> State:
    """The state after the event. Pure, and never fails."""
    return event.apply(state)


def replay(events: Iterable[Event], state: State = NOTHING) -> State:
    """The state after all of them, in their order."""
    return reduce(evolve, events, state)
