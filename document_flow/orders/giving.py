"""Giving a resolution, and passing a task on within a unit."""

from __future__ import annotations

from datetime import date

from document_flow.orders.case import Case, Decision, blank
from document_flow.orders.commands import GiveResolution
from document_flow.orders.events import ControlSet, Event, ResolutionGiven
from document_flow.orders.refusals import refusal
from document_flow.outcome import Refusal

MOST_DAYS = 366


def give(case: Case, command: GiveResolution) -> Decision:
    """The first executor becomes the lead; the last day is counted now and stands in the event."""
    refused = (
        blank(resolution=command.resolution, text=command.text)
        or _place(case, command)
        or _people(case, command)
        or _passed_on(case, command)
    )
    if refused is not None:
        return refused
    term = _term(case, command)
    if isinstance(term, Refusal):
        return term
    days, due = term
    given: Event = ResolutionGiven(
        by=case.by,
        on_behalf_of=case.on_behalf_of,
        at=case.context.now,
        resolution=command.resolution,
        text=command.text,
        lead=command.executors[0],
        co_executors=command.executors[1:],
        for_information=command.for_information,
        parent=command.parent,
        start=case.context.today,
        days=days,
        due=due,
    )
    if not command.control:
        return (given,)
    return given, ControlSet(
        by=case.by, on_behalf_of=case.on_behalf_of, at=case.context.now, resolution=command.resolution
    )


def _place(case: Case, command: GiveResolution) -> Refusal | None:
    if command.resolution in case.state.resolutions:
        return refusal("orders.id_taken", resolution=command.resolution)
    if command.parent and command.parent not in case.state.resolutions:
        return refusal("orders.no_resolution", resolution=command.parent)
    return None


def _people(case: Case, command: GiveResolution) -> Refusal | None:
    if not command.executors:
        return refusal("orders.empty", field="executors")
    seen = {case.who, case.by}
    for login in command.executors:
        if login in seen:
            return refusal("orders.executor_twice", login=login)
        seen.add(login)
    named = (*command.executors, *command.for_information)
    return next(filter(None, map(case.takes_part, named)), None)


def _passed_on(case: Case, command: GiveResolution) -> Refusal | None:
    """A task is passed on by its executor who heads a unit, to people of that unit, while it runs."""
    parent = case.state.resolutions.get(command.parent)
    if parent is None:
        return None if case.is_giver(case.who) else refusal("orders.not_a_giver")
    if parent.status != "open":
        return refusal("orders.executed" if parent.status == "executed" else "orders.is_reported")
    if parent.suspended:
        return refusal("orders.suspended")
    officials, units = case.context.directory.officials, case.units_of(case.who)
    within = all(officials[login].unit in units for login in command.executors)
    return None if case.who in parent.executors and within else refusal("orders.not_passed_on_by")


def _term(case: Case, command: GiveResolution) -> tuple[int | None, date | None] | Refusal:
    parent = case.state.resolutions.get(command.parent)
    limit = parent.due if parent is not None else None
    days, due, today = command.days, command.until, case.context.today
    if days is None and due is None:
        if parent is not None:
            due = limit
        else:
            days = case.rules.general_days
    elif (days is not None and (due is not None or not 1 <= days <= MOST_DAYS)) or (due is not None and due < today):
        return refusal("orders.term_unclear")
    if days is not None:
        due = case.context.calendar.add(today, days)
    if due is None and command.control:
        return refusal("orders.control_needs_term")
    if due is not None and limit is not None and due > limit:
        return refusal("orders.after_parent", due=f"{due:%d.%m.%Y}", limit=f"{limit:%d.%m.%Y}")
    return days, due
