"""The clock of a run: reminders, the due day, the ladder of escalation; standing still and going on.

Days are working days in Baku. Reminders and escalations come at nine in the morning, the end of a term at midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from document_flow.calendar import Pause, due_with
from document_flow.context import BAKU, Context
from document_flow.outcome import Refusal, Timer
from document_flow.paths.case import Case, elsewhere, no_text, not_manager
from document_flow.paths.commands import Resume, Suspend, Tick
from document_flow.paths.events import DuePassed, Escalated, Event, Reminded, Resumed, Suspended
from document_flow.paths.path import Escalation, Path, Stage
from document_flow.paths.refusals import refusal
from document_flow.paths.rungs import DUE, RESUME, rung, rung_name
from document_flow.paths.staffing import desk, expand, in_office
from document_flow.paths.state import StageState, State
from document_flow.paths.waiting.waited_for import waited_for

Decided = tuple[Event, ...] | Refusal
_MORNING = time(9)
_MIDNIGHT = time(0)
_DAY = timedelta(days=1)


def timers(path: Path, state: State, context: Context) -> tuple[Timer, ...]:
    """What the clock still has to do, by time. Each rung is unique in the run and the same until it has fired."""
    stage = state.stage
    if stage is None:
        return ()
    if state.suspension is not None:
        until = state.suspension.until
        return () if until is None else (Timer(rung(stage, RESUME), _at(until, _MIDNIGHT)),)
    if stage.due is None:
        return ()
    ladder = _ladder(path.stages[state.current], stage.due, context)
    ahead = [Timer(rung(stage, name), at) for name, at in ladder if name not in stage.fired]
    return tuple(sorted(ahead, key=lambda timer: (timer.at, timer.rung)))


def _ladder(definition: Stage, due: date, context: Context) -> Iterator[tuple[str, datetime]]:
    add = context.calendar.add
    for days in definition.reminders:
        yield f"remind-{days}", _at(add(due, -days), _MORNING)
    yield DUE, _at(due + _DAY, _MIDNIGHT)
    for step in definition.escalation:
        yield f"escalate-{step.after}", _at(add(due, step.after), _MORNING)


def tick(path: Path, state: State, command: Tick, context: Context) -> tuple[Event, ...]:
    """What a rung brings about; nothing where it has fired, is not due yet or belongs to another round."""
    stage = state.stage
    fired = next((each for each in timers(path, state, context) if each.rung == command.rung), None)
    if stage is None or fired is None or fired.at > context.now:
        return ()
    name = rung_name(command.rung)
    at, late = context.now, waited_for(path.stages[state.current], stage, state, context)
    if name == RESUME:
        return (_resumed(Case(path, state, context, "", None), stage, "müddət bitdi / the day has come"),)
    if name == DUE:
        return (DuePassed(by="", at=at, stage=stage.id, rung=command.rung, late=late),)
    if name.startswith("remind-"):
        return (Reminded(by="", at=at, stage=stage.id, rung=command.rung, to=late),)
    step = next(each for each in path.stages[state.current].escalation if name == f"escalate-{each.after}")
    told = _told(step, late, state, context)
    return (Escalated(by="", at=at, stage=stage.id, rung=command.rung, to=told),)


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


def suspend(case: Case, command: Suspend) -> Decided:
    """Stop the clock: by the author, a member of the open stage, a clerk or a head."""
    stage = case.state.stage
    if stage is None:
        return elsewhere(case.state)
    if case.state.suspension is not None:
        return refusal("path.suspended", since=f"{case.state.suspension.since:%d.%m.%Y}")
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
    return refused or (_resumed(case, stage, command.reason),)


def _resumed(case: Case, stage: StageState, reason: str) -> Resumed:
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


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BAKU)
