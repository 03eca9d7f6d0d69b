"""What events come to: total for every event ever written, and without a look at calendar or people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import assert_never

from document_flow.calendar import Pause
from document_flow.context import BAKU
from document_flow.orders.events import (
    AboutResolution,
    ControlReleased,
    ControlSet,
    CoReported,
    Dissented,
    Escalated,
    Event,
    Executed,
    ExecutionReturned,
    ExtensionDecided,
    ExtensionRequested,
    HandedOver,
    Reminded,
    Reported,
    ResolutionGiven,
    Resumed,
    Suspended,
    TermMoved,
)
from document_flow.orders.state import Control, Extension, Note, Resolution, State

NOTHING = State()
"""Before the first resolution."""
_Written = Reported | CoReported | Dissented | ExecutionReturned
_OfTerm = ExtensionRequested | ExtensionDecided | Suspended | Resumed | TermMoved


def evolve(state: State, event: Event) -> State:
    """The orders after the event; one about a resolution that is not known changes nothing."""
    match event:
        case ResolutionGiven():
            return replace(state, resolutions={**state.resolutions, event.resolution: _given(event)})
        case Executed():
            done = {event.resolution, *event.closes}
            changed = {
                each.id: _executed(each, event.at) if each.id in done else each for each in state.resolutions.values()
            }
            return replace(state, resolutions=changed)
        case HandedOver():
            return _handed_over(state, event)
        case _:
            known = state.resolutions.get(event.resolution)
            if known is None:
                return state
            return replace(state, resolutions={**state.resolutions, known.id: _changed(known, event)})


def replay(events: Iterable[Event], state: State = NOTHING) -> State:
    """What all these events come to."""
    for event in events:
        state = evolve(state, event)
    return state


def _given(event: ResolutionGiven) -> Resolution:
    return Resolution(
        id=event.resolution,
        parent=event.parent,
        author=event.principal,
        text=event.text,
        lead=event.lead,
        co_executors=event.co_executors,
        for_information=event.for_information,
        given_at=event.at,
        start=event.start,
        days=event.days,
        due=event.due,
        due_set_on=_day(event.at),
    )


def _executed(known: Resolution, at: datetime) -> Resolution:
    """What is executed leaves control by itself (Təlimat, art. 129)."""
    control = known.control
    if control is not None and control.released_at is None:
        control = replace(control, released_at=at)
    return replace(known, status="executed", executed_at=at, control=control)


def _changed(known: Resolution, event: AboutResolution) -> Resolution:
    match event:
        case Reported() | CoReported() | Dissented() | ExecutionReturned():
            return _written(known, event)
        case ControlSet():
            return replace(known, control=Control(event.principal, event.at))
        case ControlReleased():
            control = known.control or Control(event.principal, event.at)
            return replace(known, control=replace(control, released_at=event.at, reason=event.reason))
        case Reminded() | Escalated():
            return replace(known, fired=(*known.fired, event.rung))
        case _:
            return _of_term(known, event)


def _written(known: Resolution, event: _Written) -> Resolution:
    match event:
        case Reported():
            report = Note(event.principal, event.by, event.at, event.note, event.answer)
            return replace(known, status="reported", report=report)
        case CoReported():
            return replace(known, co_reports=(*known.co_reports, _note(event)))
        case Dissented():
            return replace(known, dissents=(*known.dissents, _note(event)))
        case ExecutionReturned():
            return replace(known, status="open", returns=(*known.returns, event.reason))
        case never:
            assert_never(never)


def _of_term(known: Resolution, event: _OfTerm) -> Resolution:
    match event:
        case ExtensionRequested():
            asked = Extension(event.principal, event.until, event.reason)
            return replace(known, extensions=(*known.extensions, asked))
        case ExtensionDecided():
            decided = tuple(
                replace(each, granted=event.granted, decided_by=event.principal) for each in known.extensions[-1:]
            )
            extended = replace(known, extensions=(*known.extensions[:-1], *decided))
            return _with_due(extended, event.due, event.at)
        case Suspended():
            return replace(known, pauses=(*known.pauses, Pause(event.first, None, event.reason)))
        case Resumed():
            ended = tuple(replace(each, last=event.last) for each in known.pauses[-1:])
            return _with_due(replace(known, pauses=(*known.pauses[:-1], *ended)), event.due, event.at)
        case TermMoved():
            return _with_due(known, event.due, event.at)
        case never:
            assert_never(never)


def _with_due(known: Resolution, due: date | None, at: datetime) -> Resolution:
    return known if due == known.due else replace(known, due=due, due_set_on=_day(at))


def _handed_over(state: State, event: HandedOver) -> State:
    parts = {(line.resolution, line.part) for line in event.lines}
    changed = dict(state.resolutions)
    for each in state.resolutions.values():
        lead = event.receiver if (each.id, "lead") in parts else each.lead
        takes = (each.id, "co_executor") in parts
        named = (event.receiver if takes and login == event.leaver else login for login in each.co_executors)
        co_executors = tuple(login for login in dict.fromkeys(named) if login != lead)
        control = each.control
        if control is not None and (each.id, "control_owner") in parts:
            control = replace(control, owner=event.receiver)
        changed[each.id] = replace(each, lead=lead, co_executors=co_executors, control=control)
    return replace(state, resolutions=changed, acts=(*state.acts, event.act))


def _note(event: CoReported | Dissented) -> Note:
    return Note(event.principal, event.by, event.at, event.text)


def _day(at: datetime) -> date:
    return at.astimezone(BAKU).date()
