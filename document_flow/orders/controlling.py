"""Control and term: set, released, extended, suspended. A last day moves by one of these events or not at all."""

from __future__ import annotations

from datetime import date, timedelta

from document_flow.orders.case import Case, Decision, blank
from document_flow.orders.commands import (
    DecideExtension,
    ReleaseControl,
    RequestExtension,
    Resume,
    SetControl,
    Suspend,
)
from document_flow.orders.events import (
    ControlReleased,
    ControlSet,
    Event,
    ExtensionDecided,
    ExtensionRequested,
    Resumed,
    Suspended,
)
from document_flow.orders.executing import executed, owner_only, runs
from document_flow.orders.refusals import refusal
from document_flow.orders.state import Resolution
from document_flow.outcome import Refusal

_DAY = timedelta(days=1)


def set_control(case: Case, resolution: Resolution, _: SetControl) -> Decision:
    """Whoever may give resolutions may put one under control, but for its own executors."""
    if resolution.owner is not None:
        return refusal("orders.is_controlled")
    if case.who in resolution.executors or case.by in resolution.executors:
        return refusal("orders.own_control", login=case.by)
    if not case.is_giver(case.who):
        return refusal("orders.not_a_giver")
    if resolution.due is None:
        return refusal("orders.control_needs_term")
    return (ControlSet(by=case.by, on_behalf_of=case.on_behalf_of, at=case.context.now, resolution=resolution.id),)


def release_control(case: Case, resolution: Resolution, command: ReleaseControl) -> Decision:
    """Only by its owner (art. 129). A report that waited for the owner stands then, and ends the resolution."""
    refused = owner_only(case, resolution) or blank(reason=command.reason)
    if refused is not None:
        return refused
    released: Event = ControlReleased(
        by=case.by,
        on_behalf_of=case.on_behalf_of,
        at=case.context.now,
        resolution=resolution.id,
        reason=command.reason,
    )
    return (released, executed(case, resolution)) if resolution.status == "reported" else (released,)


def request_extension(case: Case, resolution: Resolution, command: RequestExtension) -> Decision:
    """A written, reasoned request of the lead (art. 120 and 123)."""
    refused = runs(resolution) or blank(reason=command.reason)
    if refused is not None:
        return refused
    if case.who != resolution.lead:
        return refusal("orders.not_lead")
    if resolution.pending is not None:
        return refusal("orders.request_pending")
    return _later(case, resolution, command.until) or (
        ExtensionRequested(
            by=case.by,
            on_behalf_of=case.on_behalf_of,
            at=case.context.now,
            resolution=resolution.id,
            until=command.until,
            reason=command.reason,
        ),
    )


def decide_extension(case: Case, resolution: Resolution, command: DecideExtension) -> Decision:
    """Only the head (art. 120 and 123), and never about a term of the head's own."""
    asked = resolution.pending
    if asked is None or resolution.due is None:
        return refusal("orders.no_request")
    if not case.has_role(case.who, (case.rules.head,)):
        return refusal("orders.not_head")
    if not {case.who, case.by}.isdisjoint((resolution.lead, asked.requested_by)):
        return refusal("orders.own_request")
    until = command.until or asked.until
    refused = _later(case, resolution, until) if command.granted else blank(reason=command.reason)
    return refused or (
        ExtensionDecided(
            by=case.by,
            on_behalf_of=case.on_behalf_of,
            at=case.context.now,
            resolution=resolution.id,
            granted=command.granted,
            due=until if command.granted else resolution.due,
            reason=command.reason,
        ),
    )


def suspend(case: Case, resolution: Resolution, command: Suspend) -> Decision:
    """Today is the first day that does not count; what was passed on stands still with it."""
    refused = _suspender(case, resolution) or runs(resolution) or blank(reason=command.reason)
    return refused or tuple(
        Suspended(
            by=case.by,
            on_behalf_of=case.on_behalf_of,
            at=case.context.now,
            resolution=each.id,
            first=case.context.today,
            reason=command.reason,
        )
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
        Resumed(
            by=case.by,
            on_behalf_of=case.on_behalf_of,
            at=case.context.now,
            resolution=each.id,
            last=case.context.today - _DAY,
            due=_due_after(case, each, each.suspended.first),
        )
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


def _later(case: Case, resolution: Resolution, until: date) -> Refusal | None:
    if resolution.due is None:
        return refusal("orders.no_term")
    if until <= resolution.due:
        return refusal("orders.not_later", due=f"{resolution.due:%d.%m.%Y}")
    parent = case.parent_of(resolution)
    if parent is not None and parent.due is not None and until > parent.due:
        return refusal("orders.after_parent", due=f"{until:%d.%m.%Y}", limit=f"{parent.due:%d.%m.%Y}")
    return None


def _suspender(case: Case, resolution: Resolution) -> Refusal | None:
    if resolution.parent:
        return refusal("orders.suspend_parent")
    named = case.who in (resolution.author, resolution.owner)
    return None if named or case.has_role(case.who, (case.rules.head,)) else refusal("orders.not_suspender")
