"""What the clock does: reminders before a last day, and word to the head whose term it is once it has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from document_flow.context import BAKU
from document_flow.orders.acting import Act, Case, Decision, HappenedTo, Resolution, Words
from document_flow.outcome import Timer

MORNING = time(9, tzinfo=BAKU)
"""When reminders go out, in Baku."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What a fired timer asks for; one that does not apply any more changes nothing."""

    kind: Literal["tick"] = "tick"
    timer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(HappenedTo):
    """Executors were reminded, so many working days before the last day."""

    kind: Literal["reminded"] = "reminded"
    timer: str
    to: tuple[str, ...]
    days_left: int

    def changed(self, known: Resolution) -> Resolution:
        """Once."""
        return replace(known, fired=(*known.fired, self.timer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(HappenedTo):
    """The last day has passed: the head was told."""

    kind: Literal["escalated"] = "escalated"
    timer: str
    to: tuple[str, ...]

    def changed(self, known: Resolution) -> Resolution:
        """Once."""
        return replace(known, fired=(*known.fired, self.timer))


def decide(case: Case, command: Tick) -> Decision:
    """A reminder to those who are busy with it, or word to the head that it is overdue."""
    for each in case.state.unfinished():
        for timer, days_left in _ladder(case, each):
            if timer.name != command.timer or timer.at > case.context.now:
                continue
            if days_left is None:
                to = case.keepers_of(each)
                return (Escalated(by="", at=case.context.now, resolution=each.id, timer=timer.name, to=to),)
            return (
                Reminded(
                    by="", at=case.context.now, resolution=each.id, timer=timer.name, to=each.busy, days_left=days_left
                ),
            )
    return ()


def order_timers(case: Case) -> tuple[Timer, ...]:
    """Reminders that are still to come and the escalation, for each resolution whose term runs."""
    return tuple(timer for each in case.state.unfinished() for timer, _ in _ladder(case, each))


def _ladder(case: Case, resolution: Resolution) -> Iterator[tuple[Timer, int | None]]:
    """Rungs that have not fired, each with the working days left; None is the escalation."""
    due = resolution.due
    if due is None or resolution.status != "open" or resolution.suspended:
        return
    calendar = case.context.calendar
    for days in sorted(case.rules.reminders, reverse=True):
        day = calendar.add(due, -days)
        name = f"{resolution.id}/{due.isoformat()}/remind-{days}"
        if day > resolution.due_set_on and name not in resolution.fired:
            yield Timer(name, _morning(day)), days
    name = f"{resolution.id}/{due.isoformat()}/overdue"
    if name not in resolution.fired:
        yield Timer(name, _morning(calendar.add(due, 1))), None


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING)


ACTS = (
    Act(
        command=Tick,
        decide=decide,
        events={
            Reminded: Words("xatırlatma göndərildi", "reminded"),
            Escalated: Words("rəhbərliyə bildirildi", "taken to the head"),
        },
    ),
)
