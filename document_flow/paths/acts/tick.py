"""The clock of a run: reminders, the due day, the ladder of escalation.

Days are working days in Baku. Reminders and escalations come at nine in the morning, the end of a term at midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from document_flow.context import BAKU, Context
from document_flow.outcome import Timer
from document_flow.paths.acting import Act, Case, Event, StageState, State, TimerFired, Words
from document_flow.paths.acts.suspension import resumed
from document_flow.paths.path import Escalation, Path, Stage
from document_flow.paths.staffing import desk, expand, in_office
from document_flow.paths.timer_names import DUE, RESUME, name_in_stage, timer_name
from document_flow.paths.waiting.waited_for import waited_for

_MORNING = time(9)
_MIDNIGHT = time(0)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What a fired timer asks for; one that has fired, or is not due yet, changes nothing."""

    kind: Literal["tick"] = "tick"
    timer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(TimerFired):
    """A reminder went to those still waited for."""

    kind: Literal["reminded"] = "reminded"
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePassed(TimerFired):
    """The due day ended without them."""

    kind: Literal["due_passed"] = "due_passed"
    late: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(TimerFired):
    """The lateness was taken to these, who may assign others."""

    kind: Literal["escalated"] = "escalated"
    to: tuple[str, ...]

    def changed(self, stage: StageState) -> StageState:
        """Those who were told may assign others."""
        told = tuple(dict.fromkeys((*stage.escalated_to, *self.to)))
        return replace(stage.fire(name_in_stage(self.timer)), escalated_to=told)


def timers(path: Path, state: State, context: Context) -> tuple[Timer, ...]:
    """What the clock still has to do, by time. Each timer is unique in the run and the same until it has fired."""
    stage = state.stage
    if stage is None:
        return ()
    if state.suspension is not None:
        until = state.suspension.until
        return () if until is None else (Timer(timer_name(stage, RESUME), _at(until, _MIDNIGHT)),)
    if stage.due is None:
        return ()
    ladder = _ladder(path.stages[state.current], stage.due, context)
    ahead = [Timer(timer_name(stage, name), at) for name, at in ladder if name not in stage.fired]
    return tuple(sorted(ahead, key=lambda timer: (timer.at, timer.name)))


def _ladder(definition: Stage, due: date, context: Context) -> Iterator[tuple[str, datetime]]:
    add = context.calendar.add
    for days in definition.reminders:
        yield f"remind-{days}", _at(add(due, -days), _MORNING)
    yield DUE, _at(due + _DAY, _MIDNIGHT)
    for step in definition.escalation:
        yield f"escalate-{step.after}", _at(add(due, step.after), _MORNING)


def decide(case: Case, command: Tick) -> tuple[Event, ...]:
    """What a timer brings about; nothing where it has fired, is not due yet or belongs to another round."""
    path, state, context = case.path, case.state, case.context
    stage = state.stage
    fired = next((each for each in timers(path, state, context) if each.name == command.timer), None)
    if stage is None or fired is None or fired.at > context.now:
        return ()
    name = name_in_stage(command.timer)
    at, late = context.now, waited_for(path.stages[state.current], stage, state, context)
    if name == RESUME:
        return (resumed(case, stage, "müddət bitdi / the day has come"),)
    if name == DUE:
        return (DuePassed(by="", at=at, stage=stage.id, timer=command.timer, late=late),)
    if name.startswith("remind-"):
        return (Reminded(by="", at=at, stage=stage.id, timer=command.timer, to=late),)
    step = next(each for each in path.stages[state.current].escalation if name == f"escalate-{each.after}")
    told = _told(step, late, state, context)
    return (Escalated(by="", at=at, stage=stage.id, timer=command.timer, to=told),)


def _told(step: Escalation, late: tuple[str, ...], state: State, context: Context) -> tuple[str, ...]:
    """Whom to tell: the head of each late person (not himself), or those whom the path names; else the desk."""
    directory = context.directory
    if step.to.kind != "head_of" or step.to.name:
        return expand(step.to, state.author, directory) or desk(state.author, directory)
    found = []
    for login in late:
        official = directory.officials.get(login)
        head = None if official is None else directory.head_of(official.unit)
        found.append(head if head != login else None)
    return in_office(found, directory) or desk(state.author, directory)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BAKU)


ACTS = (
    Act(
        command=Tick,
        decide=decide,
        events={
            Reminded: Words("xatırlatma göndərildi", "reminded"),
            DuePassed: Words("müddət keçdi", "the last day passed"),
            Escalated: Words("rəhbərliyə bildirildi", "taken to the head"),
        },
    ),
)
