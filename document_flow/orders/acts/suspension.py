"""The term stands still and runs again, for a resolution and all passed on from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from document_flow.calendar import Pause
from document_flow.orders.acting import (
    REASON,
    AboutOne,
    Act,
    Case,
    Decision,
    Form,
    HappenedTo,
    Refusal,
    Resolution,
    Words,
    blank,
    refusal,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(AboutOne):
    """The term stands still from today on."""

    kind: Literal["suspend"] = "suspend"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(HappenedTo):
    """The term stands still; `first` is the first day that does not count."""

    kind: Literal["suspended"] = "suspended"
    first: date
    reason: str

    def changed(self, known: Resolution) -> Resolution:
        """A pause without an end."""
        return replace(known, pauses=(*known.pauses, Pause(self.first, None, self.reason)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(AboutOne):
    """The term runs again from today on; the working days left are the same."""

    kind: Literal["resume"] = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(HappenedTo):
    """The term runs again; `last` is the last day that did not count, before `first` where none was lost."""

    kind: Literal["resumed"] = "resumed"
    last: date
    due: date | None

    def changed(self, known: Resolution) -> Resolution:
        """The pause has its end, the term its new last day."""
        ended = tuple(replace(each, last=self.last) for each in known.pauses[-1:])
        return self.with_due(replace(known, pauses=(*known.pauses[:-1], *ended)), self.due)


def suspend(case: Case, resolution: Resolution, command: Suspend) -> Decision:
    """Today is the first day that does not count; what was passed on stands still with it."""
    refused = _suspender(case, resolution) or resolution.stands() or blank(reason=command.reason)
    return refused or tuple(
        Suspended(**case.stamp(each.id), first=case.context.today, reason=command.reason)
        for each in (resolution, *case.state.under(resolution.id))
        if each.status == "open"
    )


def resume(case: Case, resolution: Resolution, _: Resume) -> Decision:
    """Today counts again. The working days that were left are left still: the last day moves on by what was lost."""
    refused = _suspender(case, resolution)
    if refused is not None:
        return refused
    if resolution.suspended is None:
        return refusal("orders.not_suspended")
    return tuple(
        Resumed(**case.stamp(each.id), last=case.context.today - _DAY, due=_due_after(case, each, each.suspended.first))
        for each in (resolution, *case.state.under(resolution.id))
        if each.suspended is not None
    )


def _due_after(case: Case, resolution: Resolution, first: date) -> date | None:
    """The last day after a pause; one that had passed before the pause stays passed."""
    due, calendar = resolution.due, case.context.calendar
    if due is None:
        return None
    left = calendar.between(max(first - _DAY, resolution.start), due)
    if left <= 0:
        return due
    return max(due, calendar.add(case.context.today - _DAY, left))


def _suspender(case: Case, resolution: Resolution) -> Refusal | None:
    if resolution.parent:
        return refusal("orders.suspend_parent")
    able = (resolution.author, resolution.owner, *case.keepers_of(resolution))
    return None if case.who in able else refusal("orders.not_suspender")


ACTS = (
    Act(
        command=Suspend,
        decide=suspend,
        events={Suspended: Words("müddət dayandırıldı", "the clock was stopped")},
        forms=(
            Form(
                name="suspend_order",
                title=Words("İcra müddətini dayandır", "Stop the term"),
                place="orders",
                rank=12,
                subject="resolutions",
                about="resolution",
                fields=(REASON,),
            ),
        ),
    ),
    Act(
        command=Resume,
        decide=resume,
        events={Resumed: Words("müddət davam edir", "the clock runs again")},
        forms=(
            Form(
                name="resume_order",
                title=Words("İcra müddətini davam etdir", "Let the term run on"),
                place="orders",
                rank=13,
                subject="resolutions",
                about="resolution",
            ),
        ),
    ),
)
